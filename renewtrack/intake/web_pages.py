"""Web pages and XML under a sheet's name: what kind they are, and their tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from renewtrack.intake import encodings, refusals, sheet_markup, web_tables
from renewtrack.intake.gaps import RawSheet

_HEAD = 1 << 16  # bytes in which a page tells its encoding and its kind
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_-]+)""", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"}
_MARKUP = "urn:schemas-microsoft-com:office:spreadsheet"
_ROOT = re.compile(r"<(?:\w+:)?(\w+)")  # declarations and comments begin with another sign


def read(content: bytes, path: Path) -> Iterator[RawSheet]:
    """Yield the tables of a page, or the sheets of a workbook in XML (Excel 2003).

    Raises SheetIsWebPage where there is no table.
    """
    if content[:_HEAD].lstrip().lower().startswith(b"mime-version:"):
        content = _page_of_archive(content, path.name)
    text = decode(content, path.name)
    head = text[:_HEAD]
    root = _ROOT.search(head)
    if root and root[1] == "Workbook" and _MARKUP in head:
        sheets = sheet_markup.read(text, path.name)
    else:
        sheets = web_tables.read(text, path)
    found = False
    for sheet in sheets:
        found = True
        yield sheet
    if not found:
        raise refusals.SheetIsWebPage(name=path.name)


def decode(content: bytes, name: str) -> str:
    """Return a page's text in the encoding it names where that fits, else as it is guessed."""
    named = _CHARSET.search(content[:_HEAD])
    encoding = named[1].decode("ascii").lower() if named else ""
    marked = any(content.startswith(mark) for mark, _ in encodings.BOMS)
    for each in ("gb18030" if encoding in _CHINESE else encoding, encodings.guess(content)):
        if each and not (marked and each == encoding):
            try:
                return content.decode(each)
            except (UnicodeDecodeError, LookupError):
                continue
    raise refusals.SheetBroken(name=name)


def _page_of_archive(content: bytes, name: str) -> bytes:
    """Return the page of a web archive (.mht) that has a table."""
    from email import message_from_bytes  # slow to import, and rarely needed

    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and b"<td" in page.lower():
                return page
    raise refusals.SheetIsWebPage(name=name)
