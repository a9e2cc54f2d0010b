"""The forms of the survey are filled from templates that an office may redraw."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from renewtrack.reports import sheet_filling, survey
from renewtrack.reports.tables import Report, text_of
from tests.reports import made_report


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return tmp_path / "own.xlsx", sheet


def save(own: tuple[Path, Worksheet]) -> Path:
    own[1].parent.save(own[0])
    return own[0]


def filled(own: tuple[Path, Worksheet]) -> Worksheet:
    target = own[0].with_name("out.xlsx")
    survey.write(made_report.made(), "plan", target, save(own))
    sheet = openpyxl.load_workbook(target).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("group", survey.GROUPS)
def test_a_built_in_form_fills_and_claims_no_standing(
    tmp_path: Path, group: str, reports: dict[str, Report]
) -> None:
    book = openpyxl.load_workbook(survey.built_in(group))
    names = {str(cell.value) for cell in book[survey.NAMES_SHEET]["A"]}
    marks = {
        mark
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        for mark in re.findall(r"\{\{ ([\w.]+) \}\}", str(cell.value or ""))
    }
    assert {mark.replace(".total", "") for mark in marks} <= names
    target = tmp_path / "out.xlsx"
    survey.write(reports["2026-11"], group, target)
    out = openpyxl.load_workbook(target)
    assert survey.NAMES_SHEET not in out.sheetnames
    assert "参考样式，非国家统计局" in str(out.worksheets[0]["A2"].value)
    survey.write(reports["2026-W48"], group, target)  # lacks most tables, which is no fault
    assert "{{" not in "".join(str(cell.value) for row in out.worksheets[0] for cell in row)


def test_a_row_of_a_table_is_repeated_and_what_is_below_moves(own: tuple[Path, Worksheet]) -> None:
    sheet = own[1]
    sheet.append(["{{ office }}，{{ period }}"])
    sheet.append(["{{ R1.street }}", "{{ R1.estates }}", "{{ R1.area }}"])
    sheet.append(["合计", "{{ R1.total.estates }}"])
    sheet["A4"] = "说明"
    sheet.merge_cells("A4:C4")
    sheet.row_dimensions[4].height = 44
    found = filled(own)
    assert found["A1"].value == "更新科 <&>，2025年5月"
    assert [found.cell(row, 2).value for row in range(2, 7)] == [3, 4, 5, 6, 18]
    assert found["C2"].value == 1.23
    assert found["C2"].number_format == "0.00"
    assert found["A7"].value == "说明"
    assert [str(each) for each in found.merged_cells.ranges] == ["A7:C7"]
    assert found.row_dimensions[7].height == 44


def test_no_text_becomes_a_formula(own: tuple[Path, Worksheet]) -> None:
    own[1].append(["{{ R1.street }}"])
    found = filled(own)
    assert found["A1"].value == made_report.HOSTILE[0]
    assert found["A1"].data_type == "s"
    assert found["A3"].value == "控制符"


def test_a_table_without_rows_leaves_its_row_blank(own: tuple[Path, Worksheet]) -> None:
    own[1].append(["{{ R9.facility }}"])
    own[1].append(["{{ R9.total.facility }}", "下一行"])
    found = filled(own)
    assert found["A1"].value is None
    assert found["B2"].value == "下一行"


@pytest.mark.parametrize(
    "mark", ["{{ nothing }}", "{{ R1.nothing }}", "{{ R77.x }}", "{{", "{{ }}"]
)
def test_an_unknown_name_is_told_with_its_cell(own: tuple[Path, Worksheet], mark: str) -> None:
    own[1]["B3"] = mark
    with pytest.raises(sheet_filling.BrokenSheet) as broken:
        filled(own)
    assert "B3" in broken.value.in_("zh")
    assert "own.xlsx" in broken.value.in_("en")


def test_two_tables_in_one_row_are_refused(own: tuple[Path, Worksheet]) -> None:
    own[1].append(["{{ R1.street }}", "{{ R4.source }}"])
    with pytest.raises(sheet_filling.BrokenSheet):
        filled(own)


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_workbook_is_no_template(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.xlsx").write_bytes(content)
    with pytest.raises(survey.NoSurveySheet):
        survey.write(made_report.made(), "plan", tmp_path / "o.xlsx", tmp_path / "own.xlsx")


def test_there_are_four_groups_of_forms(tmp_path: Path) -> None:
    with pytest.raises(survey.NoGroup, match="plan, progress, effect, basic"):
        survey.write(made_report.made(), "other", tmp_path / "out.xlsx")


def test_the_basic_facts_are_the_projects_of_the_report(
    tmp_path: Path, reports: dict[str, Report]
) -> None:
    report = reports["2026-11"]
    survey.write(report, "basic", tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    (table,) = (each for each in report.tables if each.key == "R2")
    keys = [column.key for column in table.columns]
    place = keys.index("project")
    wanted = [row.cells[place] for row in table.rows if row.level == "leaf"]
    shown = [cell.value for cell in sheet["C"][4:]]
    assert shown[: len(wanted)] == [text_of(table.columns[place], each) for each in wanted]
    totals = next(row for row in table.rows if row.level == "total")
    column = keys.index("plan")
    written = text_of(table.columns[column], totals.cells[column])
    assert f"{sheet.cell(5 + len(wanted), 10).value:.2f}" == written
