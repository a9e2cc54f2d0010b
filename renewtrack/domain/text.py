"""Text as offices type it, brought to one form for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from renewtrack import signs
from renewtrack.domain import tables

_BLANK = re.compile(rf"[\s{signs.UNSEEN}]+")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_UNIT_TAIL = re.compile(
    r"(?<=.)(?:[:/_,]?(万平方米|平方米|平米|万m2|m2|万元|亿元|千元|元|%)|[:/_,](户|栋|幢|个|人|层|套|米|m|公里|km|亩|公顷))$"
)
_UNIT_BRACKETS = re.compile(
    r"(?<=.)[(\[](?:单位:?)?(?:[万亿千]?元|万?m2|万?平方米|平米|户|栋|幢|个|人|层|套|米|m|公里|亩|公顷|%)[)\]]$"
)
_MARKS = "必填项?|选填项?|可选|必须填写|required|optional|下拉选择|下拉|可多选|单选|多选"
_ASIDE = re.compile(rf"\((?:{_MARKS})\)|\[(?:{_MARKS})\]|【(?:{_MARKS})】", re.IGNORECASE)
# The number of a heading: 1.街道, （一）街道, 1 街道, ①街道; 2.5亩 and 12层 have none.
_NUMBERED = re.compile(
    r"[\s*＊]*(?:[(（\[【]\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[)）\]】]"
    r"|(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[、.．:：)）](?![0-9０-９])|[0-9０-９]{1,2}\s+(?=[^\s0-9])"
    r"|[①-⒛㈠-㈩])[\s*＊]*(?=\S)"
)
_FOOTNOTE = re.compile(r"(?<=\S)\s*(?:[①-⑳]|[\[［(（]\s*(?:注\s*)?[0-9０-９]{1,2}\s*[\]］)）])\s*$")
LONGEST_VALUE = 1_000  # signs of a cell that can be a figure, a date or a stage
_DIGITS = re.compile(r"(\d+)")


def normalise(text: str) -> str:
    """Return the text in NFKC form with no blanks and no line breaks.

    Full-width signs become half-width, ``㎡`` becomes ``m2``.
    """
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text
    if text.isascii():
        return _BLANK.sub("", text)
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", plain)  # signs that a blank kept apart may now join


def tidy(text: str) -> str:
    """Return the text fit to be stored: blanks at the ends gone, inner runs made one space."""
    return " ".join(signs.seen(unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """Return the text for matching: normalised, lower case, simplified signs."""
    return normalise(text).lower().translate(_simplified())


def fold_all(texts: Sequence[str]) -> list[str]:
    """Return texts folded as ``fold`` does; many at once cost a fraction of one by one."""
    joined = "\n".join(texts)
    if joined.count("\n") != max(len(texts) - 1, 0) or not _is_plain(joined):
        return [fold(text) for text in texts]
    lower = joined.lower()
    if not _simplified().keys().isdisjoint(map(ord, set(lower))):
        lower = lower.translate(_simplified())
    return lower.split("\n") if texts else []


def _is_plain(joined: str) -> bool:
    """Tell whether normalising would leave lines of text as they are."""
    signs = "".join(set(joined) - {"\n"})
    return not _BLANK.search(signs) and unicodedata.is_normalized("NFKC", joined)


def unmarked(text: str) -> str:
    """Return a heading normalised, without its number, footnote sign and 必填: 1.街道* is 街道."""
    bare = _FOOTNOTE.sub("", _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text)
    return _ASIDE.sub("", normalise(bare)).strip("*:#·、")


def bare_of_unit(words: str) -> str:
    """Return a normalised heading without a unit in brackets at its end."""
    return _UNIT_BRACKETS.sub("", words)


def heading(text: str) -> tuple[str, str | None]:
    """Return a column heading without brackets and marks, and the unit it hints at.

    ``建筑面积（万㎡）*`` gives ``("建筑面积", "万m2")``; ``(必填)`` is no unit.
    """
    plain = unmarked(text)
    hints = [hint for found in _BRACKETS.findall(plain) for hint in found if hint]
    words = _BRACKETS.sub("", plain).strip("*:#.·、")
    tail = _UNIT_TAIL.search(words)
    if tail and not hints:
        return words[: tail.start()], tail[1] or tail[2]
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
