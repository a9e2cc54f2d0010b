"""What headings mean in one kind of sheet, where they mean something else or nothing elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from renewtrack.domain import codes, fields, tables, text

if TYPE_CHECKING:
    from renewtrack.intake.headings import Column

Stack = tuple[str, ...]  # headings of one column from the top row of the head to its lowest
_SURE, _STACKED, _ALIKE, _INSIDE = 0.97, 0.99, 0.88, 0.7
_LONGEST = 16  # signs of a heading in which the name of a quantity is looked for


def of_kind(
    columns: Sequence[Column], kind: str, given: Collection[int] = ()
) -> tuple[Column, ...]:
    """Return the columns of a sheet with the fields that its kind knows them by.

    A field of the kind goes to the column that fits it best, and general fields that the kind has
    no use for go to none; ``given`` columns are as the person said.
    """
    layout = _layouts().get(kind)
    if layout is None:
        return tuple(columns)
    offers = sorted(
        (-sure, column.index, key)
        for column in columns
        if column.index not in given
        for key, sure in meant((*column.parents, column.heading), kind)
    )
    taken = {column.field for column in columns if column.index in given}
    chosen: dict[int, tuple[str, float]] = {}
    for negative, index, key in offers:
        if index not in chosen and key not in taken:
            chosen[index] = (key, -negative)
            taken.add(key)
    off = {*layout.get("off", ()), *(key for key, _ in chosen.values())}
    return tuple(_settled(column, chosen, off, given) for column in columns)


def worth(stacks: Iterable[Stack], general: Mapping[int, tuple[str, float]]) -> float:
    """Return how much a head tells, by the kind of sheet to which it tells most.

    ``general`` are the fields by column that the headings mean in any sheet.
    """
    stacks = list(stacks)
    plain: dict[str, float] = {}
    for key, sure in general.values():
        plain[key] = max(plain.get(key, 0.0), sure)
    told = [sum(plain.values())]
    for kind in _layouts():
        best: dict[str, float] = {}
        for index, stack in enumerate(stacks):
            own = meant(stack, kind)[:1] if stack else ()
            for key, sure in own or ((general[index],) if index in general else ()):
                best[key] = max(best.get(key, 0.0), sure)
        told.append(sum(best.values()))
    return max(told)


@lru_cache(maxsize=8192)
def meant(stack: Stack, kind: str) -> tuple[tuple[str, float], ...]:
    """Return the fields that a stacked heading means in a kind of sheet, likeliest first."""
    *above, heading = stack
    leaf = _spelling(heading)
    parents = [_spelling(parent) for parent in above]
    found: dict[str, float] = {}
    for parent, word, key in _words(kind):
        alike = "*" in word and fnmatchcase(leaf, word)
        if word != leaf and not alike:
            continue
        if not parent:
            found[key] = max(found.get(key, 0.0), _ALIKE if alike else _SURE)
        elif any(parent in head for head in parents):
            found[key] = _STACKED
    if not found and (measured := _measured(kind, leaf)):
        found[measured] = _INSIDE
    return tuple(sorted(found.items(), key=lambda pair: -pair[1]))


def _settled(
    column: Column,
    chosen: Mapping[int, tuple[str, float]],
    off: Collection[str],
    given: Collection[int],
) -> Column:
    if column.index in chosen:
        key, sure = chosen[column.index]
        return replace(column, field=key, confidence=sure, unit=None)
    if column.index not in given and column.field in off:
        return replace(column, field=None, confidence=0.0, unit=None)
    return column


def _measured(kind: str, leaf: str) -> str | None:
    """Return the field of a quantity whose name stands in a longer heading: 室内氨气浓度值."""
    if not _layouts()[kind].get("measures") or len(leaf) > _LONGEST:
        return None
    entry = codes.recognise("measured", leaf)
    return f"measured_{entry.key}" if entry else None


def _spelling(words: str) -> str:
    return text.fold(text.heading(words[: text.LONGEST_VALUE])[0])


@cache
def _layouts() -> dict[str, dict[str, Any]]:
    return {layout["key"]: layout for layout in tables.layouts() if layout.get("field")}


@cache
def _words(kind: str) -> tuple[tuple[str, str, str], ...]:
    """Return parent, heading and field of all words of a kind; "" is any parent."""
    return tuple(_each_word(kind))


def _each_word(kind: str) -> Iterator[tuple[str, str, str]]:
    said = {known.key: (known.words.zh, *known.synonyms) for known in fields.OWN[kind]}
    for key, words in (*said.items(), *_layouts()[kind].get("words", {}).items()):
        for word in words:
            parent, slash, leaf = word.rpartition("/")
            leaf = text.fold(leaf) if "*" in leaf else _spelling(leaf)
            yield (_spelling(parent) if slash else "", leaf, key)
