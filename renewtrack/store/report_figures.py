"""The leaves that reports add up: projects, estates, money and works, each once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import naming, rows, stages

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class ReportProject:
    """One project; its street is that of its first estate. Money is integer fen.

    ``planned_fen`` is the sum of its planned funding, None where none is planned; ``late`` as of
    the day that was asked for.
    """

    id: int
    uid: str
    name: str | None
    plan_year: int | None
    street: str | None
    community: str | None
    estates: str
    estate_ids: tuple[int, ...]
    stage: str | None
    percent: float | None
    start_plan: str | None
    start_actual: str | None
    finish_plan: str | None
    finish_actual: str | None
    invest_total_fen: int | None
    invest_done_fen: int | None
    planned_fen: int | None
    late: bool
    problem: str | None
    next_step: str | None
    percent_basis: str | None = None
    finish_forecast: str | None = None


@dataclass(frozen=True, slots=True)
class ReportEstate:
    """One estate; its buildings are those stated, else those on record, None where neither."""

    id: int
    uid: str
    street: str | None
    buildings: int | None
    households: int | None
    floor_area_m2: float | None


@dataclass(frozen=True, slots=True)
class ReportMoney:
    """One movement of money, or planned funding (kind ``planned``); ``amount`` is fen."""

    project_id: int | None
    source: str
    kind: str
    amount: int
    date: str | None


@dataclass(frozen=True, slots=True)
class ReportWork:
    """One work; without a stage of its own it has that of its project."""

    kind: str
    project_id: int | None
    stage: str | None
    percent: float | None
    quantity: float | None
    quantity_done: float | None
    unit: str | None
    start_plan: str | None
    start_actual: str | None
    finish_plan: str | None
    finish_actual: str | None
    place: str | None


def streets(db: Database) -> list[str]:
    """Return the names of the streets in their order."""
    return rows.column(
        db, "SELECT name FROM area WHERE level = 'street' ORDER BY sort IS NULL, sort, id"
    )


def estates(db: Database) -> dict[int, ReportEstate]:
    """Return all estates by id, in the order of the ledger."""
    found = rows.fetch(
        db,
        f"""
        SELECT estate.id, estate.uid, {naming.STREET} AS street,
               COALESCE(estate.building_count, known.count) AS buildings,
               estate.household_count AS households, estate.floor_area_m2
        FROM estate {naming.JOINED}
        LEFT JOIN (SELECT estate_id, COUNT(*) AS count FROM building GROUP BY estate_id) AS known
               ON known.estate_id = estate.id
        ORDER BY {naming.IN_ORDER}
        """,
    )
    return {row["id"]: ReportEstate(**row) for row in found}


def projects(db: Database, today: str) -> list[ReportProject]:
    """Return all projects by street, community and year; late as of a day."""
    found = rows.fetch(
        db,
        f"""
        WITH place AS MATERIALIZED (
            SELECT estate.id AS estate_id, estate.name AS estate, {naming.STREET} AS street,
                   {naming.COMMUNITY} AS community,
                   ROW_NUMBER() OVER (ORDER BY {naming.IN_ORDER}) AS place
            FROM estate {naming.JOINED}
        ), served AS MATERIALIZED (
            SELECT link.project_id, MIN(place.place) AS first,
                   json_group_array(json_array(place.place, place.estate_id, place.estate)) AS own
            FROM project_estate AS link JOIN place ON place.estate_id = link.estate_id
            GROUP BY link.project_id
        ), money AS (
            SELECT project_id, SUM(planned_fen) AS planned_fen FROM funding GROUP BY project_id
        )
        SELECT project.id, project.uid, project.name, project.plan_year, place.street,
               place.community, served.own, project.stage, project.percent, project.start_plan,
               project.start_actual, project.finish_plan, project.finish_actual,
               project.invest_total_fen, project.invest_done_fen, money.planned_fen,
               {stages.late("project.finish_plan", "project.stage")} AS late,
               project.problem, project.next_step, project.percent_basis,
               project.finish_forecast
        FROM project LEFT JOIN served ON served.project_id = project.id
        LEFT JOIN place ON place.place = served.first
        LEFT JOIN money ON money.project_id = project.id
        ORDER BY place.place IS NULL, place.place, project.plan_year, project.id
        """,
        {"today": today},
    )
    return [_project(row) for row in found]


def _project(row: rows.Row) -> ReportProject:
    own = sorted(json.loads(row.pop("own") or "[]"))
    return ReportProject(
        **{**row, "late": bool(row["late"])},
        estates="、".join(str(name) for _, _, name in own),
        estate_ids=tuple(one for _, one, _ in own),
    )


def money(db: Database) -> list[ReportMoney]:
    """Return planned funding, then all movements by date."""
    found = rows.fetch(
        db,
        """
        SELECT project_id, source, 'planned' AS kind, planned_fen AS amount, NULL AS date
        FROM funding WHERE planned_fen IS NOT NULL
        UNION ALL
        SELECT project_id, source, kind, amount_fen, date FROM money_event
        """,
    )
    return [ReportMoney(**row) for row in found]


def works(db: Database) -> list[ReportWork]:
    """Return all works with the estate, building or site that each is on."""
    found = rows.fetch(
        db,
        """
        SELECT work.kind, work.project_id, COALESCE(work.stage, project.stage) AS stage,
               COALESCE(work.percent, CASE WHEN work.stage IS NULL THEN project.percent END)
                   AS percent,
               work.quantity, work.quantity_done, work.unit, work.start_plan,
               work.start_actual, work.finish_plan, work.finish_actual,
               COALESCE(estate.name, home.name || building.number || '号楼', site.name) AS place
        FROM work LEFT JOIN project ON project.id = work.project_id
        LEFT JOIN estate ON estate.id = work.estate_id
        LEFT JOIN building ON building.id = work.building_id
        LEFT JOIN estate AS home ON home.id = building.estate_id
        LEFT JOIN site ON site.id = work.site_id
        ORDER BY work.kind, work.id
        """,
    )
    return [ReportWork(**row) for row in found]


def needs(db: Database) -> Mapping[str | None, tuple[int, int]]:
    """Return by street how many needs households told, and how many of them were adopted."""
    found = rows.fetch(
        db,
        f"""
        SELECT {naming.STREET} AS street, COUNT(*) AS told, COALESCE(SUM(need.adopted), 0) AS taken
        FROM need JOIN household ON household.id = need.household_id
        JOIN building ON building.id = household.building_id
        LEFT JOIN estate ON estate.id = building.estate_id {naming.JOINED}
        GROUP BY 1
        """,
    )
    return {row["street"]: (row["told"], row["taken"]) for row in found}


def facility_kinds(db: Database) -> dict[str, str]:
    """Return the kind of every facility by its name."""
    return dict(db.conn.execute("SELECT name, kind FROM facility ORDER BY id").fetchall())
