"""Plain lists as .xlsx or .csv, driven by the columns of the forms in ``resources/layouts``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renewtrack.intake import delimited, export_lines, ledger_sheet, writing
from renewtrack.intake.papers import Line, PaperColumn, Written, paper
from renewtrack.store import listing

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = (
    *("ledger", "buildings", "estates"),
    *("bookings", "lifts", "payments", "readings"),
)
ENCODINGS = ("utf-8", "gb18030")
SUFFIXES = (".xlsx", ".csv")
MOST_SHOWN, WIDEST = 500, 30  # rows looked at for a width, and that width
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Plainly:
    """What the person wants of a plain list."""

    chosen: listing.Filter | None = None
    reveal: bool = False  # persons in clear; the caller has asked for a reason
    encoding: str = ENCODINGS[0]  # of a .csv; UTF-8 comes with its mark


def write(
    db: Database,
    path: Path,
    kind: str,
    wish: Plainly | None = None,
    seen: writing.Seen | None = None,
) -> int:
    """Write all records of a kind, as the suffix says, and return their number.

    No text is run as a formula. Raises NotWritten, and what ``seen`` raises.
    """
    wish = wish or Plainly()
    found = export_lines.lines(db, kind, wish.chosen, wish.reveal)
    columns = export_lines.used(paper(kind), found)
    with writing.written(path, len(found), seen) as target:
        if path.suffix.lower() == ".csv":
            _csv(target, columns, found, wish.encoding)
        else:
            _xlsx(target, columns, found, str(paper(kind).told["zh"]))
    return len(found)


def _csv(
    target: Path, columns: Sequence[PaperColumn], found: Sequence[Line], encoding: str
) -> None:
    marked = "utf-8-sig" if encoding == "utf-8" else encoding
    with target.open("w", encoding=marked, newline="") as file:
        writer = csv.writer(file)
        writer.writerows(_heads(columns))
        for line in found:
            writer.writerow([_csv_cell(line.get(column.field)) for column in columns])


def _heads(columns: Sequence[PaperColumn]) -> Iterator[list[str]]:
    """Yield the rows of heads: a second one where some stand below a group's."""
    if not any(column.group for column in columns):
        yield [column.heading for column in columns]
        return
    yield [column.group or column.heading for column in columns]
    yield [column.heading if column.group else "" for column in columns]


def _csv_cell(value: Written) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return delimited.guarded(value)
    return f"{Decimal(f'{value:.12g}'):f}"  # never 1e-06


def _xlsx(target: Path, columns: Sequence[PaperColumn], found: Sequence[Line], name: str) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(target), _OPTIONS) as book:
        sheet = book.add_worksheet(name)
        cell = book.add_format({"border": 1})
        below = _draw_heads(book, sheet, columns)
        for place, column in enumerate(columns):
            texts = [ledger_sheet.shown(line.get(column.field)) for line in found[:MOST_SHOWN]]
            widest = max(map(ledger_sheet.shown_width, (column.heading, *texts)))
            sheet.set_column(place, place, min(widest + 2, WIDEST))
            for row, line in enumerate(found, below):
                value = line.get(column.field)
                if isinstance(value, int | float):
                    sheet.write_number(row, place, value, cell)
                elif value is not None:
                    sheet.write_string(row, place, value, cell)
        named = [column.field for column in columns]
        sheet.freeze_panes(below, named.index("estate_name") + 1 if "estate_name" in named else 1)
        sheet.autofilter(below - 1, 0, max(below + len(found) - 1, below), len(columns) - 1)


def _draw_heads(book: Any, sheet: Any, columns: Sequence[PaperColumn]) -> int:
    """Draw the heads, those of groups above, and return the first row below."""
    look = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "bg_color": "#F2F2F2"}
    )
    grouped = any(column.group for column in columns)
    place = 0
    for group, members in groupby(columns, key=lambda column: column.group):
        several = list(members)
        if group and len(several) > 1:
            sheet.merge_range(0, place, 0, place + len(several) - 1, group, look)
        for offset, column in enumerate(several):
            at = place + offset
            if group and len(several) == 1:
                sheet.write_string(0, at, group, look)
            if group or not grouped:
                sheet.write_string(1 if group else 0, at, column.heading, look)
            else:
                sheet.merge_range(0, at, 1, at, column.heading, look)
        place += len(several)
    return 2 if grouped else 1
