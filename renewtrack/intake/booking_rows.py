"""The rows of a register of visits: one household each, what it wants and when it is visited."""

from __future__ import annotations

from collections.abc import Sequence

from renewtrack.domain import addresses, homes, need_states, text
from renewtrack.domain.dates import NO_YEAR, PartialDate
from renewtrack.domain.homes import Household
from renewtrack.domain.visits import Visit
from renewtrack.intake import fields_of, home_places, items_of, rows, sentences
from renewtrack.intake.columns import Cells
from renewtrack.intake.entries import Entries, Filled
from renewtrack.intake.home_places import Homes
from renewtrack.intake.matching import Matched
from renewtrack.intake.plans import QUESTION
from renewtrack.intake.question_words import LEFT
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted

_LONGEST_ROOM = 20
AT_HOME = "home"  # where the needs of a register were heard
Home = tuple[int, int, str]  # building and stairwell by ref, room


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a register of visits would write."""
    wanted, places = Wanted.of(cells), Homes(cells, around)
    matches = home_places.estates_of(cells, around)
    told = rows.each(
        cells,
        wanted,
        lambda place: _home(RowRead(cells, place), places, matches[place], around),
    )
    households = _households(cells, around, told)
    wanted.entries = (
        *places.entries(),
        households,
        items_of.choices(cells, around, households),
        _needs(cells, around, households),
        _appointments(cells, around, households),
    )
    return wanted


def _home(
    read: RowRead, places: Homes, matched: Matched | Rejected, around: Surroundings
) -> tuple[Home, str]:
    """Return where a row's household is, and its name; raises Rejected."""
    matched = home_places.known_matched(matched)
    glued = homes.glued(read.words("room_address") or read.words("house_no") or "")
    building, unit, room = _parts(read, matched, glued)
    if not room or len(room) > _LONGEST_ROOM:
        raise Rejected("no_room", "house_no")
    ref = places.building(read.place, matched, building)
    around.claim(("household", str(ref), unit or "", room), read.row)
    places.accepted.append((read.place, matched))
    stairwell = places.stairwell(read.place, ref, unit)
    shown = "-".join(filter(None, (building, unit, room)))
    return (ref, stairwell, room), f"{matched.name} {shown}"


def _parts(
    read: RowRead, matched: Matched, glued: tuple[str | None, str | None, str] | None
) -> tuple[str, str | None, str | None]:
    """Return building, stairwell and room, of their own columns or of one cell for all."""
    written = read.words("house_no")
    room = homes.room_number(written) if written else None
    unit = home_places.unit_of(read)
    if glued is not None and read.words("bldg_no") is None:
        building, inner, room = glued
        if building is not None:
            unit = unit or (homes.stairwell_number(inner) if inner else None)
            number = text.normalise(building).removeprefix(text.normalise(matched.name))
            return addresses.building_number(number), unit, homes.room_number(room)
    number, inner = home_places.entrance_of(read, matched)
    return number, unit or inner, room


def _households(cells: Cells, around: Surroundings, told: Sequence[tuple[int, Home]]) -> Entries:
    places = [place for place, _ in told]
    found = Entries("household", places)
    rooms: list[object] = []
    for _, (building, stairwell, room) in told:
        known = _known(around, building, stairwell, room)
        found.refs.append(known.id if known is not None else around.fresh("household"))
        rooms.append(room if known is None else None)
    found.columns = {
        "room": Filled(rooms, cells.index("house_no", "room_address")),
        **fields_of.entity(cells, "household", places),
    }
    _refusals(cells, found)
    found.parents = {
        "building_id": ("building", [home[0] for _, home in told]),
        "stairwell_id": ("stairwell", [home[1] for _, home in told]),
    }
    return found


def _refusals(cells: Cells, found: Entries) -> None:
    """Take a tick in a column of its own for those who refuse as their answer."""
    refused = cells.columns.get("disagree")
    if refused is None:
        return
    agree = found.columns.setdefault(
        "agree", Filled([None] * len(found.places), refused.column.index)
    )
    for entry, place in enumerate(found.places):
        if agree.values[entry] is None and refused.values[place] == "yes":
            agree.values[entry] = "no"


def _known(around: Surroundings, building: int, stairwell: int, room: str) -> Household | None:
    if building < 0 or stairwell < 0:
        return None
    return around.known.below.households.get((building, stairwell, text.fold(room)))


def _needs(cells: Cells, around: Surroundings, households: Entries) -> Entries:
    """Return what rows ask for beyond the list; a need that is on record already stays."""
    found = Entries("need")
    column = cells.columns.get("need")
    if column is None:
        return found
    words: list[object] = []
    owners: list[int] = []
    for place, ref in zip(households.places, households.refs, strict=True):
        said = column.values[place]
        if said is None or (ref, text.fold(str(said))) in around.known.below.needs:
            continue
        found.places.append(place)
        found.refs.append(around.fresh("need"))
        words.append(said)
        owners.append(ref)
    index = column.column.index
    found.columns = {
        "text": Filled(words, index, column.beside),
        "category": Filled([need_states.suggested(str(said)) for said in words], index),
        "source": Filled([AT_HOME] * len(words), index),
    }
    found.parents = {"household_id": ("household", owners)}
    return found


def _appointments(cells: Cells, around: Surroundings, households: Entries) -> Entries:
    """Return when households are visited; the open appointment of a known one is moved.

    A visit of the same day is the same visit, whatever has become of it since.
    """
    found = Entries("appointment")
    column = cells.columns.get("booking_time")
    if column is None:
        return found
    halves, purposes = cells.values("booking_half"), cells.values("booking_purpose")
    told = cells.values("booking_state")
    dates: list[object] = []
    parts: list[object] = []
    states: list[object] = []
    reasons: list[object] = []
    owners: list[int] = []
    year = _only_year(column.values) if cells.layout.facts.year is None else None
    for place, ref in zip(households.places, households.refs, strict=True):
        visit = column.values[place]
        if not isinstance(visit, Visit):
            continue
        day = _whole(cells, place, visit.date, year)
        if day is None:
            continue
        below = around.known.below
        known = below.visits.get((ref, day.iso)) or below.appointments.get(ref)
        found.places.append(place)
        found.refs.append(known.id if known is not None else around.fresh("appointment"))
        dates.append(day)
        parts.append(visit.half or (halves[place] if halves else None))
        was = known.state if known is not None else "planned"
        states.append((told[place] if told else None) or was)
        reasons.append(purposes[place] if purposes else None)
        owners.append(ref)
    if year is not None:
        around.notes["visits_of_year"].append(year)
    index = column.column.index
    found.columns = {"date": Filled(dates, index), "half": Filled(parts, index)}
    for key, values, heading in (
        ("state", states, "booking_state"),
        ("purpose", reasons, "booking_purpose"),
    ):
        if heading in cells.columns:
            found.columns[key] = Filled(values, cells.columns[heading].column.index)
    found.parents = {"household_id": ("household", owners)}
    return found


def _only_year(values: Sequence[object]) -> int | None:
    """Return the year of all dates of a column that tell one, where others tell none."""
    days = [value.date.iso for value in values if isinstance(value, Visit)]
    years = {day[:4] for day in days if not day.startswith("--")}
    return int(*years) if len(years) == 1 and any(day.startswith("--") for day in days) else None


def _whole(cells: Cells, place: int, day: PartialDate, year: int | None) -> PartialDate | None:
    """Return a date with its year; None, with a question, where nobody tells it."""
    if not day.iso.startswith("--"):
        return day
    if year is not None:
        return PartialDate(f"{year}{day.iso[1:]}", day.precision, day.qualifier, day.raw)
    words = NO_YEAR.filled(raw=day.raw)
    said = {"value": day.raw, "words": words, "done": LEFT, "level": QUESTION}
    read = RowRead(cells, place)
    column = cells.columns["booking_time"].column
    read.add([sentences.issue(cells.layout, read.row, "date_no_year", column, **said)])
    return None
