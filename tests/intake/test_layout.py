"""Titles, heads, units and the class of every row are told whatever stands around the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.intake import captions, headings, layout, row_classes
from renewtrack.intake.layout import Layout
from renewtrack.intake.sheets import Merge, SheetCells
from tests.intake import offices, test_variants
from tests.intake.facts import Take
from tests.intake.offices import FACTS, Form, Grid


def recognised(grid: Grid, name: str = "台账") -> Layout:
    width = max(len(row) for row in grid.rows)
    rows = tuple((*row, *[None] * (width - len(row))) for row in grid.rows)
    return layout.recognise(SheetCells(name, rows, tuple(Merge(*one) for one in grid.merges)))


def moved(grid: Grid, down: int, right: int) -> Grid:
    """Put a grid further down and to the right."""
    rows = [*([[]] * down), *([*[None] * right, *row] for row in grid.rows)]
    merges = [(t + down, le + right, b + down, r + right) for t, le, b, r in grid.merges]
    return Grid([list(row) for row in rows], merges)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (0, 2), (5, 3)])
def test_a_table_may_stand_anywhere(
    db: Database, take: Take, tmp_path: Path, down: int, right: int
) -> None:
    grid = moved(offices.ledger(Form(head_rows=2, number_row="plain")), down, right)
    take(offices.save_xlsx(tmp_path / "2025.xlsx", grid))
    test_variants.check(db)


def test_heads_repeated_at_page_breaks_are_no_data(
    db: Database, take: Take, tmp_path: Path
) -> None:
    grid = offices.ledger(Form(streets="repeated", subtotals="none"))
    heads = grid.rows[2]
    grid.rows[5:5] = [list(heads)]
    plan = take(offices.save_xlsx(tmp_path / "2025.xlsx", grid))
    assert plan.skipped["header"] == 2
    test_variants.check(db)


def test_blank_columns_and_rows_between_do_not_matter(
    db: Database, take: Take, tmp_path: Path
) -> None:
    grid = offices.ledger(Form(streets="repeated"))
    for row in grid.rows:
        row.insert(4, None)
    grid.rows.insert(3, [None] * len(grid.rows[3]))
    grid.merges.clear()
    take(offices.save_xlsx(tmp_path / "2025.xlsx", grid))
    test_variants.check(db)


def test_what_stands_above_the_head_is_read() -> None:
    grid = offices.ledger(Form(unit_in="caption", money="元", area="万㎡"))
    found = recognised(grid)
    assert found.title == "东湖区2025年老旧小区改造台账"
    assert (found.facts.year, found.facts.cutoff) == (2025, "2025-10-31")
    assert (found.facts.money_unit, found.facts.area_unit) == ("元", "万㎡")


def test_a_reporting_unit_is_no_unit_of_measure() -> None:
    rows: list[list[offices.Cell]] = [
        ["2025年台账"],
        ["填报单位：万元区住建局（建设单位：某公司）"],
        ["小区名称", "总投资", "形象进度"],
        ["临湖里", 5, "已完工"],
    ]
    assert recognised(Grid(rows, [])).facts.money_unit is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("合计", "total"), ("总 计", "total"), ("合计：", "total"), ("全区合计", "total"),
        ("合计（36个小区）", "total"), ("全市小计:", "total"), ("小计", "subtotal"),
        ("小 计", "subtotal"), ("上地街道小计", "subtotal"), ("上地街道合计", "subtotal"),
        ("临湖里", ""), ("合计小区", ""), ("小计家园", ""), ("第1小计", ""),
    ],
)  # fmt: skip
def test_labels_of_totals(words: str, kind: str) -> None:
    assert row_classes.total_label(words) == kind


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([1, 2, 3, 4], True), (["[1]", "[2]", "[3]"], True), (["甲", "乙", 1, 2, 3], True),
        (["栏次", 1, 2, 3], True), (["(1)", "(2)", "（3）"], True), ([1, 2, 4], False),
        ([1, "上地街道", 2, 3], False), ([1, 2], False), (["1", "2", "3=1+2"], True),
    ],
)  # fmt: skip
def test_number_rows(cells: list[offices.Cell], told: bool) -> None:
    assert row_classes.is_number_row(cells) is told


def test_a_street_with_figures_before_its_estates_is_a_subtotal() -> None:
    rows: list[list[offices.Cell]] = [
        ["序号", "街道", "小区名称", "户数", "总投资（万元）"],
        ["合计", None, None, 30, 300],
        [None, "东湖街道", None, 30, 300],
        [1, None, "临湖里", 10, 100],
        [2, None, "翠屏苑", 20, 200],
    ]
    found = recognised(Grid(rows, [(2, 1, 4, 1)]))
    assert found.classes == ("header", "total", "subtotal", "data", "data")
    assert [found.rows[row][1] for row in found.data] == ["东湖街道", "东湖街道"]


def test_only_tall_merged_ranges_fill_down() -> None:
    cells = SheetCells("x", (("a", None, "c"), (None, None, None)), (Merge(0, 0, 1, 1),))
    assert layout.filled_down(cells) == (("a", None, "c"), ("a", None, None))


@pytest.mark.parametrize(
    ("above", "heading", "field"),
    [
        (("资金来源（万元）",), "省", "fund_province"),
        (("项目投资情况",), "市", "fund_city"),
        ((), "省", "province"),
        (("开工时间",), "计划", "start_plan"),
        (("竣工时间",), "实际", "finish_actual"),
        (("资金来源",), "合计", "fund_total"),
        ((), "百度经度", "lon"),
        ((), "WGS84_纬度", "lat"),
        ((), "建筑面积\n（万平方米）", "gfa"),
        (("计划",), "开工时间", "start_plan"),
        (("实际",), "竣工时间", "finish_actual"),
        (("计划投资（万元）",), "合计", "invest_total"),
        (("计划投资（万元）", "资金来源"), "合计", "fund_total"),
        (("到位资金（万元）",), "中央", "fund_arrived"),
        (("资金支付情况",), "区级", "fund_paid"),
        (("资金来源及到位情况",), "区级", "fund_district"),
        ((), "中央资金到位", "fund_arrived"),
        (("楼栋数",), "栋", "bldg_count"),
        (("总投资",), "（万元）", "invest_total"),
        ((), "GPS经度", "lon"),
        ((), "坐标（经度,纬度）", "lon"),
        ((), "镇（街）", "street"),
        ((), "投资规模（万元）", "invest_total"),
        (("完成投资（万元）",), "1月", None),
        (("2025年投资",), "第一季度", None),
        ((), "低保户数", None),
        ((), "单元户数", None),
        ((), "所在楼层", None),
        ((), "地下层数", None),
    ],
)
def test_heads_are_understood_by_what_stands_above(
    above: tuple[str, ...], heading: str, field: str | None
) -> None:
    rows = (*((words,) for words in above), (heading,))
    (column,) = headings.columns(SheetCells("x", tuple(rows)), range(len(rows)))
    assert column.field == field


@pytest.mark.parametrize("done_first", [True, False])
def test_what_is_planned_goes_before_what_is_done(done_first: bool) -> None:
    heads = (("计划改造", "户数"), ("已完成", "户数"))
    rows = tuple(zip(*(heads[::-1] if done_first else heads), strict=True))
    found = headings.columns(SheetCells("x", rows), range(2))
    assert [column.field for column in found] == (
        [None, "house_count"] if done_first else ["house_count", None]
    )


def test_money_that_came_is_never_planned_funding() -> None:
    rows = (("到位资金（万元）", "到位资金（万元）"), ("中央", "区级"))
    found = headings.columns(SheetCells("x", rows), range(2))
    assert [column.field for column in found] == ["fund_arrived", "fund_arrived"]


@pytest.mark.parametrize(
    ("words", "unit"),
    [("總投資（萬元）", "万元"), ("总投资\n（万\n元）", "万元"), ("概算（億元）", "亿元")],
)
def test_units_are_read_in_traditional_signs_too(words: str, unit: str) -> None:
    assert captions.money_unit(words) == unit


def test_each_kind_of_sheet_has_its_file() -> None:
    assert [kind.key for kind in layout.kinds()] == ["buildings", "ledger"]
    for kind in layout.kinds():
        for key in (*kind.needs, *kind.one_of, *kind.none_of):
            assert headings.field(key).key == key


def test_the_sheet_with_most_to_tell_is_chosen(db: Database, tmp_path: Path, take: Take) -> None:
    path = offices.save_xlsx(
        tmp_path / "2025.xlsx", offices.ledger(Form(), FACTS[:1]), offices.ledger(Form())
    )
    plan = take(path)
    assert plan.layout.sheet.name == "附表"
    assert [issue.kind for issue in plan.issues] == ["other_sheets"]
