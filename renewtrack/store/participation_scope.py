"""The wishes of homes summed into the works of their buildings, shown before it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from renewtrack.domain import codes, participation, scope, text
from renewtrack.domain.participation import BUILDING, YES
from renewtrack.domain.scope import ScopeLine
from renewtrack.store import participation as answers
from renewtrack.store import projects, rows, works

if TYPE_CHECKING:
    from sqlite_utils import Database

OTHER = "other"  # the kind of works that the code list does not have


def unit_of(item: str) -> str:
    """Return the unit that an item is counted in; "" for an item in the sheet's own words."""
    entry = codes.code("work_types", item)
    return entry.unit if entry else ""


def preview(db: Database, building_ids: Sequence[int], item: str) -> list[ScopeLine]:
    """Return each building whose homes were asked about an item: its work now, and as wished.

    Works of one stairwell or one home are not the building's and stay as they are.
    """
    found = answers.rates(db, building_ids)
    tallies = participation.rolled(found.tallies, BUILDING)
    owned, above = _works(db, building_ids, item), _above(db, item)
    unit, lines = unit_of(item), []
    for (spot, own), tally in tallies.items():
        asked = tally.every - tally.of(participation.NOT_ASKED)
        if own != item or not asked or spot.building_id is None:
            continue
        held = owned.get(spot.building_id, [])
        first = held[0] if len(held) == 1 else None
        lines.append(
            ScopeLine(
                spot.building_id,
                spot.estate,
                spot.building,
                tally.of(YES),
                tuple(each["id"] for each in held),
                first["quantity"] if first else None,
                first["unit"] if first else None,
                tally.amount(unit),
                unit,
                tally.missing(unit),
                spot.estate_id in above,
            )
        )
    return lines


def write(db: Database, item: str, lines: Iterable[ScopeLine]) -> int:
    """Write lines of a preview into the works, inside the action under way; return how many.

    A building without the work gets one, in the latest project of its estate. What stands in
    several works, or nobody counted, stays.
    """
    count = 0
    for line in lines:
        if line.step not in scope.WRITTEN:
            continue
        values: dict[str, object] = {"quantity": line.new}
        if line.unit:
            values["unit"] = line.unit
        if line.works:
            works.change(db, line.works[0], values)
        else:
            project = _project(db, line.building_id)
            values |= _as_work(item)
            works.add(db, building_id=line.building_id, project_id=project, **values)
        count += 1
    return count


def _works(db: Database, building_ids: Sequence[int], item: str) -> dict[int, list[rows.Row]]:
    found: dict[int, list[rows.Row]] = {}
    for row in rows.fetch(
        db,
        """
        SELECT id, building_id, quantity, unit, remark FROM work
        WHERE kind = :kind AND stairwell_id IS NULL AND household_id IS NULL
          AND building_id IN (SELECT value FROM json_each(:ids)) ORDER BY id
        """,
        {"kind": _as_work(item)["kind"], "ids": json.dumps(list(building_ids))},
    ):
        if _is_of(item, row):
            found.setdefault(row["building_id"], []).append(row)
    return found


def _as_work(item: str) -> dict[str, object]:
    """Return how a work of an item is kept: words of one's own are the remark of another work."""
    return {"kind": item} if codes.code("work_types", item) else {"kind": OTHER, "remark": item}


def _is_of(item: str, work: rows.Row) -> bool:
    kept = _as_work(item)
    return kept["kind"] != OTHER or text.fold(work["remark"] or "") == text.fold(item)


def _above(db: Database, item: str) -> set[int]:
    """Return the estates that have the work as a whole."""
    found = rows.fetch(
        db,
        "SELECT estate_id, remark FROM work WHERE kind = ? AND estate_id IS NOT NULL",
        (_as_work(item)["kind"],),
    )
    return {row["estate_id"] for row in found if _is_of(item, row)}


def _project(db: Database, building_id: int) -> int | None:
    estate = rows.value(db, "SELECT estate_id FROM building WHERE id = ?", (building_id,))
    served = projects.of_estate(db, estate) if estate is not None else []
    return served[0].id if served else None
