"""The buildings and stairwells that rows below an estate stand on, met or made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from renewtrack.domain import addresses, homes, text
from renewtrack.intake import estate_entries, meeting, reconciling, rows
from renewtrack.intake.columns import NOWHERE, Cells
from renewtrack.intake.entries import Entries, Filled
from renewtrack.intake.known import Asked
from renewtrack.intake.matching import NEW, Matched
from renewtrack.intake.meeting import Met
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings

_SHOWN = 6  # numbers of an estate's buildings beside one that it lacks
LONGEST_NUMBER = 20
_OF_A_TITLE = re.compile(
    r"^(?:[一-鿿]{2,6}?(?:街道|镇|乡))?"
    r"(?P<name>(?!入户|预约|居民|住户|业主|改造|既有|老旧|加装|附件|附表)[一-鿿0-9A-Za-z()（）]{2,20}?)"
    r"(?:20\d\d年?.*|(?:入户|预约|居民|住户|业主|户主|改造|意愿|登记|征询|施工|既有|老旧|需求|加装).*)$"
)
_AN_AREA = re.compile(r"(?<!小)区$|[县市]$|街道$")
_YEAR_FIRST = re.compile(r"^20\d\d年?度?(?:\d{1,2}月)?")
_ESTATE_SHEET = re.compile(  # names of sheets that are those of estates
    r"^[一-鿿0-9A-Za-z()]{1,14}(?:小区|里|苑|村|院|宿舍|园|坊|庭|城|府|公寓|大厦|家属楼)$"
)


@dataclass(slots=True)
class Homes:
    """The entries of estates, buildings and stairwells of a sheet on their way."""

    cells: Cells
    around: Surroundings
    accepted: list[tuple[int, Matched]] = field(default_factory=list)
    buildings: Entries = field(default_factory=lambda: Entries("building"))
    stairwells: Entries = field(default_factory=lambda: Entries("stairwell"))
    _estate_of: list[int] = field(default_factory=list)
    _building_of: list[int] = field(default_factory=list)
    _numbers: list[object] = field(default_factory=list)
    _units: list[object] = field(default_factory=list)
    _made: dict[tuple[str, int, str], int] = field(default_factory=dict)
    _met: dict[tuple[Asked, str], Met] = field(default_factory=dict)

    def building(self, place: int, matched: Matched, number: str) -> int:
        """Return a building's ref; raises Rejected where the file lacks it and it is not made.

        What it was found to be is noted, for a person to settle.
        """
        asked = (matched.street, matched.community, matched.name)
        met = self._met.get((asked, number))
        if met is None:
            met = meeting.building(self.around.known, matched, asked, number)
            self._met[asked, number] = met
        row = self.cells.rows[place]
        reconciling.meet(self.around.met, "building", meeting.in_estate(asked, number), met, [row])
        if met.id:
            return met.id
        if met.state != NEW:
            raise self._refused(matched, asked, number)
        key = ("building", matched.id, text.fold(met.name))
        ref = self._made.get(key)
        if ref is None:
            ref = self._made[key] = self.around.fresh("building")
            self.buildings.places.append(place)
            self.buildings.refs.append(ref)
            self._numbers.append(met.name)
            self._estate_of.append(matched.id)
            self.around.notes["places_made"].append(row)
        return ref

    def stairwell(self, place: int, building: int, number: str | None, every: bool = False) -> int:
        """Return a stairwell's ref, 0 where none is told; it is made where the file lacks it.

        With ``every`` a known one is among the entries too, for what the row tells of it.
        """
        if number is None:
            return 0
        known = self.around.known.below.stairwells.get((building, text.fold(number)))
        key = ("stairwell", building, text.fold(number))
        ref = known.id if known is not None else self._made.get(key)
        if ref is not None and not every:
            return ref
        if ref is None:
            ref = self._made[key] = self.around.fresh("stairwell")
        self.stairwells.places.append(place)
        self.stairwells.refs.append(ref)
        self._units.append(number if known is None else None)
        self._building_of.append(building)
        return ref

    def entries(self) -> tuple[Entries, ...]:
        """Return the estates, buildings and stairwells, each before what stands on it."""
        self.buildings.columns["number"] = Filled(self._numbers, self.cells.index("bldg_no"))
        self.buildings.parents = {"estate_id": ("estate", self._estate_of)}
        self.stairwells.columns["number"] = Filled(self._units, self.cells.index("unit_no"))
        self.stairwells.parents = {"building_id": ("building", self._building_of)}
        return (self._estates(), self.buildings, self.stairwells)

    def _estates(self) -> Entries:
        if rows.estate_names(self.cells, self.around) is not None:
            return estate_entries.of_rows(self.cells, self.around, self.accepted, values=False)
        found = Entries("estate")
        for place, matched in self.accepted[:1]:
            if matched.id < 0:
                found.places.append(place)
                found.refs.append(matched.id)
                found.columns["name"] = Filled([text.tidy(matched.name)], NOWHERE)
                found.areas = [(matched.street or "", "")] if matched.street else [None]
        return found

    def _refused(self, matched: Matched, asked: Asked, number: str) -> Rejected:
        """Return why a building that its estate lacks leaves the row out."""
        if rows.left_out(self.around, "building", meeting.in_estate(asked, number)):
            return Rejected("refused_place", "bldg_no", value=f"{matched.name} {number}")
        numbers = self.around.known.building_numbers(matched.id)
        near = sorted(numbers, key=lambda one: _apart(one, number))[:_SHOWN]
        return Rejected(
            "no_building_near",
            "bldg_no",
            estate=matched.name,
            value=number,
            candidates="、".join(f"{one}号楼" if one.isdigit() else one for one in near),
        )


def estates_of(cells: Cells, around: Surroundings) -> list[Matched | Rejected]:
    """Return the estate of each row: of its own column, else the one that the sheet is about."""
    if rows.estate_names(cells, around) is not None:
        return rows.estates_of(cells, around)
    one: Matched | Rejected
    asked = _of_sheet(cells, around)
    one = Rejected("no_estate_told") if asked is None else rows.place(around, asked)
    return [one] * len(cells.rows)


def entrance_of(read: RowRead, matched: Matched) -> tuple[str, str | None]:
    """Return building and stairwell of a row, of columns of their own or of one for both."""
    for key in ("bldg_unit", "bldg_no", "unit_no"):
        written = read.words(key)
        if written is None or (key == "unit_no" and read.words("bldg_no") is not None):
            continue
        if parted := homes.entrance(written, bare=key == "bldg_unit"):
            number = _plain_number(parted[0], matched)
            if not number or len(number) > LONGEST_NUMBER:
                raise Rejected("bad_number", key, value=written)
            return number, unit_of(read) or homes.stairwell_number(parted[1])
    return number_of(read, matched), unit_of(read)


def _plain_number(written: str, matched: Matched) -> str:
    estate, numbers = addresses.buildings_in(written)
    if estate and len(numbers) == 1 and homes.estate_before(written):
        return numbers[0]
    own = text.normalise(written).removeprefix(text.normalise(matched.name))
    return addresses.building_number(own)


def number_of(read: RowRead, matched: Matched, key: str = "bldg_no") -> str:
    """Return the number of a row's building; raises Rejected where it has none."""
    written = read.words(key)
    if written is None:
        raise Rejected("no_number", key)
    own = text.normalise(written).removeprefix(text.normalise(matched.name))
    if "estate_name" not in read.cells.columns and homes.estate_before(written):
        own = _plain_number(written, matched)
    return plain_number(own, written, key)


def plain_number(own: str, written: str, key: str = "bldg_no") -> str:
    """Return a building's number in its one form: ``3#``, ``3号楼`` and ``三号楼`` are ``3``.

    ``own`` is what the cell, ``written``, says of the building alone. Raises Rejected.
    """
    if (meant := addresses.turned_to_date(own)) is not None:
        raise Rejected("number_is_date", key, value=written, suggested=meant)
    number = addresses.building_number(own)
    if not number or len(number) > LONGEST_NUMBER:
        raise Rejected("bad_number", key, value=written)
    return number


def unit_of(read: RowRead) -> str | None:
    """Return the number of a row's stairwell, or None."""
    written = read.words("unit_no")
    parted = homes.entrance(written) if written else None
    return homes.stairwell_number(parted[1] if parted else written) if written else None


def known_matched(matched: Matched | Rejected) -> Matched:
    """Return one estate; raises Rejected where there is none or several."""
    if isinstance(matched, Rejected):
        raise matched
    if matched.more:
        raise Rejected("several_estates", "estate_name", value=matched.name)
    return matched


def _of_sheet(cells: Cells, around: Surroundings) -> Asked | None:
    """Return the estate that title, sheet or file name tells, as the file writes it if known."""
    layout = cells.layout
    named = (layout.title, layout.sheet.name, around.file)
    known = around.known
    for words in named:
        key = addresses.estate_key(None, None, words)[2]
        inside = [name for name in known.by_name if len(name) > 1 and name in key]
        longest = max(inside, key=len, default="")
        numbers = known.by_name.get(longest, [])
        if len(numbers) == 1 and numbers[0] > 0:
            estate = known.estates[numbers[0]]
            return estate.street, estate.community, estate.name
        if longest:
            return layout.street, None, known.estates[numbers[0]].name
    for words in named:
        plain = _YEAR_FIRST.sub("", text.normalise(words))
        found = _OF_A_TITLE.match(plain)
        if found and not _AN_AREA.search(found["name"]):
            return layout.street, None, found["name"]
    name = text.tidy(layout.sheet.name)
    return (layout.street, None, name) if _ESTATE_SHEET.match(name) else None


def _apart(one: str, other: str) -> tuple[int, str]:
    if one.isdigit() and other.isdigit():
        return abs(int(one) - int(other)), one.zfill(8)
    return (len(other), one) if other not in one else (0, one)
