"""The charts of a workbook: progress by street and money by source, drawn by the office's Excel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from renewtrack.reports.putting import clean
from renewtrack.reports.tables import Column, Report, ReportTable
from renewtrack.words import Words

PROGRESS = Words("各街道进展（%）", "Progress by street (%)")
COUNTS = Words("各街道小区数", "Estates by street")
MONEY = Words("各来源资金（万元）", "Money by source (10,000 yuan)")
_TONES = ("#1E88E5", "#43A047", "#F9A825", "#8E24AA")  # by their lightness told apart in grey
_WIDE, _HIGH = 920, 440  # pixels of a screen; other programs stretch it by a third


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a workbook by the keys of their tables, for charts to refer to."""

    names: dict[str, str] = field(default_factory=dict)
    first_rows: dict[str, int] = field(default_factory=dict)  # of the figures, from 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart: whose columns it shows, by their keys."""

    table: str
    title: Words
    columns: tuple[str, ...]


DRAWINGS = (
    Drawing("R1", COUNTS, ("estates", "started", "finished")),
    Drawing("R1", PROGRESS, ("start_rate", "finish_rate", "done_rate")),
    Drawing("R4", MONEY, ("planned", "allocated", "received", "paid")),
)


def charts(book: Any, report: Report, sheets: Sheets, language: str) -> list[Any]:
    """Return the charts that the report's tables have figures for."""
    tables = {table.key: table for table in report.tables}
    found = []
    for drawing in DRAWINGS:
        table = tables.get(drawing.table)
        if table is not None and drawing.table in sheets.first_rows:
            chart = _chart(book, drawing, table, sheets, language)
            if chart is not None:
                found.append(chart)
    return found


def _chart(
    book: Any, drawing: Drawing, table: ReportTable, sheets: Sheets, language: str
) -> Any | None:
    """Return one chart that refers to the cells of its table, None without a leaf to show."""
    leaves = _leaves(table)
    keys = {column.key: place for place, column in enumerate(table.columns)}
    wanted = [key for key in drawing.columns if key in keys]
    if leaves is None or not wanted:
        return None
    name, top = sheets.names[table.key], sheets.first_rows[table.key]
    first, last = top + leaves[0], top + leaves[1]
    chart = book.add_chart({"type": "column"})
    for place, key in enumerate(wanted):
        column = table.columns[keys[key]]
        chart.add_series(
            {
                "name": _name(column, language),
                "categories": [name, first, 0, last, 0],
                "values": [name, first, keys[key], last, keys[key]],
                "fill": {"color": _TONES[place % len(_TONES)]},
                "gap": 80,
            }
        )
    chart.set_title({"name": drawing.title.in_(language), "name_font": _font(14)})
    chart.set_legend({"position": "bottom", "font": _font(10)})
    chart.set_x_axis({"num_font": _font(9)})
    chart.set_y_axis({"num_font": _font(9), "min": 0, "major_gridlines": _GRID})
    chart.set_size({"width": _WIDE, "height": _HIGH})
    return chart


def _name(column: Column, language: str) -> str:
    """Return a column's name with its group: 开工累计, Started: so far."""
    words = column.words.in_(language)
    if column.group is None:
        return clean(words)
    group = column.group.in_(language)
    if words.startswith(group):  # 开工率, not 开工开工率
        return clean(words)
    return clean(f"{group}: {words.lower()}" if language == "en" else group + words)


def _leaves(table: ReportTable) -> tuple[int, int] | None:
    """Return the first and last row of the longest run of leaves, None where there is none."""
    best: tuple[int, int] | None = None
    start = None
    levels = [row.level for row in table.rows]
    for place, level in enumerate([*levels, "end"]):
        if level == "leaf":
            start = place if start is None else start
        elif start is not None:
            if best is None or place - 1 - start > best[1] - best[0]:
                best = start, place - 1
            start = None
    return best


def _font(size: int) -> Mapping[str, Any]:
    return {"name": "宋体", "size": size, "bold": False}


_GRID = {"visible": True, "line": {"color": "#D0D0D0", "width": 0.5}}
