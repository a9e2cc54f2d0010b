"""Workbooks of any make, read by calamine while a second thread looks for what it leaves out.

calamine parses without holding Python's lock, so the look costs no time on a second core. A
small workbook is looked at first: what would burst the memory is refused by its own sentence.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from xml.parsers import expat

import python_calamine as calamine

from renewtrack.intake import binary_scan, ods_scan, preflight, refusals, sheet_scan
from renewtrack.intake.gaps import Gaps, RawSheet
from renewtrack.intake.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from renewtrack.intake.sheets import Cell, Merge
from renewtrack.words import Words

DAMAGE = (ValueError, LookupError, struct.error, zlib.error, expat.ExpatError)
SMALL = 2 << 20  # bytes unpacked, below which the look comes first
WHOLE_WORDS = Words("文字文档", "a text document")
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_SHEET = re.compile(rb"<(?:\w+:)?sheet ([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship ([^>]*)>")
Look = Callable[[calamine.CalamineWorkbook, int], Gaps]


def read(content: bytes, name: str) -> Iterator[RawSheet]:
    """Yield the work sheets of a workbook one by one, hidden ones told; charts are left out."""
    try:
        if content.startswith(preflight.OLE):
            yield from _read_old(content, name)
        else:
            yield from _read_zip(content, name)
    except calamine.PasswordError as locked:
        raise refusals.SheetEncrypted(name=name) from locked
    except (calamine.CalamineError, zipfile.BadZipFile, EOFError, OSError) as broken:
        raise refusals.SheetBroken(name=name) from broken
    except (NotImplementedError, *DAMAGE) as broken:
        raise refusals.SheetBroken(name=name) from broken
    except BaseException as panic:  # calamine's panics stand outside Exception
        if type(panic).__module__ == "pyo3_runtime":
            raise refusals.SheetUnusual(name=name) from panic
        raise


def refuse_far_cells(content: bytes, name: str) -> None:
    """Tell by its own sentence why a workbook would burst the memory, where that can be seen."""
    if not content.startswith(preflight.ZIPS):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        preflight.look_inside(archive, name)
        for part in _sheet_parts(archive):
            with archive.open(part) as stream:
                sheet_scan.refuse_far_cells(stream, name)


def _read_old(content: bytes, name: str) -> Iterator[RawSheet]:
    stream = binary_scan.workbook_stream(content)
    if stream is None:
        what = preflight.OLD_OFFICE.get(binary_scan.other_kind(content) or "")
        if what is not None:
            raise refusals.IsOtherKind(name=name, what=what)
        raise refusals.SheetBroken(name=name)
    gaps = binary_scan.xls_gaps(stream)
    book = calamine.load_workbook(io.BytesIO(content))
    yield from _sheets(book, name, lambda _, index: gaps[index] if index < len(gaps) else Gaps())


def _read_zip(content: bytes, name: str) -> Iterator[RawSheet]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, ThreadPoolExecutor(1) as beside:
        preflight.look_inside(archive, name)
        names = set(archive.namelist())
        if "content.xml" in names:
            look = _look_at_open_document(archive, name, beside)
        elif "xl/workbook.bin" in names:
            content, look = _look_at_binary(content, archive)
        else:
            look = _look_at_xml(archive, name, beside)
        # By file object: by path, calamine believes the extension and fails on xls named xlsx.
        yield from _sheets(calamine.load_workbook(io.BytesIO(content)), name, look)


def _sheets(book: calamine.CalamineWorkbook, name: str, look: Look) -> Iterator[RawSheet]:
    cells = 0
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        height, width = sheet.total_height, sheet.total_width
        cells += height * width
        if height > MOST_ROWS or width > MOST_COLUMNS or cells > MOST_CELLS:
            raise refusals.SheetTooBig(name=name, what=preflight.CELLS)
        gaps = look(book, index)
        gaps.errors = {
            (row, column): words
            for (row, column), words in gaps.errors.items()
            if row < MOST_ROWS and column < MOST_COLUMNS
        }
        merged = [Merge(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
        gaps.merged = merged or gaps.merged
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        first = sheet.start[1] if sheet.start else 0
        left = min(first, min((column for _, column in gaps.errors), default=first))
        rows = _rows(sheet.iter_rows(), gaps, left, first)
        yield RawSheet(meta.name, rows, height, hidden, gaps, left)


def _rows(found: Iterator[list[Any]], gaps: Gaps, left: int, first: int) -> Iterator[list[Cell]]:
    """Yield the rows from column ``left`` on, calamine's own beginning at ``first``.

    The words of error cells are put in, also beyond what calamine saw.
    """
    errors: dict[int, dict[int, str]] = {}
    for (row, column), words in gaps.errors.items():
        errors.setdefault(row, {})[column - left] = words
    number = 0
    if not errors:
        yield from found
    for number, cells in enumerate(found, 1):
        cells[:0] = [""] * (first - left)
        yield _with_errors(cells, errors.pop(number - 1)) if number - 1 in errors else cells
    for row in range(number, max(errors, default=-1) + 1):
        yield _with_errors([], errors.get(row, {}))


def _with_errors(cells: list[Cell], errors: dict[int, str]) -> list[Cell]:
    cells += [""] * (max(errors, default=-1) + 1 - len(cells))
    for column, words in errors.items():
        cells[column] = words
    return cells


def _look_at_xml(archive: zipfile.ZipFile, name: str, beside: ThreadPoolExecutor) -> Look:
    parts = _parts(archive)
    sheets = [archive.getinfo(part) for part in _sheet_parts(archive)]
    small = sum(sheet.file_size for sheet in sheets) < SMALL
    scans: dict[str, Future[Gaps]] = {}
    for sheet in sheets:
        if small:
            with archive.open(sheet) as stream:
                sheet_scan.refuse_far_cells(stream, name)
        scans[sheet.filename] = beside.submit(_scan_xml, archive, sheet)

    def look(book: calamine.CalamineWorkbook, index: int) -> Gaps:
        scan = scans.get(parts.get(book.sheets_metadata[index].name, ""))
        return scan.result() if scan else Gaps()

    return look


def _scan_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Gaps:
    with archive.open(part) as stream:
        return sheet_scan.scan(stream)


def _look_at_open_document(archive: zipfile.ZipFile, name: str, beside: ThreadPoolExecutor) -> Look:
    names = archive.namelist()
    if "mimetype" in names and not archive.read("mimetype").startswith(_SPREADSHEET):
        raise refusals.IsOtherKind(name=name, what=WHOLE_WORDS)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise refusals.SheetEncrypted(name=name)
    scan = beside.submit(_scan_open_document, archive, name)
    if archive.getinfo("content.xml").file_size < SMALL:
        scan.result()
    return lambda book, index: scan.result().get(book.sheets_metadata[index].name) or Gaps()


def _scan_open_document(archive: zipfile.ZipFile, name: str) -> dict[str, Gaps]:
    with archive.open("content.xml") as stream:
        return ods_scan.scan(stream, name)


def _look_at_binary(content: bytes, archive: zipfile.ZipFile) -> tuple[bytes, Look]:
    parts = _binary_parts(archive)
    content = binary_scan.in_published_form(content) or content

    def look(book: calamine.CalamineWorkbook, index: int) -> Gaps:
        part = parts.get(book.sheets_metadata[index].name, "")
        return binary_scan.xlsb_gaps(archive.read(part)) if part else Gaps()

    return content, look


def _sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    return [
        name
        for name in archive.namelist()
        if name.startswith("xl/worksheets/") and name.endswith(".xml")
    ]


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the zip member of every sheet's name."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    relations = _relations(archive, "xl/_rels/workbook.xml.rels")
    return {
        sheet_scan.attribute(found[1], "name"): relations.get(
            sheet_scan.attribute(found[1], "r:id"), ""
        )
        for found in _SHEET.finditer(archive.read("xl/workbook.xml"))
    }


def _binary_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = _relations(archive, "xl/_rels/workbook.bin.rels")
    sheets = binary_scan.xlsb_sheets(archive.read("xl/workbook.bin"))
    names = set(archive.namelist())
    return {
        name: relations[number] for name, number in sheets.items() if relations.get(number) in names
    }


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    if part not in archive.namelist():
        return {}
    relations = {}
    for found in _RELATION.finditer(archive.read(part)):
        target = sheet_scan.attribute(found[1], "Target").removeprefix("/xl/").removeprefix("./")
        relations[sheet_scan.attribute(found[1], "Id")] = f"xl/{target}"
    return relations
