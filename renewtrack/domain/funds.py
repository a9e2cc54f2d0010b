"""Rules of project money: what is compared, spread over months and told as unusual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

from renewtrack.domain import tables
from renewtrack.words import Words

FINDINGS = {
    "sum": Words(
        "资金来源合计与总投资相差 {a} 万元", "Sources differ from the total by {a} (10k yuan)"
    ),
    "double": Words("同时使用多项中央级资金：{a}", "Several central sources at once: {a}"),
    "received": Words(
        "{a}到位超过计划 {b} 万元", "{a}: received exceeds the plan by {b} (10k yuan)"
    ),
    "paid": Words("支付超过到位 {a} 万元", "Paid exceeds received by {a} (10k yuan)"),
    "ahead": Words("支付 {a}%，形象进度 {b}%", "Paid {a}%, physical progress {b}%"),
    "ceiling": Words(
        "{a}年{b}计划超过限额 {c} 万元", "{a}: {b} planned over its ceiling by {c} (10k yuan)"
    ),
    "unplaced": Words("未对应项目的收支 {a} 笔", "{a} payments of no project"),
}
_LONGEST = 50  # years that a project may still take
_SPREAD = 1.4826  # makes the median absolute deviation a standard deviation of a normal spread


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; ``ids`` are the projects it is about, ``key`` one of ``FINDINGS``."""

    key: str
    ids: tuple[int, ...]
    words: Words
    name: str = ""


@cache
def rules() -> dict[str, Any]:
    """Return ``fund_rules.toml`` as read."""
    return tables.document("fund_rules")


def spread(amount_fen: int, first: dt.date, last: dt.date) -> dict[str, int]:
    """Return an amount in equal parts by month (YYYY-MM) from one day's to another's.

    What does not divide goes to the last month; the parts sum to the amount exactly.
    """
    months: list[str] = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        months.append(f"{year}-{month:02}")
        year, month = year + month // 12, month % 12 + 1
    if not months:
        months = [f"{first.year}-{first.month:02}"]
    part = amount_fen // len(months)
    found = dict.fromkeys(months, part)
    found[months[-1]] += amount_fen - part * len(months)
    return found


def needs(projects: Iterable[tuple[int, dt.date | None]], today: dt.date) -> dict[str, int]:
    """Return what is still to be paid by month, from (fen left, planned end) of each project.

    A reckoning, no plan: what is left is spread evenly until the planned end; what is overdue or
    has no end, or one that no plan means (9999-12-31), stands in the present month.
    """
    found: dict[str, int] = {}
    for left, end in projects:
        if left <= 0:
            continue
        is_ahead = end is not None and end > today and end.year - today.year <= _LONGEST
        last = end if end is not None and is_ahead else today
        for month, fen in spread(left, today, last).items():
            found[month] = found.get(month, 0) + fen
    return dict(sorted(found.items()))


def unusual(costs: Mapping[int, float]) -> tuple[float | None, dict[int, float]]:
    """Return the median of unit costs and the unusual ones by id, with how many spreads away.

    None and {} where there are too few to tell.
    """
    limit = rules()["outlier"]
    if len(costs) < limit["least"]:
        return (median(costs.values()) if costs else None), {}
    middle = median(costs.values())
    deviation = median(abs(cost - middle) for cost in costs.values()) * _SPREAD
    if deviation == 0:
        return middle, {}
    away = {each: (cost - middle) / deviation for each, cost in costs.items()}
    return middle, {each: far for each, far in away.items() if abs(far) > limit["times"]}


def doubled(sources: Sequence[str]) -> tuple[str, ...]:
    """Return the central sources of a project where there are several; () else."""
    found = tuple(source for source in sources if source in rules()["central"])
    return found if len(found) > 1 else ()
