"""Fields of the office's ledgers and the headings that mean them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as slot
from functools import cache, lru_cache
from typing import Any

from renewtrack.domain import tables, text
from renewtrack.words import Words

_EXACT, _BRACKETED, _SYNONYM, _CONTAINS = 1.0, 0.95, 0.9, 0.6
_BY_UNIT, _FROM_ABOVE = 0.4, 0.8
_COUNTED = {"户": "house_count", "栋": "bldg_count", "幢": "bldg_count", "人": "population"}
_WHEN = re.compile("(时间|日期|年月|年份)$")
_SHORTEST_PART = 2  # one sign inside a heading says nothing: 区 stands in 小区名称
_FARTHER, _BEATEN = 0.01, 0.8
# A part of a place is not the whole: these beside a known word make it another figure.
_PART_ONLY = re.compile(
    "低保|困难|特困|残疾|空置|同意|签约|参与|地下|单元|所在|公共|配套|违|商业|商铺|非住宅|未|已"
)
_SHARE = re.compile("占比|比例|比重|%")
# Below 完成投资 or 2024年资金 a month or a year is a share of it, never the whole.
_PERIOD = re.compile(
    "^((20)?[0-9]{2}年?度?)?([一二三四五六七八九十0-9]{1,2}月份?|第?[一二三四1-4]季度?|q[1-4]|[上下]半年)$"
    "|^20[0-9]{2}年?度?$|^[本上当下今去明][年月季]度?份?$"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``columns`` tells in which column of which record it is stored.

    ``kind`` is text, int, decimal, area, money, date, year, percent, bool, progress, content,
    coordinate or ``code:<list>``. For money of one source ``columns["funding"]`` is that source.
    """

    key: str
    words: Words
    synonyms: tuple[str, ...]
    kind: str
    unit: str
    group: str
    personal: bool = False
    columns: dict[str, str] = slot(default_factory=dict, hash=False)


def _field(row: dict[str, Any]) -> Field:
    return Field(
        row["key"],
        Words(row["zh"], row["en"]),
        tuple(row["synonyms"]),
        row["kind"],
        row.get("unit", ""),
        row["group"],
        row.get("personal", False),
        row.get("columns", {}),
    )


FIELDS = tuple(_field(row) for row in tables.document("fields")["field"])

_BY_KEY = {known.key: known for known in FIELDS}


def field(key: str) -> Field:
    """Return the field with a key; raises KeyError for a key that no table has."""
    return _BY_KEY[key]


def by_heading(words: str, parents: Sequence[str] = ()) -> list[tuple[Field, float]]:
    """Return the fields that a column heading may mean, likeliest first, each once.

    ``parents`` are the heads above it, outermost first: 计划 below 开工时间 is the planned
    start. Confidence: 1 the field's own name or a stacked head, 0.9 a synonym, below 0.7 a
    known word inside the heading, or the head above where the heading itself says nothing.
    """
    return list(_by_heading(words, tuple(parents)))


@lru_cache(maxsize=4096)
def _by_heading(words: str, parents: tuple[str, ...]) -> tuple[tuple[Field, float], ...]:
    wanted = _spelling(words)
    above = tuple(_spelling(parent) for parent in parents)
    best = dict(_stacked(wanted, above))
    alone = _BEATEN if best else 1.0  # 开工时间 below 计划 is the plan, whatever it is alone
    for key, confidence in (*_whole(words), *_inside(wanted)):
        best[key] = max(best.get(key, 0.0), round(confidence * alone, 3))
    if best:
        ranked = sorted(best.items(), key=lambda pair: -pair[1])
        return tuple((_BY_KEY[key], confidence) for key, confidence in ranked)
    counted = _COUNTED.get(text.heading(text.fold(words))[1] or "")
    if _PART_ONLY.search(wanted):
        counted = None
    if counted:
        return ((_BY_KEY[counted], _BY_UNIT),)
    if not parents or _PERIOD.match(wanted):
        return ()
    inherited = _by_heading(parents[-1], parents[:-1])
    if _SHARE.search(text.fold(words)):  # 占比（%） below 中央 is no money
        inherited = tuple(one for one in inherited if one[0].kind not in ("money", "int", "area"))
    return tuple((known, round(confidence * _FROM_ABOVE, 3)) for known, confidence in inherited)


def _stacked(wanted: str, above: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    leaves = {wanted, _WHEN.sub("", wanted)}
    found: dict[str, float] = {}
    for parent, leaf, key in _paths():
        if leaf not in leaves:
            continue
        for away, head in enumerate(reversed(above)):
            if parent in head:  # the nearest head above decides
                found[key] = max(found.get(key, 0.0), _EXACT - _FARTHER * away)
    yield from found.items()


def _whole(words: str) -> Iterator[tuple[str, float]]:
    bare, bracketed = _spelling(words), text.fold(words).strip("*:")
    if bare in _names():
        yield _names()[bare], _EXACT
    if bracketed in _synonyms() and bracketed != bare:  # X(经度), 街道(镇)
        yield _synonyms()[bracketed], _BRACKETED
    if bare in _synonyms():
        yield _synonyms()[bare], _SYNONYM


def _inside(wanted: str) -> Iterator[tuple[str, float]]:
    """Yield fields whose words stand in the heading, the better the more of it they fill."""
    for known, key in (*_names().items(), *_synonyms().items()):
        if len(known) >= _SHORTEST_PART and known in wanted and known != wanted:
            if _BY_KEY[key].kind in ("int", "area") and _PART_ONLY.search(
                wanted.replace(known, "")
            ):
                continue
            ending = 0.05 if wanted.endswith(known) else 0.0  # the last word is the noun
            yield key, round(_CONTAINS * len(known) / len(wanted) + ending, 3)


def _spelling(words: str) -> str:
    return text.fold(text.heading(text.fold(words))[0])


@cache
def _names() -> dict[str, str]:
    spellings = {text.fold(known.words.en): known.key for known in FIELDS}
    return spellings | {text.fold(known.words.zh): known.key for known in FIELDS}


@cache
def _synonyms() -> dict[str, str]:
    found: dict[str, str] = {}
    for known in FIELDS:
        for synonym in (known.key, *known.synonyms):
            if "/" not in synonym:
                found.setdefault(text.fold(synonym), known.key)
    return found


@cache
def _paths() -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (text.fold(parent), text.fold(leaf), known.key)
        for known in FIELDS
        for synonym in known.synonyms
        for parent, slash, leaf in [synonym.partition("/")]
        if slash
    )
