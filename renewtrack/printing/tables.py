"""Tables that run down one column after another and over to further pages."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

from renewtrack import signs
from renewtrack.printing import lettering
from renewtrack.printing.sheet import (
    FAINT_INK,
    HAIR,
    INK,
    LINE_STEP,
    SOFT_INK,
    Box,
    Mark,
    Paths,
    Pen,
    Text,
    rectangle,
    rule,
)

SHADE = "#F2F3F5"
LEAST = 0.82  # share of its size that a text may lose before it takes a second line
PADDING = 0.4  # ems between a cell's edge and its text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its share of the width and how it is set."""

    title: str
    share: float
    align: str = "left"
    wraps: bool = True  # else a long text is set smaller


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; a row of one cell is the heading of a group.

    ``sums`` are the places of rows that are sums of others, beside the ``total`` at the end.
    """

    role: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    size: float
    row_height: float  # ems
    total: bool = False  # the last row is the sum of the others
    sums: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Laid:
    """What could be laid: the marks, the first row that found no room, and where it ends."""

    marks: tuple[Mark, ...]
    next_row: int
    bottom: float


def from_row(table: Table, first: int) -> Table:
    """Return the rows of a table from ``first`` on, as a table."""
    sums = frozenset(at - first for at in table.sums if at >= first)
    return replace(table, rows=table.rows[first:], sums=sums)


def parted(table: Table, box: Box) -> Table:
    """Return a table of which no row is higher than a box: what is cut goes on in a row below."""
    _, top = _head(table, box)
    most = int(((box.bottom - top) / table.size - table.row_height) / LINE_STEP) + 1
    rows: list[tuple[str, ...]] = []
    sums = set()
    for at, row in enumerate(table.rows):
        if at in table.sums:
            sums.add(len(rows))
        rows += _parts(table, row, box.width, max(1, most))
    return replace(table, rows=tuple(rows), sums=frozenset(sums))


def _parts(table: Table, row: tuple[str, ...], width: float, most: int) -> list[tuple[str, ...]]:
    """Return a row as rows of at most so many lines; a short text in a wide cell has no more."""
    if len(row) == 1 or max(map(len, row)) <= most:
        return [row]
    cells = [
        _cut_at(signs.in_line(text), lines, most)
        for text, lines in zip(row, _wrapped(table, row, width), strict=True)
    ]
    return [*itertools.zip_longest(*cells, fillvalue="")]


def _cut_at(text: str, lines: list[str], most: int) -> list[str]:
    """Return a text in pieces of so many of its lines."""
    pieces, start = [], 0
    for first in range(0, len(lines), most):
        end = start
        for line in lines[first : first + most]:
            end = text.index(line, end) + len(line)
        pieces.append(text[start:end].strip())
        start = end
    return pieces


def lay(table: Table, first: int, boxes: list[Box]) -> Laid:
    """Lay rows from ``first`` on into boxes, one box after another."""
    marks: list[Mark] = []
    at, bottom = first, boxes[0].top
    for box in boxes:
        if at >= len(table.rows) and at > first:
            break
        done = _lay_one(table, at, box)
        marks += done.marks
        at, bottom = done.next_row, max(bottom, done.bottom)
    return Laid(tuple(marks), at, bottom)


def lay_evenly(table: Table, boxes: list[Box]) -> Laid:
    """Lay a table so that its columns end at about one height where all of it fits."""
    full, step = boxes[0].height, table.size * table.row_height / 2
    best = lay(table, 0, boxes)
    if best.next_row < len(table.rows):
        return best  # nor does it fit where there is less room
    low, high = 6, math.ceil(full / step)  # in steps; what is as high as ``high`` fits
    while low < high:
        middle = (low + high) // 2
        laid = lay(table, 0, [Box(box.left, box.top, box.width, middle * step) for box in boxes])
        if laid.next_row >= len(table.rows):
            best, high = laid, middle
        else:
            low = middle + 1
    return best


def _lay_one(table: Table, first: int, box: Box) -> Laid:
    """Lay head and rows into one box."""
    head, y = _head(table, box)
    marks: list[Mark] = [*head]
    at = first
    while at < len(table.rows):
        lines = _wrapped(table, table.rows[at], box.width)
        height = _height(table, lines)
        needed = height + (_height(table, [[""]]) if len(table.rows[at]) == 1 else 0.0)
        if y + needed > box.bottom + 0.01:
            break
        marks += _row(table, at, lines, Box(box.left, y, box.width, height))
        y += height
        at += 1
    if at == first and table.rows:
        return Laid((), first, box.top)
    marks.append(rule(box.left, y, box.right, y, Pen(SOFT_INK, 0.25)))
    return Laid(tuple(marks), at, y)


def _head(table: Table, box: Box) -> tuple[list[Mark], float]:
    shares = sum(column.share for column in table.columns)
    pad = 2 * table.size * PADDING
    lines = [
        _headed(column.title, table.size, box.width * column.share / shares - pad)
        for column in table.columns
    ]
    height = _height(table, lines)
    marks: list[Mark] = [
        rectangle(Box(box.left, box.top, box.width, height), "head", fill=SHADE),
        rule(box.left, box.top, box.right, box.top, Pen(SOFT_INK, 0.25)),
        rule(box.left, box.top + height, box.right, box.top + height, Pen(FAINT_INK, 0.15)),
    ]
    marks += _cells(table, lines, Box(box.left, box.top, box.width, height), SOFT_INK)
    return marks, box.top + height


def _headed(title: str, size: float, room: float) -> list[str]:
    """Return a heading's lines; one with a word wider than its room is set smaller instead."""
    if lettering.longest_piece(title, size) > room:
        return [title]
    return lettering.wrap(title, size, room)


def _row(table: Table, at: int, lines: list[list[str]], box: Box) -> list[Mark]:
    if len(table.rows[at]) == 1:
        line = Box(box.left, box.top, box.width, box.height)
        pad = table.size * PADDING
        text = Box(box.left + pad, box.top, box.width - 2 * pad, box.height)
        return [
            rectangle(line, "head", fill="#F8F9FA"),
            Text(text, lines[0][0], table.size, table.role + "_group", colour=SOFT_INK),
        ]
    is_total = at in table.sums or (table.total and at == len(table.rows) - 1)
    edge: Paths = rule(
        box.left, box.top, box.right, box.top, Pen(SOFT_INK if is_total else HAIR, 0.12)
    )
    shade = [rectangle(box, "head", fill=SHADE)] if is_total else []
    return [*shade, edge, *_cells(table, lines, box, INK)]


def _cells(table: Table, lines: list[list[str]], box: Box, colour: str) -> list[Mark]:
    marks: list[Mark] = []
    x, step = box.left, table.size * LINE_STEP
    pad = table.size * PADDING
    shares = sum(column.share for column in table.columns)
    for column, cell in zip(table.columns, lines, strict=True):
        width = box.width * column.share / shares
        top = box.centre[1] - step * len(cell) / 2
        for line in cell:
            room = Box(x + pad, top, width - 2 * pad, step)
            size = lettering.fitting(line, table.size, room.width)
            if line:
                marks.append(Text(room, line, size, table.role, column.align, colour))
            top += step
        x += width
    return marks


def _wrapped(table: Table, row: tuple[str, ...], width: float) -> list[list[str]]:
    if len(row) == 1:
        return [[lettering.cut(row[0], table.size, width - 2 * table.size * PADDING)]]
    box = Box(0, 0, width, 0)
    return [
        _lines(cell, table.size, table, column, box)
        for cell, column in zip(row, table.columns, strict=True)
    ]


def _lines(text: str, size: float, table: Table, column: Column, box: Box) -> list[str]:
    """Return a cell's lines: numbers stay on one, names are wrapped."""
    shares = sum(other.share for other in table.columns)
    room = box.width * column.share / shares - 2 * size * PADDING
    if column.align == "right" or (
        not column.wraps and lettering.width(text, size) * LEAST <= room
    ):
        return [text]
    return lettering.wrap(text, size, room)


def _height(table: Table, lines: list[list[str]]) -> float:
    more = max(len(cell) for cell in lines) - 1
    return table.size * (table.row_height + more * LINE_STEP)
