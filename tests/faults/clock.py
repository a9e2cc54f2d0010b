"""A clock that stands where a test wants it, for one connection's SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def set_to(db: Database, at: str) -> None:
    """Let every ``strftime`` of a connection, in triggers too, say this time: UTC, ISO 8601."""
    db.conn.create_function("strftime", -1, lambda *_asked: at)
