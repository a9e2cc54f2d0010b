"""Columns that claim one field with equal right: which of them is taken, if any."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from renewtrack.domain import text
from renewtrack.intake import heading_fields, headings, row_classes
from renewtrack.intake.headings import Column
from renewtrack.intake.row_classes import Rows
from renewtrack.intake.sheets import Cell, raw_text

# Without these no row can be told from another, so the first column stays and is asked about.
_IDENTITY = frozenset({"seq", "street", "community", "street_community", "estate_name", "bldg_no"})
_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Contest:
    """A field that several columns claim with different values; ``taken`` is None where none is."""

    field: str
    columns: tuple[Column, ...]
    taken: Column | None


def settle(
    columns: tuple[Column, ...],
    rows: Sequence[Sequence[Cell]],
    classed: Rows,
    given: Collection[int],
) -> tuple[tuple[Column, ...], tuple[Contest, ...]]:
    """Return the columns without fields that are contested, and the contests.

    ``given`` are the columns of which the person said what they mean. Columns that agree in
    every row contest nothing; a column of a table beside this one gives way.
    """
    data = [row for row, kind in enumerate(classed.classes) if kind == row_classes.DATA]
    settled = {column.index: column for column in columns}
    contests = []
    for column in columns:
        others = [] if column.index in given else _rivals(column, columns, given)
        others = [other for other in others if not _agree(column, other, rows, data)]
        if not others:
            continue
        kept = column.field in _IDENTITY or all(
            _beside(column, other, settled, rows) for other in others
        )
        if not kept:
            settled[column.index] = replace(column, field=None, confidence=0.0)
        contests.append(Contest(str(column.field), (column, *others), column if kept else None))
    return tuple(settled.values()), tuple(contests)


def _rivals(column: Column, columns: Sequence[Column], given: Collection[int]) -> list[Column]:
    several = heading_fields.SEVERAL | heading_fields.UNKEPT
    if column.field is None or column.field in several:
        return []
    if headings.field(column.field).kind == "coordinate":
        return []  # the first that names its system is as right as the next
    return [
        other
        for other in columns
        if other.field is None and other.index not in given and _claims(other, column)
    ]


def _claims(other: Column, column: Column) -> bool:
    stack = tuple(part for part in (*other.parents, other.heading) if part)
    return any(
        key == column.field and sure >= column.confidence - _DUST
        for key, sure in (heading_fields.candidates(stack) if stack else ())
    )


def _agree(
    column: Column, other: Column, rows: Sequence[Sequence[Cell]], data: Sequence[int]
) -> bool:
    pairs = [(_words(rows[row][column.index]), _words(rows[row][other.index])) for row in data]
    return not any(second for _, second in pairs) or all(a == b for a, b in pairs)


def _beside(
    column: Column, other: Column, heads: Collection[int], rows: Sequence[Sequence[Cell]]
) -> bool:
    """Tell whether a column without head or cells parts the two."""
    return any(
        place not in heads and all(row[place] is None for row in rows)
        for place in range(column.index + 1, other.index)
    )


def _words(cell: Cell) -> str:
    return text.normalise(raw_text(cell))
