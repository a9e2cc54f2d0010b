"""What calamine leaves out of a workbook is told: errors, hiding and spans, in every format."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from renewtrack.intake import reading, refusals, sheet_scan
from renewtrack.intake.sheets import Merge
from tests.intake import old_books as old

CHINESE_FORMATS = (*range(27, 37), *range(50, 59))


def test_an_xls_tells_errors_and_what_is_hidden(tmp_path: Path) -> None:
    cells = old.xls_hidden_columns(1, 2) + old.xls_hidden_row(1)
    cells += old.xls_text(0, 0, "小区") + old.xls_number(1, 0, 3.5)
    cells += old.xls_error(1, 1, 0x2A) + old.xls_broken_formula(2, 3, 0x17)
    (sheet,) = reading.read(old.save_xls(tmp_path / "a.xls", cells))
    assert sheet.rows == (
        ("小区", None, None, None),
        (3.5, "#N/A", None, None),
        (None, None, None, "#REF!"),
    )
    assert sheet.flaws == {(1, 1): "error", (2, 3): "error"}
    assert [set(sheet.hidden_rows), set(sheet.hidden_columns)] == [{1}, {1, 2}]


def test_an_xlsb_tells_errors_spans_and_what_is_hidden(tmp_path: Path) -> None:
    rows = old.xlsb_row(0, old.xlsb_text(0, "小区"), old.xlsb_text(1, "数"))
    rows += old.xlsb_row(2, old.xlsb_error(1, 0x07), hidden=True)
    columns = old.xlsb_record(60, struct.pack("<IIIIH", 3, 4, 100, 0, 1))
    merges = old.xlsb_record(176, struct.pack("<IIII", 0, 1, 0, 0))
    path = old.save_xlsb(tmp_path / "a.xlsb", rows, columns=columns, merges=merges)
    (sheet,) = reading.read(path)
    assert sheet.rows == (("小区", "数"), (None, None), (None, "#DIV/0!"))
    assert sheet.flaws == {(2, 1): "error"}
    assert sheet.merged == (Merge(0, 0, 1, 0),)
    assert [set(sheet.hidden_rows), set(sheet.hidden_columns)] == [{2}, {3, 4}]


def test_an_error_beyond_every_sheet_is_left_out(tmp_path: Path) -> None:
    rows = old.xlsb_row(0, old.xlsb_text(0, "小区"))
    rows += old.xlsb_row(4_000_000_000, old.xlsb_error(1, 0x07))
    (sheet,) = reading.read(old.save_xlsb(tmp_path / "a.xlsb", rows))
    assert (sheet.rows, sheet.flaws) == ((("小区",),), {})


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="台账">
<table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/>{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def _ods(path: Path, rows: str, manifest: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr("content.xml", ODS.format(rows=rows))
    return path


def _ods_cell(words: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p>'
        "</table:table-cell>"
    )


def test_an_ods_tells_errors_and_what_is_hidden(tmp_path: Path) -> None:
    error = _ods_cell("#REF!", 'office:string-value="" calcext:value-type="error"')
    rows = f"<table:table-row>{_ods_cell('小区')}{_ods_cell('数')}</table:table-row>"
    rows += (
        f'<table:table-row table:visibility="collapse">{_ods_cell("东里")}{error}</table:table-row>'
    )
    (sheet,) = reading.read(_ods(tmp_path / "a.ods", rows))
    assert sheet.rows == (("小区", "数"), ("东里", "#REF!"))
    assert sheet.flaws == {(1, 1): "error"}
    assert [set(sheet.hidden_rows), set(sheet.hidden_columns)] == [{1}, {2}]


def test_an_error_that_an_ods_shows_but_does_not_tell_is_one(tmp_path: Path) -> None:
    shown = '<table:table-cell office:value-type="float" office:value="0" table:formula="of:=1/0">'
    rows = f"<table:table-row>{shown}<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
    (sheet,) = reading.read(_ods(tmp_path / "a.ods", rows))
    assert (sheet.rows, sheet.flaws) == ((("#DIV/0!",),), {(0, 0): "error"})


def test_an_ods_that_repeats_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    rows = '<table:table-row table:number-rows-repeated="1000000">'
    rows += _ods_cell("x", 'table:number-columns-repeated="16384"') + "</table:table-row>"
    with pytest.raises(refusals.SheetTooBig):
        reading.read(_ods(tmp_path / "a.ods", rows))


def test_an_encrypted_ods_cannot_be_opened_by_any_password(tmp_path: Path) -> None:
    path = _ods(tmp_path / "a.ods", "", "<manifest:encryption-data/>")
    for password in (None, "x"):
        with pytest.raises(refusals.SheetEncrypted):
            reading.read(path, password)


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_in_both_systems_and_in_the_chinese_formats(tmp_path: Path, since_1904: bool) -> None:
    serial = 43538 if since_1904 else 45000
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": since_1904})
    page = book.add_worksheet()
    for row, number in enumerate(CHINESE_FORMATS):
        page.write_number(row, 0, serial, book.add_format({"num_format": number}))
    book.close()
    cells = b"".join(old.xls_number(row, 0, serial, row) for row in range(len(CHINESE_FORMATS)))
    older = old.save_xls(tmp_path / "a.xls", cells, formats=CHINESE_FORMATS, since_1904=since_1904)
    for path in (tmp_path / "a.xlsx", older):
        (sheet,) = reading.read(path)
        assert sheet.rows == ((dt.date(2023, 3, 15),),) * len(CHINESE_FORMATS)


def test_cells_right_of_blank_columns_stay_in_their_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["C2"] = "东里"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = reading.read(tmp_path / "a.xlsx")
    assert sheet.rows == ((None, None, None), (None, None, "东里"))


def test_an_error_left_of_everything_else_stays_in_its_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["C2"] = "#N/A", "东里"
    page["A1"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = reading.read(tmp_path / "a.xlsx")
    assert sheet.rows == (("#N/A", None, None), (None, None, "东里"))


@pytest.mark.parametrize("chunk", [64, 100, 1_000])
def test_marks_that_lie_across_two_chunks_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    rows = "".join(
        f'<row r="{row}" hidden="1"><c r="A{row}" t="e"><v>#N/A</v></c>'
        f'<c r="B{row}"><f>A{row}</f></c></row>'
        for row in range(1, 30)
    )
    path = tmp_path / "sheet.xml"
    path.write_text(f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    monkeypatch.setattr(sheet_scan, "CHUNK", chunk)
    with path.open("rb") as stream:
        gaps = sheet_scan.scan(stream)
    assert gaps.hidden_rows == set(range(29))
    assert list(gaps.errors) == [(row, 0) for row in range(29)]
    assert gaps.uncached == {(row, 1) for row in range(29)}


def test_names_with_a_prefix_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xml"
    path.write_text(
        '<x:worksheet><x:cols><x:col min="2" max="3" hidden="1"/></x:cols><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    with path.open("rb") as stream:
        gaps = sheet_scan.scan(stream)
    assert (gaps.hidden_columns, gaps.errors) == ({1, 2}, {(0, 0): "#N/A"})
