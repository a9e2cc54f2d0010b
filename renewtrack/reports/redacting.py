"""Leaves out of a report what its readers are not to see."""

from __future__ import annotations

from dataclasses import replace

from renewtrack.domain.secrecy import HOUSEHOLDS, PROBLEMS, SENSORS, Secrecy
from renewtrack.reports.tables import Report, ReportTable, Row
from renewtrack.words import Words

_TABLES = {"R6": PROBLEMS, "R7": HOUSEHOLDS, "R9": SENSORS}
COLUMNS = {"problem": PROBLEMS, "next_step": PROBLEMS, "households": HOUSEHOLDS}
_PEOPLE = ("R5", "R7", "R10")  # their counts may be of very few people
LEFT_OUT = Words("按密级“{secrecy}”不列出。", "Left out for “{secrecy}”.")
SMALL = Words(
    "小于 {least} 的数不列出具体值；“*”为避免反推而隐去的数。",
    "Counts below {least} are not told; “*” hides one that would give them away.",
)


def redacted(report: Report, preset: Secrecy) -> Report:
    """Return a report as a preset lets it out."""
    figures = dict(report.figures)
    for name, what in (("problems", PROBLEMS), ("households", HOUSEHOLDS)):
        if preset.hidden(what):
            figures[name] = ""
    tables = tuple(_table(table, preset) for table in report.tables)
    return replace(report, tables=tables, figures=figures)


def _table(table: ReportTable, preset: Secrecy) -> ReportTable:
    if table.key in _TABLES and preset.hidden(_TABLES[table.key]):
        return replace(table, rows=(), notes=(), absent=LEFT_OUT.filled(secrecy=preset.words))
    hidden = {
        place
        for place, column in enumerate(table.columns)
        if column.key in COLUMNS and preset.hidden(COLUMNS[column.key])
    }
    if hidden:
        kept = [place for place in range(len(table.columns)) if place not in hidden]
        table = replace(
            table,
            columns=tuple(table.columns[place] for place in kept),
            rows=tuple(
                replace(row, cells=tuple(row.cells[place] for place in kept)) for row in table.rows
            ),
        )
    return _without_few(table, preset) if preset.least and table.key in _PEOPLE else table


def _without_few(table: ReportTable, preset: Secrecy) -> ReportTable:
    """Hide small counts of a table, and what would give them away with a total or a rate."""
    leaves = [row for row in table.rows if row.level == "leaf"]
    told: list[list[object]] = [list(row.cells) for row in leaves]
    for place, column in enumerate(table.columns):
        if column.kind == "count":
            numbers = [row.cells[place] for row in leaves]
            counts = preset.counts([each if isinstance(each, int) else None for each in numbers])
            for cells, count, number in zip(told, counts, numbers, strict=True):
                cells[place] = number if count == str(number) else count
    for cells in told:
        if any(isinstance(each, str) and each[:1] in "<*" and each for each in cells[1:]):
            for place, column in enumerate(table.columns):
                if column.kind == "percent":
                    cells[place] = None
    fresh = iter(Row(tuple(cells)) for cells in told)
    rows = tuple(
        next(fresh) if row.level == "leaf" else _sums(table, row, preset) for row in table.rows
    )
    return replace(table, rows=rows, notes=(*table.notes, SMALL.filled(least=preset.least)))


def _sums(table: ReportTable, row: Row, preset: Secrecy) -> Row:
    cells = [
        preset.count(cell) if column.kind == "count" and isinstance(cell, int) and cell else cell
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    return replace(row, cells=tuple(cells))
