"""R4: money by source, planned, allocated, received, paid, settled and audited."""

from __future__ import annotations

from renewtrack.domain import codes, money
from renewtrack.domain.periods import MONTH
from renewtrack.reports.facts import Facts
from renewtrack.reports.summary import THIS_MONTH, THIS_WEEK, TOTAL
from renewtrack.reports.tables import Column, ReportTable, Row, share, total
from renewtrack.store.report_figures import ReportMoney
from renewtrack.words import Words

TITLE = Words("{period}资金来源与拨付情况表", "Money by source, {period}")
UNIT = Words("万元、%", "10k yuan, %")
SO_FAR = Words("累计", "So far")
NOT_OF_A_PROJECT = Words(
    "未对应到项目的收支 {count} 笔、{sum} 万元未列入。",
    "{count} movements of {sum} (10k yuan) belong to no known project and are not in it.",
)
UNDATED = Words(
    "未填日期的收支 {count} 笔计入累计，不计入本期。",
    "{count} movements without a date count so far, not in this period.",
)
KINDS = ("allocated", "received", "paid", "settled", "audited")


def table(facts: Facts) -> ReportTable:
    """Return R4: the sources in the order of their code list, and the total."""
    now = THIS_MONTH if facts.period.kind == MONTH else THIS_WEEK
    received, paid = Words("到位", "Received"), Words("支付", "Paid")
    columns = (
        Column("source", Words("资金来源", "Source"), "text"),
        Column("planned", Words("计划", "Planned"), "wan_yuan"),
        Column("allocated", Words("下达", "Allocated"), "wan_yuan"),
        Column("received_now", now, "wan_yuan", received),
        Column("received", SO_FAR, "wan_yuan", received),
        Column("received_rate", Words("到位率", "Rate"), "percent", received),
        Column("paid_now", now, "wan_yuan", paid),
        Column("paid", SO_FAR, "wan_yuan", paid),
        Column("paid_rate", Words("支付率", "Rate"), "percent", paid),
        Column("settled", Words("结算", "Settled"), "wan_yuan"),
        Column("audited", Words("审定", "Audited"), "wan_yuan"),
    )
    own = [each for each in facts.money if each.project_id in facts.ids]
    by_source: dict[str, list[ReportMoney]] = {}
    for each in own:
        by_source.setdefault(each.source, []).append(each)
    order = {entry.key: place for place, entry in enumerate(codes.table("fund_sources"))}
    rows = []
    for source in sorted(by_source, key=lambda key: (order.get(key, len(order)), key)):
        entry = codes.code("fund_sources", source)
        name = entry.words if entry else Words(source, source)
        rows.append(Row((name, *_cells(facts, by_source[source]))))
    rows.append(Row((TOTAL, *_cells(facts, own)), "total"))
    title = TITLE.filled(period=facts.period.words)
    return ReportTable("R4", title, columns, tuple(rows), tuple(_notes(facts, own)), UNIT)


def _cells(facts: Facts, own: list[ReportMoney]) -> tuple[object, ...]:
    planned = _sum([each for each in own if each.kind == "planned"])
    so_far = {kind: _so_far(facts, own, kind) for kind in KINDS}
    return (
        planned,
        so_far["allocated"],
        _now(facts, own, "received"),
        so_far["received"],
        share(so_far["received"], planned),
        _now(facts, own, "paid"),
        so_far["paid"],
        share(so_far["paid"], so_far["received"]),
        so_far["settled"],
        so_far["audited"],
    )


def _sum(found: list[ReportMoney]) -> int | None:
    added = total([each.amount for each in found])
    return None if added is None else int(added)


def _so_far(facts: Facts, own: list[ReportMoney], kind: str) -> int | None:
    known = [each for each in own if each.kind == kind]
    come = [each for each in known if not each.date or facts.period.reached(each.date)]
    return (_sum(come) or 0) if known else None


def _now(facts: Facts, own: list[ReportMoney], kind: str) -> int | None:
    known = [each for each in own if each.kind == kind]
    return (_sum([each for each in known if facts.period.holds(each.date)]) or 0) if known else None


def _notes(facts: Facts, own: list[ReportMoney]) -> list[Words]:
    notes = []
    undated = sum(each.kind != "planned" and not each.date for each in own)
    if undated:
        notes.append(UNDATED.filled(count=undated))
    strays = [each for each in facts.money if each.project_id is None]
    if strays:
        sum_of = money.wan_text(sum(each.amount for each in strays))
        notes.append(NOT_OF_A_PROJECT.filled(count=len(strays), sum=sum_of))
    return notes
