"""How far works and projects are: works by their basis, projects by their works, with weights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import lifecycle, rollups
from renewtrack.domain.rollups import Measured, Part, Whole
from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

_WORKS = """
SELECT work.id, work.project_id, COALESCE(work.stage, project.stage) AS stage, work.percent,
    COALESCE(work.percent_basis, 'stated') AS basis, work.quantity, work.quantity_done,
    work.budget_fen, COALESCE(building.floor_area_m2, estate.floor_area_m2) AS area_m2,
    COALESCE(building.household_count, estate.household_count) AS households,
    (SELECT SUM(amount_fen) FROM money_event WHERE work_id = work.id AND kind = 'paid') AS paid
FROM work JOIN project ON project.id = work.project_id
LEFT JOIN building ON building.id = work.building_id
LEFT JOIN estate ON estate.id = COALESCE(work.estate_id, building.estate_id)
WHERE work.project_id IN (SELECT value FROM json_each(:ids)) ORDER BY work.id
"""


@dataclass(frozen=True, slots=True)
class Rolled:
    """The percentage of a project by its works: what it is, how it was weighted, of how many."""

    whole: Whole
    works: int


def of_projects(db: Database, ids: Sequence[int]) -> dict[int, Rolled]:
    """Return by project the percentage that its works come to; held works do not count.

    A project without works is not in it.
    """
    return _rolled(_works(db, ids))


def _rolled(found: Iterable[rows.Row]) -> dict[int, Rolled]:
    parts: dict[int, list[Part]] = {}
    for row in found:
        if not lifecycle.is_held(row["stage"]):
            part = Part(_percent(row), row["budget_fen"], row["area_m2"], row["households"])
            parts.setdefault(row["project_id"], []).append(part)
    return {each: Rolled(rollups.whole(held), len(held)) for each, held in parts.items()}


def reckon(db: Database, ids: Sequence[int]) -> int:
    """Write the percentages of works by their basis and of projects by their works.

    Only what is under way is written; return how many records changed. Inside the action under way.
    """
    held = _works(db, ids)
    found = [
        (row, _percent(row))
        for row in held
        if row["basis"] != rollups.STATED and lifecycle.may_have_percent(row["stage"])
    ]
    works = {
        row["id"]: percent
        for row, percent in found
        if percent is not None and percent != row["percent"]
    }
    rows.change_many(db, "work", list(works), {"percent": list(works.values())})
    stands = _under_way(db, ids)
    changed = {
        project_id: rolled.whole
        for project_id, rolled in _rolled(held).items()
        if rolled.whole.percent not in (None, stands.get(project_id, rolled.whole.percent))
    }
    values: dict[str, list[object]] = {
        "percent": [whole.percent for whole in changed.values()],
        "percent_basis": [whole.words.zh for whole in changed.values()],
    }
    rows.change_many(db, "project", list(changed), values)
    return len(works) + len(changed)


def _under_way(db: Database, ids: Sequence[int]) -> dict[int, float | None]:
    """Return the percentages of those of some projects that are under way."""
    found = rows.fetch(
        db,
        """
        SELECT id, stage, percent FROM project
        WHERE id IN (SELECT value FROM json_each(:ids))
        """,
        {"ids": json.dumps([int(each) for each in ids])},
    )
    return {row["id"]: row["percent"] for row in found if lifecycle.may_have_percent(row["stage"])}


def _works(db: Database, ids: Sequence[int]) -> list[rows.Row]:
    return rows.fetch(db, _WORKS, {"ids": json.dumps([int(each) for each in ids])})


def _percent(row: rows.Row) -> float | None:
    measured = Measured(
        row["stage"],
        row["percent"],
        row["quantity"],
        row["quantity_done"],
        row["budget_fen"],
        row["paid"],
    )
    return rollups.percent_by(row["basis"], measured)
