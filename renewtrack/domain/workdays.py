"""Days on which crews work: weekdays, public holidays, and days worked in their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from renewtrack.domain import tables

_DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Workdays:
    """The weekdays that are worked (Monday is 1), days that are not, and days that are anyway.

    ``years`` are those whose public holidays are known.
    """

    weekdays: frozenset[int]
    off: frozenset[dt.date] = frozenset()
    on: frozenset[dt.date] = frozenset()
    years: frozenset[int] = frozenset()

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is worked."""
        if day in self.on:
            return True
        return day.isoweekday() in self.weekdays and day not in self.off

    def knows(self, day: dt.date) -> bool:
        """Tell whether the public holidays of a day's year are known."""
        return day.year in self.years


@cache
def usual() -> Workdays:
    """Return the days of ``workdays.toml``."""
    found = tables.document("workdays")
    years = found.get("year", ())
    return Workdays(
        frozenset(found["weekdays"]),
        frozenset(day for year in years for span in year["off"] for day in days(span)),
        frozenset(day for year in years for span in year["on"] for day in days(span)),
        frozenset(year["year"] for year in years),
    )


def days(span: str) -> Iterator[dt.date]:
    """Yield the days of a day or a span (2026-05-01/2026-05-05), both ends counted.

    Raises ValueError for what is no day.
    """
    first, _, last = span.partition("/")
    day = dt.date.fromisoformat(first)
    end = dt.date.fromisoformat(last) if last else day
    while day <= end:
        yield day
        day += _DAY
