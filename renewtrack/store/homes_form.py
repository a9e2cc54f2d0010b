"""One household as its form shows it, and households put on record beyond the survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain import homes
from renewtrack.errors import UserError
from renewtrack.store import households, rows, stairwells
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


class RoomTaken(UserError):
    """A household with that stairwell and room is on record already."""

    words = Words(
        "这栋楼已有“{room}”这一户，没有新增。请核对单元和房号。",
        "This building has a home {room} already; none was added. Check stairwell and room.",
    )


class RoomNeeded(UserError):
    """A household is to be added without a room or without a reason."""

    words = Words(
        "请填写房号和增补的原因，没有新增。", "Give the room and the reason; no home was added."
    )


def one(db: Database, household_id: int) -> rows.Row:
    """Return a household with the names of its place; personal details are in full.

    {} for one that is gone.
    """
    found = rows.fetch(
        db,
        """
        SELECT household.id, household.uid, household.building_id, household.room, household.floor,
               household.floor_area_m2, household.holder AS holder, household.phone AS phone,
               household.agree, household.vulnerable AS vulnerable, household.access AS access,
               household.remark, household.keep_until, household.added_why,
               stairwell.number AS stairwell, building.number AS building,
               COALESCE(estate.name, '') AS estate
        FROM household JOIN building ON building.id = household.building_id
        LEFT JOIN estate ON estate.id = building.estate_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        WHERE household.id = ?
        """,
        (household_id,),
    )
    return found[0] if found else {}


def find(db: Database, estate: str, building: str, stairwell: str, room: str) -> int | None:
    """Return the household of a place as people write it; None where none or several fit.

    Estate and stairwell may be left empty where the rest tells one.
    """
    found = rows.column(
        db,
        """
        SELECT household.id FROM household JOIN building ON building.id = household.building_id
        LEFT JOIN estate ON estate.id = building.estate_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        WHERE building.number = :building AND household.room = :room
          AND (:estate = '' OR estate.name = :estate)
          AND (:stairwell = '' OR stairwell.number = :stairwell)
        """,
        {
            "estate": estate.strip(),
            "building": building.strip(),
            "stairwell": homes.stairwell_number(stairwell),
            "room": homes.room_number(room),
        },
    )
    return int(found[0]) if len(found) == 1 else None


def add_beyond(
    db: Database, building_id: int, stairwell: str | None, room: str | None, why: str | None
) -> int:
    """Put a household on record that the survey does not have, and return its id.

    A stairwell that is not on record yet is added with it. Raises RoomNeeded, RoomTaken,
    RuntimeError outside an action.
    """
    number, why = homes.room_number(room or ""), (why or "").strip()
    if not number or not why:
        raise RoomNeeded
    stairwell_id = _stairwell(db, building_id, stairwell)
    if rows.value(
        db,
        """
        SELECT 1 FROM household WHERE building_id = ? AND room = ?
        AND COALESCE(stairwell_id, 0) = COALESCE(?, 0)
        """,
        (building_id, number, stairwell_id),
    ):
        raise RoomTaken(room=number)
    return households.add(
        db,
        building_id=building_id,
        stairwell_id=stairwell_id,
        room=number,
        floor=homes.floor_of(number),
        added_why=why,
    )


def _stairwell(db: Database, building_id: int, words: str | None) -> int | None:
    number = homes.stairwell_number(words or "")
    if not number:
        return None
    found = rows.value(
        db, "SELECT id FROM stairwell WHERE building_id = ? AND number = ?", (building_id, number)
    )
    if found is not None:
        return int(found)
    return stairwells.add(db, building_id=building_id, number=number)
