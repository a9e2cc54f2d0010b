"""When a crew can come to a household: half days that are worked, not quiet and not full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from renewtrack.domain.homes import HALVES
from renewtrack.domain.workdays import Workdays
from renewtrack.words import Words

HORIZON = 120  # days that are looked through for a free half day
_DAY = dt.timedelta(1)

REFUSALS = {
    "day_off": Words("{day} 不上班", "{day} is no working day"),
    "quiet": Words("{day} 不宜入户：{why}", "No visits on {day}: {why}"),
    "away": Words("施工组“{crew}”{day} 不出工", "Crew “{crew}” does not work on {day}"),
    "full": Words(
        "施工组“{crew}”{day} 已约满 {count} 户", "Crew “{crew}” is full on {day} with {count} homes"
    ),
}


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days on which nobody is to be disturbed: an exam week, a rest; ``half`` "" is the whole day.

    ``estates`` are ids; empty means everywhere.
    """

    first: dt.date
    last: dt.date
    why: str
    half: str = ""
    estates: frozenset[int] = frozenset()

    def holds(self, slot: Slot, estate_id: int | None) -> bool:
        """Tell whether the rule forbids a half day at an estate."""
        if not self.first <= slot.day <= self.last or self.half not in ("", slot.half):
            return False
        return not self.estates or estate_id in self.estates


@dataclass(frozen=True, slots=True)
class Crew:
    """A crew: how many homes it visits in half a day, and the days on which it is away."""

    id: int
    name: str
    capacity: int
    away: frozenset[dt.date] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Half a day."""

    day: dt.date
    half: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a visit has to keep to: the working days and the quiet times."""

    workdays: Workdays
    quiet: tuple[Quiet, ...] = ()


Booked = Mapping[tuple[int, Slot], int]  # homes that a crew has in half a day


def slots(first: dt.date, count: int = HORIZON) -> Iterator[Slot]:
    """Yield the half days of some days, earliest first."""
    for step in range(count):
        for half in HALVES:
            yield Slot(first + step * _DAY, half)


def refusal(
    slot: Slot, crew: Crew, booked: Booked, rules: Rules, estate_id: int | None
) -> Words | None:
    """Return why a crew cannot come in half a day; None where it can."""
    said = f"{slot.day:%Y-%m-%d}"
    if not rules.workdays.holds(slot.day):
        return REFUSALS["day_off"].filled(day=said)
    why = next((each.why for each in rules.quiet if each.holds(slot, estate_id)), None)
    if why is not None:
        return REFUSALS["quiet"].filled(day=said, why=why)
    if slot.day in crew.away:
        return REFUSALS["away"].filled(crew=crew.name, day=said)
    count = booked.get((crew.id, slot), 0)
    if count >= crew.capacity:
        return REFUSALS["full"].filled(crew=crew.name, day=said, count=count)
    return None


def next_free(
    first: dt.date,
    crews: Sequence[Crew],
    booked: Booked,
    rules: Rules,
    estate_id: int | None,
) -> tuple[Slot, Crew] | None:
    """Return the earliest half day from a day on that some crew can come in, and the crew.

    Of several crews the one with the fewest homes in that half day, then the first. None where
    none can within ``HORIZON`` days.
    """
    for slot in slots(first):
        can = [crew for crew in crews if refusal(slot, crew, booked, rules, estate_id) is None]
        if can:
            return slot, min(can, key=lambda crew: booked.get((crew.id, slot), 0))
    return None


def clashing(planned: Iterable[tuple[int, Slot]]) -> frozenset[int]:
    """Return the households that are visited twice in the same half day."""
    seen: set[tuple[int, Slot]] = set()
    found = set()
    for home, slot in planned:
        if (home, slot) in seen:
            found.add(home)
        seen.add((home, slot))
    return frozenset(found)
