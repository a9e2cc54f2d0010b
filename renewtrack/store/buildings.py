"""Buildings of the estates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.places import Building
from renewtrack.store import belonging, naming, rows, stairwells, works

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, **values: object) -> int:
    """Add a building and return its id; sqlite3.IntegrityError where its number is taken."""
    return rows.add(db, "building", values)


def change(db: Database, building_id: int, values: dict[str, object]) -> None:
    """Write columns of a building."""
    rows.change(db, "building", building_id, values)


def remove(db: Database, building_id: int) -> None:
    """Delete a building with its works, stairwells and households."""
    works.remove_at(db, "building_id", building_id)
    stairwells.remove_of(db, building_id)
    belonging.remove(db, "building", building_id)


def get(db: Database, building_id: int) -> Building | None:
    """Return a building, or None."""
    return next(iter(_where(db, "building.id = :id", {"id": building_id})), None)


def of_estate(db: Database, estate_id: int) -> list[Building]:
    """Return the buildings of an estate: 1, 2, 12."""
    return _where(db, "building.estate_id = :estate", {"estate": estate_id})


def all(db: Database) -> list[Building]:  # noqa: A001 - reads as buildings.all(db)
    """Return every building, those of one estate together."""
    return _where(db, "1", {})


def _where(db: Database, condition: str, parameters: dict[str, object]) -> list[Building]:
    found = rows.fetch(
        db,
        f"""
        SELECT building.*, estate.name AS estate,
               {naming.STREET} AS street, {naming.COMMUNITY} AS community
        FROM building LEFT JOIN estate ON estate.id = building.estate_id {naming.JOINED}
        WHERE {condition}
        ORDER BY building.estate_id, building.sort, building.id
        """,
        parameters,
    )
    return rows.as_values(Building, found)
