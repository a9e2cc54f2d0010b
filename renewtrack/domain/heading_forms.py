"""Other ways of saying a column heading, so that each field needs few synonyms."""

from __future__ import annotations

import re

from renewtrack.domain import text

PLANNED, ACTUAL = "计划", "实际"
_PLAN_WORDS = "原?计划|预计|预期|拟定?|应|合同约?定?|约定|目标"
_BEFORE = re.compile(rf"^(?:(?P<plan>{_PLAN_WORDS})|实际|已)(?P<rest>.{{2,}})$")
_BRACKETED = re.compile(
    r"^(?P<rest>.{2,}?)\((?:(?P<plan>原?计划|预计|预期|拟|合同|目标)|实际)(?:时间|日期|年月)?\)$"
)
_WHEN = re.compile("(?:日期|年月日?|节点|时限|时点)$")
_YEAR = re.compile("(?:年度|年代|年)$")
_NAMED = re.compile("^(.*(?:单位|主体|人))(?:名称|全称|姓名)$")
_JOINT = re.compile("[/、,或]|(?<=.)[和与及](?=.)")
_INNER = re.compile(r"^(.*?)\(([^()]+)\)(.*)$")
_MOST_PARTS = 4
# Money of a year or a month is no total, whatever the words that follow.
_OF_A_YEAR = re.compile(
    "^(?:20[0-9]{2}年?度?|[本今当]年度?|年度|全年)(?P<rest>.*投资.*)$"
    "|^(?:(?:[0-9]{1,2}[-至到])?[0-9]{1,2}月份?|第?[一二三四1-4]季度?|[上下]半年)(?P<month>.*投资.*)$"
)
_DONE = re.compile("完成|已|实际")


def planned_or_actual(words: str) -> tuple[str, str] | None:
    """Return a date and ``PLANNED`` or ``ACTUAL``: 预计竣工时间, 竣工（实际）; else None."""
    found = _BRACKETED.match(words) or _BEFORE.match(words)
    if found is None:
        return None
    return text.heading(found["rest"])[0], PLANNED if found["plan"] else ACTUAL


def reworded(wanted: str) -> tuple[str, ...]:
    """Return a heading in other words: 开工年月 is 开工时间, 竣工年度 is 竣工年份."""
    forms = [found[1]] if (found := _NAMED.match(wanted)) else []
    for pattern, words in ((_WHEN, "时间"), (_YEAR, "年份")):
        root = pattern.sub("", wanted)
        if len(root) > 1 and root != wanted:
            forms.append(root + words)
    return tuple(forms)


def parts(words: str) -> tuple[str, ...]:
    """Return the headings that stand together in one: 楼号/幢号, 区、县, 镇（街道）."""
    plain = text.unmarked(words)
    inner = _INNER.match(plain)
    if inner is not None and not _JOINT.search(inner[2]):
        before, inside, after = inner.groups()
        return (before + after, inside + after) if after else (before, inside)
    found = _JOINT.split(_INNER.sub(lambda part: part[1] + part[3], plain))
    return tuple(found) if 1 < len(found) <= _MOST_PARTS and all(found) else ()


def of_a_year(wanted: str) -> str:
    """Return "plan" for the investment planned for a year, "part" for another part, else ""."""
    found = _OF_A_YEAR.match(wanted)
    if found is None:
        return ""
    return "part" if found["month"] or _DONE.search(found["rest"]) else "plan"
