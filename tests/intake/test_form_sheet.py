"""A surveyor's form has her street, lists and locked keys, and comes back by its hidden ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlite_utils import Database

from renewtrack.intake import form_sheet, own_heads, planning
from renewtrack.intake.form_sheet import NothingThere, Where
from renewtrack.intake.plans import Plan
from renewtrack.store import actions, areas, buildings, estates, households, projects
from tests.intake.facts import Take

STREETS = ("上地街道", "清河街道")


@pytest.fixture
def full(db: Database) -> Database:
    """Two streets with an estate each, its buildings, households and a project."""
    with actions.act(db, "edit", "测试员"):
        district = areas.district(db)
        for street in STREETS:
            area = areas.ensure(db, "street", street, district.id if district else None)
            area = areas.ensure(db, "community", f"{street[:2]}社区", area)
            estate = estates.add(db, name=f"{street[:2]}东里", area_id=area)
            projects.add(
                db, [estate], name=f"{street[:2]}改造", plan_year=2025, stage="S70", percent=60.0,
                start_actual="2025-03", contact="张探针", phone="13812345678",
            )  # fmt: skip
            for number in ("1", "2", "甲3"):
                made = buildings.add(
                    db, estate_id=estate, number=number, storeys=6, structure="brick_concrete",
                    household_count=36, danger_grade="C", ownership="mixed", year_built=1985,
                )  # fmt: skip
                households.add(db, building_id=made, room="101", holder="李探针", agree="yes")
    return db


def form(db: Database, path: Path, what: str = "buildings", where: Where | None = None) -> Any:
    form_sheet.write(db, path, what, where or Where("上地街道"))
    return openpyxl.load_workbook(path)


def changes(plan: Plan) -> list[tuple[str, str, object, object]]:
    return [
        (change.table, change.column, change.old, change.new)
        for row in plan.rows
        for change in row.changes
    ]


@pytest.mark.parametrize("what", form_sheet.KINDS)
def test_what_was_given_out_comes_back_with_no_change(
    full: Database, tmp_path: Path, what: str
) -> None:
    path = tmp_path / "外业表.xlsx"
    count = form_sheet.write(full, path, what, Where("上地街道"))
    assert count == (1 if what == "ledger" else 3)
    plan = planning.plan(full, path)
    assert changes(plan) == []
    assert plan.counts == {"new": 0, "changed": 0, "same": count, "rejected": 0}
    told = {issue.kind for issue in plan.issues}
    assert "unused_columns" not in told


def test_only_the_place_asked_for_is_in_it(full: Database, tmp_path: Path) -> None:
    sheet = form(full, tmp_path / "a.xlsx")["填报"]
    assert {sheet.cell(row, 1).value for row in range(4, 7)} == {"上地街道"}
    assert sheet["A1"].value == "上地街道楼栋摸底表"
    assert form_sheet.write(full, tmp_path / "b.xlsx", "buildings", Where()) == 6
    assert form_sheet.write(full, tmp_path / "c.xlsx", "buildings", Where(estate="清河东里")) == 3
    with pytest.raises(NothingThere, match="北京路"):
        form_sheet.write(full, tmp_path / "d.xlsx", "buildings", Where("北京路街道"))
    assert not (tmp_path / "d.xlsx").exists()


def test_keys_are_locked_and_the_rest_is_open(full: Database, tmp_path: Path) -> None:
    sheet = form(full, tmp_path / "a.xlsx")["填报"]
    assert sheet.protection.sheet
    assert sheet["D4"].protection.locked
    assert sheet["D4"].fill.fgColor.rgb == "FFE7E6E6"
    assert not sheet["E4"].protection.locked
    assert not sheet["D7"].protection.locked  # a row for a building that the file lacks
    hidden = sheet.column_dimensions["O"]
    assert hidden.hidden
    assert sheet["O3"].value == own_heads.ID


def test_lists_and_limits_guard_what_is_typed(full: Database, tmp_path: Path) -> None:
    book = form(full, tmp_path / "a.xlsx")
    rules = {
        str(rule.sqref).partition(":")[0][0]: rule
        for rule in book["填报"].data_validations.dataValidation
    }
    assert (rules["L"].type, rules["L"].formula1) == ("list", "选项!$B$1:$B$4")
    assert (rules["E"].type, rules["E"].formula1, rules["E"].formula2) == ("whole", "1", "100")
    assert "整数" in rules["E"].prompt
    assert book["选项"].sheet_state == "hidden"
    assert [book["选项"].cell(row, 2).value for row in range(1, 5)] == [
        *("A级", "B级", "C级", "D级"),
    ]
    marked = {str(one.sqref)[0] for one in book["填报"].conditional_formatting}
    assert {"E", "F", "L"} <= marked


def test_the_form_says_what_it_is(full: Database, tmp_path: Path) -> None:
    book = form(full, tmp_path / "a.xlsx")
    facts = {row[0].value: row[1].value for row in book["renewtrack"].iter_rows()}
    assert book["renewtrack"].sheet_state == "veryHidden"
    assert (facts["form"], facts["version"], facts["place"]) == ("buildings", "1", "上地街道")
    assert facts["district"] == "示范区"
    assert facts["made"].endswith("+00:00")


def test_what_was_filled_in_comes_back(full: Database, take: Take, tmp_path: Path) -> None:
    book = form(full, tmp_path / "a.xlsx")
    sheet = book["填报"]
    sheet["E4"], sheet["L4"] = 7, "D级"
    sheet["A7"], sheet["B7"], sheet["C7"], sheet["D7"], sheet["E7"] = (
        *("上地街道", "上地社区", "上地东里", "9号楼", 4),
    )
    book.save(tmp_path / "a.xlsx")
    plan = take(tmp_path / "a.xlsx")
    assert plan.counts == {"new": 1, "changed": 1, "same": 2, "rejected": 0}
    first = next(one for one in buildings.all(full) if one.number == "1")
    assert (first.storeys, first.danger_grade) == (7, "D")


def test_a_record_that_was_renamed_meanwhile_is_met_by_its_id(
    full: Database, take: Take, tmp_path: Path
) -> None:
    book = form(full, tmp_path / "a.xlsx")
    book["填报"]["E4"] = 7
    book.save(tmp_path / "a.xlsx")
    first = next(one for one in buildings.all(full) if one.number == "1")
    with actions.act(full, "edit", "测试员"):
        buildings.change(full, first.id, {"number": "11"})
        estates.change(full, first.estate_id, {"name": "上地新里"})
    before = len(buildings.all(full))
    plan = take(tmp_path / "a.xlsx")
    assert plan.counts == {"new": 0, "changed": 1, "same": 2, "rejected": 0}
    assert len(buildings.all(full)) == before
    after = buildings.get(full, first.id)
    assert after is not None
    assert (after.number, after.storeys) == ("11", 7)


@pytest.mark.parametrize(
    ("cell", "value", "kind"),
    [
        ("D4", "2号楼", "form_keys_changed"),
        ("C4", "别的小区", "form_keys_changed"),
        ("P4", "0" * 12, "form_keys_changed"),
        ("O4", "不存在的标识", "form_id_unknown"),
    ],
)
def test_a_row_that_was_tampered_with_is_rejected(
    full: Database, tmp_path: Path, cell: str, value: str, kind: str
) -> None:
    book = form(full, tmp_path / "a.xlsx")
    book["填报"][cell] = value
    book.save(tmp_path / "a.xlsx")
    plan = planning.plan(full, tmp_path / "a.xlsx")
    assert plan.counts == {"new": 0, "changed": 0, "same": 2, "rejected": 1}
    (refused,) = (row for row in plan.rows if row.state == "rejected")
    assert kind in {issue.kind for issue in refused.issues}


def test_ids_that_were_swapped_are_rejected(full: Database, tmp_path: Path) -> None:
    book = form(full, tmp_path / "a.xlsx")
    sheet = book["填报"]
    sheet["O4"], sheet["O5"] = sheet["O5"].value, sheet["O4"].value
    book.save(tmp_path / "a.xlsx")
    assert planning.plan(full, tmp_path / "a.xlsx").counts["rejected"] == 2


def test_without_its_check_an_id_must_agree_with_the_keys(full: Database, tmp_path: Path) -> None:
    book = form(full, tmp_path / "a.xlsx")
    sheet = book["填报"]
    sheet.delete_cols(16)
    sheet["D5"] = "77号楼"
    book.save(tmp_path / "a.xlsx")
    plan = planning.plan(full, tmp_path / "a.xlsx")
    assert plan.counts == {"new": 0, "changed": 0, "same": 2, "rejected": 1}


def test_rows_may_be_sorted(full: Database, tmp_path: Path) -> None:
    book = form(full, tmp_path / "a.xlsx")
    sheet = book["填报"]
    for column in range(1, 17):
        one, two = sheet.cell(4, column), sheet.cell(6, column)
        one.value, two.value = two.value, one.value
    book.save(tmp_path / "a.xlsx")
    assert planning.plan(full, tmp_path / "a.xlsx").counts["same"] == 3


def test_persons_are_masked_unless_revealed(full: Database, tmp_path: Path) -> None:
    sheet = form(full, tmp_path / "a.xlsx", "ledger")["填报"]
    words = [cell.value for row in sheet for cell in row]
    assert "138****5678" in words
    assert "张探针" not in words
    form_sheet.write(full, tmp_path / "b.xlsx", "ledger", Where(), reveal=True)
    words = [
        cell.value for row in openpyxl.load_workbook(tmp_path / "b.xlsx")["填报"] for cell in row
    ]
    assert "张探针" in words
