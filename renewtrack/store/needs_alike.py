"""Needs of one estate that may say the same, for a person to link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import exports, needs, rows

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
        each
        for each in needs.of_estate(db, estate)
        if each.id not in own and each.same_as_id is None
    ]
    mask = exports.mask(db)
    words = _plain(mask.free(text))
    found = process.extract(
        words,
        [_plain(each.text) for each in others],
        scorer=fuzz.token_set_ratio if " " in words else fuzz.WRatio,
        score_cutoff=least,
        limit=MOST,
    )
    return [Alike(others[place], points) for _, points, place in found]


def _stored(db: Database, need_id: int) -> tuple[int | None, str]:
    query = f"SELECT estate.id, need.text FROM {needs.JOINED} WHERE need.id = :id"
    found = rows.fetch(db, query, {"id": need_id})
    return (found[0]["id"], found[0]["text"]) if found else (None, "")


def _plain(words: str) -> str:
    return _NO_WORDS.sub("", words)
