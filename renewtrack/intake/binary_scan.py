"""What the records of an .xls or .xlsb workbook tell of its sheets beyond the cells.

Records as [MS-XLS] and [MS-XLSB] number them; Excel 5.0 and 95 use the same numbers.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from renewtrack.intake.gaps import BIFF_ERRORS, Gaps
from renewtrack.intake.limits import MOST_COLUMNS
from renewtrack.intake.sheets import Merge

FORMULA, EOF, COLINFO, BOUNDSHEET, FILEPASS = 0x0006, 0x000A, 0x007D, 0x0085, 0x002F
BOOLERR, ROW, BOF = 0x0205, 0x0208, 0x0809
STREAMS = ("Workbook", "Book")
OTHER_KINDS = ("WordDocument", "PowerPoint Document", "__properties_version1.0")

DAMAGE = (LookupError, ValueError, TypeError, ArithmeticError, AttributeError, struct.error)

ROW_HEADER, CELL_ERROR, FORMULA_ERROR, COLUMN_INFO, MERGED, BUNDLE = 0, 3, 11, 60, 176, 156
BETA_BUNDLE = b"\x00\x00\x00\x00"  # four bytes more than the published form has


def workbook_stream(content: bytes) -> bytes | None:
    """Return the records of an .xls file, None where the file holds none.

    Raises OSError where the container is damaged.
    """
    import olefile  # slow to import, and not needed for other formats

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            for name in STREAMS:
                if container.exists(name):
                    return bytes(container.openstream(name).read())
    except DAMAGE as broken:
        raise OSError("a damaged container") from broken
    return None


def other_kind(content: bytes) -> str | None:
    """Return the name of the stream that shows an old Office file of another program."""
    return next((name for name in OTHER_KINDS if name.encode("utf-16-le") in content), None)


def is_encrypted(stream: bytes) -> bool:
    """Tell whether the records of a workbook are encrypted."""
    return any(kind == FILEPASS for kind, _ in _head(stream))


def xls_gaps(stream: bytes) -> list[Gaps]:
    """Return the gaps of every sheet in the order of the workbook."""
    head = [body for kind, body in _head(stream) if kind == BOUNDSHEET]
    return [_gaps_of_sheet(stream, struct.unpack_from("<I", body)[0]) for body in head]


def _head(stream: bytes) -> Iterator[tuple[int, bytes]]:
    for kind, start, size in _records(stream, 0):
        yield kind, stream[start : start + size]


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start and size of the records up to the end of a substream."""
    depth, header = 0, struct.Struct("<HH")
    while place + 4 <= len(stream):
        kind, size = header.unpack_from(stream, place)
        yield kind, place + 4, size
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:  # a chart inside a sheet has a beginning and an end of its own
            return
        place += 4 + size


def _gaps_of_sheet(stream: bytes, place: int) -> Gaps:
    gaps = Gaps()
    for kind, start, size in _records(stream, place):
        if kind in _LOOKS and size >= _LEAST[kind]:
            _LOOKS[kind](gaps, stream, start)
    return gaps


def _look_at_row(gaps: Gaps, stream: bytes, start: int) -> None:
    if stream[start + 12] & 0x20:
        gaps.hidden_rows.add(struct.unpack_from("<H", stream, start)[0])


def _look_at_columns(gaps: Gaps, stream: bytes, start: int) -> None:
    first, last, _, _, flags = struct.unpack_from("<HHHHH", stream, start)
    if flags & 1:
        gaps.hidden_columns.update(range(first, min(last + 1, 256)))


def _look_at_error(gaps: Gaps, stream: bytes, start: int) -> None:
    if stream[start + 7]:
        _note(gaps, stream, start, stream[start + 6])


def _look_at_formula(gaps: Gaps, stream: bytes, start: int) -> None:
    if stream[start + 6] == 2 and stream[start + 12] == stream[start + 13] == 0xFF:
        _note(gaps, stream, start, stream[start + 8])


_LOOKS = {
    ROW: _look_at_row,
    COLINFO: _look_at_columns,
    BOOLERR: _look_at_error,
    FORMULA: _look_at_formula,
}
_LEAST = {ROW: 16, COLINFO: 10, BOOLERR: 8, FORMULA: 20}  # bytes of such a record


def _note(gaps: Gaps, stream: bytes, start: int, code: int) -> None:
    row, column = struct.unpack_from("<HH", stream, start)
    gaps.errors[row, column] = BIFF_ERRORS.get(code, "#ERR!")


def xlsb_sheets(book: bytes) -> dict[str, str]:
    """Return the relation's id of every sheet of an .xlsb workbook by the sheet's name."""
    sheets = {}
    for kind, body in xlsb_records(book):
        if kind == BUNDLE and len(body) >= 16:
            relation, place = _words(body, 12 if body[4:8] == BETA_BUNDLE else 8)
            sheets[_words(body, place)[0]] = relation
    return sheets


def _words(body: bytes, place: int) -> tuple[str, int]:
    """Return a counted text and the place behind it."""
    end = place + 4 + 2 * struct.unpack_from("<I", body, place)[0]
    return body[place + 4 : end].decode("utf-16-le", "replace"), end


def xlsb_gaps(part: bytes) -> Gaps:
    """Return the gaps of one sheet of an .xlsb workbook."""
    gaps, row = Gaps(), 0
    for kind, body in xlsb_records(part):
        if kind == ROW_HEADER and len(body) >= 12:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & 0x10:
                gaps.hidden_rows.add(row)
        elif kind in (CELL_ERROR, FORMULA_ERROR) and len(body) >= 9:
            column = struct.unpack_from("<I", body)[0]
            gaps.errors[row, column] = BIFF_ERRORS.get(body[8], "#ERR!")
        elif kind in (COLUMN_INFO, MERGED) and len(body) >= 18 - 2 * (kind == MERGED):
            _look_at_range(gaps, kind, body)
    return gaps


def _look_at_range(gaps: Gaps, kind: int, body: bytes) -> None:
    if kind == MERGED:
        top, bottom, left, right = struct.unpack_from("<IIII", body)
        gaps.merged.append(Merge(top, left, bottom, right))
    elif body[16] & 1:
        first, last = struct.unpack_from("<II", body)
        gaps.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))


def xlsb_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the body of every record of a part."""
    place = 0
    while place < len(part):
        kind, place = _number(part, place, 2)
        size, place = _number(part, place, 4)
        yield kind, part[place : place + size]
        place += size


def _number(part: bytes, place: int, longest: int) -> tuple[int, int]:
    number = 0
    for shift in range(longest):
        if place >= len(part):
            break
        byte = part[place]
        number |= (byte & 0x7F) << (7 * shift)
        place += 1
        if not byte & 0x80:
            break
    return number, place


def in_published_form(content: bytes) -> bytes | None:
    """Return an .xlsb of the beta of Excel 2007 with its list of sheets as published later.

    None where the file is not of that make. The beta put four zero bytes into every entry.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        book = old.read("xl/workbook.bin")
        bundles = [body for kind, body in xlsb_records(book) if kind == BUNDLE]
        if not bundles or any(len(body) < 16 or body[4:8] != BETA_BUNDLE for body in bundles):
            return None
        for body in bundles:
            book = book.replace(_record(body), _record(body[:4] + body[8:]))
        renewed = io.BytesIO()
        with zipfile.ZipFile(renewed, "w") as new:
            for name in old.namelist():
                new.writestr(name, book if name == "xl/workbook.bin" else old.read(name))
    return renewed.getvalue()


def _record(body: bytes) -> bytes:
    """Return the record of a sheet's entry, whose size takes one byte or two."""
    size = len(body)
    sizes = (size,) if size < 0x80 else (size & 0x7F | 0x80, size >> 7)
    return bytes((BUNDLE & 0x7F | 0x80, BUNDLE >> 7, *sizes)) + body
