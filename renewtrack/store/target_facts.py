"""What can count to the targets of plans: sites, estates, lifts and works, finished or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from renewtrack.domain import lifecycle, lifts
from renewtrack.domain.targets import AREA, LENGTH, Metric, Thing, amount
from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

# The street, communities and grids of an area; every place where no area is given.
_WITHIN = """
WITH RECURSIVE inside(id) AS (
    SELECT id FROM area WHERE id = :area
    UNION SELECT area.id FROM area JOIN inside ON area.parent_id = inside.id
)
"""
_IN_AREA = "(:area IS NULL OR {column} IN (SELECT id FROM inside))"
# When a record is first known to be finished; a move to another year tells nothing of that.
_FINISHED = """(SELECT MIN(date) FROM stage_event WHERE {of}_id = {of}.id
    AND stage >= 'S80' AND stage < 'X' AND to_year IS NULL)"""
_WORKS = f"""
{_WITHIN} SELECT work.id, work.kind, work.unit, work.quantity, work.quantity_done, work.site_id,
    site.geom, COALESCE(work.stage, project.stage) AS stage,
    COALESCE(work.finish_actual, work.accept_date, {_FINISHED.format(of="work")},
        project.finish_actual, {_FINISHED.format(of="project")}) AS done,
    COALESCE(work.finish_forecast, work.finish_plan, project.finish_forecast,
        project.finish_plan) AS due
FROM work LEFT JOIN project ON project.id = work.project_id
LEFT JOIN site ON site.id = work.site_id
LEFT JOIN building ON building.id = work.building_id
LEFT JOIN estate ON estate.id = COALESCE(work.estate_id, building.estate_id)
WHERE {_IN_AREA.format(column="COALESCE(site.area_id, estate.area_id)")}
"""
_ESTATES = f"""
{_WITHIN} SELECT estate.id, project.id AS project_id, project.stage,
    COALESCE(project.finish_actual, {_FINISHED.format(of="project")}) AS done,
    COALESCE(project.finish_forecast, project.finish_plan) AS due,
    COALESCE(estate.building_count, (
        SELECT COUNT(*) FROM building WHERE estate_id = estate.id)) AS buildings,
    estate.household_count AS households
FROM project JOIN project_estate AS link ON link.project_id = project.id
JOIN estate ON estate.id = link.estate_id
WHERE {_IN_AREA.format(column="estate.area_id")}
"""
_LIFTS = f"""
{_WITHIN} SELECT lift.id, lift.step, building.id AS building_id,
    COALESCE(lift.reg_date, lift.inspect_date, (
        SELECT MIN(date) FROM lift_event WHERE lift_id = lift.id AND step >= 'E15'
            AND step < 'X')) AS done
FROM lift JOIN stairwell ON stairwell.id = lift.stairwell_id
JOIN building ON building.id = stairwell.building_id
LEFT JOIN estate ON estate.id = building.estate_id
WHERE COALESCE(lift.kind, 'added') = 'added' AND {_IN_AREA.format(column="estate.area_id")}
"""


def things(db: Database, metric: Metric, area_id: int | None = None) -> list[Thing]:
    """Return everything that can count to a metric, within an area and all below it."""
    return _READ[metric.measure](db, metric, area_id)


def targets(db: Database) -> list[rows.Row]:
    """Return every target with its plan, by level, plan and as they were entered."""
    return rows.fetch(
        db,
        """
        SELECT target.id, target.plan_id, target.metric, target.planned, target.year, target.base,
               plan.level, plan.name AS plan, plan.year_from, plan.year_to, plan.area_id
        FROM target JOIN plan ON plan.id = target.plan_id
        ORDER BY CASE level WHEN 'strategic' THEN 1 WHEN 'special' THEN 2 WHEN 'area' THEN 3
            ELSE 4 END, plan.year_from, plan.id, target.id
        """,
    )


def _works(db: Database, metric: Metric, area_id: int | None) -> list[Thing]:
    """Works of the metric's kinds, or those at its sites: a site counts once."""
    at_sites = bool(metric.sites)
    query = _WORKS + (
        " AND site.kind IN (SELECT value FROM json_each(:kinds))"
        if at_sites
        else " AND work.kind IN (SELECT value FROM json_each(:kinds))"
    )
    kinds = json.dumps(metric.sites or metric.works)
    measured = metric.measure in (AREA, LENGTH)
    found = []
    for row in rows.fetch(db, query, {"area": area_id, "kinds": kinds}):
        if lifecycle.is_held(row["stage"]):
            continue
        is_done = lifecycle.is_completed(row["stage"])
        quantity = row["quantity_done"] if is_done else None
        adds = amount(metric, quantity if quantity is not None else row["quantity"], row["unit"])
        found.append(
            Thing(
                ("site", row["site_id"]) if at_sites else ("work", row["id"]),
                ("works", row["id"]),
                is_done,
                row["done"],
                row["due"],
                1.0 if metric.measure == "sites" else adds,
                row["geom"] if measured else None,
            )
        )
    return found


def _estates(db: Database, metric: Metric, area_id: int | None) -> list[Thing]:
    """Estates of projects: an estate in several counts once."""
    adds: dict[str, Callable[[rows.Row], float | None]] = {
        "estates": lambda _: 1.0,
        "buildings": lambda row: row["buildings"],
        "households": lambda row: row["households"],
    }
    return [
        Thing(
            ("estate", row["id"]),
            ("projects", row["project_id"]),
            lifecycle.is_completed(row["stage"]),
            row["done"],
            row["due"],
            adds[metric.measure](row),
        )
        for row in rows.fetch(db, _ESTATES, {"area": area_id})
        if not lifecycle.is_held(row["stage"])
    ]


def _lifts(db: Database, _: Metric, area_id: int | None) -> list[Thing]:
    return [
        Thing(
            ("lift", row["id"]),
            ("buildings", row["building_id"]),
            lifts.group_of(row["step"]) == "in_use",
            row["done"],
            None,
            1.0,
        )
        for row in rows.fetch(db, _LIFTS, {"area": area_id})
        if lifts.group_of(row["step"]) != "stopped"
    ]


_READ: dict[str, Callable[[Database, Metric, int | None], list[Thing]]] = {
    AREA: _works,
    LENGTH: _works,
    "sites": _works,
    "quantity": _works,
    "estates": _estates,
    "buildings": _estates,
    "households": _estates,
    "lifts": _lifts,
}
