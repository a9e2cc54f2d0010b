"""Units that neither heads nor caption tell, settled by what is plausible, and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from statistics import median

from renewtrack.domain import quantities
from renewtrack.domain.quantities import Quantity
from renewtrack.intake import headings, sentences
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import QUESTION, Issue
from renewtrack.intake.question_words import UNIT_KINDS

SAMPLE = 200
# A renewal project below 100,000 is no yuan, an estate below 100 no square metres.
LEAST_YUAN, LEAST_M2, LEAST_BUILDING_M2 = 100_000, 100, 10


def settle(layout: Layout, said: Mapping[str, str] | None = None) -> tuple[Layout, list[Issue]]:
    """Return the layout with a unit on every column of money and area, and the questions left."""
    given = said or {}
    columns, issues = [], []
    for column in layout.columns:
        kind = headings.field(column.field).kind if column.field else ""
        told = _answer(column) or given.get(str(column.field))
        if told is not None:
            column = replace(column, unit=told)
        elif column.field == "invest_total" and 0 < _said_in_yuan(layout, column) < LEAST_YUAN:
            issues.append(
                sentences.issue(
                    layout,
                    -1,
                    "unit_doubt",
                    column,
                    value=column.label,
                    taken=column.unit,
                    level=QUESTION,
                )
            )
        elif kind in ("money", "area") and column.unit is None:
            others = _told(layout, kind)
            column = replace(column, unit=others or _likely(layout, column, kind))
            if others is None and _bare(layout, column):
                issues.append(
                    sentences.issue(
                        layout, -1, f"{kind}_unit", column, taken=column.unit, level=QUESTION
                    )
                )
        columns.append(column)
    return replace(layout, columns=tuple(columns)), issues


def _answer(column: Column) -> str | None:
    """Return the unit that the person, or the sender's remembered layout, gave a column."""
    return next((said for kind in UNIT_KINDS if (said := column.answers.get(kind))), None)


def _said_in_yuan(layout: Layout, column: Column) -> float:
    """Return the middle investment of a column that says yuan, where 万元 is usual; else 0."""
    return _middle(layout, column, "元", "元") if column.unit == "元" else 0.0


def _told(layout: Layout, kind: str) -> str | None:
    """Return the one unit that the other columns of a kind tell, None where they tell none."""
    told = {
        other.unit
        for other in layout.columns
        if other.unit and other.field and headings.field(other.field).kind == kind
    }
    return told.pop() if len(told) == 1 else None


def _likely(layout: Layout, column: Column, kind: str) -> str:
    if kind == "money":
        total = layout.column("invest_total") or layout.column("fund_total") or column
        return "万元" if _middle(layout, total, "元") < LEAST_YUAN else "元"
    least = LEAST_M2 if layout.kind in ("ledger", "estates") else LEAST_BUILDING_M2
    return "万㎡" if _middle(layout, column, "m2") < least else "㎡"


def _middle(layout: Layout, column: Column, wanted: str, unit: str | None = None) -> float:
    found = [
        float(value)
        for row in layout.data[:SAMPLE]
        if isinstance(value := _value(layout, row, column, (unit or wanted, wanted)), Decimal)
        and value > 0
    ]
    return median(found) if found else 0.0


def _value(layout: Layout, row: int, column: Column, units: tuple[str, str]) -> object:
    read = quantities.read_quantity(layout.rows[row][column.index], *units)
    return read.value if isinstance(read, Quantity) else None


def _bare(layout: Layout, column: Column) -> bool:
    """Tell whether some cell of the column is a figure without a unit of its own."""
    return any(
        isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip()[-1:].isdigit())
        for cell in (layout.rows[row][column.index] for row in layout.data)
        if not isinstance(cell, bool)
    )
