"""Code lists: the words that offices use for one meaning, and its stable key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from renewtrack.domain import tables, text
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list; ``key`` is stored in project files and never renamed."""

    key: str
    words: Words
    group: str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()


@cache
def table(name: str) -> tuple[Code, ...]:
    """Return a code list of ``resources/codes`` in its own order."""
    return tuple(
        Code(
            row["key"],
            Words(row["zh"], row["en"]),
            row.get("group", ""),
            row.get("unit", ""),
            tuple(row.get("aliases", ())),
        )
        for row in tables.document(name)["code"]
    )


def code(name: str, key: str) -> Code | None:
    """Return the entry of a list with a key, or None."""
    return _by_key(name).get(key)


@lru_cache(maxsize=4096)
def recognise(name: str, words: str) -> Code | None:
    """Return the entry that some words mean, or None.

    Equal words win; else the longest known words of two signs or more that stand in the text.
    """
    wanted = text.fold(words)
    spellings = _spellings(name)
    if wanted in spellings:
        return spellings[wanted]
    inside = (known for known in _longest_first(name) if known in wanted)
    found = next(inside, None)
    return spellings[found] if found else None


@cache
def _by_key(name: str) -> dict[str, Code]:
    return {entry.key: entry for entry in table(name)}


@cache
def _spellings(name: str) -> dict[str, Code]:
    return {
        text.fold(spelling): entry
        for entry in reversed(table(name))  # the first entry keeps a spelling that two claim
        for spelling in (*entry.aliases, entry.words.en, entry.words.zh, entry.key)
    }


@cache
def _longest_first(name: str) -> tuple[str, ...]:
    long_enough = (known for known in _spellings(name) if len(known) > 1 and not known.isascii())
    return tuple(sorted(long_enough, key=lambda known: (-len(known), known)))
