"""What the content of an OpenDocument sheet tells that calamine does not: spans, flaws, hiding."""

from __future__ import annotations

import re
from typing import IO
from xml.parsers import expat

from renewtrack.intake import refusals
from renewtrack.intake.gaps import Gaps
from renewtrack.intake.limits import MOST_COLUMNS, MOST_ROWS
from renewtrack.intake.sheet_scan import FAR_CELL
from renewtrack.intake.sheets import Merge, letters

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)|Err:[0-9]{3}")
_OUT_OF_SIGHT = ("collapse", "filter")


def scan(stream: IO[bytes], name: str) -> dict[str, Gaps]:
    """Return the gaps by sheet; SheetTooBig where content is repeated up to a far cell.

    Raises expat.ExpatError where the XML is damaged.
    """
    looking = _Looking(name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = looking.start
    parser.EndElementHandler = looking.end
    parser.CharacterDataHandler = looking.say
    parser.EntityDeclHandler = looking.entity
    parser.ParseFile(stream)
    return looking.tables


class _Looking:
    """Counts rows and columns while the elements go by."""

    def __init__(self, name: str) -> None:
        self.tables: dict[str, Gaps] = {}
        self._name = name
        self._gaps = Gaps()
        self._row = self._column = self._heads = 0
        self._rows, self._columns = 1, 1  # that the row or cell of now stands for
        self._words: list[str] | None = None  # of a cell that may be an error
        self._is_error = False
        self._depth = 0  # of tables inside cells, which are no sheets

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == f"{_TABLE}table":
            self._depth += 1
            if self._depth == 1:
                self._gaps = self.tables.setdefault(attributes.get(f"{_TABLE}name", ""), Gaps())
                self._row = self._heads = 0
        elif self._depth != 1:
            return
        elif element == f"{_TABLE}table-column":
            self._head(attributes)
        elif element == f"{_TABLE}table-row":
            self._begin_row(attributes)
        elif element in _CELLS:
            self._begin_cell(attributes)

    def end(self, element: str) -> None:
        if element == f"{_TABLE}table":
            self._depth -= 1
        elif self._depth != 1:
            return
        elif element == f"{_TABLE}table-row":
            self._row += self._rows
        elif element in _CELLS:
            if self._words is not None:
                self._end_words("".join(self._words).strip())
            self._column += self._columns

    def say(self, words: str) -> None:
        if self._words is not None:
            self._words.append(words)

    def entity(self, *_: object) -> None:
        """Refuse what only a bomb needs."""
        raise refusals.SheetBroken(name=self._name)

    def _head(self, attributes: dict[str, str]) -> None:
        times = int(attributes.get(f"{_TABLE}number-columns-repeated", 1))
        if attributes.get(f"{_TABLE}visibility") in _OUT_OF_SIGHT:
            last = min(self._heads + times, MOST_COLUMNS)
            self._gaps.hidden_columns.update(range(self._heads, last))
        self._heads += times

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._column = 0
        self._rows = int(attributes.get(f"{_TABLE}number-rows-repeated", 1))
        if attributes.get(f"{_TABLE}visibility") in _OUT_OF_SIGHT:
            last = min(self._row + self._rows, MOST_ROWS)
            self._gaps.hidden_rows.update(range(self._row, last))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._columns = int(attributes.get(f"{_TABLE}number-columns-repeated", 1))
        kind = attributes.get(f"{_OFFICE}value-type")
        if kind is not None:
            self._refuse_far()
        self._is_error = attributes.get(f"{_CALC}value-type") == "error"
        if self._is_error or f"{_TABLE}formula" in attributes:
            self._words = []
        high, wide = (
            int(attributes.get(f"{_TABLE}number-{way}-spanned", 1)) for way in ("rows", "columns")
        )
        if high > 1 or wide > 1:
            bottom, right = self._row + high - 1, self._column + wide - 1
            self._gaps.merged.append(Merge(self._row, self._column, bottom, right))

    def _end_words(self, words: str) -> None:
        """Note an error; programs that do not say so show it in a cell of value 0."""
        self._words = None
        if self._is_error or _ERROR.fullmatch(words):
            self._gaps.errors[self._row, self._column] = words or "#N/A"

    def _refuse_far(self) -> None:
        row, column = self._row + self._rows, self._column + self._columns
        if row > MOST_ROWS or column > MOST_COLUMNS:
            cell = f"{letters(column - 1)}{row}"
            raise refusals.SheetTooBig(name=self._name, what=FAR_CELL.filled(cell=cell))
