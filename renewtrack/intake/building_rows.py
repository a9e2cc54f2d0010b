"""The rows of a building survey: one building of an estate each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from renewtrack.domain import addresses, homes, text
from renewtrack.domain.places import Building
from renewtrack.intake import (
    deciding,
    estate_entries,
    fields_of,
    home_places,
    outlines,
    rows,
)
from renewtrack.intake.columns import Cells
from renewtrack.intake.entries import Entries, Filled
from renewtrack.intake.matching import Matched
from renewtrack.intake.plans import Key
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted
from renewtrack.store import gpkg

_FIGURES = {
    *("unit_count", "household_count", "population", "floor_area_m2", "code"),
    *("geom", "source_x", "source_y", "source_crs", "position_method"),
}
_BARE_LIST = re.compile(r"[、,;/和及]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One building of an accepted row; ``known`` is the file's, ``shared`` one of several."""

    place: int
    matched: Matched
    number: str
    known: Building | None
    shared: bool


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a survey would write."""
    wanted, lists = Wanted.of(cells), _lists(cells)
    matches = home_places.estates_of(cells, around)
    told = rows.each(
        cells,
        wanted,
        lambda place: _named(_buildings(RowRead(cells, place), around, matches[place])),
        # a building's own row goes before one that names it among others, wherever they stand
        sorted(range(len(matches)), key=lists.__contains__),
    )
    lines = [line for _, found in sorted(told, key=lambda one: one[0]) for line in found]
    accepted = {line.place: line.matched for line in lines}
    estates = estate_entries.of_rows(cells, around, list(accepted.items()), values=False)
    wanted.entries = (estates, _entries(cells, around, lines))
    if around.outlines.by_place:
        outlines.check_pairs(cells, around, _others(around, lines))
    return wanted


def _others(around: Surroundings, lines: Sequence[_Line]) -> list[tuple[str, bytes]]:
    """Return the buildings of the file that the sheet does not tell of, by name and shape."""
    told = {line.known.id for line in lines if line.known is not None}
    return [
        (f"{each.estate} {each.number}", each.geom)
        for each in dict.fromkeys(around.known.buildings.values())
        if each.id not in told and each.geom is not None and gpkg.has_position(each.geom)
    ]


def _named(lines: list[_Line]) -> tuple[list[_Line], str]:
    return lines, f"{lines[0].matched.name} {'、'.join(line.number for line in lines)}"


def _lists(cells: Cells) -> set[int]:
    """Return the places of the rows that name several buildings."""
    written = cells.values("bldg_no") or []
    lists = {said for said in set(written) if said is not None and len(several(str(said))) > 1}
    return {place for place, said in enumerate(written) if said in lists} if lists else set()


def _entries(cells: Cells, around: Surroundings, lines: Sequence[_Line]) -> Entries:
    places = [line.place for line in lines]
    found = Entries("building", places)
    found.refs = [
        around.fresh("building") if line.known is None else line.known.id for line in lines
    ]
    found.columns = {
        "number": Filled(
            [line.number if line.known is None else None for line in lines],
            cells.index("bldg_no"),
        ),
        **fields_of.entity(cells, "building", places),
        **estate_entries.positions(cells, around, places, [line.known for line in lines]),
    }
    _leave_shared(found, lines)
    found.parents = {"estate_id": ("estate", [line.matched.id for line in lines])}
    return found


def _leave_shared(found: Entries, lines: Sequence[_Line]) -> None:
    """Leave figures out that a row tells of several buildings together."""
    shared = [entry for entry, line in enumerate(lines) if line.shared]
    for name in _FIGURES & found.columns.keys() if shared else ():
        for entry in shared:
            found.columns[name].values[entry] = None


def _buildings(read: RowRead, around: Surroundings, matched: Matched | Rejected) -> list[_Line]:
    """Return the buildings of a row: by its code, else by the numbers that it names."""
    if "bldg_code" in read.cells.columns:
        decided = deciding.building(read, around, matched)
        if decided is not None:
            matched, known = decided
            around.claim(("building", str(known.id)), read.row)
            return [_Line(read.place, matched, known.number, known, shared=False)]
    if isinstance(matched, Rejected):
        raise matched
    numbers = _numbers(read, matched)
    keys: list[Key] = [("building", *matched.key[1:], text.fold(number)) for number in numbers]
    lines = []
    for number, key in zip(numbers, keys, strict=True):
        if len(numbers) > 1 and key in around.seen and not all(one in around.seen for one in keys):
            continue  # it has a row of its own
        around.claim(key, read.row)
        known_ = around.known.buildings.get((matched.id, text.fold(number)))
        lines.append(_Line(read.place, matched, number, known_, len(numbers) > 1))
    if len(numbers) > 1:
        said = read.words("bldg_no")
        read.complain("several_buildings_split", "bldg_no", value=said, count=len(numbers))
    return lines


def _numbers(read: RowRead, matched: Matched) -> list[str]:
    """Return the numbers of a row's buildings, one as a rule."""
    written = read.words("bldg_no")
    if written is None and matched.numbers:
        return list(matched.numbers)
    own = _own(read, written or "", matched)
    if len(listed := several(own)) > 1 and addresses.turned_to_date(own) is None:
        numbers = [addresses.building_number(one) for one in listed]
        if all(0 < len(number) <= home_places.LONGEST_NUMBER for number in numbers):
            return numbers
    return [_number(read, matched)]


def _number(read: RowRead, matched: Matched) -> str:
    """Return the one number that a row gives its building; raises Rejected."""
    written = read.words("bldg_no")
    if written is None:
        raise Rejected("no_number", "bldg_no")
    own = _own(read, written, matched)
    number = home_places.plain_number(own, written)
    if len(several(own)) > 1:
        raise Rejected("bad_number", "bldg_no", value=written)
    return number


def _own(read: RowRead, written: str, matched: Matched) -> str:
    """Return what a cell says of the building alone, without the name of its estate."""
    plain = text.normalise(written)
    told = homes.estate_before(plain) if "estate_name" not in read.cells.columns else None
    return plain.removeprefix(text.normalise(told or matched.name))


def several(written: str) -> tuple[str, ...]:
    """Return the numbers that a list such as ``11-14栋`` or ``1、2号楼`` names."""
    _, numbers = addresses.split_building_list(written)
    return numbers or tuple(found for found in _BARE_LIST.split(written) if found)
