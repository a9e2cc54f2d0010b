"""Blocks of cells on the clipboard: text with tabs in, text with tabs and a small page out."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass

from renewtrack.ui.cells import Refusal
from renewtrack.ui.edits import Edit
from renewtrack.ui.table_model import LedgerModel
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Reject:
    """One pasted cell that was not taken, and why."""

    row: int  # of the table, from 0; rows past its end count on
    column: int  # -1: none, the whole row or a cell past the last column
    text: str
    words: Words


@dataclass(frozen=True, slots=True)
class Paste:
    """What a block would change."""

    edits: tuple[Edit, ...]
    rejects: tuple[Reject, ...]
    beyond: tuple[tuple[str, ...], ...]  # rows of the block past the last row of the table
    columns: tuple[int, ...] = ()  # where the cells of such a row belong


NO_COLUMN = Words("右边已经没有列了", "There is no column so far to the right")


def block(copied: str) -> list[list[str]]:
    """Return the cells of tab-separated text as Excel and WPS put it on the clipboard."""
    copied = copied.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return list(csv.reader(io.StringIO(copied), delimiter="\t")) or [[""]]


def tabbed(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as tab-separated text that Excel and WPS paste into cells."""
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def paged(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as an HTML table; every cell is text."""
    lines = (
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return "<table>" + "".join(lines) + "</table>"


def plan(
    model: LedgerModel, rows: Sequence[int], columns: Sequence[int], cells: list[list[str]]
) -> Paste:
    """Return what a block changes when its first cell lands on the first row and column given.

    One single cell fills all rows and columns given. ``columns`` are the visible ones in order.
    """
    one = len(cells) == 1 and len(cells[0]) == 1
    edits: list[Edit] = []
    rejects: list[Reject] = []
    beyond: list[tuple[str, ...]] = []
    count = model.rowCount()
    for down in range(len(rows) if one else len(cells)):
        row = rows[down] if one else rows[0] + down
        if not one:
            over = (typed for typed in cells[down][len(columns) :] if typed.strip())
            rejects += [Reject(row, -1, typed, NO_COLUMN) for typed in over]
        if row >= count:
            beyond.append(tuple(cells[down]))
            continue
        line = [cells[0][0]] * len(columns) if one else cells[down]
        for column, typed in zip(columns, line, strict=False):
            found = model.read(model.index(row, column), typed)
            if isinstance(found, Edit):
                edits.append(found)
            elif isinstance(found, Refusal) and typed != model.plain(model.index(row, column)):
                rejects.append(Reject(row, column, typed, found.words))
    return Paste(tuple(edits), tuple(rejects), tuple(beyond), tuple(columns))
