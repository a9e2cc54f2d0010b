"""A report in Excel holds real figures, no formula from a text, charts, and a set-up for paper."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from renewtrack.errors import Cancelled
from renewtrack.reports import excel, putting
from renewtrack.reports.tables import text_of
from tests.reports import made_report


@pytest.fixture(scope="module")
def book_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "report.xlsx"
    excel.write(made_report.made(), path)
    return path


def test_every_table_has_a_sheet_with_its_figures_as_figures(book_path: Path) -> None:
    book = openpyxl.load_workbook(book_path)
    assert book.sheetnames == [
        "目录", "R1 进展汇总表", "R4 资金来源", "R8 体检问题", "R9 报警", "图表",
    ]  # fmt: skip
    sheet, table = book["R1 进展汇总表"], made_report.summary()
    for row, line in zip(table.rows, sheet.iter_rows(min_row=5), strict=False):
        for column, value, cell in zip(table.columns, row.cells, line, strict=False):
            told = putting.clean(text_of(column, value))
            if isinstance(cell.value, int | float):
                assert f"{cell.value:.{len(told.partition('.')[2])}f}" == told
                assert cell.number_format == ("0.00" if "." in told else "0")
            else:
                assert (cell.value or "") == told
                assert cell.data_type in ("s", "n")


def test_no_text_becomes_a_formula_or_a_link(book_path: Path) -> None:
    with zipfile.ZipFile(book_path) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "/worksheets/sheet" in name]
        links = b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".rels"))
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
    assert b"http://x" not in links


def test_a_sheet_prints_on_a3_with_its_heads_on_every_page(book_path: Path) -> None:
    sheet = openpyxl.load_workbook(book_path)["R1 进展汇总表"]
    assert sheet.page_setup.paperSize == 8
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
    assert "内部资料" in str(sheet.oddHeader.right.text)
    assert sheet.freeze_panes == "B5"


def test_groups_stand_over_their_columns(book_path: Path) -> None:
    sheet = openpyxl.load_workbook(book_path)["R1 进展汇总表"]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"B3:C3", "D3:E3", "A3:A4"} <= merged
    assert [sheet["B3"].value, sheet["B4"].value, sheet["C4"].value] == ["计划", "小区", "面积"]


def test_charts_show_the_leaves_alone(book_path: Path) -> None:
    with zipfile.ZipFile(book_path) as packed:
        charts = [packed.read(name).decode() for name in packed.namelist() if "/charts/" in name]
    refs = re.findall(r"<c:f>'?([^'<!]+)'?!([^<]+)</c:f>", "".join(charts))
    assert ("R1 进展汇总表", "$E$5:$E$8") in refs  # four streets, neither total nor adjustment
    assert ("R4 资金来源", "$B$4:$B$5") in refs
    assert "开工累计" in "".join(charts)


def test_an_empty_table_and_an_absent_one_say_so(book_path: Path) -> None:
    book = openpyxl.load_workbook(book_path)
    assert "本期没有记录。" in [cell.value for cell in book["R9 报警"]["A"]]
    assert "台账里没有体检，本表没有数据。" in [cell.value for cell in book["R8 体检问题"]["A"]]


def test_the_workbook_speaks_english(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    excel.write(made_report.made(), path, "en", secrecy="partners")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["Contents", "R1 Progress"]
    assert book["R4 Money by source"]["A3"].value == "Source"


def test_a_stopped_report_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"old")

    def stop(share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        excel.write(made_report.made(), path, progress=stop)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.xlsx"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").mkdir()
    with pytest.raises(putting.NotWritten, match=r"report\.xlsx"):
        excel.write(made_report.made(), tmp_path / "report.xlsx")
    assert [each.name for each in tmp_path.iterdir()] == ["report.xlsx"]
