"""Rejected rows go back as the sender wrote them and come in again once they are mended."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlite_utils import Database

from renewtrack.intake import planning, reading, rejected_rows, writing
from renewtrack.intake.plans import Plan
from tests.intake import offices
from tests.intake.facts import Take
from tests.intake.offices import Form, Grid

HEAD = ["序号", "街道", "小区名称", "楼号", "户数", "房屋编码", "备注"]


def survey(path: Path, *rows: list[Any]) -> Path:
    return offices.save_xlsx(path, Grid([["示范区楼栋普查表"], HEAD, *rows], [(0, 0, 0, 6)]))


@pytest.fixture
def plan(db: Database, tmp_path: Path) -> Plan:
    path = survey(
        tmp_path / "楼栋.xlsx",
        [1, "上地街道", "东里小区", "1号楼", 72, "1101080000012345678", None],
        [2, "上地街道", None, "2号楼", 60, "0001101080000012345678", "=1+1"],
        [3, "上地街道", "东里小区", None, "很多", "2", "2025.10"],
    )
    return planning.plan(db, path)


def sheet(plan: Plan, path: Path, language: str = "zh") -> Any:
    rejected_rows.write([plan], path, language)
    return openpyxl.load_workbook(path).worksheets[0]


def test_the_head_stands_as_the_sender_wrote_it_with_the_reason_last(
    plan: Plan, tmp_path: Path
) -> None:
    found = sheet(plan, tmp_path / "退回.xlsx")
    assert [cell.value for cell in found[2]] == [*HEAD, "原表行号", "拒绝原因"]
    assert [str(one) for one in found.merged_cells.ranges] == ["A1:G1"]
    assert [cell.value for cell in found[3]][:8] == [
        *(2, "上地街道", None, "2号楼", 60, "0001101080000012345678", "=1+1", 4),
    ]
    assert "没有小区名称" in found["I3"].value
    assert "没有楼号" in found["I4"].value


def test_the_reason_can_be_told_in_english(plan: Plan, tmp_path: Path) -> None:
    found = sheet(plan, tmp_path / "退回.xlsx", "en")
    assert found["I2"].value == "Reason for rejection"
    assert "No estate name" in found["I3"].value


def test_texts_stay_texts(plan: Plan, tmp_path: Path) -> None:
    found = sheet(plan, tmp_path / "退回.xlsx")
    assert {found[at].data_type for at in ("F3", "G3", "G4", "E4")} == {"s"}
    with zipfile.ZipFile(tmp_path / "退回.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_offending_cell_is_marked(plan: Plan, tmp_path: Path) -> None:
    found = sheet(plan, tmp_path / "退回.xlsx")
    assert found["C3"].fill.fgColor.rgb == "FFF8CBAD"
    assert "没有小区名称" in found["C3"].comment.text
    assert found["D3"].comment is None
    assert found["E4"].fill.fgColor.rgb == "FFFFF2CC"  # unreadable, but not why the row is out


def test_mended_rows_come_in_as_the_same_kind(
    db: Database, plan: Plan, take: Take, tmp_path: Path
) -> None:
    path = tmp_path / "退回.xlsx"
    rejected_rows.write([plan], path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C3"] = "东里小区"
    book.worksheets[0]["D4"] = "3号楼"
    book.save(path)
    again = take(path)
    assert again.layout.kind == "buildings"
    assert again.counts == {"new": 2, "changed": 0, "same": 0, "rejected": 0}


def test_a_second_round_keeps_one_reason_and_the_first_row_number(
    db: Database, plan: Plan, tmp_path: Path
) -> None:
    rejected_rows.write([plan], tmp_path / "一.xlsx")
    second = planning.plan(db, tmp_path / "一.xlsx")
    found = sheet(second, tmp_path / "二.xlsx")
    assert [cell.value for cell in found[2]] == [*HEAD, "原表行号", "拒绝原因"]
    assert [found["H3"].value, found["H4"].value] == [4, 5]


def test_dates_stay_dates(db: Database, tmp_path: Path) -> None:
    head = ["街道", "社区", "小区名称", "总投资（万元）", "计划开工时间"]
    path = tmp_path / "台账2025.xlsx"
    book = openpyxl.Workbook()
    for line in (head, ["上地街道", "上地社区", None, 12.5, dt.date(2025, 3, 1)]):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(path)
    plan = planning.plan(db, path)
    rejected_rows.write([plan], tmp_path / "退回.xlsx")
    assert reading.read(tmp_path / "退回.xlsx")[0].rows[-1][:5] == (
        *("上地街道", "上地社区", None, 12.5, dt.date(2025, 3, 1)),
    )


def test_what_a_band_and_the_files_name_told_is_told_again(db: Database, tmp_path: Path) -> None:
    form = Form(streets="band", title="东湖区老旧小区改造台账", subtotals="none")
    grid = offices.ledger(form)
    place = next(row.index("岭上家园") for row in grid.rows if "岭上家园" in row)
    for row in grid.rows:
        if len(row) > place and row[place] in ("翠屏苑", "岭上家园"):
            row[place] = None
    path = offices.save_xlsx(tmp_path / "2025年.xlsx", grid)
    plan = planning.plan(db, path)
    assert plan.counts["rejected"] == 2
    rejected_rows.write([plan], tmp_path / "退回.xlsx")
    again = planning.plan(db, tmp_path / "退回.xlsx")
    assert again.layout.kind == "ledger"
    assert again.year == 2025
    assert sorted(again.layout.bands.values()) == ["东湖街道", "西岭乡"]
    assert again.layout.facts.cutoff == "2025-10-31"


def test_several_imports_go_back_in_one_workbook(db: Database, plan: Plan, tmp_path: Path) -> None:
    count = rejected_rows.write([plan, plan], tmp_path / "退回.xlsx")
    names = openpyxl.load_workbook(tmp_path / "退回.xlsx").sheetnames
    assert count == 4
    assert len(names) == len({name.casefold() for name in names}) == 2


def test_a_place_that_cannot_be_written_is_told(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(writing.NotWritten):
        rejected_rows.write([plan], tmp_path / "没有" / "退回.xlsx")
