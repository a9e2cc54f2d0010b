"""The rows of a building survey: one building of an estate each."""

from __future__ import annotations

import re

from renewtrack.domain import addresses, text
from renewtrack.domain.places import Building
from renewtrack.intake import estate_entries, fields_of, rows
from renewtrack.intake.columns import Cells
from renewtrack.intake.entries import Entries, Filled
from renewtrack.intake.matching import Matched
from renewtrack.intake.plans import Key
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted

_LONGEST_NUMBER = 20
_BARE_LIST = re.compile(r"[、,;/和及]")


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a survey would write."""
    wanted = Wanted([""] * len(cells.rows))
    accepted: list[tuple[int, Matched]] = []
    numbers: list[object] = []
    standing: list[Building | None] = []
    for place, matched in enumerate(rows.estates_of(cells, around)):
        try:
            number, known = _building(RowRead(cells, place), around, matched)
        except Rejected as refused:
            rows.reject(cells, wanted, place, refused)
            continue
        assert isinstance(matched, Matched)
        accepted.append((place, matched))
        numbers.append(number if known is None else None)
        standing.append(known)
        wanted.names[place] = f"{matched.name} {number}"
    estates = estate_entries.of_rows(cells, around, accepted, values=False)
    places = [place for place, _ in accepted]
    buildings = Entries("building", places)
    buildings.refs = [around.fresh("building") if each is None else each.id for each in standing]
    buildings.columns = {
        "number": Filled(numbers, cells.columns["bldg_no"].column.index),
        **fields_of.entity(cells, "building", places),
        **estate_entries.positions(cells, around, places, standing),
    }
    buildings.parents = {"estate_id": ("estate", [matched.id for _, matched in accepted])}
    wanted.entries = (estates, buildings)
    return wanted


def _building(
    read: RowRead, around: Surroundings, matched: Matched | Rejected
) -> tuple[str, Building | None]:
    """Return a row's building by number, and the one that the file has of it."""
    if isinstance(matched, Rejected):
        raise matched
    number = _number(read, matched)
    key: Key = ("building", *matched.key[1:], text.fold(number))
    around.claim(key, read.row)
    return number, around.known.buildings.get((matched.id, text.fold(number)))


def _number(read: RowRead, matched: Matched) -> str:
    """Return a building's number in its one form: ``3#``, ``3号楼`` and ``三号楼`` are ``3``."""
    written = read.words("bldg_no")
    if written is None:
        raise Rejected("no_number", "bldg_no")
    own = text.normalise(written).removeprefix(text.normalise(matched.name))
    if (meant := addresses.turned_to_date(own)) is not None:
        raise Rejected("number_is_date", "bldg_no", value=written, suggested=meant)
    if len(several(own)) > 1:
        raise Rejected("several_buildings", "bldg_no", value=written)
    number = addresses.building_number(own)
    if len(number) > _LONGEST_NUMBER or not number:
        raise Rejected("bad_number", "bldg_no", value=written)
    return number


def several(written: str) -> tuple[str, ...]:
    """Return the numbers that a list such as ``11-14栋`` or ``1、2号楼`` names."""
    _, numbers = addresses.split_building_list(written)
    return numbers or tuple(found for found in _BARE_LIST.split(written) if found)
