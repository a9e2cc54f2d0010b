"""Text files of rows: their encoding, their delimiter and their cells."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from pathlib import Path

from renewtrack.intake import refusals
from renewtrack.intake.sheets import Cell, SheetCells, squared

DELIMITERS = (",", "\t", ";", "|")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def read(path: Path) -> SheetCells:
    """Read a text file of rows; every cell is text, blanks are None.

    The encoding is found in the order byte order mark, UTF-8 (strict), GB18030.
    """
    text = decode(path.read_bytes(), path.name)
    csv.field_size_limit(1 << 20)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text)))
    except csv.Error as broken:
        raise refusals.SheetBroken(name=path.name) from broken
    cells: list[list[Cell]] = [[_cell(word) for word in row] for row in rows]
    return SheetCells(name=path.stem, rows=squared(cells))


def decode(content: bytes, name: str) -> str:
    """Return the text of a file's bytes; SheetBroken when no encoding fits."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _strict(content, encoding, name)
    if (blind := _utf16_without_mark(content)) is not None:
        return _strict(content, blind, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(content, "gb18030", name)


def delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines most evenly into most cells."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    best, most = ",", 0
    for sign in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
        if (score := (width - 1) * times) > most:
            best, most = sign, score
    return best


def unguarded(word: str) -> str:
    """Return a cell without the quote that keeps programs from running it as a formula."""
    if len(word) > 1 and word[0] == "'" and word[1:].lstrip(" ").startswith(FORMULA_SIGNS):
        return word[1:]
    return word


def guarded(word: str) -> str:
    """Return a cell with a quote before what a spreadsheet would run as a formula."""
    return f"'{word}" if word.lstrip(" ").startswith(FORMULA_SIGNS) else word


def _cell(word: str) -> Cell:
    word = unguarded(word.replace("\x00", ""))
    return word if word.strip() else None


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise refusals.SheetBroken(name=name) from broken


def _utf16_without_mark(content: bytes) -> str | None:
    sample = content[:4000]
    if b"\x00" not in sample:
        return None
    return "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
