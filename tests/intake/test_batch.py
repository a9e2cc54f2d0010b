"""A folder of files and a workbook of many sheets are taken in one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewtrack.intake import batch, layout, refusals, senders
from renewtrack.intake.options import Options
from renewtrack.intake.sheets import SheetCells

KINDS = ("ledger", "buildings")
LEDGER = SheetCells("台账", (("小区名称", "户数", "形象进度"), ("临湖里", 10, "施工中")))
SURVEY = SheetCells("楼栋", (("小区名称", "楼号", "层数"), ("临湖里", "1号楼", 6)))
NOTES = SheetCells("说明", (("请认真填写",),))


def test_a_folder_gives_its_files_by_name_and_tells_what_it_skips(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.CSV", "~$b.xlsx", ".~a.csv", ".hidden.xls", "图.png"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "东湖街道" / "更深").mkdir(parents=True)
    (tmp_path / "东湖街道" / "c.ods").write_bytes(b"x")
    (tmp_path / "东湖街道" / "更深" / "d.xlsx").write_bytes(b"x")
    (tmp_path / ".git").mkdir()
    found = batch.files_in(tmp_path)
    assert [path.name for path in found.files] == ["a.CSV", "b.xlsx", "c.ods"]
    assert {skipped.path.name: skipped.why for skipped in found.skipped} == {
        "~$b.xlsx": batch.LOCK,
        ".~a.csv": batch.LOCK,
        ".hidden.xls": batch.HIDDEN,
        ".git": batch.HIDDEN,
        "图.png": batch.OTHER,
        "更深": batch.DEEPER,
    }


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "x.csv").write_text("x")
    try:
        (inside / "link").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")
    found = batch.files_in(inside)
    assert (found.files, found.skipped[0].why) == ((), batch.LINK)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(refusals.SheetMissing):
        batch.files_in(tmp_path / "没有")


def test_every_recognised_visible_sheet_is_a_job_and_ledgers_come_first() -> None:
    hidden = SheetCells("旧台账", LEDGER.rows, hidden=True)
    jobs = batch.jobs(Path("表.xlsx"), (NOTES, SURVEY, hidden, LEDGER), Options(), KINDS)
    assert [job.options.sheet for job in batch.in_order(jobs)] == ["台账", "楼栋"]


def test_the_only_recognised_sheet_needs_no_name() -> None:
    (job,) = batch.jobs(Path("表.xlsx"), (NOTES, LEDGER), Options(), KINDS)
    assert (job.kind, job.options.sheet) == ("ledger", None)


@pytest.mark.parametrize("sheets", [(NOTES,), ()])
def test_a_workbook_of_which_nothing_is_known_is_one_job(sheets: tuple[SheetCells, ...]) -> None:
    (job,) = batch.jobs(Path("表.xlsx"), sheets, Options(), KINDS)
    assert (job.kind, job.sheets) == ("", sheets)


def test_a_named_sheet_is_taken_whatever_it_is() -> None:
    (job,) = batch.jobs(Path("表.xlsx"), (NOTES, LEDGER), Options(sheet="说明"), KINDS)
    assert job.options.sheet == "说明"


def test_another_office_s_layout_is_laid_under_the_sheets_that_have_its_heads() -> None:
    odd = SheetCells("甲", (("小区名称", "数目", "形象进度"), ("临湖里", 10, "施工中")))
    found = layout.recognise(odd, Options(mapping={1: "house_count"}))
    said = Options(mapping={1: "house_count"})
    saved = senders.remember(found, said, "甲单位")
    (job,) = batch.jobs(Path("表.xlsx"), (NOTES, odd), Options(), KINDS, saved)
    assert (job.kind, job.options.sheet) == ("ledger", "甲")
    assert job.options.mapping is not None
    assert job.options.mapping[1] == "house_count"
