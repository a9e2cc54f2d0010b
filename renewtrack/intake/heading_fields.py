"""The fields a stacked heading may mean, and which column each field is given to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from renewtrack.domain import field_headings, fields, text
from renewtrack.intake import positions

Stack = tuple[str, ...]  # headings of one column from the top row of the head to its lowest
Choice = tuple[str, float]  # field and confidence

LEAST, SURE = 0.3, 0.85
SEVERAL = frozenset({"content"})  # fields that may stand in several columns
# A word inside a longer heading does not make these: 竣工年份 is no plan year.
_ONLY_WHOLE = frozenset(
    {"plan_year", "unit", "quantity", "seq", "crs", "remark"}
    | {"unit_no", "house_no", "resident_name", "agree"}  # 单元户数 is no stairwell
)
_TWINS = {"status": "progress", "progress": "status"}  # one may stand in for the other
_TWIN_COST = 0.04
_UNTOLD_COST = 0.01
_MONEY_ABOVE = re.compile(r"资金|投资|出资|筹措|经费|补助|万元|亿元")
_UNIT = re.compile(
    r"^[(\[]?(?:单位:?)?(?:户|栋|幢|座|个|人|层|套|部|处|米|m|%|[千万亿]?元|(?:万)?(?:m2|平方米|平米)|公顷|亩|km|公里)[)\]]?$"
)
# Money that has come or gone is no planned funding; 资金来源及到位情况 is both, and the plan first.
_RECEIVED = re.compile(r"到位|下达")
_SPENT = re.compile(r"拨付|支付|使用|支出")
_PLANNED = re.compile(r"来源|计划|安排|筹措|规模|总投资")
_MONEY_DONE = re.compile(r"完成")
_DONE = re.compile(r"已|完成|本月|本年|累计|实际")
_WANTED = re.compile(r"计划|总|改造|拟")
_DONE_COST, _WANTED_GAIN = 0.5, 0.02
UNKEPT = frozenset({"fund_arrived", "fund_paid"})  # told as not kept, in however many columns


def assign(stacks: Sequence[Stack], given: Mapping[int, str]) -> dict[int, Choice]:
    """Give each field to the column that fits it best; ``given`` is the person's own word."""
    chosen: dict[int, Choice] = {index: (key, 1.0) for index, key in given.items() if key}
    taken = {key for key, _ in chosen.values()}
    offers = sorted(
        (-confidence, index, key)
        for index, stack in enumerate(stacks)
        if stack and index not in given
        for key, confidence in candidates(stack)
        if confidence >= LEAST
    )
    for negative, index, key in offers:
        if index not in chosen and (key not in taken or key in SEVERAL | UNKEPT):
            chosen[index] = (key, -negative)
            taken.add(key)
    return chosen


@lru_cache(maxsize=4096)
def candidates(stack: Stack) -> tuple[Choice, ...]:
    """Return the fields of a stacked heading with confidence, likeliest first."""
    *above, heading = stack
    if above and is_unit(heading):  # 总投资 above, 万元 below
        return candidates(tuple(above))
    found = dict(_meant(heading, tuple(above)))
    if any(_MONEY_ABOVE.search(text.fold(parent)) for parent in above) and not _sure_money(found):
        # below money, 省 市 区 are who pays
        for key, sure in _meant(heading, (*above, "资金")):
            if fields.field(key).kind == "money":
                found[key] = max(found.get(key, 0.0), min(sure + 0.01, 1.0))
    found = _counts_ranked(_planned_only(found, stack), above)
    if not positions.reference("".join(stack)).system:
        # where 经度 stands beside 百度经度, the one that names its system is sure
        found = {
            key: sure - _UNTOLD_COST if fields.field(key).kind == "coordinate" else sure
            for key, sure in found.items()
        }
    for key, sure in list(found.items()):
        if key in _TWINS and _TWINS[key] not in found:
            found[_TWINS[key]] = sure - _TWIN_COST
    return tuple(sorted(found.items(), key=lambda choice: -choice[1]))


def is_unit(words: str) -> bool:
    """Tell whether a cell of the head is only a unit, such as 户 or （万元）."""
    return _UNIT.match(text.fold(words)) is not None


def _sure_money(found: Mapping[str, float]) -> bool:
    return any(sure == 1.0 and fields.field(key).kind == "money" for key, sure in found.items())


def _planned_only(found: dict[str, float], stack: Stack) -> dict[str, float]:
    """Turn sources of funds below 到位资金 or 已拨付 into what the heads say: money that came."""
    *above, heading = (text.fold(words) for words in stack)
    said = [words for words in above if not _PLANNED.search(words)]
    spent = any(_SPENT.search(words) for words in (*said, heading))
    spent = spent or any(_MONEY_DONE.search(words) for words in said)
    if not spent and not any(_RECEIVED.search(words) for words in (*said, heading)):
        return found
    sources = {key for key in found if key == "fund_total" or "funding" in _homes(key)}
    if not sources:
        return found
    kept = {key: sure for key, sure in found.items() if key not in sources}
    told = "fund_paid" if spent else "fund_arrived"
    return {**kept, told: max(found[key] for key in sources)}


def _homes(key: str) -> Mapping[str, str]:
    return fields.field(key).columns


def _counts_ranked(found: dict[str, float], above: Sequence[str]) -> dict[str, float]:
    """Rank counts and areas: those below 计划改造 before those below 已完成."""
    heads = "".join(text.fold(parent) for parent in above)
    ranked = dict(found)
    for key, sure in found.items():
        if fields.field(key).kind not in ("int", "area"):
            continue
        if _DONE.search(heads):
            ranked[key] = round(sure * _DONE_COST, 3)
        elif _WANTED.search(heads):
            ranked[key] = min(sure + _WANTED_GAIN, 1.0)
    return ranked


def _meant(heading: str, above: tuple[str, ...]) -> tuple[Choice, ...]:
    found = _by_heading(heading, above)
    plain = text.normalise(heading)
    bare = positions.SYSTEM_WORDS.sub("", plain)
    if bare and bare != plain and (not found or found[0][1] < SURE):
        return _by_heading(bare, above) or found  # 百度经度, WGS84_X
    return found


def _by_heading(heading: str, above: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(
        (found.key, confidence)
        for found, confidence in field_headings.by_heading(heading, above)
        if confidence >= SURE or found.key not in _ONLY_WHOLE
    )
