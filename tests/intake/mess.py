"""Sheets of every kind as untidy as offices send them, made beside the truth they hold."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from renewtrack.intake.sheets import Cell, Merge, SheetCells
from tests.intake import mess_cells as cells

Record = dict[str, Any]
Render = Callable[[Any, random.Random], Cell]


@dataclass(frozen=True)
class Column:
    """One column: what it is in the truth, its heads, how it is written, where it is stored."""

    key: str
    heads: tuple[str, ...]
    write: Render = cells.plain
    stored: tuple[str, str] | None = None  # table and column of the value
    value: Callable[[Any], Any] = cells.same
    group: tuple[str, ...] = ()
    english: str = ""
    summed: bool = False
    unit: str = ""  # the kind of unit that the head or caption tells: money, area


@dataclass(frozen=True)
class Mess:
    """How untidy one sheet is; every part may go with every other."""

    seed: int = 0
    rows: int = 4
    above: tuple[str, ...] = ("title",)
    shuffled: bool = False
    heads: str = "plain"  # plain, numbered, starred, english
    grouped: bool = False
    roofed: bool = False  # a further head row over all others
    merged_heads: bool = True
    unit_in: str = "head"  # head, caption
    money: str = "万元"
    area: str = "㎡"
    number_row: bool = False
    streets: str = "column"  # column, merged, band, glued
    subtotals: str = "none"  # none, before, after
    totals: str = "none"  # none, first, last
    among: bool = False
    blanks: bool = False
    blank_column: bool = False
    unknown_column: bool = False
    repeated_head: bool = False
    hidden: bool = False
    duplicate: bool = False
    footer: bool = False
    notes: bool = False
    below: bool = False
    beside: bool = False


@dataclass
class Made:
    """A sheet and its truth: the record of each data row (zero-based) and its columns."""

    sheet: SheetCells
    columns: Sequence[Column]
    data: dict[int, Record] = field(default_factory=dict)
    doubled: set[int] = field(default_factory=set)


def make(columns: Sequence[Column], records: list[Record], mess: Mess, title: str) -> Made:
    """Make the sheet of some records, as untidy as it is said."""
    return _Making(columns, records, mess, title).made()


class _Making:
    def __init__(
        self, columns: Sequence[Column], records: list[Record], mess: Mess, title: str
    ) -> None:
        self.mess, self.title = mess, title
        self.random = random.Random(mess.seed)
        self.columns = self._chosen(list(columns))
        self.records = records
        self.grid: list[list[Cell]] = []
        self.merges: list[Merge] = []
        self.out = Made(SheetCells("台账", ()), self.columns)

    def _chosen(self, columns: list[Column]) -> list[Column]:
        mess = self.mess
        has_street = any(column.key == "street" for column in columns)
        if has_street and mess.streets == "band":
            columns = [column for column in columns if column.key != "street"]
        if has_street and mess.streets == "glued":
            glued = Column("glued", ("所在街道及社区", "街道社区"), english="Street and community")
            columns = [c for c in columns if c.key not in ("street", "community")]
            columns.insert(1, glued)
        if mess.shuffled:
            loose = [column for column in columns if not column.group]
            self.random.shuffle(loose)
            at = self.random.randrange(len(loose) + 1)
            grouped = [column for column in columns if column.group]
            columns = [*loose[:at], *grouped, *loose[at:]]
        if mess.unknown_column:
            columns.insert(self.random.randrange(len(columns)), Column("own", ("自用码乙",)))
        if mess.blank_column:
            columns.insert(self.random.randrange(1, len(columns)), Column("", ("",)))
        return columns

    def made(self) -> Made:
        for what in self.mess.above:
            self._line(self._above(what))
        self._heads()
        if self.mess.number_row:
            self._line(*range(1, len(self.columns) + 1))
        self._body()
        for line in self._under():
            self._line(*line)
        self._beside()
        width = max(map(len, self.grid))
        rows = tuple((*row, *[None] * (width - len(row))) for row in self.grid)
        first = min(self.out.data)
        self.out.sheet = SheetCells(
            "台账",
            rows,
            tuple(self.merges),
            hidden_rows=frozenset({first} if self.mess.hidden else ()),
        )
        return self.out

    def _above(self, what: str) -> str:
        unit = f"单位：户、栋、{self.mess.area}、{self.mess.money}"
        told = {
            "annex": "附件2",
            "title": self.title,
            "cutoff": "（截至2025年10月31日）",
            "blank": "",
        }
        return unit if what == "caption" else told[what]

    def _line(self, *given: Cell) -> None:
        line: list[Cell] = [cell if cell != "" else None for cell in given]
        self.grid.append(line + [None] * (len(self.columns) - len(line)))

    def _heads(self) -> None:
        chosen = {id(column): self._words(column) for column in self.columns}
        if self.mess.roofed:
            half = len(self.columns) // 2
            self.merges += [
                Merge(len(self.grid), 0, len(self.grid), half - 1),
                Merge(len(self.grid), half, len(self.grid), len(self.columns) - 1),
            ]
            self._line("一、基本情况", *[None] * (half - 1), "二、实施情况")
        top = len(self.grid)
        if not self._has_groups:
            self._line(*(self._alone(column, chosen[id(column)]) for column in self.columns))
        else:
            self._line(
                *(
                    column.group[0] if column.group else chosen[id(column)]
                    for column in self.columns
                )
            )
            self._line(*(chosen[id(column)] if column.group else "" for column in self.columns))
            self._group(top)
        self.head = self.grid[top:]

    @property
    def _has_groups(self) -> bool:
        return self.mess.grouped and any(column.group for column in self.columns)

    def _group(self, top: int) -> None:
        start = 0
        for index, column in enumerate(self.columns):
            if index and column.group == self.columns[index - 1].group and column.group:
                self.grid[top][index] = None
            else:
                start = index
            if (
                self.mess.merged_heads
                and column.group
                and (
                    index + 1 == len(self.columns) or self.columns[index + 1].group != column.group
                )
                and index > start
            ):
                self.merges.append(Merge(top, start, top, index))
            if self.mess.merged_heads and not column.group and column.key:
                self.merges.append(Merge(top, index, top + 1, index))

    def _alone(self, column: Column, words: str) -> str:
        return f"{column.group[1]}{words}" if column.group else words

    def _words(self, column: Column) -> str:
        place = self.columns.index(column) + 1
        english = self.mess.heads == "english" and column.english and not column.group
        words = column.english if english else self.random.choice(column.heads)
        if column.unit and self.mess.unit_in == "head" and words:
            words += f"（{self.mess.money if column.unit == 'money' else self.mess.area}）"
        if not words:
            return ""
        if self.mess.heads == "numbered" and not (column.group and not self._has_groups):
            return self.random.choice(
                (f"{place}.{words}", f"（{place}）{words}", f"{place} {words}")
            )
        return f"{words}*" if self.mess.heads == "starred" else words

    def _body(self) -> None:
        groups: dict[str, list[Record]] = {}
        for record in self.records:
            groups.setdefault(record.get("street", ""), []).append(record)
        if self.mess.totals == "first":
            self._total("合计", self.records)
            if self.mess.among:
                self._total("其中：重点", self.records[:1])
        for number, (street, records) in enumerate(groups.items()):
            self._before(street, records)
            start = len(self.grid)
            for record in records:
                self._record(record)
            if self.mess.streets == "merged" and street and len(records) > 1:
                self._merge_street(start, len(self.grid) - 1)
            self._after(street, records, first=number == 0)
        if self.mess.totals == "last":
            self._total(self.random.choice(("合计", "总 计", "合计：", "Total")), self.records)

    def _before(self, street: str, records: list[Record]) -> None:
        if self.mess.subtotals == "before" and street:
            self._total(f"{street}小计", records)
        elif self.mess.streets == "band" and street:
            self._line(street)

    def _after(self, street: str, records: list[Record], *, first: bool) -> None:
        if self.mess.subtotals == "after":
            self._total(self.random.choice(("小 计", f"{street}小计")), records)
        if self.mess.repeated_head and first:
            self.grid += [list(line) for line in self.head]
        if self.mess.blanks:
            self._line()

    def _merge_street(self, top: int, bottom: int) -> None:
        place = next(i for i, column in enumerate(self.columns) if column.key == "street")
        self.merges.append(Merge(top, place, bottom, place))
        for row in range(top + 1, bottom + 1):
            self.grid[row][place] = None

    def _record(self, record: Record) -> None:
        self.out.data[len(self.grid)] = record
        self._line(*(self._cell(column, record) for column in self.columns))
        if self.mess.duplicate and record is self.records[-1]:
            self.out.data[len(self.grid)] = record
            self.out.doubled.add(len(self.grid))
            self.grid.append(list(self.grid[-1]))

    def _cell(self, column: Column, record: Record) -> Cell:
        if column.key in ("", "own"):
            return f"甲{self.random.randrange(9)}乙" if column.key else None
        if column.key == "seq":
            return len(self.out.data)
        if column.key == "glued":
            return f"{record['street']}{record['community']}"
        value = record.get(column.key)
        if value is None:
            return None
        if column.unit and self.random.random() < cells.OWN_UNIT:
            return cells.with_unit(value, column.unit, self.random)
        if column.unit:
            value = cells.in_unit(
                value, self.mess.money if column.unit == "money" else self.mess.area
            )
        return column.write(value, self.random)

    def _total(self, label: str, records: Sequence[Record]) -> None:
        line: list[Cell] = [None] * len(self.columns)
        place = next(
            (
                i
                for i, column in enumerate(self.columns)
                if column.key in ("street", "glued", "estate", "seq", "date")
            ),
            0,
        )
        line[self.random.choice((0, place)) if not self.mess.shuffled else place] = label
        for index, column in enumerate(self.columns):
            if column.summed:
                values = [record[column.key] for record in records if record.get(column.key)]
                unit = {"money": self.mess.money, "area": self.mess.area, "": ""}[column.unit]
                line[index] = cells.in_unit(sum(values), unit) if unit else sum(values)
        self._line(*line)

    def _under(self) -> list[list[Cell]]:
        lines: list[list[Cell]] = []
        if self.mess.notes:
            lines += [["注：1.合计数按各行重新计算。"], ["2.形象进度按月更新，以实际为准"]]
        if self.mess.footer:
            lines += [
                ["填报单位（盖章）：区住建局", None, "审核人：张三", "填表日期：2025年11月3日"]
            ]
        if self.mess.below:
            lines += [
                [],
                ["序号", "小区名称", "拨付日期", "拨付金额（万元）"],
                [1, "甲乙里", "2025-03-05", 9],
            ]
        return lines

    def _beside(self) -> None:
        if not self.mess.beside:
            return
        top = next(
            row
            for row, line in enumerate(self.grid)
            if line[-1] is not None or sum(cell is not None for cell in line) > 3
        )
        table: list[list[Cell]] = [["街道", "小区数"], ["东湖街道", 3], ["南桥镇", 4]]
        if not any(column.key == "street" for column in self.columns):
            return
        for row, extra in enumerate(table, top + len(self.head) - 1):
            self.grid[row] += [None, *extra]
