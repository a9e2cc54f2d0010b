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
        ("合计6个小区", "total"), ("共计：六个项目", "total"), ("上地街道小计：3个", "subtotal"),
        ("临湖里", ""), ("合计小区", ""), ("小计家园", ""), ("第1小计", ""),
    ],
)  # fmt: skip
def test_labels_of_totals(words: str, kind: str) -> None:
    assert row_classes.total_label(words) == kind


@pytest.mark.parametrize("datum", ["CGCS2000坐标系", "国家2000坐标系", "2000国家大地坐标系"])
def test_a_datum_is_no_year(datum: str) -> None:
    rows: list[list[offices.Cell]] = [
        [f"楼栋表（{datum}，中央子午线117°）"],
        ["小区名称", "楼号", "层数"],
        ["临湖里", "1号楼", 6],
    ]
    assert recognised(Grid(rows, [])).facts.year is None


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([1, 2, 3, 4], True), (["[1]", "[2]", "[3]"], True), (["甲", "乙", 1, 2, 3], True),
        (["栏次", 1, 2, 3], True), (["(1)", "(2)", "（3）"], True), ([1, 2, 4], False),
        ([3, 2, 1], True), ([1, "上地街道", 2, 3], False), ([1, 2], False),
        (["1", "2", "3=1+2"], True),
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
    [
        ("總投資（萬元）", "万元"),
        ("总投资\n（万\n元）", "万元"),
        ("概算（億元）", "亿元"),
        ("Total (10,000 yuan)", "万元"),
        ("Budget (RMB)", "元"),
        ("人民币", None),
    ],
)
def test_units_are_read_in_other_tongues_too(words: str, unit: str | None) -> None:
    assert captions.money_unit(words) == unit


def test_each_kind_of_sheet_has_its_file() -> None:
    assert {kind.key for kind in layout.kinds()} >= {
        *("ledger", "buildings", "bookings", "lifts", "payments", "readings")
    }
    for kind in layout.kinds():
        for key in (*kind.needs, *kind.one_of, *kind.none_of, *kind.also):
            assert key.endswith("*") or headings.field(key).key == key


def test_the_sheet_with_most_to_tell_is_chosen(db: Database, tmp_path: Path, take: Take) -> None:
    path = offices.save_xlsx(
        tmp_path / "2025.xlsx", offices.ledger(Form(), FACTS[:1]), offices.ledger(Form())
    )
    plan = take(path)
    assert plan.layout.sheet.name == "附表"
    assert [issue.kind for issue in plan.issues] == ["other_sheets"]


HEAD_OF_MERGES = [(0, 0, 1, 0), (0, 1, 1, 1)]


@pytest.mark.parametrize(
    ("below", "merges", "told"),
    [
        (["计划", "计划"], HEAD_OF_MERGES, {2: "start_plan", 3: "finish_plan"}),
        (["计划", "计划"], [], {2: "start_plan", 3: "finish_plan"}),
        (["计划", "实际"], [], {2: "start_plan", 3: "finish_actual"}),
    ],
)
def test_a_row_of_leaf_words_belongs_to_the_head(
    below: list[offices.Cell], merges: list[tuple[int, int, int, int]], told: dict[int, str]
) -> None:
    rows: list[list[offices.Cell]] = [
        ["街道", "小区名称", "开工时间", "竣工时间"],
        [None, None, *below],
        ["东湖街道", "临湖里", "2025-03", "2025-10"],
    ]
    found = recognised(Grid(rows, merges))
    assert found.classes == ("header", "header", "data")
    assert {index: found.columns[index].field for index in told} == told


@pytest.mark.parametrize("merges", [HEAD_OF_MERGES, []])
def test_a_row_of_units_below_the_head_gives_the_units(
    merges: list[tuple[int, int, int, int]],
) -> None:
    rows: list[list[offices.Cell]] = [
        ["街道", "小区名称", "楼栋数", "建筑面积", "总投资"],
        [None, None, "栋", "万㎡", "亿元"],
        ["东湖街道", "临湖里", 3, 2.15, 0.03],
    ]
    found = recognised(Grid(rows, merges))
    assert found.classes == ("header", "header", "data")
    assert [(column.field, column.unit) for column in found.columns[2:]] == [
        ("bldg_count", None), ("gfa", "万㎡"), ("invest_total", "亿元"),
    ]  # fmt: skip


def test_a_streets_line_gives_its_street_to_the_rows_below() -> None:
    rows: list[list[offices.Cell]] = [
        ["序号", "小区名称", "户数", "总投资（万元）"],
        [None, "东湖街道（2个）", 30, 300],
        [1, "临湖里", 10, 100],
        [2, "翠屏苑", 20, 200],
        [None, "南桥镇", 5, 50],
        [3, "水乡", 5, 50],
    ]
    found = recognised(Grid(rows, []))
    assert found.classes == ("header", "subtotal", "data", "data", "subtotal", "data")
    assert found.bands == {2: "东湖街道", 3: "东湖街道", 5: "南桥镇"}


def test_a_subtotal_below_its_estates_gives_them_its_street() -> None:
    rows: list[list[offices.Cell]] = [
        ["小区名称", "户数", "总投资（万元）"],
        ["临湖里", 10, 100],
        ["东湖街道小计", 10, 100],
        ["翠屏苑", 20, 200],
        ["南桥镇小计", 20, 200],
    ]
    assert recognised(Grid(rows, [])).bands == {1: "东湖街道", 3: "南桥镇"}


@pytest.mark.parametrize("words", ["以下空白", "（以下无正文）", "第1页，共3页"])
def test_the_end_of_a_table_is_no_estate(words: str) -> None:
    rows: list[list[offices.Cell]] = [
        ["社区", "小区名称", "户数", "形象进度"],
        ["湖滨社区", "临湖里", 10, "已完工"],
        [None, words, None, None],
    ]
    assert recognised(Grid(rows, [])).classes[-1] == "note"


def test_a_second_table_below_is_left_out() -> None:
    rows: list[list[offices.Cell]] = [
        ["序号", "街道", "小区名称", "户数", "总投资（万元）"],
        [1, "东湖街道", "临湖里", 10, 100],
        [],
        ["表二：资金拨付情况"],
        ["序号", "小区名称", "拨付日期", "拨付金额（万元）"],
        [1, "临湖里", "2025-05-01", 50],
    ]
    found = recognised(Grid([[*row] for row in rows], []))
    assert found.data == (1,)
    assert found.other_table == 4


def test_a_merged_figure_stays_with_its_first_row() -> None:
    rows: list[list[offices.Cell]] = [
        ["街道", "小区名称", "户数", "形象进度"],
        ["东湖街道", "临湖里", 30, "施工中"],
        [None, "翠屏苑", None, None],
    ]
    found = recognised(Grid(rows, [(1, column, 2, column) for column in (0, 2, 3)]))
    assert found.rows[2] == ("东湖街道", "翠屏苑", None, "施工中")
    assert found.shared == {(2, 2): 1}


@pytest.mark.parametrize(
    ("words", "street"),
    [
        ("上地街道", "上地街道"), ("上地街道2025年老旧小区改造台账", "上地街道"),
        ("北京市示范区永定镇台账", "永定镇"), ("示范区2025年城镇老旧小区改造台账", None),
        ("城镇老旧小区台账", None), ("各街道汇总", None), ("Sheet1", None),
    ],
)  # fmt: skip
def test_the_street_that_a_name_or_title_begins_with(words: str, street: str | None) -> None:
    assert captions.street(words) == street


def test_a_table_beside_is_left_out() -> None:
    rows: list[list[offices.Cell]] = [
        ["序号", "街道", "小区名称", "户数", "总投资（万元）", None, "街道", "人口"],
        [1, "东湖街道", "临湖里", 10, 100, None, "东湖街道", 900],
        [2, "南桥镇", "水乡", 20, 200, None, "南桥镇", 800],
        [None, None, None, None, None, None, "西山镇", 700],
    ]
    found = recognised(Grid(rows, []))
    assert found.data == (1, 2)
    assert found.beside == (6, 7)
    assert found.column("population") is None


def test_blank_columns_within_a_table_part_nothing() -> None:
    rows: list[list[offices.Cell]] = [
        ["街道", "小区名称", None, "户数", None, "总投资（万元）"],
        ["东湖街道", "临湖里", None, 10, None, 100],
    ]
    found = recognised(Grid(rows, []))
    assert found.beside == ()
    assert found.fields() == {"street", "estate_name", "house_count", "invest_total"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [("合計", "total"), ("小計", "subtotal"), ("Total", "total"), ("Subtotal:", "subtotal")],
)
def test_totals_of_other_tongues(words: str, kind: str) -> None:
    assert row_classes.total_label(words) == kind


@pytest.mark.parametrize("cells", [[3, 5], ["3栋", "5栋"]])
def test_a_column_of_buildings_may_count_them(cells: list[offices.Cell]) -> None:
    rows: list[list[offices.Cell]] = [
        ["街道", "小区名称", "楼栋", "总投资（万元）"],
        *(["东湖街道", f"临湖{cell}里", cell, 100] for cell in cells),
    ]
    found = recognised(Grid(rows, []))
    assert (found.kind, found.columns[2].field) == ("ledger", "bldg_count")
