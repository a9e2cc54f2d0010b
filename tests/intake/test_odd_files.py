"""The odd workbooks of other projects end in the right cells or in the right sentence."""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path
from typing import cast

import openpyxl
import pytest

from renewtrack.intake import crossing, reading, refusals
from renewtrack.intake.sheets import Cell, SheetCells

pytestmark = pytest.mark.shared

REFUSED = {
    "57893-many-merges.xlsx": refusals.SheetEmpty,  # 50,000 merged ranges and no cell
    "data03.xlsx": refusals.SheetTooBig,  # cells at XFD1 and XFD1048576
    "protected_passtika.xlsx": refusals.SheetPassworded,
    "testEXCEL_4.xls": refusals.SheetTooOld,
}
# Rows and columns of the first sheet, and one of its cells.
READ: dict[str, tuple[int, int, tuple[int, int], object]] = {
    "12561-1.xls": (66, 13, (3, 12), dt.date(2002, 6, 30)),
    "1900DateWindowing.xls": (1, 2, (0, 0), dt.date(2000, 1, 1)),
    "1904DateWindowing.xls": (1, 2, (0, 0), dt.date(2000, 1, 1)),
    "44235.xls": (360, 8, (6, 0), "01"),
    "49609.xlsx": (39, 98, (0, 1), "Cycle"),
    "50299.xlsx": (10, 4, (0, 3), "1D"),
    "51519.xlsx": (18, 4, (1, 1), "豊田"),
    "53282b.xlsx": (2, 1, (1, 0), "#@_#"),
    "DateFormatTests.xlsx": (4, 3, (0, 0), "Flag Name"),
    "InlineStrings.xlsx": (7, 4, (1, 2), "1st Inline String"),
    "SampleSS.strict.xlsx": (4, 2, (1, 1), "2nd row 2nd column"),
    "Simple.xlsb": (
        *(1, 1, (0, 0)),
        "This is an example spreadsheet created with Microsoft Excel 2007 Beta 2.",
    ),
    "autofilter05.xlsx": (51, 4, (1, 2), 9000),
    "covid_19-iss.xlsx": (7, 17, (0, 0), "Nota metodologica"),
    "fn.et": (3, 3, (2, 2), "#VALUE!"),
    "fn.xls": (3, 3, (1, 1), '=EVALUATE("1+1")'),
    "formatted_inline_string.xlsx": (1, 1, (0, 0), "RegularBold"),
    "merge_cells.xlsx": (4, 4, (0, 2), "C1:C2"),
    "merge_range01.xlsx": (2, 2, (1, 1), "Foo"),
    "mixed_sheets.xlsx": (2, 2, (1, 0), "note"),
    "phonetic_text.xlsx": (2, 1, (0, 0), "漢字"),
    "sushi.xlsx": (1, 1, (0, 0), "🍣"),
    "sushi.xml": (1, 1, (0, 0), "🍣"),
    "testEXCEL_95.xls": (22, 5, (3, 4), "Formatted"),
    "text_and_numbers.txt": (4, 3, (1, 1), "שלום"),
    "xlsx-stream-d-date-cell.xlsx": (13, 4, (0, 3), "&amp;"),
}
NOT_BY_OPENPYXL = {
    *("49609.xlsx", "SampleSS.strict.xlsx", "covid_19-iss.xlsx"),
    *("formatted_inline_string.xlsx", "xlsx-stream-d-date-cell.xlsx"),
}
BOTH_READ = sorted(name for name in {*READ} - NOT_BY_OPENPYXL if name.endswith(".xlsx"))


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "data/odd_spreadsheets"


def test_every_odd_file_has_its_expectation(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {*READ, *REFUSED}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_has_its_own_sentence(folder: Path, name: str) -> None:
    with pytest.raises(REFUSED[name]) as refused:
        reading.read(folder / name)
    assert name in refused.value.in_("zh")


@pytest.mark.parametrize("name", READ)
def test_what_can_be_taken_has_its_cells(folder: Path, name: str) -> None:
    rows, width, (row, column), cell = READ[name]
    sheet = reading.read(folder / name)[0]
    assert (len(sheet.rows), sheet.width, sheet.rows[row][column]) == (rows, width, cell)
    assert {len(each) for each in sheet.rows} == {width}


def test_the_passworded_one_opens_by_its_password(folder: Path) -> None:
    assert any(sheet.rows for sheet in reading.read(folder / "protected_passtika.xlsx", "tika"))


def _cell(sheet: SheetCells, row: int, column: int) -> object:
    there = row < len(sheet.rows) and column < sheet.width
    return sheet.rows[row][column] if there else None


@pytest.mark.parametrize("name", BOTH_READ)
def test_every_cell_is_as_openpyxl_reads_it(folder: Path, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(folder / name, data_only=True)
    ours = {sheet.name: sheet for sheet in reading.read(folder / name)}
    for page in book.worksheets:
        sheet = ours[page.title]
        for row, cells in enumerate(page.iter_rows(values_only=True)):
            theirs = [crossing.clean(cast(Cell, "" if cell is None else cell)) for cell in cells]
            assert [_cell(sheet, row, column) for column in range(len(cells))] == theirs
        hidden = {row - 1 for row, height in page.row_dimensions.items() if height.hidden}
        assert set(sheet.hidden_rows) == hidden
        assert len(sheet.merged) == len(page.merged_cells.ranges)
        assert sheet.hidden == (page.sheet_state != "visible")


def test_the_register_of_hdb_is_the_same_in_both_encodings(shared: Path) -> None:
    register = shared / "data/building_register_hdb"
    (plain,) = reading.read(register / "hdb-property-information.csv")
    (wide,) = reading.read(register / "overall_hdb.csv")
    assert (len(plain.rows), plain.width) == (12_133, 24)
    assert (len(wide.rows), wide.width) == (12_133, 27)
    assert plain.rows[0][:3] == ("blk_no", "street", "max_floor_lvl")
    place = wide.rows[0].index("Blk No")
    numbers = [
        sorted(str(row[column]) for row in sheet.rows[1:])
        for sheet, column in ((plain, 0), (wide, place))
    ]
    assert numbers[0] == numbers[1]
