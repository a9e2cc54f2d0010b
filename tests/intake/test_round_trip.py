"""Registers of visits, lifts, money and readings go out and in, and back into senders' sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlite_utils import Database

from renewtrack.intake import filling, plain_sheets, planning, storing, words_back
from renewtrack.intake.plain_sheets import Plainly
from renewtrack.store import actions, buildings, estates, file, lifts, projects, record_lists, rows
from tests.intake import offices
from tests.intake.facts import Take
from tests.intake.offices import Grid

HEADS: dict[str, list[list[Any]]] = {
    "bookings": [
        ["小区名称", "楼号", "单元", "房号", "户主姓名", "联系电话", "建筑面积（㎡）",
         "是否同意改造", "外窗更换", "上下水管线", "预约时间", "个性化需求", "备注"],
        ["东里", "1号楼", "1单元", "101", "李探针", "13812345678", 61.5, "同意", "√", None,
         "2025年5月6日下午", "窗户要内开", "=1+1"],
        ["东里", "1号楼", "2单元", "301", "王探针", None, None, "不同意", "√", "√", "2025/6/1",
         None, "＋86"],
        ["东里", "甲2号楼", "一单元", "0502", "赵探针", None, 48, "待定", None, "√", None, None,
         None],
    ],
    "lifts": [
        ["街道", "小区名称", "楼号", "单元", "层数", "总户数", "专有面积（㎡）", "参与户数",
         "参与面积", "同意户数", "同意面积", "异议", "公示起", "公示止", "进展", "总造价（万元）",
         "补贴（万元）", "备注"],
        [None, "东里", "1号楼", "1单元", 6, 12, 1078, 12, 878.84, 9, 637.66, "一层反对",
         "2025.3.1", "2025年3月10日", "管线迁改", 54, 25, "-5"],
        [None, "东里", "1号楼", "2单元", 6, 14, 1098.5, 10, 588.75, 10, 571.48, None, "2025-03",
         None, "中止", 63.25, 25, None],
    ],
    "payments": [
        ["日期", "文号", "项目", "资金类别", "下达（元）", "到位（元）", "支付（元）", "收款单位",
         "摘要"],
        ["2025-10-04", "财建〔2025〕167号", "东里改造", "省级补助", 238000, None, None, "城投",
         "首笔"],
        ["2025年3月", "财建〔2025〕195号", "东里改造", "区财政", None, 176000.5, None, "城投",
         None],
        ["2025-08-18", None, "东里改造", "专项债券", None, None, 113000, "建设公司", "@进度款"],
    ],
    "readings": [
        ["公厕名称", "类别", "时间", "温度(℃)", "氨气(mg/m³)", "硫化氢(mg/m³)", "评价"],
        ["河边1号公厕", "一类", "2025/10/01 00:00", 18.9, 0.074, "低于检出限", "满意"],
        ["河边1号公厕", "一类", "2025/10/01 01:00", 13.2, 0.159, 0.01, None],
        ["河边2号公厕", "二类", "2025/10/01 00:00", -2.5, 0.1, 0.02, "不满意"],
    ],
}  # fmt: skip
KINDS = tuple(HEADS)


@pytest.fixture
def place(db: Database) -> Database:
    """An estate with two buildings and a project."""
    _place(db)
    return db


def _place(db: Database) -> None:
    with actions.act(db, "edit", "测试员"):
        estate = estates.add(db, name="东里")
        for number in ("1", "甲2"):
            buildings.add(db, estate_id=estate, number=number)
        projects.add(db, [estate], name="东里改造", plan_year=2025)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    """Another file with the same places."""
    made = file.create(tmp_path / "另.gpkg", "示范区", "110199")
    _place(made.db)
    yield made.db
    made.close()


def sheet(tmp_path: Path, kind: str) -> Path:
    title = [["登记表（2025年）"], *HEADS[kind]]
    return offices.save_xlsx(tmp_path / f"{kind}来表.xlsx", Grid(title, []))


def listed(db: Database) -> dict[str, list[dict[str, Any]]]:
    return {
        kind: [
            {key: value for key, value in record.items() if key != "uid"}
            for record in record_lists.all(db, kind)
        ]
        for kind in record_lists.KINDS
    }


@pytest.mark.parametrize("suffix", plain_sheets.SUFFIXES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_goes_out_and_comes_in_with_no_change(
    place: Database, take: Take, tmp_path: Path, kind: str, suffix: str
) -> None:
    count = len(HEADS[kind]) - 1
    assert take(sheet(tmp_path, kind)).counts["new"] == count
    for reveal in (False, True):
        path = tmp_path / f"出{suffix}"
        assert plain_sheets.write(place, path, kind, Plainly(reveal=reveal)) == count
        plan = planning.plan(place, path)
        assert [(row.name, row.changes) for row in plan.rows if row.state != "same"] == []
        assert (plan.layout.kind, plan.rows_read) == (kind, count)


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_into_another_file_as_it_was(
    place: Database, other: Database, take: Take, tmp_path: Path, kind: str
) -> None:
    take(sheet(tmp_path, kind))
    plain_sheets.write(place, tmp_path / "出2025.csv", kind, Plainly(reveal=True))
    storing.store(other, planning.plan(other, tmp_path / "出2025.csv"), "测试员")
    assert listed(other) == listed(place)


@pytest.mark.parametrize("kind", KINDS)
def test_persons_are_masked(place: Database, take: Take, tmp_path: Path, kind: str) -> None:
    take(sheet(tmp_path, kind))
    plain_sheets.write(place, tmp_path / "出.csv", kind)
    words = (tmp_path / "出.csv").read_text("utf-8-sig")
    assert "13812345678" not in words
    assert "李探针" not in words


EDITS: dict[str, tuple[tuple[str, dict[str, Any], str, Any], ...]] = {
    "bookings": (
        ("household", {"agree": "undecided"}, "H3", "待定"),
        ("household", {"holder": "钱探针"}, "E3", "钱**"),
        ("appointment", {"date": "2025-07-01", "half": "am"}, "K3", "2025年7月1日上午"),
    ),
    "lifts": (
        ("lift", {"cost_fen": 60_000_000}, "P3", 60),
        ("lift", {"step": "E11"}, "O3", words_back.code("lift_steps", "E11")),
        ("consent_round", {"area_agree_dm2": 70_050}, "K3", 700.5),
        ("consent_round", {"notice_from": "2025-04-05"}, "M3", "2025.4.5"),
    ),
    "payments": (("money_event", {"remark": "尾款"}, "I3", "尾款"),),
    "readings": (("reading", {"value": 21.5}, "D3", 21.5),),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_senders_register_is_filled(
    place: Database, take: Take, tmp_path: Path, kind: str
) -> None:
    path = sheet(tmp_path, kind)
    take(path)
    with actions.act(place, "edit", "测试员"):
        for table, values, _, _ in EDITS[kind]:
            first = rows.value(place, f"SELECT MIN(id) FROM {table}")
            rows.change(place, table, first, values)
    done = filling.fill(place, path, tmp_path / "填好.xlsx")
    assert done.cells == len(EDITS[kind])
    found: Any = openpyxl.load_workbook(tmp_path / "填好.xlsx").worksheets[0]
    assert {cell: found[cell].value for *_, cell, _ in EDITS[kind]} == {
        cell: wanted for *_, cell, wanted in EDITS[kind]
    }
    plan = planning.plan(place, tmp_path / "填好.xlsx")
    assert plan.counts["same"] == plan.rows_read


def test_the_practice_sheets_go_out_and_in(
    db: Database, take: Take, shared: Path, tmp_path: Path
) -> None:
    sheets = [path for path in (shared / "sheets").iterdir() if path.suffix in (".xlsx", ".csv")]
    for path in sorted(sheets, key=lambda one: ("台账" not in one.name, "普查" not in one.name)):
        take(path)
    assert len(lifts.all(db)) == 60
    for kind in plain_sheets.KINDS:
        plain_sheets.write(db, tmp_path / f"{kind}.csv", kind)
        plan = planning.plan(db, tmp_path / f"{kind}.csv")
        assert (kind, plan.counts["same"]) == (kind, plan.rows_read)
