"""Visits to homes as they are booked, moved, kept, missed and booked anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain import slots
from renewtrack.domain.slots import Crew, Planned, Slot
from renewtrack.errors import UserError
from renewtrack.store import crews, rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

NOBODY = Crew(0, "", 1_000_000)  # a visit that no crew has yet: only the calendar forbids it
_TWICE = Words("这一户在 {day} 已有预约", "This home is booked on {day} already")
_GONE = Words("没有这个班组", "There is no such crew")
_OVER = Words("{day} 的这次入户已有结果", "This visit of {day} has a result already")
_ANEW = Words("{day} 未遇后已经另约", "This home was booked anew after {day} already")


class NotFree(UserError):
    """The half day cannot be had."""

    words = Words(
        "不能预约：{why}。没有写入，请换一个时段，或用“找空档”。",
        "This cannot be booked: {why}. Nothing was written; choose another half day, or let a free "
        "one be found.",
    )


class NothingFree(UserError):
    """No crew has a free half day within the days that are looked through."""

    words = Words(
        "今后 {days} 天内没有空档。请增加班组或每半天的户数，或检查不宜入户的日子。",
        "No half day is free within {days} days. Add a crew or homes to its half days, or look at "
        "the quiet days.",
    )


@dataclass(frozen=True, slots=True)
class Booking:
    """Where and when a visit is to be; ``crew_id`` None is a visit that no crew has yet."""

    household_id: int
    slot: Slot
    crew_id: int | None = None
    purpose: str | None = None
    source: str = "desk"
    remark: str | None = None
    follows_id: int | None = None


def refused(db: Database, booking: Booking, leave: Sequence[int] = ()) -> Words | None:
    """Return why a visit cannot be, or None; ``leave`` are visits that go from where they are."""
    crew = _crew(db, booking.crew_id)
    if crew is None:
        return _GONE
    day, half = str(booking.slot.day), booking.slot.half
    others = rows.fetch(
        db,
        """
        SELECT id, household_id, crew_id FROM appointment
        WHERE state = 'planned' AND date = :date AND (half = :half OR half IS NULL) ORDER BY id
        """,
        {"date": day, "half": half},
    )
    staying = [row for row in others if row["id"] not in leave]
    if any(row["household_id"] == booking.household_id for row in staying):
        return _TWICE.filled(day=day)
    own = sum(row["crew_id"] == booking.crew_id for row in staying)
    count = {(crew.id, booking.slot): own if booking.crew_id is not None else 0}
    estate_id = estate_of(db, booking.household_id)
    return slots.refusal(booking.slot, crew, count, crews.rules(db), estate_id)


def book(db: Database, booking: Booking) -> int:
    """Book a visit inside the action under way, and return its id; raises NotFree.

    It names the missed visit that it makes up for, whether that was booked anew or waited.
    """
    why = refused(db, booking)
    if why is not None:
        raise NotFree(why=why)
    return rows.add(
        db,
        "appointment",
        {
            "household_id": booking.household_id,
            "date": str(booking.slot.day),
            "half": booking.slot.half,
            "state": "planned",
            "crew_id": booking.crew_id,
            "purpose": booking.purpose,
            "source": booking.source,
            "remark": booking.remark,
            "follows_id": booking.follows_id or _missed(db, booking),
        },
    )


def next_free(
    db: Database,
    household_id: int,
    first: dt.date,
    crew_id: int | None = None,
    after: Slot | None = None,
) -> tuple[Slot, Crew]:
    """Return the earliest half day from a day on in which some crew can come to a home.

    With ``after`` it is a later one than that. A file without crews gives half days that the
    calendar allows, and ``NOBODY``. Raises NothingFree.
    """
    known = crews.all(db) or [NOBODY]
    able = [crew for crew in known if crew_id in (None, crew.id)]
    counts, rules = crews.booked(db, first), crews.rules(db)
    estate_id = estate_of(db, household_id)
    own, there = set(_own_half_days(db, household_id, first)), crews.at(db, estate_id, first)
    day = first
    while True:
        found = slots.next_free(day, able, counts, rules, estate_id, there)
        if found is None:
            raise NothingFree(days=slots.HORIZON)
        if found[0] not in own and (after is None or found[0] > after):
            return found
        counts = {**counts, **{(crew.id, found[0]): crew.homes_in(found[0]) for crew in able}}
        day = found[0].day


def move(db: Database, visit_ids: Sequence[int], slot: Slot, crew_id: int | None) -> None:
    """Move planned visits to a half day of a crew, inside the action under way.

    All of them or none: raises NotFree.
    """
    for row in of(db, visit_ids):
        _still_planned(row)
        booking = Booking(row["household_id"], slot, crew_id)
        why = refused(db, booking, [row["id"]])
        if why is not None:
            raise NotFree(why=why)
        values = {"date": str(slot.day), "half": slot.half, "crew_id": crew_id, "position": None}
        if (row["date"], row["half"]) != (str(slot.day), slot.half):
            values["reminded_on"] = None
        rows.change(db, "appointment", row["id"], values)


def move_days(
    db: Database, visit_ids: Sequence[int], first: dt.date
) -> tuple[dict[int, tuple[Slot, Crew]], list[int]]:
    """Return where visits would go from a day on, and those for which nothing is free.

    Every visit keeps its crew; nothing is written: ``put`` does that.
    """
    visits = [
        Planned(row["id"], Slot(first, row["half"] or "am"), row["crew_id"], row["estate_id"])
        for row in of(db, visit_ids)
    ]
    leaving = {visit.id for visit in visits}
    counts = dict(crews.booked(db, first))
    for row in of(db, visit_ids):
        if row["crew_id"] is not None and row["half"] and row["date"] >= str(first):
            key = (row["crew_id"], Slot(dt.date.fromisoformat(row["date"]), row["half"]))
            counts[key] = counts.get(key, 0) - (row["id"] in leaving)
    return slots.moved(first, visits, crews.all(db) or [NOBODY], counts, crews.rules(db))


def put(db: Database, places: dict[int, tuple[Slot, Crew]]) -> None:
    """Write where visits go, inside the action under way; raises NotFree."""
    leave = list(places)
    for visit_id, (slot, crew) in places.items():
        crew_id = crew.id or None
        (row,) = of(db, [visit_id])
        _still_planned(row)
        why = refused(db, Booking(row["household_id"], slot, crew_id), leave)
        if why is not None:
            raise NotFree(why=why)
        leave.remove(visit_id)
        rows.change(
            db,
            "appointment",
            visit_id,
            {
                "date": str(slot.day),
                "half": slot.half,
                "crew_id": crew_id,
                "position": None,
                "reminded_on": None,
            },
        )


def mark(db: Database, visit_ids: Sequence[int], state: str) -> None:
    """Write what became of visits: one of ``homes.STATES``.

    A missed visit that was booked anew is not planned again beside the new one: raises NotFree.
    """
    if state == "planned":
        for row in of(db, visit_ids):
            _not_followed(db, row)
    rows.change_many(db, "appointment", list(visit_ids), {"state": [state] * len(visit_ids)})


def remind(db: Database, visit_ids: Sequence[int], day: str | None) -> None:
    """Write when homes were reminded of their visit."""
    rows.change_many(db, "appointment", list(visit_ids), {"reminded_on": [day] * len(visit_ids)})


def rebook(db: Database, visit_id: int, first: dt.date, crew_id: int | None = None) -> int:
    """Book a home anew that was not met: the earliest half day from a day on.

    The missed visit stays on record, and the new one names it. Raises NothingFree, NotFree.
    """
    (row,) = of(db, [visit_id])
    if row["state"] != "missed":
        _still_planned(row)
    _not_followed(db, row)
    rows.change(db, "appointment", visit_id, {"state": "missed"})
    slot, crew = next_free(db, row["household_id"], first, crew_id)
    booking = Booking(
        row["household_id"],
        slot,
        crew.id or None,
        row["purpose"],
        row["source"] or "desk",
        None,
        visit_id,
    )
    return book(db, booking)


def arrange(db: Database, visit_ids: Sequence[int]) -> None:
    """Write in which order homes are visited: as given, from 1 on."""
    places = list(range(1, len(visit_ids) + 1))
    rows.change_many(db, "appointment", list(visit_ids), {"position": places})


def estate_of(db: Database, household_id: int) -> int | None:
    """Return the estate that a home belongs to."""
    found = rows.value(
        db,
        """
        SELECT building.estate_id FROM household JOIN building ON building.id = building_id
        WHERE household.id = ?
        """,
        (household_id,),
    )
    return None if found is None else int(found)


def of(db: Database, visit_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return visits as they are stored, with their estate, in the order of the ids."""
    found = {}
    for visit_id in visit_ids:
        for row in rows.fetch(
            db,
            """
            SELECT appointment.*, building.estate_id FROM appointment
            JOIN household ON household.id = household_id
            JOIN building ON building.id = household.building_id WHERE appointment.id = ?
            """,
            (visit_id,),
        ):
            found[visit_id] = row
    return list(found.values())


def _still_planned(visit: dict[str, Any]) -> None:
    if visit["state"] != "planned":
        raise NotFree(why=_OVER.filled(day=visit["date"]))


def _not_followed(db: Database, visit: dict[str, Any]) -> None:
    """Refuse what would give a home a second visit beside the one booked after a missed one."""
    later = "SELECT id FROM appointment WHERE follows_id = ? AND state IN ('planned', 'kept')"
    if rows.value(db, later, (visit["id"],)) is not None:
        raise NotFree(why=_ANEW.filled(day=visit["date"]))


def _missed(db: Database, booking: Booking) -> int | None:
    """Return the latest missed visit of a home; None where the home came up again since."""
    found = rows.fetch(
        db,
        """
        SELECT id, state FROM appointment
        WHERE household_id = :home AND state != 'off' AND date <= :day
        ORDER BY date DESC, id DESC LIMIT 1
        """,
        {"home": booking.household_id, "day": str(booking.slot.day)},
    )
    return found[0]["id"] if found and found[0]["state"] == "missed" else None


def _crew(db: Database, crew_id: int | None) -> Crew | None:
    if crew_id is None:
        return NOBODY
    return next((crew for crew in crews.all(db) if crew.id == crew_id), None)


def _own_half_days(db: Database, household_id: int, first: dt.date) -> Iterable[Slot]:
    """Yield the half days in which a home is booked already."""
    for row in rows.fetch(
        db,
        """
        SELECT date, half FROM appointment
        WHERE household_id = :home AND state = 'planned' AND date >= :first ORDER BY date
        """,
        {"home": household_id, "first": str(first)},
    ):
        for half in (row["half"],) if row["half"] else ("am", "pm"):
            try:
                yield Slot(dt.date.fromisoformat(row["date"]), half)
            except ValueError:  # a month or a year is no half day
                continue
