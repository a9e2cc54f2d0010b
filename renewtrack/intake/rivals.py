"""Columns that claim one field with equal right: which of them is taken, if any."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from renewtrack.domain import text
from renewtrack.intake import heading_fields, headings, row_classes
from renewtrack.intake.headings import Column
from renewtrack.intake.options import Options
from renewtrack.intake.row_classes import Rows
from renewtrack.intake.sheets import Cell, raw_text

# Without these no row can be told from another, so the first column stays and is asked about.
_IDENTITY = frozenset({"seq", "street", "community", "street_community", "estate_name", "bldg_no"})
_DUST = 1e-9
_KINDS = ("rival_columns", "rival_taken")


@dataclass(frozen=True, slots=True)
class Contest:
    """A field that several columns claim with different values; ``taken`` is None where none is.

    ``said``: the person told which it is.
    """

    field: str
    columns: tuple[Column, ...]
    taken: Column | None
    said: bool = False


def settle(
    columns: tuple[Column, ...],
    rows: Sequence[Sequence[Cell]],
    classed: Rows,
    options: Options,
) -> tuple[tuple[Column, ...], tuple[Contest, ...]]:
    """Return the columns without fields that are contested, and the contests.

    A column of which the person said what it means contests nothing. Columns that agree in
    every row contest nothing; a column of a table beside this one gives way.
    """
    given = frozenset(options.mapping or ())
    data = [row for row, kind in enumerate(classed.classes) if kind == row_classes.DATA]
    settled = {column.index: column for column in columns}
    contests = []
    for column in columns:
        others = [] if column.index in given else _rivals(column, columns, given)
        others = [other for other in others if not _agree(column, other, rows, data)]
        if not others:
            continue
        if (chosen := _said(column, options)) is not None:
            contests.append(_by_the_person((column, *others), chosen, settled))
            continue
        kept = column.field in _IDENTITY or all(
            _beside(column, other, settled, rows) for other in others
        )
        if not kept:
            settled[column.index] = replace(column, field=None, confidence=0.0)
        contests.append(Contest(str(column.field), (column, *others), column if kept else None))
    return tuple(settled.values()), tuple(contests)


def _said(column: Column, options: Options) -> str | None:
    """Return the letters of the column that the person chose, or what means none of them."""
    each = (options.answers.get((column.index, kind)) for kind in _KINDS)
    return next((said for said in each if said), None)


def _by_the_person(
    columns: tuple[Column, ...], letters: str, settled: dict[int, Column]
) -> Contest:
    """Give the field to the column that the person chose, to none where it is none of them."""
    field, sure = columns[0].field, columns[0].confidence
    for one in columns:
        mine = one.letters == letters
        settled[one.index] = replace(
            one, field=field if mine else None, confidence=sure if mine else 0.0
        )
    taken = next((one for one in columns if one.letters == letters), None)
    return Contest(str(field), columns, taken, said=True)


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
