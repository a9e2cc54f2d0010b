"""A column of cells read as a sheet's column is: values, what is asked, and the sheet's plan."""

from __future__ import annotations

from typing import Any

from renewtrack.intake import columns, layout, questions, units
from renewtrack.intake.layout import Layout
from renewtrack.intake.options import Options
from renewtrack.intake.plans import Plan
from renewtrack.intake.row_read import as_issue
from renewtrack.intake.sheets import Cell, SheetCells

INDEX = 2  # the column of the cells, C


def recognised(heading: str, cells: list[Any], year: int | None = None, **said: Any) -> Layout:
    """Return the layout of a small ledger in which column C has a heading and these cells."""
    title = f"{year}年台账" if year else "台账"
    rows: list[tuple[Cell, ...]] = [
        (title, None, None, None),
        ("街道", "小区名称", heading, "责任单位"),
        *(("东湖街道", f"临湖{number}里", cell, "区住建局") for number, cell in enumerate(cells)),
    ]
    found = layout.recognise(SheetCells("台账", tuple(rows)), Options(**said))
    return units.settle(found, said.get("units"))[0]


def read(
    heading: str, cells: list[Any], year: int | None = None, **said: Any
) -> tuple[list[object], list[str]]:
    """Return the values of the cells and the kinds of what is said of them."""
    found = recognised(heading, cells, year, **said)
    key = found.columns[INDEX].field
    assert key is not None, heading
    read_ = columns.read(found)
    return read_.columns[key].values, [
        issue.kind for place in range(len(cells)) for issue in read_.issues_at(place)
    ]


def one(heading: str, cell: Any, year: int | None = None, answer: str = "", kind: str = "") -> Any:
    """Return the value of one cell, with an answer to a kind of question."""
    answers = {(INDEX, kind): answer} if kind else {}
    (value,), _ = read(heading, [cell], year, answers=answers)
    return value


def asked(plan: Plan) -> list[tuple[int, str, str]]:
    """Return the column, kind and answer of each question of a plan."""
    return [(each.index, each.kind, each.answer) for each in questions.of(plan)]


__all__ = ["INDEX", "as_issue", "asked", "one", "read", "recognised"]
