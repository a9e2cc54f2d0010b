"""R5 and R7 to R11: lifts, visits, check-up, alarms, ratings and targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from renewtrack.analysis import reaching
from renewtrack.domain import codes, lifts
from renewtrack.domain.periods import Period
from renewtrack.reports.summary import NO_STREET, STREET, TOTAL
from renewtrack.reports.tables import Column, ReportTable, Row, share, total
from renewtrack.store import record_lists, report_figures
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

R5 = Words("{period}既有住宅加装电梯进展表", "Lifts added to dwellings, {period}")
R7 = Words("{period}入户预约与居民意愿统计表", "Visits and wishes of residents, {period}")
R8 = Words("{period}城市体检问题转化表", "Check-up problems turned into works, {period}")
R9 = Words("{period}监测报警统计表", "Readings and alarms, {period}")
R10 = Words("{period}公共厕所评价统计表", "Ratings of public toilets, {period}")
R11 = Words("{period}规划目标完成表", "Targets of the plans, {period}")
NO_CHECK_UP = Words(
    "本台账尚未录入城市体检，本表没有数据。", "The ledger holds no city check-up, so there is none."
)
NO_TARGETS = Words(
    "本台账尚未录入规划目标，本表没有数据。", "The ledger holds no targets, so there are none."
)
FROM_FINISHED = Words(
    "完成值由已完工的改造推算，同一处只计一次；预计年底按预计或计划完工日期推算。",
    "Reached is reckoned from finished works, each place once; the year's end from forecast or "
    "planned finish dates.",
)
UNDATED = Words(
    "另有 {count} 项已完工但没有完工日期，未计入。", "{count} more are finished on an unknown day."
)
NOT_TIMED = Words(
    "同意、反对、未表态和需求为截至目前的累计数；预约只计本期内的。",
    "Consent and needs are those known so far; visits are those of this period.",
)
GROUPS = {
    "preliminary": Words("前期", "Preparing"),
    "building": Words("在建", "Building"),
    "in_use": Words("已投用", "In use"),
    "stopped": Words("终止", "Stopped"),
}
IMPORTED = Words(
    "监测数据来自导入的读数，不是实时数据。", "Readings were imported; they are not real-time."
)
Record = dict[str, Any]


def lift_table(db: Database, period: Period) -> ReportTable:
    """Return R5: lifts of every street by group of steps, with their consent and cost."""
    groups = Words("进展", "Progress")
    columns = (
        Column("street", STREET, "text"),
        Column("lifts", Words("台数", "Lifts"), "count"),
        *(Column(key, words, "count", groups) for key, words in GROUPS.items()),
        Column("consent", Words("达到同意比例", "Consent reached"), "count"),
        Column("cost", Words("总造价", "Cost"), "wan_yuan"),
    )

    def cells(own: list[Record]) -> tuple[object, ...]:
        found = Counter(lifts.group_of(each["step"]) for each in own)
        costs = [None if each["cost"] is None else round(each["cost"] * 100) for each in own]
        told = [found.get(key, 0) for key in GROUPS]
        return len(own), *told, sum(bool(each["consent_ok"]) for each in own), total([*costs])

    rows = _by_street(list(record_lists.all(db, "lifts")), cells)
    unit = Words("台、万元", "lifts, 10k yuan")
    return ReportTable("R5", R5.filled(period=period.words), columns, rows, (), unit)


def wishes(db: Database, period: Period) -> ReportTable:
    """Return R7: what households said, and the visits of the period, by street."""
    consent, visits = Words("改造意愿", "Wishes"), Words("本期预约", "Visits")
    needs = Words("个性化需求", "Needs")
    states = codes.table("appointment_states")
    columns = (
        Column("street", STREET, "text"),
        Column("households", Words("登记户数", "Homes on record"), "count"),
        Column("yes", Words("同意", "Agree"), "count", consent),
        Column("no", Words("反对", "Against"), "count", consent),
        Column("undecided", Words("未表态", "Undecided"), "count", consent),
        Column("yes_rate", Words("同意率", "Rate"), "percent", consent),
        *(Column(each.key, each.words, "count", visits) for each in states),
        Column("needs", Words("提出", "Told"), "count", needs),
        Column("adopted", Words("采纳", "Adopted"), "count", needs),
    )
    visited: dict[str | None, Counter[str]] = {}
    for each in record_lists.all(db, "appointments"):
        if period.holds(each["date"]):
            visited.setdefault(each["street"], Counter())[each["state"]] += 1
    told = report_figures.needs(db)

    def cells(own: list[Record]) -> tuple[object, ...]:
        said = Counter(each["agree"] for each in own)
        streets = {each["street"] for each in own}
        met = sum((visited.get(street, Counter()) for street in streets), Counter[str]())
        wanted = [sum(told.get(street, (0, 0))[at] for street in streets) for at in (0, 1)]
        unsaid = len(own) - said["yes"] - said["no"]
        rate = share(said["yes"], len(own))
        counted = [met[each.key] for each in states]
        return len(own), said["yes"], said["no"], unsaid, rate, *counted, *wanted

    rows = _by_street(list(record_lists.all(db, "households")), cells)
    title = R7.filled(period=period.words)
    return ReportTable("R7", title, columns, rows, (NOT_TIMED,), Words("户、次", "homes, visits"))


def _by_street(
    records: list[Record], cells: Callable[[list[Record]], tuple[object, ...]]
) -> tuple[Row, ...]:
    """Return a row for every street, in the order in which they come, and the total."""
    found: dict[str | None, list[Record]] = {}
    for each in records:
        found.setdefault(each["street"], []).append(each)
    rows = [Row((street or NO_STREET, *cells(own))) for street, own in found.items()]
    return (*rows, Row((TOTAL, *cells(records)), "total")) if rows else ()


def alarms(db: Database, period: Period) -> ReportTable:
    """Return R9: by kind of facility, how many sent readings in the period and raised alarms."""
    levels = codes.table("alarm_levels")
    columns = (
        Column("kind", Words("设施类别", "Facility"), "text"),
        Column("facilities", Words("设施数", "Facilities"), "count"),
        Column("readings", Words("本期读数", "Readings"), "count"),
        *(Column(each.key, each.words, "count", Words("报警", "Alarms")) for each in levels),
        Column("hit", Words("报警设施数", "Facilities with alarms"), "count"),
    )
    kinds = report_figures.facility_kinds(db)
    known = Counter(kinds.values())
    read = Counter(kinds.get(each["facility"]) for each in _timed(db, "readings", period))
    raised = list(_timed(db, "alarms", period))

    def cells(kind: str | None) -> tuple[object, ...]:
        own = [each for each in raised if kind is None or kinds.get(each["facility"]) == kind]
        of = Counter(each["level"] for each in own)
        sizes = (known.total(), read.total()) if kind is None else (known[kind], read[kind])
        told = [of.get(each.key, 0) for each in levels]
        return *sizes, *told, len({each["facility"] for each in own})

    order = [each.key for each in codes.table("facility_kinds") if each.key in known]
    rows = [Row((_named("facility_kinds", kind), *cells(kind))) for kind in order]
    every = (*rows, Row((TOTAL, *cells(None)), "total")) if rows else ()
    return ReportTable("R9", R9.filled(period=period.words), columns, every, (IMPORTED,))


def ratings(db: Database, period: Period) -> ReportTable:
    """Return R10: ratings of the period by toilet, with their share and what followed."""
    values = codes.table("ratings")
    columns = (
        Column("facility", Words("公共厕所", "Toilet"), "text"),
        Column("ratings", Words("评价数", "Ratings"), "count"),
        *(Column(each.key, each.words, "count", Words("评价", "Rating")) for each in values),
        Column("followed", Words("已跟进", "Followed up"), "count"),
    )
    found: dict[str, list[Record]] = {}
    for each in _timed(db, "ratings", period):
        found.setdefault(each["facility"], []).append(each)

    def cells(own: Iterable[Record]) -> tuple[object, ...]:
        listed = list(own)
        of = Counter(each["rating"] for each in listed)
        followed = sum(bool(each["follow_up"]) for each in listed)
        return len(listed), *(of.get(each.key, 0) for each in values), followed

    rows = [Row((name, *cells(own))) for name, own in found.items()]
    every = [each for own in found.values() for each in own]
    if rows:
        rows.append(Row((TOTAL, *cells(every)), "total"))
    return ReportTable("R10", R10.filled(period=period.words), columns, tuple(rows))


def check_up(period: Period) -> ReportTable:
    """Return R8, which says that the file has no check-up."""
    columns = (
        Column("indicator", Words("体检指标", "Indicator"), "text"),
        Column("problems", Words("问题数", "Problems"), "count"),
        Column("turned", Words("已转化项目数", "Turned into works"), "count"),
        Column("settled", Words("已整改数", "Settled"), "count"),
    )
    return ReportTable("R8", R8.filled(period=period.words), columns, absent=NO_CHECK_UP)


def targets(db: Database, period: Period, today: str) -> ReportTable:
    """Return R11: every target, what is reached by the period's end, and by the year's end."""
    columns = (
        Column("plan", Words("规划层级", "Plan"), "text"),
        Column("target", Words("目标", "Target"), "text"),
        Column("unit", Words("单位", "Unit"), "text"),
        Column("wanted", Words("目标值", "Wanted"), "quantity"),
        Column("reached", Words("完成值", "Reached"), "quantity"),
        Column("rate", Words("完成率", "Rate"), "percent"),
        Column("forecast", Words("预计年底", "By year's end"), "quantity"),
    )
    found = reaching.read(db, min(today, period.last))
    rows = tuple(Row(_target(each)) for each in found)
    notes: tuple[Words, ...] = (FROM_FINISHED,) if rows else ()
    undated = sum(each.undated for each in found)
    if undated:
        notes += (UNDATED.filled(count=undated),)
    absent = None if rows else NO_TARGETS
    return ReportTable("R11", R11.filled(period=period.words), columns, rows, notes, absent=absent)


def _target(each: reaching.Reached) -> tuple[object, ...]:
    return (
        each.plan if each.year is None else f"{each.plan}（{each.year}）",
        each.metric.words,
        each.metric.unit_words,
        each.planned,
        round(each.base + each.done, 2),
        each.share,
        round(each.forecast, 2),
    )


def _timed(db: Database, kind: str, period: Period) -> Iterable[Record]:
    """Yield the records of a list whose day lies in a period."""
    for each in record_lists.all(db, kind):
        if each["time"] and period.holds(str(each["time"])[:10]):
            yield each


def _named(table: str, key: str) -> Words:
    entry = codes.code(table, key)
    return entry.words if entry else Words(key, key)
