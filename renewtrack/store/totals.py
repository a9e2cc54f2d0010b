"""Totals of the file by street, source of money, stage and work type; money in yuan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renewtrack.domain import codes, stages
from renewtrack.domain.money_events import KINDS as KINDS_OF_EVENTS
from renewtrack.store import choosing, money_events, naming, rows
from renewtrack.store.record_sources import yuan
from renewtrack.store.refusing import UnknownTable

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = ("street", "stage", "source", "type")
Totals = dict[str, dict[str, Any]]


def by(db: Database, what: str) -> Totals:
    """Return totals by street, stage, source or type; "" is not known.

    Each project counts once, at the first of its estates. Raises UnknownTable.
    """
    if what not in _SHAPES:
        raise UnknownTable(name=what, known=", ".join(KINDS))
    return _SHAPES[what](db)


def _by_street(db: Database) -> Totals:
    found = rows.fetch(
        db,
        f"""
        {choosing.PLACE}, money AS (
            SELECT place.street AS street, COUNT(*) AS projects,
                   SUM(project.invest_total_fen) AS invest_total
            FROM {choosing.PROJECTS.rows} GROUP BY place.street
        ), known AS (
            SELECT COALESCE(place.street, '') AS street, COUNT(*) AS buildings_known
            FROM building LEFT JOIN place ON place.estate_id = building.estate_id GROUP BY 1
        ), named AS (
            SELECT {naming.STREET} AS street, COUNT(*) AS estates,
                   SUM(building_count) AS buildings, SUM(household_count) AS households,
                   SUM(floor_area_m2) AS floor_area_m2
            FROM estate {naming.JOINED} GROUP BY 1
        ), keys AS (SELECT street FROM named UNION SELECT street FROM money)
        SELECT COALESCE(keys.street, '') AS key, COALESCE(estates, 0) AS estates,
               COALESCE(projects, 0) AS projects, COALESCE(buildings_known, 0) AS buildings_known,
               buildings, households, floor_area_m2, invest_total
        FROM keys LEFT JOIN named ON named.street IS keys.street
        LEFT JOIN money ON money.street IS keys.street
        LEFT JOIN known ON known.street = COALESCE(keys.street, '')
        ORDER BY keys.street IS NULL, (SELECT MIN(sort) FROM area WHERE name = keys.street)
        """,
    )
    return {row.pop("key"): {**row, "invest_total": yuan(row["invest_total"])} for row in found}


def _by_stage(db: Database) -> Totals:
    found = rows.fetch(
        db,
        """
        SELECT COALESCE(stage, '') AS key, COUNT(*) AS projects,
               SUM((SELECT COUNT(*) FROM project_estate WHERE project_id = project.id)) AS estates,
               SUM(invest_total_fen) AS invest_total
        FROM project GROUP BY 1 ORDER BY stage IS NULL, stage
        """,
    )
    names = {stage.key: stage.words.zh for stage in stages.STAGES}
    return {
        row["key"]: {
            "label": names.get(row["key"], row["key"]),
            "projects": row["projects"],
            "estates": row["estates"],
            "invest_total": yuan(row["invest_total"]),
        }
        for row in found
    }


def _by_source(db: Database) -> Totals:
    planned = {
        row["source"]: row["planned"]
        for row in rows.fetch(
            db, "SELECT source, SUM(planned_fen) AS planned FROM funding GROUP BY source"
        )
    }
    events = money_events.sums(db)
    order = [entry.key for entry in codes.table("fund_sources")]
    place = {key: number for number, key in enumerate(order)}
    return {
        source: {
            "planned": yuan(planned.get(source)),
            **{kind: yuan(events.get(source, {}).get(kind)) for kind in KINDS_OF_EVENTS},
        }
        for source in sorted({*planned, *events}, key=lambda key: (place.get(key, len(place)), key))
    }


def _by_type(db: Database) -> Totals:
    found = rows.fetch(
        db,
        """
        SELECT kind, COUNT(*) AS works, COUNT(DISTINCT COALESCE(
            work.estate_id, (SELECT estate_id FROM building WHERE building.id = building_id)
        )) AS estates, COUNT(DISTINCT building_id) AS buildings
        FROM work GROUP BY kind ORDER BY kind
        """,
    )
    return {row["kind"]: {"label": work_label(row["kind"]), **_but(row, "kind")} for row in found}


def work_label(kind: str) -> str:
    """Return the office's word for a work type; the stored key where the list lacks it."""
    entry = codes.code("work_types", kind)
    return entry.words.zh if entry else kind


def _but(row: rows.Row, name: str) -> rows.Row:
    return {key: value for key, value in row.items() if key != name}


_SHAPES = {
    "street": _by_street,
    "stage": _by_stage,
    "source": _by_source,
    "type": _by_type,
}
