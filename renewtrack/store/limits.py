"""What SQLite itself keeps from a connection by role: columns read as nothing, tables unwritten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from renewtrack.store import triggers
from renewtrack.store.roles import VIEWER

if TYPE_CHECKING:
    from renewtrack.store.connecting import Connection
    from renewtrack.store.roles import Identity

# Personal details, also where the history and the books repeat them: a viewer reads NULL. A column
# that is asked for by its table (project.phone) then needs its name said again (AS phone).
HIDDEN = frozenset(
    {
        *(("project", column) for column in ("leader", "contact", "phone")),
        *(("household", column) for column in ("holder", "phone", "vulnerable", "access")),
        *(("owner", "name"), ("owner", "phone"), ("crew", "leader"), ("crew", "phone")),
        *(("ballot", "owner"), ("objection", "text")),
        *(("change_log", column) for column in ("old", "new")),
        *(("cell_source", "raw"), ("person", "password"), ("draft", "text")),
    }
)
_RECORDS = frozenset(triggers.LOGGED)
_BOOKS = frozenset({*triggers.WATCHED, "change_log", "seal"})
_GROWS = frozenset({"change_log", "seal", "export_log", "audit_log"})  # by what a viewer does
_STRUCTURE = frozenset(
    {
        *(sqlite3.SQLITE_CREATE_TABLE, sqlite3.SQLITE_CREATE_TRIGGER, sqlite3.SQLITE_CREATE_VIEW),
        *(sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_DROP_TRIGGER, sqlite3.SQLITE_DROP_VIEW),
        *(sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_DROP_INDEX, sqlite3.SQLITE_ALTER_TABLE),
        *(sqlite3.SQLITE_CREATE_VTABLE, sqlite3.SQLITE_DROP_VTABLE, sqlite3.SQLITE_ATTACH),
    }
)
_WRITES = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})


def put(conn: Connection, identity: Identity | None) -> None:
    """Limit a connection as the role of whom it works for says; None and all but viewers: freely.

    Statements that were prepared under other limits are prepared anew: SQLite forgets them when
    it is given an authorizer, not when one is taken away.
    """
    limited = identity is not None and identity.role == VIEWER
    conn.set_authorizer(_of_a_viewer if limited else _of_anybody)
    if not limited:
        conn.set_authorizer(None)


@contextmanager
def lifted(conn: sqlite3.Connection) -> Iterator[None]:
    """Work without limits for what everybody may: prove a password, change the own one."""
    identity: Identity | None = getattr(conn, "identity", None)
    if identity is None:
        yield
        return
    put(conn, None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        put(conn, identity)  # type: ignore[arg-type]


def _of_anybody(*_: object) -> int:
    return sqlite3.SQLITE_OK


def _of_a_viewer(
    deed: int, table: str | None, column: str | None, _database: str | None, _inside: str | None
) -> int:
    """Answer SQLite while it prepares a statement, those of triggers included."""
    if deed == sqlite3.SQLITE_READ:
        hidden = (table, column) in HIDDEN
        return sqlite3.SQLITE_IGNORE if hidden else sqlite3.SQLITE_OK
    denied = deed in _STRUCTURE or (deed in _WRITES and _keeps_out(deed, table, column))
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK


def _keeps_out(deed: int, table: str | None, column: str | None) -> bool:
    """Tell whether a viewer may not write so: no record, no line of a book but a new one.

    What is reckoned from a record, its search text, is filled by whoever comes first.
    """
    if table in _RECORDS:
        return not (deed == sqlite3.SQLITE_UPDATE and column in triggers.DERIVED)
    return table in _BOOKS and not (deed == sqlite3.SQLITE_INSERT and table in _GROWS)
