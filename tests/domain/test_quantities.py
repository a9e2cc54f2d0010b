import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import quantities
from renewtrack.domain.quantities import Quantity
from renewtrack.domain.reading_results import Question, Unreadable

TABLES = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


def value(cell: object, unit: str | None = None, wanted: str = "") -> object:
    reading = quantities.read_quantity(cell, unit, wanted)
    assert isinstance(reading, Quantity), reading
    return reading.value


@pytest.mark.parametrize(("raw", "unit", "wanted", "expected"), TABLES["quantities"])
def test_every_vector_is_read(raw: str, unit: str | None, wanted: str, expected: Any) -> None:
    if expected is None:
        assert quantities.read_quantity(raw, unit, wanted) is None
    elif isinstance(expected, list):
        assert value(raw, unit, wanted) == tuple(map(Decimal, expected))
    else:
        assert value(raw, unit, wanted) == Decimal(str(expected))


@pytest.mark.parametrize(
    ("cell", "unit", "wanted", "expected"),
    [
        (24.86, "万㎡", "m2", 248600),
        (3.3672, "万m2", "m2", 33672),
        (51.169999999999995, "万m2", "m2", 511700),
        (15910.4, "万元", "元", 159104000),
        ("25.6万元", "元", "元", 256000),
        ("1.2亿元", "万元", "元", 120000000),
        ("￥1,234.5万", None, "元", 12345000),
        ("5千元", None, "元", 5000),
        ("3万5000元", None, "元", 35000),
        ("三千五百户", None, "户", 3500),
        ("９户 户", None, "户", 9),
        ("总户数88户当期户数40户", None, "户", 88),
        ("共54栋", None, "栋", 54),
        ("324套", None, "户", 324),
        ("12,345.6㎡", None, "m2", Decimal("12345.6")),
        ("3公里", None, "m", 3000),
        ("200延米", None, "m", 200),
        (0, "万元", "元", 0),
    ],
)
def test_units_of_cell_heading_and_column_agree(
    cell: object, unit: str | None, wanted: str, expected: Any
) -> None:
    assert value(cell, unit, wanted) == expected


@pytest.mark.parametrize("raw", ["约9户", "9户左右", "9多户", "一百余户"])
def test_about_is_kept(raw: str) -> None:
    reading = quantities.read_quantity(raw, None, "户")
    assert isinstance(reading, Quantity)
    assert reading.approx


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("全部开工", "不是数字"),
        ("324m", "单位"),
        ("-9户", "小于零"),
        ("600-500户", "前大后小"),
        ("9,9户", "不是数字"),
        ("一期9户", "不是数字"),
        (True, "不是数字"),
    ],
)
def test_what_is_no_quantity_says_why(cell: object, said: str) -> None:
    reading = quantities.read_quantity(cell, None, "户")
    assert isinstance(reading, Unreadable)
    assert said in reading.words.zh


def test_counts_are_whole_and_a_range_asks_for_its_larger_end() -> None:
    assert quantities.read_count("２８８８户", None, "户") == 2888
    assert isinstance(quantities.read_count("2.5户", None, "户"), Unreadable)
    asked = quantities.read_count("500-600户", None, "户")
    assert isinstance(asked, Question)
    assert asked.suggestion == 600


@pytest.mark.parametrize("cell", ["不足300户", "300户以上", "超过300户", "不到300户"])
def test_a_limit_is_asked_about(cell: str) -> None:
    asked = quantities.read_count(cell, None, "户")
    assert isinstance(asked, Question)
    assert (asked.kind, asked.suggestion) == ("bound", 300)


@pytest.mark.parametrize("cell", ["约300户", "近300户", "300户左右"])
def test_about_a_number_is_that_number(cell: str) -> None:
    assert quantities.read_count(cell, None, "户") == 300


@pytest.mark.parametrize(
    ("cell", "storeys"),
    [
        ("6", 6),
        (6.0, 6),
        ("6层", 6),
        ("十二层", 12),
        ("地上6层地下1层", 6),
        ("6/1", 6),
        ("-", None),
    ],
)
def test_storeys_above_ground_are_counted(cell: object, storeys: object) -> None:
    assert quantities.read_storeys(cell) == storeys


@pytest.mark.parametrize(
    ("cell", "suggestion"), [("6+1", 6), ("5-6层", 6), ("5、6", 6), ("5/6层", 6)]
)
def test_doubtful_storeys_are_asked_about(cell: object, suggestion: object) -> None:
    asked = quantities.read_storeys(cell)
    assert isinstance(asked, Question)
    assert asked.suggestion == suggestion


@pytest.mark.parametrize(
    ("cell", "percent"),
    [
        ("18%", 18),
        ("１８％", 18),
        (0.18, 18),
        ("18", 18),
        (18, 18),
        ("百分之十八", 18),
        ("1%", 1),
        (0, 0),
        (100, 100),
        ("-", None),
    ],
)
def test_percent_is_read_in_every_form(cell: object, percent: float | None) -> None:
    assert quantities.read_percent(cell) == percent


def test_a_bare_one_may_be_all_or_nearly_nothing() -> None:
    asked = quantities.read_percent(1.0)
    assert isinstance(asked, Question)
    assert asked.suggestion == 100


@pytest.mark.parametrize("cell", ["全部开工", "120%", -5, "10-20%"])
def test_what_is_no_percentage_is_unreadable(cell: object) -> None:
    assert isinstance(quantities.read_percent(cell), Unreadable)


def test_rates_over_a_hundred_are_read_where_they_may_be() -> None:
    assert quantities.read_percent("104.5%", most=200) == 104.5


@given(st.text(max_size=12) | st.floats() | st.integers())
def test_no_cell_makes_reading_fail(cell: object) -> None:
    quantities.read_quantity(cell, "万元", "元")
    quantities.read_count(cell, None, "户")
    quantities.read_percent(cell)
    quantities.read_storeys(cell)


@given(st.decimals(0, 10**7, places=4))
def test_areas_survive_the_way_over_wan(area: Decimal) -> None:
    assert value(f"{area / 10000:f}", "万㎡", "m2") == area
