"""Totals that a sheet states, recomputed from its rows and compared; never imported."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from renewtrack.domain import quantities
from renewtrack.domain.quantities import Quantity
from renewtrack.intake import headings, row_classes
from renewtrack.intake.cells import COUNTS
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import TotalDiffers
from renewtrack.intake.sheets import Cell, raw_text

_NOT_SUMMED = ("seq", "floors", "height", "plan_year", "estate_count")


def differing(layout: Layout, left_out: frozenset[int] = frozenset()) -> tuple[TotalDiffers, ...]:
    """Return the stated totals and subtotals that are not the sum of their rows.

    ``left_out`` are the zero-based rows that are rejected and so count in no sum.

    Half a unit of the last decimal stated in a column is allowed, for a rounded total is right.
    """
    groups = tuple(
        (row, tuple(one for one in members if one not in left_out))
        for row, members in _groups(layout)
    )
    return tuple(
        found
        for column in layout.columns
        if _summed(column)
        for found in _of_column(layout, column, groups)
    )


def _of_column(
    layout: Layout, column: Column, groups: tuple[tuple[int, tuple[int, ...]], ...]
) -> Iterator[TotalDiffers]:
    stated = {
        row: value
        for row, _ in groups
        if (value := _value(layout.sheet.rows[row][column.index], column)) is not None
    }
    places = max((_places(value) for value in stated.values()), default=0)
    allowed = Decimal(5).scaleb(-places - 1)
    for row, members in groups:
        if row not in stated or not members:
            continue
        computed = _sum([layout.rows[one][column.index] for one in members], column)
        if abs(stated[row] - computed) > allowed:
            yield TotalDiffers(
                row=row + 1,
                column=column.letters,
                heading=column.label,
                label=_label(layout, row),
                stated=float(stated[row]),
                computed=float(computed),
                unit=_unit(column),
            )


def _groups(layout: Layout) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each total's row with the rows it sums: all, or those of its street."""
    subtotals = [
        row
        for row, kind in enumerate(layout.classes)
        if kind == row_classes.SUBTOTAL and not _label(layout, row).startswith(row_classes.AMONG)
    ]
    before = bool(subtotals) and bool(layout.data) and subtotals[0] < layout.data[0]
    for row, kind in enumerate(layout.classes):
        if kind == row_classes.TOTAL:
            yield row, layout.data
        elif row in subtotals and before:
            end = next((other for other in subtotals if other > row), len(layout.classes))
            yield row, tuple(one for one in layout.data if row < one < end)
        elif row in subtotals:
            start = max((other for other in subtotals if other < row), default=-1)
            yield row, tuple(one for one in layout.data if start < one < row)


def _summed(column: Column) -> bool:
    if column.field is None or column.field in _NOT_SUMMED:
        return False
    return headings.field(column.field).kind in ("int", "area", "money")


def _sum(cells: Iterable[Cell], column: Column) -> Decimal:
    """Return what cells add up to in their column's own unit; equal ones are read once."""
    read = ((_value(cell, column), count) for cell, count in Counter(cells).items())
    return sum((value * count for value, count in read if value is not None), Decimal(0))


def _value(cell: Cell, column: Column) -> Decimal | None:
    """Return a cell in its column's own unit, None where it is no single figure."""
    if cell is None:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < math.inf:
        return Decimal(f"{cell:.15g}")  # a bare number stands in that unit
    unit = _unit(column)
    read = quantities.read_quantity(cell, unit or None, unit)
    value = read.value if isinstance(read, Quantity) else None
    return value if isinstance(value, Decimal) else None


def _unit(column: Column) -> str:
    return column.unit or COUNTS.get(str(column.field), "")


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _label(layout: Layout, row: int) -> str:
    words = (raw_text(cell) for cell in layout.sheet.rows[row] if isinstance(cell, str))
    return next(words, "")
