"""Registers of visits, lifts, money and readings come in under the heads an office gives them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from renewtrack.intake import planning
from renewtrack.intake.options import NEW_PLACE, NO_PLACE, Options
from renewtrack.store import (
    actions,
    areas,
    batches,
    buildings,
    estates,
    facilities,
    history,
    lifts,
    projects,
    records,
    rows,
    totals,
    votes,
)
from tests.intake import offices
from tests.intake.facts import Take

Line = Sequence[str | int | float | None]


def sheet(path: Path, *lines: Line) -> Path:
    """Write lines as a csv file, as an office would export it."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows(lines)
    return path


@pytest.fixture
def place(db: Database) -> Database:
    """东湖街道's 临湖里 with buildings 1, 2 and 12 and a project of 2025, and 翠屏苑 with none."""
    with actions.act(db, "create_demo", "测试"):
        district = areas.ensure(db, "district", "示范区")
        street = areas.ensure(db, "street", "东湖街道", district)
        estate = estates.add(db, name="临湖里", area_id=street)
        for number in ("1", "2", "12"):
            buildings.add(db, estate_id=estate, number=number)
        estates.add(db, name="翠屏苑", area_id=street)
        projects.add(db, [estate], name="临湖里2025年改造", plan_year=2025, stage="S70")
    return db


def told(db: Database, what: str, *keys: str) -> list[tuple[Any, ...]]:
    """Return some keys of every record of a list."""
    return [tuple(record[key] for key in keys) for record in records.query(db, what)]


def kinds(plan: Any) -> set[str]:
    return {issue.kind for issue in plan.issues}


VISITS = (
    "楼号",
    "单元",
    "房号",
    "户主姓名",
    "联系电话",
    "是否同意改造",
    "外窗更换",
    "空调移机",
    "预约时间",
    "个性化需求",
)


def test_a_register_of_visits_is_of_the_estate_that_its_title_names(
    place: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(
        sheet(
            tmp_path / "登记.csv",
            ["临湖里入户预约登记表（2025年）"],
            VISITS,
            [
                "1号楼",
                "2单元",
                "301",
                "周小明",
                "13912345678",
                "同意",
                "√",
                "",
                "5月6日下午",
                "安静",
            ],
            ["12号楼", "一单元", 102, "吴小芳", "13912345679", "×", "", "1", "未预约", ""],
            ["2#", "3", "201室", "", "", "待定", "否", "✓", "2025/6/10 9:30", ""],
        )
    )
    assert plan.layout.kind == "bookings"
    assert plan.counts["new"] == 3
    assert told(
        place, "households", "estate", "building", "stairwell", "room", "agree", "items"
    ) == [
        ("临湖里", 1, 2, "301", "yes", ["外窗更换"]),
        ("临湖里", 2, 3, "201", "undecided", ["空调移机"]),
        ("临湖里", 12, 1, "102", "no", ["空调移机"]),
    ]
    assert told(place, "appointments", "building", "date", "half") == [
        (1, "2025-05-06", "pm"),
        (2, "2025-06-10", "am"),
    ]
    assert told(place, "households", "needs")[0] == (["安静"],)


def test_the_same_sheet_again_changes_nothing(place: Database, take: Take, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "登记.csv",
        ["临湖里入户预约登记表（2025年）"],
        VISITS,
        ["1", "2", "301", "周小明", "13912345678", "同意", "√", "×", "5月6日下午", "安静"],
    )
    take(path)
    assert take(path).counts == {"new": 0, "changed": 0, "same": 1, "rejected": 0}


def test_a_moved_visit_and_a_changed_mind_are_changes_of_the_same_household(
    place: Database, take: Take, tmp_path: Path
) -> None:
    head, title = VISITS, ["临湖里入户预约登记表（2025年）"]
    take(
        sheet(
            tmp_path / "一.csv",
            title,
            head,
            ["1", "2", "301", "周小明", "", "同意", "√", "", "5月6日下午", "安静"],
        )
    )
    plan = take(
        sheet(
            tmp_path / "二.csv",
            title,
            head,
            ["1", "2", "301", "", "", "不同意", "×", "", "5月8日上午", "安静"],
        )
    )
    assert plan.counts["changed"] == 1
    assert told(place, "appointments", "date", "half") == [("2025-05-08", "am")]
    assert told(place, "households", "agree", "items", "holder") == [("no", [], "周**")]


def test_other_heads_and_one_cell_for_the_whole_address(
    place: Database, take: Take, tmp_path: Path
) -> None:
    take(
        sheet(
            tmp_path / "意愿.csv",
            ["序号", "小区", "门牌地址", "业主", "手机号", "改造意愿", "上门日期", "时段", "诉求"],
            [
                1,
                "临湖里",
                "1号楼2单元301室",
                "周小明",
                "13912345678",
                "愿意",
                "2025-05-06",
                "下午",
                "/",
            ],
            [2, "临湖里", "12-1-102", "吴小芳", "13912345679", "反对", "2025-05-07", "上午", "/"],
        )
    )
    assert told(place, "households", "building", "stairwell", "room", "agree") == [
        (1, 2, "301", "yes"),
        (12, 1, "102", "no"),
    ]
    assert told(place, "appointments", "date", "half") == [
        ("2025-05-06", "pm"),
        ("2025-05-07", "am"),
    ]


def test_a_circle_is_a_question_that_an_answer_settles_for_its_column(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "登记.csv",
        ["小区名称", "楼号", "单元", "房号", "是否同意", "外窗更换", "空调移机"],
        ["临湖里", "1", "1", "101", "", "○", "√"],
        ["临湖里", "1", "1", "102", "", "√", "○"],
    )
    plan = planning.plan(place, path)
    asked = [(issue.row, issue.column) for issue in plan.issues if issue.kind == "unsure_tick"]
    assert asked == [(2, "F"), (3, "G")]
    take(path, answers={(5, "unsure_tick"): "yes", (6, "unsure_tick"): "no"})
    assert told(place, "households", "room", "items") == [
        ("101", ["外窗更换", "空调移机"]),
        ("102", ["外窗更换"]),
    ]


def test_a_visit_without_a_year_is_asked_where_nothing_tells_it(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "登记.csv",
        ["小区名称", "楼号", "单元", "房号", "预约时间"],
        ["临湖里", "1", "1", "101", "5月6日下午"],
    )
    plan = take(path)
    assert "date_no_year" in kinds(plan)
    assert told(place, "appointments", "date") == []
    take(path, year=2026)
    assert told(place, "appointments", "date") == [("2026-05-06",)]


def test_a_building_that_the_estate_lacks_leaves_its_row_out_with_the_nearest(
    place: Database, take: Take, tmp_path: Path
) -> None:
    head = ["小区名称", "楼号", "单元", "房号", "是否同意", "预约时间"]
    path = sheet(
        tmp_path / "登记.csv",
        head,
        ["临湖里", "999号楼", "1", "101", "是", "2025年6月31日上午"],
        ["翠屏苑", "1", "1", "101", "是", ""],
        ["临胡里", "1", "1", "101", "是", ""],
    )
    plan = take(path)
    assert [row.state for row in plan.rows] == ["rejected", "new", "rejected"]
    assert {"no_building_near", "unreadable", "places_made", "unsure_place"} <= kinds(plan)
    plan = take(path, new_places=True)
    assert plan.counts["rejected"] == 0


def test_a_file_without_places_takes_them_from_the_sheet(
    db: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(
        sheet(
            tmp_path / "东里小区入户登记.csv",
            ["楼号", "单元", "房号", "户主", "是否同意"],
            ["1", "1", "101", "周小明", "是"],
        )
    )
    assert "places_made" in kinds(plan)
    assert told(db, "households", "estate", "building") == [("东里小区", 1)]


LIFTS = [
    "街道",
    "小区名称",
    "楼号",
    "单元",
    "总户数",
    "专有面积",
    "参与户数",
    "参与面积",
    "同意户数",
    "同意面积",
    "进度",
]


def test_lifts_under_flat_heads_in_another_order_and_money_in_yuan(
    place: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(
        sheet(
            tmp_path / "加装电梯.csv",
            ["当前阶段", "财政补贴（元）", "工程造价（元）", "公示时间", *LIFTS[:-1]],
            [
                "已投用",
                250000,
                540000,
                "2025.3.1-2025.3.10",
                "东湖街道",
                "临湖里",
                "1号楼",
                "1单元",
                12,
                900,
                8,
                600,
                6,
                450,
            ],
            [
                "正在公示",
                "",
                "",
                "2025年3月1日至3月10日",
                "东湖街道",
                "临湖里",
                "2号楼",
                "1",
                12,
                900,
                8,
                600,
                6,
                449.99,
            ],
            ["中止", "", "", "", "东湖街道", "临湖里", "12号楼", "2", 12, 900, 7, 600, 7, 600],
            ["设备安装", "", "", "", "东湖街道", "临湖里", "12号楼", "3", 12, 900, "", "", "", ""],
        )
    )
    assert plan.counts["new"] == 4
    assert told(place, "lifts", "building", "stairwell", "step", "group", "consent_ok", "cost") == [
        (1, 1, "E15", "in_use", True, 540000.0),
        (2, 1, "E05", "preliminary", False, None),
        (12, 2, "X2", "stopped", False, None),
        (12, 3, "E12", "building", None, None),
    ]
    assert told(place, "lifts", "notice_from", "notice_to")[:2] == [
        ("2025-03-01", "2025-03-10"),
        ("2025-03-01", "2025-03-10"),
    ]
    assert told(place, "lifts", "subsidy", "owners_total", "area_agree")[0] == (250000.0, 12, 450.0)


def test_lifts_below_stacked_heads_and_a_later_step(
    place: Database, take: Take, tmp_path: Path
) -> None:
    rows = [
        ["临湖里既有住宅加装电梯统计表（单位：万元）"],
        ["楼栋号", "门洞", "表决情况", None, None, None, "进展情况", "总造价"],
        [None, None, "参加人数", "参加面积", "赞成人数", "赞成面积", None, None],
        ["1", "1", 8, 600, 6, 450, "方案设计", 54],
    ]
    merges = [(1, 2, 1, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 6, 2, 6), (1, 7, 2, 7)]
    path = offices.save_xlsx(tmp_path / "表.xlsx", offices.Grid(rows, merges))
    plan = take(path)
    assert plan.counts["new"] == 1
    rows[3][6] = "电梯安装"
    plan = take(offices.save_xlsx(path, offices.Grid(rows, merges)))
    assert plan.counts["changed"] == 1
    assert told(place, "lifts", "step", "cost", "owners_part") == [("E12", 540000.0, 8)]


def test_a_vote_counted_from_ballots_keeps_its_figures(
    place: Database, take: Take, tmp_path: Path
) -> None:
    rows_of = [
        ["临湖里既有住宅加装电梯统计表"],
        ["楼栋号", "门洞", "参加人数", "参加面积", "赞成人数", "赞成面积", "异议情况", "进展情况"],
        ["1", "1", 8, 600, 6, 450, "采光", "方案设计"],
    ]
    path = offices.save_xlsx(tmp_path / "表.xlsx", offices.Grid(rows_of, []))
    take(path)
    (vote,) = lifts.votes(place)
    with actions.act(place, "vote", "测试"):
        for owner, answer in enumerate(("yes", "no"), 1):
            ballot = {"round_id": vote.id, "room": f"{owner}01", "owner_no": owner}
            rows.add(place, "ballot", {**ballot, "area_dm2": 5000, "answer": answer})
        votes.count(place, vote.id)
    rows_of[2][6] = "采光和噪声"
    plan = take(offices.save_xlsx(path, offices.Grid(rows_of, [])))
    assert "counted_vote" in kinds(plan)
    (kept,) = lifts.votes(place)
    assert (kept.owners_part, kept.owners_agree, kept.area_part_dm2) == (2, 1, 10_000)
    assert kept.objection == "采光和噪声"


def test_money_with_its_kind_in_a_column_and_amounts_in_wan(
    place: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(
        sheet(
            tmp_path / "拨付.csv",
            ["2025年资金台账（单位：万元）"],
            [
                "序号",
                "资金来源",
                "业务类型",
                "金额",
                "项目名称",
                "文件号",
                "拨付日期",
                "收款方",
                "用途",
            ],
            [1, "中央财政", "下达", 12.5, "临湖里", "财建1号", "2025.3.1", "城投", "首批"],
            [2, "专项债", "拨付", "3,000元", "临湖里2025年改造", "财建2号", "20250302", "城投", ""],
            [3, "区级配套", "资金到位", "1.2万元", "临湖里", "财建3号", "2025年3月3日", "城投", ""],
            ["", "合计", "", 14, "", "", "", "", ""],
        )
    )
    assert plan.layout.kind == "payments"
    assert plan.counts["new"] == 3
    sums = totals.by(place, "source")
    assert sums["central"]["allocated"] == 125_000.0
    assert sums["bond"]["paid"] == 3_000.0
    assert sums["district"]["received"] == 12_000.0
    assert told(place, "payments", "project", "date", "document_no")[0] == (
        "临湖里2025年改造",
        "2025-03-01",
        "财建1号",
    )


MONEY = ["日期", "文号", "项目", "资金类别", "下达", "到位", "支付", "收款单位"]


def test_each_filled_amount_is_an_event_and_the_same_sheet_adds_none(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "登记.csv",
        ["资金登记（单位：元）"],
        MONEY,
        ["2025-01-02", "1号", "临湖里", "省级补助", 1000, 600, 200, "城投"],
        ["2025-01-02", "1号", "临湖里", "省级补助", 1000, 600, 200, "城投"],
        ["2025-01-03", "2号", "临湖里", "省级补助", "", "", "", "城投"],
    )
    plan = take(path)
    assert [row.state for row in plan.rows] == ["new", "rejected", "rejected"]
    assert {"duplicate", "no_amount"} <= kinds(plan)
    assert len(told(place, "payments", "uid")) == 3
    assert take(path).counts["same"] == 1


def test_money_of_an_unknown_project_is_left_out_and_of_a_place_without_one_is_kept_loose(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "登记.csv",
        ["资金登记（单位：元）"],
        MONEY,
        ["2025-01-02", "1号", "没有的小区", "省级补助", 1000, "", "", ""],
        ["2025-01-02", "2号", "翠屏苑", "省级补助", 500, "", "", ""],
    )
    plan = take(path)
    assert [row.state for row in plan.rows] == ["rejected", "new"]
    assert told(place, "payments", "project", "plan_year") == [("翠屏苑", None)]
    with actions.act(place, "edit", "测试"):
        projects.add(place, [2], name="翠屏苑改造", plan_year=2025)
    plan = take(path)
    assert [row.state for row in plan.rows] == ["rejected", "changed"]
    assert told(place, "payments", "project") == [("翠屏苑改造",)]
    plan = planning.plan(place, path, Options(places={("project", "//翠屏苑"): NO_PLACE}))
    assert [row.state for row in plan.rows] == ["rejected", "rejected"]


def test_readings_in_other_units_and_heads(db: Database, take: Take, tmp_path: Path) -> None:
    plan = take(
        sheet(
            tmp_path / "环境监测.csv",
            ["采集时间", "站点名称", "等级", "NH3浓度（ppm）", "H₂S(μg/m³)", "用电(度)", "满意度"],
            ["2025-10-01 08:00:00", "湖滨公厕", "Ⅰ类", 0.5, "ND", 1.5, "非常不满意"],
            ["2025-10-01 09:00:00", "湖滨公厕", "Ⅰ类", "0.4", 8, 1.25, "好评"],
        )
    )
    assert plan.layout.kind == "readings"
    assert told(db, "readings", "time", "quantity", "value", "qualifier") == [
        ("2025-10-01T08:00", "nh3", 0.348, None),
        ("2025-10-01T08:00", "h2s", None, "below_limit"),
        ("2025-10-01T08:00", "power_use", 1.5, None),
        ("2025-10-01T09:00", "nh3", 0.2784, None),
        ("2025-10-01T09:00", "h2s", 0.008, None),
        ("2025-10-01T09:00", "power_use", 1.25, None),
    ]
    assert told(db, "alarms", "facility", "time", "quantity") == [
        ("湖滨公厕", "2025-10-01T08:00", "nh3")
    ]
    assert told(db, "ratings", "rating", "follow_up") == [("very_bad", True), ("very_good", False)]


def test_readings_one_quantity_a_row_with_day_and_hour_apart(
    db: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "公厕.csv",
        ["公厕", "公厕类别", "日期", "小时", "监测项目", "监测值", "单位"],
        ["湖滨公厕", "二类", "2025年10月1日", "8时", "氨气", 2, "ppm"],
        ["湖滨公厕", "二类", "2025年10月1日", "8时", "硫化氢", "<0.01", "mg/m3"],
        ["湖滨公厕", "二类", "2025年10月1日", "9时", "氨气", 0.5, "mg/m3"],
    )
    take(path)
    assert told(db, "readings", "time", "quantity", "value") == [
        ("2025-10-01T08:00", "nh3", 1.392),
        ("2025-10-01T08:00", "h2s", None),
        ("2025-10-01T09:00", "nh3", 0.5),
    ]
    assert len(told(db, "alarms", "time")) == 1
    assert take(path).counts["same"] == 3


def test_a_closed_follow_up_is_not_opened_again_by_the_same_sheet(
    db: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "公厕.csv",
        ["公厕名称", "时间", "氨气", "评价"],
        ["湖滨公厕", "2025-10-01 08:00", 0.1, "不满意"],
    )
    take(path)
    with actions.act(db, "edit", "测试"):
        facilities.change_rating(db, 1, {"follow_up": "closed"})
    assert take(path).counts["same"] == 1


def test_a_reading_that_changed_is_a_change(db: Database, take: Take, tmp_path: Path) -> None:
    head = ["公厕名称", "时间", "氨气", "温度"]
    take(sheet(tmp_path / "公厕.csv", head, ["湖滨公厕", "2025-10-01 08:00", 0.1, 20]))
    plan = take(sheet(tmp_path / "公厕.csv", head, ["湖滨公厕", "2025-10-01 08:00", 0.2, 20]))
    assert plan.counts["changed"] == 1
    assert [change.new for row in plan.rows for change in row.changes] == [0.2]
    assert told(db, "readings", "value") == [(0.2,), (20.0,)]


def test_every_value_tells_file_and_cell_and_an_import_is_taken_back_whole(
    place: Database, take: Take, tmp_path: Path
) -> None:
    take(
        sheet(
            tmp_path / "登记.csv",
            ["小区名称", "楼号", "单元", "房号", "户主", "是否同意", "预约时间"],
            ["临湖里", "1", "1", "101", "周小明", "是", "2025/5/6 下午"],
        )
    )
    source = batches.source_of(place, "household", 1)["holder"]
    assert (source.file, source.cell, source.raw) == ("登记.csv", "E2", "周小明")
    assert batches.source_of(place, "appointment", 1)["date"].cell == "G2"
    history.undo(place, "测试")
    assert told(place, "households", "room") == []
    assert place.execute("SELECT COUNT(*) FROM stairwell").fetchone() == (0,)
    history.redo(place, "测试")
    assert told(place, "appointments", "date") == [("2025-05-06",)]


def test_a_masked_holder_never_takes_the_place_of_what_it_hides(
    place: Database, take: Take, tmp_path: Path
) -> None:
    head = ["小区名称", "楼号", "单元", "房号", "户主", "联系电话", "是否同意"]
    take(
        sheet(tmp_path / "一.csv", head, ["临湖里", "1", "1", "101", "周小明", "13912345678", "是"])
    )
    plan = take(
        sheet(tmp_path / "二.csv", head, ["临湖里", "1", "1", "101", "周**", "139****5678", "是"])
    )
    assert plan.counts["same"] == 1
    assert place.execute("SELECT holder, phone FROM household").fetchone() == (
        "周小明",
        "13912345678",
    )


def test_a_building_that_is_not_known_stands_among_the_names_and_is_settled_there(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "登记.csv",
        ["街道", "小区名称", "楼号", "单元", "房号", "是否同意"],
        ["东湖街道", "临湖里", "999号楼", "1", "101", "是"],
        ["东湖街道", "临湖里", "999#", "1", "102", "是"],
        ["东湖街道", "临湖里", "12号楼", "1", "101", "否"],
    )
    plan = planning.plan(place, path, Options())
    met = {one.name: one for one in plan.places if one.table == "building"}
    assert {name: (one.state, one.rows) for name, one in met.items()} == {
        "临湖里 999": ("none", (2, 3)),
        "临湖里 12": ("matched", (4,)),
    }
    assert [one.label for one in met["临湖里 999"].candidates][:1] == ["临湖里 12"]
    key = ("building", met["临湖里 999"].written)

    def settled(answer: str) -> Any:
        return planning.plan(place, path, Options(places={key: answer}))

    left = settled(NO_PLACE)
    assert [row.state for row in left.rows] == ["rejected", "rejected", "new"]
    assert "refused_place" in kinds(left)
    other = settled(met["临湖里 999"].candidates[0].uid)
    assert [row.state for row in other.rows] == ["new", "new", "rejected"]  # 12-1-101 twice
    assert "duplicate" in kinds(other)
    take(path, places={key: NEW_PLACE})
    assert [one.number for one in buildings.all(place)] == ["1", "2", "12", "999"]
    assert told(place, "households", "building", "room") == [
        (12, "101"),
        (999, "101"),
        (999, "102"),
    ]


def test_a_column_of_ticks_that_is_left_out_is_no_item(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "登记.csv",
        ["临湖里入户预约登记表（2025年）"],
        VISITS,
        ["1", "2", "301", "周小明", "", "同意", "√", "√", "", ""],
    )
    take(path, mapping={6: ""})
    assert told(place, "households", "items") == [(["空调移机"],)]
