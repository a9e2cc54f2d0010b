"""The fields a stacked heading may mean, and which column each field is given to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from renewtrack.domain import fields, text
from renewtrack.intake import positions

Stack = tuple[str, ...]  # headings of one column from the top row of the head to its lowest
Choice = tuple[str, float]  # field and confidence

LEAST, SURE = 0.3, 0.85
SEVERAL = frozenset({"content"})  # fields that may stand in several columns
# A word inside a longer heading does not make these: 竣工年份 is no plan year.
_ONLY_WHOLE = frozenset({"plan_year", "unit", "quantity", "seq", "crs", "remark"})
_TWINS = {"status": "progress", "progress": "status"}  # one may stand in for the other
_TWIN_COST = 0.04
_MONEY_ABOVE = re.compile(r"资金|投资|出资|筹措|经费|补助|万元|亿元")


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
        if index not in chosen and (key not in taken or key in SEVERAL):
            chosen[index] = (key, -negative)
            taken.add(key)
    return chosen


@lru_cache(maxsize=4096)
def candidates(stack: Stack) -> tuple[Choice, ...]:
    """Return the fields of a stacked heading with confidence, likeliest first."""
    *above, heading = stack
    found = dict(_meant(heading, tuple(above)))
    if any(_MONEY_ABOVE.search(text.normalise(parent)) for parent in above):
        # below money, 省 市 区 are who pays
        for key, sure in _meant(heading, (*above, "资金")):
            if fields.field(key).kind == "money":
                found[key] = max(found.get(key, 0.0), min(sure + 0.01, 1.0))
    for key, sure in list(found.items()):
        if key in _TWINS and _TWINS[key] not in found:
            found[_TWINS[key]] = sure - _TWIN_COST
    return tuple(sorted(found.items(), key=lambda choice: -choice[1]))


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
        for found, confidence in fields.by_heading(heading, above)
        if confidence >= SURE or found.key not in _ONLY_WHOLE
    )
