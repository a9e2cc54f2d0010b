"""The annual plan as it was frozen, version by version, beside the plan as it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from renewtrack.domain import baselines
from renewtrack.domain.baselines import Adjustment
from renewtrack.store import naming, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

Lines = dict[str, dict[str, Any]]  # project as frozen, by uid

_PROJECTS = f"""
SELECT project.uid, {naming.PROJECT} AS name, project.plan_year, project.stage,
    project.start_plan, project.finish_plan, project.invest_total_fen,
    COUNT(estate.id) AS estates, SUM(estate.building_count) AS buildings,
    SUM(estate.household_count) AS households, SUM(estate.floor_area_m2) AS floor_area_m2,
    json_group_array(json_array(estate.uid, estate.building_count, estate.household_count,
        estate.floor_area_m2)) FILTER (WHERE estate.id IS NOT NULL) AS members,
    (SELECT COUNT(*) FROM work WHERE work.project_id = project.id) AS works
FROM project LEFT JOIN project_estate AS link ON link.project_id = project.id
LEFT JOIN estate ON estate.id = link.estate_id
WHERE project.plan_year = :year GROUP BY project.id ORDER BY project.id
"""
_WORKS = """
SELECT work.uid, project.uid AS project, work.kind, work.quantity, work.unit,
    COALESCE(work.start_plan, project.start_plan) AS start_plan,
    COALESCE(work.finish_plan, project.finish_plan) AS finish_plan, work.budget_fen
FROM work JOIN project ON project.id = work.project_id
WHERE project.plan_year = :year ORDER BY work.id
"""


def present(db: Database, year: int) -> Lines:
    """Return the plan of a year as it stands, by the uid of its projects.

    ``members`` are the estates of a project: uid, buildings, households and floor area.
    """
    found = rows.fetch(db, _PROJECTS, {"year": year})
    for row in found:
        row["members"] = json.loads(row["members"] or "[]")
    return {row["uid"]: row for row in found}


def freeze(db: Database, year: int, who: str, now: str, reason: str | None = None) -> int:
    """Freeze the plan of a year as its next version and return the version's number."""
    last = rows.value(
        db, "SELECT COALESCE(MAX(number), 0) FROM plan_baseline WHERE plan_year = ?", (year,)
    )
    content = {
        "projects": list(present(db, year).values()),
        "works": rows.fetch(db, _WORKS, {"year": year}),
    }
    values = {
        "plan_year": year,
        "number": last + 1,
        "frozen_at": now,
        "who": who,
        "reason": reason,
        "content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
    }
    rows.add(db, "plan_baseline", values)
    return int(last) + 1


def versions(db: Database, year: int) -> list[rows.Row]:
    """Return the versions of a year, latest first, without what they hold."""
    return rows.fetch(
        db,
        """
        SELECT id, plan_year, number, frozen_at, who, reason FROM plan_baseline
        WHERE plan_year = ? ORDER BY number DESC
        """,
        (year,),
    )


def frozen(db: Database, year: int, number: int | None = None) -> Lines | None:
    """Return a version of a year, the latest where none is named; None where there is none."""
    found = rows.fetch(
        db,
        """
        SELECT content FROM plan_baseline WHERE plan_year = :year AND number = COALESCE(:number, (
            SELECT MAX(number) FROM plan_baseline WHERE plan_year = :year))
        """,
        {"year": year, "number": number},
    )
    if not found:
        return None
    return {line["uid"]: line for line in json.loads(found[0]["content"])["projects"]}


def adjustments(db: Database, year: int, number: int | None = None) -> list[Adjustment]:
    """Return what changed in the plan of a year since a version; [] where none was frozen."""
    kept = frozen(db, year, number)
    if kept is None:
        return []
    years = {row["uid"]: row["plan_year"] for row in rows.fetch(db, _YEARS)}
    return list(baselines.adjustments(kept, present(db, year), years))


def years(db: Database) -> list[int]:
    """Return the plan years that the file has projects or frozen plans of, latest first."""
    return rows.column(
        db,
        """
        SELECT plan_year FROM project WHERE plan_year IS NOT NULL
        UNION SELECT plan_year FROM plan_baseline ORDER BY 1 DESC
        """,
    )


_YEARS = "SELECT uid, plan_year FROM project"
