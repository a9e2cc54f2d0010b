"""The shapes in which offices write dates, as text of digits and signs."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace

_Y = r"(?P<y>(?:1[89]|20)\d\d)"
_M = r"(?P<m>\d{1,2})"
_D = r"(?P<d>\d{1,2})"
_PART = r"(?P<part>月?[底末初]|中下旬|[上中下]旬|中)"
# Days that a part of a month stands for: its own last day, so that 中旬 is over on the 20th.
_PART_DAYS = {"初": 10, "上旬": 10, "中": 15, "中旬": 20}
_YEAR_PARTS = {"初": "01-31", "中": "06-30", "底": "12-31", "末": "12-31"}
_QUARTER_ENDS = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}
_LEAP_YEAR = 2000  # 2月29日 without a year may be right
_CENTURY_TURN = 50  # 85年 is 1985, 25年 is 2025
_MONTHS = 12
NO_DAY = "impossible"


@dataclass(frozen=True, slots=True)
class Shape:
    """A date as read; ``doubt`` names the question that it leaves, if any.

    ``precision`` is ``impossible`` for days that no calendar has.
    """

    iso: str
    precision: str
    doubt: str = ""


def read(words: str, year: int | None) -> Shape | None:
    """Return what a bare date means: normalised, Arabic digits, nothing before or after it.

    ``year`` completes dates that name none: their precision says so (``day_no_year``).
    """
    for pattern, reader in _SHAPES:
        found = pattern.match(words)
        if found:
            return reader(found)
    return _short_year(words) or _without_year(words, year)


def _year(found: re.Match[str]) -> Shape:
    return Shape(found["y"], "year")


def _years(found: re.Match[str]) -> Shape:
    last = found["z"] if len(found["z"]) > 2 else found["y"][:2] + found["z"]
    if last < found["y"]:
        return Shape("", NO_DAY)
    return Shape(f"{found['y']}/{last}", "year_range")


def _decade(found: re.Match[str]) -> Shape:
    century = found["c"] or ("19" if int(found["t"]) * 10 >= _CENTURY_TURN else "20")
    return Shape(f"{century}{found['t']}0/{century}{found['t']}9", "decade")


def _day(found: re.Match[str]) -> Shape:
    return _dated(int(found["y"]), int(found["m"]), int(found["d"]), "day")


def _month(found: re.Match[str]) -> Shape:
    month = int(found["m"])
    if not 1 <= month <= _MONTHS:
        return Shape("", NO_DAY)
    return Shape(f"{found['y']}-{month:02}", "month")


def _part_of_month(found: re.Match[str]) -> Shape:
    year, month = int(found["y"]), int(found["m"])
    if not 1 <= month <= _MONTHS:
        return Shape("", NO_DAY)
    day = _PART_DAYS.get(found["part"].removeprefix("月"), monthrange(year, month)[1])
    shape = _dated(year, month, day, "approx_day")
    return shape if "月" in found[0] else replace(shape, doubt="odd_shape")


def _part_of_year(found: re.Match[str]) -> Shape:
    return Shape(f"{found['y']}-{_YEAR_PARTS[found['part']]}", "approx_day")


def _half(found: re.Match[str]) -> Shape:
    return Shape(f"{found['y']}-{'06-30' if found['half'] == '上' else '12-31'}", "half")


def _quarter(found: re.Match[str]) -> Shape:
    return Shape(f"{found['y']}-{_QUARTER_ENDS[found['q']]}", "quarter")


def _year_last(found: re.Match[str]) -> Shape:
    first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
    if first > _MONTHS:
        return _dated(year, second, first, "day")
    shape = _dated(year, first, second, "day")
    both_ways = second <= _MONTHS and first != second
    return replace(shape, doubt="day_or_month_first") if both_ways else shape


def _two_digits(found: re.Match[str]) -> Shape:
    year = int(_full_year(found["s"]))
    return replace(_dated(year, int(found["m"]), int(found["d"]), "day"), doubt="short_year")


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Shape]], ...] = tuple(
    (re.compile(f"(?:{pattern})$"), reader)
    for pattern, reader in (
        (rf"{_Y}(?:年度?)?", _year),
        (rf"{_Y}[-./年]{_M}[-./月]{_D}[日号]?", _day),
        (rf"{_Y}(?P<m>\d\d)(?P<d>\d\d)", _day),
        (rf"{_Y}(?P<m>\d\d)", _month),
        (rf"{_Y}[-./年]{_M}(?:月份?)?", _month),
        (rf"{_Y}年?[-~/、,至到—–]+(?P<z>(?:1[89]|20)\d\d)年?", _years),
        (rf"{_Y}年?[-~/、,至到—–]+(?P<z>\d\d)年", _years),
        (r"(?P<c>1[89]|20)?(?P<t>\d)0年代(?:[初中末后]期?)?", _decade),
        (rf"{_Y}[-./年]{_M}月?{_PART}", _part_of_month),
        (rf"{_Y}年?年?(?P<part>[底末初中])", _part_of_year),
        (rf"{_Y}年?(?P<half>[上下])半年[底末]?", _half),
        (rf"{_Y}[-年]?第?(?P<q>[1-4])季度?[底末]?", _quarter),
        (rf"{_Y}[-年]?[qQ](?P<q>[1-4])", _quarter),
        (rf"(?P<a>\d{{1,2}})[-./](?P<b>\d{{1,2}})[-./]{_Y}", _year_last),
        (rf"(?P<s>\d\d)[-./]{_M}[-./]{_D}", _two_digits),
    )
)
_SHORT_YEAR = re.compile(r"(?P<s>\d\d)年(?P<rest>(?!代).*)$")
_NO_YEAR = re.compile(r"\d{1,2}月|[上下]半年|第?[1-4]季|年[底末初中]")
_ONLY_A_MONTH = re.compile(rf"{_M}月份?{_PART}?$")
_MONTH_DAY = re.compile(rf"{_M}[-./]{_D}[日号]?$")


def _short_year(words: str) -> Shape | None:
    """Read 85年 as 1985 and 25年6月 as 2025-06; a bare 25年 may be an age and is asked about."""
    found = _SHORT_YEAR.match(words)
    if not found:
        return None
    shape = read(_full_year(found["s"]) + "年" + found["rest"], None)
    doubtful = not found["rest"] and int(found["s"]) < _CENTURY_TURN
    return replace(shape, doubt="short_year") if shape and doubtful else shape


def _without_year(words: str, year: int | None) -> Shape | None:
    bare = _MONTH_DAY.match(words)
    if bare:
        shape = _without_year(f"{bare['m']}月{bare['d']}日", year)
        return replace(shape, doubt="month_and_day") if shape else None
    if not _NO_YEAR.match(words):
        return None
    shape = read(f"{year or _LEAP_YEAR}年{words}", None)
    if shape is None or shape.precision == NO_DAY:
        return shape
    month = _ONLY_A_MONTH.match(words)
    precision = "month_no_year" if month else "day_no_year"
    if year:
        return Shape(shape.iso, precision)
    return Shape(f"--{int(month['m']):02}" if month else "--" + shape.iso[5:], precision)


def _full_year(two_digits: str) -> str:
    return ("19" if int(two_digits) >= _CENTURY_TURN else "20") + two_digits


def _dated(year: int, month: int, day: int, precision: str) -> Shape:
    if not (1 <= month <= _MONTHS and 1 <= day <= monthrange(year, month)[1]):
        return Shape("", NO_DAY)
    return Shape(f"{year}-{month:02}-{day:02}", precision)
