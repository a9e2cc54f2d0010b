"""The ledger drawn as a workbook: heads, merges, totals, widths and print set-up."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from renewtrack.intake.ledger_lines import LedgerLine
from renewtrack.intake.papers import Paper, PaperColumn, Written

SHEET = "台账"
A3 = 8
FONT = "宋体"
NARROWEST, WIDEST = 6, 32
HEAD_TOP = 3  # annex, title and caption stand above
_TALL_HEAD = 24


def draw(path: Path, paper: Paper, lines: Sequence[LedgerLine], words: dict[str, str]) -> None:
    """Write the workbook; ``words`` has its title, caption and sheet-wide texts.

    Every text is written as text, so that nothing a person typed becomes a formula.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": words["title"]})
        _Sheet(book, paper, lines, words).draw()


class _Sheet:
    """One sheet in the making."""

    def __init__(
        self, book: Any, paper: Paper, lines: Sequence[LedgerLine], words: dict[str, str]
    ) -> None:
        self.columns = paper.used([line.values for line in lines])
        self.paper, self.lines, self.words = paper, lines, words
        self.sheet = book.add_worksheet(SHEET)
        frame = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
        self.left = book.add_format({**frame, "text_wrap": True})
        self.middle = book.add_format({**frame, "text_wrap": True, "align": "center"})
        self.head = book.add_format(
            {**frame, "text_wrap": True, "align": "center", "bold": True, "bg_color": "#F2F2F2"}
        )
        self.money = book.add_format({**frame, "num_format": "0.00"})
        self.number = book.add_format({**frame, "num_format": "General"})
        self.sum_words = book.add_format({**frame, "bold": True, "align": "center"})
        self.sum_money = book.add_format({**frame, "bold": True, "num_format": "0.00"})
        self.sum_number = book.add_format({**frame, "bold": True, "num_format": "General"})
        self.plain = book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter"})
        self.title = book.add_format(
            {
                "font_name": FONT,
                "font_size": 18,
                "bold": True,
                "align": "center",
                "valign": "vcenter",
            }
        )

    def draw(self) -> None:
        """Draw it from top to bottom."""
        self._top()
        first = self._heads()
        last = self._rows(first)
        self._bottom(last)
        self._print(first)

    def _top(self) -> None:
        end = len(self.columns) - 1
        self.sheet.write_string(0, 0, self.words["annex"], self.plain)
        self.sheet.merge_range(1, 0, 1, end, "", self.title)
        self.sheet.write_string(1, 0, self.words["title"], self.title)
        self.sheet.merge_range(2, 0, 2, end, "", self.plain)
        self.sheet.write_string(2, 0, self.words["caption"], self.plain)
        self.sheet.set_row(1, 32)

    def _heads(self) -> int:
        """Draw the two rows of heads and return the first row below them."""
        place = 0
        for group, members in groupby(self.columns, key=lambda column: column.group):
            found = list(members)
            if group:
                self._merged(HEAD_TOP, place, HEAD_TOP, place + len(found) - 1, group)
            for offset, column in enumerate(found):
                if group:
                    self.sheet.write_string(HEAD_TOP + 1, place + offset, column.heading, self.head)
                else:
                    at = place + offset
                    self._merged(HEAD_TOP, at, HEAD_TOP + 1, at, column.heading)
            place += len(found)
        self.sheet.set_row(HEAD_TOP, _TALL_HEAD)
        self.sheet.set_row(HEAD_TOP + 1, _TALL_HEAD)
        return HEAD_TOP + 2

    def _merged(self, top: int, left: int, bottom: int, right: int, words: str) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", self.head)
        self.sheet.write_string(top, left, words, self.head)

    def _rows(self, row: int) -> int:
        """Draw the rows of each street with its subtotal, then the total; return its row."""
        street_at = next(
            place for place, column in enumerate(self.columns) if column.field == "street"
        )
        number = 0
        for street, members in groupby(self.lines, key=lambda line: line.street):
            top = row
            for line in members:
                number += 1
                self._line(row, {**line.values, "seq": number})
                row += 1
            if row - top > 1:
                self.sheet.merge_range(top, street_at, row - 1, street_at, "", self.middle)
            self._text(top, street_at, street or None, self.middle)
            group = [line for line in self.lines if line.street == street]
            self._sums(row, group, street_at, self.paper.words["subtotal"])
            row += 1
        self._sums(row, self.lines, 0, self.paper.words["total"])
        return row

    def _line(self, row: int, values: dict[str, Written]) -> None:
        for place, column in enumerate(self.columns):
            value = values.get(column.field)
            if isinstance(value, int | float):
                money = "万元" in column.heading + column.group
                self.sheet.write_number(row, place, value, self.money if money else self.number)
            else:
                self._text(row, place, value, self.left)

    def _text(self, row: int, place: int, value: str | None, style: Any) -> None:
        if value is None:
            self.sheet.write_blank(row, place, None, style)
        else:
            self.sheet.write_string(row, place, value, style)

    def _sums(self, row: int, lines: Sequence[LedgerLine], label_at: int, label: str) -> None:
        for place, column in enumerate(self.columns):
            total = summed(column, lines)
            if place == label_at:
                self.sheet.write_string(row, place, label, self.sum_words)
            elif total is None:
                self.sheet.write_blank(row, place, None, self.sum_words)
            else:
                money = "万元" in column.heading + column.group
                style = self.sum_money if money else self.sum_number
                self.sheet.write_number(row, place, total, style)

    def _bottom(self, row: int) -> None:
        signatures = self.paper.words["signature"]
        step = max(len(self.columns) // len(signatures), 1)
        for place, words in enumerate(signatures):
            self.sheet.write_string(row + 1, place * step, words, self.plain)
        self.sheet.write_string(row + 2, 0, self.paper.words["notes"], self.plain)

    def _print(self, first: int) -> None:
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, self._width(column))
        names = [column.field for column in self.columns]
        self.sheet.freeze_panes(first, names.index("estate_name") + 1)
        self.sheet.repeat_rows(HEAD_TOP, first - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(A3)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.center_horizontally()
        self.sheet.set_footer("&C第&P页 共&N页")

    def _width(self, column: PaperColumn) -> float:
        """Return the width that the column's words need, wrapped where they are long."""
        texts = [shown(line.values.get(column.field)) for line in self.lines]
        total = summed(column, self.lines)
        longest = max([shown_width(text) for text in (*texts, shown(total))], default=0)
        head = shown_width(column.heading.split("（")[0])
        return min(max(longest + 2, head + 2, NARROWEST), WIDEST)


def summed(column: PaperColumn, lines: Sequence[LedgerLine]) -> float | None:
    """Return a column's sum free of binary dust; None where it is not summed or all blank."""
    values = [line.values.get(column.field) for line in lines] if column.summed else []
    figures = [Decimal(repr(value)) for value in values if isinstance(value, int | float)]
    return float(sum(figures)) if figures else None


def shown(value: Written) -> str:
    """Return a value as the sheet shows it."""
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


def shown_width(words: str) -> int:
    """Return the width of a text in columns of half-width signs."""
    lines = words.split("\n")
    return max(
        sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
        for line in lines
    )
