"""Stairwells of the buildings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.homes import Stairwell
from renewtrack.store import belonging, households, lifts, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, **values: object) -> int:
    """Add a stairwell and return its id; sqlite3.IntegrityError where its number is taken."""
    return rows.add(db, "stairwell", values)


def change(db: Database, stairwell_id: int, values: dict[str, object]) -> None:
    """Write columns of a stairwell."""
    rows.change(db, "stairwell", stairwell_id, values)


def remove(db: Database, stairwell_id: int) -> None:
    """Delete a stairwell with its households and its lift."""
    households.remove_at(db, "stairwell_id", stairwell_id)
    for lift_id in rows.column(db, "SELECT id FROM lift WHERE stairwell_id = ?", (stairwell_id,)):
        lifts.remove(db, lift_id)
    belonging.remove(db, "stairwell", stairwell_id)


def remove_of(db: Database, building_id: int) -> None:
    """Delete the stairwells and households of a building."""
    for stairwell_id in rows.column(
        db, "SELECT id FROM stairwell WHERE building_id = ? ORDER BY id", (building_id,)
    ):
        remove(db, stairwell_id)
    households.remove_at(db, "building_id", building_id)


def all(db: Database) -> list[Stairwell]:  # noqa: A001 - reads as stairwells.all(db)
    """Return every stairwell, as they were added."""
    return rows.as_values(Stairwell, rows.fetch(db, "SELECT * FROM stairwell ORDER BY id"))
