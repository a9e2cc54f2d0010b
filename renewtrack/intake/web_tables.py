"""The tables of a web page as sheets: text stays text, markup inside a cell becomes plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from renewtrack.intake import preflight, refusals
from renewtrack.intake.gaps import Gaps, RawSheet
from renewtrack.intake.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from renewtrack.intake.sheets import Cell, Merge

MOST_NESTED = 20  # tables in tables
WIDEST_SPAN, TALLEST_SPAN = 1_000, 65_534  # as the HTML standard caps them
_SILENT = {"script", "style", "title", "template", "noscript", "textarea", "select", "svg"}
_BREAKS = {"br", "p", "div", "li", "tr"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r" *\x1f *(?:\x1f| )*")
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,60})</x:Name>", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
Attributes = list[tuple[str, str | None]]


@dataclass(slots=True)
class _Table:
    """One table while it is read: its cells by place, and what the cells above still cover."""

    cells: list[dict[int, str]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    covered: dict[int, int] = field(default_factory=dict)  # column: rows still covered below
    next: int = 0  # column of the next cell
    words: list[str] | None = None  # of the cell that is open
    span: tuple[int, int] = (1, 1)


def read(text: str, path: Path) -> Iterator[RawSheet]:
    """Yield every table with content; a table inside another is one of its own."""
    page = _Page(path.name)
    page.feed(text)
    page.close()
    tables = [table for table in page.ended if any(table.cells)]
    names = _SHEET_NAME.findall(text[: 1 << 16])
    for number, table in enumerate(tables, 1):
        named = names[0] if len(tables) == len(names) == 1 else path.stem
        yield RawSheet(
            named if len(tables) == 1 else f"{path.stem} {number}",
            _rows(table),
            height=len(table.cells),
            gaps=Gaps(merged=_within(table), hidden_rows=table.hidden_rows),
        )


def _rows(table: _Table) -> Iterator[list[Cell]]:
    width = max((max(row, default=-1) for row in table.cells), default=-1) + 1
    for cells in table.cells:
        yield [cells.get(column, "") for column in range(width)]


def _within(table: _Table) -> list[Merge]:
    """Return the merged ranges without what they cover beyond the last row."""
    last = len(table.cells) - 1
    cut = (Merge(each.top, each.left, min(each.bottom, last), each.right) for each in table.merged)
    return [merge for merge in cut if merge.wide or merge.tall]


class _Page(HTMLParser):
    """Collects the tables of a page as its elements go by; open ends are closed as browsers do."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ended: list[_Table] = []
        self._open: list[_Table] = []
        self._name = name
        self._silent = 0
        self._count = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._begin_table()
        elif self._open:
            self._inside(self._open[-1], tag, attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._end_cell(self._open[-1])
            self._open.pop()
        elif tag in ("td", "th", "tr"):
            self._end_cell(self._open[-1])
        elif tag in _BREAKS:
            self.handle_data("\x1f")

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent and self._open[-1].words is not None:
            self._open[-1].words.append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._end_cell(self._open.pop())

    def _begin_table(self) -> None:
        if len(self._open) >= MOST_NESTED:
            raise refusals.SheetTooBig(name=self._name, what=preflight.CELLS)
        table = _Table()
        self._open.append(table)
        self.ended.append(table)

    def _inside(self, table: _Table, tag: str, attrs: Attributes) -> None:
        if tag == "tr":
            self._end_cell(table)
            self._begin_row(table, attrs)
        elif tag in ("td", "th"):
            self._end_cell(table)
            if not table.cells:
                self._begin_row(table, [])
            table.words = []
            table.span = _span(attrs, "rowspan", TALLEST_SPAN), _span(attrs, "colspan", WIDEST_SPAN)
        elif tag in _BREAKS:
            self.handle_data("\x1f")

    def _begin_row(self, table: _Table, attrs: Attributes) -> None:
        if table.cells:
            table.covered = {column: left - 1 for column, left in table.covered.items() if left > 1}
        if _HIDDEN.search(dict(attrs).get("style") or ""):
            table.hidden_rows.add(len(table.cells))
        table.cells.append({})
        table.next = 0
        if len(table.cells) > MOST_ROWS:
            raise refusals.SheetTooBig(name=self._name, what=preflight.CELLS)

    def _end_cell(self, table: _Table) -> None:
        if table.words is None:
            return
        words, table.words = _plain("".join(table.words)), None
        high, wide = table.span
        while table.next in table.covered:
            table.next += 1
        row, left = len(table.cells) - 1, table.next
        self._count += 1
        if left + wide > MOST_COLUMNS or self._count > MOST_CELLS:
            raise refusals.SheetTooBig(name=self._name, what=preflight.CELLS)
        if words:
            table.cells[row][left] = words
        if high > 1 or wide > 1:
            table.merged.append(Merge(row, left, row + high - 1, left + wide - 1))
        if high > 1:
            table.covered.update(dict.fromkeys(range(left, left + wide), high))
        table.next = left + wide


def _span(attrs: Attributes, name: str, most: int) -> int:
    words = (dict(attrs).get(name) or "").strip()
    return min(max(int(words), 1), most) if words.isascii() and words.isdigit() else 1


def _plain(words: str) -> str:
    """Return a cell's words as a browser shows them: runs of blanks are one, breaks stay."""
    shown = _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", words))
    return shown.replace("\xa0", " ").strip()
