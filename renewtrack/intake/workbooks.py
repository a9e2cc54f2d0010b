"""Workbooks of any make, read by calamine with the gaps it leaves filled from the file itself."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import python_calamine as calamine

from renewtrack.intake import preflight, refusals
from renewtrack.intake.sheets import Cell, Merge, SheetCells, position, squared

_ERROR = re.compile(rb'<c [^>]*?r="([A-Z]+[0-9]+)"[^>]*?t="e"[^>]*>.{0,2000}?<v>([^<]*)</v>', re.S)
_UNCACHED = re.compile(
    rb'<c [^>]*?r="([A-Z]+[0-9]+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v></v>|<v ?/>)?</c>'
)
_HIDDEN_ROW = re.compile(rb'<row [^>]*?r="([0-9]+)"[^>]*?hidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<col (?=[^>]*hidden="(?:1|true)")([^>]*)>')
_SHEET = re.compile(rb"<(?:\w+:)?sheet ([^>]*)>")
_RELATION = re.compile(rb"<Relationship ([^>]*)>")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read(path: Path) -> tuple[SheetCells, ...]:
    """Read every work sheet of a workbook, hidden ones told; charts are left out."""
    content = path.read_bytes()
    try:
        # By file object: by path, calamine believes the extension and fails on xls named xlsx.
        book = calamine.load_workbook(io.BytesIO(content))
        sheets = tuple(
            _sheet(book, index)
            for index, meta in enumerate(book.sheets_metadata)
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        )
    except calamine.PasswordError as locked:
        raise refusals.SheetPassworded(name=path.name) from locked
    except (calamine.CalamineError, OSError, ValueError) as broken:
        raise _broken(path, broken) from broken
    except BaseException as panic:  # calamine's panics stand outside Exception
        if type(panic).__module__ == "pyo3_runtime":
            raise refusals.SheetBroken(name=path.name) from panic
        raise
    if content.startswith(b"PK"):
        sheets = _with_gaps_filled(content, sheets)
    return sheets


def _broken(path: Path, error: Exception) -> Exception:
    if "password" in str(error).lower():
        return refusals.SheetPassworded(name=path.name)
    return refusals.SheetBroken(name=path.name)


def _sheet(book: calamine.CalamineWorkbook, index: int) -> SheetCells:
    meta = book.sheets_metadata[index]
    sheet = book.get_sheet_by_index(index)
    if sheet.total_height > preflight.MOST_ROWS or sheet.total_width > preflight.MOST_COLUMNS:
        raise ValueError("a grid beyond every office's sheet")
    rows = [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = tuple(Merge(*start, *end) for start, end in sheet.merged_cell_ranges or ())
    return SheetCells(
        name=meta.name,
        rows=squared(rows),
        merged=tuple(sorted(merged, key=lambda merge: (merge.top, merge.left))),
        hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
    )


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return cell


def _with_gaps_filled(content: bytes, sheets: tuple[SheetCells, ...]) -> tuple[SheetCells, ...]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            spans = _spans_of_open_document(archive)
            return tuple(_with_merges(sheet, spans.get(sheet.name, ())) for sheet in sheets)
        if "xl/workbook.xml" not in names:
            return sheets
        parts = _parts(archive)
        return tuple(
            _scanned(sheet, archive.read(parts[sheet.name]))
            if parts.get(sheet.name) in names
            else sheet
            for sheet in sheets
        )


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rf'(?:^|\s){name}="([^"]*)"'.encode(), tag)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the zip member of every sheet's name."""
    relations = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        for found in _RELATION.finditer(archive.read("xl/_rels/workbook.xml.rels")):
            target = _attribute(found[1], "Target").removeprefix("/xl/").removeprefix("./")
            relations[_attribute(found[1], "Id")] = f"xl/{target}"
    return {
        _attribute(found[1], "name"): relations.get(_attribute(found[1], "r:id"), "")
        for found in _SHEET.finditer(archive.read("xl/workbook.xml"))
    }


def _scanned(sheet: SheetCells, xml: bytes) -> SheetCells:
    rows = [list(row) for row in sheet.rows]
    flaws: dict[tuple[int, int], str] = {}
    for found in _ERROR.finditer(xml):
        row, column = position(found[1].decode())
        if row >= preflight.MOST_ROWS or column >= preflight.MOST_COLUMNS:
            continue
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        if rows[row][column] is None:
            rows[row][column] = found[2].decode("utf-8", "replace")
            flaws[row, column] = "error"
    for found in _UNCACHED.finditer(xml):
        flaws.setdefault(position(found[1].decode()), "uncached")
    return SheetCells(
        name=sheet.name,
        rows=squared(rows),
        merged=sheet.merged,
        hidden=sheet.hidden,
        hidden_rows=frozenset(int(found[1]) - 1 for found in _HIDDEN_ROW.finditer(xml)),
        hidden_columns=_hidden_columns(xml),
        flaws=flaws,
    )


def _hidden_columns(xml: bytes) -> frozenset[int]:
    columns: set[int] = set()
    for found in _HIDDEN_COLUMN.finditer(xml):
        first, last = (int(_attribute(found[1], name) or 0) for name in ("min", "max"))
        columns.update(range(first - 1, min(last, preflight.MOST_COLUMNS)))
    return frozenset(columns)


def _with_merges(sheet: SheetCells, merged: tuple[Merge, ...]) -> SheetCells:
    return SheetCells(sheet.name, sheet.rows, merged or sheet.merged, sheet.hidden)


def _spans_of_open_document(archive: zipfile.ZipFile) -> dict[str, tuple[Merge, ...]]:
    """Return the merged ranges by sheet, which calamine does not tell for .ods."""
    spans: dict[str, tuple[Merge, ...]] = {}
    with archive.open("content.xml") as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag == f"{_TABLE}table":
                spans[element.get(f"{_TABLE}name", "")] = tuple(_spans_of_table(element))
                element.clear()
    return spans


def _spans_of_table(table: ElementTree.Element) -> list[Merge]:
    merges = []
    row_number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in row:
            high, wide = (
                int(cell.get(f"{_TABLE}number-{way}-spanned", 1)) for way in ("rows", "columns")
            )
            if high > 1 or wide > 1:
                merges.append(Merge(row_number, column, row_number + high - 1, column + wide - 1))
            column += int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        row_number += int(row.get(f"{_TABLE}number-rows-repeated", 1))
    return merges
