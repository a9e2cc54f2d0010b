"""The names most like one that is not known: shown to the person, never taken by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from renewtrack.words import Words

SIMILAR = 85  # score from which a name may well be meant and a person has to say
SHOWN = 50  # score below which a name is not worth showing
MOST = 5
HOMOPHONE = 95
_NUMBERS = re.compile(r"[0-9]+|[一二三四五六七八九十百]")
_ENDING = re.compile("(?<=..)(?:住宅小区|小区|住宅区|家属院|家属区|宿舍区)$")

ALIKE = Words("名称相近", "a similar name")
ENDING = Words("只差小区一类的词尾", "only an ending such as 小区 differs")
SOUNDS = Words("读音相同", "it sounds the same")


@dataclass(frozen=True, slots=True)
class Near:
    """One known name by its record's id, with its likeness of 0 to 100 and what is alike."""

    id: int
    score: int
    why: Words


@dataclass(slots=True)
class _Group:
    """Names of one street with the same numbers in them."""

    ids: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    sounds: dict[str, list[int]] | None = None


@dataclass(slots=True)
class Neighbours:
    """Known names by street and by the numbers in them, which have to be equal.

    一区 and 二区 are two places however alike they look.
    """

    _groups: dict[tuple[str, ...], dict[str | None, _Group]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._groups)

    def add(self, street: str | None, name: str, number: int) -> None:
        """Enter a known name, folded as ``addresses.estate_key`` folds it."""
        group = self._groups.setdefault(numbers(name), {}).setdefault(street, _Group())
        group.ids.append(number)
        group.names.append(core(name))

    def of(self, street: str | None, name: str) -> tuple[Near, ...]:
        """Return the nearest names of a street, of no street too, the likeliest first.

        Without a street every street is searched.
        """
        streets = self._groups.get(numbers(name)) if self._groups else None
        if streets is None:
            return ()
        wanted = streets if street is None else [one for one in (street, None) if one in streets]
        best: dict[int, Near] = {}
        for one in wanted:
            for near in _in(streets[one], core(name)):
                if near.id not in best or best[near.id].score < near.score:
                    best[near.id] = near
        return tuple(sorted(best.values(), key=lambda near: (-near.score, near.id))[:MOST])


def numbers(name: str) -> tuple[str, ...]:
    """Return the numbers in a folded name, in their order."""
    return tuple(_NUMBERS.findall(name))


def core(name: str) -> str:
    """Return a folded name without an ending that offices leave out."""
    return _ENDING.sub("", name)


def likest(wanted: str, names: Sequence[str], cutoff: int = SHOWN) -> list[tuple[int, int]]:
    """Return the places of the names most like one and their scores of 0 to 100."""
    from rapidfuzz import fuzz, process

    found = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=MOST)
    return [(place, round(score)) for _, score, place in found]


def _in(group: _Group, wanted: str) -> Iterable[Near]:
    for place, score in likest(wanted, group.names):
        yield Near(group.ids[place], min(score, 99), ENDING if score == 100 else ALIKE)
    if group.sounds is None:
        group.sounds = {}
        for place, name in enumerate(group.names):
            group.sounds.setdefault(sound(name), []).append(place)
    for place in group.sounds.get(sound(wanted), ()):
        if group.names[place] != wanted:
            yield Near(group.ids[place], HOMOPHONE, SOUNDS)


def sound(name: str) -> str:
    """Return how a name is read, in pinyin without tones, sign by sign."""
    return " ".join(map(_sound, name))


@lru_cache(maxsize=8192)
def _sound(sign: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(sign))
