"""Stages of renewal work and the words that offices use for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from renewtrack.domain import nulls, progress_doubts, quantities, tables, text
from renewtrack.domain.progress_doubts import Doubt
from renewtrack.domain.reading_results import Question, Unreadable
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


@dataclass(frozen=True, slots=True)
class Progress:
    """What a progress cell says: a stage, a percentage, both or neither.

    ``raw`` is empty where the cell says nothing. ``trouble`` tells why it could not be read, or
    what it leaves to ask.
    """

    stage: Stage | None
    percent: float | None
    raw: str
    trouble: Unreadable | Question | None = None


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
_PERCENT_OF = (
    "not_started",
    "building",
    "done",
    "blocked",
)  # a percentage of design is none of work
_PERCENT = re.compile(
    r"(?:(?:已|累计)*完成(?:总?工程量|工程|总?进度)?(?:的|约|近)?|(?:完[工成]|竣工)率(?:为|约|达)?|(?:形象|工程|施工|总体)?进度(?:为|约|达)?:?|约|达到?)*"
    r"(\d+(?:\.\d+)?)%(?:左右)?(?:的?(?:工程量|进度))?"
)
_UNNAMED = Words(
    "“{raw}”看不出是哪个阶段、完成多少", "“{raw}” names neither a stage nor a percentage"
)
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
    taken out, then the longest keyword of each clause left counts. The furthest stage of all
    wins: 已中标，尚未开工 means awarded, 施工图设计完成，正在招标 means tender.
    """
    wanted = text.fold(words)
    if wanted in _exact():
        return _exact()[wanted]
    said: list[Stage] = []
    for pattern, key in _NEGATIONS:
        wanted, found = pattern.subn("", wanted)
        if found and key:
            said.append(_BY_KEY[key])
    for clause in re.split("[,;。]", wanted):
        named = next((stage for keyword, stage in _keywords() if keyword in clause), None)
        if named:
            said.append(named)
    return max(said, key=lambda known: known.order, default=None)


def read_progress(cell: object) -> Progress:
    """Return the stage and the percentage (0 to 100) that a progress cell names.

    A bare percentage means under construction, 0 not started, 100 completed. A percentage
    beside words of another phase (设计完成80%) is of that phase and not kept, nor is a share of
    money or consent. Words about a part only, ranges and what is left give a ``Question`` with
    what they may mean, and neither stage nor percentage.
    """
    if nulls.is_null(cell):
        return Progress(None, None, "")
    if not isinstance(cell, str):
        return _of_figure(quantities.read_percent(cell), str(cell))
    words, other = progress_doubts.without_foreign(text.fold(cell))
    if doubt := progress_doubts.of_figures(words):
        return _asked(cell, doubt)
    found = _PERCENT.search(words)
    named = stage_of(_PERCENT.sub("", words) if found else words)
    if doubt := progress_doubts.of_parts(words, named.bucket if named else ""):
        return _asked(cell, doubt)
    amount = quantities.read_percent(found[1] + "%" if found else words)
    if other:
        return _beside(cell, other, named, amount)
    if isinstance(amount, Question | float):
        return _of_figure(amount, cell, named)
    if named:
        return Progress(named, None, cell)
    return Progress(
        None, None, cell, amount if found else Unreadable(cell, _UNNAMED.filled(raw=cell))
    )


def _of_figure(
    amount: float | Unreadable | Question | None,
    raw: str,
    named: Stage | None = None,
) -> Progress:
    if isinstance(amount, Question):
        return Progress(_of_percent(100.0), 100.0, raw, amount)
    if isinstance(amount, float):
        named = named or _of_percent(amount)
        return Progress(named, amount if named.bucket in _PERCENT_OF else None, raw)
    return Progress(None, None, raw, amount)


def _beside(raw: str, other: str, named: Stage | None, amount: object) -> Progress:
    """Return what stands beside a share of money or consent, with that share told."""
    said = _of_figure(amount if isinstance(amount, float) else None, raw, named)
    if said.stage is None:
        said = Progress(named, None, raw)
    words = progress_doubts.REASONS["foreign"].filled(raw=raw, other=other)
    taken = said.stage.words if said.stage else Words("空", "blank")
    return replace(said, trouble=Question("foreign", raw, words, taken))


def _asked(raw: str, doubt: Doubt) -> Progress:
    known = _BY_KEY.get(doubt.suggestion)
    words = progress_doubts.REASONS[doubt.kind].filled(raw=raw)
    suggestion = known.words if known else Words(doubt.suggestion, doubt.suggestion)
    return Progress(None, None, raw, Question(doubt.kind, raw, words, suggestion))


def _of_percent(percent: float) -> Stage:
    return _BY_KEY["S30" if percent <= 0 else "S70" if percent < 100 else "S80"]


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
