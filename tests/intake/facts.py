"""What the file holds after an import, in the terms in which the test's truth is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlite_utils import Database

from renewtrack.intake import words_back
from renewtrack.intake.plans import Plan
from renewtrack.store import batches, buildings, estates, funding, gpkg, projects, works

Take = Callable[..., Plan]
SOURCES = ("central", "province", "city", "district", "resident", "social")


def ledger(db: Database) -> dict[tuple[str | None, str | None, str], dict[str, Any]]:
    """Return every estate with its one project, money in 万元, by street, community and name."""
    return {(one.street, one.community, one.name): _estate(db, one) for one in estates.all(db)}


def _estate(db: Database, estate: Any) -> dict[str, Any]:
    (project,) = projects.of_estate(db, estate.id)
    money = {one.source: one.planned_fen for one in funding.of_project(db, project.id)}
    return {
        "street": estate.street,
        "community": estate.community,
        "name": estate.name,
        "address": estate.address,
        "year": estate.year_built,
        "buildings": estate.building_count,
        "households": estate.household_count,
        "area_m2": estate.floor_area_m2,
        "invest": _wan(project.invest_total_fen),
        "funds": {source: _wan(fen) for source, fen in money.items()},
        "stage": project.stage,
        "percent": project.percent,
        "items": [_item(db, work) for work in works.of_project(db, project.id)],
        "start_plan": project.start_plan,
        "start_actual": project.start_actual,
        "finish_plan": project.finish_plan,
        "finish_actual": project.finish_actual,
        "problem": project.problem,
        "lead_unit": project.lead_unit,
        "contact": project.contact,
        "phone": project.phone,
        "remark": project.remark,
        "plan_year": project.plan_year,
    }


def _item(db: Database, work: Any) -> str:
    source = batches.source_of(db, "work", work.id).get("kind")
    return words_back.work(work.kind, work.remark, source)


def survey(db: Database) -> dict[tuple[str | None, str | None, str], dict[str, Any]]:
    """Return every building by street, estate and number."""
    found = {}
    for one in buildings.all(db):
        lon, lat = gpkg.centre(one.geom) if one.geom is not None else (None, None)
        found[one.street, one.estate, one.number] = {
            "floors": one.storeys,
            "households": one.household_count,
            "danger": one.danger_grade,
            "structure": one.structure,
            "year": one.year_built,
            "lon": lon,
            "lat": lat,
            "area_m2": one.floor_area_m2,
        }
    return found


def _wan(fen: int | None) -> float | None:
    return None if fen is None else fen / 1_000_000
