"""In which encoding the bytes of a text file are: by its mark, else by what fits and reads well."""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 1 << 18  # bytes that are judged
_PAIR = re.compile(rb"([\x81-\xfe])([\x40-\x7e\x80-\xfe])")
BETTER = 0.05  # by which Big5 must read better, for GB18030 is what offices here send


def guess(content: bytes) -> str | None:
    """Return Python's name of the encoding, None where none fits.

    The order: byte order mark, UTF-16 by its zero bytes, UTF-8 where every byte fits, and of
    GB18030 and Big5 the one in which more characters are common ones.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return encoding if _fits(content, encoding) else None
    blind = _utf16_without_mark(content)
    if blind is not None:
        return blind if _fits(content, blind) else None
    if _fits(content, "utf-8"):
        return "utf-8"
    pairs = _PAIR.findall(content[:SAMPLE])
    chinese = _fits(content, "gb18030")
    for encoding in ("cp950", "big5hkscs"):
        better = not chinese or _common_in_big5(pairs) > _common_in_gb(pairs) + BETTER
        if better and _fits(content, encoding):
            return encoding
    return "gb18030" if chinese else None


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _common_in_gb(pairs: list[tuple[bytes, bytes]]) -> float:
    """Return the share of the signs and the 3,755 characters of GB 2312's first level."""
    common = sum(
        (0xB0 <= lead[0] <= 0xD7 or 0xA1 <= lead[0] <= 0xA3) and trail[0] >= 0xA1
        for lead, trail in pairs
    )
    return common / len(pairs) if pairs else 0.0


def _common_in_big5(pairs: list[tuple[bytes, bytes]]) -> float:
    """Return the share of the signs and the 5,401 characters of Big5's first level."""
    common = sum(
        0xA1 <= lead[0] <= 0xC6 and (trail[0] <= 0x7E or trail[0] >= 0xA1) for lead, trail in pairs
    )
    return common / len(pairs) if pairs else 0.0


def _utf16_without_mark(content: bytes) -> str | None:
    sample = content[:4000]
    if b"\x00" not in sample or len(content) % 2:
        return None
    return "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
