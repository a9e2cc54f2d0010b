"""One week of visits with all that its board tells of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renewtrack.domain import slots, visit_rounds
from renewtrack.domain.homes import HALVES
from renewtrack.domain.slots import Crew, Rules, Slot
from renewtrack.store import crews, rows, visit_lists
from renewtrack.store.bookings import NOBODY
from renewtrack.store.choosing import Filter
from renewtrack.store.visit_lists import Visit, Waiting
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

Cell = tuple[int, Slot]  # a crew, 0 for visits that have none, and half a day
DAYS = 7
_QUIET_AT = Words("{estate}：{why}", "{estate}: {why}")


@dataclass(frozen=True, slots=True)
class Week:
    """The days from ``first`` on, a Monday.

    ``closed`` says of half days why nobody is visited in them, ``quiet`` what is quiet on a day at
    single estates, ``far`` how many metres apart the homes of a half day are where that is much,
    ``troubles`` what is wrong with visits of any week, ``due`` of which homes nobody was reminded,
    ``waiting`` which homes have no visit, and ``every`` how many these are.
    """

    first: dt.date
    crews: tuple[Crew, ...]
    cells: dict[Cell, tuple[Visit, ...]]
    closed: dict[Cell, Words]
    quiet: dict[dt.date, tuple[Words, ...]]
    far: dict[Cell, float]
    troubles: dict[int, Words]
    troubled: tuple[Visit, ...]
    due: tuple[Visit, ...]
    waiting: tuple[Waiting, ...]
    every: int

    def days(self) -> list[dt.date]:
        """Return the days from Monday on."""
        return [self.first + dt.timedelta(step) for step in range(DAYS)]


def read(db: Database, first: dt.date, today: dt.date, wanted: Filter) -> Week:
    """Return a week's board; the queue keeps to the buildings of a filter."""
    known, rules = crews.all(db), crews.rules(db)
    cells = _cells(db, first, known)
    if not known or any(crew_id == 0 for crew_id, _ in cells):
        known = [*known, NOBODY]
    troubles = visit_lists.troubles(db, today)
    waiting, every = visit_lists.waiting(db, wanted)
    ahead = int(visit_rounds.settings()["remind_days"])
    return Week(
        first,
        tuple(known),
        {cell: tuple(held) for cell, held in cells.items()},
        _closed(first, known, rules),
        _quiet(db, first, rules),
        _far(db, cells),
        troubles,
        tuple(visit_lists.some(db, troubles)),
        tuple(visit_lists.due(db, today, ahead)),
        tuple(waiting),
        every,
    )


def visits_again(db: Database, week: Week) -> Week:
    """Return the same week with its visits read again: what was just written is seen at once."""
    cells = _cells(db, week.first, list(week.crews))
    if any(crew_id == 0 for crew_id, _ in cells) and NOBODY not in week.crews:
        week = replace(week, crews=(*week.crews, NOBODY))
    return replace(week, cells={cell: tuple(held) for cell, held in cells.items()})


def _cells(db: Database, first: dt.date, known: list[Crew]) -> dict[Cell, list[Visit]]:
    ids = {crew.id for crew in known}
    cells: dict[Cell, list[Visit]] = {}
    for visit in visit_lists.week(db, first, DAYS):
        crew_id = visit.crew_id if visit.crew_id in ids else 0
        cells.setdefault((crew_id or 0, visit.slot), []).append(visit)
    return cells


def _closed(first: dt.date, known: list[Crew], rules: Rules) -> dict[Cell, Words]:
    """Return why half days take nobody, wherever the home is."""
    found = {}
    for crew in known:
        for slot in slots.slots(first, DAYS):
            why = slots.refusal(slot, crew, {}, rules, None)
            if why is not None:
                found[crew.id, slot] = why
    return found


def _quiet(db: Database, first: dt.date, rules: Rules) -> dict[dt.date, tuple[Words, ...]]:
    """Return what is quiet at single estates on each day."""
    names = {row["id"]: row["name"] for row in rows.fetch(db, "SELECT id, name FROM estate")}
    found: dict[dt.date, list[Words]] = {}
    for rule in rules.quiet:
        for step in range(DAYS):
            day = first + dt.timedelta(step)
            for estate in sorted(rule.estates):
                if any(rule.holds(Slot(day, half), estate) for half in HALVES):
                    said = _QUIET_AT.filled(estate=names.get(estate, ""), why=rule.why)
                    found.setdefault(day, []).append(said)
    return {day: tuple(said) for day, said in found.items()}


def _far(db: Database, cells: dict[Cell, list[Visit]]) -> dict[Cell, float]:
    """Return of half days whose homes lie far apart how far, in metres."""
    places = visit_lists.stops(db, [visit for held in cells.values() for visit in held])
    found = {}
    for cell, held in cells.items():
        stops = [places[visit.id] for visit in held]
        if cell[0] and visit_rounds.far(stops):
            found[cell] = visit_rounds.spread_m(stops)
    return found
