"""Who looked at personal details, when, at whose and why; never undone and never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import actions, rows, titles
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_PROJECT = "project "  # followed by the project's uid
_HOUSEHOLD = "household "  # followed by the household's uid


@dataclass(frozen=True, slots=True)
class Look:
    """One person looked at personal details; ``what`` is a project or a whole list."""

    id: int
    at: str  # UTC, ISO 8601
    who: str | None
    reason: str
    what: str


def of_project(uid: str) -> str:
    """Return how the record calls the personal details of one project."""
    return _PROJECT + uid


def of_household(uid: str) -> str:
    """Return how the record calls the personal details of one household."""
    return _HOUSEHOLD + uid


def note(db: Database, who: str, reason: str, what: str) -> int:
    """Record that a person looks at personal details and return the record's id.

    The record is outside the change log, so that no undo takes it away. Raises RuntimeError
    outside an action.
    """
    actions.require(db)
    cursor = db.execute(
        """
        INSERT INTO reveal_log (at, who, reason, what)
        VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), :who, :reason, :what)
        """,
        {"who": who, "reason": reason, "what": what},
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def latest(db: Database, limit: int = 200) -> list[Look]:
    """Return the latest looks at anything, youngest first."""
    return rows.as_values(
        Look, rows.fetch(db, "SELECT * FROM reveal_log ORDER BY id DESC LIMIT ?", (limit,))
    )


def of(db: Database, what: str) -> list[Look]:
    """Return the looks at one thing, youngest first."""
    return rows.as_values(
        Look, rows.fetch(db, "SELECT * FROM reveal_log WHERE what = ? ORDER BY id DESC", (what,))
    )


def of_action(db: Database, at: str, who: str | None) -> Look | None:
    """Return the look that belongs to an action ``reveal``: the first of that person since."""
    found = rows.fetch(
        db,
        "SELECT * FROM reveal_log WHERE at >= ? AND who IS ? ORDER BY id LIMIT 1",
        (at, who),
    )
    return next(iter(rows.as_values(Look, found)), None)


def title(db: Database, look: Look) -> Words:
    """Return what people call the thing that was looked at."""
    table, _, uid = look.what.partition(" ")
    if table not in ("project", "household"):
        return Words(look.what, look.what)
    found = rows.value(db, f'SELECT id FROM "{table}" WHERE uid = ?', (uid,))
    return titles.title(db, table, found) if found is not None else Words(look.what, look.what)
