"""The rows of the lists, read by their ids."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.store import choosing
from renewtrack.store import rows as table_rows
from renewtrack.store.choosing import PLACE
from renewtrack.store.refusing import UnknownTable

if TYPE_CHECKING:
    from sqlite_utils import Database

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateRow:
    """One estate with its project of the latest plan year; None is not known."""

    id: int
    uid: str
    street: str | None
    community: str | None
    name: str
    address: str | None
    year_built: int | None
    building_count: int | None
    household_count: int | None
    floor_area_m2: float | None
    stage: str | None
    percent: float | None
    invest_total_fen: int | None
    start_plan: str | None
    start_actual: str | None
    finish_plan: str | None
    finish_actual: str | None
    overdue: bool
    works: tuple[str, ...]
    buildings_known: int
    plan_year: int | None
    project_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingRow:
    """One building with its effective stage; None is not known."""

    id: int
    uid: str
    street: str | None
    community: str | None
    estate: str | None
    estate_id: int | None
    number: str
    storeys: int | None
    structure: str | None
    household_count: int | None
    floor_area_m2: float | None
    danger_grade: str | None
    year_built: int | None
    unit_count: int | None
    stage: str | None
    percent: float | None
    finish_plan: str | None
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """One project; names of several estates, streets or communities are joined by 、."""

    id: int
    uid: str
    street: str | None
    community: str | None
    estate: str | None
    name: str | None
    plan_year: int | None
    stage: str | None
    percent: float | None
    start_plan: str | None
    start_actual: str | None
    finish_plan: str | None
    finish_actual: str | None
    invest_total_fen: int | None
    overdue: bool
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One work; ``place`` says where it is done, its stage and plan are its project's if unset.

    ``light`` is one of ``domain.lateness.LIGHTS``.
    """

    id: int
    uid: str
    street: str | None
    community: str | None
    estate: str | None
    place: str | None
    kind: str
    remark: str | None
    project: str | None
    project_id: int | None
    plan_year: int | None
    stage: str | None
    percent: float | None
    quantity: float | None
    quantity_done: float | None
    unit: str | None
    budget_fen: int | None
    start_plan: str | None
    start_actual: str | None
    finish_plan: str | None
    finish_forecast: str | None
    finish_actual: str | None
    overdue: bool
    light: str


def rows(
    db: Database, kind: str, wanted: Sequence[int], today: str | None = None
) -> list[EstateRow] | list[BuildingRow] | list[ProjectRow] | list[WorkRow]:
    """Return the rows of some ids in the order asked; ids that are gone are left out."""
    if kind not in _SHAPES:
        raise UnknownTable(name=kind, known=", ".join(_SHAPES))
    query, shape = _SHAPES[kind]
    source = choosing.SOURCES[kind]
    found: dict[int, Any] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = ",".join(str(int(one)) for one in wanted[start : start + _AT_ONCE])
        for row in table_rows.fetch(
            db,
            f"{PLACE} SELECT {query} FROM {source.rows} WHERE {source.key} IN ({some})",
            {"today": today or datetime.date.today().isoformat()},
        ):
            found[row["id"]] = shape(row)
    return [found[one] for one in wanted if one in found]


def _estate(row: table_rows.Row) -> EstateRow:
    kinds = tuple(json.loads(row.pop("kinds") or "[]"))
    return EstateRow(works=kinds, **{**row, "overdue": bool(row["overdue"])})


def _building(row: table_rows.Row) -> BuildingRow:
    return BuildingRow(**{**row, "overdue": bool(row["overdue"])})


def _project(row: table_rows.Row) -> ProjectRow:
    return ProjectRow(**{**row, "overdue": bool(row["overdue"])})


def _work(row: table_rows.Row) -> WorkRow:
    return WorkRow(**{**row, "overdue": bool(row["overdue"])})


_ESTATE = f"""
estate.id, estate.uid, place.street, place.community, estate.name, estate.address,
estate.year_built, estate.building_count, estate.household_count, estate.floor_area_m2,
project.stage, project.percent, project.invest_total_fen, project.start_plan,
project.start_actual, project.finish_plan, project.finish_actual,
{choosing.ESTATE_LATE} AS overdue,
(SELECT json_group_array(kind) FROM (
    SELECT kind FROM work WHERE work.estate_id = estate.id GROUP BY kind ORDER BY MIN(id)
)) AS kinds,
(SELECT COUNT(*) FROM building WHERE building.estate_id = estate.id) AS buildings_known,
project.plan_year, place.project_id
"""
_BUILDING = f"""
building.id, building.uid, place.street, place.community, place.estate, building.estate_id,
building.number, building.storeys, building.structure, building.household_count,
building.floor_area_m2, building.danger_grade, building.year_built, building.unit_count,
{choosing.BUILDING_STAGE} AS stage,
CASE WHEN own_work.stage IS NULL THEN place.percent ELSE own_work.percent END AS percent,
COALESCE(own_work.finish_plan, place.finish_plan) AS finish_plan,
{choosing.BUILDING_LATE} AS overdue
"""


def _names(column: str) -> str:
    """Return SQL that joins the names of a project's estates, streets or communities."""
    return f"""(SELECT GROUP_CONCAT(name, '、') FROM (
        SELECT of.{column} AS name FROM project_estate AS link
        JOIN place AS of ON of.estate_id = link.estate_id
        WHERE link.project_id = project.id AND of.{column} IS NOT NULL
        GROUP BY of.{column} ORDER BY MIN(of.place)
    )) AS {column}"""


_PROJECT = f"""
project.id, project.uid, {_names("street")}, {_names("community")}, {_names("estate")},
project.name, project.plan_year, project.stage, project.percent, project.start_plan,
project.start_actual, project.finish_plan, project.finish_actual, project.invest_total_fen,
{choosing.PROJECT_LATE} AS overdue, project.problem
"""
# Where a work is done, from the estate down to the room; a room is personal and only told by its
# stairwell here.
WHERE = """COALESCE(site.name, COALESCE(place.estate, '') ||
    COALESCE(building.number || '号楼', '') ||
    COALESCE((SELECT number || '单元' FROM stairwell AS own WHERE own.id = work.stairwell_id), '')
)"""
_WORK = f"""
work.id, work.uid, place.street, place.community, place.estate, {WHERE} AS place, work.kind,
work.remark, project.name AS project, work.project_id, project.plan_year,
{choosing.WORK_OWN["stage"]} AS stage, work.percent, work.quantity, work.quantity_done, work.unit,
work.budget_fen, {choosing.WORK_OWN["start_plan"]} AS start_plan, work.start_actual,
{choosing.WORK_OWN["finish_plan"]} AS finish_plan,
{choosing.WORK_OWN["finish_forecast"]} AS finish_forecast, work.finish_actual,
{choosing.WORK_LATE} AS overdue, {choosing.WORK_LIGHT} AS light
"""
_SHAPES: dict[str, tuple[str, Callable[[table_rows.Row], Any]]] = {
    "estates": (_ESTATE, _estate),
    "buildings": (_BUILDING, _building),
    "projects": (_PROJECT, _project),
    "works": (_WORK, _work),
}
