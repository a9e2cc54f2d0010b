"""Sheets with ``{{ names }}`` filled with a report's figures; a row of a table is repeated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from renewtrack.errors import UserError
from renewtrack.reports import saying
from renewtrack.reports.naming import FIGURES, TABLES
from renewtrack.reports.putting import clean
from renewtrack.reports.redacting import COLUMNS
from renewtrack.reports.tables import NONE, Column, Report, ReportTable, Row, number_of, text_of
from renewtrack.words import Words

TOTAL = "total"
_MARK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")


class BrokenSheet(UserError):
    """A cell of the template asks for what there is not."""

    words = Words(
        "模板“{name}”的工作表“{sheet}”单元格 {cell} 写了“{mark}”：没有这个名称，"
        "或者同一行混用了两张表的列。没有生成调查表。可用的名称列在模板的“名称”工作表里。",
        "Cell {cell} of the sheet “{sheet}” in the template “{name}” asks for “{mark}”, which is "
        "no name, or one row asks for columns of two tables. No form was made. The sheet 名称 of "
        "the template lists the names.",
    )


@dataclass(frozen=True, slots=True)
class Value:
    """What a name stands for: its text, and its figure where it is one."""

    text: str
    figure: float | int | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that stands for one value, and the tables whose rows may be repeated."""

    single: Mapping[str, Value]
    tables: Mapping[str, ReportTable]

    @classmethod
    def of(cls, report: Report) -> Names:
        """Gather the names of a report."""
        single = dict.fromkeys(FIGURES, Value(""))
        single |= {
            "period": Value(report.period.words.zh),
            "year": Value(str(report.period.year), report.period.year),
            "first_day": Value(report.period.first),
            "last_day": Value(report.period.last),
            "cutoff": Value(report.cutoff),
            "as_of": Value(saying.as_of(report).zh),
            "office": Value(clean(report.office)),
            "person": Value(clean(report.person)),
        }
        single |= {name: _figure(clean(text)) for name, text in report.figures.items()}
        tables = {key: ReportTable(key, NONE, ()) for key in TABLES}
        tables |= {table.key: table for table in report.tables}
        for table in report.tables:
            for row in table.rows:
                if row.level == TOTAL:
                    for column, value in zip(table.columns, row.cells, strict=True):
                        single[f"{table.key}.{TOTAL}.{column.key}"] = _cell(column, value)
        for table in report.tables:  # a table without a total has none, which is no fault
            for key in (*(column.key for column in table.columns), *COLUMNS):
                single.setdefault(f"{table.key}.{TOTAL}.{key}", Value(""))
        return cls(single, tables)

    def table_of(self, mark: str) -> ReportTable | None:
        """Return the table of which a mark names a column, None where it names none."""
        key, _, column = mark.partition(".")
        table = self.tables.get(key)
        if table is None or not table.columns:  # without columns: of another kind of period
            return table
        return table if column in {*(each.key for each in table.columns), *COLUMNS} else None

    def value(self, mark: str, leaf: tuple[ReportTable, Row | None] | None) -> Value:
        """Return what a mark stands for; in a repeated row also the cells of its leaf."""
        if mark in self.single or leaf is None:
            return self.single[mark]
        table, row = leaf
        for place, column in enumerate(table.columns):
            if row is not None and column.key == mark.partition(".")[2]:
                return _cell(column, row.cells[place])
        return Value("")  # a table without rows, or a column that is not for these readers


def _figure(text: str) -> Value:
    """Return a ready text as a value; what reads as a figure is one."""
    if _NUMBER.fullmatch(text):
        return Value(text, float(text) if "." in text else int(text))
    return Value(text)


def _cell(column: Column, value: object) -> Value:
    return Value(clean(text_of(column, value)), number_of(column, value))


def fill(sheet: Any, names: Names, template: str) -> int:
    """Fill a sheet and return how many rows of tables went in; raises BrokenSheet.

    It goes from below, so that repeated rows move nothing that is still to be filled.
    """
    count = 0
    for line in range(sheet.max_row, 0, -1):
        marked = [cell for cell in sheet[line] if "{{" in str(cell.value or "")]
        if marked:
            table = _asked(marked, names, template, sheet.title)
            if table is None:
                _write(marked, names, None)
            else:
                leaves = [row for row in table.rows if row.level == "leaf"]
                _repeat(sheet, line, len(leaves))
                for place, row in enumerate(leaves or [None]):
                    cells = [sheet.cell(line + place, cell.column) for cell in marked]
                    _write(cells, names, (table, row))
                count += len(leaves)
    return count


def _asked(cells: Sequence[Any], names: Names, template: str, sheet: str) -> ReportTable | None:
    """Return the table whose rows a row of cells asks for, None for none."""
    found: ReportTable | None = None
    for cell in cells:
        marks = _MARK.findall(str(cell.value)) or [str(cell.value)]
        for mark in marks:
            own = names.table_of(mark)
            known = own is not None or mark in names.single
            if not known or (own is not None and found is not None and own.key != found.key):
                raise BrokenSheet(name=template, sheet=sheet, cell=cell.coordinate, mark=mark)
            found = own or found
    return found


def _repeat(sheet: Any, line: int, count: int) -> None:
    """Make room for the rows of a table, dressed as the one that stands in the template."""
    if count < 2:
        return
    more = count - 1
    heights = {row: sheet.row_dimensions[row].height for row in range(line, sheet.max_row + 1)}
    moved = [each for each in sheet.merged_cells.ranges if each.min_row > line]
    beside = [each for each in sheet.merged_cells.ranges if each.min_row == each.max_row == line]
    for each in moved:
        each.shift(0, more)
    sheet.insert_rows(line + 1, more)
    for row, height in heights.items():
        sheet.row_dimensions[row + (more if row > line else 0)].height = height
    for place in range(1, count):
        sheet.row_dimensions[line + place].height = heights[line]
        for cell in sheet[line]:
            other = sheet.cell(line + place, cell.column)
            other.value = cell.value
            other._style = copy(cell._style)
        for each in beside:
            sheet.merge_cells(
                start_row=line + place,
                end_row=line + place,
                start_column=each.min_col,
                end_column=each.max_col,
            )


def _write(cells: Sequence[Any], names: Names, leaf: tuple[ReportTable, Row | None] | None) -> None:
    for cell in cells:
        told = str(cell.value)
        whole = _MARK.fullmatch(told.strip())
        value = (
            names.value(whole[1], leaf)
            if whole
            else Value(_MARK.sub(lambda mark: names.value(mark[1], leaf).text, told))
        )
        if value.figure is not None:
            cell.value = value.figure
            cell.number_format = _format(value.text)
        else:
            cell.value = value.text or None
            if cell.value is not None:
                cell.data_type = "s"  # a text that begins with = is no formula


def _format(told: str) -> str:
    places = len(told.partition(".")[2])
    return "0." + "0" * places if places else "0"
