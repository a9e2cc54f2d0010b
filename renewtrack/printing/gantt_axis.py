"""The months of a Gantt chart and the sentences of its bars, alike on screen and on paper."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from renewtrack.domain import codes
from renewtrack.store.spans import Bar, Span
from renewtrack.words import Words

MONTH = Words("{month}月", "{month}")
YEAR = Words("{year}年", "{year}")
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ACTUAL = Words("实际", "Actual")
BASELINE = Words("基准计划", "Baseline")
FORECAST = Words("预计完工", "Forecast finish")
TODAY = Words("今天", "Today")
_EDGE = 10  # days left free at either end
_FURTHEST = 50 * 365  # days from today


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that a chart spans, both counted."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return (self.last - self.first).days + 1

    def place(self, day: dt.date, after: int = 0) -> float:
        """Return where a day begins, or some days after it, 0 to 1 of the whole; outside beyond."""
        return ((day - self.first).days + after) / self.days

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
            if year > dt.MAXYEAR:
                return


def axis(ends: Span, today: dt.date) -> Axis:
    """Return the days that hold everything and today, from the first of a month to a last.

    What is further away than 50 years, as 9999-12-31 for no end, goes on beyond the edge.
    """
    begins = max(min(ends.start or today, today), _moved(today, -_FURTHEST))
    finishes = min(max(ends.finish or today, today), _moved(today, _FURTHEST))
    first, last = _moved(begins, -_EDGE), _moved(finishes, _EDGE)
    return Axis(
        first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    )


def _moved(day: dt.date, days: int) -> dt.date:
    """Return a day so many days on, but none outside the calendar."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


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
