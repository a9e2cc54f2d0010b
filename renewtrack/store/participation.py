"""Who takes part in what over many buildings: tallies of the answers and the homes behind them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain.participation import (
    ANSWERS,
    NO,
    NOT_ASKED,
    NOT_CONCERNED,
    UNDECIDED,
    YES,
    Spot,
    Tally,
)
from renewtrack.store import choosing, rows
from renewtrack.store.choosing import PLACE, Filter

if TYPE_CHECKING:
    from sqlite_utils import Database

# The same words as ``participation.answer``; a figure and the homes behind it are found by it.
_REST = ANSWERS.index(NOT_ASKED)
_PLACE = f"""CASE WHEN choice.wanted = 1 THEN {ANSWERS.index(YES)}
    WHEN choice.wanted = 0 THEN {ANSWERS.index(NO)}
    WHEN choice.quantity = 0 THEN {ANSWERS.index(NOT_CONCERNED)}
    ELSE {ANSWERS.index(UNDECIDED)} END"""
ANSWER = f"""CASE CASE WHEN choice.id IS NULL THEN {_REST} ELSE {_PLACE} END
    {" ".join(f"WHEN {place} THEN '{each}'" for place, each in enumerate(ANSWERS))} END"""
_NO_AREA = "COALESCE(household.floor_area_m2, 0) = 0"
_AREA = f"COALESCE(SUM(household.floor_area_m2), 0), SUM({_NO_AREA})"
# Of the answers on record: homes, areas and homes without one by answer, then how many are
# wanted and who told no number.
_SUMS = ", ".join(
    (
        *(f"SUM({_PLACE} = {at})" for at in range(_REST)),
        *(
            f"COALESCE(SUM(household.floor_area_m2) FILTER (WHERE {_PLACE} = {at}), 0)"
            for at in range(_REST)
        ),
        *(f"COUNT(*) FILTER (WHERE {_PLACE} = {at} AND {_NO_AREA})" for at in range(_REST)),
        "COALESCE(SUM(choice.quantity) FILTER (WHERE choice.wanted = 1), 0)",
        "COUNT(*) FILTER (WHERE choice.wanted = 1 AND COALESCE(choice.quantity, 0) = 0)",
    )
)
_NOTHING = (0,) * (3 * _REST + 2)
_AMONG = "household.building_id IN (SELECT value FROM json_each(:ids))"


@dataclass(frozen=True, slots=True)
class Rates:
    """The tallies of every stairwell with homes by item, the most wanted item first."""

    buildings: tuple[int, ...]
    items: tuple[str, ...]
    tallies: dict[tuple[Spot, str], Tally]


@dataclass(frozen=True, slots=True)
class Behind:
    """One home behind a figure, with what it says to the item."""

    id: int
    building_id: int
    estate: str
    number: str
    stairwell: str | None
    room: str
    area_m2: float | None
    answer: str
    quantity: float | None


def buildings(db: Database, wanted: Filter) -> list[int]:
    """Return the buildings of a filter that have households, in the order of the ledger."""
    source = choosing.BUILDINGS
    where, parameters = choosing.conditions(source, wanted)
    return rows.column(
        db,
        f"""
        {PLACE} SELECT building.id FROM {source.rows}
        WHERE building.id IN (SELECT building_id FROM household) AND {where}
        ORDER BY {source.order}
        """,
        parameters,
    )


def rates(db: Database, building_ids: Sequence[int]) -> Rates:
    """Return what the homes of some buildings say, stairwell by stairwell in their order."""
    spots = _everybody(db, building_ids)
    said = _said(db, building_ids)
    wants: dict[str, int] = {}
    for (_, item), sums in said.items():
        wants[item] = wants.get(item, 0) + sums[0]
    items = tuple(sorted(wants, key=lambda item: (-wants[item], item)))
    return Rates(
        tuple(building_ids),
        items,
        {
            (spot, item): _tally(said.get((key, item), _NOTHING), every)
            for key, (spot, every) in spots.items()
            for item in items
        },
    )


def behind(
    db: Database,
    item: str,
    building_ids: Collection[int],
    answers: Collection[str] = ANSWERS,
    stairwell_id: int | bool | None = False,
) -> list[Behind]:
    """Return the homes that give certain answers to an item, building by building.

    ``stairwell_id`` narrows them to one stairwell, None to the homes of none; False does not.
    """
    found = rows.fetch(
        db,
        f"""
        SELECT * FROM (
            SELECT household.id, household.building_id, COALESCE(estate.name, '') AS estate,
                   building.number, stairwell.number AS stairwell, household.room,
                   household.floor_area_m2 AS area_m2, {ANSWER} AS answer, choice.quantity,
                   wanted.key AS seq, stairwell.id IS NULL AS bare
            FROM json_each(:ids) AS wanted JOIN household ON household.building_id = wanted.value
            JOIN building ON building.id = household.building_id
            LEFT JOIN estate ON estate.id = building.estate_id
            LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
            LEFT JOIN item_choice AS choice
                ON choice.household_id = household.id AND choice.item = :item
            WHERE :any OR household.stairwell_id IS :stairwell
        ) WHERE answer IN (SELECT value FROM json_each(:answers))
        ORDER BY seq, bare, length(stairwell), stairwell, length(room), room
        """,
        {
            "ids": json.dumps(list(building_ids)),
            "item": item,
            "answers": json.dumps(list(answers)),
            "any": stairwell_id is False,
            "stairwell": None if stairwell_id is False else stairwell_id,
        },
    )
    return rows.as_values(Behind, found)


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One home of a matrix over many buildings, with its records by item."""

    id: int
    building_id: int
    street: str | None
    estate: str
    number: str
    stairwell: str | None
    room: str
    area_m2: float | None
    answers: dict[str, tuple[str, float | None]]


def matrix(db: Database, building_ids: Sequence[int]) -> tuple[tuple[str, ...], list[MatrixLine]]:
    """Return the items of some buildings, the most wanted first, and every home's answers."""
    ids = {"ids": json.dumps(list(building_ids))}
    said: dict[int, dict[str, tuple[str, float | None]]] = {}
    wants: dict[str, int] = {}
    for home, item, answer, quantity in db.conn.execute(
        f"""
        SELECT choice.household_id, choice.item, {ANSWER}, choice.quantity
        FROM household JOIN item_choice AS choice ON choice.household_id = household.id
        WHERE {_AMONG}
        """,
        ids,
    ):
        said.setdefault(home, {})[item] = (answer, quantity)
        wants[item] = wants.get(item, 0) + (answer == YES)
    lines = [
        MatrixLine(**row, answers=said.get(row["id"], {})) for row in rows.fetch(db, _HOMES, ids)
    ]
    return tuple(sorted(wants, key=lambda item: (-wants[item], item))), lines


_HOMES = f"""
{PLACE} SELECT household.id, household.building_id, place.street,
    COALESCE(place.estate, '') AS estate, building.number, stairwell.number AS stairwell,
    household.room, household.floor_area_m2 AS area_m2
FROM json_each(:ids) AS wanted JOIN household ON household.building_id = wanted.value
JOIN building ON building.id = household.building_id
LEFT JOIN place ON place.estate_id = building.estate_id
LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
ORDER BY wanted.key, stairwell.id IS NULL, length(stairwell.number), stairwell.number,
    length(household.room), household.room
"""
_SpotKey = tuple[int, int | None]


def _tally(sums: Sequence[Any], every: tuple[int, float, int]) -> Tally:
    """Return a tally, those who say nothing counted as not asked."""
    homes, areas, bare = sums[:_REST], sums[_REST : 2 * _REST], sums[2 * _REST : 3 * _REST]
    return Tally(
        (*homes, every[0] - sum(homes)),
        (*areas, round(every[1] - sum(areas), 6)),
        (*bare, every[2] - sum(bare)),
        *sums[-2:],
    )


def _everybody(
    db: Database, building_ids: Sequence[int]
) -> dict[_SpotKey, tuple[Spot, tuple[int, float, int]]]:
    """Return the stairwells with homes in order: homes, their area, homes without one."""
    found = db.conn.execute(
        f"""
        SELECT building.estate_id, COALESCE(estate.name, ''), building.id, building.number,
               stairwell.id, stairwell.number, COUNT(*), {_AREA}
        FROM json_each(:ids) AS wanted JOIN household ON household.building_id = wanted.value
        JOIN building ON building.id = household.building_id
        LEFT JOIN estate ON estate.id = building.estate_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        GROUP BY building.id, stairwell.id
        ORDER BY wanted.key, stairwell.id IS NULL, length(stairwell.number), stairwell.number
        """,
        {"ids": json.dumps(list(building_ids))},
    )
    return {(row[2], row[4]): (Spot(*row[:6]), row[6:]) for row in found}


def _said(db: Database, building_ids: Sequence[int]) -> dict[tuple[_SpotKey, str], tuple[Any, ...]]:
    """Return the sums of the answers on record by stairwell and item."""
    found = db.conn.execute(
        f"""
        SELECT household.building_id, household.stairwell_id, choice.item, {_SUMS}
        FROM household JOIN item_choice AS choice ON choice.household_id = household.id
        WHERE {_AMONG} GROUP BY 1, 2, 3
        """,
        {"ids": json.dumps(list(building_ids))},
    )
    return {((row[0], row[1]), row[2]): row[3:] for row in found}
