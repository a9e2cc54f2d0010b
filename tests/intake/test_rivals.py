"""Of columns that claim one field none is taken in silence."""

from __future__ import annotations

import pytest

from renewtrack.intake import layout
from renewtrack.intake.options import Options
from renewtrack.intake.sheets import Cell, SheetCells

NAMES: tuple[tuple[Cell, ...], ...] = (
    ("街道", "小区名称"), ("东湖街道", "临湖里"), ("东湖街道", "翠屏苑"),
)  # fmt: skip


def sheet(*columns: tuple[Cell, ...]) -> SheetCells:
    return SheetCells(
        "台账", tuple((*names, *cells) for names, *cells in zip(NAMES, *columns, strict=True))
    )


def taken(found: layout.Layout) -> list[str | None]:
    return [column.field for column in found.columns[2:]]


def test_two_columns_of_one_field_that_differ_are_not_taken() -> None:
    found = layout.recognise(sheet(("户数", 1, 2), ("户数", 1, 3), ("形象进度", None, None)))
    assert taken(found) == [None, None, "progress"]
    (contest,) = found.contests
    assert (contest.field, contest.taken) == ("house_count", None)


@pytest.mark.parametrize("second", [(1, 2), (None, None)])
def test_columns_that_agree_contest_nothing(second: tuple[Cell, ...]) -> None:
    found = layout.recognise(sheet(("户数", 1, 2), ("户数", *second), ("形象进度", None, None)))
    assert taken(found) == ["house_count", None, "progress"]
    assert found.contests == ()


def test_a_table_beside_this_one_gives_way() -> None:
    columns: tuple[tuple[Cell, ...], ...] = (
        ("户数", 1, 2), ("形象进度", None, None), (None, None, None), ("户数", 9, 9),
    )  # fmt: skip
    found = layout.recognise(sheet(*columns))
    assert taken(found)[0] == "house_count"
    assert found.contests[0].taken is found.columns[2]


def test_the_person_settles_it() -> None:
    columns = sheet(("户数", 1, 2), ("户数", 1, 3), ("形象进度", None, None))
    found = layout.recognise(columns, Options(mapping={3: "house_count"}))
    assert taken(found) == [None, "house_count", "progress"]
    assert found.contests == ()


def test_the_column_that_names_its_system_goes_before_one_that_does_not() -> None:
    columns = sheet(("楼号", 1, 2), ("经度", 1, 2), ("百度经度", 3, 4))
    assert taken(layout.recognise(columns)) == ["bldg_no", None, "lon"]
