"""R2, R3 and R6: the projects one by one, the quantities done, and the problems to be pressed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from renewtrack.domain import codes, lateness, lifecycle, rollups, stages
from renewtrack.domain.periods import last_day
from renewtrack.reports.facts import FINISHED, Facts
from renewtrack.reports.summary import NO_STREET, STREET, TOTAL
from renewtrack.reports.tables import Column, ReportTable, Row, share, total
from renewtrack.store.report_figures import ReportProject, ReportWork
from renewtrack.words import Words

R2 = Words("{period}老旧小区改造项目明细表", "Projects of estate renewal, {period}")
R3 = Words("{period}完成工程量统计表", "Quantities done, {period}")
R6 = Words("{period}问题督办清单", "Problems to be settled, {period}")
SUBTOTAL = Words("{street}小计", "{street}, subtotal")
ONLY_DONE = Words(
    "完成工程量为填报的完成数；没有填报的，已完工的按计划数计，在建的不折算。过去期间在建的不计。"
    "计量单位不同的内容不相加。",
    "Done is what was stated as done; where nothing was, finished works count as planned and works "
    "under way are not prorated. In a past period works under way do not count. Quantities of "
    "different units are never added.",
)
LATE = Words("逾期 {days} 天", "{days} days late")
LATE_PLAIN = Words("逾期", "Late")
LIGHT = {
    lateness.RED: Words("红", "Red"),
    lateness.YELLOW: Words("黄", "Yellow"),
    lateness.GREEN: Words("绿", "Green"),
}
LIGHTS = Words(
    "督办灯：晚于计划超过 {days} 天或落后超过 {points} 个百分点为黄，"
    "超过 {red_days} 天或 {red_points} 个百分点为红；应开工未开工的同样计算。",
    "Light: yellow more than {days} days late or {points} points behind, red beyond {red_days} "
    "days or {red_points} points; works that should have begun count alike.",
)
BASES = Words("在建项目形象进度的口径：{bases}。", "Progress of what is under way: {bases}.")
_TOLD = tuple(rollups.BASIS_WORDS.values())
START, FINISH = Words("开工", "Start"), Words("完工", "Finish")
PLANNED, ACTUAL = Words("计划", "Planned"), Words("实际", "Actual")
MONEY = Words("资金", "Money")
GROUPS = {
    "basic": Words("基础类", "Basic"),
    "improving": Words("完善类", "Improving"),
    "upgrading": Words("提升类", "Upgrading"),
}


def projects(facts: Facts) -> ReportTable:
    """Return R2: every project under its street, with subtotals of the money."""
    columns = (
        Column("street", STREET, "text"),
        Column("estate", Words("小区", "Estate"), "text"),
        Column("project", Words("项目", "Project"), "text"),
        Column("stage", Words("阶段", "Stage"), "text"),
        Column("percent", Words("形象进度", "Progress"), "percent"),
        Column("start_plan", PLANNED, "date", START),
        Column("start_actual", ACTUAL, "date", START),
        Column("finish_plan", PLANNED, "date", FINISH),
        Column("finish_actual", ACTUAL, "date", FINISH),
        Column("plan", Words("计划投资", "Investment"), "wan_yuan", MONEY),
        Column("done", Words("累计完成", "Done"), "wan_yuan", MONEY),
        Column("received", Words("到位", "Received"), "wan_yuan", MONEY),
        Column("paid", Words("支付", "Paid"), "wan_yuan", MONEY),
        Column("late", Words("逾期", "Late"), "text"),
        Column("problem", Words("存在问题", "Problem"), "text"),
    )
    rows = list(_by_street(facts))
    unit = Words("万元、%", "10k yuan, %")
    title = R2.filled(period=facts.period.words)
    return ReportTable("R2", title, columns, tuple(rows), _bases(facts), unit)


def _bases(facts: Facts) -> tuple[Words, ...]:
    """Return by which bases the projects under way tell their progress, the most frequent first."""
    counts = Counter(
        each.percent_basis or rollups.BASIS_WORDS[rollups.STATED].zh
        for each in facts.projects
        if each.percent is not None and lifecycle.may_have_percent(each.stage)
    )
    if not counts:
        return ()
    known = {words.zh: words for words in (*rollups.WEIGHT_WORDS.values(), *_TOLD)}
    said = [(known.get(basis, Words(basis, basis)), count) for basis, count in counts.most_common()]
    zh = "、".join(f"{words.zh} {count} 个" for words, count in said)
    en = ", ".join(f"{words.en} {count}" for words, count in said)
    return (BASES.filled(bases=Words(zh, en)),)


def _by_street(facts: Facts) -> Iterator[Row]:
    leaves: list[tuple[object, ...]] = []
    own: list[tuple[object, ...]] = []
    for place, project in enumerate(facts.projects):
        cells = _project(facts, project)
        own.append(cells)
        yield Row(cells)
        following = facts.projects[place + 1 : place + 2]
        if not following or following[0].street != project.street:
            street = project.street or NO_STREET
            yield _summed(SUBTOTAL.filled(street=street), own, "subtotal")
            leaves += own
            own = []
    yield _summed(TOTAL, leaves, "total")


def _summed(name: Words, own: list[tuple[object, ...]], level: str) -> Row:
    sums = [total([cells[at] for cells in own]) for at in range(9, 13)]  # type: ignore[misc]
    return Row((name, *[None] * 8, *sums, None, None), level)


def _project(facts: Facts, project: ReportProject) -> tuple[object, ...]:
    stage = stages.stage(project.stage).words if project.stage else None
    return (
        project.street or NO_STREET,
        project.estates,
        project.name or project.estates,
        stage,
        project.percent,
        project.start_plan,
        project.start_actual,
        project.finish_plan,
        project.finish_actual,
        project.invest_total_fen,
        project.invest_done_fen,
        facts.sum_of(project, "received"),
        facts.sum_of(project, "paid"),
        late(facts, project),
        facts.mask.free(project.problem) if project.problem else None,
    )


def days_late(facts: Facts, project: ReportProject) -> int | None:
    """Return by how many days a project is late on the period's last day or today; None if not."""
    if not project.late or not project.finish_plan:
        return None
    until = min(facts.today, facts.period.last)
    try:
        planned = dt.date.fromisoformat(last_day(project.finish_plan))
    except ValueError:
        return 0
    return max(0, (dt.date.fromisoformat(until) - planned).days)


def late(facts: Facts, project: ReportProject) -> Words | None:
    """Return in words how late a project is."""
    days = days_late(facts, project)
    if days is None:
        return None
    return LATE.filled(days=days) if days else LATE_PLAIN


def quantities(facts: Facts) -> ReportTable:
    """Return R3: what was planned and what is finished, by kind of work and unit."""
    columns = (
        Column("group", Words("类别", "Class"), "text"),
        Column("kind", Words("改造内容", "Work"), "text"),
        Column("unit", Words("单位", "Unit"), "text"),
        Column("quantity", Words("计划工程量", "Planned"), "quantity"),
        Column("done", Words("完成工程量", "Done"), "quantity"),
        Column("done_rate", Words("完成率", "Rate"), "percent"),
        Column("works", Words("项数", "Works"), "count"),
        Column("finished", Words("已完工项数", "Finished"), "count"),
    )
    rows: list[Row] = []
    grouped: dict[tuple[str, str], list[ReportWork]] = {}
    for work in facts.works:
        if work.project_id is None or work.project_id in facts.ids:
            grouped.setdefault((work.kind, work.unit or ""), []).append(work)
    order = {entry.key: place for place, entry in enumerate(codes.table("work_types"))}
    for kind, unit in sorted(grouped, key=lambda one: (order.get(one[0], 999), one)):
        rows.append(_quantity(facts, kind, unit, grouped[kind, unit]))
    counts = [total([row.cells[at] for row in rows]) or 0 for at in (6, 7)]  # type: ignore[misc]
    rows.append(Row((TOTAL, None, None, None, None, None, *counts), "total"))
    title = R3.filled(period=facts.period.words)
    return ReportTable("R3", title, columns, tuple(rows), (ONLY_DONE,))


def _quantity(facts: Facts, kind: str, unit: str, works: list[ReportWork]) -> Row:
    entry = codes.code("work_types", kind)
    name = entry.words if entry else Words(kind, kind)
    group = GROUPS.get(entry.group) if entry else None
    done = [work for work in works if finished(facts, work)]
    planned = total([work.quantity for work in works])
    stated = [_reached(facts, work) for work in works]
    reached = None if planned is None and not any(stated) else total(stated) or 0
    cells = (group, name, unit, planned, reached, share(reached, planned), len(works), len(done))
    return Row(cells)


def _reached(facts: Facts, work: ReportWork) -> float | None:
    """Return the quantity done by the last day; None where it is not known."""
    if finished(facts, work):
        return work.quantity if work.quantity_done is None else work.quantity_done
    return work.quantity_done if facts.period.last >= facts.today else None


def finished(facts: Facts, work: ReportWork) -> bool:
    """Tell whether a work was finished by the last day: by its date, else by its stage now."""
    date = work.finish_actual
    if date and date[0].isdigit():
        return facts.period.reached(date)
    return stages.bucket_of(work.stage).key in FINISHED


def problems(facts: Facts) -> ReportTable:
    """Return R6: the projects that have a problem or are late, the latest first."""
    columns = (
        Column("street", STREET, "text"),
        Column("estate", Words("小区", "Estate"), "text"),
        Column("stage", Words("阶段", "Stage"), "text"),
        Column("finish_plan", Words("计划完工", "Planned finish"), "date"),
        Column("days", Words("逾期天数", "Days late"), "count"),
        Column("light", Words("督办灯", "Light"), "text"),
        Column("problem", Words("存在问题", "Problem"), "text"),
        Column("next_step", Words("下步安排", "Next step"), "text"),
    )
    found = [
        (days_late(facts, each), each)
        for each in facts.projects
        if each.late or each.problem or light(facts, each) in (lateness.YELLOW, lateness.RED)
    ]
    found.sort(key=lambda pair: -1 if pair[0] is None else pair[0], reverse=True)
    rows = tuple(Row(_problem(facts, days, each)) for days, each in found)
    notes = (_limits(),) if rows else ()
    return ReportTable("R6", R6.filled(period=facts.period.words), columns, rows, notes)


def light(facts: Facts, project: ReportProject) -> str:
    """Return the light of a project on the period's last day or today, as the window shows it."""
    schedule = lateness.Schedule(
        project.stage,
        project.percent,
        project.start_plan,
        project.finish_plan,
        project.finish_forecast,
    )
    return lateness.light(schedule, dt.date.fromisoformat(min(facts.today, facts.period.last)))


def _limits() -> Words:
    yellow, red = (lateness.limits()[key] for key in (lateness.YELLOW, lateness.RED))
    return LIGHTS.filled(
        days=yellow.days,
        points=f"{yellow.points:g}",
        red_days=red.days,
        red_points=f"{red.points:g}",
    )


def _problem(facts: Facts, days: int | None, project: ReportProject) -> tuple[object, ...]:
    return (
        project.street or NO_STREET,
        project.estates or project.name,
        stages.stage(project.stage).words if project.stage else None,
        project.finish_plan,
        days,
        LIGHT.get(light(facts, project)),
        facts.mask.free(project.problem) if project.problem else None,
        facts.mask.free(project.next_step) if project.next_step else None,
    )
