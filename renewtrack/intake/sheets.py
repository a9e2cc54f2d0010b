"""The cells of one sheet as the sender wrote them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Merge:
    """One merged range, zero-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def wide(self) -> bool:
        """Tell whether it spans columns."""
        return self.right > self.left

    @property
    def tall(self) -> bool:
        """Tell whether it spans rows."""
        return self.bottom > self.top

    def places(self) -> Iterator[tuple[int, int]]:
        """Return every (row, column) it covers, top left first."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: its rows from row 1 on, merged ranges and what was hidden or broken.

    ``rows`` are of equal length; a blank is None, text keeps its exact signs, whole numbers are
    int. ``flaws`` maps (row, column) to ``"error"`` or ``"uncached"``.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    flaws: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0]) if self.rows else 0


def letters(column: int) -> str:
    """Return a zero-based column's letters: 0 is A, 27 is AB."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def position(reference: str) -> tuple[int, int]:
    """Return the zero-based (row, column) of a reference such as ``AB12``."""
    head = reference.rstrip("0123456789")
    column = 0
    for sign in head:
        column = column * 26 + ord(sign) - 64
    return int(reference[len(head) :]) - 1, column - 1


def raw_text(cell: Cell) -> str:
    """Return a cell's content as the words that are kept beside a stored value."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, float):
        return repr(cell)
    return str(cell)


def squared(rows: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows of equal length, without blank rows at the end and blank columns at the right."""
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    width = max((_used(row) for row in rows), default=0)
    return tuple(tuple(row[:width]) + (None,) * (width - len(row)) for row in rows)


def _used(row: list[Cell]) -> int:
    for place in range(len(row), 0, -1):
        if row[place - 1] is not None:
            return place
    return 0
