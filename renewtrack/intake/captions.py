"""What stands above the head of a sheet: title, units, cut-off date, year, coordinate system."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from renewtrack.domain import dates, text
from renewtrack.intake import headings
from renewtrack.intake.headings import Column
from renewtrack.intake.sheets import SheetCells, raw_text

MONEY_UNITS = ("亿元", "万元", "千元", "元")
AREA_UNITS = ("万㎡", "㎡", "公顷", "亩")

_UNIT_LINE = re.compile(r"(?<![报设任造施管填制权])单位:([^;。)]*)")
_CUT_OFF = re.compile(
    r"(?:截至|截止|数据截止|统计截止)(?:日期|时间|到|至)?:?([0-9]{4}[年./-][0-9年月日./-]*[0-9日月底末])"
)
# CGCS2000 and 2000国家大地坐标系 name a datum, no year.
_YEAR = re.compile(
    r"(?<![0-9A-Za-z])(?<!国家)(?<!大地)(20[0-9]{2})(?:年|(?=[^0-9年]|$))(?!国家|坐标|大地|系)"
)
_YEARS = re.compile(r"20[0-9]{2}年?[-~—至到](?:20)?[0-9]{2}年度?")  # which of them is not told
_ASIDE = re.compile(r"(?:截至|截止|填报日期|报送日期|填表日期|制表日期|日期:)[^)]*")
_STREET = re.compile(
    r"^(?:[一-鿿]{1,6}[市区县])?([一-鿿]{2,6}?(?:街道|镇|乡))(?:办事处)?(?![一-鿿]*街道)"
)
_NO_STREET = re.compile(r"城镇|乡镇|集镇|各|全|所有|本|市|区|县")
_MONEY = re.compile(r"亿元|万元|千元|(?<![万亿千百])元")
_ENGLISH_MONEY = (
    ("亿元", re.compile("100million(?:yuan|rmb|cny)")),
    ("万元", re.compile("10,?000(?:yuan|rmb|cny)|tenthousand(?:yuan|rmb|cny)")),
    ("元", re.compile(r"(?<![a-z0-9])(?:yuan|rmb|cny)(?![a-z])")),
)
_AREA = re.compile(r"(万)?(?:m2|m²|平方米|平米|平方)|公顷|亩")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sheet says of itself outside its table."""

    title: str = ""
    year: int | None = None
    cutoff: str | None = None  # ISO, as precise as known
    money_unit: str | None = None
    area_unit: str | None = None
    around: str = ""  # all words outside the table, where a coordinate system may be named


def read(sheet: SheetCells, head: int, file: str = "") -> Facts:
    """Read the rows above the head (zero-based) and, for the cut-off, the words below the table."""
    above = [_line(sheet, row) for row in range(head)]
    below = [_line(sheet, row) for row in range(max(head, len(sheet.rows) - 12), len(sheet.rows))]
    lines = [line for line in above if line]
    title = max(lines, key=_like_a_title, default="")
    units = " ".join(found for line in lines for found in _UNIT_LINE.findall(text.fold(line)))
    return Facts(
        title=title,
        year=_year([title, *lines, sheet.name, file]),
        cutoff=_cut_off([*lines, *(line for line in below if line)]),
        money_unit=money_unit(units),
        area_unit=area_unit(units),
        around=" ".join([*lines, *(line for line in below if line.startswith(("注", "说明")))]),
    )


def with_unit(column: Column, facts: Facts) -> Column:
    """Return a column with the unit of its heading, else of the caption, else None."""
    if column.field is None:
        return column
    kind = headings.field(column.field).kind
    words = [column.heading, *reversed(column.parents)]
    if kind == "money":
        unit = next(filter(None, map(money_unit, words)), facts.money_unit)
    elif kind == "area":
        unit = next(filter(None, map(area_unit, words)), facts.area_unit)
    else:
        unit = None
    return replace(column, unit=unit)


def street(*named: str) -> str | None:
    """Return the street that a sheet's name or title begins with, or None.

    示范区上地街道2025年台账 begins with one, 示范区2025年城镇老旧小区台账 with none.
    """
    for words in named:
        found = _STREET.match(text.normalise(words))
        if found and not _NO_STREET.search(found[1]):
            return found[1]
    return None


def money_unit(words: str) -> str | None:
    """Return the unit of money that words name, or None."""
    plain = text.fold(words)
    found = _MONEY.search(plain)
    if found is not None:
        return found[0]
    return next((unit for unit, english in _ENGLISH_MONEY if english.search(plain)), None)


def area_unit(words: str) -> str | None:
    """Return the unit of area that words name, or None."""
    found = _AREA.search(text.fold(words))
    if found is None:
        return None
    if found[0] in ("公顷", "亩"):
        return found[0]
    return "万㎡" if found[1] else "㎡"


def _line(sheet: SheetCells, row: int) -> str:
    return " ".join(raw_text(cell).strip() for cell in sheet.rows[row] if cell is not None)


def _like_a_title(line: str) -> tuple[bool, bool, int]:
    plain = text.normalise(line)
    named = bool(
        re.search(r"台账|普查|登记|一览|汇总|明细|清单|情况|统计|调查|项目|计划|表", plain)
    )
    aside = bool(re.search(r"单位:|截至|截止|^附件|坐标|^\(", plain))
    return (named and not aside, not aside, len(plain))


def _year(lines: list[str]) -> int | None:
    for line in lines:
        plain = _YEARS.sub("", _ASIDE.sub("", text.normalise(line)))
        if found := _YEAR.search(plain):
            return int(found[1])
    return None


def _cut_off(lines: list[str]) -> str | None:
    for line in lines:
        if found := _CUT_OFF.search(text.normalise(line)):
            date = dates.read_date(found[1])
            if isinstance(date, dates.PartialDate):
                return date.iso
    return None
