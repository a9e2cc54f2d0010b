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


@cache
def longest() -> int:
    """Return the most signs that a null word may have, blanks between them allowed for."""
    words = [*_words(), *_tails()]
    for part in ("kept", "of"):
        words += [
            word for listed in tables.document("null_words")[part].values() for word in listed
        ]
    return 4 * max(map(len, words))


def _null_with_unit(folded: str) -> bool:
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
