"""Any sheet file is read cell by cell with its exact text, or refused in one clear sentence."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from renewtrack.errors import UserError
from renewtrack.intake import delimited, limits, reading, refusals, sheets
from renewtrack.intake.sheets import Merge
from tests.intake import offices
from tests.intake.offices import Grid

GRID = Grid([["小区", "数"], ["东里", "2023.10"], [None, "000003"]], [(1, 0, 2, 0)])


def test_text_that_looks_like_a_number_stays_text(tmp_path: Path) -> None:
    (sheet,) = reading.read(offices.save_xlsx(tmp_path / "a.xlsx", GRID))
    assert sheet.rows == (("小区", "数"), ("东里", "2023.10"), (None, "000003"))


def test_merged_ranges_are_told_and_only_their_first_cell_has_the_text(tmp_path: Path) -> None:
    (sheet,) = reading.read(offices.save_xlsx(tmp_path / "a.xlsx", GRID))
    assert sheet.merged == (Merge(1, 0, 2, 0),)
    (opened,) = reading.read(offices.save_ods(tmp_path / "a.ods", GRID))
    assert opened.merged == (Merge(1, 0, 2, 0),)
    assert opened.rows == sheet.rows


def test_numbers_dates_and_truth_values_keep_their_kind(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append([1, 2.5, dt.datetime(2025, 3, 1), True, "  "])
    book.save(tmp_path / "a.xlsx")
    (sheet,) = reading.read(tmp_path / "a.xlsx")
    assert sheet.rows == ((1, 2.5, dt.date(2025, 3, 1), True),)


def test_hidden_sheets_rows_and_columns_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for row in range(3):
        first.append([row, row, row])
    first.row_dimensions[2].hidden = True
    first.column_dimensions["C"].hidden = True
    second = book.create_sheet("汇总")
    second.append(["x"])
    second.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    one, two = reading.read(tmp_path / "a.xlsx")
    assert [*one.hidden_rows, *one.hidden_columns] == [1, 2]
    assert (one.hidden, two.hidden) == (False, True)


def test_error_cells_and_formulas_without_a_result_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "=SUM(B1:C1)"
    sheet["B1"] = 3
    sheet["C1"] = "#REF!"
    sheet["C1"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    (read,) = reading.read(tmp_path / "a.xlsx")
    assert read.flaws == {(0, 0): "uncached", (0, 2): "error"}
    assert read.rows == ((None, 3, "#REF!"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_text_files_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = offices.save_csv(tmp_path / "a.txt", GRID, encoding, delimiter)
    (sheet,) = reading.read(path)
    assert sheet.rows == (("小区", "数"), ("东里", "2023.10"), (None, "000003"))


def test_a_line_break_inside_a_text_cell_stays(tmp_path: Path) -> None:
    path = offices.save_csv(tmp_path / "a.csv", Grid([["供水\n供电", "1"], ["x", "2"]], []))
    assert reading.read(path)[0].rows[0] == ("供水\n供电", "1")


@pytest.mark.parametrize("word", ["=1+1", "+86", "-5", "@x", "＝1"])
def test_the_quote_that_guards_a_text_is_taken_off_again(word: str) -> None:
    assert delimited.guarded(word) == f"'{word}"
    assert delimited.unguarded(delimited.guarded(word)) == word


@pytest.mark.parametrize("word", ["'古城", "东里", "'", "O'Neill"])
def test_other_quotes_stay(word: str) -> None:
    assert delimited.unguarded(word) == word


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert sheets.letters(column) == letters
    assert sheets.position(f"{letters}12") == (11, column)


def _broken_zip(path: Path) -> None:
    good = offices.save_xlsx(path.with_name("good.xlsx"), GRID).read_bytes()
    path.write_bytes(good[: len(good) // 2])


def _far_cell(path: Path) -> None:
    good = offices.save_xlsx(path.with_name("good.xlsx"), GRID)
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(name, content)


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (limits.MOST_BYTES + 1))


def _dense(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b" " * (limits.RATIO_MATTERS_FROM + 1))


def _many(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(limits.MOST_ENTRIES + 1):
            archive.writestr(f"xl/{number}", "")


def _other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "x")


def _encrypted(path: Path) -> None:
    offices.lock(offices.save_xlsx(path.with_name("open.xlsx"), GRID), path, "密码 Pass1")


def _half_encrypted(path: Path) -> None:
    _encrypted(path)
    path.write_bytes(path.read_bytes()[:3000])


REFUSED: dict[str, tuple[Callable[[Path], object], type[UserError]]] = {
    "empty": (lambda path: path.write_bytes(b""), refusals.SheetEmpty),
    "only blanks": (lambda path: path.write_bytes(b" \r\n\t"), refusals.SheetEmpty),
    "web page": (lambda path: path.write_text("<html><table>"), refusals.SheetIsWebPage),
    "xml": (lambda path: path.write_text('<?xml version="1.0"?><x/>'), refusals.SheetIsWebPage),
    "half a workbook": (_broken_zip, refusals.SheetBroken),
    "half an old one": (
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
        refusals.SheetBroken,
    ),
    "passworded": (_encrypted, refusals.SheetPassworded),
    "half a passworded one": (_half_encrypted, refusals.SheetBroken),
    "pdf": (lambda path: path.write_bytes(b"%PDF-1.7 ..."), refusals.NotASheet),
    "picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0"), refusals.NotASheet),
    "other zip": (_other_zip, refusals.NotASheet),
    "far cell": (_far_cell, refusals.SheetTooBig),
    "huge": (_bomb, refusals.SheetTooBig),
    "too dense": (_dense, refusals.SheetTooBig),
    "too many parts": (_many, refusals.SheetTooBig),
    "no text at all": (
        lambda path: path.write_bytes(b"\x81\xff\x81\xff" * 9),
        refusals.SheetBroken,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_its_own_sentence(
    tmp_path: Path, name: str
) -> None:
    make, kind = REFUSED[name]
    path = tmp_path / "某表.xlsx"
    make(path)
    with pytest.raises(kind) as refused:
        reading.read(path)
    assert "某表.xlsx" in refused.value.in_("zh")
    assert "nothing was written" in refused.value.in_("en")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(refusals.SheetMissing):
        reading.read(tmp_path / "没有.xlsx")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(refusals.SheetLocked):
        reading.read(tmp_path)


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = offices.save_xlsx(tmp_path / "a.xlsx", GRID)
    if os.geteuid() == 0:  # root reads everything: let the system say no all the same
        monkeypatch.setattr(Path, "open", _denied)
    else:
        path.chmod(0)
    with pytest.raises(refusals.SheetLocked):
        reading.read(path)


def _denied(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.shared
def test_odd_files_end_in_cells_or_in_a_sentence(shared: Path) -> None:
    for path in sorted((shared / "data/odd_spreadsheets").iterdir()):
        with suppress(UserError):
            assert any(sheet.rows for sheet in reading.read(path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes by name here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(refusals.NotASheet):
        reading.read(tmp_path / "a.csv")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_itself_has_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("a.csv")
    with pytest.raises(refusals.SheetLocked):
        reading.read(tmp_path / "a.csv")


def test_merged_ranges_of_a_whole_sheet_cover_few_places(tmp_path: Path) -> None:
    offices.save_xlsx(tmp_path / "a.xlsx", Grid(GRID.rows, []))
    ends = ["XFD1048576", *(f"B{row}" for row in range(2, 60))]
    merges = "".join(f'<mergeCell ref="A1:{end}"/>' for end in ends)
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as given,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made,
    ):
        for name in given.namelist():
            words = given.read(name).decode()
            made.writestr(
                name,
                words.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"),
            )
    merged = reading.read(tmp_path / "b.xlsx")[0].merged
    assert sum(len([*each.places()]) for each in merged) < 100_000
