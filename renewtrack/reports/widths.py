"""How wide the columns of a report's table are, judged by what stands in them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from renewtrack.reports.tables import ReportTable, text_of

MOST = 24  # columns of type (half the width of a Chinese sign); longer texts wrap
_LEAST = {"text": 5, "date": 5, "rank": 4}
_NARROWEST = 5
_NARROWED = 9  # a text is not made narrower than this to make room for figures
_WIDE_FIGURES = 1.15  # the figures of some fonts are wider than half a Chinese sign
_BOLD = {"total", "subtotal"}


@dataclass(frozen=True, slots=True)
class Width:
    """What a column wants in columns of type, and what it can do with."""

    wanted: int
    least: int


def shares(table: ReportTable, language: str, room: int) -> list[float]:
    """Return each column's share of a width that has room for so many columns of type.

    A figure or a date is never broken; texts give way to them and wrap.
    """
    found = widths(table, language)
    lack = sum(each.wanted for each in found) - room
    soft = sum(each.wanted - each.least for each in found)
    given = min(max(lack, 0) / soft, 1.0) if soft else 0.0
    wanted = [each.wanted - given * (each.wanted - each.least) for each in found]
    whole = sum(wanted)
    return [each / whole for each in wanted]


def widths(table: ReportTable, language: str, most: int = MOST) -> list[Width]:
    """Return what each column wants: all of a figure, most of a text, half of a head."""
    found = []
    for place, column in enumerate(table.columns):
        longest = 0
        for row in table.rows:
            told = columns_of(text_of(column, row.cells[place], language))
            longest = max(longest, told + (row.level in _BOLD))
        head = _head(column.words.in_(language))
        least = max(head, _LEAST.get(column.kind, _NARROWEST))
        if column.kind != "text":
            wanted = max(round(longest * _WIDE_FIGURES) + 1, least)
            found.append(Width(wanted, wanted))
            continue
        wanted = max(min(longest, most) + 1, least)
        found.append(Width(wanted, min(wanted, max(least, _NARROWED))))
    return found


def columns_of(text: str) -> int:
    """Return how many columns of type the longest line of a text takes."""
    return max(
        sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
        for line in text.split("\n")
    )


def _head(words: str) -> int:
    """Return what a head wants that may take two lines: half of it, or its longest word."""
    longest = max((columns_of(word) for word in words.split()), default=0)
    if not words.isascii():
        longest = 0
    half = -(-columns_of(words) // 2)
    return max(longest, half + half % 2 if not words.isascii() else longest) + 1
