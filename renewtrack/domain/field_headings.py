"""Which field a column heading means, told by its words and by the heads above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from renewtrack.domain import heading_forms, heading_guards, text
from renewtrack.domain.fields import FIELDS, Field
from renewtrack.domain.fields import field as field_of

Ranked = tuple[tuple[Field, float], ...]

_EXACT, _BRACKETED, _SYNONYM, _FORM, _CONTAINS = 1.0, 0.95, 0.9, 0.88, 0.6
_BY_UNIT, _FROM_ABOVE = 0.4, 0.8
_COUNTED = {"户": "house_count", "栋": "bldg_count", "幢": "bldg_count", "人": "population"}
_WHEN = re.compile("(时间|日期|年月|年份|节点|时限)$")
_WHO_PAYS = re.compile("(?<=.)(资金|补助|配套|出资|投入|财政)$")
_SHORTEST_PART = 2  # one sign inside a heading says nothing: 区 stands in 小区名称
_FARTHER, _BEATEN = 0.01, 0.8
_LAST_WORD = 0.15  # the last word of a heading is its noun
_JOINTS = re.compile("[/、,]")
_JOINED = {
    frozenset({"street", "community"}): "street_community",
    frozenset({"estate_name", "project_name"}): "estate_name",
}
_MONEY, _COUNT, _CODE = frozenset({"money"}), frozenset({"int"}), frozenset({"code", "text"})
_TIME, _WORDS = frozenset({"date", "year"}), frozenset({"text", "content"})
# These say little alone: what they mean stands above them, in fields of these kinds or keys.
_WEAK: dict[str, frozenset[str]] = {
    "面积": frozenset({"area"}),
    **dict.fromkeys(("时间", "日期", "年份", "年代", "年月"), _TIME),
    **dict.fromkeys(("进度", "完成率", "完成比例", "完成情况"), frozenset({"progress"})),
    **dict.fromkeys(("数量", "个数", "总数", "总量"), _COUNT),
    **dict.fromkeys(("金额", "总额"), _MONEY),
    **dict.fromkeys(("名称", "姓名", "编号", "号码", "情况"), _WORDS),
    **dict.fromkeys(("类型", "性质", "等级", "形式", "方式"), _CODE),
    "电话": frozenset({"phone"}),
}
_GENERAL = re.compile(
    "情况|概况|信息|规模|基本|任务|改造内容|小区|台账|指标|参数|项目|工程|楼栋|房屋"
)
# Below 完成投资 or 2024年资金 a month or a year is a share of it, never the whole.
_PERIOD = re.compile(
    "^((20)?[0-9]{2}年?度?)?([一二三四五六七八九十0-9]{1,2}月份?|第?[一二三四1-4]季度?|q[1-4]|[上下]半年)$"
    "|^20[0-9]{2}年?度?$|^[本上当下今去明][年月季]度?份?$"
)


def by_heading(words: str, parents: Sequence[str] = ()) -> list[tuple[Field, float]]:
    """Return the fields that a column heading may mean, likeliest first, each once.

    ``parents`` are the heads above it, outermost first: 计划 below 开工时间 is the planned
    start. Confidence: 1 the field's own name or a stacked head, 0.9 a synonym, below 0.7 a
    known word inside the heading, or the head above where the heading itself says nothing.
    """
    return list(_by_heading(words, tuple(parents)))


@lru_cache(maxsize=4096)
def _by_heading(words: str, parents: tuple[str, ...]) -> Ranked:
    wanted = _spelling(words)
    if wanted in _WEAK and any(parents):
        found = _below(wanted, parents)
        if found is not None:
            return found
    above = tuple(_spelling(parent) for parent in parents)
    best = dict(_stacked(wanted, above))
    split = heading_forms.planned_or_actual(text.fold(words))
    if split is not None:
        best.update(_stacked(split[0], (*above, split[1])))
    planned = split is not None and split[1] == heading_forms.PLANNED
    alone = _BEATEN if best else 1.0  # 开工时间 below 计划 is the plan, whatever it is alone
    for key, confidence in _alone(words, wanted):
        if confidence < _FORM and planned and field_of(key).kind == "date":
            continue  # 计划验收时间 is no day of acceptance
        best[key] = max(best.get(key, 0.0), round(confidence * alone, 3))
    return _ranked(best) if best else _told_from_outside(words, wanted, parents)


def _ranked(best: dict[str, float]) -> Ranked:
    ranked = sorted(best.items(), key=lambda pair: -pair[1])
    return tuple((field_of(key), confidence) for key, confidence in ranked)


def _below(leaf: str, parents: tuple[str, ...]) -> Ranked | None:
    """Return what a weak word means below its heads; None where they leave it to itself."""
    nearest = _spelling(parents[-1])
    joined = _named(nearest + leaf)
    if joined is not None:
        return ((field_of(joined), _EXACT),)
    if "progress" in _WEAK[leaf] and heading_guards.of_money(nearest):
        return ()
    if any(leaf == known for _, known, _ in _paths()) or _GENERAL.search(nearest):
        return None
    found = _by_heading(nearest + leaf, parents[:-1]) or _inherited(leaf, parents)
    return tuple(one for one in found if {one[0].key, one[0].kind.partition(":")[0]} & _WEAK[leaf])


def _told_from_outside(words: str, wanted: str, parents: tuple[str, ...]) -> Ranked:
    """Return what the unit of a heading, or the head above it, says of it."""
    counted = _COUNTED.get(text.fold(text.heading(words)[1] or ""))
    if counted and not heading_guards.PART_ONLY.search(wanted):
        return ((field_of(counted), _BY_UNIT),)
    if not parents or _PERIOD.match(wanted):
        return ()
    return _inherited(words, parents)


def _inherited(words: str, parents: tuple[str, ...]) -> Ranked:
    inherited = _by_heading(parents[-1], parents[:-1])
    if heading_guards.SHARE.search(text.fold(words)):  # 占比（%） below 中央 is no money
        inherited = tuple(one for one in inherited if one[0].kind not in ("money", "int", "area"))
    return tuple((known, round(confidence * _FROM_ABOVE, 3)) for known, confidence in inherited)


def _alone(words: str, wanted: str) -> Iterator[tuple[str, float]]:
    """Yield what a heading means whatever stands above it."""
    closed_up = _named(_JOINTS.sub("", wanted))  # 地上/地下层数
    whole = tuple(_whole(words)) or (((closed_up, _FORM),) if closed_up else ())
    yield from whole
    if whole:
        return
    if year := heading_forms.of_a_year(wanted):
        if year == "plan":
            yield "invest_year", _FORM
        return
    for form in heading_forms.reworded(wanted):
        if (key := _named(form)) is not None:
            yield key, _FORM
    meant = [_named(text.fold(text.heading(part)[0])) for part in heading_forms.parts(words)]
    if meant and all(meant):
        each = frozenset(map(str, meant))
        joined = str(meant[0]) if len(each) == 1 else _JOINED.get(each)
        if joined:
            yield joined, _FORM
    yield from _inside(wanted)


def _named(wanted: str) -> str | None:
    return _names().get(wanted) or _synonyms().get(wanted)


def _stacked(wanted: str, above: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    leaves = {wanted, _WHEN.sub("", wanted), _WHO_PAYS.sub("", wanted)}
    found: dict[str, float] = {}
    for parent, leaf, key in _paths():
        if leaf not in leaves:
            continue
        for away, head in enumerate(reversed(above)):
            if parent in head:  # the nearest head above decides
                found[key] = max(found.get(key, 0.0), _EXACT - _FARTHER * away)
    yield from found.items()


def _whole(words: str) -> Iterator[tuple[str, float]]:
    bare, bracketed = _spelling(words), text.fold(text.bare_of_unit(text.unmarked(words)))
    told = _synonyms().get(bracketed) if bracketed != bare else None
    if counted := _counted(words, bare):
        yield counted, _EXACT
        return
    if bare in _names():
        yield _names()[bare], _BRACKETED if told else _EXACT
    if told:  # X(经度), 街道(镇), 项目(小区)名称
        yield told, _EXACT if bare in _names() else _BRACKETED
    if bare in _synonyms():
        yield _synonyms()[bare], _SYNONYM


def _counted(words: str, bare: str) -> str | None:
    """Return what a heading counts by its unit, where its words leave that open: 楼栋（栋）."""
    counted = _COUNTED.get(text.fold(text.heading(words)[1] or ""))
    found = _named(bare)
    if counted is None or found == counted:
        return None
    open_ = found in _COUNTED.values() or (found == "bldg_no" and "号" not in bare)
    return counted if open_ else None


def _inside(wanted: str) -> Iterator[tuple[str, float]]:
    """Yield fields whose words stand in the heading, the better the more of it they fill."""
    for known, key in (*_names().items(), *_synonyms().items()):
        if len(known) < _SHORTEST_PART or known not in wanted or known == wanted:
            continue
        kind = field_of(key).kind
        if heading_guards.misleads(known, wanted, kind, name=known in _names()):
            continue
        ending = _LAST_WORD if wanted.endswith(known) else 0.0
        yield key, round(_CONTAINS * len(known) / len(wanted) + ending, 3)


def _spelling(words: str) -> str:
    return text.fold(text.heading(words)[0])


@cache
def _names() -> dict[str, str]:
    return {
        _plain(words): known.key for known in FIELDS for words in (known.words.en, known.words.zh)
    }


@cache
def _synonyms() -> dict[str, str]:
    found: dict[str, str] = {}
    for known in FIELDS:
        for synonym in (known.key, *known.synonyms):
            if "/" not in synonym:
                found.setdefault(_plain(synonym), known.key)
    return found


def _plain(words: str) -> str:
    return text.fold(words).strip("*:#.·、")


@cache
def _paths() -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (text.fold(parent), text.fold(leaf), known.key)
        for known in FIELDS
        for synonym in known.synonyms
        for parent, slash, leaf in [synonym.partition("/")]
        if slash
    )
