"""Cells on their way from the process that reads to the program, packed by columns.

Columns of one kind pack fast: few different values travel once with their numbers, figures and
dates as arrays. Marshal carries plain values only, so what arrives can run nothing.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Any

from renewtrack.intake.limits import MOST_SIGNS
from renewtrack.intake.sheets import Cell

BLANK, PLAIN, CODED, FIGURES, DATES, TAGGED = range(6)
Packed = tuple[int, Any]  # one of the above and what it needs
FEW = 4  # a column is coded where every value stands in it so often
TRY_AGAIN = 8  # chunks later, where a column had too many different values
_BY_EQUALITY = {str, float, dt.date, dt.datetime}  # True == 1 == 1.0 would become one
_TAGS: dict[type, Callable[[Any], tuple[str, Any]]] = {
    dt.date: lambda cell: ("d", cell.toordinal()),
    dt.datetime: lambda cell: ("t", cell.isoformat()),
    dt.time: lambda cell: ("c", cell.isoformat()),
    dt.timedelta: lambda cell: ("s", cell.total_seconds()),
}
_UNTAGS: dict[str, Callable[[Any], Cell]] = {
    "d": dt.date.fromordinal,
    "t": dt.datetime.fromisoformat,
    "c": dt.time.fromisoformat,
    "s": lambda seconds: dt.timedelta(seconds=seconds),
}


def clean(cell: Cell) -> Cell:
    """Return a cell as it is kept: blanks None, whole numbers int, midnights a date."""
    if isinstance(cell, str):
        return cell if cell and not cell.isspace() else None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return cell


class TooLong(Exception):
    """A text is longer than a cell can be."""


class Packer:
    """Packs the rows of one sheet and remembers which columns have too many values to code."""

    def __init__(self, most_signs: int = MOST_SIGNS) -> None:
        self._wait: dict[int, int] = {}
        self._most = most_signs

    def pack(self, rows: Sequence[Sequence[Cell]]) -> tuple[int, list[Packed]]:
        """Return rows of any cells cleaned and packed by columns; short rows are filled up."""
        if len(set(map(len, rows))) == 1:
            columns = list(zip(*rows, strict=True))
        else:
            columns = list(zip_longest(*rows, fillvalue=""))
        return len(rows), [self._column(place, cells) for place, cells in enumerate(columns)]

    def _column(self, place: int, column: tuple[Any, ...]) -> Packed:
        kinds = set(map(type, column))
        if kinds <= _BY_EQUALITY and self._may_be_few(place):
            values = set(column)
            self._measure(cell for cell in values if isinstance(cell, str))
            if len(values) * FEW <= len(column) or len(values) == 1:
                return _coded(column, list(values))
            self._wait[place] = TRY_AGAIN
        if kinds == {float}:
            return FIGURES, array("d", column).tobytes()
        if kinds == {str}:
            self._measure(column)
            words = [cell if cell and not cell.isspace() else None for cell in column]
            return (PLAIN, words) if any(words) else (BLANK, None)
        if kinds == {dt.date}:
            return DATES, array("i", map(dt.date.toordinal, column)).tobytes()
        self._measure(cell for cell in column if isinstance(cell, str))
        cells = [clean(cell) for cell in column]
        if all(cell is None for cell in cells):
            return BLANK, None
        return TAGGED, [_tagged(cell) for cell in cells]

    def _measure(self, texts: Iterable[str]) -> None:
        """Raise TooLong where a text is longer than a cell can be."""
        if max(map(len, texts), default=0) > self._most:
            raise TooLong

    def _may_be_few(self, place: int) -> bool:
        left = self._wait.get(place, 0)
        self._wait[place] = left - 1
        return left <= 0


def unpack(
    count: int, columns: Sequence[Packed], known: dict[str, str]
) -> tuple[list[tuple[Cell, ...]], int]:
    """Return the rows and how many columns from the left hold anything.

    Words that come again are kept once in ``known``.
    """
    used = max((place for place, (kind, _) in enumerate(columns, 1) if kind != BLANK), default=0)
    if not used:
        return [()] * count, 0
    cells = [_unpacked(count, column, known) for column in columns[:used]]
    return list(zip(*cells, strict=True)), used


def _coded(column: tuple[Cell, ...], values: list[Cell]) -> Packed:
    cells = [clean(cell) for cell in values]
    if all(cell is None for cell in cells):
        return BLANK, None
    numbers = {value: number for number, value in enumerate(values)}
    size = "B" if len(values) < 256 else "H"
    coded = array(size, map(numbers.__getitem__, column))
    return CODED, ([_tagged(cell) for cell in cells], size, coded.tobytes())


def _tagged(cell: Cell) -> Any:
    tag = _TAGS.get(type(cell))
    return tag(cell) if tag else cell


def _untagged(cell: Any, known: dict[str, str]) -> Any:
    if type(cell) is tuple:
        return _UNTAGS[cell[0]](cell[1])
    return known.setdefault(cell, cell) if type(cell) is str else cell


def _unpacked(count: int, packed: Packed, known: dict[str, str]) -> Sequence[Cell]:
    kind, content = packed
    if kind == CODED:
        values, size, numbers = content
        cells = [_untagged(value, known) for value in values]
        return list(map(cells.__getitem__, array(size, numbers)))
    if kind == FIGURES:
        return [
            int(cell) if cell.is_integer() and -1e15 < cell < 1e15 else cell
            for cell in array("d", content)
        ]
    if kind == DATES:
        return list(map(dt.date.fromordinal, array("i", content)))
    if kind == TAGGED:
        return [_untagged(cell, known) for cell in content]
    return content if kind == PLAIN else (None,) * count
