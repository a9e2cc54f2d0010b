"""The months of a Gantt chart and the sentences of its bars, alike on screen and on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from renewtrack.domain import codes, lateness
from renewtrack.store.spans import Bar, Span
from renewtrack.words import Words

MONTH = Words("{month}月", "{month}")
YEAR = Words("{year}年", "{year}")
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PLANNED = Words("计划", "Planned")
ACTUAL = Words("实际", "Actual")
BASELINE = Words("基准计划", "Baseline")
FORECAST = Words("预计完工", "Forecast finish")
TODAY = Words("今天", "Today")
_EDGE = 10  # days left free at either end


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that a chart spans, both counted."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return (self.last - self.first).days + 1

    def place(self, day: dt.date) -> float:
        """Return where a day begins, 0 to 1 of the whole; outside it beyond."""
        return (day - self.first).days / self.days

    def months(self) -> Iterator[dt.date]:
        """Yield the first day of every month that begins within."""
        year, month = self.first.year, self.first.month
        while True:
            day = dt.date(year, month, 1)
            if day > self.last:
                return
            if day >= self.first:
                yield day
            year, month = year + month // 12, month % 12 + 1


def axis(ends: Span, today: dt.date) -> Axis:
    """Return the days that hold everything and today, from the first of a month to a last."""
    first = min(ends.start or today, today) - dt.timedelta(_EDGE)
    last = max(ends.finish or today, today) + dt.timedelta(_EDGE)
    first = first.replace(day=1)
    last = (last.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)
    return Axis(first, last)


def month_words(day: dt.date, language: str) -> str:
    """Return what a month is called on the axis."""
    if language == "en":
        return NAMES[day.month - 1]
    return MONTH.filled(month=day.month).zh


def year_words(day: dt.date, language: str) -> str:
    """Return what a year is called on the axis."""
    return YEAR.filled(year=day.year).in_(language)


def name(bar: Bar, language: str) -> str:
    """Return what a line is called: a work by its kind and place."""
    if not bar.kind:
        return bar.name
    entry = codes.code("work_types", bar.kind)
    kind = entry.words.in_(language) if entry else bar.kind
    joint = " " if language == "en" else "："
    return f"{kind}{joint}{bar.name}" if bar.name else kind


def light_words(bar: Bar, language: str) -> str:
    """Return the words of a bar's light."""
    return lateness.LIGHT_WORDS[bar.light].in_(language)


def grouped(bars: list[Bar]) -> list[Bar | str]:
    """Return the lines of a chart: the name of each group before its bars."""
    lines: list[Bar | str] = []
    last: str | None = None
    for bar in bars:
        if bar.group != last:
            lines.append(bar.group)
            last = bar.group
        lines.append(bar)
    return lines
