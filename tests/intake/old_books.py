"""Workbooks in the binary forms, made record by record, with what offices hide or break in them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from hashlib import md5
from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def biff(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls_number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return biff(0x0203, struct.pack("<HHHd", row, column, style, value))


def xls_text(row: int, column: int, words: str) -> bytes:
    coded = words.encode("utf-16-le")
    return biff(0x0204, struct.pack("<HHHHB", row, column, 0, len(words), 1) + coded)


def xls_error(row: int, column: int, code: int) -> bytes:
    return biff(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def xls_broken_formula(row: int, column: int, code: int) -> bytes:
    result = bytes((2, 0, code, 0, 0, 0, 0xFF, 0xFF))
    return biff(0x0006, struct.pack("<HHH", row, column, 0) + result + bytes(8))


def xls_hidden_row(row: int) -> bytes:
    return biff(0x0208, struct.pack("<HHHHHHHH", row, 0, 5, 300, 0, 0, 0x0120, 15))


def xls_hidden_columns(first: int, last: int) -> bytes:
    return biff(0x007D, struct.pack("<HHHHHH", first, last, 2000, 0, 1, 0))


def save_xls(
    path: Path, cells: bytes, *, formats: Sequence[int] = (0,), since_1904: bool = False
) -> Path:
    """Write one sheet of BIFF8 records; style n has the number format ``formats[n]``."""
    path.write_bytes(container("Workbook", _workbook(cells, formats, since_1904=since_1904)))
    return path


def save_locked_xls(path: Path, cells: bytes, password: str) -> Path:
    """Write one sheet encrypted as Excel 97 did (RC4, [MS-OFFCRYPTO] 2.3.6)."""
    from msoffcrypto.method.rc4 import DocumentRC4

    salt, check = bytes(range(16)), bytes(16)
    secrets = DocumentRC4.decrypt(password, salt, io.BytesIO(check + md5(check).digest())).read()
    filepass = biff(0x002F, struct.pack("<HHH", 1, 1, 1) + salt + secrets)
    plain = _workbook(cells, (0,), after_begin=filepass)
    plain += bytes(-(-max(0, 4096 - len(plain)) // 4) * 4)
    locked = bytearray(DocumentRC4.decrypt(password, salt, io.BytesIO(plain), 1024).read())
    place = 0
    while place + 4 <= len(plain):
        kind, size = struct.unpack_from("<HH", plain, place)
        open_bytes = 4 + {0x0809: size, 0x002F: size, 0x0085: 4}.get(kind, 0)
        locked[place : place + open_bytes] = plain[place : place + open_bytes]
        place += 4 + size
    path.write_bytes(container("Workbook", bytes(locked)))
    return path


def _workbook(
    cells: bytes, formats: Sequence[int], *, since_1904: bool = False, after_begin: bytes = b""
) -> bytes:
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 4000, 1997, 0, 6)
    styles = b"".join(biff(0x00E0, struct.pack("<HHH", 0, each, 0) + bytes(14)) for each in formats)
    head = biff(0x0809, begin) + after_begin + biff(0x0042, struct.pack("<H", 1200))
    head += biff(0x0022, struct.pack("<H", since_1904)) + styles
    name = "台账"
    bound = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    place = len(head) + 4 + 6 + len(bound) + 4
    head += biff(0x0085, struct.pack("<IH", place, 0) + bound) + biff(0x000A)
    sheet = biff(0x0809, begin[:2] + struct.pack("<H", 0x0010) + begin[4:]) + cells + biff(0x000A)
    return head + sheet


def container(name: str, stream: bytes) -> bytes:
    """Return an OLE container with one stream, filled up with empty records to 4,096 bytes."""
    stream += bytes(-(-max(0, 4096 - len(stream)) // 4) * 4)
    size, sectors = len(stream), -(-len(stream) // SECTOR)
    fat = [FAT, END, *range(3, sectors + 2), END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIII4xIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 4096, END, 0, END, 0
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    table = struct.pack("<128I", *fat, *[FREE] * (128 - len(fat)))
    entries = _entry("Root Entry", 5, child=1, start=END) + _entry(name, 2, FREE, 2, size)
    return header + table + entries.ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int = 0) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI16xIII", coded, len(coded), kind, 1, FREE, FREE, child, 0, start, size, 0
    )


def xlsb_record(kind: int, body: bytes = b"") -> bytes:
    number = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
    size, sizes = len(body), b""
    while size >= 0x80:
        sizes, size = sizes + bytes((size & 0x7F | 0x80,)), size >> 7
    return number + sizes + bytes((size,)) + body


def xlsb_words(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def xlsb_row(row: int, *cells: bytes, hidden: bool = False) -> bytes:
    head = struct.pack("<IIHBBBI", row, 0, 300, 0, 0x10 if hidden else 0, 0, 0)
    return xlsb_record(0, head) + b"".join(cells)


def xlsb_text(column: int, words: str) -> bytes:
    return xlsb_record(6, struct.pack("<II", column, 0) + xlsb_words(words))


def xlsb_error(column: int, code: int) -> bytes:
    return xlsb_record(3, struct.pack("<IIB", column, 0, code))


_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/></Relationships>'
)


def save_xlsb(path: Path, rows: bytes, *, columns: bytes = b"", merges: bytes = b"") -> Path:
    """Write one sheet of .xlsb records."""
    bundle = struct.pack("<II", 0, 1) + xlsb_words("rId1") + xlsb_words("台账")
    book = [(131, b""), (143, b""), (156, bundle), (144, b""), (132, b"")]
    size = struct.pack("<IIII", 0, 9, 0, 9)
    sheet = xlsb_record(129) + xlsb_record(148, size) + columns + xlsb_record(145) + rows
    sheet += xlsb_record(146) + merges + xlsb_record(130)
    with zipfile.ZipFile(path, "w") as archive:
        office = _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin")
        archive.writestr("_rels/.rels", office)
        inside = _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin")
        archive.writestr("xl/_rels/workbook.bin.rels", inside)
        archive.writestr("xl/workbook.bin", b"".join(xlsb_record(*each) for each in book))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path
