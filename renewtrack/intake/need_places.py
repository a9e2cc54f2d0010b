"""Where the need of a row is: a home, building or estate of the file, by columns or an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from renewtrack.domain import addresses, homes, text
from renewtrack.domain.homes import Household
from renewtrack.intake import home_places, rows
from renewtrack.intake.columns import Cells
from renewtrack.intake.matching import Matched
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings

_NUMBER = "[0-9A-Za-z一二三四五六七八九十甲乙丙丁]"
_IN_WORDS = re.compile(
    rf"^(?P<building>{_NUMBER}{{1,5}}(?:号楼|号栋|栋|幢|#楼|#|座|楼))"
    rf"(?:[-,]?(?P<unit>{_NUMBER}{{1,3}})(?:号?单元|门洞|门|梯))?"
    r"(?:[-,]?(?P<room>\d{3,4})(?:室|号|户|房)?)?(?!\d)"
)
_BETWEEN = " -,，、。()（）:："
_ESTATE_TAIL = ("小区", "社区", "院内", "院")


class Spot(NamedTuple):
    """The one record that a need hangs on, by its id; the others are 0."""

    household: int = 0
    building: int = 0
    estate: int = 0


@dataclass(slots=True)
class Places:
    """Finds the places of a sheet's rows among those of the file; none is ever made."""

    cells: Cells
    around: Surroundings
    _by_column: list[Matched | Rejected] | None = None
    _of_title: int | None = None
    _rooms: dict[tuple[int, str], list[Household]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if rows.estate_names(self.cells, self.around) is not None:
            self._by_column = rows.estates_of(self.cells, self.around)
        layout = self.cells.layout
        for words in (layout.title, layout.sheet.name, self.around.file):
            found = self._named(words)
            if self._of_title is None and len(found) == 1:
                self._of_title = found[0]
        for household in self.around.known.below.households.values():
            key = (household.building_id, text.fold(household.room))
            self._rooms.setdefault(key, []).append(household)

    def of(self, read: RowRead) -> Spot:
        """Return where a row's need is; raises Rejected where the file does not have the place."""
        address = text.normalise(read.words("need_address") or "")
        estate, rest = self._estate(read, address)
        building, unit, room = self._parts(read, estate, rest)
        if building is None:
            if room is not None:
                raise Rejected("no_number", "need_address")
            return Spot(estate=estate)
        found = self.around.known.buildings.get((estate, text.fold(building)))
        if found is None:
            raise self._no_building(estate, building)
        if room is None:
            return Spot(building=found.id)
        return Spot(household=self._home(found.id, unit, room))

    def _estate(self, read: RowRead, address: str) -> tuple[int, str]:
        """Return the estate of a row and what its address says behind the estate's name."""
        if self._by_column is not None:
            matched = self._by_column[read.place]
            if isinstance(matched, Matched) and matched.id > 0 and not matched.more:
                return matched.id, self._behind(matched.id, address)
            if isinstance(matched, Rejected) and matched.kind != "no_name":
                raise matched
        found = self._narrowed(self._named(address), address)
        if len(found) > 1:
            raise Rejected("ambiguous", "need_address", value=address, count=len(found))
        if not found and self._of_title is None:
            raise Rejected("no_place_of_need", "need_address", value=address)
        estate = found[0] if found else int(self._of_title or 0)
        return estate, self._behind(estate, address) if found else address

    def _named(self, words: str) -> list[int]:
        """Return the estates whose name stands in some words, those of the longest name."""
        known = self.around.known
        key = addresses.estate_key(None, None, words)[2]
        inside = [name for name in known.by_name if len(name) > 1 and name in key]
        found = known.by_name.get(max(inside, key=len, default=""), [])
        return [each for each in found if each > 0]

    def _narrowed(self, found: list[int], address: str) -> list[int]:
        """Return the estates whose street stands in the address too, if that tells them apart."""
        streets = {
            each: (self.around.known.estates[each].street or "").removesuffix("街道")
            for each in found
        }
        near = [each for each, street in streets.items() if street and street in address]
        return near if len(found) > 1 and near else found

    def _behind(self, estate: int, address: str) -> str:
        for name in self._names(estate):
            _, met, rest = address.partition(name)
            if met:
                rest = rest.lstrip(_BETWEEN)
                for tail in _ESTATE_TAIL:
                    rest = rest.removeprefix(tail)
                return rest.lstrip(_BETWEEN)
        return address

    def _names(self, estate: int) -> Iterator[str]:
        known = self.around.known.estates[estate]
        names = sorted((known.name, *known.aliases), key=len, reverse=True)
        yield from (text.normalise(name) for name in names if name)

    def _parts(
        self, read: RowRead, estate: int, rest: str
    ) -> tuple[str | None, str | None, str | None]:
        """Return building, stairwell and room, of their own columns or behind the estate's name."""
        building, unit, room = _parted(rest)
        if read.words("bldg_no") is not None:
            name = self.around.known.estates[estate].name
            number, inner = home_places.entrance_of(read, Matched(estate, None, None, name))
            building, unit = number, inner or unit
        unit = home_places.unit_of(read) or unit
        written = read.words("house_no")
        return building, unit, homes.room_number(written) if written else room

    def _no_building(self, estate: int, number: str) -> Rejected:
        known = self.around.known
        numbers = known.building_numbers(estate)[:6]
        return Rejected(
            "no_building_near",
            "bldg_no" if self.cells.layout.column("bldg_no") is not None else "need_address",
            estate=known.estates[estate].name,
            value=number,
            candidates="、".join(numbers),
        )

    def _home(self, building: int, unit: str | None, room: str) -> int:
        """Return the home of a room; raises Rejected where there is none or several."""
        found = self._rooms.get((building, text.fold(room)), [])
        if unit is not None:
            stairwell = self.around.known.below.stairwells.get((building, text.fold(unit)))
            number = stairwell.id if stairwell is not None else -1
            found = [each for each in found if each.stairwell_id in (number, None)]
        if len(found) != 1:
            raise Rejected("no_home" if not found else "which_home", "need_address", value=room)
        return found[0].id


def _parted(words: str) -> tuple[str | None, str | None, str | None]:
    """Return building, stairwell and room that an address tells behind the estate's name."""
    plain = words.strip(_BETWEEN)
    if not plain:
        return None, None, None
    glued = homes.glued(plain)
    found = _IN_WORDS.match(plain)
    if glued is not None:
        building, unit, room = glued
    elif found is not None:
        building, unit, room = found["building"], found["unit"], found["room"]
    else:
        return None, None, None
    return (
        addresses.building_number(building) if building else None,
        homes.stairwell_number(unit) if unit else None,
        homes.room_number(room) if room else None,
    )
