"""When a crew can come to a household: half days that are worked, not quiet and not full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from renewtrack.domain.homes import HALVES
from renewtrack.domain.workdays import Workdays
from renewtrack.words import Words

HORIZON = 120  # days that are looked through for a free half day
_DAY = dt.timedelta(1)

REFUSALS = {
    "day_off": Words("{day} 不上班", "{day} is no working day"),
    "quiet": Words("{day} 不宜入户：{why}", "No visits on {day}: {why}"),
    "away": Words("班组“{crew}”{day} 不出工", "Crew “{crew}” does not work on {day}"),
    "full": Words(
        "班组“{crew}”{day} 已约满 {count} 户", "Crew “{crew}” is full on {day} with {count} homes"
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Half a day."""

    day: dt.date
    half: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days on which nobody is to be disturbed: an exam week, a rest; ``half`` "" is the whole day.

    ``estates`` are ids; empty means everywhere. ``weekdays`` (Monday is 1) narrow the days; empty
    means all of them.
    """

    first: dt.date
    last: dt.date
    why: str
    half: str = ""
    estates: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()

    def holds(self, slot: Slot, estate_id: int | None) -> bool:
        """Tell whether the rule forbids a half day at an estate."""
        if not self.first <= slot.day <= self.last or self.half not in ("", slot.half):
            return False
        if self.weekdays and slot.day.isoweekday() not in self.weekdays:
            return False
        return not self.estates or estate_id in self.estates


@dataclass(frozen=True, slots=True)
class Crew:
    """A crew: how many homes it visits in half a day; ``own`` are half days that differ.

    A half day of its own with no homes is one on which the crew is away.
    """

    id: int
    name: str
    capacity: int
    own: Mapping[Slot, int] = field(default_factory=dict)

    def homes_in(self, slot: Slot) -> int:
        """Return how many homes the crew visits in a half day."""
        return self.own.get(slot, self.capacity)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a visit has to keep to: the working days and the quiet times."""

    workdays: Workdays
    quiet: tuple[Quiet, ...] = ()


Booked = Mapping[tuple[int, Slot], int]  # homes that a crew has in half a day


def slots(first: dt.date, count: int = HORIZON) -> Iterator[Slot]:
    """Yield the half days of some days, earliest first, up to the last day there is."""
    for step in range(min(count, (dt.date.max - first).days + 1)):
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
    most = crew.homes_in(slot)
    if most == 0:
        return REFUSALS["away"].filled(crew=crew.name, day=said)
    count = booked.get((crew.id, slot), 0)
    if count >= most:
        return REFUSALS["full"].filled(crew=crew.name, day=said, count=count)
    return None


def next_free(  # noqa: PLR0913 - each says by its name what is asked for
    first: dt.date,
    crews: Sequence[Crew],
    booked: Booked,
    rules: Rules,
    estate_id: int | None,
    there: Container[tuple[int, Slot]] = (),
) -> tuple[Slot, Crew] | None:
    """Return the earliest half day from a day on that some crew can come in, and the crew.

    Of several crews one that is at the estate in that half day (``there``), then the one with the
    fewest homes, then the first. None where none can within ``HORIZON`` days.
    """
    for slot in slots(first):
        can = [crew for crew in crews if refusal(slot, crew, booked, rules, estate_id) is None]
        if can:
            return slot, min(
                can,
                key=lambda crew: ((crew.id, slot) not in there, booked.get((crew.id, slot), 0)),
            )
    return None


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit that is to be moved: its half day and the estate it goes to."""

    id: int
    slot: Slot
    crew_id: int | None
    estate_id: int | None


def moved(
    first: dt.date,
    visits: Iterable[Planned],
    crews: Sequence[Crew],
    booked: Booked,
    rules: Rules,
) -> tuple[dict[int, tuple[Slot, Crew]], list[int]]:
    """Return where each visit goes from a day on, and the visits for which nothing is free.

    Every visit keeps its crew where it can, and gets the earliest half day that is free then; what
    is given to one is taken for the next.
    """
    counts, places, left = dict(booked), {}, []
    for visit in visits:
        own = [crew for crew in crews if crew.id == visit.crew_id] or list(crews)
        found = next_free(first, own, counts, rules, visit.estate_id)
        if found is None:
            left.append(visit.id)
            continue
        slot, crew = found
        counts[crew.id, slot] = counts.get((crew.id, slot), 0) + 1
        places[visit.id] = found
    return places, left


def clashing(planned: Iterable[tuple[int, Slot]]) -> frozenset[int]:
    """Return the households that are visited twice in the same half day."""
    seen: set[tuple[int, Slot]] = set()
    found = set()
    for home, slot in planned:
        if (home, slot) in seen:
            found.add(home)
        seen.add((home, slot))
    return frozenset(found)
