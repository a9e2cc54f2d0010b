"""Targets of plans: what counts to a metric, when, and once only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from renewtrack.domain import lateness, tables
from renewtrack.words import Words

AREA, LENGTH = "area", "length"  # measured on the ground, in ha and km
_HECTARES = {"㎡": 1e-4, "平方米": 1e-4, "公顷": 1.0, "ha": 1.0, "亩": 1 / 15}
_KILOMETRES = {"m": 1e-3, "米": 1e-3, "延米": 1e-3, "km": 1.0, "公里": 1.0}
_UNITS = {"公顷": "ha", "公里": "km", "平方米": "㎡", "米": "m"}  # counted things have none
_METRES = {unit: factor * 1000 for unit, factor in _KILOMETRES.items()}


@dataclass(frozen=True, slots=True)
class Metric:
    """What a target counts; ``measure`` says how, ``sites`` and ``works`` what."""

    key: str
    words: Words
    unit: str
    measure: str  # area length sites quantity estates buildings households lifts
    sites: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    per: float = 1.0

    @property
    def unit_words(self) -> Words:
        """Return the unit in both languages; what is only counted has none in English."""
        return Words(self.unit, _UNITS.get(self.unit, ""))


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can count: finished or not, when, or when it should be.

    ``key`` names the place or record, which counts once; ``row`` is (kind of ledger, id) of the
    row behind it; ``geom`` is a stored geometry, ``amount`` what it adds where there is none.
    """

    key: tuple[str, int]
    row: tuple[str, int]
    is_done: bool
    done: str | None = None
    due: str | None = None
    amount: float | None = None
    geom: bytes | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """From one day to another, both counted."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts in a window: finished, expected until its year's end, finished without a date."""

    done: tuple[Thing, ...]
    expected: tuple[Thing, ...]
    undated: tuple[Thing, ...]


@cache
def metrics() -> dict[str, Metric]:
    """Return the metrics of ``targets.toml`` by their keys."""
    return {
        row["key"]: Metric(
            row["key"],
            Words(row["zh"], row["en"]),
            row.get("unit", ""),
            row["measure"],
            tuple(row.get("sites", ())),
            tuple(row.get("works", ())),
            float(row.get("per", 1)),
        )
        for row in tables.document("targets")["code"]
    }


def window(year_from: int | None, year_to: int | None, year: int | None) -> Window:
    """Return the days in which a target counts: of its own year, else of its plan.

    A year that no calendar has is taken for the nearest that it has.
    """
    first = year or year_from or dt.MINYEAR
    last = year or year_to or dt.MAXYEAR
    return Window(dt.date(_on_calendar(first), 1, 1), dt.date(_on_calendar(last), 12, 31))


def _on_calendar(year: int) -> int:
    return min(max(year, dt.MINYEAR), dt.MAXYEAR)


def count(things: Iterable[Thing], within: Window, today: dt.date) -> Counted:
    """Sort what counts; each key counts once, by the first that was finished.

    Expected is what is not finished and should be until the end of this year or the window,
    whichever is earlier; nothing is once the window is over. What was finished without a date
    counts only where the window is open.
    """
    first: dict[tuple[str, int], Thing] = {}
    for thing in things:
        known = first.get(thing.key)
        if known is None or _before(thing, known):
            first[thing.key] = thing
    found: dict[str, list[Thing]] = {"done": [], "expected": [], "undated": []}
    horizon = min(within.last, dt.date(today.year, 12, 31))
    for thing in first.values():
        place = _place(thing, within, today, horizon)
        if place:
            found[place].append(thing)
    return Counted(*(tuple(found[key]) for key in ("done", "expected", "undated")))


def _before(one: Thing, other: Thing) -> bool:
    if one.is_done != other.is_done:
        return one.is_done
    this, that = (each.done if one.is_done else each.due for each in (one, other))
    return this is not None and (that is None or this < that)


def _place(thing: Thing, within: Window, today: dt.date, horizon: dt.date) -> str:
    begins = lateness.first_day(thing.done) if thing.is_done else None
    if thing.is_done and begins is None:
        is_open = within.first.year == dt.MINYEAR and within.last.year == dt.MAXYEAR
        return "done" if is_open else "undated"
    if begins is not None and begins <= today:
        day = min(lateness.last_day(thing.done) or begins, today)
        return "done" if within.first <= day <= within.last else ""
    if within.last < today:
        return ""
    due = lateness.last_day(thing.done if thing.is_done else thing.due)  # finished only later
    return "expected" if due is not None and within.first <= due <= horizon else ""


def amount(metric: Metric, quantity: float | None, unit: str | None) -> float | None:
    """Return what a quantity adds to a metric in its unit; None where the unit does not fit."""
    if quantity is None:
        return None
    if metric.measure == AREA:
        factor = _HECTARES.get(unit or "")
    elif metric.measure == LENGTH:
        factor = _KILOMETRES.get(unit or "")
    elif metric.per != 1:
        factor = _METRES[unit] / metric.per if unit in _METRES else None
    else:
        factor = None if unit in _METRES or unit in _HECTARES else 1.0
    return None if factor is None else quantity * factor
