"""Several building records made one: what stood below the others moves to the one that stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import buildings, geometries, rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_BELOW = ("stairwell", "household", "work", "attachment", "need")  # tables with a building_id
_FILLED = (
    *("unit_count", "storeys", "structure", "household_count", "population", "floor_area_m2"),
    *("height_m", "year_built", "danger_grade", "ownership", "code"),
)


class OtherEstates(UserError):
    """The buildings stand in different estates."""

    words = Words(
        "“{one}”和“{other}”不在同一个小区，不能合并。没有改动。",
        "“{one}” and “{other}” stand in different estates and cannot be merged. "
        "Nothing was changed.",
    )


class SameBelow(UserError):
    """Two of the buildings have a stairwell or a room of the same number."""

    words = Words(
        "要合并的楼里都有“{what}”，合并后会重号。没有改动；请先改号。",
        "Several of these buildings have a “{what}”: merged, the number would stand twice. "
        "Nothing was changed; renumber first.",
    )


def merge(db: Database, kept: int, others: Sequence[int], outline: bytes) -> None:
    """Make several buildings one with an outline, inside the action under way.

    Stairwells, households, works, needs and attachments move to ``kept``; facts that it lacks are
    filled from the others, and their numbers become its aliases. Raises OtherEstates, SameBelow.
    """
    _check(db, [kept, *others])
    for table in _BELOW:
        for row_id in _below(db, table, others):
            rows.change(db, table, row_id, {"building_id": kept})
    facts = _facts(db, kept, others)
    for other in others:
        buildings.remove(db, other)
    rows.change(db, "building", kept, facts)
    geometries.put(db, "building", kept, outline)


def _facts(db: Database, kept: int, others: Sequence[int]) -> dict[str, object]:
    """Return what the building that stays gets from the others."""
    first = buildings.get(db, kept)
    rest = [each for other in others if (each := buildings.get(db, other)) is not None]
    names = [*(first.aliases if first else ())]
    for each in rest:
        names += [each.number, *each.aliases]
    facts: dict[str, object] = {"aliases": list(dict.fromkeys(names))}
    for name in _FILLED:
        known = [said for each in rest if (said := getattr(each, name)) is not None]
        if known and getattr(first, name) is None:
            facts[name] = known[0]
    return facts


def _check(db: Database, ids: Sequence[int]) -> None:
    named = geometries.names(db, ids)
    marks = json.dumps(list(ids))
    estates = rows.fetch(
        db,
        """
        SELECT id, estate_id FROM building
        WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id
        """,
        {"ids": marks},
    )
    first = next((row for row in estates if row["id"] == ids[0]), None)
    for row in estates:
        if first is not None and row["estate_id"] != first["estate_id"]:
            raise OtherEstates(one=named.get(ids[0], ""), other=named.get(row["id"], ""))
    for query in (
        """
        SELECT number || '单元' FROM stairwell
        WHERE building_id IN (SELECT value FROM json_each(:ids))
        GROUP BY number HAVING COUNT(*) > 1 ORDER BY number
        """,
        """
        SELECT room FROM household
        WHERE building_id IN (SELECT value FROM json_each(:ids)) AND stairwell_id IS NULL
        GROUP BY room HAVING COUNT(*) > 1 ORDER BY room
        """,
    ):
        twice = rows.value(db, query, {"ids": marks})
        if twice is not None:
            raise SameBelow(what=twice)


def _below(db: Database, table: str, owners: Sequence[int]) -> list[int]:
    return rows.column(
        db,
        f"""
        SELECT id FROM {table}
        WHERE building_id IN (SELECT value FROM json_each(?)) ORDER BY id
        """,
        (json.dumps(list(owners)),),
    )
