"""The public notice of a lift or a work: how long it hangs, and whether that was long enough."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from renewtrack.domain import lateness, tables
from renewtrack.words import Words

NOT_YET, RUNNING, ENDED, SHORT = STATES = ("not_yet", "running", "ended", "short")
_WORDS = {
    NOT_YET: Words("尚未公示", "no notice yet"),
    RUNNING: Words("公示第 {day} 天，共 {days} 天", "day {day} of {days} of the notice"),
    ENDED: Words("公示期满（{days} 天）", "notice completed ({days} days)"),
    SHORT: Words(
        "公示只有 {days} 天，少于 {least} 天", "the notice lasted {days} days, less than {least}"
    ),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a notice stands on a day; both of its own days count."""

    state: str
    day: int = 0
    days: int = 0
    least: int = 0

    @property
    def words(self) -> Words:
        """Return the state in words."""
        return _WORDS[self.state].filled(day=self.day, days=self.days, least=self.least)


def least_days() -> int:
    """Return how many days a notice has to hang, as ``lift_gates.toml`` says; locally set."""
    return int(tables.document("lift_gates")["notice"]["days"])


def clock(start: str | None, end: str | None, today: dt.date) -> Clock:
    """Return where a notice stands; without an end it lasts the least number of days."""
    least, first = least_days(), lateness.first_day(start)
    if first is None or first > today:
        return Clock(NOT_YET, least=least)
    last = lateness.last_day(end) or first + dt.timedelta(least - 1)
    days = max(0, (last - first).days + 1)
    if today <= last:
        return Clock(RUNNING, (today - first).days + 1, days, least)
    return Clock(ENDED if days >= least else SHORT, days, days, least)
