"""Heads such as 楼栋 and 单元 that are a label in one sheet and a count in another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from renewtrack.domain import homes, text
from renewtrack.intake import positions
from renewtrack.intake.headings import Column
from renewtrack.intake.sheets import Cell

_COUNTS = {"bldg_no": "bldg_count", "unit_no": "unit_count"}
_OPEN = frozenset({"楼栋", "楼幢", "幢", "栋", "楼宇", "楼", "单元", "门洞", "楼门", "buildings"})
_IS_IT = re.compile("是否(?:已经?|全部)?(?:开工|完工|竣工)")
_SAMPLE = 300
_MOST_OF_THEM = 0.8


def instead(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> tuple[Column, ...] | None:
    """Return the columns with the labels whose heads and cells may be counts as counts.

    None where there are no such.
    """
    made = tuple(_count(column, columns, rows) for column in columns)
    return None if made == tuple(columns) else made


def _count(column: Column, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Column:
    counted = _COUNTS.get(str(column.field))
    if counted is None or text.fold(text.heading(column.heading)[0]) not in _OPEN:
        return column
    if any(other.field == counted for other in columns):
        return column
    cells = [row[column.index] for row in rows[:_SAMPLE] if row[column.index] is not None]
    figures = sum(1 for cell in cells if _is_count(cell))
    if not cells or figures < _MOST_OF_THEM * len(cells):
        return column
    return replace(column, field=counted)


def _is_count(cell: Cell) -> bool:
    if isinstance(cell, str):
        return text.normalise(cell).rstrip("栋幢座个").isdecimal()
    return isinstance(cell, int) and not isinstance(cell, bool)


def with_stairwells(
    columns: tuple[Column, ...], below: Sequence[Sequence[Cell]]
) -> tuple[Column, ...]:
    """Return the columns with that of buildings as one of stairwells where its cells tell both."""
    place = next((column.index for column in columns if column.field == "bldg_no"), None)
    if place is None:
        return columns
    said = [str(row[place]) for row in below[:_SAMPLE] if row[place] is not None]
    told = sum(homes.entrance(words) is not None for words in said)
    if not told or told < len(said) * _MOST_OF_THEM:
        return columns
    return tuple(
        replace(column, field="bldg_unit") if column.index == place else column
        for column in columns
    )


def with_pairs(columns: tuple[Column, ...], below: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    """Return the columns with an address whose cells are pairs of coordinates as such."""
    place = next((column.index for column in columns if column.field == "address"), None)
    if place is None or any(column.field in ("lon", "coord_x") for column in columns):
        return columns
    said = [row[place] for row in below[:_SAMPLE] if row[place] is not None]
    told = sum(positions.pair(cell) is not None for cell in said)
    if not told or told < len(said) * _MOST_OF_THEM:
        return columns
    return tuple(
        replace(column, field="lon") if column.index == place else column for column in columns
    )


def with_begun_and_ended(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with a second one of 是否开工 and 是否完工 as the progress."""
    fields = {column.field for column in columns}
    begun = [column for column in columns if _IS_IT.search(column.heading)]
    if "progress" in fields or not any(column.field == "status" for column in begun):
        return columns
    left = next((column.index for column in begun if column.field is None), None)
    return tuple(
        replace(column, field="progress") if column.index == left else column for column in columns
    )
