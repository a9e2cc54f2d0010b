"""What a project file holds, as one text that two runs of the same flow have in common."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from renewtrack.store import file, health

# Minted or stamped anew in each run.
VOLATILE = {"uid", "at", "imported_at", "added_at", "applied_at", "created_at", "locked_until"}
LEFT_OUT = {"seal", "sqlite_sequence", "_sqlite_migrations", "gpkg_contents"}


def of_tables(conn: sqlite3.Connection) -> str:
    """Return every row of every table of people's doings, without what is minted anew."""
    tables = [
        name
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        if name not in LEFT_OUT and not name.startswith(("rtree_", "gpkg_", "sqlite_"))
    ]
    return json.dumps({table: _rows(conn, table) for table in tables}, default=repr, indent=0)


def _rows(conn: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [
        name
        for (name,) in conn.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
        if name not in VOLATILE
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    where = " WHERE key NOT LIKE '%_at'" if table == "renewtrack_meta" else ""
    return conn.execute(f'SELECT {names} FROM "{table}"{where} ORDER BY 1, 2').fetchall()


def of_file(path: Path) -> str:
    """Return what the program shows of a file that it opens, and what its own check finds."""
    opened = file.open_file(path)
    try:
        findings = [f"{each.check}: {each.words.en}" for each in health.findings(opened.db)]
        return of_tables(opened.db.conn) + json.dumps(findings)
    finally:
        opened.close()
