"""What a workbook's own parts tell of a sheet that its cells alone do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from renewtrack.intake.limits import MOST_SIGNS
from renewtrack.intake.sheets import Cell, Merge

BIFF_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # the codes of [MS-XLS] 2.5.10 BErr


@dataclass(slots=True)
class Gaps:
    """Hidden rows and columns, merged ranges, error cells and formulas without a result.

    Rows and columns are zero-based; ``errors`` has the error's words by (row, column).
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)


@dataclass(slots=True)
class RawSheet:
    """One sheet on its way: its rows as they come, and how many there will be.

    ``left`` blank columns stand before the first cell of every row. No cell is longer than
    ``most_signs``.
    """

    name: str
    rows: Iterable[Sequence[Cell]]
    height: int
    hidden: bool = False
    gaps: Gaps = field(default_factory=Gaps)
    left: int = 0
    most_signs: int = MOST_SIGNS
