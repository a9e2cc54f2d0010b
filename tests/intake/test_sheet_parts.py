"""Cells and rows are put into a workbook's own XML, and all else in it stays as it was."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from renewtrack.intake import reading, sheet_rows
from renewtrack.intake.sheet_parts import BookParts, CannotFill
from renewtrack.intake.sheet_rows import NewRow
from renewtrack.intake.sheet_xml import NotPlain, SheetXml

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cf"
    "c0000003010100c9fe92ef0000000049454e44ae426082"
)
FIRST, LAST = 2, 4  # zero-based rows of data
MACRO = b"\xd0\xcf\x11\xe0 macros"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with everything that a library would lose or leave behind."""
    path = tmp_path / "来表.xlsx"
    (tmp_path / "p.png").write_bytes(PIXEL)
    with xlsxwriter.Workbook(str(path)) as made:
        sheet, other = made.add_worksheet("台账"), made.add_worksheet("汇总")
        hidden = made.add_worksheet("码表")
        hidden.hide()
        _table(made, sheet)
        _around(sheet, tmp_path / "p.png")
        other.write_formula("A1", "=SUM(台账!B3:B5)", None, 60)
        other.write_formula("A2", "=台账!B6", None, 60)
        other.write_formula("A3", "=1+1", None, 2)
        made.define_name("全部户数", "=台账!$B$3:$B$5")
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=台账!$B$3:$B$5"})
        other.insert_chart("D2", chart)
    return path


def _table(made: Any, sheet: Any) -> None:
    bold, money = made.add_format({"bold": True, "border": 1}), made.add_format({"border": 1})
    money.set_num_format("0.00")
    sheet.merge_range("A1:E1", "户数登记表", bold)
    for column, words in enumerate(("名称", "户数", "占比", "备注", "合计")):
        sheet.write(1, column, words, bold)
    for row in range(FIRST, LAST + 1):
        at = row + 1
        sheet.write(row, 0, f"小区{row}", bold)
        sheet.write(row, 1, 10 * (row - 1), money)
        sheet.write_formula(row, 2, f"=B{at}/B$6", money, 0.5)
        sheet.write_blank(row, 3, None, money)
        sheet.write_formula(row, 4, f"=SUM(B{at}:C{at})", money, 1)
    sheet.merge_range("D3:D5", "甲片", bold)
    sheet.write(5, 0, "合计", bold)
    sheet.write_formula(5, 1, "=SUM(B3:B5)", money, 60)
    sheet.write(6, 0, "填表人：")
    sheet.set_row(LAST, 30)


def _around(sheet: Any, picture: Path) -> None:
    sheet.insert_textbox("G9", "说明：按月报送", {"object_position": 1})
    sheet.insert_image("G14", str(picture))
    sheet.write_comment("A6", "合计行")
    sheet.data_validation("D3:D5", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format("B3:B5", {"type": "cell", "criteria": ">", "value": 15})
    sheet.print_area("A1:E7")
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.autofilter("A2:E5")
    sheet.freeze_panes(2, 1)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before: Path, after: Path) -> set[str]:
    old, new = members(before), members(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def put(book: Path, out: Path, *cells: tuple[int, int, Any]) -> Path:
    parts = BookParts(book)
    sheet = parts.sheet("台账")
    for row, column, content in cells:
        sheet.put(row, column, content)
    parts.finish("台账", sheet, None)
    parts.write(out)
    return out


def insert(book: Path, out: Path, *new: NewRow) -> Path:
    parts = BookParts(book)
    sheet = parts.sheet("台账")
    shift = sheet_rows.put_in(sheet, {LAST: list(new)}, "台账")
    parts.finish("台账", sheet, shift)
    parts.write(out)
    return out


@pytest.fixture
def longer(book: Path, tmp_path: Path) -> Path:
    new = (
        NewRow({0: "小区新", 1: 7}, frozenset({3})),
        NewRow({0: "=1+1", 1: 8.5}, frozenset({3})),
    )
    return insert(book, tmp_path / "out.xlsx", *new)


def loaded(path: Path) -> Any:
    return openpyxl.load_workbook(path)["台账"]


def test_nothing_put_in_leaves_every_byte(book: Path, tmp_path: Path) -> None:
    assert changed(book, put(book, tmp_path / "out.xlsx")) == set()


def test_a_cell_put_in_changes_only_itself_and_what_depends_on_it(
    book: Path, tmp_path: Path
) -> None:
    out = put(book, tmp_path / "out.xlsx", (3, 1, 25))
    assert changed(book, out) == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    old, new = (members(path)["xl/worksheets/sheet1.xml"].decode() for path in (book, out))
    assert '<c r="B4" s="2"><v>25</v></c>' in new
    assert '<c r="E3" s="2"><f>SUM(B3:C3)</f></c>' in new  # by way of C3, a share of the total
    assert old.split("</sheetData>")[1] == new.split("</sheetData>")[1]
    assert 'fullCalcOnLoad="1"' in members(out)["xl/workbook.xml"].decode()
    other = members(out)["xl/worksheets/sheet2.xml"].decode()
    assert "<f>1+1</f><v>2</v>" in other
    assert "<f>SUM(台账!B3:B5)</f></c>" in other


def test_results_that_still_hold_are_kept(book: Path, tmp_path: Path) -> None:
    out = put(book, tmp_path / "out.xlsx", (6, 1, "张"))
    assert "<f>SUM(B3:B5)</f><v>60</v>" in members(out)["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize(
    "words", ["=1+1", "+86", "<b>&\"'", "a\nb", " 空 ", "_x0041_", "\x01甲", "'古城", "01"]
)
def test_a_text_stays_that_text(book: Path, tmp_path: Path, words: str) -> None:
    out = put(book, tmp_path / "out.xlsx", (3, 3, words))
    wanted = words.replace("\x01", "")
    found = openpyxl.load_workbook(out)["台账"]
    assert not any(
        cell.data_type == "f" and cell.coordinate == "D4" for row in found for cell in row
    )
    assert reading.read(out)[0].rows[3][3] == wanted


def test_rows_put_in_look_like_the_one_above_and_count_in_the_total(longer: Path) -> None:
    sheet = loaded(longer)
    assert [sheet.cell(row, 1).value for row in range(5, 10)] == [
        *("小区4", "小区新", "=1+1", "合计", "填表人："),
    ]
    assert sheet["A7"].data_type == "s"
    assert sheet["B8"].value == "=SUM(B3:B7)"
    assert sheet["C3"].value == "=B3/B$8"
    assert sheet["C7"].value == "=B7/B$8"
    assert sheet["E7"].value == "=SUM(B7:C7)"
    assert sheet["B6"].number_format == "0.00"
    assert sheet["A6"].font.b
    assert sheet.row_dimensions[7].height == 30


def test_all_that_names_cells_goes_down_with_them(longer: Path) -> None:
    sheet = loaded(longer)
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A1:E1", "D3:D7"}
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["D3:D7"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["B3:B7"]
    assert sheet.print_area == "'台账'!$A$1:$E$9"
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.auto_filter.ref == "A2:E7"
    assert sheet.freeze_panes == "B3"
    assert sheet["A8"].comment.text == "合计行"
    assert sheet.dimensions == "A1:E9"
    whole = openpyxl.load_workbook(longer)
    assert whole.defined_names["全部户数"].value == "台账!$B$3:$B$7"
    assert whole["汇总"]["A1"].value == "=SUM(台账!B3:B7)"
    assert whole["汇总"]["A2"].value == "=台账!B8"


def test_boxes_and_pictures_go_down_with_the_cells_below(book: Path, longer: Path) -> None:
    old, new = members(book), members(longer)
    drawing = new["xl/drawings/drawing1.xml"].decode()
    assert "<xdr:row>10</xdr:row>" in drawing  # the box, from row 9
    assert "<xdr:row>15</xdr:row>" in drawing  # the picture
    assert "说明：按月报送" in drawing
    assert "台账!$B$3:$B$7" in new["xl/charts/chart1.xml"].decode()
    assert "<x:Row>7</x:Row>" in new["xl/drawings/vmlDrawing1.vml"].decode()
    kept = {"xl/media/image1.png", "xl/styles.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml"}
    assert {name for name in kept if old[name] == new[name]} == kept
    assert old["xl/worksheets/sheet3.xml"] == new["xl/worksheets/sheet3.xml"]


def test_our_own_reader_reads_it(longer: Path) -> None:
    sheet, *_ = reading.read(longer)
    assert [row[1] for row in sheet.rows[2:7]] == [10, 20, 30, 7, 8.5]
    assert sheet.rows[7][1] is None  # the total is to be counted anew


def test_shared_formulas_and_the_order_of_counting_are_parted(book: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared.xlsx"
    _rewrite(book, shared)
    sheet = loaded(insert(shared, tmp_path / "out.xlsx", NewRow({1: 7})))
    assert [sheet.cell(row, 3).value for row in range(3, 7)] == [
        *("=B3/B$7", "=B4/B$7", "=B5/B$7", "=B6/B$7"),
    ]
    assert "xl/calcChain.xml" not in members(tmp_path / "out.xlsx")
    assert b"calcChain" not in members(tmp_path / "out.xlsx")["[Content_Types].xml"]
    assert b"calcChain" not in members(tmp_path / "out.xlsx")["xl/_rels/workbook.xml.rels"]


def _rewrite(book: Path, out: Path) -> None:
    """Write the workbook as Excel does: with shared formulas, an order of counting and macros."""
    found = members(book)
    name = "xl/worksheets/sheet1.xml"
    words = found[name].decode()
    words = words.replace("<f>B3/B$6</f>", '<f t="shared" ref="C3:C5" si="0">B3/B$6</f>')
    for row in (4, 5):
        words = words.replace(f"<f>B{row}/B$6</f>", '<f t="shared" si="0"/>')
    found[name] = words.encode()
    found["xl/calcChain.xml"] = b'<calcChain><c r="C3" i="1"/></calcChain>'
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    found["[Content_Types].xml"] = found["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/calcChain.xml" ContentType="' + kind + b'"/></Types>',
    )
    at = "xl/_rels/workbook.xml.rels"
    link = (
        b'<Relationship Id="rId99" Type="http://x/relationships/calcChain" Target="calcChain.xml"/>'
    )
    found[at] = found[at].replace(b"</Relationships>", link + b"</Relationships>")
    found["xl/vbaProject.bin"] = MACRO
    with zipfile.ZipFile(out, "w") as archive:
        for member, content in found.items():
            archive.writestr(member, content)


def test_macros_stay(book: Path, tmp_path: Path) -> None:
    _rewrite(book, tmp_path / "m.xlsm")
    out = put(tmp_path / "m.xlsm", tmp_path / "out.xlsm", (3, 1, 25))
    assert members(out)["xl/vbaProject.bin"] == MACRO
    assert "xl/calcChain.xml" in members(out)


def test_a_text_like_a_formula_is_marked_as_text(book: Path, tmp_path: Path) -> None:
    parts = BookParts(book)
    sheet = parts.sheet("台账")
    style = parts.quoted(sheet.style(3, 0))
    assert parts.quoted(sheet.style(3, 0)) == style
    sheet.put(3, 0, "=1+1", style)
    parts.finish("台账", sheet, None)
    parts.write(tmp_path / "out.xlsx")
    cell = loaded(tmp_path / "out.xlsx")["A4"]
    assert (cell.value, cell.quotePrefix, cell.border.left.style) == ("=1+1", True, "thin")


def test_what_is_no_xlsx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(CannotFill):
        BookParts(tmp_path / "a.xls")


@pytest.mark.parametrize(
    "rows",
    [
        '<x:row r="3"><x:c r="B3" s="7"><x:v>1</x:v></x:c></x:row>',
        "<x:row r='3' ht='20'><x:c r='B3' s='7'/></x:row>\n",
        '<x:row><x:c s="1"/><x:c s="7"/></x:row>',
    ],
)
def test_other_ways_of_writing_are_read(rows: str) -> None:
    blank = '<x:row r="1"/><x:row r="2"/>' if "r=" in rows[:10] else ""
    words = f"<x:worksheet><x:sheetData>{blank}{rows}</x:sheetData></x:worksheet>"
    sheet = SheetXml.read(words.encode())
    assert sheet.bytes() == words.encode()
    row = max(sheet.rows)
    sheet.put(row, 1, 5)
    sheet.put(row, 4, "甲")
    assert f'<x:c r="B{row + 1}" s="7"><x:v>5</x:v></x:c>' in sheet.bytes().decode()
    assert f'<x:c r="E{row + 1}" t="inlineStr"><x:is>' in sheet.bytes().decode()


def test_xml_of_another_encoding_is_not_touched() -> None:
    with pytest.raises(NotPlain):
        SheetXml.read('<?xml version="1.0" encoding="gb2312"?><sheetData/>'.encode("gb2312"))
