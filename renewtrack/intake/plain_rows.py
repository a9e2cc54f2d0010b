"""Rows that are plainly data, told column by column so that a long sheet costs little a row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renewtrack.intake.sheets import Cell

_LABEL_SIGNS = re.compile("[计計全其]|total|sum", re.IGNORECASE)
_STREET_SIGNS = re.compile("[街镇鎮乡鄉]")
_FIRST = frozenset("0123456789")
_LAST = frozenset("0123456789%")
_FIGURES = frozenset({int, float, dt.date, dt.datetime})


@dataclass(frozen=True, slots=True)
class Anchors:
    """The columns by which a row is told to be data, zero-based."""

    name: int | None  # where every record has its name
    labels: tuple[int, ...]  # where the label of a total may stand
    figures: tuple[int, ...]


def doubtful(anchors: Anchors, rows: Sequence[Sequence[Cell]], first: int) -> Iterable[int]:
    """Return the rows from ``first`` on (zero-based) that may be something else than data.

    All others have a name, a figure and no word of a total, and are no street's own line.
    """
    numbers = range(first, len(rows))
    if anchors.name is None or not anchors.figures:
        return numbers
    below = rows[first:]
    names = [row[anchors.name] for row in below]
    odd = {name for name in set(names) if name.__class__ is not str} | _with(names, _STREET_SIGNS)
    found = _rows_of(odd, names, first)
    for column in anchors.labels:
        cells = names if column == anchors.name else [row[column] for row in below]
        found |= _rows_of(_with(cells, _LABEL_SIGNS), cells, first)
    return found | set(_without_figure(rows, numbers, anchors.figures))


def _with(cells: Sequence[Cell], signs: re.Pattern[str]) -> set[Cell]:
    """Return the texts that hold one of some signs."""
    words = [cell for cell in set(cells) if isinstance(cell, str)]
    if not signs.search("\n".join(words)):
        return set()
    return {cell for cell in words if signs.search(cell)}


def _rows_of(wanted: set[Cell], cells: Sequence[Cell], first: int) -> set[int]:
    return {row for row, cell in enumerate(cells, first) if cell in wanted} if wanted else set()


def _without_figure(
    rows: Sequence[Sequence[Cell]], numbers: Iterable[int], columns: Sequence[int]
) -> Iterable[int]:
    left = numbers
    for column in columns:
        left = [
            row
            for row in left
            if (cell := rows[row][column]).__class__ not in _FIGURES
            and not (isinstance(cell, str) and _is_figure(cell))
        ]
        if not left:
            break
    return left


def _is_figure(words: str) -> bool:
    """Tell a text that is a figure at first sight."""
    return words[:1] in _FIRST and words[-1:] in _LAST and ":" not in words and "：" not in words
