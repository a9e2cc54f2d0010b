"""Text as offices type it, brought to one form for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from renewtrack.domain import tables

# Zero-width signs and byte order marks come with text copied from web pages and csv files.
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_UNIT_TAIL = re.compile(r"(?<=.)[:/_,]?(万平方米|平方米|万m2|m2|万元|亿元|元|%)$")
_NOT_UNITS = frozenset({"必填", "选填", "可选", "required", "optional", "下拉选择", "可多选"})
_DIGITS = re.compile(r"(\d+)")


def normalise(text: str) -> str:
    """Return the text in NFKC form with no blanks and no line breaks.

    Full-width signs become half-width, ``㎡`` becomes ``m2``.
    """
    if text.isascii():
        return _BLANK.sub("", text)
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", plain)  # signs that a blank kept apart may now join


def tidy(text: str) -> str:
    """Return the text fit to be stored: blanks at the ends gone, inner runs made one space."""
    return _BLANK.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Return the text for matching: normalised, lower case, simplified signs."""
    return normalise(text).lower().translate(_simplified())


def heading(text: str) -> tuple[str, str | None]:
    """Return a column heading without brackets and marks, and the unit it hints at.

    ``建筑面积（万㎡）*`` gives ``("建筑面积", "万m2")``; ``(必填)`` is no unit.
    """
    plain = normalise(text)
    hints = [
        hint
        for found in _BRACKETS.findall(plain)
        for hint in found
        if hint and hint.lower() not in _NOT_UNITS
    ]
    words = _BRACKETS.sub("", plain).strip("*:#.·、")
    tail = _UNIT_TAIL.search(words)
    if tail and not hints:
        return words[: tail.start()], tail[1]
    unit = hints[0].removeprefix("单位").strip(":") if hints else None
    return words, unit or None


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key in which 2号楼 stands before 12号楼."""
    return tuple(
        (0, len(part.lstrip("0")), part.lstrip("0"))
        if part.isascii() and part.isdigit()
        else (1, 0, part)
        for part in _DIGITS.split(fold(text))
        if part
    )


@cache
def _simplified() -> dict[int, str]:
    pairs = tables.document("signs")["pairs"].split()
    return {ord(pair[0]): pair[1] for pair in pairs}
