"""The lists of a weekly report: what was done this week, and what is planned for the next."""

from __future__ import annotations

from collections.abc import Iterator

from renewtrack.domain import codes
from renewtrack.domain.periods import Period, last_day
from renewtrack.reports.facts import Facts
from renewtrack.reports.summary import NO_STREET, STREET
from renewtrack.reports.tables import Column, ReportTable, Row
from renewtrack.store.report_figures import ReportProject, ReportWork
from renewtrack.words import Words

W1 = Words("本周完成（{period}）", "Done this week ({period})")
W2 = Words("下周计划（{period}）", "Planned for next week ({period})")
STARTED, FINISHED = Words("开工", "Started"), Words("完工", "Finished")
TO_START, TO_FINISH = Words("计划开工", "To start"), Words("计划完工", "To finish")
DATED = Words(
    "按台账中的日期列出；只写到月的计划日期，按月末到期列出。",
    "As dated in the ledger; a plan known by its month only is due on its last day.",
)


def done(facts: Facts) -> ReportTable:
    """Return what certainly began or ended in the week."""
    rows = sorted(_done(facts), key=lambda row: str(row.cells[4]))
    title = W1.filled(period=facts.period.words)
    return ReportTable("W1", title, _columns(), tuple(rows), (DATED,))


def planned(facts: Facts) -> ReportTable:
    """Return what is due to begin or to end in the next week and has not yet."""
    following = facts.period.after()
    rows = sorted(_planned(facts, following), key=lambda row: str(row.cells[4]))
    title = W2.filled(period=following.words)
    return ReportTable("W2", title, _columns(), tuple(rows), (DATED,))


def _columns() -> tuple[Column, ...]:
    return (
        Column("street", STREET, "text"),
        Column("place", Words("小区或部位", "Place"), "text"),
        Column("work", Words("内容", "Work"), "text"),
        Column("event", Words("事项", "Event"), "text"),
        Column("date", Words("日期", "Date"), "date"),
    )


def _done(facts: Facts) -> Iterator[Row]:
    for each, names in _everything(facts):
        for date, words in ((each.start_actual, STARTED), (each.finish_actual, FINISHED)):
            if facts.period.holds(date):
                yield Row((*names, words, date))


def _planned(facts: Facts, following: Period) -> Iterator[Row]:
    for each, names in _everything(facts):
        if not each.start_actual and _due(each.start_plan, following):
            yield Row((*names, TO_START, each.start_plan))
        if not each.finish_actual and _due(each.finish_plan, following):
            yield Row((*names, TO_FINISH, each.finish_plan))


def _due(date: str | None, period: Period) -> bool:
    return bool(date) and period.first <= last_day(str(date)) <= period.last


def _everything(facts: Facts) -> Iterator[tuple[ReportProject | ReportWork, tuple[object, ...]]]:
    """Yield every project, then every work of one, with its street, place and name."""
    streets = {each.id: each.street or NO_STREET for each in facts.projects}
    for project in facts.projects:
        own = project.name or project.estates
        yield project, (project.street or NO_STREET, project.estates, own)
    for work in facts.works:
        if work.project_id in facts.ids:
            entry = codes.code("work_types", work.kind)
            name = entry.words if entry else Words(work.kind, work.kind)
            yield work, (streets[work.project_id or 0], work.place, name)
