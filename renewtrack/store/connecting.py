"""Connections to a project file, each with the same settings and functions."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from weakref import WeakSet

from renewtrack.store import gpkg, limits, roles

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.roles import Identity

BUSY_MS = 5000


class Connection(sqlite3.Connection):
    """A connection that knows for whom it works; None where the file names no people."""

    identity: Identity | None = None
    on: Path | None = None  # the file

    def close(self) -> None:
        """Close it; the file may now be read past SQLite, unless it has another connection."""
        super().close()
        _OPEN.discard(self)


_OPEN: WeakSet[Connection] = WeakSet()


def open_on(path: Path) -> bool:
    """Tell whether this process has a connection to a file, whose locks an open() would drop."""
    real = path.resolve()
    return any(each.on == real for each in tuple(_OPEN))


def connect(path: Path, readonly: bool = False, identity: Identity | None = None) -> Database:
    """Return a further connection to a project file, for one thread and for whom it works.

    Nothing can be written on it outside ``actions.act``: the connection stands in query-only
    mode until then. Raises sqlite3.OperationalError if the file is not there.
    """
    if readonly or (path.exists() and not writable(path)):
        return admitted(sealed(raw_readonly(path)), identity)
    return admitted(wrapped(raw(path, "rw")), identity)


def admit(conn: sqlite3.Connection, identity: Identity | None) -> None:
    """Let a connection work for a person: what the role may not see reads as NULL from now on.

    None is for a file that names no people; ``roles.NOBODY`` before the sign-in to one that does.
    """
    assert isinstance(conn, Connection)
    conn.identity = identity
    limits.put(conn, identity)


def admitted(db: Database, identity: Identity | None = None) -> Database:
    """Return a connection that works for a person; for nobody where the file names people."""
    if identity is None and roles.needed(db):
        identity = roles.NOBODY
    admit(db.conn, identity)
    return db


def writable(path: Path) -> bool:
    """Tell whether the file and the folder, which takes the journal, can be written."""
    effective = os.access in os.supports_effective_ids
    return all(
        os.access(each, os.W_OK, effective_ids=effective) for each in (path, path.resolve().parent)
    )


def raw_readonly(path: Path) -> sqlite3.Connection:
    """Return a bare connection that reads only.

    A WAL file wants to make side files even for reading; where the medium takes none, and none
    are there, the file is read as one that nobody can change.
    """
    try:
        return raw(path, "ro")
    except sqlite3.OperationalError:
        if not path.exists() or writable(path) or has_side_file(path):
            raise
        return raw(path, "ro", immutable=1)


def has_side_file(path: Path) -> bool:
    """Tell whether a journal or WAL waits to be folded back before the file can be judged."""
    real = path.resolve()  # SQLite puts them beside the file itself, not beside a link to it
    return any(
        side.exists() and side.stat().st_size > 0
        for side in (real.with_name(real.name + "-journal"), real.with_name(real.name + "-wal"))
    )


def followed(path: Path) -> Path:
    """Return the file that a link leads to, beside which its journal, lease and backups lie."""
    return path.resolve() if path.is_symlink() and path.exists() else path


def raw(path: Path, mode: str, **options: int) -> sqlite3.Connection:
    """Return a bare connection with our settings; ``mode`` is SQLite's: ro, rw or rwc."""
    extra = "".join(f"&{name}={value}" for name, value in options.items())
    uri = f"file:{quote(str(path.resolve()))}?mode={mode}{extra}"
    conn = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000, factory=Connection
    )
    conn.on = path.resolve()
    _OPEN.add(conn)
    try:
        _settle(conn)
    except BaseException:
        conn.close()
        raise
    return conn


def _settle(conn: sqlite3.Connection) -> None:
    conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA recursive_triggers = ON")
    conn.execute("PRAGMA synchronous = EXTRA")
    conn.execute("PRAGMA secure_delete = ON")
    conn.execute("PRAGMA trusted_schema = ON")  # the R-tree triggers call our ST_ functions
    conn.execute("PRAGMA cache_size = -65536")
    gpkg.supply_functions(conn)


def wrapped(conn: sqlite3.Connection) -> Database:
    """Return a connection in TRUNCATE mode, closed for writing outside an action."""
    conn.execute("PRAGMA journal_mode = TRUNCATE")
    return sealed(conn)


def sealed(conn: sqlite3.Connection) -> Database:
    """Return a connection closed for writing outside an action, its journal mode untouched."""
    from sqlite_utils import Database

    conn.execute("PRAGMA query_only = ON")
    return Database(conn, recursive_triggers=True, execute_plugins=False)
