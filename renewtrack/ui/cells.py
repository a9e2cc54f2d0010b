"""Values of table cells as words on the screen, and typed words as values."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from renewtrack import signs
from renewtrack.domain import codes, dates, lateness, money, quantities, stages
from renewtrack.domain.dates import PartialDate
from renewtrack.domain.reading_results import Question
from renewtrack.ui.columns import Column
from renewtrack.words import Words

LATE_WORDS = Words("逾期", "Late")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a typed text is no value of its column; the text stays with the person."""

    words: Words


NOT_NUMBER = Words(
    "“{text}”不是数。请填写数字，例如 128 或 1,280",
    "“{text}” is no number. Type digits, such as 128 or 1,280",
)
NOT_WHOLE = Words("“{text}”不是整数", "“{text}” is not a whole number")
NOT_NEGATIVE = Words("这里不能是负数", "This cannot be below zero")
NOT_YEAR = Words("“{text}”不是年份，例如 1998", "“{text}” is no year, such as 1998")
NOT_YET = Words(
    "“{text}”年还没有到，请核对年份", "The year {text} is still to come; please check it"
)
NOT_PERCENT = Words("进度请填 0 到 100", "Progress runs from 0 to 100")
NOT_DATE = Words(
    "“{text}”不是日期。可填 2026-3-5、20260305、2026年3月 或 二〇二六年三月五日",
    "“{text}” is no date. Type 2026-3-5, 20260305 or 2026-03",
)
YEARLESS = Words(
    "“{text}”缺年份，请写成 {full}", "“{text}” names no year; write it as {full}, for one"
)
NOT_CODE = Words(
    "“{text}”不在选项里，请从列表中选择", "“{text}” is not in the list; choose one from it"
)
SEVERAL = Words(
    "“{text}”可能是：{likely}。请选一个", "“{text}” may mean: {likely}. Choose one of them"
)
NOT_EMPTY = Words("这里不能为空", "This cannot be empty")
REQUIRED = frozenset(("name", "number", "street"))
BUILT = frozenset(("year_built", "year_built_to"))
FARTHEST_PLAN = 20  # years ahead that a plan may be for


def shown(column: Column, value: object, language: str) -> str:
    """Return a value as it stands in the table; empty for none."""
    if value is None or value == "":
        return ""
    match column.kind:
        case "stage":
            return stage_words(str(value)).in_(language)
        case "code":
            return code_words(column.codes, str(value)).in_(language)
        case "works":
            kinds = value if isinstance(value, (tuple, list)) else (value,)
            joint = ", " if language == "en" else "、"
            return joint.join(code_words("work_types", str(kind)).in_(language) for kind in kinds)
        case "date":
            return str(value)  # as precise as it is known, and as it is typed
        case "flag":
            return LATE_WORDS.in_(language) if value else ""
        case "light":
            return lateness.LIGHT_WORDS[str(value)].in_(language)
        case _:
            return _number(column.kind, value)


def edited(column: Column, value: object, language: str) -> str:
    """Return the text that an editor opens with."""
    if value is None:
        return ""
    if column.kind == "date":
        return str(value)
    if column.kind == "percent" and isinstance(value, (int, float)):
        return f"{value:g}"
    return shown(column, value, language).replace(",", "")


def typed(column: Column, text: str) -> object | Refusal:
    """Return the value that a typed text means in a column (None = cleared), or why it has none."""
    text = signs.seen(text).strip()
    if not text:
        return Refusal(NOT_EMPTY) if column.stored in REQUIRED else None
    match column.kind:
        case "date":
            return _date(text)
        case "stage":
            found = stages.stage_of(text)
            return found.key if found else _unknown(column, text)
        case "code":
            known = codes.recognise(column.codes, text)
            return known.key if known else _unknown(column, text)
        case "year":
            return _year(column, text)
        case "int" | "area" | "money" | "percent":
            return _quantity(column.kind, text)
        case _:
            return text


def code_words(table: str, key: str) -> Words:
    """Return the words of a code; an unknown key stands for itself."""
    found = codes.code(table, key)
    return found.words if found else Words(key, key)


def stage_words(key: str) -> Words:
    """Return the words of a stage; an unknown key stands for itself."""
    found = next((each for each in stages.STAGES if each.key == key), None)
    return found.words if found else Words(key, key)


def choices(column: Column) -> tuple[tuple[str, Words], ...]:
    """Return the keys and words that a list editor offers; nothing for typed columns."""
    if column.kind == "stage":
        return tuple((each.key, each.words) for each in stages.STAGES)
    if column.kind == "code":
        return tuple((each.key, each.words) for each in codes.table(column.codes))
    return ()


def _number(kind: str, value: object) -> str:
    if kind == "money" and isinstance(value, int):
        return money.wan_shown(value)
    if kind == "percent" and isinstance(value, (int, float)):
        return f"{value:.0f}%"
    if kind == "area" and isinstance(value, (int, float)):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if kind == "dm2" and isinstance(value, int):  # of 0.01 m2
        return f"{value / 100:,.2f}"
    if kind == "int" and isinstance(value, int):
        return f"{value:,}"
    return str(value)


def _date(text: str) -> object | Refusal:
    read = dates.read_date(text)
    found: object = read.suggestion if isinstance(read, Question) else read
    if not isinstance(found, PartialDate):
        return None if found is None else _refused(NOT_DATE, text)
    if not found.iso.startswith("--"):
        return found.iso
    return Refusal(YEARLESS.filled(text=text, full=f"{dt.date.today().year}{found.iso[1:]}"))


def _unknown(column: Column, text: str) -> Refusal:
    """Return the refusal of a word that no list has, naming those in which it stands."""
    wanted = text.casefold()
    likely = [
        words
        for _, words in choices(column)
        if wanted in words.zh.casefold() or wanted in words.en.casefold()
    ]
    if not likely:
        return _refused(NOT_CODE, text)
    joined = Words("、".join(words.zh for words in likely), ", ".join(words.en for words in likely))
    return Refusal(SEVERAL.filled(text=text, likely=joined))


def _year(column: Column, text: str) -> object | Refusal:
    year = _quantity("year", text)
    ahead = 1 if column.stored in BUILT else FARTHEST_PLAN
    if isinstance(year, int) and year > dt.date.today().year + ahead:
        return _refused(NOT_YET, text)
    return year


def _quantity(kind: str, text: str) -> object | Refusal:
    unit, wanted = {"money": ("万元", "元"), "area": ("m2", "m2"), "percent": ("%", "%")}.get(
        kind, ("", "")
    )
    value = _decimal(text, unit, wanted)
    if value is None:
        return _refused(NOT_NUMBER, text)
    if value < 0:
        return Refusal(NOT_NEGATIVE)
    if kind == "money":
        return money.fen(value)
    if kind == "area":
        return float(value)
    if kind == "percent":
        return float(value) if value <= 100 else Refusal(NOT_PERCENT)
    if value != value.to_integral_value():
        return _refused(NOT_WHOLE, text)
    if kind == "year" and not 1800 <= value <= 2200:
        return _refused(NOT_YEAR, text)
    return int(value)


def amount(text: str) -> Decimal | None:
    """Return an amount in yuan as offices write it, 12万 or 一百二十万元; None for what is none."""
    return _decimal(text, "元", "元")


def _decimal(text: str, unit: str, wanted: str) -> Decimal | None:
    plain = re.fullmatch(r"-?[\d,，]*\.?\d+\s*[%％年]?", text)
    if plain and unit in ("", "%", "m2"):
        return Decimal(re.sub(r"[,，%％年\s]", "", text))
    found = quantities.read_quantity(text, unit or None, wanted)
    value = getattr(found, "value", None)
    return value if isinstance(value, Decimal) else None


def _refused(words: Words, text: str) -> Refusal:
    return Refusal(words.filled(text=text if len(text) <= 24 else text[:24] + "…"))
