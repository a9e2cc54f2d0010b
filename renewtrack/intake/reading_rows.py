"""The rows of a sheet of readings: one facility at one time, with what its sensors read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from renewtrack.domain import codes, facilities, measures, text
from renewtrack.domain.dates import PartialDate
from renewtrack.domain.facilities import Facility, Reading
from renewtrack.intake import rows
from renewtrack.intake.columns import NOWHERE, Cells, ColumnValues
from renewtrack.intake.entries import Entries, Filled, of_column
from renewtrack.intake.known_below import Readings
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted

_TOILET = "public_toilet"
Said = tuple[int, str, int, object]  # place, quantity, column, value or qualifier


@dataclass(slots=True)
class _Facilities:
    """The facilities that rows name, by ref, with the entries of those to make or to change."""

    cells: Cells
    around: Surroundings
    entries: Entries = field(default_factory=lambda: Entries("facility"))
    _refs: dict[tuple[object, object], int] = field(default_factory=dict)
    _said: list[tuple[int, Facility | None, str, str]] = field(default_factory=list)

    def ref(self, place: int, name: str, street: object) -> int:
        """Return the facility of a row; raises Rejected where several are named so."""
        key = (text.fold(name), street)
        ref = self._refs.get(key)
        if ref is None:
            known = self._known(name, street)
            ref = known.id if known is not None else self.around.fresh("facility")
            self._refs[key] = ref
            self.entries.places.append(place)
            self.entries.refs.append(ref)
            self._said.append((place, known, name, str(street or "")))
        return ref

    def filled(self) -> Entries:
        """Return the entries with their columns."""
        at = self.cells.index("facility_name")
        streets = self.around.known.below.streets
        new = [known is None for _, known, _, _ in self._said]
        names: list[object] = [name for _, _, name, _ in self._said]
        areas: list[object] = [streets.get(text.fold(street)) for *_, street in self._said]
        kinds: list[object] = [self._kind(place, name) for place, _, name, _ in self._said]
        self.entries.columns = {
            "name": Filled(_where(new, names), at),
            "kind": Filled(_where(new, kinds), NOWHERE),
            "area_id": Filled(_where(new, areas), NOWHERE),
        }
        if (grade := self.cells.columns.get("facility_grade")) is not None:
            self.entries.columns["grade"] = of_column(grade, self.entries.places)
        return self.entries

    def _known(self, name: str, street: object) -> Facility | None:
        found = self.around.known.below.facilities.get(text.fold(name), [])
        if street is not None and len(found) > 1:
            found = [one for one in found if text.fold(one.street or "") == text.fold(str(street))]
        if len(found) > 1:
            raise Rejected("ambiguous_facility", "facility_name", value=name, count=len(found))
        return found[0] if found else None

    def _kind(self, place: int, name: str) -> str:
        told = (self.cells.values("facility_kind") or {place: None})[place]
        if told is not None:
            return str(told)
        for words in (name, self.cells.layout.title, self.around.file):
            entry = codes.recognise("facility_kinds", words) if words else None
            if entry is not None and entry.key != "other":
                return entry.key
        grade = self.cells.columns.get("facility_grade")
        return _TOILET if grade is not None else "other"


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a sheet of readings would write."""
    wanted, known = Wanted.of(cells), _Facilities(cells, around)
    alone, streets = _named(cells, around), cells.values("street")
    names, times = cells.values("facility_name"), _times(cells)
    long = cells.values("quantity_name")

    def reading_at(place: int) -> tuple[tuple[int, str], str]:
        name = names[place] if names is not None else alone
        ref, at = _known(known, place, (name, streets and streets[place]), times[place])
        quantity = str(long[place]) if long else ""
        around.claim(("reading", str(ref), at, quantity), cells.rows[place])
        return (ref, at), f"{name} {at.replace('T', ' ')}"

    told = dict(rows.each(cells, wanted, reading_at))  # place -> facility, time
    said = list(_said(cells, told))
    sensors, by_quantity = _sensors(around, told, said)
    readings = _readings(around, told, said, by_quantity)
    wanted.entries = (known.filled(), sensors, readings, _ratings(cells, around, told))
    return wanted


def _known(
    known: _Facilities, place: int, named: tuple[object, object], time: object
) -> tuple[int, str]:
    """Return facility and time of a row; raises Rejected where one is not told."""
    name, street = named
    if name is None:
        raise Rejected("no_facility", "facility_name")
    if time is None:
        raise Rejected("no_time", "reading_time")
    return known.ref(place, str(name), street), str(time)


def _named(cells: Cells, around: Surroundings) -> str | None:
    """Return the one facility that title, sheet or file name tells, as in a sheet for each."""
    layout = cells.layout
    for words in (layout.sheet.name, layout.title, around.file):
        plain = text.tidy(words)
        for entry in codes.table("facility_kinds"):
            for word in (entry.words.zh, *entry.aliases):
                before, found, _ = plain.partition(word)
                if entry.key != "other" and found and before and len(before) <= 20:
                    return before + found
    return None


def _times(cells: Cells) -> list[object]:
    """Return the time of each row: of one column, or of a day and an hour.

    Where other rows tell hours, a day alone is its midnight: a workbook keeps no hour for it.
    """
    days, hours = cells.values("reading_date"), cells.values("reading_hour")
    told = cells.values("reading_time") or [None] * len(cells.rows)
    found: list[object] = []
    for place, time in enumerate(told):
        day, clock = days and days[place], hours and hours[place]
        iso = day.iso if isinstance(day, PartialDate) else None
        whole = str(time) if time is not None else None
        if whole is not None and whole.startswith("T"):
            whole = iso and iso + whole
        elif whole is None and iso is not None:
            whole = measures.at_hour(iso, str(clock)) if clock is not None else iso
        found.append(whole)
    if any("T" in str(time) for time in found):
        return [f"{time}T00:00" if time and "T" not in str(time) else time for time in found]
    return found


def _said(cells: Cells, told: dict[int, tuple[int, str]]) -> Iterator[Said]:
    """Yield every value of every row that is accepted, row by row."""
    wide = [
        (quantity, column)
        for column in cells.columns.values()
        if (quantity := column.field.columns.get("reading"))
    ]
    value, named = cells.columns.get("reading_value"), cells.values("quantity_name")
    for place in told:
        for quantity, column in wide:
            if (said := column.values[place]) is not None:
                yield place, quantity, column.column.index, said
        if value is not None and named is not None and named[place] is not None:
            said = _in_unit(cells, place, str(named[place]), value)
            if said is not None:
                yield place, str(named[place]), value.column.index, said


def _in_unit(cells: Cells, place: int, quantity: str, column: ColumnValues) -> object:
    """Return the value of a row that names its quantity, in the unit that it is stored in."""
    said = column.values[place]
    units = cells.values("reading_unit")
    if not isinstance(said, float) or units is None or units[place] is None:
        return said
    value = measures.stored(quantity, said, str(units[place]))
    if value is None:
        RowRead(cells, place).complain(
            "unknown_unit", "reading_value", value=said, unit=units[place]
        )
    return value


def _sensors(
    around: Surroundings, told: dict[int, tuple[int, str]], said: Sequence[Said]
) -> tuple[Entries, dict[tuple[int, str], int]]:
    found = Entries("sensor")
    by_quantity: dict[tuple[int, str], int] = {}
    owners, quantities, units = [], list[object](), list[object]()
    for place, quantity, _, _ in said:
        key = (told[place][0], quantity)
        if key in by_quantity:
            continue
        known = around.known.below.sensors.get(key)
        by_quantity[key] = known.id if known is not None else around.fresh("sensor")
        if known is None:
            entry = codes.code("measured", quantity)
            found.places.append(place)
            found.refs.append(by_quantity[key])
            owners.append(key[0])
            quantities.append(quantity)
            units.append(entry.unit if entry else None)
    found.columns = {"quantity": Filled(quantities, NOWHERE), "unit": Filled(units, NOWHERE)}
    found.parents = {"facility_id": ("facility", owners)}
    return found, by_quantity


def _readings(
    around: Surroundings,
    told: dict[int, tuple[int, str]],
    said: Sequence[Said],
    by_quantity: dict[tuple[int, str], int],
) -> Entries:
    """Return the readings; of those that the file has, the values that are other than stored."""
    found = Entries("reading", [place for place, *_ in said])
    sensors = [by_quantity[told[place][0], quantity] for place, quantity, _, _ in said]
    at_times = [told[place][1] for place, *_ in said]
    times: list[object] = [*at_times]
    values: list[object] = [each if isinstance(each, float) else None for *_, each in said]
    qualifiers: list[object] = [each if isinstance(each, str) else None for *_, each in said]
    standing = _standing(around, sensors, at_times)
    for entry, key in enumerate(zip(sensors, at_times, strict=True)):
        known = standing.get(key) if standing else None
        if known is None:
            found.refs.append(around.fresh("reading"))
            continue
        found.refs.append(known[0])
        times[entry] = None
        if known[1:] == (values[entry], qualifiers[entry]):
            values[entry] = qualifiers[entry] = None
        else:
            around.known.records["reading", known[0]] = Reading(
                id=known[0], sensor_id=key[0], time=key[1], value=known[1], qualifier=known[2]
            )
    at = [column for _, _, column, _ in said]
    found.columns = {
        "time": Filled(times, NOWHERE),
        "value": Filled(values, at),
        "qualifier": Filled(qualifiers, at),
    }
    found.parents = {"sensor_id": ("sensor", sensors)}
    return found


def _standing(around: Surroundings, sensors: Sequence[int], times: Sequence[str]) -> Readings:
    """Return the readings that the file has of the sheet's sensors and times."""
    known = {sensor for sensor in sensors if sensor > 0}
    if not known:
        return {}
    return around.known.below.readings(known, min(times), max(times))


def _ratings(cells: Cells, around: Surroundings, told: dict[int, tuple[int, str]]) -> Entries:
    found = Entries("rating")
    column = cells.columns.get("rating")
    if column is None:
        return found
    owners, times = [], list[object]()
    words, follow_ups = list[object](), list[object]()
    for place, (facility, time) in told.items():
        rating = column.values[place]
        if rating is None:
            continue
        known = around.known.below.ratings.get((facility, time))
        found.places.append(place)
        found.refs.append(known.id if known is not None else around.fresh("rating"))
        owners.append(facility)
        times.append(time if known is None else None)
        words.append(rating)
        changed = known is None or known.rating != rating
        follow_ups.append(facilities.follow_up_of(str(rating)) if changed else None)
    found.columns = {
        "time": Filled(times, NOWHERE),
        "rating": Filled(words, column.column.index),
        "follow_up": Filled(follow_ups, NOWHERE),
    }
    found.parents = {"facility_id": ("facility", owners)}
    return found


def _where(new: Sequence[bool], values: Sequence[object]) -> list[object]:
    return [value if is_new else None for is_new, value in zip(new, values, strict=True)]
