"""Quantities as offices write them: with units, 万, 约, 余, ranges, percent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from renewtrack.domain import nulls, numerals, tables, text
from renewtrack.domain.reading_results import Question, Unreadable
from renewtrack.words import Words

Value = Decimal | tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the unit that was wanted; a range is a pair.

    ``bound``: the words give only what it is below or above (不足300户, 300户以上).
    """

    value: Value
    approx: bool
    raw: str
    bound: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    dimension: str
    times: Decimal  # numerator and denominator apart, so that 3亩 is 2000 exactly
    over: Decimal


_NO_NUMBER = Words("“{raw}”不是数字", "“{raw}” is not a number")
_NEGATIVE = Words("“{raw}”小于零", "“{raw}” is below zero")
_OTHER_UNIT = Words(
    "“{raw}”的单位与本列（{wanted}）不符", "The unit of “{raw}” does not fit ({wanted})"
)
_BACKWARD = Words("“{raw}”的范围前大后小", "The range “{raw}” runs backwards")
_TOO_MUCH = Words("“{raw}”超过{most}%", "“{raw}” is more than {most}%")
_NOT_WHOLE = Words("“{raw}”不是整数", "“{raw}” is not a whole number")
RANGE = Words("“{raw}”是一个范围", "“{raw}” is a range")
BOUND = Words("“{raw}”只是上限或下限", "“{raw}” is only a limit")
SCALE = Words("“{raw}”是比例还是百分数？", "Is “{raw}” a share or a percentage?")
_SEVERAL_STOREYS = Words("“{raw}”有两个层数", "“{raw}” tells two heights")
_ONE = Words("“{raw}”可能是1%，也可能是100%，请核对", "“{raw}” may be 1% or 100%")
_LOFT = Words("“{raw}”另有阁楼层", "“{raw}” has a loft besides")

_MULTIPLES = {
    "百": 100, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12,
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_AMOUNT = rf"(?:[¥￥$])?(?:{_NUMBER})"
_MULTIPLE = "(?:百万|千万|万亿|[百千万亿])"
_CELL = re.compile(
    r"(?:总户数|居民户数|建筑面积|[共合总]计?|共有|总共|涉及|惠及|改造|已?完成|累计"
    r"|(?P<about>约|近|大约|大概|不足|不到|超过|超|逾|达))*"
    rf"(?P<first>{_AMOUNT})(?P<m1>{_MULTIPLE})?(?P<more1>[余多])?(?P<m1b>{_MULTIPLE})?"
    rf"(?P<u1>(?:k?m2|[^\d\s余多左以~至到—–\-])*?)"
    rf"(?:[-~至到—–]+(?P<second>{_AMOUNT})(?P<m2>{_MULTIPLE})?(?P<more2>[余多])?"
    rf"(?P<u2>(?:k?m2|[^\d\s余多左以])*?))?"
    r"(?P<tail>左右|上下|以上|以下|以内|余|多|\+)?"
)
_WAN_AND_REST = re.compile(r"(\d+)万(\d{4})(?!\d|\.)")
_BOTH_COUNTS = re.compile(r"^(总户数.*?户)当期户数.*$")
_STOREYS = re.compile(r"^(?:地上)?(\d{1,3})层?(?:[/、,]-?\d层?|[/、,]?地下\d层?|\(.*\))?$")
_TWO_STOREYS = re.compile(r"^(\d{1,3})层?[/、,](\d{1,3})层?$")
_BOUND = re.compile("不足|不到|超过?|逾|以[上下内]")
_LOFT_STOREYS = re.compile(r"^(\d{1,3})\+(\d)层?$")
_DIGITS_KEPT = 15  # what a spreadsheet's float can say


def read_quantity(cell: object, unit: str | None, wanted: str) -> Quantity | Unreadable | None:
    """Return what a cell counts, in the unit ``wanted`` (m2, 万元, 户, %, ...; "" for as it is).

    ``unit`` is the heading's and holds for bare numbers; a unit in the cell outranks it, and a
    bare 万 or 亿 in the cell means the plain unit (元, m2). Without any unit the number is taken
    in ``wanted``. None: nothing known.
    """
    if nulls.is_null(cell):
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal | str):
        return Unreadable(str(cell), _NO_NUMBER.filled(raw=cell))
    if isinstance(cell, str) and len(cell) > text.LONGEST_VALUE:
        return Unreadable(cell, _NO_NUMBER.filled(raw=cell))
    return _read(_plain(cell), unit or "", wanted)


def read_count(cell: object, unit: str | None, wanted: str) -> int | Unreadable | Question | None:
    """Return a whole number of 户, 栋, 人 ...; a range asks and suggests its larger end."""
    reading = read_quantity(cell, unit, wanted)
    if not isinstance(reading, Quantity):
        return reading
    if isinstance(reading.value, tuple):
        lowest, largest = map(int, reading.value)
        return Question("range", reading.raw, RANGE.filled(raw=reading.raw), largest, lowest)
    if reading.value != reading.value.to_integral_value():
        return Unreadable(reading.raw, _NOT_WHOLE.filled(raw=reading.raw))
    if reading.bound:
        return Question("bound", reading.raw, BOUND.filled(raw=reading.raw), int(reading.value))
    return int(reading.value)


def read_storeys(cell: object) -> int | Unreadable | Question | None:
    """Return the storeys above ground: 6, 6层, 地上6层地下1层, 6/1; 6+1 asks about the loft."""
    if isinstance(cell, str):
        words = numerals.arabic(text.fold(cell))
        if (two := _TWO_STOREYS.match(words)) and ("/" not in words or int(two[2]) >= int(two[1])):
            least, most = sorted((int(two[1]), int(two[2])))
            return Question("storeys", cell, _SEVERAL_STOREYS.filled(raw=cell), most, least)
        if found := _STOREYS.match(words):
            return int(found[1])
        if found := _LOFT_STOREYS.match(words):
            storeys = int(found[1])
            return Question("loft", cell, _LOFT.filled(raw=cell), storeys, storeys + int(found[2]))
    return read_count(cell, None, "层")


def read_percent(cell: object, most: float = 100) -> float | Unreadable | Question | None:
    """Return a percentage from 0 to ``most``: 18%, 0.18 and 18 are 18.

    A bare number up to 1 is a share, as spreadsheets keep percent; a bare 1 asks.
    """
    words = cell.replace("百分之", "%") if isinstance(cell, str) else cell
    if isinstance(words, str) and words.startswith("%"):
        words = words.removeprefix("%") + "%"
    reading = read_quantity(words, None, "")
    if reading is None or isinstance(reading, Unreadable):
        return reading
    raw = str(cell)
    if isinstance(reading.value, tuple):
        return Unreadable(raw, _NO_NUMBER.filled(raw=raw))
    marked = "%" in text.fold(str(words))
    percent = reading.value * 100 if marked or reading.value <= 1 else reading.value
    if reading.value == 1 and not marked:
        return Question("one_or_hundred", raw, _ONE.filled(raw=raw), 100.0)
    if not 0 <= percent <= most:
        return Unreadable(raw, _TOO_MUCH.filled(raw=raw, most=f"{most:g}"))
    return float(percent)


def bare_share(cell: object) -> Decimal | None:
    """Return a figure over 0 and up to 1 without %, which may be a share or a percentage."""
    value = bare(cell)
    return value if value is not None and 0 < value <= 1 else None


def bare(cell: object) -> Decimal | None:
    """Return the figure of a cell that is no more than a figure, without %; else None."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if isinstance(cell, str) and ("%" in text.fold(cell) or "百分之" in cell):
        return None
    reading = read_quantity(cell, None, "")
    value = reading.value if isinstance(reading, Quantity) else None
    return value if isinstance(value, Decimal) else None


def in_unit(figure: Decimal, unit: str, wanted: str) -> Decimal | None:
    """Return a figure of one unit in another, None where they do not fit together."""
    factor = _factor("", False, unit, wanted)
    return None if factor is None else _scaled(figure, factor)


def plain_factor(unit: str, wanted: str) -> Decimal | None:
    """Return what a bare number in ``unit`` is multiplied by, None where it is no whole factor."""
    factor = _factor("", False, unit, wanted)
    if factor is None or factor[0] % factor[1]:
        return None
    return factor[0] / factor[1]


def _plain(cell: int | float | Decimal | str) -> str:
    if isinstance(cell, str):
        return cell
    exact = Decimal(f"{cell:.{_DIGITS_KEPT}g}") if isinstance(cell, float) else Decimal(cell)
    return f"{exact:f}"


@lru_cache(maxsize=8192)
def _read(raw: str, heading_unit: str, wanted: str) -> Quantity | Unreadable:
    words = _BOTH_COUNTS.sub(r"\1", numerals.arabic(text.fold(raw)))
    words = _WAN_AND_REST.sub(lambda pair: str(int(pair[1]) * 10**4 + int(pair[2])), words)
    found = _CELL.fullmatch(words)
    if not found:
        reason = _NEGATIVE if words.startswith("-") else _NO_NUMBER
        return Unreadable(raw, reason.filled(raw=raw))
    first = _times(found["first"], found["m1"], found["m1b"])
    last_unit = found["u2"] or found["u1"]
    multiple = found["m2"] or found["m1"] or found["m1b"]
    factor = _factor(last_unit, bool(multiple), heading_unit, wanted)
    if factor is None:
        return Unreadable(raw, _OTHER_UNIT.filled(raw=raw, wanted=wanted))
    approx = any(found[part] for part in ("about", "more1", "more2", "tail"))
    if found["second"] is None:
        return Quantity(_scaled(first, factor), approx, raw, bool(_BOUND.search(words)))
    second = _times(found["second"], found["m2"], None)
    if found["m2"] and not found["m1"] and not found["u1"]:  # 3-5万 is 3万 to 5万
        first = _times(found["first"], found["m2"], None)
    if second < first:
        return Unreadable(raw, _BACKWARD.filled(raw=raw))
    return Quantity((_scaled(first, factor), _scaled(second, factor)), approx, raw)


def _times(number: str, before: str | None, after: str | None) -> Decimal:
    multiple = _MULTIPLES[before or after or "百"] if before or after else 1
    return Decimal(number.lstrip("¥￥$").replace(",", "")) * multiple


def _factor(
    in_cell: str, multiplied: bool, heading_unit: str, wanted: str
) -> tuple[Decimal, Decimal] | None:
    """Return what to multiply and divide by, or None where units do not fit together."""
    target = _unit(wanted)
    if in_cell:
        source = _unit(in_cell)
    elif multiplied or not heading_unit:
        # a bare number is in the wanted unit, a bare 万 in the plain one of that kind
        plain = _Unit(target.dimension, Decimal(1), Decimal(1)) if target else None
        source = plain if multiplied else target
    else:
        source = _unit(heading_unit)
    if source is None or target is None:
        return None
    if wanted and source.dimension not in (target.dimension, ""):
        return None
    return source.times * target.over, source.over * target.times


def _scaled(number: Decimal, factor: tuple[Decimal, Decimal]) -> Decimal:
    return number * factor[0] / factor[1]


@lru_cache(maxsize=512)
def _unit(spelling: str) -> _Unit | None:
    """Return a unit, also with 万 or 亿 before it or written twice (户户); None if unknown."""
    words = text.fold(spelling).strip("()/·")
    if not words:
        return _Unit("", Decimal(1), Decimal(1))
    half = words[: len(words) // 2]
    if words == half * 2:
        words = half
    if words in _units():
        return _units()[words]
    for multiple in sorted(_MULTIPLES, key=len, reverse=True):
        rest = _units().get(words.removeprefix(multiple) or "元")
        if words.startswith(multiple) and rest:
            return _Unit(rest.dimension, rest.times * _MULTIPLES[multiple], rest.over)
    return None


@cache
def _units() -> dict[str, _Unit]:
    return {
        text.fold(spelling): _Unit(row["dimension"], *map(Decimal, row["factor"]))
        for row in tables.document("units")["unit"]
        for spelling in row["spellings"]
    }
