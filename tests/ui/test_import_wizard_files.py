"""Step 1 of the import wizard: folders, pastes, passwords, several sheets, remembered layouts."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renewtrack.intake import refusals, senders
from renewtrack.store import buildings, estates
from renewtrack.ui import asking
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.import_wizard_choice import CHANGES, COLUMNS, FILES, RECEIPT
from renewtrack.ui.session import Session
from tests.ui.wizard_driving import Open, advance, settle, survey

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "This plugin does not support", extend=True
)
HEAD = ("街道", "社区", "小区名称", "楼号", "层数")


def workbook(path: Path, **sheets: list[tuple[object, ...]]) -> Path:
    """Write a workbook; a sheet whose name begins with x is hidden."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name.startswith("x") else "visible"
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def lines(wizard: ImportWizard) -> list[str]:
    return [line.text(0) for line in wizard.files.sources.lines]


def rows_of(estate: str, *numbers: int) -> list[tuple[object, ...]]:
    return [HEAD, *(("上地街道", "上地第一社区", estate, f"{n}号楼", 6) for n in numbers)]


def test_every_sheet_of_a_workbook_has_its_line_and_says_why_it_is_left(
    open_wizard: Open, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "多表.xlsx",
        东区=rows_of("东区小区", 1, 2),
        说明=[("请各街道按月报送",)],
        西区=rows_of("西区小区", 1),
        x旧=rows_of("旧小区", 1),
    )
    wizard = open_wizard(path)
    assert lines(wizard) == [
        "多表.xlsx",
        "东区 · 2 行",
        "说明 · 没有认出表头",
        "西区 · 1 行",
        "x旧 · 1 行 · 隐藏的工作表",
    ]
    ticks = [line.checkState(0) for line in wizard.files.sources.lines[1:]]
    checked, not_checked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
    assert ticks == [checked, not_checked, checked, not_checked]


def test_the_ticked_sheets_are_written_one_after_the_other(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, wizard_session: Session
) -> None:
    path = workbook(
        tmp_path / "多表.xlsx",
        东区=rows_of("东区小区", 1),
        中区=rows_of("中区小区", 1),
        西区=rows_of("西区小区", 1),
    )
    wizard = open_wizard(path)
    wizard.files.sources.lines[2].setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: len(wizard.batch.waiting) == 2)
    for left in (1, 0):
        advance(qtbot, wizard, RECEIPT)
        assert len(wizard.batch.waiting) == left
        wizard.advance()
        settle(qtbot, wizard)
    assert wizard.isHidden()
    names = {estate.name for estate in estates.all(wizard_session.db)}
    assert {"东区小区", "西区小区"} <= names
    assert "中区小区" not in names


def test_a_folder_comes_in_as_one_batch_with_a_sentence_for_each_refusal(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "十月"
    folder.mkdir()
    survey(folder, "上地街道,上地第一社区,甲小区,1,6,,", name="甲")
    survey(folder, "上地街道,上地第一社区,乙小区,1,6,,", name="乙")
    (folder / "空.csv").write_bytes(b"")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    wizard = open_wizard()
    wizard.add([folder])
    assert "照片.jpg" in wizard.foot.words.text()
    qtbot.waitUntil(lambda: not any(each.unread for each in wizard.batch.choices), timeout=20_000)
    assert {each.path.stem for each in wizard.batch.waiting} == {"甲", "乙"}
    assert any("空.csv" in line and "空的" in line for line in lines(wizard))


def test_a_folder_without_sheets_is_refused(open_wizard: Open, tmp_path: Path) -> None:
    (tmp_path / "空文件夹").mkdir()
    wizard = open_wizard()
    wizard.add([tmp_path / "空文件夹"])
    assert not wizard.foot.trouble.isHidden()
    assert "空文件夹" in wizard.foot.trouble.text()


def test_copied_cells_are_pasted_as_a_sheet(
    open_wizard: Open, qtbot: QtBot, wizard_session: Session
) -> None:
    wizard = open_wizard()
    row = ("上地街道", "上地第一社区", "粘贴小区", "7号楼", "6")
    QApplication.clipboard().setText("\r\n".join("\t".join(each) for each in (HEAD, row)))
    with qtbot.waitActive(wizard):
        wizard.activateWindow()
    wizard.files.sources.tree.setFocus()
    QTest.keyClick(wizard.files.sources.tree, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, wizard)
    advance(qtbot, wizard, RECEIPT)
    assert any(each.estate == "粘贴小区" for each in buildings.all(wizard_session.db))


def test_an_empty_clipboard_is_told(open_wizard: Open) -> None:
    wizard = open_wizard()
    QApplication.clipboard().clear()
    wizard.files.sources.paste.click()
    assert "剪贴板上没有表格" in wizard.foot.trouble.text()


def test_a_password_is_asked_for_in_place_and_a_wrong_one_is_told(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import msoffcrypto.format.ooxml as ooxml

    plain = workbook(tmp_path / "明.xlsx", 楼栋=rows_of("加密小区", 1))
    locked = tmp_path / "密.xlsx"
    with plain.open("rb") as given, locked.open("wb") as made:
        ooxml.OOXMLFile(given).encrypt("1234", made)
    wizard = open_wizard(locked)
    page = wizard.files
    assert not page.password.isHidden()
    assert isinstance(wizard.batch.choices[0].trouble, refusals.SheetPassworded)
    QTest.keyClicks(page.password, "4321")
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    settle(qtbot, wizard)
    assert isinstance(wizard.batch.choices[0].trouble, refusals.WrongPassword)
    assert wizard.step == FILES
    QTest.keyClicks(page.password, "1234")
    page.unlock.click()
    settle(qtbot, wizard)
    assert "楼栋普查表" in page.recognised.text()
    advance(qtbot, wizard, CHANGES)


def test_corrections_are_remembered_for_the_sender_and_used_again(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    head = "街道,社区,小区名称,楼号,层数,怪列\n"
    row = "上地街道,上地第一社区,记住小区,1,6,{}"
    wizard = open_wizard(survey(tmp_path, row.format("12户"), head=head, name="一月"))
    advance(qtbot, wizard, COLUMNS)
    wizard.columns.model.setData(wizard.columns.model.index(5, 3), "house_count")
    settle(qtbot, wizard)
    advance(qtbot, wizard, CHANGES)
    assert not wizard.changes.remember.isHidden()
    wizard.changes.name.setText("")
    QTest.keyClicks(wizard.changes.name, "monthly")
    advance(qtbot, wizard, RECEIPT)
    assert [saved.name for saved in senders.all()] == ["monthly"]
    again = open_wizard(survey(tmp_path, row.format("13户"), head=head, name="二月"))
    assert "monthly" in again.files.layouts.currentText()
    assert again.choice is not None
    assert again.choice.options.mapping is not None
    assert again.choice.options.mapping[5] == "house_count"
    again.files.layouts.setCurrentIndex(0)
    again.files.layouts.activated.emit(0)
    settle(qtbot, again)
    assert not again.choice.options.mapping
    advance(qtbot, again, COLUMNS)
    assert again.columns.model.lines[5].column.field is None


def test_nothing_is_remembered_without_the_tick(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    row = "上地街道,上地第一社区,不记小区,1,6,12户"
    wizard = open_wizard(survey(tmp_path, row, head="街道,社区,小区名称,楼号,层数,怪列\n"))
    advance(qtbot, wizard, COLUMNS)
    wizard.columns.model.setData(wizard.columns.model.index(5, 3), "house_count")
    settle(qtbot, wizard)
    advance(qtbot, wizard, CHANGES)
    wizard.changes.remember.setChecked(False)
    advance(qtbot, wizard, RECEIPT)
    assert not senders.all()


def test_a_layout_goes_to_another_office_as_a_file(
    open_wizard: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = open_wizard(survey(tmp_path, "上地街道,上地第一社区,版式小区,1,6,,"))
    monkeypatch.setattr(asking, "line", lambda *_: "给别的单位")
    wizard.layouts.saving.trigger()
    assert [saved.name for saved in senders.all()] == ["给别的单位"]
    out = tmp_path / "版式.toml"
    wizard.layouts.export_asked.emit(out)
    wizard.layouts.deleting.trigger()
    assert not senders.all()
    wizard.layouts.import_asked.emit(out)
    assert [saved.name for saved in senders.all()] == ["给别的单位"]
    assert "给别的单位" in wizard.foot.words.text()


def test_a_layout_file_that_is_none_is_refused(open_wizard: Open, tmp_path: Path) -> None:
    path = tmp_path / "坏.toml"
    path.write_text("not a layout", "utf-8")
    wizard = open_wizard()
    wizard.layouts.import_asked.emit(path)
    assert not wizard.foot.trouble.isHidden()


def test_stopping_the_reading_is_felt_at_once(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [f"上地街道,上地第一社区,大院{n},{n},6,," for n in range(30_000)]
    wizard = open_wizard()
    wizard.add([survey(tmp_path, *rows)])
    busy = [wizard.runner.busy]
    wizard.foot.stop.click()
    busy.append(wizard.runner.busy)
    assert busy == [True, False]
    assert "没有写入" in wizard.foot.words.text()


@pytest.mark.parametrize(
    ("codec", "shown"),
    [("utf-8", "UTF-8"), ("gb18030", "GB18030"), ("big5", "Big5"), ("utf-16", "UTF-16")],
)
def test_the_encoding_of_a_text_file_is_named_as_it_is_read(
    open_wizard: Open, tmp_path: Path, codec: str, shown: str
) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes("街道,小區,樓號,層數\n東湖街道,臨湖里小區,1號樓,6\n".encode(codec))
    if codec == "utf-8":
        path.write_text("街道,小区,楼号\n东湖街道,临湖里,1号楼\n", codec)
    if codec == "gb18030":
        path.write_text("街道,小区,楼号\n东湖街道,临湖里,1号楼\n", codec)
    assert shown in open_wizard(path).files.encoding.text()


def test_what_was_skipped_of_a_folder_is_still_told_when_its_files_are_read(
    open_wizard: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "一批"
    folder.mkdir()
    survey(folder, "上地街道,上地第一社区,甲字院,1号楼,6,,", name="甲")
    (folder / "~$甲.xlsx").write_bytes(b"x")
    wizard = open_wizard(folder)
    assert "跳过 1 个" in wizard.foot.words.text()
