"""Cells copied from Excel or WPS, as the clipboard holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renewtrack.intake.crossing import clean
from renewtrack.intake.sheets import Cell, SheetCells, squared

NAME = "剪贴板 Clipboard"
_END = re.compile("[\t\r\n]")


def read_text(words: str) -> tuple[SheetCells, ...]:
    """Return copied cells as one sheet, an empty tuple where nothing was copied.

    Cells are parted by tabs; one with a line break or a tab inside stands in quotes, and its own
    quotes are doubled. A quote inside a cell that does not begin with one is a plain sign.
    """
    rows: list[list[Cell]] = [[]]
    for cell, end in _cells(words.replace("\x00", "")):
        rows[-1].append(clean(cell))
        if end != "\t":
            rows.append([])
    found = squared(rows)
    return (SheetCells(NAME, found),) if found else ()


def _cells(words: str) -> Iterator[tuple[str, str]]:
    """Yield every cell and what ends it: a tab, a line break or the end."""
    place, last_quote = 0, words.rfind('"')
    while place <= len(words):
        may_be_quoted = place < last_quote and words[place] == '"'
        quoted = _quoted(words, place) if may_be_quoted else None
        cell, place = quoted or _plain(words, place)
        end = words[place : place + 1]
        yield cell.replace("\r\n", "\n"), end
        place += 2 if words.startswith("\r\n", place) else 1


def _plain(words: str, place: int) -> tuple[str, int]:
    found = _END.search(words, place)
    end = found.start() if found else len(words)
    return words[place:end], end


def _quoted(words: str, place: int) -> tuple[str, int] | None:
    """Return a quoted cell and the place behind it, None where the quote is a plain sign."""
    parts, start = [], place + 1
    while (end := words.find('"', start)) >= 0:
        parts.append(words[start:end])
        if not words.startswith('"', end + 1):
            behind = words[end + 1 : end + 2]
            return ('"'.join(parts), end + 1) if behind in ("", "\t", "\r", "\n") else None
        start = end + 2
    return None
