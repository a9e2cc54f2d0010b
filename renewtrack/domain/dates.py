"""Dates as offices write them: as precise as known, with the words they came from."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name, monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import isfinite

from renewtrack.domain import date_shapes, nulls, numerals, stages, text
from renewtrack.domain.reading_results import Question, StatusWord, Unreadable
from renewtrack.words import Words

PRECISIONS = (
    "day", "month", "quarter", "half", "year", "year_range", "decade", "approx_day",
    "day_no_year", "month_no_year",
)  # fmt: skip
QUALIFIERS = ("as_is", "planned", "deadline")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its words.

    ``iso`` is ``2025``, ``2025-05``, ``2025-05-31``, ``1985/1990`` or ``--05-20``. A half year,
    a quarter, 中旬 and 年底 stand for their last day. ``precision`` is one of ``PRECISIONS``
    (``*_no_year``: the year was not written; a whole ``iso`` then has the year given by the
    caller), ``qualifier`` one of ``QUALIFIERS``.
    """

    iso: str
    precision: str
    qualifier: str
    raw: str


DateReading = PartialDate | Unreadable | Question | StatusWord | None

_NO_DATE = Words("“{raw}”不是日期", "“{raw}” is not a date")
_NOT_ON_CALENDAR = Words("“{raw}”不是日历上有的日期", "“{raw}” is no date of the calendar")
NO_YEAR = Words("“{raw}”里没有年份", "“{raw}” names no year")
_PERIOD = Words("“{raw}”是一段时间，请只写一个日期", "“{raw}” is a period; write one date")
_DOUBTS = {
    "ambiguous_1_or_10": Words(
        "数字“{raw}”可能是1月，也可能是10月（2023.10 存成数字就成了 2023.1）",
        "The number “{raw}” may be January or October (2023.10 kept as a number is 2023.1)",
    ),
    "short_year": Words("“{raw}”的年份只有两位", "The year in “{raw}” has two digits only"),
    "month_and_day": Words("“{raw}”当作月和日", "“{raw}” is taken for month and day"),
    "day_or_month_first": Words(
        "“{raw}”分不清哪个是月、哪个是日", "“{raw}” may have the day or the month first"
    ),
    "odd_shape": Words("“{raw}”的写法少见", "“{raw}” is written in an unusual way"),
}

_CLOCK = re.compile(
    r"(?:\s+|T|(?<=[日号午晚]))\d{1,2}[:时点](?:\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?)?Z?\s*$"
)
_DAYTIME = re.compile(r"(?:[上下中]午|早上|晚上?|傍晚|全天)$")
_WEEKDAY = re.compile(r"\(?(?:周|星期|礼拜)[1-6日天]\)?")
_LEAD = re.compile(
    r"(?:大?约|于|在|自|从|截[至止]到?|已|实际|原?计划|预计?|拟定?|暂定|初定|力争|争取|确保|将|定)+"
    r"(?=[\d今本当明去年上下第])"
)
_LEAD_WORDS = re.compile(r"原?计划|预计?|拟|暂定|初定|力争|争取|确保|将|定于")
_TAIL = re.compile(
    r"(?:以前|之前|前后|左右|前|内|起|开始|完毕|结束|全部|全面|正式|已|竣工|验收|完工|开工|完成|建成|动工|进场"
    r"|移交|交付|投入使用|投用|实施|施工|启动|建设|建造|改造|落成|入住|建|\(含\)|[,。;])+$"
)
_BRACKET = re.compile(r"\((?:(?P<plan>预计|计划|拟|暂定)|约|大约)\)$")
_CENTURY = re.compile(r"^(?:上世纪|20世纪)(?=\d0年代)")
_THIS_YEAR = re.compile("[今本当]年(?![底末初中])|[今本当](?=年[底末初中])")
_BEFORE = re.compile(r"(?<!\d)(?:之前|以前|前(?!后))")
_ABOUT = re.compile(r"约|左右|前后")
_TWO_DATES = re.compile(r"\d年?\d{0,2}月?\d{0,2}.*[-~至到—–].*\d")
_EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
_SERIAL_DIGITS = 5
_SERIALS = range(10_000, 80_000)  # 1927 to 2119: below are years, above are yyyymm


def read_date(cell: object, year: int | None = None, epoch: int = 1900) -> DateReading:
    """Return what a date cell says.

    ``year`` completes dates that name none, ``epoch`` (1900 or 1904) is the workbook's own for
    serial numbers. None: nothing known. A ``Question`` carries the likeliest ``PartialDate``;
    a word about the stage of work is a ``StatusWord``.
    """
    if nulls.is_null(cell):
        return None
    if isinstance(cell, datetime | date):
        return PartialDate(cell.isoformat()[:10], "day", "as_is", str(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
        return _from_number(cell, epoch)
    if isinstance(cell, str) and len(cell) <= text.LONGEST_VALUE:
        return _from_text(cell, year, epoch)
    return Unreadable(str(cell), _NO_DATE.filled(raw=cell))


def read_year(cell: object) -> tuple[int, int | None] | Unreadable | Question | None:
    """Return the year a building was built, and the last of several years or None.

    The suggestion of a ``Question`` is such a pair.
    """
    reading = read_date(cell)
    if reading is None or isinstance(reading, Unreadable):
        return reading
    known = reading.suggestion if isinstance(reading, Question) else reading
    if not isinstance(known, PartialDate) or known.iso.startswith("--"):
        return Unreadable(reading.raw, NO_YEAR.filled(raw=reading.raw))
    first, _, last = known.iso.partition("/")
    years = (int(first[:4]), int(last) if last else None)
    return replace(reading, suggestion=years) if isinstance(reading, Question) else years


def earliest(iso: str) -> date:
    """Return the first day that a date may mean; ValueError where it has no year."""
    year, month, day = _parts(iso.split("/")[0])
    return date(year, month or 1, day or 1)


def latest(iso: str) -> date:
    """Return the last day that a date may mean; ValueError where it has no year."""
    year, month, day = _parts(iso.split("/")[-1])
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def show(iso: str, language: str = "zh") -> str:
    """Return a date for reading: 2025年5月31日, 2025年5月, 1985–1990年; 31 May 2025."""
    if "/" in iso:
        years = iso.replace("/", "–")
        return years if language == "en" else years + "年"
    year, *rest = iso.removeprefix("--").split("-") if iso[0] != "-" else ("", *iso[2:].split("-"))
    numbers = [int(part) for part in rest]
    if language == "en":
        words = [str(number) for number in numbers[1:]]
        words += [month_name[numbers[0]]] if numbers else []
        return " ".join([*words, *([year] if year else [])])
    return (f"{year}年" if year else "") + "".join(
        f"{number}{sign}" for number, sign in zip(numbers, "月日", strict=False)
    )


def _from_number(number: float, epoch: int) -> DateReading:
    raw = str(int(number)) if number % 1 == 0 else str(number)
    if int(number) in _SERIALS:
        day = _EPOCHS[epoch] + timedelta(days=int(number))
        return PartialDate(day.isoformat(), "day", "as_is", raw)
    reading = _from_text(raw, None, epoch)
    if raw.endswith(".1") and isinstance(reading, PartialDate) and reading.precision == "month":
        return _asked("ambiguous_1_or_10", reading)
    return reading


@lru_cache(maxsize=8192)
def _from_text(raw: str, year: int | None, epoch: int) -> DateReading:
    words = numerals.arabic(text.fold(_CLOCK.sub("", unicodedata.normalize("NFKC", raw))))
    if len(words) <= _SERIAL_DIGITS and words.isdecimal() and int(words) in _SERIALS:
        return _from_number(int(words), epoch)
    bare, qualifier, about = _bared(_with_year(words, year))
    shape = date_shapes.read(bare, year)
    if shape is None:
        return _no_shape(raw, words)
    if shape.precision == date_shapes.NO_DAY:
        return Unreadable(raw, _NOT_ON_CALENDAR.filled(raw=raw))
    precision = "approx_day" if about and shape.precision == "day" else shape.precision
    reading = PartialDate(shape.iso, precision, qualifier, raw)
    return _asked(shape.doubt, reading) if shape.doubt else reading


def _bared(words: str) -> tuple[str, str, bool]:
    """Return the date without the words around it, its qualifier, whether it is approximate."""
    words = _CENTURY.sub("", _DAYTIME.sub("", _WEEKDAY.sub("", words)))
    about = bool(_ABOUT.search(words))
    lead, bracket = _LEAD.match(words), _BRACKET.search(words)
    planned = bool((lead and _LEAD_WORDS.search(lead[0])) or (bracket and bracket["plan"]))
    words = _BRACKET.sub("", words[lead.end() :] if lead else words)
    tail = _TAIL.search(words)
    if tail:
        words = words[: tail.start()]
    # 11月底前 is the end of November said loosely; 11月底前完工 and 11月30日前 are deadlines
    loosely = tail is not None and tail[0] == "前" and words.endswith(("底", "末"))
    deadline = bool(tail and _BEFORE.search(tail[0])) and not loosely
    return words, "deadline" if deadline else "planned" if planned else "as_is", about


def _with_year(words: str, year: int | None) -> str:
    """Return the text with 明年 and 去年 as numbers where the year is known; 今年 goes."""
    if year:
        words = words.replace("明年", f"{year + 1}年").replace("去年", f"{year - 1}年")
    return _THIS_YEAR.sub("", words)


def _no_shape(raw: str, words: str) -> Unreadable | StatusWord:
    if _TWO_DATES.search(words):
        return Unreadable(raw, _PERIOD.filled(raw=raw))
    if stages.stage_of(raw):
        return StatusWord(raw)
    return Unreadable(raw, _NO_DATE.filled(raw=raw))


def _asked(kind: str, reading: PartialDate) -> Question:
    return Question(kind, reading.raw, _DOUBTS[kind].filled(raw=reading.raw), reading)


def _parts(iso: str) -> tuple[int, int | None, int | None]:
    if iso.startswith("--"):
        raise ValueError(f"{iso} names no year")
    year, month, day = [*map(int, iso.split("-")), None, None][:3]
    assert year is not None
    return year, month, day
