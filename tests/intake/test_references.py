"""References follow the rows that are put in, and totals take them in."""

from __future__ import annotations

import pytest

from renewtrack.intake import references
from renewtrack.intake.references import Shift

SHIFT = Shift(((9, 2),))  # two rows after row 9


@pytest.mark.parametrize(
    ("formula", "row", "after"),
    [
        ("SUM(H6:H9)", 10, "SUM(H6:H11)"),
        ("SUM(H$6:H$9)", 7, "SUM(H$6:H$11)"),  # a share of the total, beside the rows
        ("SUM(H$6:H9)", 9, "SUM(H$6:H9)"),  # it grows row by row
        ("SUM(L9:Q9)", 9, "SUM(L9:Q9)"),
        ("SUM(L10:Q10)", 10, "SUM(L12:Q12)"),
        ("SUM(H6:H20)", 3, "SUM(H6:H22)"),
        ("SUM(H6:H6)", 7, "SUM(H6:H6)"),
        ("H9+$H$10+h11", 12, "H9+$H$12+h13"),
        ("SUM($6:$9)", 3, "SUM($6:$11)"),
        ("SUM(H:H)", 3, "SUM(H:H)"),
        ('"H10"&H10', 3, '"H10"&H12'),
        ("LOG10(H10)", 3, "LOG10(H12)"),
        ("ABC10x+T1[[#All],[H10]]+H10", 3, "ABC10x+T1[[#All],[H10]]+H12"),
        ("汇总!H10+'另 表'!H10+台账!H10", 3, "汇总!H10+'另 表'!H10+台账!H12"),
        ("[1]台账!H10+#REF!+1E10", 3, "[1]台账!H10+#REF!+1E10"),
        ("Sheet10!A10", 3, "Sheet10!A10"),
    ],
)
def test_a_formula_of_the_sheet_follows(formula: str, row: int, after: str) -> None:
    assert references.shifted(formula, SHIFT, "台账", own=True, row=row) == after


def test_another_sheet_follows_only_where_it_names_the_sheet() -> None:
    formula = "SUM(台账!H6:H9)+H10+'台账'!H10"
    assert (
        references.shifted(formula, SHIFT, "台账", own=False) == "SUM(台账!H6:H11)+H10+'台账'!H12"
    )


def test_ranges_take_in_the_rows_after_their_last() -> None:
    assert references.ranges("E6:E9 G9 A1 $B$10", SHIFT) == "E6:E11 G9:G11 A1 $B$12"
    assert references.ranges("E6:E9 G9", SHIFT, grow=False) == "E6:E9 G9"


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("SUM(L9:Q9)", "SUM(L11:Q11)"),
        ("A8+1", "A10+1"),
        ("H9/H$20", "H11/H$20"),
        ("H9/H20", "H11/H20"),
        ("SUM(H$6:H9)", "SUM(H$6:H11)"),
        ("SUM(H6:H9)", "SUM(H6:H11)"),
        ("另表!A9", "另表!A9"),
    ],
)
def test_a_sample_rows_formula_is_copied_for_a_new_row(formula: str, after: str) -> None:
    assert references.copied(formula, 9, 11) == after


def test_a_shared_formula_is_written_out() -> None:
    assert references.moved("SUM(L6:Q6)+$A6+A$6", 3, 1) == "SUM(M9:R9)+$A9+B$6"


def test_rows_put_in_at_several_places_add_up() -> None:
    shift = Shift(((5, 1), (9, 2)))
    assert [shift.row(row) for row in (5, 6, 9, 10)] == [5, 7, 10, 13]
    assert references.shifted("SUM(H6:H9)", shift, "台账", own=True, row=3) == "SUM(H7:H12)"
