"""R1: plan, starts, finishes and investment by street, this period and so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from renewtrack.domain.periods import MONTH, Period
from renewtrack.reports.facts import Facts
from renewtrack.reports.tables import Column, ReportTable, Row, share, total
from renewtrack.words import Words

TITLE = Words("{period}老旧小区改造进展汇总表", "Progress of estate renewal, {period}")
UNIT = Words("个、栋、户、万㎡、万元、%", "estates, buildings, homes, 10k ㎡, 10k yuan, %")
NO_STREET = Words("（未填街道）", "(no street)")
TOTAL = Words("合计", "Total")
ADJUSTED = Words("对上期已报数的调整", "Adjusts what was reported before")
PLAN, STARTS, FINISHES = Words("计划", "Plan"), Words("开工", "Started"), Words("完工", "Finished")
INVESTED, RECEIVED = Words("投资", "Investment"), Words("资金到位", "Funds received")
THIS_MONTH, THIS_WEEK = Words("本月", "This month"), Words("本周", "This week")
SO_FAR = Words("累计", "So far")
STREET, ESTATES = Words("街道", "Street"), Words("小区", "Estates")
BUILDINGS, HOMES = Words("楼栋", "Buildings"), Words("户数", "Homes")
AREA = Words("面积", "Floor area")
RANK = Words("排名", "Rank")

ONCE = Words(
    "一个小区涉及多个项目的，小区、楼栋、户数、面积只计一次，资金按项目计；"
    "项目跨街道的，计入其首个小区所在街道。",
    "An estate in several projects counts once; money counts by project, at the street of its "
    "first estate.",
)
RATES = Words(
    "开工率、完工率以计划小区数为分母，投资完成率以计划投资为分母，到位率以计划资金为分母；"
    "合计的比率按合计数计算。排名按投资完成率，并列同名次，无数据不排名。",
    "Rates are of planned estates, planned investment and planned funding; those of the total are "
    "of the totals. Ranks go by the rate of investment; equals share a rank.",
)
ROUNDED = Words(
    "因四舍五入，分项合计与总计可能不等。", "Because of rounding, items may not add up to totals."
)
UNDATED = Words(
    "有 {count} 个项目未填开工或完工日期，按现状阶段计入累计数。",
    "{count} projects have no date of start or finish and count by their present stage.",
)
NOT_FROZEN = Words(
    "上期（{before}）未锁定：本期开工、完工按日期统计，本期完成投资无法计算，留空。",
    "The period before ({before}) is not frozen: starts and finishes of this period go by date; "
    "investment of this period cannot be told and is left blank.",
)
NEGATIVE = Words(
    "本期数为负的，系对上期已报数的核减。", "A negative figure takes back what was reported before."
)
OTHERS = Words(
    "另有其他年度项目 {count} 个未列入本表。", "{count} projects of other years are not in it."
)


@dataclass(frozen=True, slots=True)
class Line:
    """The sums of one street; money in fen, areas in m2; None is not known."""

    estates: int = 0
    buildings: int | None = None
    households: int | None = None
    area: float | None = None
    started_now: int = 0
    started: int = 0
    finished_now: int = 0
    finished: int = 0
    plan: int | None = None
    done_now: int | None = None
    done: int | None = None
    funding: int | None = None
    received: int | None = None


def columns(period: Period) -> tuple[Column, ...]:
    """Return the columns of R1; those of this period are called by its kind."""
    now = THIS_MONTH if period.kind == MONTH else THIS_WEEK
    return (
        Column("street", STREET, "text"),
        Column("estates", ESTATES, "count", PLAN),
        Column("buildings", BUILDINGS, "count", PLAN),
        Column("households", HOMES, "count", PLAN),
        Column("area", AREA, "wan_m2", PLAN),
        Column("started_now", now, "count", STARTS),
        Column("started", SO_FAR, "count", STARTS),
        Column("start_rate", Words("开工率", "Rate"), "percent", STARTS),
        Column("finished_now", now, "count", FINISHES),
        Column("finished", SO_FAR, "count", FINISHES),
        Column("finish_rate", Words("完工率", "Rate"), "percent", FINISHES),
        Column("plan", Words("计划投资", "Planned"), "wan_yuan", INVESTED),
        Column("done_now", now, "wan_yuan", INVESTED),
        Column("done", SO_FAR, "wan_yuan", INVESTED),
        Column("done_rate", Words("完成率", "Rate"), "percent", INVESTED),
        Column("received", SO_FAR, "wan_yuan", RECEIVED),
        Column("received_rate", Words("到位率", "Rate"), "percent", RECEIVED),
        Column("rank", RANK, "rank"),
    )


def table(facts: Facts) -> ReportTable:
    """Return R1 of a period."""
    lines = by_street(facts)
    whole = summed(lines.values())
    ranks = ranked({street: share(line.done, line.plan) for street, line in lines.items()})
    rows = [_row(street or NO_STREET, line, ranks.get(street)) for street, line in lines.items()]
    rows.append(_row(TOTAL, whole, None, "total"))
    adjusted = adjustment(facts)
    if adjusted is not None:
        rows.append(_adjusting(adjusted, facts.period))
    return ReportTable(
        "R1",
        TITLE.filled(period=facts.period.words),
        columns(facts.period),
        tuple(rows),
        tuple(_notes(facts, whole)),
        UNIT,
    )


def by_street(facts: Facts) -> dict[str | None, Line]:
    """Return the sums of every street that has a planned estate or a project, in their order."""
    had = frozen_sums(facts)
    estates: dict[str | None, list[int]] = {}
    for one in facts.of_estate:
        estates.setdefault(facts.estates[one].street, []).append(one)
    streets = {*estates, *(project.street for project in facts.projects)}
    order = [street for street in facts.streets if street in streets]
    order += sorted(street for street in streets if street and street not in order)
    sums = _Sums(facts)
    found: dict[str | None, Line] = {
        street: sums.of(street, estates.get(street, []), had) for street in order
    }
    if None in streets:
        found[None] = sums.of(None, estates.get(None, []), had)
    return found


class _Sums:
    """Adds up streets; which estates had begun or ended is told once for all of them."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._started = facts.estates_that(facts.started)
        self._finished = facts.estates_that(facts.finished, all_of_them=True)
        before = facts.period.before()
        self._had_started = facts.estates_that(lambda one: facts.started(one, before))
        self._had_finished = facts.estates_that(lambda one: facts.finished(one, before), True)

    def of(
        self, street: str | None, estates: list[int], had: dict[str | None, Line] | None
    ) -> Line:
        """Return the sums of a street; ``had`` is what was reported before, None if nothing was."""
        facts = self._facts
        own = [facts.estates[one] for one in estates]
        projects = [each for each in facts.projects if each.street == street]
        started = sum(one in self._started for one in estates)
        finished = sum(one in self._finished for one in estates)
        done = total([each.invest_done_fen for each in projects])
        if had is not None:
            old = had.get(street, Line())
            now = started - old.started, finished - old.finished
            done_now = None if done is None else int(done) - (old.done or 0)
        else:
            now = (
                started - sum(one in self._had_started for one in estates),
                finished - sum(one in self._had_finished for one in estates),
            )
            done_now = None
        return Line(
            estates=len(own),
            buildings=_whole([each.buildings for each in own]),
            households=_whole([each.households for each in own]),
            area=total([each.floor_area_m2 for each in own]),
            started_now=now[0],
            started=started,
            finished_now=now[1],
            finished=finished,
            plan=_whole([each.invest_total_fen for each in projects]),
            done_now=done_now,
            done=_whole([each.invest_done_fen for each in projects]),
            funding=_whole([each.planned_fen for each in projects]),
            received=_whole([facts.sum_of(each, "received") for each in projects]),
        )


def _whole(values: list[int | None]) -> int | None:
    found = total([*values])
    return None if found is None else int(found)


def summed(lines: Iterable[Line]) -> Line:
    """Return the sums of lines, field by field."""
    every = list(lines)
    added: dict[str, Any] = {
        each.name: total([getattr(line, each.name) for line in every]) for each in fields(Line)
    }
    counted = ("estates", "started_now", "started", "finished_now", "finished")
    return Line(**{**added, **{name: added[name] or 0 for name in counted}})


def frozen_sums(facts: Facts) -> dict[str | None, Line] | None:
    """Return what was reported of the period before, by the streets of today; None if nothing.

    Only the leaves of this year's projects count, so that a new year begins at nought.
    """
    leaves = leaves_of(facts.before)
    if leaves is None:
        return None
    estates = {facts.estates[one].uid: facts.estates[one].street for one in facts.of_estate}
    projects = {each.uid: each.street for each in facts.projects}
    found: dict[str | None, dict[str, int]] = {}
    for uid, (started, finished) in leaves["estates"].items():
        if uid in estates:
            own = found.setdefault(estates[uid], dict.fromkeys(("started", "finished", "done"), 0))
            own["started"] += started
            own["finished"] += finished
    for uid, done in leaves["projects"].items():
        if uid in projects:
            own = found.setdefault(projects[uid], dict.fromkeys(("started", "finished", "done"), 0))
            own["done"] += done or 0
    return {street: Line(**sums) for street, sums in found.items()}


def leaves(facts: Facts) -> dict[str, dict[str, object]]:
    """Return what a frozen period keeps, by uid: what had begun or ended, and what was invested."""
    started, finished = _every(facts)
    return {
        "estates": {
            each.uid: [int(one in started), int(one in finished)]
            for one, each in facts.estates.items()
            if one in facts.of_estate
        },
        "projects": {each.uid: each.invest_done_fen for each in facts.projects},
    }


def _every(facts: Facts, period: Period | None = None) -> tuple[set[int], set[int]]:
    return (
        facts.estates_that(lambda one: facts.started(one, period)),
        facts.estates_that(lambda one: facts.finished(one, period), all_of_them=True),
    )


def leaves_of(content: Mapping[str, Any] | None) -> dict[str, dict[str, Any]] | None:
    """Return the leaves of a frozen content; None where there are none that can be read."""
    found = (content or {}).get("leaves")
    if not isinstance(found, dict) or not {"estates", "projects"} <= set(found):
        return None
    return found


def adjustment(facts: Facts) -> Line | None:
    """Return by how much this file now tells another tale of the period before than was reported.

    Investment is not dated, so it is not judged. None where nothing was frozen or nothing differs.
    """
    had = frozen_sums(facts)
    if had is None:
        return None
    started, finished = _every(facts, facts.period.before())
    old = summed(had.values())
    changed = Line(started=len(started) - old.started, finished=len(finished) - old.finished)
    return changed if changed.started or changed.finished else None


def ranked(rates: Mapping[str | None, Decimal | str | None]) -> dict[str | None, int]:
    """Return ranks from the highest rate; equals share a rank, what has no rate has none."""
    known = {street: rate for street, rate in rates.items() if isinstance(rate, Decimal)}
    return {
        street: 1 + sum(other > rate for other in known.values()) for street, rate in known.items()
    }


def _row(name: str | Words, line: Line, rank: int | None, level: str = "leaf") -> Row:
    cells = (
        *(name, line.estates, line.buildings, line.households, line.area),
        *(line.started_now, line.started, share(line.started, line.estates)),
        *(line.finished_now, line.finished, share(line.finished, line.estates)),
        *(line.plan, line.done_now, line.done, share(line.done, line.plan)),
        *(line.received, share(line.received, line.funding), rank),
    )
    return Row(cells, level)


def _adjusting(line: Line, period: Period) -> Row:
    told = {"street": ADJUSTED, "started": line.started, "finished": line.finished}
    return Row(tuple(told.get(column.key) for column in columns(period)), "adjustment")


def _notes(facts: Facts, whole: Line) -> Iterable[Words]:
    yield ONCE
    yield RATES
    if facts.before is None:
        yield NOT_FROZEN.filled(before=facts.period.before().words)
    undated = sum(
        (facts.started(each) and not each.start_actual)
        or (facts.finished(each) and not each.finish_actual)
        for each in facts.projects
    )
    if undated:
        yield UNDATED.filled(count=undated)
    if whole.started_now < 0 or whole.finished_now < 0 or (whole.done_now or 0) < 0:
        yield NEGATIVE
    if facts.others:
        yield OTHERS.filled(count=facts.others)
    yield ROUNDED
