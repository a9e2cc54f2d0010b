"""The crews that visit homes, their half days, and the days on which nobody is to be disturbed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from renewtrack.domain import workdays
from renewtrack.domain.homes import HALVES
from renewtrack.domain.slots import Booked, Crew, Quiet, Rules, Slot
from renewtrack.domain.workdays import Workdays
from renewtrack.errors import UserError
from renewtrack.store import rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


class NameTaken(UserError):
    """Two crews cannot have one name."""

    words = Words(
        "已有名为“{name}”的班组，没有写入。请换一个名称。",
        "There is a crew called “{name}” already; nothing was written. Choose another name.",
    )


def all(db: Database, every: bool = False) -> list[Crew]:  # noqa: A001 - reads as crews.all(db)
    """Return the crews in use, or ``every`` one, with the half days that differ, by name."""
    own: dict[int, dict[Slot, int]] = {}
    for row in rows.fetch(db, "SELECT crew_id, date, half, capacity FROM slot ORDER BY id"):
        day = _day(row["date"])
        if day is not None:
            own.setdefault(row["crew_id"], {})[Slot(day, row["half"])] = row["capacity"]
    found = rows.fetch(
        db,
        "SELECT id, name, capacity FROM crew WHERE active OR :every ORDER BY name, id",
        {"every": every},
    )
    return [Crew(row["id"], row["name"], row["capacity"], own.get(row["id"], {})) for row in found]


def add(db: Database, name: str, capacity: int, **values: object) -> int:
    """Add a crew and return its id; raises NameTaken."""
    try:
        return rows.add(db, "crew", {"name": name.strip(), "capacity": capacity, **values})
    except sqlite3.IntegrityError as refused:
        raise NameTaken(name=name.strip()) from refused


def rules(db: Database) -> Rules:
    """Return the working days and quiet times as the file has them.

    Working days are those of ``workdays.toml``, changed by the office's own table.
    """
    return Rules(_workdays(db), tuple(_quiet(db)))


def differ(db: Database, crew_id: int, slots: Iterable[Slot], capacity: int, why: str) -> None:
    """Give half days of a crew a capacity of their own; 0 is a half day on which it is away."""
    for slot in slots:
        where = {"crew": crew_id, "date": str(slot.day), "half": slot.half}
        found = rows.value(
            db,
            "SELECT id FROM slot WHERE crew_id = :crew AND date = :date AND half = :half",
            where,
        )
        values: dict[str, object] = {"capacity": capacity, "why": why or None}
        if found is not None:
            rows.change(db, "slot", int(found), values)
        else:
            rows.add(
                db,
                "slot",
                {"crew_id": crew_id, "date": str(slot.day), "half": slot.half, **values},
            )


def listed(db: Database, table: str, order: str) -> list[rows.Row]:
    """Return every row of ``crew`` or ``work_day`` in the order of a column."""
    if table not in ("crew", "work_day"):
        raise ValueError(table)
    return rows.fetch(db, f'SELECT * FROM "{table}" ORDER BY "{order}", id')


def quiet_rules(db: Database, estate_id: int | None) -> list[rows.Row]:
    """Return the quiet rules of an estate, or those that hold everywhere, the earliest first."""
    return rows.fetch(
        db,
        "SELECT * FROM quiet_rule WHERE estate_id IS :estate ORDER BY first_day, id",
        {"estate": estate_id},
    )


def booked(db: Database, first: dt.date) -> Booked:
    """Return how many homes each crew has in each half day from a day on."""
    found = rows.fetch(
        db,
        """
        SELECT crew_id, date, half, COUNT(*) AS homes FROM appointment
        WHERE state = 'planned' AND crew_id IS NOT NULL AND date >= :first
        GROUP BY crew_id, date, half
        """,
        {"first": str(first)},
    )
    counts: Counter[tuple[int, Slot]] = Counter()
    for row in found:
        day = _day(row["date"])
        for half in (row["half"],) if row["half"] else HALVES:  # a visit without one takes both
            if day is not None:
                counts[row["crew_id"], Slot(day, half)] += row["homes"]
    return counts


def at(db: Database, estate_id: int | None, first: dt.date) -> set[tuple[int, Slot]]:
    """Return the half days from a day on in which crews are at an estate."""
    found = rows.fetch(
        db,
        """
        SELECT DISTINCT crew_id, date, half FROM appointment
        JOIN household ON household.id = household_id
        JOIN building ON building.id = household.building_id
        WHERE state = 'planned' AND crew_id IS NOT NULL AND date >= :first AND half IS NOT NULL
          AND building.estate_id = :estate
        """,
        {"first": str(first), "estate": estate_id},
    )
    return {(row["crew_id"], Slot(day, row["half"])) for row in found if (day := _day(row["date"]))}


def _workdays(db: Database) -> Workdays:
    usual = workdays.usual()
    on, off = {*usual.on}, {*usual.off}
    for row in rows.fetch(db, "SELECT date, worked FROM work_day ORDER BY id"):
        day = _day(row["date"])
        if day is not None:
            (on if row["worked"] else off).add(day)
            (off if row["worked"] else on).discard(day)
    return replace(usual, on=frozenset(on), off=frozenset(off))


def _quiet(db: Database) -> Iterable[Quiet]:
    for row in rows.fetch(db, "SELECT * FROM quiet_rule ORDER BY first_day, id"):
        first, last = _day(row["first_day"]), _day(row["last_day"])
        if first is None or last is None:
            continue
        estates = () if row["estate_id"] is None else (int(row["estate_id"]),)
        yield Quiet(
            first,
            last,
            row["why"],
            row["half"] or "",
            frozenset(estates),
            frozenset(int(sign) for sign in row["weekdays"] or "" if sign in "1234567"),
        )


def _day(iso: str) -> dt.date | None:
    """Return a day; None for what another program wrote that is none, or is no whole day."""
    try:
        return dt.date.fromisoformat(iso)
    except (TypeError, ValueError):
        return None
