"""A file of an earlier schema brought to the present one: a verified backup first, then at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.store import actions, backups, connecting, migrations, triggers
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

VERSIONS = Words("：版本 {old} → {new}", "from version {old} to {new}")
_SUMS = {
    "project": ("invest_total_fen", "invest_done_fen"),
    "funding": ("planned_fen",),
}
_GROWS = {"action_group", "change_log"}  # the upgrade stands in the history itself


def upgrade(path: Path, conn: sqlite3.Connection, found: int, who: str) -> None:
    """Bring a file from the schema that was found to the present one, as one action.

    The file as it was lies among its backups before the first write. Raises the UserErrors of
    ``backups.make`` and ``actions.act``; then the file is what it was.
    """
    backups.make(path, "upgrade", who=who)
    db = connecting.wrapped(conn)
    named = VERSIONS.filled(old=found, new=migrations.SCHEMA_VERSION)
    with actions.act(db, "upgrade", who, named):
        before = _counted(conn, _tables(conn))
        migrate(db)
        after = _counted(conn, list(before))
        if before != after:
            changed = sorted(table for table in before if before[table] != after[table])
            raise sqlite3.IntegrityError(f"upgrading changed what is in {changed}")


def migrate(db: Database) -> None:
    """Apply the pending steps; the caller's transaction makes them all stand or none."""
    triggers.drop_all(db)
    migrations.steps().apply(db)
    triggers.create_all(db)
    db.execute(
        "INSERT OR REPLACE INTO renewtrack_meta VALUES ('schema_version', :version)",
        {"version": str(migrations.SCHEMA_VERSION)},
    )
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise sqlite3.IntegrityError(f"rows without their parent after upgrading: {broken[:3]}")


def _tables(conn: sqlite3.Connection) -> list[str]:
    """Return the tables of the file whose rows an upgrade must leave as many as they are."""
    return [
        name
        for (name,) in conn.execute(
            """
            SELECT name FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
              AND name NOT LIKE 'gpkg!_%' ESCAPE '!' AND name NOT LIKE 'rtree!_%' ESCAPE '!'
              AND name NOT LIKE '!_sqlite!_%' ESCAPE '!'
            ORDER BY name
            """
        ).fetchall()
        if name not in _GROWS
    ]


def _counted(conn: sqlite3.Connection, tables: list[str]) -> dict[str, tuple[int, ...]]:
    """Return the rows of every table and the sums of its money."""
    counted = {}
    for table in tables:
        sums = "".join(f", TOTAL({column})" for column in _SUMS.get(table, ()))
        (row,) = conn.execute(f'SELECT COUNT(*){sums} FROM "{table}"').fetchall()
        counted[table] = tuple(int(each) for each in row)
    return counted
