"""What needs somebody today: what is late, due, lacking, ending or does not go together."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import tables
from renewtrack.store import (
    choosing,
    clashes,
    due_dates,
    gating,
    lift_steps,
    lights,
    money_checks,
    rows,
    todo_residents,
)
from renewtrack.store.choosing import Filter
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

RED, YELLOW = "red", "yellow"  # how pressing a line is; "" is a hint


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line: what, how pressing, and the rows of the ledger ``rows`` that it is about."""

    key: str
    words: Words
    urgency: str
    rows: str
    ids: tuple[int, ...]


def read(db: Database, today: str) -> list[ToDo]:
    """Return what needs somebody on a day (ISO), the pressing first; lines without rows are out."""
    found = [line for lines in _LINES for line in lines(db, today) if line.ids]
    order = {RED: 0, YELLOW: 1, "": 2}
    return sorted(found, key=lambda line: order[line.urgency])


def ahead_days() -> int:
    """Return how many days ahead something is told, as ``lifecycle.toml`` says."""
    return int(tables.document("lifecycle")["todo"]["ahead"])


def _late(db: Database, today: str) -> Iterator[ToDo]:
    for rows_of, query in _LIGHTS.items():
        lit: dict[str, list[int]] = {RED: [], YELLOW: []}
        for row_id, light in db.conn.execute(query, {"today": today}).fetchall():
            if light in lit:
                lit[light].append(row_id)
        for light, ids in lit.items():
            yield ToDo(f"{rows_of}_{light}", _LATE[rows_of, light], light, rows_of, tuple(ids))


def _due(db: Database, today: str) -> Iterator[ToDo]:
    days = ahead_days()
    day = dt.date.fromisoformat(today)
    last = str(day + min(dt.timedelta(days), dt.date.max - day))
    gathered: dict[tuple[str, str], dict[int, None]] = {}
    for due in due_dates.read(db, "projects", Filter(today=today), today, last):
        if due.kind == "visit" and due.day != today:
            continue
        gathered.setdefault((due.kind, due.rows), {}).update(dict.fromkeys(due.ids))
    for (kind, rows_of), ids in gathered.items():
        name = due_dates.KINDS[kind]
        words = Words(f"{days} 天内{name.zh}", f"{name.en} within {days} days")
        if kind == "visit":
            words = Words("今天的入户预约", "Visits today")
        yield ToDo(f"due_{kind}", words, YELLOW if kind != "warranty" else "", rows_of, tuple(ids))


def _defects(db: Database, today: str) -> Iterator[ToDo]:
    for key, urgency, words, condition in (
        (
            "late",
            RED,
            Words("整改超期的质量问题", "Defects past due"),
            f"{lights.last('due')} < :today",
        ),
        (
            "critical",
            RED,
            Words("未整改的严重质量问题", "Critical defects that are open"),
            "severity = 'critical'",
        ),
    ):
        ids = rows.column(
            db,
            f"""
            SELECT DISTINCT project_id FROM defect WHERE fixed_on IS NULL AND {condition}
            ORDER BY project_id
            """,
            {"today": today},
        )
        yield ToDo(f"defect_{key}", words, urgency, "projects", tuple(ids))


def _forced(db: Database, today: str) -> Iterator[ToDo]:
    """Projects and works that went on without what a stage needs, and still lack some of it."""
    tables: tuple[gating.Table, ...] = ("project", "work")
    for table in tables:
        lacks: dict[int, set[str]] = {}
        for row in rows.fetch(db, _FORCED[table]):
            lacks.setdefault(row["id"], set()).update(json.loads(row["lacking"]))
        have = gating.have(db, table, list(lacks)) if lacks else {}
        ids = tuple(each for each, needs in lacks.items() if needs - have[each])
        key = "forced" if table == "project" else f"forced_{table}s"
        yield ToDo(key, _STILL_LACK[table], YELLOW, f"{table}s", ids)


def _forced_lifts(db: Database, today: str) -> Iterator[ToDo]:
    """Buildings with a lift that took a step without what it needs, and still lacks some of it."""
    lacks: dict[int, set[str]] = {}
    place: dict[int, int] = {}
    for row in rows.fetch(
        db,
        """
        SELECT lift.id, lift_event.lacking, stairwell.building_id FROM lift_event
        JOIN lift ON lift.id = lift_event.lift_id
        JOIN stairwell ON stairwell.id = lift.stairwell_id
        WHERE lift_event.lacking IS NOT NULL ORDER BY lift.id
        """,
    ):
        lacks.setdefault(row["id"], set()).update(json.loads(row["lacking"]))
        place[row["id"]] = row["building_id"]
    ids = {
        place[each]: None
        for each, needs in lacks.items()
        if needs - lift_steps.have(db, each, today)
    }
    words = Words("强制推进后仍缺手续的加装电梯", "Lifts that went on and still lack papers")
    yield ToDo("forced_lifts", words, YELLOW, "buildings", tuple(ids))


def _objections(db: Database, today: str) -> Iterator[ToDo]:
    for rows_of, words in _OBJECTIONS.items():
        ids = rows.column(
            db,
            f"""
            SELECT DISTINCT {_ABOUT[rows_of]} FROM objection
            JOIN consent_round AS vote ON vote.id = objection.round_id
            LEFT JOIN lift ON lift.id = vote.lift_id
            LEFT JOIN stairwell ON stairwell.id = lift.stairwell_id
            WHERE objection.state = 'open' AND {_ABOUT[rows_of]} IS NOT NULL ORDER BY 1
            """,
        )
        key = "objections" if rows_of == "buildings" else f"objections_{rows_of}"
        yield ToDo(key, words, YELLOW, rows_of, tuple(ids))


def _money(db: Database, today: str) -> Iterator[ToDo]:
    told = {
        "ahead": Words("支付快于形象进度的项目", "Projects paid ahead of their works"),
        "paid": Words("支付超过到位的项目", "Projects that paid more than was received"),
        "double": Words("使用多项中央级资金的项目", "Projects with several central sources"),
        "ceiling": Words("超过资金限额的计划", "Plans above a ceiling"),
    }
    ids: dict[str, list[int]] = {}
    for finding in money_checks.findings(db):
        ids.setdefault(finding.key, []).extend(finding.ids)
    for key, words in told.items():
        urgency = RED if key == "ceiling" else YELLOW
        about = tuple(dict.fromkeys(ids.get(key, ())))
        yield ToDo(f"money_{key}", words, urgency, "projects", about)


def _clashes(db: Database, today: str) -> Iterator[ToDo]:
    found = clashes.all(db, today)
    ids = dict.fromkeys(each for clash in found for each in (clash.first, clash.second))
    months = int(tables.document("lifecycle")["clash"]["months"])
    words = Words(
        f"{months} 个月内同处开挖、可合并的改造", f"Works that dig one place within {months} months"
    )
    yield ToDo("clashes", words, "", "works", tuple(ids))


def _residents(db: Database, today: str) -> Iterator[ToDo]:
    """Needs and rounds that wait or end, visits to remind of, personal details to go."""
    for of in (
        todo_residents.of_needs,
        todo_residents.of_visits,
        todo_residents.of_retention,
    ):
        for line in of(db, today):
            yield ToDo(*line)
    for line in todo_residents.of_rounds(db, today, ahead_days()):
        yield ToDo(*line)


_FORCED = {
    "project": """
        SELECT project.id, lacking FROM stage_event JOIN project ON project.id = project_id
        WHERE lacking IS NOT NULL AND project.stage < 'X' ORDER BY project.id""",
    "work": """
        SELECT work.id, lacking FROM stage_event JOIN work ON work.id = work_id
        WHERE lacking IS NOT NULL AND work.stage < 'X' ORDER BY work.id""",
}
_STILL_LACK = {
    "project": Words("强制推进后仍缺手续的项目", "Projects that went on and still lack papers"),
    "work": Words("强制推进后仍缺手续的改造内容", "Works that went on and still lack papers"),
}
_OBJECTIONS = {
    "buildings": Words("待调解的加装电梯异议", "Objections to lifts to be settled"),
    "projects": Words("待调解的项目异议", "Objections to projects to be settled"),
    "works": Words("待调解的改造内容异议", "Objections to works to be settled"),
}
_ABOUT = {
    "buildings": "stairwell.building_id",
    "projects": "vote.project_id",
    "works": "vote.work_id",
}
_LIGHTS = {
    "projects": f"SELECT id, {choosing.PROJECT_LIGHT} FROM project ORDER BY id",
    "works": f"""SELECT work.id, {choosing.WORK_LIGHT} FROM work
        LEFT JOIN project ON project.id = work.project_id ORDER BY work.id""",
}
_LATE = {
    ("projects", RED): Words("严重滞后的项目", "Projects far behind"),
    ("projects", YELLOW): Words("滞后的项目", "Projects behind"),
    ("works", RED): Words("严重滞后的改造内容", "Works far behind"),
    ("works", YELLOW): Words("滞后的改造内容", "Works behind"),
}
_LINES: tuple[Callable[[Database, str], Iterator[ToDo]], ...] = (
    _late,
    _defects,
    _due,
    _forced,
    _forced_lifts,
    _objections,
    _residents,
    _money,
    _clashes,
)
