"""What is listed: the sources of the lists, their facets and the conditions of a filter."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from renewtrack.domain import text
from renewtrack.store import lights, naming, stages
from renewtrack.store.refusing import UnknownColumn

NOT_KNOWN = ""  # the facet value of rows that have none
_NUMBER_BEHIND = re.compile(r"(?<=\D)(?=\d)")
LATE, ON_TIME = "overdue", "on_time"


@dataclass(frozen=True, slots=True)
class Linked:
    """A facet made for one filter: SQL of (id, value) pairs over the place, and its parameters."""

    pairs: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted: all words of the text, one value in each chosen facet.

    ``only`` keeps to some ids; ``today`` is the ISO date lateness counts from, else the clock's;
    ``linked`` are chosen facets that the list does not have by itself.
    """

    text: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    only: frozenset[int] | None = None
    today: str | None = None
    linked: Mapping[str, Linked] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Tell whether every row is wanted."""
        return not self.text and not self.chosen and self.only is None


@dataclass(frozen=True, slots=True)
class Source:
    """One list: where its rows come from, its facets, sort columns and search condition.

    A facet in ``facets`` is SQL for the one value of a row. One in ``linked`` is a query of
    (id, value) pairs, several to a row. ``{word}`` in ``search`` stands for a parameter.
    """

    key: str
    rows: str
    facets: Mapping[str, str]
    linked: Mapping[str, str]
    sorts: Mapping[str, str]
    order: str
    search: str
    grouped: str = ""  # columns that decide every facet of a row without works of its own
    others: str = ""  # the same rows as ``rows``, but only those with works of their own


# One row an estate, with what its buildings and itself take from area and project.
PLACE = f"""
WITH {stages.LATEST_PROJECT}, place AS MATERIALIZED (
    SELECT estate.id AS estate_id, estate.name AS estate, estate.search,
           {naming.STREET} AS street, {naming.STREET_SORT} AS street_sort,
           {naming.COMMUNITY} AS community, {naming.COMMUNITY_SORT} AS community_sort,
           project.id AS project_id, project.stage, project.percent, project.finish_plan,
           ROW_NUMBER() OVER (ORDER BY {naming.IN_ORDER}) AS place
    FROM estate {naming.JOINED} {stages.OF_ESTATE}
), {stages.LATEST_WORK}
"""
_BUILDING_LATE = stages.late("COALESCE(own_work.finish_plan, place.finish_plan)", "{stage}")
BUILDING_STAGE = "COALESCE(own_work.stage, place.stage)"
BUILDING_LATE = _BUILDING_LATE.replace("{stage}", BUILDING_STAGE)
ESTATE_LATE = stages.late("place.finish_plan", "place.stage")
PROJECT_LATE = stages.late("project.finish_plan", "project.stage")
PROJECT_LIGHT = lights.light({name: f"project.{name}" for name in lights.COLUMNS})


def _lateness(late: str) -> str:
    return f"CASE WHEN {late} THEN '{LATE}' ELSE '{ON_TIME}' END"


def _columns(table: str, names: str) -> dict[str, str]:
    return {name: f"{table}.{name}" for name in names.split()}


def _decade(year: str) -> str:
    return f"CAST({year} / 10 * 10 AS TEXT)"


ESTATES = Source(
    key="estate.id",
    rows="estate JOIN place ON place.estate_id = estate.id"
    " LEFT JOIN project ON project.id = place.project_id",
    facets={
        "street": "place.street",
        "community": "place.community",
        "stage": "place.stage",
        "decade": _decade("estate.year_built"),
        "lateness": _lateness(ESTATE_LATE),
    },
    linked={
        "work": """
        SELECT estate_id AS id, kind AS value FROM work WHERE estate_id IS NOT NULL
        UNION SELECT building.estate_id, kind FROM work
        JOIN building ON building.id = work.building_id""",
        "structure": "SELECT DISTINCT estate_id AS id, structure AS value FROM building"
        " WHERE structure IS NOT NULL",
        "danger_grade": "SELECT DISTINCT estate_id AS id, danger_grade AS value FROM building"
        " WHERE danger_grade IS NOT NULL",
    },
    sorts={
        **_columns(
            "estate",
            "id uid address year_built building_count household_count floor_area_m2",
        ),
        **_columns(
            "project",
            "stage percent invest_total_fen start_plan start_actual finish_plan finish_actual "
            "plan_year",
        ),
        "street": "place.street_sort",
        "community": "place.community_sort",
        "name": "estate.sort",
        "overdue": ESTATE_LATE,
        "project_id": "place.project_id",
        "works": "(SELECT COUNT(DISTINCT kind) FROM work WHERE work.estate_id = estate.id)",
        "buildings_known": "(SELECT COUNT(*) FROM building WHERE estate_id = estate.id)",
    },
    order="place.place",
    search="instr(estate.search, {word}) OR instr(lower(estate.address), {word})",
)
BUILDINGS = Source(
    key="building.id",
    rows="building LEFT JOIN place ON place.estate_id = building.estate_id"
    " LEFT JOIN own_work ON own_work.building_id = building.id",
    facets={
        "street": "place.street",
        "community": "place.community",
        "stage": BUILDING_STAGE,
        "structure": "building.structure",
        "danger_grade": "building.danger_grade",
        "decade": _decade("building.year_built"),
        "lateness": _lateness(BUILDING_LATE),
    },
    linked={
        "work": """
        SELECT building_id AS id, kind AS value FROM work WHERE building_id IS NOT NULL
        UNION SELECT building.id, kind FROM work
        JOIN building ON building.estate_id = work.estate_id""",
    },
    sorts={
        **_columns(
            "building",
            "id uid storeys structure household_count floor_area_m2 danger_grade year_built "
            "unit_count",
        ),
        "street": "place.street_sort",
        "community": "place.community_sort",
        "estate": "place.place",
        "estate_id": "building.estate_id",
        "number": "building.sort",
        "stage": BUILDING_STAGE,
        "percent": "CASE WHEN own_work.stage IS NULL THEN place.percent ELSE own_work.percent END",
        "finish_plan": "COALESCE(own_work.finish_plan, place.finish_plan)",
        "overdue": BUILDING_LATE,
    },
    order="place.place IS NULL, place.place, building.sort, building.id",
    grouped="building.estate_id, building.structure, building.danger_grade, building.year_built",
    others="own_work CROSS JOIN building ON building.id = own_work.building_id"
    " LEFT JOIN place ON place.estate_id = building.estate_id",
    # A word that begins with a digit means the number from its first digit on: 2 is not 12.
    search="""instr(place.search, {word}) OR instr(
        char(10) || building.search,
        CASE WHEN {word} GLOB '[0-9]*' THEN char(10) ELSE '' END || {word})""",
)
PLAN_YEAR = "CAST(project.plan_year AS TEXT)"  # values of facets are texts
PROJECTS = Source(
    key="project.id",
    rows="""project LEFT JOIN (
        SELECT link.project_id AS served_by, MIN(place.place) AS place, COUNT(*) AS estates
        FROM project_estate AS link JOIN place ON place.estate_id = link.estate_id
        GROUP BY link.project_id
    ) AS served ON served.served_by = project.id
    LEFT JOIN place ON place.place = served.place""",
    facets={
        "stage": "project.stage",
        "lateness": _lateness(PROJECT_LATE),
        "light": PROJECT_LIGHT,
        "plan_year": PLAN_YEAR,
    },
    linked={
        facet: f"""
        SELECT DISTINCT link.project_id AS id, place.{facet} AS value FROM project_estate AS link
        JOIN place ON place.estate_id = link.estate_id WHERE place.{facet} IS NOT NULL"""
        for facet in ("street", "community")
    }
    | {
        "work": "SELECT DISTINCT project_id AS id, kind AS value FROM work"
        " WHERE project_id IS NOT NULL",
    },
    sorts={
        **_columns(
            "project",
            "id uid plan_year stage percent start_plan start_actual finish_plan finish_actual "
            "invest_total_fen problem",
        ),
        "name": "NULLIF(project.sort, '')",
        "street": "place.street_sort",
        "community": "place.community_sort",
        "estate": "place.place",
        "overdue": PROJECT_LATE,
    },
    order="place.place IS NULL, place.place, project.plan_year DESC, project.id",
    search="""instr(project.search, {word}) OR project.id IN (
        SELECT link.project_id FROM project_estate AS link
        JOIN place ON place.estate_id = link.estate_id WHERE instr(place.search, {word}))""",
)
# Of a work, or of its project where it has none of its own.
WORK_OWN = {
    name: f"COALESCE(work.{name}, project.{name})"
    for name in ("stage", "start_plan", "finish_plan", "finish_forecast")
} | {"percent": "work.percent"}
WORK_LATE = stages.late(WORK_OWN["finish_plan"], WORK_OWN["stage"])
WORK_LIGHT = lights.light(WORK_OWN)
WORKS = Source(
    key="work.id",
    rows="""work LEFT JOIN building ON building.id = work.building_id
    LEFT JOIN place ON place.estate_id = COALESCE(work.estate_id, building.estate_id)
    LEFT JOIN project ON project.id = work.project_id
    LEFT JOIN site ON site.id = work.site_id""",
    facets={
        "street": "place.street",
        "community": "place.community",
        "stage": WORK_OWN["stage"],
        "work": "work.kind",
        "lateness": _lateness(WORK_LATE),
        "light": WORK_LIGHT,
        "plan_year": PLAN_YEAR,
    },
    linked={},
    sorts={
        **_columns(
            "work",
            "id uid kind remark project_id percent quantity quantity_done unit budget_fen "
            "start_actual finish_actual",
        ),
        "stage": WORK_OWN["stage"],
        "start_plan": WORK_OWN["start_plan"],
        "finish_plan": WORK_OWN["finish_plan"],
        "finish_forecast": WORK_OWN["finish_forecast"],
        "plan_year": "project.plan_year",
        "project": "NULLIF(project.sort, '')",
        "street": "place.street_sort",
        "community": "place.community_sort",
        "place": "place.place",
        "estate": "place.place",
        "overdue": WORK_LATE,
        "light": WORK_LIGHT,
    },
    order="place.place IS NULL, place.place, building.sort, work.kind, work.id",
    search="""instr(place.search, {word}) OR instr(project.search, {word})
        OR instr(char(10) || building.search,
            CASE WHEN {word} GLOB '[0-9]*' THEN char(10) ELSE '' END || {word})
        OR instr(lower(site.name), {word}) OR instr(lower(work.remark), {word})""",
)
SOURCES = {"estates": ESTATES, "buildings": BUILDINGS, "projects": PROJECTS, "works": WORKS}


def conditions(source: Source, wanted: Filter, but: str = "") -> tuple[str, dict[str, Any]]:
    """Return the WHERE condition of a filter and its parameters, one facet left out if named.

    Raises UnknownColumn for a facet which the list does not have.
    """
    terms: list[str] = []
    parameters: dict[str, Any] = {"today": wanted.today or datetime.date.today().isoformat()}
    for word in wanted.text.split():
        terms.append(_found(source, text.fold(word), parameters))
    for facet, values in wanted.chosen.items():
        if facet == but or not values:
            continue
        made = wanted.linked.get(facet)
        pairs = source.linked.get(facet) if made is None else made.pairs
        if made is not None:
            parameters |= made.parameters
        terms.append(_chosen(source, facet, sorted(values), parameters, pairs))
    if wanted.only is not None:
        terms.append(f"{source.key} IN ({','.join(str(int(one)) for one in sorted(wanted.only))})")
    return " AND ".join(terms) or "1", parameters


def _found(source: Source, word: str, parameters: dict[str, Any]) -> str:
    """Return the condition for one word: as it is, or as a name with a number behind it."""

    def inside(part: str) -> str:
        mark = f"word{len(parameters)}"
        parameters[mark] = part
        return f"({source.search.format(word=':' + mark)})"

    parts = _NUMBER_BEHIND.split(word)
    if len(parts) == 1:
        return inside(word)
    return f"({inside(word)} OR {' AND '.join(inside(part) for part in parts)})"


def _chosen(
    source: Source, facet: str, values: list[str], parameters: dict[str, Any], pairs: str | None
) -> str:
    marks = []
    for value in values:
        mark = f"chosen{len(parameters)}"
        parameters[mark] = value
        marks.append(f":{mark}")
    among = f"IN ({', '.join(marks)})"
    if facet in source.facets:
        return f"COALESCE({source.facets[facet]}, '') {among}"
    if pairs is None:
        known = ", ".join((*source.facets, *source.linked))
        raise UnknownColumn(what="筛选 filter", name=facet, known=known)
    term = f"{source.key} IN (SELECT id FROM ({pairs}) WHERE value {among})"
    if NOT_KNOWN in values:
        term = f"({term} OR {source.key} NOT IN (SELECT id FROM ({pairs}) WHERE id IS NOT NULL))"
    return term
