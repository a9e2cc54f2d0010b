"""Sheets in forms that other offices use: one column for two things, bands, clocks, tick signs."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.domain import homes, measures, visits
from renewtrack.intake import positions
from renewtrack.store import records
from tests.intake.facts import Take
from tests.intake.test_kinds import Line, sheet, told

LIFT = ("层数", "总户数", "专有面积", "参与户数", "参与面积", "同意户数", "同意面积", "进展")
VOTE = (6, 12, 1200, 8, 800, 6, 600, "规划审查")
SURVEY = ("层数", "结构类型", "户数")


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("楼栋单元", "6号楼2单元"),
        ("楼号", "6号楼2单元"),
        ("楼栋及单元号", "6-2"),
        ("楼号-单元", "6#2门"),
    ],
)
def test_building_and_stairwell_may_share_a_column(
    db: Database, take: Take, tmp_path: Path, heading: str, written: str
) -> None:
    take(sheet(tmp_path / "加装电梯.csv", ("小区", heading, *LIFT), ("临湖里", written, *VOTE)))
    assert told(db, "lifts", "estate", "building", "stairwell", "consent_ok", "step") == [
        ("临湖里", 6, 2, True, "E07")
    ]


def test_an_estate_may_stand_before_the_number(db: Database, take: Take, tmp_path: Path) -> None:
    lines = [(f"临湖里{number}号楼2单元", *VOTE) for number in (1, 2)]
    take(sheet(tmp_path / "加装电梯.csv", ("加装位置", *LIFT), *lines))
    assert told(db, "lifts", "estate", "building", "stairwell") == [
        ("临湖里", 1, 2),
        ("临湖里", 2, 2),
    ]


def test_lines_may_name_the_estate_of_the_buildings_below(
    db: Database, take: Take, tmp_path: Path
) -> None:
    lines: list[Line] = [("一、临湖里（2栋）",), (1, "1#", 6, "砖混", 36), (2, "2#", 6, "砖混", 36)]
    lines += [("翠屏苑",), (1, "一号楼", 5, "框架", 30)]
    plan = take(sheet(tmp_path / "楼栋.csv", ("序号", "楼号", *SURVEY), *lines))
    assert plan.rows_read == 3
    assert told(db, "buildings", "estate", "number") == [
        ("翠屏苑", 1),
        ("临湖里", 1),
        ("临湖里", 2),
    ]


def test_a_building_may_be_named_with_its_estate(db: Database, take: Take, tmp_path: Path) -> None:
    lines = [("临湖里1号楼", 6, "砖混", 36), ("翠屏苑甲2号楼", 6, "砖混", 36)]
    take(sheet(tmp_path / "楼栋.csv", ("楼栋名称", *SURVEY), *lines))
    assert told(db, "buildings", "estate", "number") == [("翠屏苑", "甲2"), ("临湖里", 1)]


def test_a_survey_that_names_no_estate_is_left_out_with_its_reason(
    db: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(sheet(tmp_path / "普查.csv", ("楼号", *SURVEY), ("1号楼", 6, "砖混", 36)))
    assert plan.counts["rejected"] == 1
    assert {issue.kind for issue in plan.issues} == {"no_estate_told"}


def test_households_list_their_items_and_refuse_in_a_column(
    db: Database, take: Take, tmp_path: Path
) -> None:
    head = ("小区", "楼号", "单元", "房号", "同意", "不同意", "改造项目", "预约日期", "上/下午")
    lines = [
        ("临湖里", 1, 1, 101, "√", "", "空调移机、外窗更换", "2025/5/6", "下午"),
        ("临湖里", 1, 1, 102, "", "√", "", "", ""),
        ("临湖里", 1, 1, 103, "", "", "", "", ""),
    ]
    take(sheet(tmp_path / "预约.csv", head, *lines))
    assert told(db, "households", "room", "agree", "items") == [
        ("101", "yes", ["空调移机", "外窗更换"]),
        ("102", "no", []),
        ("103", None, []),
    ]
    assert told(db, "appointments", "date", "half") == [("2025-05-06", "pm")]


def test_boxes_and_letters_are_ticks(db: Database, take: Take, tmp_path: Path) -> None:
    head = ("小区", "楼号", "单元", "房号", "是否同意", "外窗更换", "空调移机")
    lines = [("临湖里", 1, 1, 101, "是", "☑", "Ｎ"), ("临湖里", 1, 1, 102, "是", "□", "Ｙ")]
    take(sheet(tmp_path / "预约.csv", head, *lines))
    assert told(db, "households", "items") == [(["外窗更换"],), (["空调移机"],)]


def test_a_day_and_a_clock_make_a_time(db: Database, take: Take, tmp_path: Path) -> None:
    head = ("公厕名称", "日期", "时间", "剩余厕位")
    lines = [("东湖公厕", "2025-10-03", clock, 4) for clock in ("00:00", "8:30")]
    take(sheet(tmp_path / "监测.csv", head, *lines))
    assert told(db, "readings", "time", "quantity", "value") == [
        ("2025-10-03T00:00", "stalls", 4.0),
        ("2025-10-03T08:30", "stalls", 4.0),
    ]


def test_a_day_among_hours_is_its_midnight(db: Database, take: Take, tmp_path: Path) -> None:
    lines = [("东湖公厕", at, 20.5) for at in (45933, 45933.5)]
    take(sheet(tmp_path / "监测.csv", ("公厕名称", "监测时间", "温度"), *lines))
    times = [record["time"] for record in records.query(db, "readings")]
    assert times == ["2025-10-03T00:00", "2025-10-03T12:00"]


def test_ticks_say_whether_works_began_and_ended(db: Database, take: Take, tmp_path: Path) -> None:
    head = ("街道", "小区名称", "户数", "总投资（万元）", "是否开工", "是否完工")
    ticks = [("√", "√"), ("√", "×"), ("×", "×")]
    lines = [("东湖街道", f"临湖{n}里", 10, 5, *pair) for n, pair in enumerate(ticks)]
    take(sheet(tmp_path / "台账.csv", head, *lines))
    assert [stage for (stage,) in told(db, "projects", "stage")][:2] == ["S80", "S70"]
    assert told(db, "projects", "stage")[2] != ("S70",)


@pytest.mark.parametrize(
    "words",
    ["E116°23'29.0\",N39°54'20.0\"", "东经116°23′29″北纬39°54′20″", "116°23'29\",39°54'20\""],
)
def test_degrees_and_minutes_in_one_cell_are_a_pair(words: str) -> None:
    assert positions.pair(words) == pytest.approx((116.391389, 39.905556), abs=1e-6)


def test_zones_of_an_estate_are_no_estate() -> None:
    assert homes.entrance("一区5号楼2单元") == ("一区5号楼", "2")
    assert homes.entrance("3-1") is None
    assert homes.entrance("3-1", bare=True) == ("3", "1")
    assert homes.estate_before("5号楼") is None
    assert homes.estate_before("石桥一村3号楼4单元601") == "石桥一村"


def test_a_clock_and_a_half_are_read_alone() -> None:
    assert measures.read_time("08:30") == "T08:30"
    assert measures.read_time(0.5) == "T12:00"
    assert visits.half_of("4.02上午") == "am"


def test_sources_may_be_columns_of_money_that_the_title_says_was_paid(
    db: Database, take: Take, tmp_path: Path
) -> None:
    head = ("日期", "项目", "凭证号", "中央", "市级", "居民")
    lines: list[Line] = [
        ("2025-03-01", "临湖里", "记1", 2000, "", 500),
        ("2025-03-02", "临湖里", "记2", "", 7, ""),
    ]
    take(sheet(tmp_path / "明细.csv", ("资金支付明细表（单位：元）",), head, *lines))
    assert sorted(told(db, "payments", "source", "kind", "amount")) == [
        ("central", "paid", 2000.0),
        ("city", "paid", 7.0),
        ("resident", "paid", 500.0),
    ]


def test_money_of_the_works_of_an_estate_is_of_its_project(
    db: Database, take: Take, tmp_path: Path
) -> None:
    known = ("街道", "小区名称", "户数", "总投资（万元）")
    take(sheet(tmp_path / "2025年台账.csv", known, ("东湖街道", "临湖里", 10, 5)))
    head = ("拨付日期", "工程名称", "资金来源渠道", "指标下达数（万元）", "资金支付数（万元）")
    line = ("2025-03-01", "临湖里老旧小区改造项目", "区配套", 2, "")
    take(sheet(tmp_path / "资金.csv", head, line))
    assert told(db, "payments", "project", "source", "kind", "amount") == [
        ("临湖里2025年改造", "district", "allocated", 20000.0)
    ]
