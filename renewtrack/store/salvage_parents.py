"""What holds a salvaged file together: links, numbers, map index, people, and the log's account."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Set

from renewtrack.store import accounts, salvage_reading, table_words, triggers
from renewtrack.store.salvage_reading import Table
from renewtrack.store.salvage_report import Orphan

Progress = Callable[[float, float], object]


def settle(target: sqlite3.Connection) -> Iterator[Orphan]:
    """Empty every link to a row that is lost, or delete the row where it cannot be without it."""
    for table in table_words.TABLES:
        for column, parent, needed in _links(target, table):
            for row_id, parent_id in target.execute(
                f"""
                SELECT id, "{column}" FROM "{table}"
                WHERE "{column}" IS NOT NULL AND "{column}" NOT IN (SELECT id FROM "{parent}")
                ORDER BY id
                """
            ).fetchall():
                dropped = needed or not _cut(target, table, column, row_id)
                if dropped:
                    target.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
                yield Orphan(table, row_id, column, parent, parent_id, dropped)


def by_log(target: sqlite3.Connection, there: bool) -> dict[str, set[int]]:
    """Return by table the ids that should be there, or should be gone, by the change log."""
    ids: dict[str, set[int]] = {}
    for table, row_id in target.execute(
        """
        SELECT table_name, row_id FROM change_log
        WHERE id IN (
            SELECT MAX(id) FROM change_log WHERE op != 'update' GROUP BY table_name, row_id
        ) AND (op = 'insert') = :there
        """,
        {"there": there},
    ):
        ids.setdefault(table, set()).add(row_id)
    return ids


def written(target: sqlite3.Connection, table: str, row_id: int) -> dict[str, object]:
    """Return what the change log says was last written into the columns of a row."""
    return dict(
        target.execute(
            """
            SELECT column_name, new FROM change_log
            WHERE table_name = ? AND row_id = ? AND op = 'update' AND column_name IS NOT NULL
            ORDER BY id
            """,
            (table, row_id),
        ).fetchall()
    )


def baseline(target: sqlite3.Connection) -> dict[str, int]:
    """Return by table how many rows there are beyond what the change log accounts for."""
    there, logged = accounts.rows_there(target), accounts.rows_logged(target)
    return {table: there[table] - logged[table] for table in there}


def number(
    source: sqlite3.Connection, target: sqlite3.Connection, seen: Mapping[str, Set[int]]
) -> None:
    """Give out no id a second time: the history still speaks of it."""
    for table in table_words.TABLES:
        if table == "seal":  # a seal that is gone is not asked for again
            continue
        (logged,) = target.execute(
            "SELECT MAX(row_id) FROM change_log WHERE table_name = ?", (table,)
        ).fetchone()
        last = max(salvage_reading.given(source, table), logged or 0, *seen[table], 0)
        target.execute(
            "UPDATE sqlite_sequence SET seq = MAX(seq, :last) WHERE name = :table",
            {"last": last, "table": table},
        )


def index_map(target: sqlite3.Connection) -> None:
    """Fill the map index of every layer, whose triggers were away."""
    for layer in triggers.FEATURES:
        target.execute(
            f"""
            INSERT INTO "rtree_{layer}_geom"
            SELECT id, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom)
            FROM "{layer}" WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)
            """
        )


def name(target: sqlite3.Connection) -> None:
    """Name the district after its area where the file's own particulars are lost."""
    target.execute(
        """
        INSERT OR IGNORE INTO renewtrack_meta (key, value)
        SELECT 'district_name', name FROM area WHERE level = 'district' ORDER BY id LIMIT 1
        """
    )


def let_in(target: sqlite3.Connection) -> bool:
    """Switch signing in off where people are left but no manager; tell whether that was done."""
    people, managers = target.execute(
        "SELECT COUNT(*), COALESCE(SUM(role = 'manager'), 0) FROM person WHERE active"
    ).fetchone()
    if not people or managers:
        return False
    target.execute("UPDATE person SET active = 0")
    return True


def unsort(target: sqlite3.Connection, table: Table, row_id: int) -> None:
    """Have search text and sort key of a mended row made anew."""
    derived = [column.name for column in table.columns if column.name in triggers.DERIVED]
    if derived and table.keyed:
        emptied = ", ".join(f"{name} = NULL" for name in derived)
        target.execute(f'UPDATE "{table.name}" SET {emptied} WHERE id = ?', (row_id,))


def _cut(target: sqlite3.Connection, table: str, column: str, row_id: int) -> bool:
    """Empty a link; tell whether the rules of the table allow it."""
    try:
        target.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE id = ?', (row_id,))
    except sqlite3.IntegrityError:
        return False
    return True


def _links(target: sqlite3.Connection, table: str) -> list[tuple[str, str, bool]]:
    return target.execute(
        """
        SELECT link."from", link."table", own."notnull"
        FROM pragma_foreign_key_list(:table) AS link
        JOIN pragma_table_info(:table) AS own ON own.name = link."from"
        ORDER BY link."from"
        """,
        {"table": table},
    ).fetchall()
