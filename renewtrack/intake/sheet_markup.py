"""Workbooks in the XML of Excel 2003 (SpreadsheetML), as government web exports still are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from xml.parsers import expat

from renewtrack.intake import preflight, refusals
from renewtrack.intake.gaps import Gaps, RawSheet
from renewtrack.intake.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from renewtrack.intake.sheets import Cell, Merge

_SS = "urn:schemas-microsoft-com:office:spreadsheet "
_VISIBLE = "urn:schemas-microsoft-com:office:excel Visible"
_YES = ("1", "true")
_TIMES = dt.date(1899, 12, 31)  # the day of a time without a date


def read(text: str, name: str) -> Iterator[RawSheet]:
    """Yield the sheets of a workbook; SheetBroken where the XML is damaged."""
    book = _Book(name)
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = book.start
    parser.EndElementHandler = book.end
    parser.CharacterDataHandler = book.say
    parser.EntityDeclHandler = book.entity
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except (expat.ExpatError, ValueError) as broken:
        raise refusals.SheetBroken(name=name) from broken
    yield from book.sheets


class _Book:
    """Collects the cells while the elements go by."""

    def __init__(self, name: str) -> None:
        self.sheets: list[RawSheet] = []
        self._file = name
        self._rows: list[list[Cell]] = []
        self._row = self._column = self._next_row = self._next_column = self._heads = 0
        self._cells = 0
        self._kind = ""
        self._words: list[str] | None = None
        self._in_comment = False
        self._starts = {
            f"{_SS}Worksheet": self._begin_sheet,
            f"{_SS}Column": self._column_head,
            f"{_SS}Row": self._begin_row,
            f"{_SS}Cell": self._begin_cell,
            f"{_SS}Data": self._begin_data,
            f"{_SS}Comment": self._begin_comment,
            _VISIBLE: self._begin_visible,
        }

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if begin := self._starts.get(element):
            begin(attributes)

    def end(self, element: str) -> None:
        if element == f"{_SS}Comment":
            self._in_comment = False
        elif self._words is not None and element == _VISIBLE:
            self.sheets[-1].hidden = "".join(self._words) != "SheetVisible"
            self._words = None
        elif self._words is not None and element == f"{_SS}Data":
            self._end_data("".join(self._words))
            self._words = None

    def say(self, words: str) -> None:
        if self._words is not None:
            self._words.append(words)

    def entity(self, *_: object) -> None:
        """Refuse what only a bomb needs."""
        raise refusals.SheetBroken(name=self._file)

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        self._rows = []
        self.sheets.append(RawSheet(attributes.get(f"{_SS}Name", ""), self._rows, height=0))
        self._next_row = self._heads = 0

    def _column_head(self, attributes: dict[str, str]) -> None:
        first = _number(attributes, "Index", self._heads + 1) - 1
        last = first + _number(attributes, "Span", 0)
        if attributes.get(f"{_SS}Hidden") in _YES and self.sheets:
            self._gaps.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))
        self._heads = last + 1

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes, "Index", self._next_row + 1) - 1
        span = _number(attributes, "Span", 0)
        self._next_row = self._row + 1 + span
        self._next_column = 0
        if attributes.get(f"{_SS}Hidden") in _YES and self.sheets:
            last = min(self._row + 1 + span, MOST_ROWS)
            self._gaps.hidden_rows.update(range(self._row, last))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = _number(attributes, "Index", self._next_column + 1) - 1
        wide, high = (_number(attributes, f"Merge{way}", 0) for way in ("Across", "Down"))
        self._next_column = self._column + wide + 1
        if (wide or high) and self.sheets:
            bottom, right = self._row + high, self._column + wide
            self._gaps.merged.append(Merge(self._row, self._column, bottom, right))

    def _begin_data(self, attributes: dict[str, str]) -> None:
        if not self._in_comment and self.sheets:
            self._kind, self._words = attributes.get(f"{_SS}Type", "String"), []

    def _begin_comment(self, _: dict[str, str]) -> None:
        self._in_comment = True

    def _begin_visible(self, _: dict[str, str]) -> None:
        if self.sheets:
            self._words = []

    def _end_data(self, words: str) -> None:
        self._cells += 1
        far = self._row >= MOST_ROWS or self._column >= MOST_COLUMNS
        if far or self._cells > MOST_CELLS:
            raise refusals.SheetTooBig(name=self._file, what=preflight.CELLS)
        self._rows.extend([] for _ in range(self._row + 1 - len(self._rows)))
        row = self._rows[self._row]
        row += [""] * (self._column + 1 - len(row))
        row[self._column] = _value(self._kind, words)
        self.sheets[-1].height = len(self._rows)
        if self._kind == "Error":
            self._gaps.errors[self._row, self._column] = words

    @property
    def _gaps(self) -> Gaps:
        return self.sheets[-1].gaps


def _number(attributes: dict[str, str], name: str, otherwise: int) -> int:
    number = attributes.get(f"{_SS}{name}", "")
    return int(number) if number.isascii() and number.isdigit() else otherwise


def _value(kind: str, words: str) -> Cell:
    """Return a cell's value by its declared type; what does not fit the type stays text."""
    with suppress(ValueError):
        if kind == "Number":
            return float(words)
        if kind == "Boolean":
            return words == "1"
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(words)
            return moment.time() if moment.date() == _TIMES else moment
    return words
