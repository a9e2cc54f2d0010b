"""A plan tells each row's fate and every cell's old and new value, and writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from renewtrack.errors import Cancelled
from renewtrack.intake import planning, reading, refusals, storing
from renewtrack.intake.options import Options
from renewtrack.intake.plans import Plan
from renewtrack.intake.sheets import SheetCells
from renewtrack.store import actions, batches, buildings, estates, history, projects, works
from tests.intake import facts, offices
from tests.intake.facts import Take
from tests.intake.offices import FACTS, Form, Grid

HEADS: list[offices.Cell] = ["街道", "社区", "小区名称", "户数", "建筑面积（㎡）", "改造内容",
                             "总投资（万元）", "中央", "区级", "计划开工", "实际开工", "计划竣工",
                             "实际竣工", "形象进度", "联系电话"]  # fmt: skip
ROW: list[offices.Cell] = ["东湖街道", "湖滨社区", "临湖里", 320, 21500, "供水管网、加装电梯",
                           300, 200, 100, "2025-03", "2025-03-30", "2025-10", None, "施工中60%",
                           "13812345678"]  # fmt: skip


NAMES = ("street", "community", "name", "households", "area", "content", "invest", "central",
         "district", "start_plan", "start", "finish_plan", "finish", "stage",
         "phone")  # fmt: skip


def sheet(folder: Path, *rows: list[offices.Cell], title: str = "2025年改造台账") -> Path:
    head: list[offices.Cell] = [title, *[None] * (len(HEADS) - 1)]
    cutoff: list[offices.Cell] = ["（截至2025年10月31日）", *[None] * (len(HEADS) - 1)]
    return offices.save_xlsx(folder / "台账.xlsx", Grid([head, cutoff, HEADS, *rows], []))


def row(**changes: offices.Cell) -> list[offices.Cell]:
    return [changes.get(name, cell) for name, cell in zip(NAMES, ROW, strict=True)]


def kinds(plan: Plan) -> list[str]:
    return [issue.kind for issue in plan.issues]


def test_planning_writes_nothing(db: Database, tmp_path: Path) -> None:
    before = list(db.conn.iterdump())
    plan = planning.plan(db, sheet(tmp_path, ROW))
    assert plan.counts["new"] == 1
    assert list(db.conn.iterdump()) == before


def test_a_changed_row_tells_old_and_new_of_each_cell(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(sheet(tmp_path, ROW))
    changed = row(households=330, finish_plan="2025年11月底", central=250, stage="已完工")
    plan = take(sheet(tmp_path, changed))
    assert plan.counts == {"new": 0, "changed": 1, "same": 0, "rejected": 0}
    assert {(one.table, one.column, one.old, one.new) for one in plan.rows[0].changes} == {
        ("estate", "household_count", 320, 330),
        ("project", "finish_plan", "2025-10", "2025-11-30"),
        ("project", "stage", "S70", "S80"),
        ("funding", "planned_fen", 200_000_000, 250_000_000),
    }
    estate = facts.ledger(db)["东湖街道", "湖滨社区", "临湖里"]
    assert (estate["households"], estate["stage"]) == (330, "S80")
    assert estate["funds"]["central"] == 250


def test_a_blank_never_takes_a_stored_value_away(db: Database, take: Take, tmp_path: Path) -> None:
    take(sheet(tmp_path, ROW))
    blank: list[offices.Cell] = ["东湖街道", "湖滨社区", "临湖里", *[None] * 11, "-"]
    plan = take(sheet(tmp_path, blank))
    assert plan.counts["same"] == 1
    assert facts.ledger(db)["东湖街道", "湖滨社区", "临湖里"]["households"] == 320


def test_a_work_the_sheet_no_longer_lists_stays_and_is_told(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(sheet(tmp_path, ROW))
    plan = take(sheet(tmp_path, row(content="供水管网；绿化提升")))
    assert kinds(plan) == ["works_kept"]
    estate = facts.ledger(db)["东湖街道", "湖滨社区", "临湖里"]
    assert estate["items"] == ["供水管网", "加装电梯", "绿化提升"]


def test_an_unknown_work_is_kept_in_its_own_words(db: Database, take: Take, tmp_path: Path) -> None:
    take(sheet(tmp_path, row(content="供水管网、修建荷花池")))
    (estate,) = estates.all(db)
    assert [(one.kind, one.remark) for one in works.of_estate(db, estate.id)] == [
        ("B01", None),
        ("other", "修建荷花池"),
    ]
    assert (
        planning.plan(db, sheet(tmp_path, row(content="供水管网、修建荷花池"))).counts["same"] == 1
    )


def test_next_years_ledger_makes_a_second_project(db: Database, take: Take, tmp_path: Path) -> None:
    take(sheet(tmp_path, ROW))
    plan = take(sheet(tmp_path, ROW, title="2026年改造台账"))
    assert plan.counts["new"] == 1
    (estate,) = estates.all(db)
    assert [one.plan_year for one in projects.of_estate(db, estate.id)] == [2026, 2025]


def test_a_duplicate_is_rejected_with_the_row_of_the_first(db: Database, tmp_path: Path) -> None:
    plan = planning.plan(db, sheet(tmp_path, ROW, row(name="临 湖里")))
    assert plan.counts == {"new": 1, "changed": 0, "same": 0, "rejected": 1}
    assert plan.issues[0].message.zh.startswith("与第 4 行重复")


def test_equal_names_in_other_streets_are_other_estates(
    db: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(sheet(tmp_path, ROW, row(street="南桥镇", community="南桥社区")))
    assert plan.counts["new"] == 2
    assert len(estates.all(db)) == 2


def test_an_alias_is_met_and_an_alike_name_is_only_shown(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(sheet(tmp_path, ROW))
    (estate,) = estates.all(db)
    with actions.act(db, "edit", "测试员"):
        estates.change(db, estate.id, {"aliases": ["滨湖大院"]})
    plan = planning.plan(db, sheet(tmp_path, row(name="滨湖大院")))
    assert plan.counts["same"] == 1
    near = planning.plan(db, sheet(tmp_path, row(name="临湖里小区")))
    assert near.counts["new"] == 1


def test_a_row_without_community_means_the_one_estate_that_the_sheet_has_of_the_name(
    db: Database, take: Take, tmp_path: Path
) -> None:
    heads: list[offices.Cell] = ["街道", "社区", "小区", "楼号"]
    rows: list[list[offices.Cell]] = [
        ["东湖街道", None, "临湖里", "1#"],
        ["东湖街道", "湖滨社区", "临湖里", "2#"],
        ["东湖街道", None, "翠屏苑", "1#"],
        ["东湖街道", "湖滨社区", "翠屏苑", "2#"],
        ["东湖街道", "翠屏社区", "翠屏苑", "2#"],
    ]
    path = offices.save_xlsx(tmp_path / "楼.xlsx", Grid([heads, *rows], []))
    for _ in range(2):  # nothing of it depends on what an import has made before
        plan = take(path)
        assert [row.row for row in plan.rows if row.state == "rejected"] == [4]
        assert kinds(plan) == ["ambiguous"]
    assert [(one.community, one.estate, one.number) for one in buildings.all(db)] == [
        ("湖滨社区", "临湖里", "1"), ("湖滨社区", "临湖里", "2"), ("湖滨社区", "翠屏苑", "2"),
        ("翠屏社区", "翠屏苑", "2"),
    ]  # fmt: skip


def test_numbers_in_names_are_never_alike(db: Database, take: Take, tmp_path: Path) -> None:
    take(sheet(tmp_path, row(name="东里小区一区")))
    plan = planning.plan(db, sheet(tmp_path, row(name="东里小区二区")))
    assert kinds(plan) == []


def test_a_name_that_several_estates_have_is_not_guessed(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(sheet(tmp_path, ROW, row(street="南桥镇", community="南桥社区")))
    grid = Grid([["小区名称", "总投资（万元）", "形象进度"], ["临湖里", 5, "已完工"]], [])
    plan = planning.plan(db, offices.save_xlsx(tmp_path / "2025.xlsx", grid))
    assert plan.counts["rejected"] == 1
    assert kinds(plan) == ["ambiguous"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"finish_plan": "2025-01"}, "dates_order"),
        ({"finish": "2025-12-01", "stage": "已完工"}, "after_cutoff"),
        ({"stage": "方案设计"}, "started_early"),
        ({"finish": "2025-09-01"}, "finished_early"),
        ({"stage": "施工中100%"}, "percent_stage"),
        ({"central": 150}, "funds_sum"),
        ({"area": 2.15}, "area_per_household"),
        ({"invest": 3_000_000, "central": 2_000_000, "district": 1_000_000}, "money_per_area"),
        ({"households": "很多"}, "unreadable"),
        ({"start": "已开工"}, "status_word"),
        ({"stage": "五颜六色"}, "no_stage"),
        ({"name": None}, "no_name"),
        ({"name": "临湖里、翠屏苑"}, "several_estates_linked"),
        ({"households": -3}, "unreadable"),
    ],
)
def test_each_rule_speaks(db: Database, tmp_path: Path, changes: dict[str, Any], kind: str) -> None:
    plan = planning.plan(db, sheet(tmp_path, row(**changes)))
    found = [issue for issue in plan.issues if issue.kind == kind]
    assert found, kinds(plan)
    assert found[0].row == 4
    assert found[0].sheet == "台账"
    assert found[0].file == "台账.xlsx"
    assert found[0].message.zh != found[0].message.en


def test_a_clean_row_has_no_issue(db: Database, tmp_path: Path) -> None:
    assert kinds(planning.plan(db, sheet(tmp_path, ROW))) == []


def test_an_unreadable_cell_leaves_only_itself_out(
    db: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(sheet(tmp_path, row(households="很多")))
    assert plan.counts["new"] == 1
    issue = plan.issues[0]
    assert (issue.column, issue.heading, issue.value) == ("D", "户数", "很多")
    estate = facts.ledger(db)["东湖街道", "湖滨社区", "临湖里"]
    assert (estate["households"], estate["area_m2"]) == (None, 21500)


def test_a_masked_telephone_is_recognised_and_left_alone(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(sheet(tmp_path, ROW))
    plan = take(sheet(tmp_path, row(phone="138****5678")))
    assert plan.counts["same"] == 1
    assert kinds(plan) == ["masked"]
    assert facts.ledger(db)["东湖街道", "湖滨社区", "临湖里"]["phone"] == "13812345678"


def test_every_imported_value_knows_its_cell(db: Database, take: Take, tmp_path: Path) -> None:
    take(sheet(tmp_path, row(finish_plan="预计2025年10月底")))
    (estate,) = estates.all(db)
    (project,) = projects.of_estate(db, estate.id)
    source = batches.source_of(db, "project", project.id)["finish_plan"]
    assert (source.sheet, source.cell, source.raw) == ("台账", "L4", "预计2025年10月底")
    assert (source.precision, source.qualifier) == ("approx_day", "planned")
    assert source.file == "台账.xlsx"


def test_an_import_is_one_action_that_undo_takes_back(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(sheet(tmp_path, ROW, row(street="南桥镇", community="南桥社区")))
    (group,) = history.groups(db)
    assert group.action == "import"
    history.undo(db, "测试员")
    assert estates.all(db) == []
    assert db.execute("SELECT COUNT(*) FROM project").fetchone()[0] == 0


def test_a_cancelled_import_leaves_nothing(db: Database, tmp_path: Path) -> None:
    plan = planning.plan(db, sheet(tmp_path, ROW))
    before = list(db.conn.iterdump())
    with pytest.raises(Cancelled):
        storing.store(db, plan, "测试员", progress=lambda done, of: done < of)
    assert list(db.conn.iterdump()) == before


def test_a_cancelled_plan_stops(db: Database, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        planning.plan(db, sheet(tmp_path, ROW), progress=lambda done, of: False)


def test_columns_may_be_named_by_the_person(db: Database, take: Take, tmp_path: Path) -> None:
    grid = Grid(
        [["甲方", "乙方", "丙方"], ["临湖里", "三百户", "已完工"], ["翠屏苑", "10", "设计"]], []
    )
    path = offices.save_xlsx(tmp_path / "2025.xlsx", grid)
    with pytest.raises(refusals.NothingRecognised):
        planning.plan(db, path)
    said = {0: "estate_name", 1: "house_count", 2: "progress"}
    plan = planning.plan(db, path, Options(mapping=said, head_rows=(0,)))
    assert plan.counts["new"] == 2


def test_a_hidden_sheet_comes_in_only_when_chosen(db: Database, tmp_path: Path) -> None:
    import openpyxl

    path = offices.save_xlsx(
        tmp_path / "2025.xlsx", offices.ledger(Form()), offices.ledger(Form(), FACTS[:2])
    )
    book = openpyxl.load_workbook(path)
    book["附表"].sheet_state = "hidden"
    book.save(path)
    plan = planning.plan(db, path)
    assert (plan.layout.sheet.name, kinds(plan)) == ("台账", ["hidden_sheets"])
    assert planning.plan(db, path, Options(sheet="附表")).rows_read == 2
    with pytest.raises(refusals.SheetNotNamed):
        planning.plan(db, path, Options(sheet="没有"))


def test_ticks_below_the_heads_of_works_are_works(db: Database, take: Take, tmp_path: Path) -> None:
    rows: list[list[offices.Cell]] = [
        ["街道", "小区名称", "改造内容", None, None, "形象进度"],
        [None, None, "供水管网", "加装电梯", "停车位", None],
        ["东湖街道", "临湖里", "√", "×", "是", "已完工"],
        ["东湖街道", "翠屏苑", None, "1", "○", "已完工"],
    ]
    plan = take(offices.save_xlsx(tmp_path / "2025.xlsx", Grid(rows, [(0, 2, 0, 4)])))
    found = facts.ledger(db)
    assert found["东湖街道", None, "临湖里"]["items"] == ["供水管网", "停车位"]
    assert found["东湖街道", None, "翠屏苑"]["items"] == ["加装电梯"]
    assert [(one.row, one.kind) for one in plan.issues] == [(4, "unsure_tick")]


def test_a_footprint_is_never_replaced_by_a_point(db: Database, take: Take, tmp_path: Path) -> None:
    from shapely.geometry import box

    from renewtrack.store import gpkg

    heads: list[offices.Cell] = ["小区", "楼号", "经度(WGS84)", "纬度(WGS84)"]
    grid = Grid([heads, ["临湖里", "1#", 116.3, 39.9]], [])
    take(offices.save_xlsx(tmp_path / "楼.xlsx", grid))
    (building,) = buildings.all(db)
    shape = gpkg.from_wkb(box(116.2999, 39.8999, 116.3001, 39.9001).wkb)
    with actions.act(db, "edit", "测试员"):
        buildings.change(db, building.id, {"geom": shape})
    grid.rows[1][2] = 116.302
    plan = take(offices.save_xlsx(tmp_path / "楼.xlsx", grid))
    assert plan.counts["same"] == 1
    assert kinds(plan) == ["footprint_kept"]
    assert buildings.all(db)[0].geom == shape


def book(folder: Path, rows: list[list[offices.Cell]], *merges: tuple[int, int, int, int]) -> Path:
    return offices.save_xlsx(folder / "台账2025.xlsx", Grid(rows, list(merges)))


def test_a_figure_merged_over_two_estates_is_asked_about(db: Database, tmp_path: Path) -> None:
    rows = [HEADS, ROW, row(name="翠屏苑", households=None)]
    plan = planning.plan(db, book(tmp_path, rows, (1, 3, 2, 3)))
    asked = [(issue.row, issue.column) for issue in plan.issues if issue.kind == "shared_figure"]
    assert asked == [(3, "D")]
    values = [write.values for write in plan.rows[1].writes if write.table == "estate"]
    assert "household_count" not in values[0]


def test_columns_that_claim_one_field_are_asked_about(db: Database, tmp_path: Path) -> None:
    rows = [[*HEADS, "户数"], [*ROW, 5]]
    plan = planning.plan(db, book(tmp_path, rows))
    (asked,) = [issue for issue in plan.issues if issue.kind == "rival_columns"]
    assert asked.level == "question"
    assert "D 户数、P 户数" in asked.message.zh


def test_a_name_of_figures_only_is_no_estate(db: Database, tmp_path: Path) -> None:
    plan = planning.plan(db, book(tmp_path, [HEADS, ROW, row(name=500)]))
    assert (plan.counts["rejected"], kinds(plan)) == (1, ["bad_name"])


def test_a_rejected_row_stays_out_of_the_totals(db: Database, tmp_path: Path) -> None:
    total: list[offices.Cell] = ["合计", None, None, 320, *[None] * (len(HEADS) - 4)]
    plan = planning.plan(db, book(tmp_path, [HEADS, ROW, row(name="12"), total]))
    assert plan.counts["rejected"] == 1
    assert plan.totals_differ == ()


def test_a_sheet_named_for_a_street_gives_it_and_asks(
    db: Database, take: Take, tmp_path: Path
) -> None:
    cells = [line[1:] for line in (HEADS, ROW)]
    path = offices.save_xlsx(tmp_path / "2025.xlsx", Grid(cells, []), names=("南桥镇",))
    plan = take(path)
    assert kinds(plan) == ["street_told"]
    assert [estate.street for estate in estates.all(db)] == ["南桥镇"]


def test_new_estates_of_no_street_are_asked_about_once(db: Database, tmp_path: Path) -> None:
    rows = [line[1:] for line in (HEADS, ROW, row(name="翠屏苑"))]
    assert kinds(planning.plan(db, book(tmp_path, rows))) == ["no_streets"]


def test_another_table_below_is_told(db: Database, tmp_path: Path) -> None:
    rows: list[list[offices.Cell]] = [
        HEADS,
        ROW,
        [],
        ["序号", "小区名称", "拨付日期", "备注"],
        [1, "临湖里", None, None],
    ]
    plan = planning.plan(db, book(tmp_path, rows))
    assert kinds(plan) == ["other_table"]


def test_an_investment_too_small_for_its_unit_is_asked_about(db: Database, tmp_path: Path) -> None:
    heads = [cell if cell != "总投资（万元）" else "总投资（元）" for cell in HEADS]
    plan = planning.plan(db, book(tmp_path, [heads, ROW]))
    assert "unit_doubt" in kinds(plan)


def test_a_row_without_street_is_no_new_estate_because_its_name_is_known(
    db: Database, tmp_path: Path
) -> None:
    stray = row(street=None, community="翠屏社区")
    plan = planning.plan(db, book(tmp_path, [HEADS, ROW, stray]))
    assert plan.counts == {"new": 1, "changed": 0, "same": 0, "rejected": 1}


WORDS = st.one_of(
    st.none(),
    st.integers(-5, 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["合计", "小计", "东湖街道", "湖滨社区", "临湖里", "翠屏苑", "2025.10", "待定", "/", "√",
         "注：x", "填表人：", "1#", "500-600户", "=1+1", "已完工", "12万", "临湖里、翠屏苑", "\t"]
    ),
    st.text("上地东里一二三1234567890.-/年月日%（）、，：＝=@'", max_size=8),
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(WORDS, min_size=len(HEADS), max_size=len(HEADS)), max_size=8))
def test_rows_read_are_always_new_changed_same_or_rejected(
    db: Database, tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]
) -> None:
    path = tmp_path_factory.mktemp("mess") / "台账2025.csv"
    cells = [[_plain(cell) for cell in row] for row in [HEADS, ROW, *rows]]
    plan = planning.plan(db, offices.save_csv(path, Grid(cells, []), "utf-8-sig"))
    assert sum(plan.counts.values()) == plan.rows_read
    assert plan.rows_read + sum(plan.skipped.values()) == len(plan.layout.sheet.rows)
    storing.store(db, plan, "测试员")
    again = planning.plan(db, path)
    assert again.counts["new"] == again.counts["changed"] == 0


def _plain(cell: Any) -> Any:
    return cell.replace("\r", "") if isinstance(cell, str) else cell


def test_a_mended_cell_is_of_the_sheet_that_is_taken_not_of_the_first(
    db: Database, tmp_path: Path
) -> None:
    (taken,) = reading.read(sheet(tmp_path, ROW))
    cover = SheetCells("说明", (("填表说明", None), ("请按月报送", None)))
    options = Options(edits={(3, HEADS.index("户数")): "777"})
    plan = planning.plan(db, tmp_path / "台账.xlsx", options, sheets=(cover, taken))
    new = {change.column: change.new for change in plan.rows[0].changes}
    assert (plan.layout.sheet.name, new["household_count"]) == (taken.name, 777)
