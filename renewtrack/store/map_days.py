"""What the file knows of when projects and works came, or are to come, to which stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import stages

if TYPE_CHECKING:
    from sqlite_utils import Database

# The stage that a date of its own tells; the same for projects and works.
TOLD_BY = (
    ("start_actual", "S70"),
    ("finish_actual", "S80"),
    ("accept_date", "S85"),
    ("handover_date", "S90"),
)


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of one project or work; dates are ISO as precise as known.

    ``recorded`` are (date, stage) as the office noted them, ``told`` those that a date of the
    project's or work's own tells.
    """

    stage: str | None
    start_plan: str | None
    finish_plan: str | None
    recorded: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Building:
    """Where a building's course is found: its own work, else the projects of its estate."""

    id: int
    estate_id: int | None
    work_id: int | None


@dataclass(frozen=True, slots=True)
class Days:
    """Everything: the buildings on the map in ascending id, and the courses by id.

    The projects of an estate are ordered from the oldest to the one that stands for it now.
    """

    buildings: list[Building]
    projects: dict[int, Course]
    of_estate: dict[int, list[int]]
    works: dict[int, Course]


def read(db: Database) -> Days:
    """Return what is known of all buildings that have a position."""
    return Days(_buildings(db), _projects(db), _of_estate(db), _works(db))


def _buildings(db: Database) -> list[Building]:
    found = db.conn.execute(
        f"""
        WITH {stages.LATEST_WORK}
        SELECT building.id, building.estate_id, own_work.work_id
        FROM building LEFT JOIN own_work ON own_work.building_id = building.id
        WHERE building.geom IS NOT NULL ORDER BY building.id
        """
    )
    return [Building(*row) for row in found.fetchall()]


def _projects(db: Database) -> dict[int, Course]:
    events = _events(db, "project_id")
    found = db.conn.execute(
        """
        SELECT id, stage, start_plan, finish_plan,
               start_actual, finish_actual, accept_date, handover_date
        FROM project ORDER BY id
        """
    )
    return {row[0]: _course(row[1:], events.get(row[0], ())) for row in found.fetchall()}


def _works(db: Database) -> dict[int, Course]:
    """Return the works that stand for their building."""
    events = _events(db, "work_id")
    found = db.conn.execute(
        f"""
        WITH {stages.LATEST_WORK}
        SELECT work.id, work.stage, work.start_plan, work.finish_plan,
               work.start_actual, work.finish_actual
        FROM own_work JOIN work ON work.id = own_work.work_id ORDER BY work.id
        """
    )
    return {row[0]: _course(row[1:], events.get(row[0], ())) for row in found.fetchall()}


def _of_estate(db: Database) -> dict[int, list[int]]:
    found = db.conn.execute(
        """
        SELECT link.estate_id, link.project_id
        FROM project_estate AS link JOIN project ON project.id = link.project_id
        ORDER BY link.estate_id, plan_year IS NOT NULL, plan_year, project.id
        """
    )
    linked: dict[int, list[int]] = {}
    for estate, project in found.fetchall():
        linked.setdefault(estate, []).append(project)
    return linked


def _events(db: Database, of: str) -> dict[int, list[tuple[str, str]]]:
    found = db.conn.execute(
        f"""
        SELECT {of}, date, stage FROM stage_event
        WHERE {of} IS NOT NULL AND date GLOB '[0-9]*' ORDER BY {of}, id
        """
    )
    events: dict[int, list[tuple[str, str]]] = {}
    for one, date, stage in found.fetchall():
        events.setdefault(one, []).append((date, stage))
    return events


def _course(row: tuple[str | None, ...], events: Iterable[tuple[str, str]]) -> Course:
    stage, start_plan, finish_plan, *actual = row
    told = tuple(
        (date, key)
        for date, (_, key) in zip(actual, TOLD_BY, strict=False)
        if date and date[0].isdigit()
    )
    return Course(stage, start_plan, finish_plan, tuple(events), told)
