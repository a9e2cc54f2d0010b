"""The estates, buildings and homes that a need can be noted of, for a form to choose from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import naming, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class HomeOf:
    """A home by its id and short name: stairwell-room."""

    id: int
    short: str


def estates(db: Database) -> list[tuple[int, str]]:
    """Return the estates with their names, in the order of the ledger."""
    query = f"SELECT estate.id, estate.name FROM estate {naming.JOINED} ORDER BY {naming.IN_ORDER}"
    return [(row["id"], row["name"]) for row in rows.fetch(db, query)]


def buildings(db: Database, estate_id: int) -> list[tuple[int, str]]:
    """Return the buildings of an estate with their numbers."""
    query = "SELECT id, number FROM building WHERE estate_id = ? ORDER BY sort, id"
    return [(row["id"], row["number"]) for row in rows.fetch(db, query, (estate_id,))]


def homes(db: Database, building_id: int) -> list[HomeOf]:
    """Return the homes of a building."""
    found = rows.fetch(
        db,
        """
        SELECT household.id, stairwell.number AS stairwell, household.room FROM household
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        WHERE household.building_id = ?
        ORDER BY LENGTH(stairwell.number), stairwell.number, LENGTH(household.room), household.room
        """,
        (building_id,),
    )
    return [
        HomeOf(row["id"], "-".join(part for part in (row["stairwell"], row["room"]) if part))
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Home:
    """A home with the parts of its name."""

    id: int
    estate: str
    building: str
    stairwell: str | None
    room: str


def homes_of(db: Database, building_ids: Sequence[int]) -> list[Home]:
    """Return the homes of some buildings, in the order of the buildings."""
    found = rows.fetch(
        db,
        """
        SELECT household.id, COALESCE(estate.name, '') AS estate, building.number AS building,
               stairwell.number AS stairwell, household.room
        FROM json_each(:ids) AS wanted JOIN household ON household.building_id = wanted.value
        JOIN building ON building.id = household.building_id
        LEFT JOIN estate ON estate.id = building.estate_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        ORDER BY wanted.key, LENGTH(stairwell.number), stairwell.number, LENGTH(household.room),
                 household.room, household.id
        """,
        {"ids": json.dumps(list(building_ids))},
    )
    return rows.as_values(Home, found)


def projects(db: Database) -> list[tuple[int, str]]:
    """Return the projects with their names, else those of the estates that they serve."""
    found = rows.fetch(db, f"SELECT id, {naming.PROJECT} AS name FROM project ORDER BY id")
    return [(row["id"], row["name"]) for row in found]
