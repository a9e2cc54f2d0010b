"""Dates of an invented project that fit its stage on a given day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from renewtrack.domain import stages

_JOURNEY = tuple(stage.key for stage in stages.STAGES if stage.bucket != "blocked")
_DAY = dt.timedelta(days=1)
_LATE = 0.22  # of the projects that could be late


@dataclass(frozen=True, slots=True)
class Schedule:
    """One project's stage, planned and real days, and the stages it went through."""

    stage: str
    plan_year: int
    percent: float | None
    start_plan: dt.date
    finish_plan: dt.date
    start_actual: dt.date | None
    finish_actual: dt.date | None
    events: tuple[tuple[str, dt.date], ...]
    by_month: bool  # the plan names months only

    def reached(self, stage: str) -> bool:
        """Tell whether the project has come to a stage; held projects count where they stopped."""
        return any(_JOURNEY.index(past) >= _JOURNEY.index(stage) for past in self.past())

    def past(self) -> tuple[str, ...]:
        """Return the stages of the journey that it went through."""
        return tuple(stage for stage, _ in self.events if stage in _JOURNEY)

    def columns(self) -> dict[str, object]:
        """Return the columns of a project, dates as ISO text as precise as planned."""
        days = dict(self.events)
        size = 7 if self.by_month else 10
        return {
            "plan_year": self.plan_year,
            "stage": self.stage,
            "percent": self.percent,
            "start_plan": self.start_plan.isoformat()[:size],
            "finish_plan": self.finish_plan.isoformat()[:size],
            "start_actual": _iso(self.start_actual),
            "finish_actual": _iso(self.finish_actual),
            "accept_date": _iso(days.get("S85")),
            "handover_date": _iso(days.get("S90")),
        }


def drawn(stage: str, plan_year: int, today: dt.date, rng: Random) -> Schedule:
    """Return a schedule on which a project stands at a stage today."""
    if stage.startswith("X"):
        return _held(stage, plan_year, today, rng)
    order = stages.stage(stage).order
    if order >= stages.stage("S80").order:
        return _done(stage, plan_year, today, rng)
    if order >= stages.stage("S70").order:
        begun = _within(dt.date(plan_year, 2, 20), dt.date(plan_year, 9, 30), rng)
        begun = min(begun, today - 60 * _DAY)
        percent = float(rng.randint(90, 98) if stage == "S78" else rng.randint(8, 85))
        return under_way(stage, percent, begun, today, rng)
    return _before(stage, plan_year, today, rng)


def under_way(stage: str, percent: float, begun: dt.date, today: dt.date, rng: Random) -> Schedule:
    """Return the schedule of works that began on a day and go on today."""
    start_plan = begun - rng.randint(0, 25) * _DAY
    past = [key for key in _JOURNEY if "S30" <= key <= stage]
    return Schedule(
        stage=stage,
        plan_year=begun.year,
        percent=percent,
        start_plan=start_plan.replace(year=begun.year)
        if start_plan.year != begun.year
        else start_plan,
        finish_plan=_end(begun + 120 * _DAY, today, rng),
        start_actual=begun,
        finish_actual=None,
        events=_travelled(past, {"S70": begun}, today, rng),
        by_month=rng.random() < 0.3,
    )


def _before(stage: str, plan_year: int, today: dt.date, rng: Random) -> Schedule:
    finish = _end(dt.date(plan_year, 9, 1), today, rng)
    start = finish - rng.randint(120, 240) * _DAY
    start = min(max(start, dt.date(plan_year, 1, 10)), dt.date(plan_year, 12, 10))
    past = [key for key in _JOURNEY if key <= stage]
    return Schedule(
        stage=stage,
        plan_year=plan_year,
        percent=None,
        start_plan=start,
        finish_plan=finish,
        start_actual=None,
        finish_actual=None,
        events=_travelled(past, {}, today, rng),
        by_month=rng.random() < 0.3,
    )


def _done(stage: str, plan_year: int, today: dt.date, rng: Random) -> Schedule:
    start = _within(dt.date(plan_year, 2, 20), dt.date(plan_year, 6, 30), rng)
    begun = start + rng.randint(-10, 35) * _DAY
    finish_plan = begun + rng.randint(110, 210) * _DAY
    finish = min(finish_plan + rng.randint(-20, 60) * _DAY, today - 90 * _DAY)
    past = [key for key in _JOURNEY if "S30" <= key <= stage]
    return Schedule(
        stage=stage,
        plan_year=plan_year,
        percent=100.0,
        start_plan=start,
        finish_plan=finish_plan,
        start_actual=begun,
        finish_actual=finish,
        events=_travelled(past, {"S70": begun, "S80": finish}, today, rng),
        by_month=rng.random() < 0.2,
    )


def _held(stage: str, plan_year: int, today: dt.date, rng: Random) -> Schedule:
    """Return the schedule of a project that stopped before its works, or (X3) during them."""
    start = _within(dt.date(plan_year, 3, 1), dt.date(plan_year, 6, 30), rng)
    begun = start + rng.randint(0, 30) * _DAY if stage == "X3" else None
    last = "S70" if begun else rng.choice(("S40", "S45", "S50", "S60"))
    past = [key for key in _JOURNEY if "S30" <= key <= last]
    travelled = _travelled(past, {"S70": begun} if begun else {}, today - 30 * _DAY, rng)
    since = _within(travelled[-1][1] + _DAY, today, rng)
    return Schedule(
        stage=stage,
        plan_year=plan_year,
        percent=None,
        start_plan=start,
        finish_plan=start + rng.randint(150, 240) * _DAY,
        start_actual=begun,
        finish_actual=None,
        events=(*travelled, (stage, since)),
        by_month=False,
    )


def _end(earliest: dt.date, today: dt.date, rng: Random) -> dt.date:
    """Return a planned end: ahead of us, or behind where it is late."""
    if rng.random() < _LATE and earliest < today - 20 * _DAY:
        return _within(max(earliest, today - 200 * _DAY), today - 15 * _DAY, rng)
    return today + rng.randint(40, 300) * _DAY


def _travelled(
    past: list[str], fixed: dict[str, dt.date], today: dt.date, rng: Random
) -> tuple[tuple[str, dt.date], ...]:
    """Return days for stages in order, before and after the fixed ones, none after today.

    A project does not report every stage: some between the first and the last are left out.
    """
    told = [
        key
        for place, key in enumerate(past)
        if key in fixed or place in (0, len(past) - 1) or rng.random() < 0.7
    ]
    anchors = [place for place, key in enumerate(told) if key in fixed]
    first = anchors[0] if anchors else len(told)
    days: list[dt.date] = [dt.date.min] * len(told)
    for place in anchors:
        days[place] = fixed[told[place]]
    latest = days[first] if anchors else today - rng.randint(3, 40) * _DAY
    for place in range(first - 1, -1, -1):
        latest -= rng.randint(9, 45) * _DAY
        days[place] = latest
    for place in range(first + 1, len(told)):
        if place not in anchors:
            ahead = next((days[later] for later in anchors if later > place), today)
            step = min(120, (ahead - days[place - 1]).days // (len(told) - place + 1))
            days[place] = days[place - 1] + rng.randint(step // 3, step) * _DAY
    return tuple(zip(told, days, strict=True))


def _within(low: dt.date, high: dt.date, rng: Random) -> dt.date:
    return low + rng.randint(0, max(0, (high - low).days)) * _DAY


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
