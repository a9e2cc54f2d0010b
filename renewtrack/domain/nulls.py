"""Words that stand for nothing known."""

from __future__ import annotations

from functools import cache

from renewtrack.domain import tables, text


def is_null(cell: object, about: str = "") -> bool:
    """Return whether a cell says nothing: empty, ``/``, 待定, 暂无数据 ...

    ``about`` names a code list with words of its own: 未鉴定 for ``danger_grades``, while
    无 is an answer for ``property_mgmt``. Error values of spreadsheets are not null.
    """
    if cell is None or cell != cell:  # NaN is not equal to itself
        return True
    if not isinstance(cell, str):
        return False
    folded = text.fold(cell)
    if not folded:
        return True
    if folded in _listed("kept", about):
        return False
    return folded in _words() or folded in _listed("of", about) or _null_with_unit(folded)


def may_be_null(words: str) -> bool:
    """Tell quickly, by its length and first sign, a text that is certainly no null word."""
    first = _folded(words[:1])
    return not first or (len(words) <= _longest() and first[:1] in _initials())


@cache
def _longest() -> int:
    return 4 * max(map(len, _all()))  # blanks between the signs are allowed for


@cache
def _initials() -> frozenset[str]:
    return frozenset(word[:1] for word in _all())


@cache
def _all() -> tuple[str, ...]:
    words = [*_words(), *_tails()]
    for part in ("kept", "of"):
        for about in tables.document("null_words")[part]:
            words += _listed(part, about)
    return tuple(words)


@cache
def _folded(sign: str) -> str:
    return text.fold(sign)


def _null_with_unit(folded: str) -> bool:
    if not folded.endswith(_tails()):
        return False
    return any(folded.endswith(tail) and folded[: -len(tail)] in _words() for tail in _tails())


@cache
def _words() -> frozenset[str]:
    return frozenset(map(text.fold, tables.document("null_words")["words"]))


@cache
def _tails() -> tuple[str, ...]:
    return tuple(sorted(map(text.fold, tables.document("null_words")["tails"]), key=len))


@cache
def _listed(part: str, about: str) -> frozenset[str]:
    return frozenset(map(text.fold, tables.document("null_words")[part].get(about, ())))
