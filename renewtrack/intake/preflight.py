"""A look at a file's first bytes and at its zip directory before anything is read."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

from renewtrack.domain import vector_files
from renewtrack.intake import refusals
from renewtrack.intake.limits import (
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_RATIO,
    RATIO_MATTERS_FROM,
)
from renewtrack.words import Words

ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_BEGINNINGS = (b"\x09\x00", b"\x09\x02", b"\x09\x04")  # BIFF 2, 3 and 4
ENTRIES = Words("包内文件过多", "too many parts inside")
DECLARED = Words("解压后超过 200 MB", "over 200 MB when unpacked")
RATIO = Words("压缩率异常", "an odd compression ratio")
FILE = Words("文件超过 200 MB", "a file of over 200 MB")
CELLS = Words("单元格过多", "too many cells")
SIGNS = Words("一格超过 32767 个字符", "a cell of over 32,767 signs")
MEMORY = Words("读取所需内存超过 1 GB", "reading it takes over 1 GB of memory")

_WEB_TAGS = (
    "html",
    "!doctype",
    "table",
    "?xml",
    "meta",
    "head",
    "style",
    "div",
    "body",
    "script",
    "center",
    "font",
    "span",
    "p>",
    "tr",
    "!--",
)
_WEB = (b"mime-version:", *(f"<{tag}".encode() for tag in _WEB_TAGS))
_OTHER = (
    (b"%PDF", Words("PDF 文档", "a PDF document")),
    (b"\x89PNG", Words("图片", "a picture")),
    (b"\xff\xd8\xff", Words("图片", "a picture")),
    (b"GIF8", Words("图片", "a picture")),
    (b"BM", Words("图片", "a picture")),
    (b"II*\x00", Words("图片", "a picture")),
    (b"MM\x00*", Words("图片", "a picture")),
    (b"\x00\x01\x00\x00Standard ", Words("Access 数据库", "an Access database")),
    (b"Rar!", Words("压缩包", "an archive")),
    (b"7z\xbc\xaf", Words("压缩包", "an archive")),
    (b"\x1f\x8b", Words("压缩包", "an archive")),
    (b"MZ", Words("程序", "a program")),
    (b"\x7fELF", Words("程序", "a program")),
    (b"{\\rtf", Words("文字文档", "a text document")),
    (b"ID3", Words("音频", "a sound")),
)
DATABASE = Words("数据库或台账文件", "a database or project file")
_IN_ZIPS = (
    ("word/", Words("Word 文档", "a Word document")),
    ("ppt/", Words("演示文稿", "a presentation")),
    ("Index/", Words("Numbers 等苹果文档", "a document of Apple Numbers or Pages")),
)
ARCHIVE = Words("压缩包（请先解压）", "an archive (unpack it first)")
OLD_OFFICE = {
    "WordDocument": _IN_ZIPS[0][1],
    "PowerPoint Document": _IN_ZIPS[1][1],
    "__properties_version1.0": Words("邮件", "a mail message"),
}
_BOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}


def kind(path: Path) -> str:
    """Return ``workbook``, ``web``, ``text`` or ``layers`` by the first bytes.

    Of a zip the name decides whether it may hold layers; nothing else is told by it.

    Raises a UserError for files that are missing, locked, empty, too big or of another kind.
    """
    try:
        about = path.stat()
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
            raise refusals.NotASheet(name=path.name)  # to open a pipe could wait for ever
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError as missing:
        raise refusals.SheetMissing(name=path.name) from missing
    except OSError as locked:
        raise refusals.SheetLocked(name=path.name) from locked
    size = about.st_size
    if size > MOST_BYTES:
        raise refusals.SheetTooBig(name=path.name, what=FILE)
    return kind_of(start, path.name)


def kind_of(start: bytes, name: str) -> str:
    """Return the kind of a file by its first bytes; see ``kind``."""
    if start and vector_files.told(start, name) is not None:
        return "layers"
    return _kind_of_sheet(start, name)


def _kind_of_sheet(start: bytes, name: str) -> str:
    if not start:
        raise refusals.SheetEmpty(name=name)
    if start.startswith((*ZIPS, OLE)) or (start[:2] == b"\x09\x08" and b"\x00" in start[:8]):
        return "workbook"
    if start[:2] in OLD_BEGINNINGS and b"\x00" in start[:8]:
        raise refusals.SheetTooOld(name=name)
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not plain:
        raise refusals.SheetEmpty(name=name)
    if plain.startswith(_WEB):
        return "web"
    for mark, what in _OTHER:
        if start.startswith(mark) and (len(mark) > 2 or b"\x00" in start):
            raise refusals.IsOtherKind(name=name, what=what)
    return "text"


def is_book(content: bytes) -> bool:
    """Tell a workbook that is called .zip by what its directory names."""
    if not content.startswith(ZIPS):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return bool(names & _BOOKS)


def look_inside(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a zip file that is too big, a bomb or no workbook; sizes are as it declares them."""
    members = archive.infolist()
    declared = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_ENTRIES:
        raise refusals.SheetTooBig(name=name, what=ENTRIES)
    names = {member.filename for member in members}
    if not names & _BOOKS and not any(each.endswith("workbook.xml") for each in names):
        raise _other_zip(names, name)
    if declared > MOST_BYTES:
        raise refusals.SheetTooBig(name=name, what=DECLARED)
    if declared > RATIO_MATTERS_FROM and declared / packed > MOST_RATIO:
        raise refusals.SheetTooBig(name=name, what=RATIO)
    if any(member.flag_bits & 1 for member in members):
        raise refusals.SheetEncrypted(name=name)


def _other_zip(names: set[str], name: str) -> refusals.SheetRefused:
    for folder, what in _IN_ZIPS:
        if any(each.startswith(folder) for each in names):
            return refusals.IsOtherKind(name=name, what=what)
    return refusals.IsOtherKind(name=name, what=ARCHIVE)
