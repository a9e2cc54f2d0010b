"""Stages of renewal work and the words that offices use for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from renewtrack.domain import tables, text
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Bucket:
    """A group of stages as it is drawn; colours are ``#RRGGBB``."""

    key: str
    words: Words
    glyph: str
    light: str
    light_text: str
    dark: str
    hatch: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; ``bucket`` is a key of ``BUCKETS``, ``order`` grows along the journey.

    The side states X1 to X3 (on hold, cancelled, blocked) stand behind all others.
    """

    key: str
    words: Words
    bucket: str
    order: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the stepper; ``stage`` is the stage that a click on it means."""

    words: Words
    stage: str


def _bucket(row: dict[str, str]) -> Bucket:
    drawn = (row[name] for name in ("glyph", "light", "light_text", "dark", "hatch"))
    return Bucket(row["key"], Words(row["zh"], row["en"]), *drawn)


_TABLE = tables.document("stages")
_ALL_BUCKETS = tuple(_bucket(row) for row in tables.document("buckets")["bucket"])

BUCKETS = tuple(bucket for bucket in _ALL_BUCKETS if bucket.key != "none")
NO_PROJECT = next(bucket for bucket in _ALL_BUCKETS if bucket.key == "none")
STAGES = tuple(
    Stage(row["key"], Words(row["zh"], row["en"]), row["bucket"], row["order"])
    for row in _TABLE["code"]
)
STEPS = tuple(Step(Words(row["zh"], row["en"]), row["stage"]) for row in _TABLE["step"])

_BY_KEY = {stage.key: stage for stage in STAGES}
_NEGATIONS = tuple((re.compile(row["pattern"]), row["stage"]) for row in _TABLE["negation"])


def stage(key: str) -> Stage:
    """Return the stage with a key; raises KeyError for a key that no table has."""
    return _BY_KEY[key]


def bucket(key: str | None) -> Bucket:
    """Return the bucket with a key; ``NO_PROJECT`` for None and for unknown keys."""
    return next((known for known in BUCKETS if known.key == key), NO_PROJECT)


def bucket_of(stage_key: str | None) -> Bucket:
    """Return the bucket of a stage; ``NO_PROJECT`` where there is no stage."""
    known = _BY_KEY.get(stage_key or "")
    return bucket(known.bucket) if known else NO_PROJECT


def step_of(stage_key: str) -> int | None:
    """Return how far along ``STEPS`` a stage is, from 0; None for the side states."""
    known = _BY_KEY[stage_key]
    if known.bucket == "blocked":
        return None
    return max(
        place for place, step in enumerate(STEPS) if _BY_KEY[step.stage].order <= known.order
    )


@lru_cache(maxsize=4096)
def stage_of(words: str) -> Stage | None:
    """Return the stage that some words mean, or None.

    The whole text is looked up first, then clauses that deny (尚未开工, 待验收) are read and
    taken out, then the longest keyword of what is left counts. A keyword outweighs a denial
    only when it is further on: 已中标，尚未开工 means awarded.
    """
    wanted = text.fold(words)
    if wanted in _exact():
        return _exact()[wanted]
    denied: Stage | None = None
    for pattern, key in _NEGATIONS:
        wanted, found = pattern.subn("", wanted)
        if found and key and denied is None:
            denied = _BY_KEY[key]
    named = next((stage for keyword, stage in _keywords() if keyword in wanted), None)
    if named and denied:
        return max(named, denied, key=lambda known: known.order)
    return named or denied


@cache
def _exact() -> dict[str, Stage]:
    found = {}
    for row in reversed(_TABLE["code"]):
        spellings = (row["key"], row["zh"], row["en"], *row["keywords"], *row.get("exact", ()))
        found.update({text.fold(spelling): _BY_KEY[row["key"]] for spelling in spellings})
    return found


@cache
def _keywords() -> tuple[tuple[str, Stage], ...]:
    pairs = [
        (text.fold(keyword), _BY_KEY[row["key"]])
        for row in _TABLE["code"]
        for keyword in (row["zh"], *row["keywords"])
    ]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), -pair[1].order)))
