"""Connections to a project file, each with the same settings and functions."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from renewtrack.store import gpkg

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_MS = 5000


def connect(path: Path, readonly: bool = False) -> Database:
    """Return a further connection to a project file, for one thread.

    Nothing can be written on it outside ``actions.act``: the connection stands in query-only
    mode until then. Raises sqlite3.OperationalError if the file is not there.
    """
    return wrapped(raw(path, "ro" if readonly else "rw"))


def raw(path: Path, mode: str, **options: int) -> sqlite3.Connection:
    """Return a bare connection with our settings; ``mode`` is SQLite's: ro, rw or rwc."""
    extra = "".join(f"&{name}={value}" for name, value in options.items())
    uri = f"file:{quote(str(path.resolve()))}?mode={mode}{extra}"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA recursive_triggers = ON")
    conn.execute("PRAGMA synchronous = EXTRA")
    conn.execute("PRAGMA secure_delete = ON")
    conn.execute("PRAGMA trusted_schema = ON")  # the R-tree triggers call our ST_ functions
    conn.execute("PRAGMA cache_size = -65536")
    gpkg.supply_functions(conn)
    return conn


def wrapped(conn: sqlite3.Connection) -> Database:
    """Return a connection in TRUNCATE mode, closed for writing outside an action."""
    from sqlite_utils import Database

    conn.execute("PRAGMA journal_mode = TRUNCATE")
    conn.execute("PRAGMA query_only = ON")
    return Database(conn, recursive_triggers=True, execute_plugins=False)
