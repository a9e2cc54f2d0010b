"""The practice ledger, in the layout and with the untidiness of an office's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from renewtrack.demo import updates
from renewtrack.demo.ground import written
from renewtrack.demo.updates import LedgerLine
from renewtrack.demo.values import InventedDistrict
from renewtrack.domain import codes, stages

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | int | dt.date | None
_HEAD = 3  # zero-based row of the upper head
_BLANKS = (None, None, "-", "待定", "/")


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its upper heading, its own, how wide it is and what stands in it."""

    above: str
    words: str
    width: int
    cell: Callable[[LedgerLine, Random], Cell]


def write(path: Path, district: InventedDistrict, today: dt.date, rng: Random) -> None:
    """Write the practice ledger as an xlsx workbook."""
    import xlsxwriter

    lines = updates.lines(district, today, rng)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(today.year, 1, 1), "comments": "虚构的练习数据"})
    sheet = book.add_worksheet("台账")
    looks = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        ),
        "cell": book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True}),
        "date": book.add_format({"border": 1, "valign": "vcenter", "num_format": "yyyy/m/d"}),
    }
    heads = _heads(lines)
    _write_top(sheet, heads, looks, today)
    end = _write_rows(sheet, heads, lines, looks, rng)
    _write_end(sheet, end, today)
    sheet.freeze_panes(_HEAD + 2, 4)
    sheet.set_landscape()
    sheet.set_paper(8)
    book.close()


def _heads(lines: Sequence[LedgerLine]) -> list[Head]:
    sources = [
        code for code in codes.table("fund_sources") if any(code.key in x.funding for x in lines)
    ]
    return [
        Head("社区", "", 16, lambda line, rng: line.community),
        Head("小区名称", "", 16, lambda line, rng: line.name),
        Head("详细地址", "", 18, lambda line, rng: _text(line, "address")),
        Head("建成年代", "", 12, _year),
        Head("楼栋数", "", 8, lambda line, rng: _number(line, "building_count")),
        Head("户数", "", 8, _households),
        Head("建筑面积（万㎡）", "", 12, _area),
        Head("主要改造内容", "", 30, _content),
        Head("总投资（万元）", "", 12, lambda line, rng: _wan(int(str(line.said["invest_fen"])))),
        *(Head("资金来源（万元）", code.words.zh, 10, _source(code.key)) for code in sources),
        Head("资金来源（万元）", "合计", 12, lambda line, rng: _wan(sum(line.funding.values()))),
        Head("开工时间", "计划", 13, _date("start_plan")),
        Head("开工时间", "实际", 13, _date("start_actual")),
        Head("竣工时间", "计划", 13, _date("finish_plan")),
        Head("竣工时间", "实际", 13, _date("finish_actual")),
        Head("形象进度", "", 14, _progress),
        Head("存在问题", "", 22, lambda line, rng: _text(line, "problem")),
        Head("责任单位", "", 18, lambda line, rng: _text(line, "lead_unit")),
        Head("联系人", "", 10, lambda line, rng: _text(line, "contact")),
        Head("联系电话", "", 14, lambda line, rng: _text(line, "phone")),
        Head("备注", "", 18, lambda line, rng: _text(line, "remark")),
    ]


def _write_top(
    sheet: Worksheet, heads: list[Head], looks: dict[str, Format], today: dt.date
) -> None:
    words = written("plans")["ledger"]
    last = len(heads) + 1
    sheet.write(0, 0, "附件2")
    sheet.merge_range(1, 0, 1, last, words["title"].format(year=today.year), looks["title"])
    day = _chinese(today)
    sheet.merge_range(2, 0, 2, last, words["caption"].format(day=day), looks["cell"])
    for column, name in enumerate(("序号", "街道")):
        sheet.merge_range(_HEAD, column, _HEAD + 1, column, name, looks["head"])
        sheet.set_column(column, column, (6, 13)[column])
    column = 2
    for above, group in groupby(heads, key=lambda head: head.above):
        below = list(group)
        right = column + len(below) - 1
        if len(below) == 1:
            sheet.merge_range(_HEAD, column, _HEAD + 1, column, above, looks["head"])
        else:
            sheet.merge_range(_HEAD, column, _HEAD, right, above, looks["head"])
            for place, head in enumerate(below):
                sheet.write(_HEAD + 1, column + place, head.words, looks["head"])
        for place, head in enumerate(below):
            sheet.set_column(column + place, column + place, head.width)
        column = right + 1


def _write_rows(
    sheet: Worksheet,
    heads: list[Head],
    lines: list[LedgerLine],
    looks: dict[str, Format],
    rng: Random,
) -> int:
    """Write the streets with their subtotals and the grand total; return the next free row."""
    row, number = _HEAD + 2, 0
    for street, group in groupby(lines, key=lambda line: line.street):
        first, below = row, list(group)
        for line in below:
            number += 1
            _write(sheet, (row, 0), number, looks)
            for place, head in enumerate(heads, 2):
                _write(sheet, (row, place), head.cell(line, rng), looks)
            row += 1
        if number == len(lines):  # the bad row stands at the end of the last street
            _write_bad(sheet, row, heads, looks)
            row += 1
        if row - first > 1:
            sheet.merge_range(first, 1, row - 1, 1, street, looks["cell"])
        else:
            sheet.write(first, 1, street, looks["cell"])
        _write_sums(sheet, (row, 1, "小计"), heads, below, looks)
        row += 1
    _write_sums(sheet, (row, 0, "合计"), heads, lines, looks)
    return row + 1


def _write_bad(sheet: Worksheet, row: int, heads: list[Head], looks: dict[str, Format]) -> None:
    """Write a row that cannot be taken in: it names no estate, and no such day exists."""
    said: dict[str, Cell] = {"社区": "（不详）", "主要改造内容": "外墙保温", "备注": "名称待补"}
    for place, head in enumerate(heads, 2):
        day = "2026年2月30日" if (head.above, head.words) == ("开工时间", "计划") else None
        _write(sheet, (row, place), said.get(head.above, day), looks)


def _write_sums(
    sheet: Worksheet,
    at: tuple[int, int, str],
    heads: list[Head],
    lines: Sequence[LedgerLine],
    looks: dict[str, Format],
) -> None:
    row, column, label = at
    _write(sheet, (row, column), label, looks)
    area = sum(float(str(line.said["floor_area_m2"])) for line in lines) / 10_000
    off = written("plans")["ledger"]["stated_off_by"] if label == "合计" else 0
    money = sum(int(str(line.said["invest_fen"])) for line in lines) / 1_000_000 + off
    sums: dict[str, Cell] = {
        "楼栋数": sum(int(str(line.said["building_count"])) for line in lines),
        "户数": sum(int(str(line.said["household_count"])) for line in lines),
        "建筑面积（万㎡）": round(area, 4),
        "总投资（万元）": round(money, 2),
    }
    for place, head in enumerate(heads, 2):
        if head.above in sums:
            _write(sheet, (row, place), sums[head.above], looks)


def _write_end(sheet: Worksheet, row: int, day: dt.date) -> None:
    words = written("plans")["ledger"]
    for place, part in enumerate(words["footer"]):
        sheet.write_string(row, place * 6, part.format(day=_chinese(day)))
    sheet.write_string(row + 1, 0, words["note"])


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, looks: dict[str, Format]) -> None:
    if isinstance(cell, dt.date):
        moment = dt.datetime(cell.year, cell.month, cell.day)
        sheet.write_datetime(*at, moment, looks["date"])
    elif isinstance(cell, str):
        sheet.write_string(*at, cell, looks["cell"])
    else:
        sheet.write(*at, cell, looks["cell"])


def _text(line: LedgerLine, name: str) -> str | None:
    found = line.said.get(name)
    return None if found is None else str(found)


def _number(line: LedgerLine, name: str) -> int:
    return int(str(line.said[name]))


def _wan(fen: int) -> float:
    return round(fen / 1_000_000, 2)


def _source(key: str) -> Callable[[LedgerLine, Random], Cell]:
    return lambda line, rng: _wan(line.funding[key]) if key in line.funding else None


def _year(line: LedgerLine, rng: Random) -> Cell:
    year, last = line.said["year_built"], line.said.get("year_built_to")
    if last:
        return f"{year}-{last}年"
    return rng.choice((int(str(year)), f"{year}年", f"{year}年建成", str(year)))


def _households(line: LedgerLine, rng: Random) -> Cell:
    count = _number(line, "household_count")
    wide = str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return rng.choice((count, count, f"{count}户", str(count), wide))


def _area(line: LedgerLine, rng: Random) -> Cell:
    area = round(float(str(line.said["floor_area_m2"])))
    return rng.choice((area / 10_000, area / 10_000, area / 10_000, f"{area}㎡"))


def _content(line: LedgerLine, rng: Random) -> Cell:
    content = line.said["content"]
    assert isinstance(content, list)
    return str(rng.choice(("、", "；", "，", "\n"))).join(content)


def _progress(line: LedgerLine, rng: Random) -> Cell:
    stage = stages.stage(str(line.said["stage"]))
    percent = line.said.get("percent")
    if stage.bucket == "building" and percent is not None:
        words = {"S70": "正在施工，", "S75": "主体施工，", "S78": "收尾，"}[stage.key]
        return f"{words}{float(str(percent)):g}%"
    return {"S30": "尚未开工", "S65": "已中标，施工准备", "X1": "暂缓实施"}.get(
        stage.key, stage.words.zh
    )


def _date(name: str) -> Callable[[LedgerLine, Random], Cell]:
    return lambda line, rng: _day(line.said.get(name), rng)


def _day(iso: object, rng: Random) -> Cell:
    """Return a day or month in one of the ways that offices write it."""
    if iso is None:
        return rng.choice(_BLANKS)
    parts = [int(part) for part in str(iso).split("-")]
    if len(parts) == 2:
        year, month = parts
        return rng.choice((f"{year}年{month}月", f"{year}.{month}", f"预计{year}年{month}月"))
    day = dt.date(*parts)
    return next(_spellings(day, rng))


def _spellings(day: dt.date, rng: Random) -> Iterator[Cell]:
    ways: list[Any] = [
        day,
        _chinese(day),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
    ]
    yield rng.choice(ways)


def _chinese(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
