"""What falls due on which day: starts, finishes, notices, defects, warranties, visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from renewtrack.domain import notice_clock
from renewtrack.store import choosing, lights
from renewtrack.store.choosing import PLACE, Filter
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

Kind = Literal["projects", "works"]
KINDS = {
    "start": Words("计划开工", "Planned start"),
    "finish": Words("计划完工", "Planned finish"),
    "forecast": Words("预计完工", "Forecast finish"),
    "contract": Words("合同到期", "Contract ends"),
    "notice": Words("公示截止", "Notice ends"),
    "defect": Words("整改到期", "Defect due"),
    "warranty": Words("质保到期", "Warranty ends"),
    "visit": Words("入户预约", "Visits"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """What of one kind falls due on one day (ISO); ``ids`` are rows of the ledger ``rows``."""

    day: str
    kind: str
    rows: str
    ids: tuple[int, ...]


# Of the rows of a ledger: (kind, SQL of the day, condition). Completed and held ones are not due.
_OWN: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "projects": (
        ("start", lights.last("project.start_plan"), "COALESCE(project.stage, '') < 'S70'"),
        ("finish", lights.last("project.finish_plan"), "COALESCE(project.stage, '') < 'S80'"),
        ("forecast", lights.last("project.finish_forecast"), "COALESCE(project.stage, '') < 'S80'"),
        ("warranty", lights.last("project.warranty_until"), "1"),
    ),
    "works": (
        (
            "start",
            lights.last(choosing.WORK_OWN["start_plan"]),
            f"COALESCE({choosing.WORK_OWN['stage']}, '') < 'S70'",
        ),
        (
            "finish",
            lights.last(choosing.WORK_OWN["finish_plan"]),
            f"COALESCE({choosing.WORK_OWN['stage']}, '') < 'S80'",
        ),
        (
            "forecast",
            lights.last(choosing.WORK_OWN["finish_forecast"]),
            f"COALESCE({choosing.WORK_OWN['stage']}, '') < 'S80'",
        ),
        ("warranty", lights.last("work.warranty_until"), "1"),
    ),
}
# A notice without an end hangs as long as it has to.
_NOTICE = f"""COALESCE({lights.last("vote.notice_to")}, date({lights.first("vote.notice_from")},
    '+{notice_clock.least_days() - 1} days'))"""
# Of what hangs on projects and lifts: (kind, rows, SQL of row id and day).
_FURTHER = (
    (
        "contract",
        "projects",
        f"SELECT project_id AS id, {lights.last('finish_plan')} AS day FROM contract",
    ),
    (
        "defect",
        "projects",
        f"SELECT project_id AS id, {lights.last('due')} AS day FROM defect WHERE fixed_on IS NULL",
    ),
    (
        "notice",
        "buildings",
        f"""SELECT stairwell.building_id AS id, {_NOTICE} AS day FROM consent_round AS vote
        JOIN lift ON lift.id = vote.lift_id JOIN stairwell ON stairwell.id = lift.stairwell_id""",
    ),
    (
        "notice",
        "projects",
        f"""SELECT COALESCE(vote.project_id, work.project_id) AS id, {_NOTICE} AS day
        FROM consent_round AS vote LEFT JOIN work ON work.id = vote.work_id
        WHERE vote.lift_id IS NULL""",
    ),
    (
        "visit",
        "buildings",
        f"""SELECT household.building_id AS id, {lights.last("appointment.date")} AS day
        FROM appointment
        JOIN household ON household.id = appointment.household_id
        WHERE appointment.state = 'planned'""",
    ),
)


def read(db: Database, kind: Kind, wanted: Filter, first: str, last: str) -> list[Due]:
    """Return what falls due between two days (ISO), both counted, by day and kind.

    Starts, finishes and warranties are those of projects or works, as ``kind`` says. What is
    known to the month is due on its last day.
    """
    found: dict[tuple[str, str, str], list[int]] = {}
    for of, rows, row_id, day in [*_own(db, kind, wanted, first, last), *_further(db, first, last)]:
        found.setdefault((day, of, rows), []).append(row_id)
    order = list(KINDS)
    return [
        Due(day, of, rows, tuple(dict.fromkeys(ids)))
        for (day, of, rows), ids in sorted(
            found.items(), key=lambda item: (item[0][0], order.index(item[0][1]), item[0][2])
        )
    ]


def _own(
    db: Database, kind: Kind, wanted: Filter, first: str, last: str
) -> list[tuple[str, str, int, str]]:
    source = choosing.SOURCES[kind]
    where, parameters = choosing.conditions(source, wanted)
    days = ", ".join(
        f"CASE WHEN {condition} THEN {day} END AS d{at}"
        for at, (_, day, condition) in enumerate(_OWN[kind])
    )
    parts = " UNION ALL ".join(
        f"SELECT '{of}', id, d{at} FROM dated WHERE d{at} BETWEEN :first AND :last"
        for at, (of, _, _) in enumerate(_OWN[kind])
    )
    found = db.conn.execute(
        f"""
        {PLACE}, dated AS MATERIALIZED (
            SELECT {source.key} AS id, {days} FROM {source.rows} WHERE {where}
        ) {parts}
        """,
        {**parameters, "first": first, "last": last},
    ).fetchall()
    return [(of, kind, row_id, day) for of, row_id, day in found]


def _further(db: Database, first: str, last: str) -> list[tuple[str, str, int, str]]:
    parts = " UNION ALL ".join(
        f"SELECT '{of}', '{rows}', id, day FROM ({query})"
        f" WHERE day BETWEEN :first AND :last AND id IS NOT NULL"
        for of, rows, query in _FURTHER
    )
    return db.conn.execute(parts, {"first": first, "last": last}).fetchall()
