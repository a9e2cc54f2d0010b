"""What was typed and not yet saved, kept in the project file until it is saved or given up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import connecting, refusing, roles, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that somebody left in a field; ``place`` says in which, by keys and ids alone."""

    at: str  # UTC, ISO 8601
    who: str
    place: str
    text: str


def keep(db: Database, who: str, place: str, text: str) -> bool:
    """Keep what stands in a field now, in place of what stood there; False where it cannot be.

    It is no action: no record changes, no history and no undo knows of it. A file that another
    program holds, or that takes no writing, is not waited for: the caller tries again later.
    """
    return _written(
        db,
        """
        INSERT INTO draft (at, who, place, text)
        VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), :who, :place, :text)
        ON CONFLICT (who, place) DO UPDATE SET at = excluded.at, text = excluded.text
        """,
        {"who": who, "place": place, "text": text},
    )


def drop(db: Database, who: str, place: str) -> bool:
    """Forget what stood in a field, its bytes included; False where it cannot be now."""
    return _written(
        db,
        "DELETE FROM draft WHERE who = :who AND place = :place",
        {"who": who, "place": place},
    )


def all(db: Database) -> list[Draft]:  # noqa: A001 - reads as drafts.all(db)
    """Return what may be taken up again, oldest first.

    Where the file names people, that is the own; before the sign-in, nothing.
    """
    if not rows.columns(db, "draft"):  # a file of the first schema, on a medium that only reads
        return []
    mine = roles.signed(db, "") if roles.needed(db) else None
    found = rows.fetch(
        db,
        """
        SELECT at, who, place, text FROM draft
        WHERE text IS NOT NULL AND (:mine IS NULL OR who = :mine AND :mine != '')
        ORDER BY id
        """,
        {"mine": mine},
    )
    return rows.as_values(Draft, found)


def _written(db: Database, statement: str, parameters: dict[str, str]) -> bool:
    """Run one statement in a transaction of its own, at once or not at all."""
    conn = db.conn
    if conn.in_transaction:
        return False
    try:
        with _at_once(conn):
            conn.execute("BEGIN IMMEDIATE")
            conn.execute(statement, parameters)
            conn.execute("COMMIT")
    except sqlite3.DatabaseError as failed:
        if refusing.told("", failed) is None:
            raise
        return False
    return True


@contextmanager
def _at_once(conn: sqlite3.Connection) -> Iterator[None]:
    """Let a connection write without waiting for anybody; afterwards it is as before."""
    conn.execute("PRAGMA query_only = OFF")
    conn.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        conn.rollback()  # after COMMIT there is nothing left to take back
        conn.execute(f"PRAGMA busy_timeout = {connecting.BUSY_MS}")
        conn.execute("PRAGMA query_only = ON")
