"""How many rows the change log accounts for, set against the rows that are there."""

from __future__ import annotations

import sqlite3

from renewtrack.store import triggers


def rows_there(conn: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of every table whose changes are logged."""
    return {
        table: int(conn.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])
        for table in triggers.LOGGED
    }


def rows_logged(conn: sqlite3.Connection) -> dict[str, int]:
    """Return by table the inserts without the deletes that stand in the log."""
    logged = dict.fromkeys(triggers.LOGGED, 0)
    for table, count in conn.execute(
        """
        SELECT table_name, SUM((op = 'insert') - (op = 'delete')) FROM change_log
        WHERE op != 'update' GROUP BY table_name
        """
    ).fetchall():
        if table in logged:
            logged[table] = int(count)
    return logged
