"""A sender's own workbook is filled with what the file knows, and keeps all that is its own."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from sqlite_utils import Database

from renewtrack.intake import filling, planning, reading, writing
from renewtrack.intake.filling import Filled, Filling
from renewtrack.intake.sheet_parts import CannotFill
from renewtrack.store import actions, buildings, estates, exports, funding, projects, works
from tests.intake import offices, test_surveys
from tests.intake.facts import Take
from tests.intake.offices import FACTS, OTHER_HEADS, Form

FORMS = {
    "two rows of heads": Form(head_rows=2, title_rows=("annex", "title", "caption")),
    "yuan and m2": Form(heads=OTHER_HEADS, money="元", area="㎡", streets="repeated"),
    "hundred millions": Form(money="亿元", unit_in="caption", totals="first", subtotals="before"),
    "bands": Form(streets="band", number_row="plain"),
    "figures as text": Form(text_numbers=True, subtotals="none"),
}


@pytest.fixture(params=FORMS)
def template(request: pytest.FixtureRequest, take: Take, tmp_path: Path) -> Path:
    """An office's ledger, taken in."""
    path = offices.save_xlsx(tmp_path / "来表2025.xlsx", offices.ledger(FORMS[request.param]))
    take(path)
    return path


def edit(db: Database) -> None:
    """Change values of every kind."""
    with actions.act(db, "edit", "测试员"):
        for number, estate in enumerate(estates.all(db)):
            estates.change(
                db,
                estate.id,
                {
                    "household_count": 1000 + number,
                    "floor_area_m2": 20_500.5 + number,
                    "year_built": 1990 + number,
                },
            )
        for number, project in enumerate(projects.all(db)):
            projects.change(
                db,
                project.id,
                {
                    "invest_total_fen": 123_456_700 + 100 * number,
                    "start_plan": f"2025-0{number % 9 + 1}",
                    "finish_plan": "2025-11-30",
                    "stage": "S70",
                    "percent": 10.0 + number % 80,
                },
            )
            funding.set_planned(db, project.id, {"central": 5_000_000 * (number + 1)})
            for estate in estates.all(db):
                if project.id in {one.id for one in projects.of_estate(db, estate.id)}:
                    works.add(db, kind="W15", project_id=project.id, estate_id=estate.id)


def unchanged(db: Database, path: Path) -> None:
    plan = planning.plan(db, path)
    assert [(row.name, row.changes) for row in plan.rows if row.state != "same"] == []
    assert plan.rows_read >= len(FACTS)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_sheet_that_says_it_already_keeps_every_byte(
    db: Database, template: Path, tmp_path: Path
) -> None:
    done = filling.fill(db, template, tmp_path / "out.xlsx")
    assert (done.rows, done.cells, done.unknown) == (len(FACTS), 0, ())
    assert members(tmp_path / "out.xlsx") == members(template)


def test_what_was_edited_stands_in_the_sheet_and_comes_in_with_no_change(
    db: Database, template: Path, tmp_path: Path
) -> None:
    edit(db)
    done = filling.fill(db, template, tmp_path / "out.xlsx")
    assert done.cells >= 6 * len(FACTS)
    unchanged(db, tmp_path / "out.xlsx")
    kept = {"xl/styles.xml", "xl/theme/theme1.xml", "docProps/app.xml"}
    old, new = members(template), members(tmp_path / "out.xlsx")
    assert {name for name in kept if old[name] == new[name]} == kept


def test_new_rows_stand_with_their_street(db: Database, template: Path, tmp_path: Path) -> None:
    street = FACTS[0].street
    (area,) = {one.area_id for one in estates.all(db) if one.name == FACTS[0].name
               and one.street == street}  # fmt: skip
    with actions.act(db, "edit", "测试员"):
        for name in ("新湖里", "旧湖里"):
            made = estates.add(db, name=name, area_id=area, household_count=77)
            project = projects.add(db, [made], name=name, plan_year=2025, stage="S30")
            funding.set_planned(db, project, {"city": 1_000_000})
    done = filling.fill(db, template, tmp_path / "out.xlsx", wish=Filling(add_rows=True))
    assert done.added == 2
    plan = planning.plan(db, tmp_path / "out.xlsx")
    assert plan.rows_read == len(FACTS) + 2
    assert plan.counts["same"] == plan.rows_read
    names = [row.name for row in plan.rows]
    last = max(names.index(fact.name) for fact in FACTS if fact.street == street)
    assert set(names[last + 1 : last + 3]) == {"新湖里", "旧湖里"}


def test_nothing_is_added_unless_asked(db: Database, template: Path, tmp_path: Path) -> None:
    with actions.act(db, "edit", "测试员"):
        made = estates.add(db, name="新湖里", area_id=estates.all(db)[0].area_id)
        projects.add(db, [made], name="新湖里", plan_year=2025)
    assert filling.fill(db, template, tmp_path / "out.xlsx").added == 0


# -- one rich workbook, as an office makes it


@pytest.fixture
def rich(take: Take, tmp_path: Path) -> Path:
    """A ledger with formulas, boxes, notes, lists and print set-up, taken in."""
    path = tmp_path / "示范区2025年台账.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        _rich(book, book.add_worksheet("台账"))
        other = book.add_worksheet("汇总")
        other.write_formula("B2", "=台账!E8", None, 700)
    take(path)
    return path


HEAD = ("序号", "街道", "社区", "小区名称", "户数", "总投资（万元）", "计划开工时间", "形象进度",
        "资金合计（万元）", "联系人", "联系电话", "备注")  # fmt: skip
ROWS = (
    (1, "上地街道", "上地社区", "东里", 100, 12.5, dt.date(2025, 3, 1), "在建60%", "张探针", None),
    (2, "上地街道", "上地社区", "西里", 200, 20, dt.date(2025, 4, 1), "未开工", "李四", "好"),
    (3, "清河街道", "清河社区", "南里", 400, 30, "2025.10", "已完工", "王五", None),
)  # fmt: skip


def _rich(book: Any, sheet: Any) -> None:
    look = book.add_format({"border": 1, "bg_color": "#FFFFCC"})
    day = book.add_format({"border": 1, "num_format": "yyyy/m/d"})
    sheet.merge_range("A1:L1", "示范区2025年老旧小区改造台账", look)
    sheet.write("A2", "（截至2025年6月30日）")
    sheet.write_row(3, 0, HEAD, look)
    for place, row in enumerate(ROWS, 4):
        for column, value in enumerate((*row[:8], None, row[8], "13800001234", row[9])):
            if isinstance(value, dt.date):
                sheet.write_datetime(place, column, dt.datetime.combine(value, dt.time()), day)
            else:
                sheet.write(place, column, value, look)
        sheet.write_formula(place, 8, f"=F{place + 1}*1", look, row[5])
    sheet.merge_range("B5:B6", "上地街道", look)
    sheet.write(7, 0, "合计", look)
    sheet.write_formula("E8", "=SUM(E5:E7)", look, 700)
    sheet.write_formula("F8", "=SUM(F5:F7)", look, 62.5)
    sheet.write("A9", "填表人：")
    sheet.insert_textbox("N3", "请勿改动本表格式")
    sheet.data_validation("H5:H7", {"validate": "list", "source": ["在建", "未开工", "已完工"]})
    sheet.print_area("A1:L9")
    sheet.set_landscape()


def change(db: Database, name: str, **values: object) -> None:
    estate = next(one for one in estates.all(db) if one.name == name)
    (project,) = projects.of_estate(db, estate.id)
    of_estate = {key: values.pop(key) for key in ("household_count",) if key in values}
    with actions.act(db, "edit", "测试员"):
        estates.change(db, estate.id, of_estate)
        projects.change(db, project.id, values)


def filled(db: Database, rich: Path, **wish: bool) -> tuple[Any, Filled]:
    out = rich.with_name("填好.xlsx")
    done = filling.fill(db, rich, out, wish=Filling(**wish))
    return openpyxl.load_workbook(out)["台账"], done


def test_a_value_takes_the_form_of_its_column(db: Database, rich: Path) -> None:
    change(db, "东里", start_plan="2025-05-06", invest_total_fen=99_990_000, percent=75.0)
    change(db, "西里", start_plan="2025-07", stage="S70", percent=60.0, household_count=222)
    change(db, "南里", start_plan="2025-09-30", remark="补")
    sheet, done = filled(db, rich)
    assert sheet["G5"].value == dt.datetime(2025, 5, 6)
    assert sheet["G5"].number_format == "yyyy/m/d"
    assert sheet["F5"].value == 99.99
    assert sheet["H5"].value == "在建75%" or "75%" in sheet["H5"].value
    assert sheet["G6"].value == "2025.7"
    assert sheet["H6"].value == "在建60%"  # the sheet's own words of that
    assert sheet["G7"].value == dt.datetime(2025, 9, 30)
    assert sheet["L7"].value == "补"
    assert done.cells == 8
    assert sheet["E6"].value == 222
    assert sheet["E6"].fill.fgColor.rgb == "FFFFFFCC"


def test_a_formula_stays_and_what_depends_on_the_change_is_counted_anew(
    db: Database, rich: Path
) -> None:
    change(db, "西里", household_count=222)
    sheet, _ = filled(db, rich)
    assert sheet["E8"].value == "=SUM(E5:E7)"
    xml = members(rich.with_name("填好.xlsx"))["xl/worksheets/sheet1.xml"].decode()
    assert "<f>SUM(E5:E7)</f></c>" in xml
    assert "<f>SUM(F5:F7)</f><v>62.5</v>" in xml
    other = members(rich.with_name("填好.xlsx"))["xl/worksheets/sheet2.xml"].decode()
    assert "<f>台账!E8</f></c>" in other
    drawing = "xl/drawings/drawing1.xml"
    assert members(rich)[drawing] == members(rich.with_name("填好.xlsx"))[drawing]


def test_the_total_counts_the_new_rows(db: Database, rich: Path) -> None:
    area = next(one.area_id for one in estates.all(db) if one.name == "西里")
    with actions.act(db, "edit", "测试员"):
        made = estates.add(db, name="=北里", area_id=area, household_count=50)
        projects.add(
            db, [made], name="北里", plan_year=2025, start_plan="2025-08-01",
            invest_total_fen=10_000_000, contact="赵探针", phone="13812345678",
        )  # fmt: skip
    sheet, done = filled(db, rich, add_rows=True)
    assert done.added == 1
    assert [sheet.cell(7, column).value for column in range(1, 8)] == [
        *(4, None, "上地社区", "=北里", 50, 10, dt.datetime(2025, 8, 1)),
    ]
    assert sheet["D7"].data_type == "s"
    assert sheet["I7"].value == "=F7*1"
    assert sheet["E9"].value == "=SUM(E5:E8)"
    assert "B5:B7" in {str(one) for one in sheet.merged_cells.ranges}
    assert str(sheet.data_validations.dataValidation[0].sqref) == "H5:H8"
    assert sheet.print_area == "'台账'!$A$1:$L$10"
    assert (sheet["J7"].value, sheet["K7"].value) == ("赵**", "138****5678")
    plan = planning.plan(db, rich.with_name("填好.xlsx"))
    assert plan.counts == {"new": 0, "changed": 0, "same": 4, "rejected": 0}


def test_persons_are_masked_unless_revealed(db: Database, rich: Path) -> None:
    change(db, "东里", contact="赵探针", phone="13812345678")
    sheet, _ = filled(db, rich)
    assert (sheet["J5"].value, sheet["K5"].value) == ("赵**", "138****5678")
    assert sheet["J6"].value == "李四"  # the sender's own word, which still holds
    sheet, _ = filled(db, rich, reveal=True)
    assert (sheet["J5"].value, sheet["K5"].value) == ("赵探针", "13812345678")


def test_what_the_file_no_longer_has_goes_and_what_it_never_had_stays(
    db: Database, rich: Path
) -> None:
    change(db, "西里", remark=None)
    book = openpyxl.load_workbook(rich)
    book["台账"]["L5"] = "来表单位自注"
    book.save(rich)
    sheet, _ = filled(db, rich)
    assert sheet["L6"].value is None
    assert sheet["L5"].value == "来表单位自注"


def test_rows_that_the_file_does_not_know_are_told_and_left(db: Database, rich: Path) -> None:
    book = openpyxl.load_workbook(rich)
    book["台账"]["D7"] = "没有的小区"
    book["台账"]["E7"] = 1
    book.save(rich)
    sheet, done = filled(db, rich)
    assert done.unknown == (7,)
    assert (sheet["D7"].value, sheet["E7"].value) == ("没有的小区", 1)


def test_a_text_that_looks_like_a_formula_stays_text(db: Database, rich: Path) -> None:
    change(db, "东里", remark="=HYPERLINK(1)")
    sheet, _ = filled(db, rich)
    assert (sheet["L5"].data_type, sheet["L5"].value) == ("s", "=HYPERLINK(1)")
    assert sheet["L5"].quotePrefix
    assert reading.read(rich.with_name("填好.xlsx"))[0].rows[4][11] == "=HYPERLINK(1)"


@pytest.mark.parametrize("survey", test_surveys.SURVEYS)
def test_surveys_are_filled_too(db: Database, take: Take, tmp_path: Path, survey: str) -> None:
    path = offices.save_xlsx(
        tmp_path / "楼栋.xlsx", test_surveys.sheet(test_surveys.SURVEYS[survey])
    )
    take(path)
    first, second, *_ = buildings.all(db)
    with actions.act(db, "edit", "测试员"):
        buildings.change(db, first.id, {"storeys": 33, "danger_grade": "D"})
        buildings.add(db, estate_id=second.estate_id, number="99", storeys=9, structure="frame")
    done = filling.fill(db, path, tmp_path / "out.xlsx", wish=Filling(add_rows=True))
    assert (done.cells, done.added) == (2, 1)
    plan = planning.plan(db, tmp_path / "out.xlsx")
    assert plan.counts["same"] == plan.rows_read


def test_it_is_recorded_before_it_has_its_name(db: Database, rich: Path, tmp_path: Path) -> None:
    seen: list[tuple[bool, int]] = []
    out = tmp_path / "out.xlsx"
    filling.fill(
        db, rich, out, seen=lambda part, rows: seen.append((zipfile.is_zipfile(part), rows))
    )
    assert seen == [(True, 3)]

    def refuse(*_: object) -> None:
        raise exports.CannotRecord

    with pytest.raises(exports.CannotRecord):
        filling.fill(db, rich, tmp_path / "zwei.xlsx", seen=refuse)
    assert list(tmp_path.glob("*zwei*")) == []


def test_what_cannot_be_filled_is_told(
    db: Database, rich: Path, take: Take, tmp_path: Path
) -> None:
    csv = offices.save_csv(tmp_path / "表.csv", offices.ledger(Form()))
    with pytest.raises(CannotFill, match="xlsx"):
        filling.fill(db, csv, tmp_path / "out.xlsx")
    with pytest.raises(CannotFill):
        filling.fill(db, rich, tmp_path / "out.csv")
    with pytest.raises(writing.NotWritten):
        filling.fill(db, rich, tmp_path / "没有" / "out.xlsx")


def test_a_workbook_can_be_filled_in_its_own_place(db: Database, rich: Path) -> None:
    change(db, "西里", household_count=222)
    assert filling.fill(db, rich, rich).cells == 1
    assert openpyxl.load_workbook(rich)["台账"]["E6"].value == 222


def test_every_formula_of_a_long_sheet_follows(db: Database, take: Take, tmp_path: Path) -> None:
    facts = [replace(FACTS[0], name=f"临湖{number}里") for number in range(300)]
    form = Form(streets="repeated", subtotals="none")
    path = offices.save_xlsx(tmp_path / "长2025.xlsx", offices.ledger(form, facts))
    take(path)
    edit(db)
    filling.fill(db, path, tmp_path / "out.xlsx")
    xml = members(tmp_path / "out.xlsx")["xl/worksheets/sheet1.xml"].decode()
    numbers = [int(one) for one in re.findall(r'<row r="(\d+)"', xml)]
    assert numbers == sorted(set(numbers))
    unchanged(db, tmp_path / "out.xlsx")
