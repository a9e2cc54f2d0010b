"""Stated totals are held against their rows to half of the last decimal stated."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.intake import layout, totals
from renewtrack.intake.sheets import Cell, SheetCells

HEADS: list[Cell] = ["街道", "小区名称", "户数", "总投资（万元）", "形象进度"]


def differing(rows: list[list[Cell]], left_out: frozenset[int] = frozenset()) -> list[object]:
    sheet = SheetCells("台账", tuple(map(tuple, [HEADS, *rows])))
    found = totals.differing(layout.recognise(sheet, None, "2025"), left_out)
    return [(one.row, one.column, one.stated, one.computed) for one in found]


def row(name: str, money: Cell, households: Cell = 10) -> list[Cell]:
    return ["东湖街道", name, households, money, "在建"]


@pytest.mark.parametrize(
    ("cells", "stated", "wrong"),
    [
        ((0.1, 0.2), 0.3, False),
        ((0.1, 0.2), 0.33, True),
        ((1.005, 1.005), 2.01, False),
        ((33.333, 33.333, 33.333), 100, False),
        ((33.333, 33.333, 33.333), 100.0, False),
        ((33.333, 33.333, 33.333), 99.999, False),
        ((33.333, 33.333, 33.333), 99.99, True),
        (("100", "约50", 20), 170, False),
        (("0.02亿元", 100), 300, False),
        ((100, None, "待定"), 100, False),
        ((100, -5), 100, False),  # a negative figure is no figure of a row
        ((66543.02,), 66543.05, True),
    ],
)
def test_a_total_is_right_to_half_of_its_last_decimal(
    cells: tuple[Cell, ...], stated: Cell, wrong: bool
) -> None:
    rows = [row(f"小区{number}院", cell) for number, cell in enumerate(cells, 1)]
    rows.append(["合计", None, 10 * len(cells), stated, None])
    assert bool(differing(rows)) is wrong


def test_rows_that_are_left_out_count_in_no_sum() -> None:
    rows = [row("甲院", 5), row("乙院", 7)]
    rows.append(["合计", None, 20, 5, None])
    assert differing(rows, frozenset({2})) == [(4, "C", 20.0, 10.0)]


@given(
    st.lists(
        st.one_of(st.integers(0, 10**6), st.decimals(0, 10**6, places=2).map(float)),
        min_size=1,
        max_size=12,
    )
)
def test_the_exact_sum_never_differs(money: list[float]) -> None:
    rows = [row(f"小区{number}院", cell) for number, cell in enumerate(money, 1)]
    exact = float(sum((Decimal(str(cell)) for cell in money), Decimal(0)))
    assert differing([*rows, ["合计", None, 10 * len(money), exact, None]]) == []
    other = float(Decimal(str(exact)) + 1)
    assert differing([*rows, ["合计", None, 10 * len(money), other, None]]) == [
        (len(money) + 2, "D", other, exact)
    ]
