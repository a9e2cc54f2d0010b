import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import dates
from renewtrack.domain.dates import PartialDate
from renewtrack.domain.reading_results import Question, StatusWord, Unreadable

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["dates"]


def read(cell: object, year: int | None = None) -> tuple[str, str, str]:
    reading = dates.read_date(cell, year)
    assert isinstance(reading, PartialDate), reading
    return reading.iso, reading.precision, reading.qualifier


@pytest.mark.parametrize(("raw", "iso", "precision", "qualifier"), VECTORS)
def test_every_vector_is_read(raw: str, iso: str | None, precision: str, qualifier: str) -> None:
    if iso is None:
        assert not isinstance(dates.read_date(raw), PartialDate)
    else:
        assert read(raw) == (iso, precision, qualifier)


@pytest.mark.parametrize(
    ("cell", "iso", "precision"),
    [
        (datetime(2025, 12, 1), "2025-12-01", "day"),
        (date(2025, 12, 1), "2025-12-01", "day"),
        (45047, "2023-05-01", "day"),
        (45047.5, "2023-05-01", "day"),
        (20250330.0, "2025-03-30", "day"),
        (202305, "2023-05", "month"),
        (1985.0, "1985", "year"),
        (2023.12, "2023-12", "month"),
    ],
)
def test_numbers_and_date_cells_are_read(cell: object, iso: str, precision: str) -> None:
    assert read(cell) == (iso, precision, "as_is")


@pytest.mark.parametrize(
    ("raw", "iso", "precision", "qualifier"),
    [
        ("2025-3", "2025-03", "month", "as_is"),
        ("2025年3月21日（周五）", "2025-03-21", "day", "as_is"),
        ("2025.03.21 上午", "2025-03-21", "day", "as_is"),
        ("2025/3/6 9:30", "2025-03-06", "day", "as_is"),
        ("2025-03-06T09:30:00", "2025-03-06", "day", "as_is"),
        ("2025 年 3 月 21 日", "2025-03-21", "day", "as_is"),
        ("2025年五月六号", "2025-05-06", "day", "as_is"),
        ("二〇二五年十月底前完成", "2025-10-31", "approx_day", "deadline"),
        ("預計2025年6月", "2025-06", "month", "planned"),
        ("计划2025年6月30日前完工", "2025-06-30", "day", "deadline"),
        ("2025年6月（预计）", "2025-06", "month", "planned"),
        ("已于2025年3月完工", "2025-03", "month", "as_is"),
        ("2025年5月6日左右", "2025-05-06", "approx_day", "as_is"),
        ("2025年10月下旬", "2025-10-31", "approx_day", "as_is"),
        ("2025年下半年", "2025-12-31", "half", "as_is"),
        ("2025Q1", "2025-03-31", "quarter", "as_is"),
        ("1982年建成", "1982", "year", "as_is"),
        ("98年", "1998", "year", "as_is"),
        ("25年6月", "2025-06", "month", "as_is"),
        ("上世纪八十年代", "1980/1989", "decade", "as_is"),
        ("1998-99年", "1998/1999", "year_range", "as_is"),
        ("年底", "--12-31", "day_no_year", "as_is"),
        ("2月29日", "--02-29", "day_no_year", "as_is"),
    ],
)
def test_shapes_of_offices_are_read(raw: str, iso: str, precision: str, qualifier: str) -> None:
    assert read(raw) == (iso, precision, qualifier)


def test_the_callers_year_completes_a_date_and_the_precision_keeps_that_it_was_not_written() -> (
    None
):
    assert read("5月9日上午", 2025) == ("2025-05-09", "day_no_year", "as_is")
    assert read("6月底", 2025) == ("2025-06-30", "month_no_year", "as_is")
    assert read("今年10月", 2025) == ("2025-10", "month_no_year", "as_is")
    assert read("明年6月", 2025) == ("2026-06", "month", "as_is")


def test_a_day_that_the_given_year_lacks_is_unreadable() -> None:
    assert isinstance(dates.read_date("2月29日", 2025), Unreadable)


@pytest.mark.parametrize(
    ("cell", "kind", "iso"),
    [
        (2023.1, "ambiguous_1_or_10", "2023-01"),
        ("25.6.1", "short_year", "2025-06-01"),
        ("30年", "short_year", "2030"),
        ("5.20", "month_and_day", "--05-20"),
        ("03/04/2025", "day_or_month_first", "2025-03-04"),
        ("2025.6底", "odd_shape", "2025-06-30"),
    ],
)
def test_what_could_mean_two_things_is_asked_with_the_likeliest_answer(
    cell: object, kind: str, iso: str
) -> None:
    asked = dates.read_date(cell)
    assert isinstance(asked, Question)
    assert isinstance(asked.suggestion, PartialDate)
    assert (asked.kind, asked.suggestion.iso) == (kind, iso)


@pytest.mark.parametrize("raw", ["2023-02-30", "2023.13", "2025年13月", "20251301", "2025.0.3"])
def test_days_that_no_calendar_has_are_named_in_a_sentence(raw: str) -> None:
    reading = dates.read_date(raw)
    assert isinstance(reading, Unreadable)
    assert raw in reading.words.zh
    assert "日历" in reading.words.zh


@pytest.mark.parametrize("raw", ["2025.3-2025.10", "2025年3月21日至2025年6月1日"])
def test_a_period_is_no_date_and_says_so(raw: str) -> None:
    reading = dates.read_date(raw)
    assert isinstance(reading, Unreadable)
    assert "一段时间" in reading.words.zh


@pytest.mark.parametrize("cell", ["324户", "abc", True, -3, 7, "地址"])
def test_other_things_are_unreadable_and_never_raise(cell: object) -> None:
    assert isinstance(dates.read_date(cell), Unreadable)


def test_words_about_the_stage_are_told_from_dates() -> None:
    assert dates.read_date("未开工") == StatusWord("未开工")


def test_workbooks_of_1904_count_from_their_own_day() -> None:
    reading = dates.read_date(43585, epoch=1904)
    assert isinstance(reading, PartialDate)
    assert reading.iso == "2023-05-01"


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        (1993, (1993, None)),
        ("1982年建成", (1982, None)),
        ("80年代", (1980, 1989)),
        ("1985-1990年", (1985, 1990)),
        (datetime(1993, 6, 1), (1993, None)),
        ("不详", None),
    ],
)
def test_years_of_building_are_read(cell: object, years: object) -> None:
    assert dates.read_year(cell) == years


@pytest.mark.parametrize("cell", ["324户", "5月20日", "5.20", "已完工"])
def test_what_names_no_year_is_unreadable_as_one(cell: object) -> None:
    assert isinstance(dates.read_year(cell), Unreadable)


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-07", date(2024, 2, 7), date(2024, 2, 7)),
        ("1985/1990", date(1985, 1, 1), date(1990, 12, 31)),
    ],
)
def test_a_date_spans_its_precision(iso: str, first: date, last: date) -> None:
    assert (dates.earliest(iso), dates.latest(iso)) == (first, last)


def test_a_date_without_a_year_spans_nothing() -> None:
    with pytest.raises(ValueError, match="05-20"):
        dates.earliest("--05-20")


@pytest.mark.parametrize(
    ("iso", "zh", "en"),
    [
        ("2025", "2025年", "2025"),
        ("2025-05", "2025年5月", "May 2025"),
        ("2025-05-31", "2025年5月31日", "31 May 2025"),
        ("1985/1990", "1985–1990年", "1985–1990"),
        ("--05-20", "5月20日", "20 May"),
        ("--05", "5月", "May"),
    ],
)
def test_dates_are_shown_in_both_languages(iso: str, zh: str, en: str) -> None:
    assert (dates.show(iso, "zh"), dates.show(iso, "en")) == (zh, en)


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_from_what_the_program_shows(day: date) -> None:
    assert read(dates.show(day.isoformat())) == (day.isoformat(), "day", "as_is")


@given(st.text(max_size=12) | st.floats() | st.integers(-(10**9), 10**9))
def test_no_cell_makes_reading_fail(cell: object) -> None:
    dates.read_date(cell, 2025)
    dates.read_year(cell)
