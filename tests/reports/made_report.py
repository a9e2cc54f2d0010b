"""An invented report of plain values: awkward texts, few rows, no database."""

from __future__ import annotations

from decimal import Decimal

from renewtrack.domain import periods
from renewtrack.reports.tables import Column, Report, ReportTable, Row
from renewtrack.words import Words

HOSTILE = (
    '=HYPERLINK("http://x")',
    "<w:p>{{ 7*7 }}</w:p> & {% raw %}",
    "控\x00制\x0b符\ud800\ufffe",
    "两\n行\t文字",
)
PLAN, START = Words("计划", "Plan"), Words("开工", "Started")
TOTAL = Words("合计", "Total")


def summary(streets: tuple[str, ...] = HOSTILE) -> ReportTable:
    """Return R1 with a row for each street, a total and an adjustment."""
    columns = (
        Column("street", Words("街道", "Street"), "text"),
        Column("estates", Words("小区", "Estates"), "count", PLAN),
        Column("area", Words("面积", "Floor area"), "wan_m2", PLAN),
        Column("started", Words("累计", "So far"), "count", START),
        Column("start_rate", Words("开工率", "Rate"), "percent", START),
        Column("plan", Words("计划投资", "Planned"), "wan_yuan"),
        Column("rank", Words("排名", "Rank"), "rank"),
    )
    rows = [
        Row((street, 3 + place, 12_345.0, place, Decimal("66.665"), 123_456_789, 1))
        for place, street in enumerate(streets)
    ]
    rows.append(Row((TOTAL, 18, 49_380.0, 6, Decimal("33.335"), 493_827_156, None), "total"))
    rows.append(Row((Words("调整", "Adjusted"), -1, None, "<5", "-", 0, None), "adjustment"))
    notes = (Words("因四舍五入，分项合计与总计可能不等。", "Items may not add up."),)
    unit = Words("个、万㎡、万元、%", "estates, 10k m2, 10k yuan, %")
    title = Words("2025年5月进展汇总表", "Progress, May 2025")
    return ReportTable("R1", title, columns, tuple(rows), notes, unit)


def money() -> ReportTable:
    """Return R4 with two sources and a total."""
    keys = ("planned", "allocated", "received", "paid")
    columns = (
        Column("source", Words("资金来源", "Source"), "text"),
        *(Column(key, Words(key, key), "wan_yuan") for key in keys),
    )
    rows = (
        Row((Words("中央补助", "Central"), 1_000_000, 900_000, 800_000, None)),
        Row((Words("市级资金", "City"), 2_000_000, 0, 0, 0)),
        Row((TOTAL, 3_000_000, 900_000, 800_000, 0), "total"),
    )
    return ReportTable("R4", Words("资金来源", "Money by source"), columns, rows)


def made(*tables: ReportTable, period: str = "2025-05", frozen: str | None = None) -> Report:
    """Return a report of a period with these tables, of the usual ones where none are given."""
    absent = Words("台账里没有体检，本表没有数据。", "There is no check-up.")
    columns = (Column("facility", Words("设施", "Facility"), "text"),)
    usual = (
        summary(),
        money(),
        ReportTable("R8", Words("体检问题", "Check-up"), columns, absent=absent),
        ReportTable("R9", Words("报警", "Alarms"), columns),
    )
    return Report(
        periods.read(period),
        tables or usual,
        {"estates": "18", "started": "6", "plan": "49382.72", "late": "0", "year": "2025"},
        frozen,
        "更新科 <&>",
        "张工",
        "2025-05-31",
    )
