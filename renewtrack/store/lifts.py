"""Lifts of the stairwells and the votes on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.lifts import ConsentRound, Lift
from renewtrack.store import belonging, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, **values: object) -> int:
    """Add a lift and return its id; sqlite3.IntegrityError where the stairwell has one."""
    return rows.add(db, "lift", values)


def change(db: Database, lift_id: int, values: dict[str, object]) -> None:
    """Write columns of a lift."""
    rows.change(db, "lift", lift_id, values)


def remove(db: Database, lift_id: int) -> None:
    """Delete a lift with its steps, papers and votes."""
    belonging.remove(db, "lift", lift_id)


def get(db: Database, lift_id: int) -> Lift | None:
    """Return a lift, or None."""
    found = rows.fetch(db, "SELECT * FROM lift WHERE id = ?", (lift_id,))
    return next(iter(rows.as_values(Lift, found)), None)


def vote(db: Database, **values: object) -> int:
    """Add a vote on a lift and return its id."""
    return rows.add(db, "consent_round", values)


def all(db: Database) -> list[Lift]:  # noqa: A001 - reads as lifts.all(db)
    """Return every lift, as they were added."""
    return rows.as_values(Lift, rows.fetch(db, "SELECT * FROM lift ORDER BY id"))


def votes(db: Database) -> list[ConsentRound]:
    """Return every vote on every lift, the latest of each last."""
    found = rows.fetch(db, "SELECT * FROM consent_round WHERE lift_id IS NOT NULL ORDER BY id")
    return rows.as_values(ConsentRound, found)
