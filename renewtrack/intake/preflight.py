"""A look at a file's first bytes and at its zip directory before anything is read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import BinaryIO

from renewtrack.intake import refusals
from renewtrack.words import Words

MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 400
RATIO_MATTERS_FROM = 32 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 702  # three letters, AAA and beyond, are no office's sheet
CHUNK = 1 << 20

ENTRIES = Words("包内文件过多", "too many parts inside")
DECLARED = Words("解压后超过 200 MB", "over 200 MB when unpacked")
RATIO = Words("压缩率异常", "an odd compression ratio")
FAR_CELL = Words("单元格 {cell} 离表格太远", "a cell far away at {cell}")

_FAR = re.compile(rb'<c [^>]*?r="([A-Z]{3}[0-9]+|[A-Z]{1,2}[0-9]{6,})"(?![^>]*/>)[^>]*>')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<div")
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format", b"Rar!", b"7z\xbc\xaf")


def kind(path: Path) -> str:
    """Return ``workbook`` or ``text`` by the first bytes, whatever the file is called.

    Raises a UserError for files that are missing, locked, empty, passworded or of another kind.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096)
            if not start:
                raise refusals.SheetEmpty(name=path.name)
            return _kind(path, file, start)
    except FileNotFoundError as missing:
        raise refusals.SheetMissing(name=path.name) from missing
    except (PermissionError, IsADirectoryError) as locked:
        raise refusals.SheetLocked(name=path.name) from locked


def _kind(path: Path, file: BinaryIO, start: bytes) -> str:
    if start.startswith(b"PK"):
        file.seek(0)
        _look_inside(path, file)
        return "workbook"
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _ENCRYPTED in start + file.read():
            raise refusals.SheetPassworded(name=path.name)
        return "workbook"
    if start[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00") and b"\x00" in start[:8]:
        return "workbook"
    return _text(path, start)


def _text(path: Path, start: bytes) -> str:
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not plain:
        raise refusals.SheetEmpty(name=path.name)
    if plain.startswith(_WEB):
        raise refusals.SheetIsWebPage(name=path.name)
    if start.startswith(_OTHER):
        raise refusals.NotASheet(name=path.name)
    return "text"


def _look_inside(path: Path, file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _sizes(path, members)
            names = {member.filename for member in members}
            if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} and not any(
                name.endswith("workbook.xml") for name in names
            ):
                raise refusals.NotASheet(name=path.name)
            for member in members:
                if member.filename.startswith("xl/worksheets/") and member.file_size:
                    _extents(path, archive, member)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as broken:
        raise refusals.SheetBroken(name=path.name) from broken
    except RuntimeError as encrypted:  # zipfile's word for a member with a password
        raise refusals.SheetPassworded(name=path.name) from encrypted


def _sizes(path: Path, members: list[zipfile.ZipInfo]) -> None:
    declared = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_ENTRIES:
        raise refusals.SheetTooBig(name=path.name, what=ENTRIES)
    if declared > MOST_BYTES:
        raise refusals.SheetTooBig(name=path.name, what=DECLARED)
    if declared > RATIO_MATTERS_FROM and declared / packed > MOST_RATIO:
        raise refusals.SheetTooBig(name=path.name, what=RATIO)


def _extents(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a sheet with a lone far cell: a grid up to it would fill the memory."""
    rest = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            for found in _FAR.finditer(rest + chunk):
                reference = found[1].decode()
                head = reference.rstrip("0123456789")
                if len(head) == 3 or int(reference[len(head) :]) > MOST_ROWS:
                    raise refusals.SheetTooBig(name=path.name, what=FAR_CELL.filled(cell=reference))
            rest = chunk[-200:]
