"""The months and weeks that an office reports on."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from renewtrack.errors import UserError
from renewtrack.words import Words

MONTH, WEEK = "month", "week"
KINDS = (MONTH, WEEK)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


class NotAPeriod(UserError):
    """Words name neither a month nor a week."""

    words = Words(
        "“{key}”不是月份或周。月份写成 2025-05，周写成 2025-W22（从周一到周日）。",
        "“{key}” is neither a month nor a week. Write a month as 2025-05, a week, Monday to "
        "Sunday, as 2025-W22.",
    )


@dataclass(frozen=True, slots=True)
class Period:
    """A month ``2025-05`` or an ISO week ``2025-W22``; the days are ISO texts, both included."""

    kind: str
    key: str
    first: str
    last: str

    @property
    def year(self) -> int:
        """Return the year whose plan is reported: that of the last day."""
        return int(self.last[:4])

    @property
    def words(self) -> Words:
        """Return its name as titles have it."""
        first, last = dt.date.fromisoformat(self.first), dt.date.fromisoformat(self.last)
        if self.kind == MONTH:
            return Words(f"{first.year}年{first.month}月", f"{first:%B %Y}")
        number = int(self.key[-2:])
        days = f"{first.month}月{first.day}日—{last.month}月{last.day}日"
        return Words(
            f"{self.key[:4]}年第{number}周（{days}）",
            f"Week {number} of {self.key[:4]} ({self.first} to {self.last})",
        )

    def before(self) -> Period:
        """Return the period before it."""
        return of(self.kind, dt.date.fromisoformat(self.first) - dt.timedelta(days=1))

    def after(self) -> Period:
        """Return the period after it."""
        return of(self.kind, dt.date.fromisoformat(self.last) + dt.timedelta(days=1))

    def holds(self, date: str | None) -> bool:
        """Tell whether a date, as precise as known, certainly lies in the period."""
        return self.reached(date) and self.first <= first_day(str(date))

    def reached(self, date: str | None) -> bool:
        """Tell whether a date, as precise as known, has certainly come by the last day."""
        return bool(date) and str(date)[0].isdigit() and last_day(str(date)) <= self.last


def of(kind: str, day: dt.date) -> Period:
    """Return the month or week that a day lies in."""
    if kind == MONTH:
        return read(f"{day.year:04d}-{day.month:02d}")
    year, week, _ = day.isocalendar()
    return read(f"{year:04d}-W{week:02d}")


def read(key: str) -> Period:
    """Return the period of a key; raises NotAPeriod."""
    try:
        if month := _MONTH.fullmatch(key):
            first = dt.date(int(month[1]), int(month[2]), 1)
            last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
            return Period(MONTH, key, first.isoformat(), last.isoformat())
        if week := _WEEK.fullmatch(key):
            monday = dt.date.fromisocalendar(int(week[1]), int(week[2]), 1)
            sunday = monday + dt.timedelta(days=6)
            return Period(WEEK, key, monday.isoformat(), sunday.isoformat())
    except (ValueError, OverflowError) as wrong:
        raise NotAPeriod(key=key) from wrong
    raise NotAPeriod(key=key)


def first_day(date: str) -> str:
    """Return the first day that an ISO date, as precise as known, may mean."""
    return date + "-01-01"[{4: 0, 7: 3}.get(len(date), 6) :]


def last_day(date: str) -> str:
    """Return the last day that an ISO date, as precise as known, may mean."""
    if len(date) == len("2025"):
        return f"{date}-12-31"
    if len(date) == len("2025-05"):
        try:
            return read(date).last
        except NotAPeriod:
            return f"{date}-31"
    return date
