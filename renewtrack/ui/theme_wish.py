"""What the dialog of own themes asks for, and what a sample of the ledger answers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.maps.own_themes import Wish
    from renewtrack.maps.theme import Theme

NO_NUMBER = Words("“{word}”不是数字", "“{word}” is no number")
NOT_RISING = Words("界限要从小到大，不能重复", "Limits must rise, none twice")
TOO_MANY = Words("界限最多 {most} 个", "At most {most} limits")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column and how it is to be sorted; with ``given`` by the limits as they stand."""

    column: str
    method: str
    count: int
    limits: tuple[float, ...] = ()
    given: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """The theme that comes of it, with how many buildings are in each of its classes.

    ``figures`` says that the column is one of figures, ``known`` that anything is known of it.
    """

    wish: Wish
    theme: Theme
    counts: tuple[int, ...]
    figures: bool
    known: bool


def read_limits(typed: str) -> tuple[float, ...] | Words:
    """Return the limits that somebody typed, or what is wrong with them."""
    from renewtrack.maps.own_themes import MOST_FIGURES

    found: list[float] = []
    for word in re.split(r"[,，、;；\s]+", typed.strip()):
        if not word:
            continue
        try:
            number = float(word)
        except ValueError:
            return NO_NUMBER.filled(word=word[:20])
        if not math.isfinite(number):
            return NO_NUMBER.filled(word=word[:20])
        found.append(number)
    if found != sorted(set(found)):
        return NOT_RISING
    if len(found) >= MOST_FIGURES:
        return TOO_MANY.filled(most=MOST_FIGURES - 1)
    return tuple(found)


def sampled(db: Database, wanted: Wanted, today: str) -> Sample:
    """Return what a wish comes to over the whole file."""
    from renewtrack.maps import breaks, own_themes
    from renewtrack.store import map_columns, map_values

    column = map_columns.column(wanted.column)
    figures = column.kind == map_columns.FIGURE
    method = "natural" if wanted.method == breaks.OWN else wanted.method
    wish = own_themes.suggested(db, column, method, wanted.count, today)
    if figures and wanted.given and (wanted.limits or wanted.method == breaks.OWN):
        wish = replace(wish, method=wanted.method, limits=wanted.limits)
    theme = own_themes.theme(column.words.zh, wish)
    counts = map_values.count_into(db, theme.classing, today)
    return Sample(wish, theme, counts, figures, sum(counts[:-1]) > 0)
