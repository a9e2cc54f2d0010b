"""One streamed look over the XML of a sheet, for what calamine leaves out.

Every chunk is searched for a few marks first; the patterns run only where a mark occurs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import IO

from renewtrack.intake import refusals
from renewtrack.intake.gaps import Gaps
from renewtrack.intake.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from renewtrack.intake.sheets import position
from renewtrack.words import Words

CHUNK = 1 << 20
LONGEST_CELL = 1 << 18  # bytes that may hang over from one chunk to the next
CELL_ENDS = (b"</c>", b":c>", b"</row>", b":row>")
FAR_CELL = Words("单元格 {cell} 离表格太远", "a cell far away at {cell}")
_HINT_OF_FAR = re.compile(rb"""r=["'](?:[A-Z]{3}|[A-Z]{0,2}[0-9]{6})""")
_PREFIX = re.compile(rb"<(\w+:)?worksheet[ >]")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is looked for, for one prefix of the names in the XML."""

    far: re.Pattern[bytes]
    error: re.Pattern[bytes]
    uncached: re.Pattern[bytes]
    row: re.Pattern[bytes]
    column: re.Pattern[bytes]
    formula_mark: bytes


def scan(stream: IO[bytes]) -> Gaps:
    """Return what a sheet's XML tells."""
    gaps = Gaps()
    patterns = _patterns(b"")
    formulas = False  # seen so far: where one is shared, later cells have but its number
    for number, chunk in enumerate(_whole_cells(stream)):
        if number == 0:
            patterns = _patterns(_prefix(chunk))
        if b"hidden" in chunk:
            gaps.hidden_rows.update(int(found[1]) - 1 for found in patterns.row.finditer(chunk))
            gaps.hidden_columns |= _columns(chunk, patterns)
        if b't="e"' in chunk:
            _note_errors(chunk, patterns, gaps)
        formulas = formulas or patterns.formula_mark in chunk
        if formulas:
            gaps.uncached.update(
                position(found[1].decode()) for found in patterns.uncached.finditer(chunk)
            )
    return gaps


def refuse_far_cells(stream: IO[bytes], name: str) -> None:
    """Raise SheetTooBig where a lone far cell would make the grid fill the memory."""
    patterns = _patterns(b"")
    for number, chunk in enumerate(_whole_cells(stream)):
        if number == 0:
            patterns = _patterns(_prefix(chunk))
        if not _HINT_OF_FAR.search(chunk):
            continue
        for found in patterns.far.finditer(chunk):
            reference = found[1].decode()
            row, column = position(reference)
            if column >= MOST_COLUMNS or row >= MOST_ROWS:
                raise refusals.SheetTooBig(name=name, what=FAR_CELL.filled(cell=reference))


def _prefix(chunk: bytes) -> bytes:
    """Return the prefix of the names in a sheet's XML, nearly always none."""
    found = _PREFIX.search(chunk)
    return found[1] or b"" if found else b""


def _whole_cells(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield chunks that end where a cell, or at least a tag, ends."""
    rest = b""
    while chunk := stream.read(CHUNK):
        chunk = rest + chunk
        end = max(chunk.rfind(mark, -LONGEST_CELL) + len(mark) for mark in CELL_ENDS)
        if end < len(chunk) - LONGEST_CELL:  # no cell ends there: a text without end, or no cells
            end = chunk.rfind(b">", -LONGEST_CELL) + 1 or len(chunk)
        rest = chunk[end:]
        yield chunk[:end]
    yield rest


@cache
def _patterns(prefix: bytes) -> _Patterns:
    cell, close = b"<" + prefix + b"c ", b"</" + prefix
    reference = rb'[^>]*?r="([A-Z]+[0-9]+)"'
    formula = (
        b"<" + prefix + b"f(?:[^>]*/>|[^>]*>[^<]*" + close + b"f>)"
        b"(?:<" + prefix + b"v></" + prefix + b"v>|<" + prefix + b"v ?/>)?"
    )
    value = b".{0,2000}?<" + prefix + b"v>([^<]*)" + close + b"v>"
    far = rb"""[^>]*?r=["']([A-Z]{3}[0-9]+|[A-Z]{1,2}[0-9]{6,})["'](?![^>]*/>)[^>]*>"""
    return _Patterns(
        far=re.compile(cell + far),
        error=re.compile(cell + reference + rb'[^>]*?t="e"[^>]*>' + value, re.S),
        uncached=re.compile(cell + reference + b"[^>]*>" + formula + close + b"c>"),
        row=re.compile(b"<" + prefix + rb'row (?=[^>]*hidden="(?:1|true)")[^>]*?r="([0-9]+)"'),
        column=re.compile(b"<" + prefix + rb'col (?=[^>]*hidden="(?:1|true)")([^>]*)>'),
        formula_mark=close + b"f",
    )


def _note_errors(chunk: bytes, patterns: _Patterns, gaps: Gaps) -> None:
    for found in patterns.error.finditer(chunk):
        row, column = position(found[1].decode())
        if row < MOST_ROWS and column < MOST_COLUMNS and len(gaps.errors) < MOST_CELLS // 10:
            gaps.errors[row, column] = found[2].decode("utf-8", "replace")


def _columns(chunk: bytes, patterns: _Patterns) -> set[int]:
    columns: set[int] = set()
    for found in patterns.column.finditer(chunk):
        first, last = (int(attribute(found[1], name) or 0) for name in ("min", "max"))
        columns.update(range(max(first, 1) - 1, min(last, MOST_COLUMNS)))
    return columns


def attribute(tag: bytes, name: str) -> str:
    """Return an attribute's words from the inside of a tag, "" where it lacks."""
    found = re.search(rf'(?:^|\s){name}="([^"]*)"'.encode(), tag)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""
