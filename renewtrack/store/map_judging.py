"""SQL that judges a building as a whole: lateness, funds, consent, works, quality of its data."""

from __future__ import annotations

from renewtrack.domain import stages as stage_codes
from renewtrack.store.choosing import BUILDING_LATE, BUILDING_STAGE
from renewtrack.store.map_joins import Join

SOON = 30  # days before the planned finish
LATE_LAMP = 15  # days: beyond them the office's lamp is red (DOMAIN: 督办灯)
# Square metres to a household; beyond them a unit is likely to have been mixed up.
_LEAST_HOME, _MOST_HOME = 25, 250
_MOST_STOREYS, _FIRST_YEAR = 60, 1840

FINISH = "COALESCE(own_work.finish_plan, place.finish_plan)"
PERCENT = "CASE WHEN own_work.stage IS NULL THEN place.percent ELSE own_work.percent END"


def bucket(stage: str = BUILDING_STAGE, none: str = f"'{stage_codes.NO_PROJECT.key}'") -> str:
    """Return SQL for the key of the bucket that a stage is drawn in; ``none`` without a stage."""
    steps = " ".join(f"WHEN '{each.key}' THEN '{each.bucket}'" for each in stage_codes.STAGES)
    return f"CASE {stage} {steps} ELSE {none} END"


def last_day(date: str) -> str:
    """Return SQL for the last day that a date as precise as known can mean; NULL for no date."""
    end = f"substr({date}, instr({date}, '/') + 1)"
    return (
        f"CASE WHEN {date} GLOB '[0-9]*' THEN CASE length({end}) WHEN 4 THEN {end} || '-12-31'"
        f" WHEN 7 THEN date({end} || '-01', '+1 month', '-1 day') ELSE {end} END END"
    )


def _days(date: str) -> str:
    """Return SQL for the days from the last day of a date to today."""
    return f"(julianday(:today) - julianday({last_day(date)}))"


def _over(date: str, days: int = 0) -> str:
    """Return SQL that tells whether a date's last day lies before today and so many days.

    A date is over when the day, cut to the date's own precision, is later: no date is reckoned.
    """
    end = f"substr({date}, instr({date}, '/') + 1)"
    day = f"date(:today, '{days:+d} days')" if days else ":today"
    return f"({date} GLOB '[0-9]*' AND {end} < substr({day}, 1, length({end})))"


LATENESS = f"""CASE
    WHEN {BUILDING_STAGE} LIKE 'X%' THEN 'held'
    WHEN {BUILDING_STAGE} >= 'S80' THEN 'done'
    WHEN {BUILDING_STAGE} IS NULL THEN NULL
    WHEN {_over(FINISH, -LATE_LAMP)} THEN 'very_late'
    WHEN {_over(FINISH)} THEN 'late'
    WHEN {BUILDING_STAGE} < 'S70' AND {_over("project.start_plan")} THEN 'start_late'
    WHEN {FINISH} GLOB '[0-9]*' THEN
        CASE WHEN {_over(FINISH, SOON + 1)} THEN 'soon' ELSE 'on_time' END
    END"""
LATE_DAYS = f"CASE WHEN {BUILDING_LATE} THEN {_days(FINISH)} END"
FUNDS = """CASE
    WHEN COALESCE(paid_fen, 0) > COALESCE(received_fen, 0) THEN 'over'
    WHEN COALESCE(received_fen, 0) <= 0 THEN
        CASE WHEN planned_fen > 0 OR allocated_fen > 0 OR received_fen IS NOT NULL
             THEN 'none_received' END
    WHEN COALESCE(paid_fen, 0) <= 0 THEN 'unpaid'
    WHEN 2 * paid_fen < received_fen THEN 'some'
    WHEN paid_fen < received_fen THEN 'most'
    ELSE 'all' END"""
# Of all households, as far as anybody knows of them: who was not asked does not agree.
_HOMES = "MAX(homes.known, COALESCE(building.household_count, 0))"
_TAKERS = "MAX(takers.known, COALESCE(building.household_count, 0))"


def _share(asked: str, some: str, every: str) -> str:
    """Return SQL for the class of a share of homes, reckoned without rounding."""
    return f"""CASE
    WHEN COALESCE({asked}, 0) = 0 THEN NULL
    WHEN {some} >= {every} THEN 'all'
    WHEN 4 * {some} >= 3 * {every} THEN 'three_quarters'
    WHEN 3 * {some} >= 2 * {every} THEN 'two_thirds'
    WHEN 2 * {some} >= {every} THEN 'half'
    ELSE 'less' END"""


CONSENT = _share("homes.asked", "homes.agreed", _HOMES)
TAKING = _share("takers.asked", "takers.taking", _TAKERS)
CONSENT_PERCENT = f"CASE WHEN homes.asked > 0 THEN 100.0 * homes.agreed / {_HOMES} END"
TAKING_PERCENT = f"CASE WHEN takers.asked > 0 THEN 100.0 * takers.taking / {_TAKERS} END"
# Of all whom the item concerns, asked or not, as far as they are on record.
ITEM_PERCENT = """CASE WHEN takers.asked > 0
    THEN 100.0 * takers.taking / NULLIF(takers.known - takers.aside, 0) END"""
_WORKS = "(COALESCE(estate_works.bits, 0) | COALESCE(building_works.bits, 0))"
WORKS = f"""CASE {_WORKS} & 7
    WHEN 1 THEN 'basic' WHEN 2 THEN 'improving' WHEN 4 THEN 'upgrading'
    WHEN 3 THEN 'basic_improving'
    WHEN 0 THEN CASE WHEN {_WORKS} & 8 THEN 'other' END
    ELSE 'with_upgrading' END"""
_KEY_FACTS = (
    *("estate_id", "storeys", "structure", "household_count", "floor_area_m2"),
    *("year_built", "danger_grade", "unit_count"),
)
MISSING = " + ".join(f"(building.{name} IS NULL)" for name in _KEY_FACTS)
_DOUBTS = f"""(
    building.floor_area_m2 < {_LEAST_HOME} * building.household_count
    OR building.floor_area_m2 > {_MOST_HOME} * building.household_count
        AND building.household_count > 0
    OR building.storeys NOT BETWEEN 1 AND {_MOST_STOREYS}
    OR building.year_built NOT BETWEEN {_FIRST_YEAR} AND CAST(substr(:today, 1, 4) AS INTEGER)
    OR ({PERCENT}) = 100 AND {BUILDING_STAGE} < 'S80'
    OR ({PERCENT}) < 100 AND {BUILDING_STAGE} BETWEEN 'S80' AND 'S99'
    OR length(project.finish_actual) = length(project.start_actual)
        AND project.finish_actual < project.start_actual
)"""
QUALITY = f"""CASE
    WHEN {_DOUBTS} THEN 'doubt'
    WHEN {MISSING} = 0 THEN 'good' WHEN {MISSING} <= 2 THEN 'few'
    WHEN {MISSING} <= 4 THEN 'some' ELSE 'many' END"""


def of_work(kind: str) -> tuple[str, tuple[Join, ...]]:
    """Return SQL for the bucket of one work type at a building or its estate, with its joins.

    ``kind`` is a key of the work types. A work without a stage has that of its project.
    """
    joins = tuple(
        Join(
            f"kind_of_{of}",
            f"""SELECT work.{of}_id AS place_id, MAX(work.id),
                COALESCE(work.stage, planned.stage, 'S30') AS stage
            FROM work LEFT JOIN project AS planned ON planned.id = work.project_id
            WHERE work.kind = '{kind}' AND work.{of}_id IS NOT NULL GROUP BY work.{of}_id""",
            f"kind_of_{of}.place_id = building.{column}",
        )
        for of, column in (("building", "id"), ("estate", "estate_id"))
    )
    return bucket("COALESCE(kind_of_building.stage, kind_of_estate.stage)", "NULL"), joins
