"""Households with the items they choose and what they need beyond the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from renewtrack.domain.homes import Household, ItemChoice, Need
from renewtrack.store import belonging, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

Place = Literal["stairwell_id", "building_id"]


def add(db: Database, **values: object) -> int:
    """Add a household and return its id; sqlite3.IntegrityError where its room is taken."""
    return rows.add(db, "household", values)


def change(db: Database, household_id: int, values: dict[str, object]) -> None:
    """Write columns of a household."""
    rows.change(db, "household", household_id, values)


def remove(db: Database, household_id: int) -> None:
    """Delete a household with its choices, needs, appointments and all else that is its own."""
    belonging.remove(db, "household", household_id)


def remove_at(db: Database, place: Place, place_id: int) -> None:
    """Delete the households of a stairwell or of a building."""
    for household_id in rows.column(
        db, f"SELECT id FROM household WHERE {place} = ? ORDER BY id", (place_id,)
    ):
        remove(db, household_id)


def choose(db: Database, household_id: int, item: str, wanted: bool | None) -> int:
    """Record whether a household wants an item, and return the record's id."""
    found = rows.value(
        db,
        "SELECT id FROM item_choice WHERE household_id = ? AND item = ?",
        (household_id, item),
    )
    if found is not None:
        rows.change(db, "item_choice", found, {"wanted": wanted})
        return int(found)
    return rows.add(
        db, "item_choice", {"household_id": household_id, "item": item, "wanted": wanted}
    )


def all(db: Database) -> list[Household]:  # noqa: A001 - reads as households.all(db)
    """Return every household, as they were added."""
    return rows.as_values(
        Household,
        rows.fetch(
            db,
            """
            SELECT id, uid, building_id, stairwell_id, room, holder AS holder, phone AS phone,
                   floor_area_m2, agree, remark
            FROM household ORDER BY id
            """,
        ),
    )


def choices(db: Database) -> list[ItemChoice]:
    """Return every choice of every household, as they were added."""
    return rows.as_values(ItemChoice, rows.fetch(db, "SELECT * FROM item_choice ORDER BY id"))


def needs(db: Database) -> list[Need]:
    """Return every need of every household, as they were added."""
    return rows.as_values(Need, rows.fetch(db, "SELECT * FROM need ORDER BY id"))
