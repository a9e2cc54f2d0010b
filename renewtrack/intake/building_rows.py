"""A row of a building survey: one building of an estate."""

from __future__ import annotations

import re

from renewtrack.domain import addresses, text
from renewtrack.intake import placing, rows
from renewtrack.intake.cells import RowRead
from renewtrack.intake.matching import Matched
from renewtrack.intake.plans import Key, Value, Write
from renewtrack.intake.rows import Rejected, RowWrites, Surroundings

_LONGEST_NUMBER = 20
_BARE_LIST = re.compile(r"[、,;/和及]")


def plan(read: RowRead, around: Surroundings) -> RowWrites:
    """Return what one survey row would write; raises Rejected where it cannot be identified."""
    matched = rows.estate_of(read, around)
    number = _number(read, matched)
    key: Key = ("building", *matched.key[1:], text.fold(number))
    around.claim(key, read.row)
    standing = around.known.buildings.get((matched.id, text.fold(number)))
    values = rows.values_for(read, "building")
    values.update(placing.values(read, around, standing))
    if standing is None:
        cell = read.values["bldg_no"]
        values = {"number": Value(number, cell.raw, cell.cell), **values}
    else:
        around.ids[key] = standing.id
    building = Write(
        "building", key, standing.id if standing else None, values, {"estate_id": matched.key}
    )
    estate = rows.estate_write(read, around, matched, {})
    return RowWrites(f"{matched.name} {number}", (estate, building))


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
