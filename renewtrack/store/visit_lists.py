"""What the board of visits shows: a week, the queue of homes to be booked, reminders, troubles."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain import homes, slots, text
from renewtrack.domain.slots import Slot
from renewtrack.domain.visit_rounds import Stop
from renewtrack.store import choosing, crews, gpkg, rows
from renewtrack.store.choosing import PLACE, Filter
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST = 500  # homes of the queue that are listed; all of them are counted
FOUND = 20  # homes that a search offers
TROUBLES = {
    "past": Words("日期已过，尚未登记结果", "The day is over and no result is on record"),
    "no_crew": Words("没有派班组", "No crew yet"),
    "twice": Words("同一户同一半天约了两次", "The same home twice in one half day"),
}
_HOME = """
    household.id AS household_id, household.building_id, building.estate_id,
    COALESCE(estate.name, '') AS estate, building.number AS building,
    stairwell.number AS stairwell, household.room, household.floor, household.agree,
    household.vulnerable IS NOT NULL AS care, household.access
"""
_JOINED = """
    JOIN building ON building.id = household.building_id
    LEFT JOIN estate ON estate.id = building.estate_id
    LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
"""
_ORDER = """
    estate.sort, building.sort, LENGTH(stairwell.number), stairwell.number,
    LENGTH(household.room), household.room
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A home as booking sees it; ``care`` says that somebody there needs care."""

    household_id: int
    building_id: int
    estate_id: int | None
    estate: str
    building: str
    stairwell: str | None
    room: str
    floor: int | None = None
    agree: str | None = None
    care: int = 0
    access: str | None = None

    @property
    def short(self) -> str:
        """Return building, stairwell and room: 3-2-301."""
        return "-".join(filter(None, (self.building, self.stairwell, self.room)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Home):
    """A visit of a week; ``missed`` counts how often nobody was met there before."""

    id: int
    date: str
    half: str | None
    state: str
    crew_id: int | None = None
    position: int | None = None
    purpose: str | None = None
    source: str | None = None
    reminded_on: str | None = None
    remark: str | None = None
    missed: int = 0

    @property
    def slot(self) -> Slot:
        """Return its half day; a visit without one stands in the morning."""
        return Slot(dt.date.fromisoformat(self.date), self.half or "am")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Home):
    """A home without a visit that is planned or kept; ``missed`` counts vain visits."""

    missed: int = 0
    last: str | None = None


def week(db: Database, first: dt.date, days: int = 7) -> list[Visit]:
    """Return the visits of some days that were not called off, in the order they are made in."""
    return _visits(
        db,
        "appointment.date BETWEEN :first AND :last AND LENGTH(appointment.date) = 10"
        " AND appointment.state != 'off'",
        {"first": str(first), "last": str(first + dt.timedelta(days - 1))},
    )


def due(db: Database, today: dt.date, ahead: int) -> list[Visit]:
    """Return the visits of the next ``ahead`` working days of which no home was reminded."""
    rules, day, left = crews.rules(db), today, ahead
    while left > 0 and (day - today).days < slots.HORIZON and day < dt.date.max:
        day += dt.timedelta(1)
        left -= rules.workdays.holds(day)
    return _visits(
        db,
        "appointment.date > :today AND appointment.date <= :last"
        " AND appointment.state = 'planned' AND appointment.reminded_on IS NULL",
        {"today": str(today), "last": str(day)},
    )


def some(db: Database, visit_ids: Iterable[int]) -> list[Visit]:
    """Return some visits, in the order they are made in."""
    wanted = json.dumps(sorted({*visit_ids}))  # one text: a statement has a longest length
    return _visits(db, "appointment.id IN (SELECT value FROM json_each(:ids))", {"ids": wanted})


def waiting(db: Database, wanted: Filter) -> tuple[list[Waiting], int]:
    """Return the homes of the buildings of a filter that wait for a visit, and how many there are.

    Who refuses is not asked again; homes that were missed come first.
    """
    where, parameters = choosing.conditions(choosing.BUILDINGS, wanted)
    chosen = "" if wanted.is_whole else f"AND building.id IN ({_buildings(where)})"
    head = "" if wanted.is_whole else PLACE
    found = rows.fetch(
        db,
        f"""
        {head}
        SELECT {_HOME}, past.missed, past.last, COUNT(*) OVER () AS every
        FROM household {_JOINED}
        LEFT JOIN (
            SELECT household_id, SUM(state = 'missed') AS missed, MAX(date) AS last,
                   MAX(state IN ('planned', 'kept')) AS has
            FROM appointment GROUP BY household_id
        ) AS past ON past.household_id = household.id
        WHERE COALESCE(past.has, 0) = 0 AND household.agree IS NOT 'no' {chosen}
        ORDER BY COALESCE(past.missed, 0) DESC, {_ORDER} LIMIT {MOST}
        """,
        {} if wanted.is_whole else parameters,
    )
    every = int(found[0]["every"]) if found else 0
    for row in found:
        row["missed"] = row["missed"] or 0
    return rows.as_values(Waiting, found), every


def refusals(db: Database, wanted: Filter) -> list[dict[str, Any]]:
    """Return the homes of the buildings of a filter that refuse, with their latest visit."""
    where, parameters = choosing.conditions(choosing.BUILDINGS, wanted)
    return rows.fetch(
        db,
        f"""
        {PLACE}
        SELECT {_HOME}, household.remark,
               (SELECT MAX(date) FROM appointment WHERE household_id = household.id
                AND state IN ('kept', 'missed')) AS last
        FROM household {_JOINED}
        WHERE household.agree = 'no' AND building.id IN ({_buildings(where)})
        ORDER BY {_ORDER}
        """,
        parameters,
    )


def find(db: Database, words: str) -> list[Home]:
    """Return the homes that some words mean: 东里 3-2-301, dl 3-301, 301; at most ``FOUND``."""
    parts, number = _parted(words)
    if not parts and number is None:
        return []
    building, stairwell, room = number or (None, None, None)
    where = ["1"]
    given: dict[str, object] = {}
    for at, word in enumerate(parts):
        where.append(f"instr(estate.search, :word{at})")
        given[f"word{at}"] = word
    for name, column, value in (
        ("building", "building.number", building),
        ("stairwell", "stairwell.number", stairwell),
        ("room", "household.room", room),
    ):
        if value:
            where.append(f"{column} = :{name}")
            given[name] = value
    found = rows.fetch(
        db,
        f"""
        SELECT {_HOME} FROM household {_JOINED}
        WHERE {" AND ".join(where)} ORDER BY {_ORDER} LIMIT {FOUND}
        """,
        given,
    )
    return rows.as_values(Home, found)


def to_come(db: Database, today: dt.date) -> list[int]:
    """Return the ids of the planned visits from a day on, in the order they are made in."""
    where = "appointment.state = 'planned' AND appointment.date >= :today"
    return [visit.id for visit in _visits(db, where, {"today": str(today)})]


def home(db: Database, household_id: int) -> Home:
    """Return a home; LookupError where it is gone."""
    found = rows.fetch(
        db, f"SELECT {_HOME} FROM household {_JOINED} WHERE household.id = ?", (household_id,)
    )
    if not found:
        raise LookupError(f"no household {household_id}")
    return rows.as_values(Home, found)[0]


def troubles(db: Database, today: dt.date) -> dict[int, Words]:
    """Return what is wrong with planned visits: quiet, over capacity, twice, past, no crew."""
    visits = _visits(db, "appointment.state = 'planned' AND LENGTH(appointment.date) = 10", {})
    known = {crew.id: crew for crew in crews.all(db)}  # one given up comes to nobody any more
    rules, counts = crews.rules(db), dict(crews.booked(db, today))
    coming = [visit for visit in visits if visit.date >= str(today)]
    twice = slots.clashing((visit.household_id, visit.slot) for visit in coming)
    found: dict[int, Words] = {}
    for visit in visits:
        if visit.date < str(today):
            found[visit.id] = TROUBLES["past"]
            continue
        crew = known.get(visit.crew_id or 0, slots.Crew(0, "", 1))
        key = (crew.id, visit.slot)
        held = counts.get(key, 0)
        others = {key: held - 1} if held > crew.homes_in(visit.slot) > 0 else {key: 0}
        why = slots.refusal(visit.slot, crew, others, rules, visit.estate_id)
        if why is None and visit.household_id in twice:
            why = TROUBLES["twice"]
        if why is None and visit.crew_id not in known and known:
            why = TROUBLES["no_crew"]
        if why is not None:
            found[visit.id] = why
    return found


def stops(db: Database, visits: Iterable[Visit]) -> dict[int, Stop]:
    """Return where visits lead, by their id: the middle of the building, in degrees."""
    visits = list(visits)
    places = _middles(db, {visit.building_id for visit in visits})
    return {
        visit.id: Stop(
            visit.id,
            visit.building_id,
            places.get(visit.building_id, (None, None))[0],
            places.get(visit.building_id, (None, None))[1],
            stairwell=visit.stairwell or "",
            floor=visit.floor if visit.floor is not None else homes.floor_of(visit.room),
            room=visit.room,
        )
        for visit in visits
    }


def _visits(db: Database, where: str, given: dict[str, object]) -> list[Visit]:
    found = rows.fetch(
        db,
        f"""
        SELECT {_HOME}, appointment.id, appointment.date, appointment.half, appointment.state,
               appointment.crew_id, appointment.position, appointment.purpose,
               appointment.source, appointment.reminded_on, appointment.remark,
               (SELECT COUNT(*) FROM appointment AS before
                WHERE before.household_id = household.id AND before.state = 'missed'
                  AND before.id != appointment.id) AS missed
        FROM appointment JOIN household ON household.id = appointment.household_id {_JOINED}
        WHERE {where}
        ORDER BY appointment.date, appointment.half IS NOT NULL, appointment.half,
                 appointment.crew_id, appointment.position IS NULL, appointment.position, {_ORDER}
        """,
        given,
    )
    return rows.as_values(Visit, (row for row in found if _is_day(row["date"])))


def _is_day(iso: str) -> bool:
    try:
        dt.date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _buildings(where: str) -> str:
    return f"SELECT building.id FROM {choosing.BUILDINGS.rows} WHERE {where}"


def _parted(words: str) -> tuple[list[str], tuple[str | None, str | None, str] | None]:
    """Return the words of an estate, and the numbers of building, stairwell and room."""
    parts: list[str] = []
    number: tuple[str | None, str | None, str] | None = None
    for word in words.split():
        plain = text.fold(word).removesuffix("室")
        told = homes.glued(word)
        if told is not None and number is None:
            building, stairwell, room = told
            estate = homes.estate_before(word)
            if estate:
                parts.append(text.fold(estate))
                building = text.fold(building or "").removeprefix(text.fold(estate))
            stairwell = homes.stairwell_number(stairwell) if stairwell else None
            number = (text.fold(building or "").upper(), stairwell, homes.room_number(room))
        elif plain.isdigit() and number is None:
            number = (None, None, homes.room_number(word))
        else:
            parts.append(plain)
    return parts, number


def _middles(db: Database, building_ids: set[int]) -> dict[int, tuple[float, float]]:
    """Return the middle of the bounds of buildings, in degrees; those without a shape are left."""
    found = rows.fetch(
        db,
        "SELECT id, geom FROM building WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(building_ids)),),
    )
    return {
        row["id"]: gpkg.centre(row["geom"])
        for row in found
        if row["geom"] is not None and gpkg.has_position(row["geom"])
    }


def crew_names(db: Database) -> dict[int, str]:
    """Return what every crew is called."""
    return {row["id"]: row["name"] for row in rows.fetch(db, "SELECT id, name FROM crew")}


def crew_uids(db: Database) -> dict[int, str]:
    """Return a uid for every crew, and for no crew (0), each the same in no other file."""
    found = {row["id"]: row["uid"] for row in rows.fetch(db, "SELECT id, uid FROM crew")}
    found[0] = rows.value(db, "SELECT uid FROM estate ORDER BY id LIMIT 1") or "0"
    return found


def persons(db: Database, visit_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return holder and telephone of the homes of visits, unmasked: the caller asked why."""
    marks = ", ".join(str(int(each)) for each in {*visit_ids}) or "NULL"
    found = rows.fetch(
        db,
        f"""
        SELECT appointment.id, household.holder AS holder, household.phone AS phone
        FROM appointment JOIN household ON household.id = household_id
        WHERE appointment.id IN ({marks}) ORDER BY appointment.id
        """,
    )
    return {row["id"]: (row["holder"] or "", row["phone"] or "") for row in found}
