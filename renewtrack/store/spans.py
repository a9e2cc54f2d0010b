"""The bars of the Gantt chart: planned, baseline, forecast and actual days of works or projects."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from renewtrack.domain import lateness, lifecycle
from renewtrack.store import choosing, listed, naming, rows
from renewtrack.store.choosing import PLACE, Filter

if TYPE_CHECKING:
    from sqlite_utils import Database

Kind = Literal["projects", "works"]


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both counted; either may be unknown."""

    start: dt.date | None
    finish: dt.date | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the chart; ``group`` is the project of a work, the street of a project.

    ``name`` is what it is called, of a work its kind (a key of ``work_types``) and place.
    """

    id: int
    kind: str
    name: str
    group: str
    stage: str | None
    percent: float | None
    light: str
    planned: Span
    actual: Span
    forecast: dt.date | None

    @property
    def share(self) -> float:
        """Return the part that is done, from 0 to 1; all of what is completed without a figure."""
        if self.percent is None:
            return 1.0 if lifecycle.is_completed(self.stage) else 0.0
        return max(0.0, min(self.percent, 100.0)) / 100

    def worked(self, today: dt.date) -> Span:
        """Return the days of actual work: until today where it began and is not completed."""
        start, finish = self.actual.start, self.actual.finish
        if start is None or finish is not None or not lifecycle.may_have_percent(self.stage):
            return self.actual
        return Span(start, max(start, today))


_OF = {
    "projects": f"""project.id, '' AS kind,
        {naming.PROJECT} AS name, COALESCE(place.street, '') AS head,
        project.stage, project.percent, {choosing.PROJECT_LIGHT} AS light, project.start_plan,
        project.finish_plan, project.start_actual, project.finish_actual,
        project.finish_forecast""",
    "works": f"""work.id, work.kind, {listed.WHERE} AS name,
        COALESCE(project.name, place.estate, '') AS head, {choosing.WORK_OWN["stage"]} AS stage,
        work.percent, {choosing.WORK_LIGHT} AS light,
        {choosing.WORK_OWN["start_plan"]} AS start_plan,
        {choosing.WORK_OWN["finish_plan"]} AS finish_plan, work.start_actual, work.finish_actual,
        {choosing.WORK_OWN["finish_forecast"]} AS finish_forecast""",
}
_ORDER = {
    "projects": "place.place IS NULL, place.place, project.start_plan, project.id",
    "works": """place.place IS NULL, place.place, project.id,
        COALESCE(work.start_plan, project.start_plan), work.id""",
}


def read(db: Database, kind: Kind, wanted: Filter, most: int) -> list[Bar]:
    """Return the bars of a filter in the order of the ledger, at most so many."""
    source = choosing.SOURCES[kind]
    where, parameters = choosing.conditions(source, wanted)
    found = rows.fetch(
        db,
        f"""
        {PLACE} SELECT {_OF[kind]} FROM {source.rows} WHERE {where}
        ORDER BY {_ORDER[kind]} LIMIT {int(most)}
        """,
        parameters,
    )
    return [_bar(row) for row in found]


def baseline(db: Database, kind: Kind) -> dict[int, Span]:
    """Return the planned days by id as the latest baseline of each plan year froze them."""
    found: dict[int, Span] = {}
    latest = rows.fetch(
        db,
        """
        SELECT content FROM plan_baseline WHERE (plan_year, number) IN (
            SELECT plan_year, MAX(number) FROM plan_baseline GROUP BY plan_year)
        ORDER BY plan_year
        """,
    )
    for row in latest:
        content = json.loads(row["content"])
        ids = _ids(db, kind)
        for line in content.get(kind, ()):
            if line["uid"] in ids:
                found[ids[line["uid"]]] = span(line.get("start_plan"), line.get("finish_plan"))
    return found


def _ids(db: Database, kind: Kind) -> dict[str, int]:
    found = rows.fetch(db, f"SELECT id, uid FROM {kind[:-1]}")
    return {row["uid"]: row["id"] for row in found}


def ends(bars: list[Bar], baseline: Mapping[int, Span]) -> Span:
    """Return the first and the last day that any bar or baseline reaches."""
    spans = [*(bar.planned for bar in bars), *(bar.actual for bar in bars), *baseline.values()]
    days = [day for span in spans for day in (span.start, span.finish) if day is not None]
    days += [bar.forecast for bar in bars if bar.forecast is not None]
    return Span(min(days, default=None), max(days, default=None))


def _bar(row: rows.Row) -> Bar:
    return Bar(
        id=row["id"],
        kind=row["kind"],
        name=row["name"] or "",
        group=row["head"],
        stage=row["stage"],
        percent=row["percent"],
        light=row["light"],
        planned=span(row["start_plan"], row["finish_plan"]),
        actual=span(row["start_actual"], row["finish_actual"]),
        forecast=lateness.last_day(row["finish_forecast"]),
    )


def span(start: str | None, finish: str | None) -> Span:
    """Return the days that two dates mean, from the first of one to the last of the other."""
    return Span(lateness.first_day(start), lateness.last_day(finish))
