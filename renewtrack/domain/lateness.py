"""How far a work is behind its plan, and the light that it gets (督办灯)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from renewtrack.domain import lifecycle, tables
from renewtrack.words import Words

NONE, GREEN, YELLOW, RED = LIGHTS = ("none", "green", "yellow", "red")
LIGHT_WORDS = {
    NONE: Words("未排期", "No dates"),
    GREEN: Words("正常", "On time"),
    YELLOW: Words("滞后", "Behind"),
    RED: Words("严重滞后", "Far behind"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """From more than so many days, or from so many points of a hundred, a light is given."""

    days: int
    points: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """What lateness is reckoned from; dates are ISO text as precise as known."""

    stage: str | None = None
    percent: float | None = None
    start_plan: str | None = None
    finish_plan: str | None = None
    finish_forecast: str | None = None


@cache
def limits() -> dict[str, Limit]:
    """Return the limits of yellow and red as ``lifecycle.toml`` has them."""
    found = tables.document("lifecycle")["light"]
    return {key: Limit(found[key]["days"], found[key]["points"]) for key in (YELLOW, RED)}


def first_day(date: str | None) -> dt.date | None:
    """Return the first day that a date can mean (2025, 2025-05, 2025-05-31, 1985/1990)."""
    return _day(date.partition("/")[0], 1) if date else None


def last_day(date: str | None) -> dt.date | None:
    """Return the last day that a date can mean; None for no date."""
    return _day(date.rpartition("/")[2], 0) if date else None


def days_late(schedule: Schedule, today: dt.date) -> int:
    """Return by how many days the plan is missed, at least 0.

    Not completed: days since the last planned day, or what the forecast adds to it; not begun:
    days since the planned start. Held and completed works are not late.
    """
    stage = schedule.stage
    if lifecycle.is_held(stage) or lifecycle.is_completed(stage):
        return 0
    found = [0]
    finish, forecast = last_day(schedule.finish_plan), last_day(schedule.finish_forecast)
    if finish is not None:
        found.append((today - finish).days)
        if forecast is not None:
            found.append((forecast - finish).days)
    start = last_day(schedule.start_plan)
    if start is not None and not lifecycle.is_started(stage):
        found.append((today - start).days)
    return max(found)


def points_behind(schedule: Schedule, today: dt.date) -> float:
    """Return by how many points of a hundred the percentage is behind an even course of the works.

    0 unless the works are under way and both planned dates and a percentage are known.
    """
    start, finish = first_day(schedule.start_plan), last_day(schedule.finish_plan)
    if not lifecycle.may_have_percent(schedule.stage) or schedule.percent is None:
        return 0.0
    if start is None or finish is None or finish <= start:
        return 0.0
    passed = min(max((today - start).days / (finish - start).days, 0.0), 1.0)
    return max(0.0, passed * 100 - schedule.percent)


def light(schedule: Schedule, today: dt.date) -> str:
    """Return one of ``LIGHTS``; none for what has no planned dates, or is held or completed."""
    stage = schedule.stage
    planned = schedule.start_plan or schedule.finish_plan
    if not planned or lifecycle.is_held(stage):
        return NONE
    if lifecycle.is_completed(stage):
        return GREEN
    days, points = days_late(schedule, today), points_behind(schedule, today)
    for key in (RED, YELLOW):
        limit = limits()[key]
        if days > limit.days or points > limit.points:
            return key
    return GREEN


def _day(text: str, first: int) -> dt.date | None:
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return dt.date(*numbers)
        year, month = numbers[0], numbers[1] if len(numbers) == 2 else (1 if first else 12)
        begins = dt.date(year, month, 1)
        if first:
            return begins
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    except (ValueError, IndexError, OverflowError):
        return None
