"""The report of a period: reckoned while it is open, as it was reported once it is frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from renewtrack.domain import periods, secrecy
from renewtrack.domain.periods import Period
from renewtrack.domain.secrecy import Secrecy
from renewtrack.errors import UserError
from renewtrack.reports import (
    details,
    facts,
    freezing,
    redacting,
    registers,
    sources,
    summary,
    weekly,
)
from renewtrack.reports.facts import Facts
from renewtrack.reports.summary import Line
from renewtrack.reports.tables import Column, Report, ReportTable, Row, share, text_of
from renewtrack.store import areas
from renewtrack.store import periods as frozen_periods
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

Progress = Callable[[float], object]
CORRECTED = Words("锁定后的更正", "Corrected since it was frozen")
CORRECTIONS = Words(
    "锁定后的更正按台账现在的记录计算，未改动已报数；它计入以后各期的本期数。",
    "What was corrected since is reckoned from the ledger as it is now. What was reported stays; "
    "later periods take the difference.",
)


class NotBegun(UserError):
    """A period that has not begun cannot be frozen."""

    words = Words(
        "{period}还没有开始，不能锁定。", "{period} has not begun and cannot be frozen yet."
    )


UNREADABLE = Words(
    "锁定的内容已损坏，以下为按台账现在的记录重新计算的数。",
    "What was frozen is damaged; these figures are reckoned anew from the ledger.",
)


def build(  # noqa: PLR0913 - each says by its name what is asked for
    db: Database,
    period: Period,
    today: str,
    preset: Secrecy | None = None,
    *,
    office: str = "",
    person: str = "",
    progress: Progress | None = None,
) -> Report:
    """Return the report of a period as a preset lets it out.

    ``today`` is the ISO day up to which the ledger speaks. A frozen period is given back as it
    was reported, with later corrections as rows of their own.
    """
    told = progress or (lambda share: None)
    leaves = facts.gather(db, period, today)
    told(0.4)
    kept = frozen_periods.of(db, period.key)
    report = freezing.report_of(period, kept) if kept is not None else None
    if report is not None:
        report = _corrected(report, leaves)
    else:
        report = _open(db, leaves, office or areas.district_name(db), person, told)
        if kept is not None:
            report = _told_damaged(report)
    told(1.0)
    return redacting.redacted(report, preset or secrecy.preset(secrecy.INTERNAL))


def freeze(  # noqa: PLR0913 - each says by its name what is asked for
    db: Database,
    period: Period,
    today: str,
    who: str,
    *,
    office: str = "",
    person: str = "",
    remark: str = "",
) -> int:
    """Freeze a period as it is reported now, in full; return the record's id.

    Raises NotBegun, AlreadyFrozen, and what ``actions.act`` raises.
    """
    if period.first > today:
        raise NotBegun(period=period.words)
    leaves = facts.gather(db, period, today)
    report = _open(db, leaves, office or areas.district_name(db), person, lambda share: None)
    return frozen_periods.freeze(db, period, freezing.content(report, leaves), who, remark)


def _open(db: Database, leaves: Facts, office: str, person: str, told: Progress) -> Report:
    period = leaves.period
    made: list[ReportTable] = []
    steps = _week(db, leaves) if period.kind == periods.WEEK else _month(db, leaves)
    for place, step in enumerate(steps, 1):
        made.append(step())
        told(0.4 + 0.5 * place / len(steps))
    tables = tuple(made)
    cutoff = min(leaves.today, period.last)
    return Report(period, tables, _figures(leaves, tables), None, office, person, cutoff)


def _month(db: Database, leaves: Facts) -> tuple[Callable[[], ReportTable], ...]:
    period = leaves.period
    return (
        lambda: summary.table(leaves),
        lambda: details.projects(leaves),
        lambda: details.quantities(leaves),
        lambda: sources.table(leaves),
        lambda: registers.lift_table(db, period),
        lambda: details.problems(leaves),
        lambda: registers.wishes(db, period),
        lambda: registers.check_up(period),
        lambda: registers.alarms(db, period),
        lambda: registers.ratings(db, period),
        lambda: registers.targets(db, period, leaves.today),
    )


def _week(db: Database, leaves: Facts) -> tuple[Callable[[], ReportTable], ...]:
    return (
        lambda: weekly.done(leaves),
        lambda: summary.table(leaves),
        lambda: weekly.planned(leaves),
        lambda: details.problems(leaves),
    )


def _figures(leaves: Facts, tables: tuple[ReportTable, ...]) -> dict[str, str]:
    """Return the totals as ready texts for running text; "" where they are not known."""
    whole = summary.summed(summary.by_street(leaves).values())
    found = _of_line(whole)
    by_key = {table.key: table for table in tables}
    found |= {
        "projects": str(len(leaves.projects)),
        "streets": str(len({each.street for each in leaves.projects if each.street})),
        "problems": str(len(by_key["R6"].rows)),
        "late": str(sum(each.late for each in leaves.projects)),
        "year": str(leaves.period.year),
    }
    for name, key, column in (("paid", "R4", "paid"), ("lifts", "R5", "lifts")):
        found[name] = _total(by_key.get(key), column)
    found["lifts_in_use"] = _total(by_key.get("R5"), "in_use")
    return found


def _of_line(line: Line) -> dict[str, str]:
    values = {
        "estates": ("count", line.estates),
        "buildings": ("count", line.buildings),
        "households": ("count", line.households),
        "area": ("wan_m2", line.area),
        "started_now": ("count", line.started_now),
        "started": ("count", line.started),
        "start_rate": ("percent", share(line.started, line.estates)),
        "finished_now": ("count", line.finished_now),
        "finished": ("count", line.finished),
        "finish_rate": ("percent", share(line.finished, line.estates)),
        "plan": ("wan_yuan", line.plan),
        "done_now": ("wan_yuan", line.done_now),
        "done": ("wan_yuan", line.done),
        "done_rate": ("percent", share(line.done, line.plan)),
        "funding": ("wan_yuan", line.funding),
        "received": ("wan_yuan", line.received),
        "received_rate": ("percent", share(line.received, line.funding)),
    }
    empty = Words("", "")
    return {
        name: text_of(Column(name, empty, kind), value) for name, (kind, value) in values.items()
    }


def _total(table: ReportTable | None, column: str) -> str:
    """Return the total of a column as it is written; "" where the table has none."""
    if table is None:
        return ""
    place = next((at for at, each in enumerate(table.columns) if each.key == column), None)
    sums = [row for row in table.rows if row.level == "total"]
    if place is None or not sums:
        return ""
    return text_of(table.columns[place], sums[-1].cells[place])


def _corrected(report: Report, leaves: Facts) -> Report:
    """Return a frozen report with a row in R1 that tells by how much the ledger differs now."""
    now = summary.summed(summary.by_street(leaves).values())
    tables = []
    for table in report.tables:
        if table.key == "R1":
            table = _with_corrections(table, now)
        tables.append(table)
    return replace(report, tables=tuple(tables))


_COMPARED = (
    "estates",
    "buildings",
    "households",
    "area",
    "started",
    "finished",
    "plan",
    "received",
)


def _with_corrections(table: ReportTable, now: Line) -> ReportTable:
    """Add the row of differences below the total; what the ledger does not date is not judged."""
    whole = next((row for row in table.rows if row.level == "total"), None)
    if whole is None:
        return table
    cells: list[object] = [None] * len(table.columns)
    for place, column in enumerate(table.columns):
        if column.key in _COMPARED:
            cells[place] = _difference(whole.cells[place], getattr(now, column.key))
    if not any(cells):
        return table
    cells[0] = CORRECTED
    rows = (*table.rows, Row(tuple(cells), "adjustment"))
    return replace(table, rows=rows, notes=(*table.notes, CORRECTIONS))


def _difference(was: object, now: object) -> int | float | None:
    old = was if isinstance(was, int | float) else 0
    new = now if isinstance(now, int | float) else 0
    return (new - old) or None


def _told_damaged(report: Report) -> Report:
    tables = tuple(replace(table, notes=(UNREADABLE, *table.notes)) for table in report.tables)
    return replace(report, tables=tables)
