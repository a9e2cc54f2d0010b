"""One remembered layout of a sender, told by headings so that moved columns still match."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from renewtrack.domain import text
from renewtrack.intake.headings import Column
from renewtrack.intake.options import Options

# The year and the month of a heading change with every report: 截至10月底完成投资.
_MOVING = re.compile(
    r"(?:20[0-9]{2}年?)?(?:[0-9]{1,2}[-至到])?[0-9]{1,2}月(?:份|底|末)?|20[0-9]{2}年度?"
)


@dataclass(frozen=True, slots=True)
class SavedLayout:
    """What a person said of a sender's sheets.

    ``headings`` are the keys of all columns, ``columns`` the field (or "" for none) by key,
    ``units`` the unit by field, ``answers`` by key and kind of question. ``head_rows`` are
    zero-based and only there where the head had to be said. ``places`` are the columns of the
    sheet at hand by key, empty until a sheet is at hand.
    """

    name: str
    kind: str
    headings: tuple[str, ...]
    columns: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    head_rows: tuple[int, ...] | None = None
    fill_down: frozenset[str] = frozenset()
    crs: str | None = None
    places: Mapping[str, int] = field(default_factory=dict)

    def options(self, given: Options) -> Options:
        """Return options with what is remembered laid under what the person says now."""
        said = given.mapping or {}
        mine = {
            self.places[key]: known
            for key, known in self.columns.items()
            if key in self.places and (not known or known not in said.values())
        }
        answers = {
            (self.places[key], kind): answer
            for (key, kind), answer in self.answers.items()
            if key in self.places
        }
        return replace(
            given,
            sender=self.name,
            layout=given.layout or self.kind,
            crs=given.crs or self.crs,
            mapping={**mine, **said} or None,
            head_rows=given.head_rows or self.head_rows,
            fill_down=given.fill_down or self.fill_down,
            units={**self.units, **(given.units or {})} or None,
            answers={**answers, **given.answers},
        )

    def for_columns(self, columns: Iterable[Column]) -> SavedLayout:
        """Return the layout with the places of its headings in a sheet."""
        return replace(self, places={key: index for index, key in keys(columns).items()})

    def same_head(self, columns: Iterable[Column]) -> bool:
        """Tell whether a sheet has exactly these headings, in whatever order."""
        return frozenset(keys(columns).values()) == frozenset(self.headings)


def keys(columns: Iterable[Column]) -> dict[int, str]:
    """Return the key of each column: its folded stacked heading, made unlike its namesakes."""
    found: dict[int, str] = {}
    plain = {column.index: _key(column, moving=True) for column in columns}
    exact = {column.index: _key(column, moving=False) for column in columns}
    often = Counter(plain.values())
    seen: Counter[str] = Counter()
    for index, key in plain.items():
        key = key if often[key] == 1 else exact[index]
        seen[key] += 1
        found[index] = key if seen[key] == 1 else f"{key}#{seen[key]}"
    return {index: key for index, key in found.items() if key}


def _key(column: Column, *, moving: bool) -> str:
    parts = (text.fold(text.unmarked(part)) for part in (*column.parents, column.heading))
    key = "/".join(part for part in parts if part)
    return _MOVING.sub("*", key) if moving else key
