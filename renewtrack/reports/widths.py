"""How wide the columns of a report's table are, judged by what stands in them."""

from __future__ import annotations

import unicodedata

from renewtrack.reports.tables import ReportTable, text_of

MOST = 22  # columns of type; longer texts wrap
_LEAST = {"text": 6, "date": 10, "rank": 4}
_NARROWEST = 5


def shares(table: ReportTable, language: str) -> list[float]:
    """Return each column's share of the width; the sum is 1."""
    wanted = wide(table, language)
    whole = sum(wanted)
    return [each / whole for each in wanted]


def wide(table: ReportTable, language: str, most: int = MOST) -> list[int]:
    """Return how many columns of type (half the width of a Chinese sign) each column wants.

    A figure is never broken; a text may wrap, and a head may take three lines.
    """
    found = []
    for place, column in enumerate(table.columns):
        texts = [text_of(column, row.cells[place], language) for row in table.rows]
        longest = max((columns_of(each) for each in texts), default=0)
        if column.kind == "text":
            longest = min(longest, most)
        head = _head(column.words.in_(language))
        found.append(max(longest + 1, head, _LEAST.get(column.kind, _NARROWEST)))
    return found


def columns_of(text: str) -> int:
    """Return how many columns of type the longest line of a text takes."""
    return max(
        sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
        for line in text.split("\n")
    )


def _head(words: str) -> int:
    """Return what a head wants that may wrap: its longest word, or a third of all of it."""
    longest = max((columns_of(word) for word in words.split()), default=0)
    if not words.isascii():
        longest = 0
    return max(longest, -(-columns_of(words) // 3)) + 1
