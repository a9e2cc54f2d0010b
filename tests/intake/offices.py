"""Sheets as many offices would send them: one set of facts, any head, order, unit and form."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

Cell = str | int | float | None
Merge = tuple[int, int, int, int]  # top, left, bottom, right, zero-based and inclusive


@dataclass(frozen=True)
class Fact:
    """One estate's truth and the words its office wrote: money in 万元, area in m2."""

    street: str
    community: str
    name: str
    year: int
    buildings: int
    households: int
    area_m2: int
    funds: dict[str, str]
    stage: tuple[str, str, float | None]  # words, key, percent
    start: tuple[str, str | None]
    finish: tuple[str, str | None]
    items: tuple[str, ...]

    @property
    def invest(self) -> Decimal:
        return sum((Decimal(value) for value in self.funds.values()), Decimal(0))


FACTS = (
    Fact("东湖街道", "湖滨社区", "临湖里", 1985, 6, 320, 21_500,
         {"central": "120.5", "province": "60.25", "city": "80", "district": "99.99",
          "resident": "0", "social": "10.01"},
         ("正在施工60%", "S70", 60.0), ("2025.3", "2025-03"), ("2025年10月底", "2025-10-31"),
         ("供水管网", "加装电梯")),
    Fact("东湖街道", "湖滨社区", "工人新村", 1979, 12, 540, 30_240,
         {"central": "300", "province": "0", "city": "150.55", "district": "50", "resident": "25",
          "social": "0"},
         ("已完工", "S80", None), ("20250401", "2025-04-01"), ("2025/9/30", "2025-09-30"),
         ("屋面防水", "楼道整治")),
    Fact("东湖街道", "翠屏社区", "翠屏苑", 1996, 4, 192, 14_016,
         {"central": "88.8", "province": "11.2", "city": "0", "district": "0", "resident": "33.33",
          "social": "0"},
         ("方案设计中", "S50", None), ("待定", None), ("2026年6月", "2026-06"),
         ("停车位", "道路硬化", "绿化提升")),
    Fact("南桥镇", "南桥第一社区", "临湖里", 1982, 3, 144, 8_208,
         {"central": "45.6", "province": "0", "city": "20", "district": "20", "resident": "0",
          "social": "5.05"},
         ("已移交物业", "S90", None), ("2025年2月", "2025-02"), ("2025-08-15", "2025-08-15"),
         ("雨污分流",)),
    Fact("南桥镇", "南桥第二社区", "纺织厂宿舍", 1974, 8, 288, 13_536,
         {"central": "210", "province": "70", "city": "0", "district": "35.5", "resident": "0",
          "social": "0"},
         ("暂缓实施", "X1", None), ("/", None), ("-", None), ("架空线入地", "智能安防")),
    Fact("西岭乡", "西岭社区", "岭上家园", 2001, 5, 200, 16_800,
         {"central": "0", "province": "100", "city": "100.1", "district": "100.02",
          "resident": "50", "social": "0"},
         ("尚未开工", "S30", None), ("2025年4月底", "2025-04-30"), ("2025.12", "2025-12"),
         ("外墙保温", "充电设施", "养老服务站")),
)  # fmt: skip

PLAIN_HEADS = {
    "seq": "序号", "street": "街道", "community": "社区", "name": "小区名称", "year": "建成年代",
    "buildings": "楼栋数", "households": "户数", "area": "建筑面积", "items": "改造内容",
    "invest": "总投资", "central": "中央补助", "province": "省级补助", "city": "市级资金",
    "district": "区级资金", "resident": "居民出资", "social": "社会资本", "start": "计划开工时间",
    "finish": "计划竣工时间", "stage": "形象进度",
}  # fmt: skip
OTHER_HEADS = {
    "seq": "编号", "street": "所属镇街", "community": "居委会", "name": "改造小区",
    "year": "建造年份", "buildings": "涉及楼栋数", "households": "惠及户数",
    "area": "改造面积", "items": "建设内容", "invest": "项目总投资", "central": "中央资金",
    "province": "省财政", "city": "市级配套", "district": "区财政", "resident": "居民自筹",
    "social": "社会资金", "start": "拟开工时间", "finish": "预计完工时间", "stage": "项目进展",
}  # fmt: skip
GROUPED = {
    "year": ("基本情况", "建成年份"), "buildings": ("基本情况", "栋数"),
    "households": ("基本情况", "居民户数"), "area": ("基本情况", "总建筑面积"),
    "invest": ("投资情况", "总投资"), "central": ("资金来源", "中央"),
    "province": ("资金来源", "省级"), "city": ("资金来源", "市级"),
    "district": ("资金来源", "区级"), "resident": ("资金来源", "居民"),
    "social": ("资金来源", "社会资本"), "start": ("开工时间", "计划"),
    "finish": ("竣工时间", "计划"),
}  # fmt: skip
FUNDS = ("central", "province", "city", "district", "resident", "social")
ORDER = tuple(PLAIN_HEADS)
_MONEY = {"元": Decimal(10_000), "万元": Decimal(1), "亿元": Decimal(1) / 10_000}
_AREA = {"㎡": Decimal(1), "万㎡": Decimal(1) / 10_000}


@dataclass(frozen=True)
class Form:
    """How one office lays its ledger out."""

    heads: dict[str, str] | None = None  # None: two rows with groups; see ``head_rows``
    head_rows: int = 1
    merged_heads: bool = True
    order: tuple[str, ...] = ORDER
    money: str = "万元"
    area: str = "万㎡"
    unit_in: str = "heads"  # heads | caption | group | nowhere
    totals: str = "last"  # first | last | none
    subtotals: str = "after"  # before | after | none
    number_row: str = ""  # "" | plain | brackets | letters
    streets: str = "merged"  # merged | repeated | band
    title: str = "东湖区2025年老旧小区改造台账"
    title_rows: tuple[str, ...] = ("title", "caption")
    text_numbers: bool = False
    dropped: tuple[str, ...] = ()


@dataclass
class Grid:
    """A sheet to be written: cells and merged ranges."""

    rows: list[list[Cell]]
    merges: list[Merge]


def ledger(form: Form, facts: Sequence[Fact] = FACTS) -> Grid:
    """Lay the facts out in an office's form."""
    keys = [key for key in form.order if key not in form.dropped]
    if form.streets == "band":
        keys.remove("street")
    grid = Grid([], [])
    _above(grid, form, len(keys))
    _heads(grid, form, keys)
    _number_row(grid, form, keys)
    if form.totals == "first":
        grid.rows.append(_sums(form, keys, facts, "合计"))
    for street in dict.fromkeys(fact.street for fact in facts):
        _street(grid, form, keys, [fact for fact in facts if fact.street == street], facts)
    if form.totals == "last":
        grid.rows.append(_sums(form, keys, facts, "合计"))
    grid.rows.append(["填报单位（盖章）：", *[None] * (len(keys) - 2), "填表人："])
    grid.rows.append(["注：数据截至填报日。", *[None] * (len(keys) - 1)])
    return grid


def _street(
    grid: Grid, form: Form, keys: list[str], members: list[Fact], facts: Sequence[Fact]
) -> None:
    street = members[0].street
    if form.streets == "band":
        grid.rows.append([street, *[None] * (len(keys) - 1)])
    if form.subtotals == "before":
        grid.rows.append(_sums(form, keys, members, f"{street}小计"))
    top = len(grid.rows)
    grid.rows.extend(_row(form, keys, fact, facts.index(fact) + 1) for fact in members)
    if form.streets == "merged" and len(members) > 1:
        place = keys.index("street")
        grid.merges.append((top, place, len(grid.rows) - 1, place))
        for row in grid.rows[top + 1 :]:
            row[place] = None
    if form.subtotals == "after":
        grid.rows.append(_sums(form, keys, members, "小 计"))


def _above(grid: Grid, form: Form, width: int) -> None:
    units = f"单位：{form.area}、{form.money}" if form.unit_in == "caption" else ""
    lines = {
        "title": form.title,
        "annex": "附件1",
        "caption": f"（截至2025年10月31日）  填报单位：东湖区住建局  {units}",
    }
    for name in form.title_rows:
        if name != "annex":
            grid.merges.append((len(grid.rows), 0, len(grid.rows), width - 1))
        grid.rows.append([lines[name], *[None] * (width - 1)])


def _heads(grid: Grid, form: Form, keys: list[str]) -> None:
    named = form.heads or PLAIN_HEADS
    top = len(grid.rows)
    rows: list[list[Cell]] = [[None] * len(keys) for _ in range(form.head_rows)]
    previous: tuple[str, ...] = ()
    for place, key in enumerate(keys):
        stack = _stack(form, key, named)
        for level, words in enumerate(stack):
            starts = (
                len(stack) == 1
                or level == len(stack) - 1
                or stack[: level + 1] != previous[: level + 1]
            )
            rows[level][place] = words if starts else None
        if len(stack) < form.head_rows and form.merged_heads:
            grid.merges.append((top + len(stack) - 1, place, top + form.head_rows - 1, place))
        previous = stack if len(stack) > 1 else ()
    if form.merged_heads:
        for level in range(form.head_rows - 1):
            _wide(grid, rows, level, top)
    grid.rows.extend(rows)


def _stack(form: Form, key: str, named: dict[str, str]) -> tuple[str, ...]:
    unit = {"area": form.area, "invest": form.money, **dict.fromkeys(FUNDS, form.money)}.get(key)
    hint = f"（{unit}）" if unit and form.unit_in == "heads" else ""
    if form.head_rows == 1 or key not in GROUPED:
        return (named[key] + hint,)
    group, leaf = GROUPED[key]
    if unit and form.unit_in == "group":
        group, leaf = (
            (f"{group}（{unit}）", leaf) if key != "area" else (group, f"{leaf}（{unit}）")
        )
    else:
        leaf += hint
    if form.head_rows == 3:
        return ("改造台账明细", group, leaf)
    return (group, leaf)


def _wide(grid: Grid, rows: list[list[Cell]], level: int, top: int) -> None:
    line, below = rows[level], rows[level + 1]
    place = 0
    while place < len(line):
        end = place
        while (
            line[place] is not None
            and end + 1 < len(line)
            and line[end + 1] is None
            and (
                below[end + 1] is not None
                or any(row[end + 1] is not None for row in rows[level + 1 :])
            )
        ):
            end += 1
        if end > place:
            grid.merges.append((top + level, place, top + level, end))
        place = end + 1


def _number_row(grid: Grid, form: Form, keys: list[str]) -> None:
    if form.number_row == "plain":
        grid.rows.append([number for number, _ in enumerate(keys, 1)])
    elif form.number_row == "brackets":
        grid.rows.append([f"[{number}]" for number, _ in enumerate(keys, 1)])
    elif form.number_row == "letters":
        grid.rows.append(["甲", "乙", "丙", *range(1, len(keys) - 2)])


def _row(form: Form, keys: list[str], fact: Fact, number: int) -> list[Cell]:
    values: dict[str, Cell] = {
        "seq": number,
        "street": fact.street,
        "community": fact.community,
        "name": fact.name,
        "year": fact.year,
        "buildings": fact.buildings,
        "households": f"{fact.households}户" if number % 2 else fact.households,
        "area": _figure(Decimal(fact.area_m2) * _AREA[form.area]),
        "items": "、".join(fact.items),
        "invest": _figure(fact.invest * _MONEY[form.money]),
        "start": fact.start[0],
        "finish": fact.finish[0],
        "stage": fact.stage[0],
        **{key: _figure(Decimal(value) * _MONEY[form.money]) for key, value in fact.funds.items()},
    }
    if form.text_numbers:
        values = {key: None if value is None else str(value) for key, value in values.items()}
    return [values[key] for key in keys]


def _sums(form: Form, keys: list[str], facts: Sequence[Fact], label: str) -> list[Cell]:
    sums: dict[str, Cell] = {
        "buildings": sum(fact.buildings for fact in facts),
        "households": sum(fact.households for fact in facts),
        "area": _figure(sum(Decimal(fact.area_m2) for fact in facts) * _AREA[form.area]),
        "invest": _figure(sum((fact.invest for fact in facts), Decimal(0)) * _MONEY[form.money]),
    }
    row: list[Cell] = [sums.get(key) for key in keys]
    place = next(place for place, key in enumerate(keys) if key in ("seq", "street", "community"))
    row[place] = label
    return row


def _figure(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral() else float(value)


@dataclass(frozen=True)
class Tower:
    """One building's truth."""

    street: str
    community: str
    estate: str
    written: str
    number: str
    floors: int
    households: int
    structure: str
    danger: str | None
    year: int
    lon: float
    lat: float


TOWERS = tuple(
    Tower(
        *place,
        written=written,
        number=number,
        floors=6 + index,
        households=36 + index,
        structure="brick_concrete",
        danger=(None, "A", "B", "C", "D")[index % 5],
        year=1980 + index,
        lon=round(116.30 + 0.0007 * index, 7),
        lat=round(39.95 + 0.0005 * index, 7),
    )
    for place in (("东湖街道", "湖滨社区", "临湖里"), ("南桥镇", "南桥第一社区", "临湖里"))
    for index, (written, number) in enumerate(
        (("1#", "1"), ("2号楼", "2"), ("甲2号楼", "甲2"), ("十二号楼", "12"), ("15栋", "15"),
         ("5", "5"))
    )
)  # fmt: skip


def save_xlsx(path: Path, *grids: Grid, names: Sequence[str] = ("台账", "附表")) -> Path:
    """Write grids as sheets by openpyxl, whose texts keep their exact signs."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, grid in zip(names, grids, strict=False):
        sheet = book.create_sheet(name)
        for row, cells in enumerate(grid.rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    cell = sheet.cell(row, column, value)
                    if isinstance(value, str):
                        cell.data_type = "s"
        for top, left, bottom, right in grid.merges:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    book.save(path)
    return path


def save_csv(path: Path, grid: Grid, encoding: str = "gb18030", delimiter: str = ",") -> Path:
    """Write a grid as text; merged ranges are lost, as they are in an office's csv."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([["" if cell is None else cell for cell in row] for row in grid.rows])
    path.write_bytes(file.getvalue().encode(encoding))
    return path


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="台账">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def save_ods(path: Path, grid: Grid) -> Path:
    """Write a grid as an OpenDocument sheet with its merged ranges."""
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for top, left, bottom, right in grid.merges
    }
    rows = "".join(
        "<table:table-row>"
        + "".join(_ods_cell(cell, spans.get((row, column))) for column, cell in enumerate(cells))
        + "</table:table-row>"
        for row, cells in enumerate(grid.rows)
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", _MANIFEST.format(kind=kind))
        archive.writestr("content.xml", _ODS.format(rows=rows))
    return path


def _ods_cell(cell: Cell, span: tuple[int, int] | None) -> str:
    spanned = (
        f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
        if span
        else ""
    )
    if cell is None:
        return f"<table:table-cell{spanned}/>"
    kind = "string" if isinstance(cell, str) else "float"
    value = "" if isinstance(cell, str) else f' office:value="{cell}"'
    words = f"<text:p>{escape(str(cell))}</text:p>"
    return (
        f'<table:table-cell{spanned} office:value-type="{kind}"{value}>{words}</table:table-cell>'
    )


def expected(fact: Fact) -> dict[str, Any]:
    """Return a fact in the terms of ``facts.ledger``."""
    return {
        "street": fact.street,
        "community": fact.community,
        "name": fact.name,
        "year": fact.year,
        "buildings": fact.buildings,
        "households": fact.households,
        "area_m2": fact.area_m2,
        "invest": float(fact.invest),
        "funds": {key: float(value) for key, value in fact.funds.items()},
        "stage": fact.stage[1],
        "percent": fact.stage[2],
        "items": list(fact.items),
        "start_plan": fact.start[1],
        "finish_plan": fact.finish[1],
    }


def turned(form: Form, **changes: Any) -> Form:
    """Return a form with some of its ways changed."""
    return replace(form, **changes)


def lock(plain: Path, path: Path, password: str) -> Path:
    """Encrypt a workbook as Excel does, so that it opens by the password alone."""
    from msoffcrypto.format.ooxml import OOXMLFile

    with plain.open("rb") as file, path.open("wb") as locked:
        OOXMLFile(file).encrypt(password, locked)
    return path
