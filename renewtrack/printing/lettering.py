"""How much room a text takes on paper, in millimetres."""

from __future__ import annotations

import bisect
import functools
import re

from PySide6.QtGui import QFontMetricsF

from renewtrack import signs
from renewtrack.printing import fonts

# A break may stand after any Chinese sign, after a blank and after a hyphen or stroke; no line
# begins with a sign that closes, and a line to write on is not parted.
_CLOSING = "[，。、；：！？）》”】)%]*"
_PIECES = re.compile(rf"[0-9A-Za-z.,:;'’#&()+\-/%]+{_CLOSING}\s*|\s+|[_＿]+{_CLOSING}|.{_CLOSING}")


@functools.cache
def _metrics(size: float) -> QFontMetricsF:
    return QFontMetricsF(fonts.font(size))


@functools.lru_cache(maxsize=65_536)
def width(text: str, size: float) -> float:
    """Return the width of a line of text."""
    return _metrics(size).horizontalAdvance(text) / fonts.HUNDREDTHS


def wrap(text: str, size: float, room: float) -> list[str]:
    """Cut a text into lines no wider than the room; nothing is lost but blanks at the cuts."""
    lines = [""]
    for piece in _pieces(signs.in_line(text), size, room):
        if lines[-1] and width((lines[-1] + piece).rstrip(), size) > room:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str, size: float, room: float) -> list[str]:
    """Return the unbreakable pieces; a piece wider than the room falls into single signs."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        pieces.extend([piece] if width(piece, size) <= room else list(piece))
    return pieces


def longest_piece(text: str, size: float) -> float:
    """Return the width of the longest piece of a text that no line break may part."""
    return max((width(piece.rstrip(), size) for piece in _PIECES.findall(text)), default=0.0)


def fitting(text: str, size: float, room: float, least: float = 0.6) -> float:
    """Return the size at which a line fits the room, never below ``least`` of the wish."""
    needed = width(text, size)
    return size if needed <= room else round(size * max(least, room / needed), 2)


def cut(text: str, size: float, room: float) -> str:
    """Return the text, its end replaced by … where it is wider than the room."""
    if width(text, size) <= room:
        return text
    kept = bisect.bisect_right(
        range(1, len(text)), room, key=lambda count: width(text[:count] + "…", size)
    )
    return text[:kept].rstrip() + "…"
