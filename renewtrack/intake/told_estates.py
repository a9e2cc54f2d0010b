"""The estate of each row without a column for it: in a line above, or before a number."""

from __future__ import annotations

import re

from renewtrack.domain import homes
from renewtrack.intake.columns import Cells

_KEYS = ("room_address", "bldg_unit", "bldg_no")  # where it may stand before a building's number
_NO_NAME = re.compile(
    r"^(?:[〇零一二三四五六七八九十\d东西南北甲乙丙丁A-Za-z]+[区期组院段排]|家属|住宅|宿舍|商住|公寓|平房|高层|多层)$"
)


def by_row(cells: Cells) -> list[object] | None:
    """Return the estate that each row is told by, None where the rows tell none.

    A cell such as 幸福小区3号楼 tells it only where all others of its column do the same.
    """
    bands = cells.layout.estates
    if bands:
        return [bands.get(row) for row in cells.rows]
    for key in _KEYS:
        written = cells.values(key)
        if written is None:
            continue
        named = [None if words is None else _named(str(words)) for words in written]
        said = [name for name, words in zip(named, written, strict=True) if words is not None]
        if said and all(said):
            return list(named)
    return None


def _named(words: str) -> str | None:
    name = homes.estate_before(words)
    return None if name is None or len(name) < 2 or _NO_NAME.match(name) else name
