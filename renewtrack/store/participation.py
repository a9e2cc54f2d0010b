"""Who takes part in what over many buildings: tallies of the answers and the homes behind them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain import participation
from renewtrack.domain.participation import ANSWERS, NOT_ASKED, Spot, Tally
from renewtrack.store import choosing, rows
from renewtrack.store.choosing import PLACE, Filter

if TYPE_CHECKING:
    from sqlite_utils import Database

# The same words as ``participation.answer``; a figure and the homes behind it are found by it.
ANSWER = """CASE WHEN choice.id IS NULL THEN 'not_asked' WHEN choice.wanted = 1 THEN 'yes'
    WHEN choice.wanted = 0 THEN 'no' WHEN choice.quantity = 0 THEN 'not_concerned'
    ELSE 'undecided' END"""
_AREA = "COALESCE(SUM(household.floor_area_m2), 0), SUM(COALESCE(household.floor_area_m2, 0) = 0)"
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
    spots, tallies = _everybody(db, building_ids)
    said: dict[tuple[Spot, str], Tally] = {}
    wants: dict[str, int] = {}
    for spot_key, item, tally in _said(db, building_ids):
        key = spots[spot_key], item
        said[key] = said[key] + tally if key in said else tally
        wants[item] = wants.get(item, 0) + tally.of(participation.YES)
    items = tuple(sorted(wants, key=lambda item: (-wants[item], item)))
    return Rates(
        tuple(building_ids),
        items,
        {
            (spot, item): _with_the_rest(said.get((spot, item), Tally()), every)
            for spot, every in tallies.items()
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
        wants[item] = wants.get(item, 0) + (answer == participation.YES)
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


def _everybody(
    db: Database, building_ids: Sequence[int]
) -> tuple[dict[_SpotKey, Spot], dict[Spot, Tally]]:
    """Return the stairwells with homes in order, and all their homes as not asked."""
    spots: dict[_SpotKey, Spot] = {}
    tallies: dict[Spot, Tally] = {}
    for row in db.conn.execute(
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
    ):
        spot = Spot(*row[:6])
        spots[row[2], row[4]] = spot
        tallies[spot] = _tally(NOT_ASKED, *row[6:])
    return spots, tallies


def _said(db: Database, building_ids: Sequence[int]) -> list[tuple[_SpotKey, str, Tally]]:
    found = db.conn.execute(
        f"""
        SELECT household.building_id, household.stairwell_id, choice.item, {ANSWER} AS answer,
               COUNT(*), {_AREA}, COALESCE(SUM(choice.quantity), 0),
               SUM(COALESCE(choice.quantity, 0) = 0)
        FROM household JOIN item_choice AS choice ON choice.household_id = household.id
        WHERE {_AMONG} GROUP BY 1, 2, 3, 4
        """,
        {"ids": json.dumps(list(building_ids))},
    )
    return [((row[0], row[1]), row[2], _tally(*row[3:])) for row in found]


def _tally(  # noqa: PLR0913 - the columns of a row
    said: str, homes: int, area: float, bare: int, quantity: float = 0.0, uncounted: int = 0
) -> Tally:
    place = ANSWERS.index(said)

    def only(value: Any) -> tuple[Any, ...]:
        return tuple(value if at == place else 0 for at in range(len(ANSWERS)))

    wants = said == participation.YES
    return Tally(
        only(homes), only(area), only(bare), quantity if wants else 0.0, uncounted if wants else 0
    )


def _with_the_rest(said: Tally, every: Tally) -> Tally:
    """Count those of a stairwell who say nothing to an item as not asked."""
    place = ANSWERS.index(NOT_ASKED)

    def rest(known: tuple[Any, ...], whole: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            round(sum(whole) - sum(known), 6) if at == place else value
            for at, value in enumerate(known)
        )

    return Tally(
        rest(said.homes, every.homes),
        rest(said.areas, every.areas),
        rest(said.without_area, every.without_area),
        said.quantity,
        said.uncounted,
    )
