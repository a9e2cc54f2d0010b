"""Needs of one estate that may say the same, for a person to link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import needs, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.needs import NeedLine

LEAST, MOST = 55.0, 20  # points of 100 that are shown, and how many needs
_NO_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """A need that another may be the same as, and how alike their words are, of 100."""

    need: NeedLine
    points: float


def of(db: Database, need_id: int, least: float = LEAST) -> list[Alike]:
    """Return the needs of the same estate that may say the same, the most alike first.

    Of those that are linked together only the first is offered.
    """
    from rapidfuzz import fuzz, process

    estate, text = _stored(db, need_id)
    if estate is None:
        return []
    own = {*needs.family(db, [need_id], up=False)}
    others = [
        (row["id"], _plain(row["text"])) for row in _firsts(db, estate) if row["id"] not in own
    ]
    found = process.extract(
        _plain(text),
        [words for _, words in others],
        scorer=fuzz.WRatio,
        score_cutoff=least,
        limit=MOST,
    )
    points = {others[place][0]: share for _, share, place in found}
    lines = {line.id: line for line in needs.some(db, list(points), "")}
    return [Alike(lines[key], share) for key, share in points.items()]


def _firsts(db: Database, estate_id: int) -> list[rows.Row]:
    """Return the needs of an estate that are linked to no other; their words stay in here."""
    query = f"SELECT need.id, need.text FROM {needs.JOINED}"
    where = "estate.id = :estate AND need.same_as_id IS NULL ORDER BY need.id"
    return rows.fetch(db, f"{query} WHERE {where}", {"estate": estate_id})


def _stored(db: Database, need_id: int) -> tuple[int | None, str]:
    query = f"SELECT estate.id, need.text FROM {needs.JOINED} WHERE need.id = :id"
    found = rows.fetch(db, query, {"id": need_id})
    return (found[0]["id"], found[0]["text"]) if found else (None, "")


def _plain(words: str) -> str:
    return _NO_WORDS.sub("", words)
