"""The homes of buildings for the grid of a front: how many say what, and each of one building."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain.homes_front import Home
from renewtrack.store import choosing, exports, rows
from renewtrack.store.choosing import PLACE, Filter

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class HomesOf:
    """A building with households on record, and how many of them agree, refuse and are booked."""

    id: int
    estate: str
    number: str
    homes: int
    agreed: int
    refused: int
    booked: int


def buildings(db: Database, wanted: Filter) -> list[HomesOf]:
    """Return the buildings of a filter that have households, in the order of the ledger."""
    source = choosing.BUILDINGS
    where, parameters = choosing.conditions(source, wanted)
    found = rows.fetch(
        db,
        f"""
        {PLACE}, known AS MATERIALIZED (
            SELECT building_id, COUNT(*) AS homes, COALESCE(SUM(agree = 'yes'), 0) AS agreed,
                   COALESCE(SUM(agree = 'no'), 0) AS refused,
                   SUM(EXISTS (SELECT 1 FROM appointment AS visit
                       WHERE visit.household_id = household.id AND visit.state = 'planned')
                   ) AS booked
            FROM household GROUP BY building_id
        )
        SELECT building.id, COALESCE(place.estate, '') AS estate, building.number,
               known.homes, known.agreed, known.refused, known.booked
        FROM {source.rows} JOIN known ON known.building_id = building.id
        WHERE {where} ORDER BY {source.order}
        """,
        parameters,
    )
    return rows.as_values(HomesOf, found)


def of_building(db: Database, building_id: int) -> list[Home]:
    """Return the homes of a building with the state of their latest visit."""
    found = rows.fetch(
        db,
        """
        SELECT household.id, stairwell.number AS stairwell, household.floor, household.room,
               household.agree, visit.state AS visit, visit.date,
               household.floor_area_m2 AS area_m2,
               (SELECT COUNT(*) FROM need WHERE household_id = household.id) AS needs,
               household.vulnerable AS care, household.access AS access, household.added_why
        FROM household LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        LEFT JOIN appointment AS visit ON visit.id = (
            SELECT id FROM appointment WHERE household_id = household.id
            ORDER BY date IS NULL, date DESC, id DESC LIMIT 1)
        WHERE household.building_id = ? ORDER BY household.id
        """,
        (building_id,),
    )
    told = [row for row in found if row["care"] or row["access"] or row["added_why"]]
    mask = exports.mask(db) if told else None
    for row in found:
        row["care"] = care(row["care"])
        for name in ("access", "added_why"):
            row[name] = mask.free(row[name]) if mask is not None and row[name] else ""
    return rows.as_values(Home, found)


def care(stored: str | None) -> tuple[str, ...]:
    """Return the keys of special care as they are stored; () for what nobody can read."""
    try:
        found = json.loads(stored) if stored else []
    except ValueError:
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()


def answer(db: Database, household_ids: list[int], agree: str | None) -> None:
    """Write whether some households agree; None where it is not known any more."""
    rows.change_many(db, "household", household_ids, {"agree": [agree] * len(household_ids)})
