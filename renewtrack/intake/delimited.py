"""Text files of rows: their delimiter and their cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from renewtrack.intake import encodings, preflight, refusals
from renewtrack.intake.encodings import BOMS
from renewtrack.intake.gaps import RawSheet
from renewtrack.intake.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

__all__ = ["BOMS", "DELIMITERS", "decode", "delimiter", "guarded", "read", "unguarded"]

CHINESE_COMMA = "，"
DELIMITERS = (",", "\t", ";", "|", CHINESE_COMMA)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LONGEST_CELL = 1 << 20
_SAID = re.compile(r"sep=([,\t;|，])\r?\n", re.IGNORECASE)  # Excel's own first line
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_LAST = "\x00"  # a line after the last one; the text itself has no such sign
_FEW_STRAYS = 200  # one sign that is none among so many is a flaw, more are no text


def read(content: bytes, path: Path) -> RawSheet:
    """Return a text file's rows; every cell is text."""
    text = decode(content, path.name)
    said = _SAID.match(text)
    sign = said[1] if said else delimiter(text)
    lines = io.StringIO(text[said.end() :] if said else text, newline="")
    return RawSheet(path.stem, _rows(lines, sign, path.name), height=text.count("\n") + 1)


def _rows(lines: io.StringIO, sign: str, name: str) -> Iterator[list[str]]:
    """Yield the rows; a quote that is never closed would put the rest of them into one cell."""
    cells = begun = 0
    table = csv.reader(chain(lines, (_LAST,)), delimiter=sign)
    try:
        for number, row in enumerate(table, 1):
            if row and _LAST in row[-1]:
                if row == [_LAST]:
                    return
                raise refusals.QuoteLeftOpen(name=name, row=begun + 1)
            begun = table.line_num
            cells += len(row)
            if number > MOST_ROWS or cells > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise refusals.SheetTooBig(name=name, what=preflight.CELLS)
            yield [unguarded(word) for word in row]
    except csv.Error as broken:
        if table.line_num > begun + 1:
            raise refusals.QuoteLeftOpen(name=name, row=begun + 1) from broken
        raise refusals.SheetBroken(name=name) from broken


def decode(content: bytes, name: str) -> str:
    """Return the text of a file's bytes; SheetBroken when no encoding fits, or it is no text."""
    encoding = encodings.guess(content)
    if encoding is None:
        raise refusals.SheetBroken(name=name)
    text = content.decode(encoding)
    strays = len(_NO_TEXT.findall(text))
    if strays * _FEW_STRAYS > len(text):
        raise refusals.NotASheet(name=name)
    return text.replace("\x00", "") if strays else text


def delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines most evenly into most cells."""
    csv.field_size_limit(LONGEST_CELL)
    lines = [line for line in text[:LONGEST_CELL].splitlines()[:60] if line.strip()]
    best, most = ",", 0
    for sign in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
        sure = sign != CHINESE_COMMA or times == len(lines) or not most  # else it is punctuation
        if sure and (score := (width - 1) * times) > most:
            best, most = sign, score
    return best


def unguarded(word: str) -> str:
    """Return a cell without the quote that keeps programs from running it as a formula."""
    return word[1:] if word[:1] == "'" and _runs(word) else word


def guarded(word: str) -> str:
    """Return a cell with a quote before what a spreadsheet would run as a formula."""
    return f"'{word}" if _runs(word) else word


def _runs(word: str) -> bool:
    """Tell a text that a spreadsheet would run, or would without the quotes before it."""
    return word.lstrip("' ").startswith(FORMULA_SIGNS)
