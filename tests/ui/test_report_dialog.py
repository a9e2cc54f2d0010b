"""The report dialog: tables in sight, a period frozen and opened, Word, Excel and forms."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
import shiboken6
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from renewtrack import demo
from renewtrack.preferences import Preferences
from renewtrack.reports import word
from renewtrack.reports.tables import text_of
from renewtrack.store import exports, periods
from renewtrack.ui import asking, report_files
from renewtrack.ui.report_dialog import ReportDialog
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech

# The off-screen platform says so of every window with a layout; it has no window manager.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def opened(qapp: object, invented: Path, tmp_path: Path) -> Iterator[Session]:
    made = Session(Preferences(who="张工"), keep=False)
    made.day = demo.TODAY
    made.open(Path(shutil.copy(invented, tmp_path / "示范区.gpkg")))
    bugs: list[Exception] = []
    made.tasks.troubled.connect(bugs.append)
    yield made
    made.tasks.wait()
    made.close()
    speech.switch("zh")
    for bug in bugs:
        raise bug


@pytest.fixture
def dialog(qtbot: QtBot, opened: Session) -> ReportDialog:
    return shown(qtbot, opened)


def shown(qtbot: QtBot, session: Session) -> ReportDialog:
    made = ReportDialog(session)
    qtbot.addWidget(made)
    settled(qtbot, made, made.show)
    return made


def settled(qtbot: QtBot, dialog: ReportDialog, deed: Callable[[], object]) -> None:
    """Do something and wait for the tables that it asks for."""
    with qtbot.waitSignal(dialog.made, timeout=20_000):
        deed()


def saved(qtbot: QtBot, dialog: ReportDialog, path: Path) -> Path:
    with qtbot.waitSignal(dialog.foot.written, timeout=20_000):
        dialog.save(path)
    return path


def test_the_tables_of_the_month_are_in_sight_at_once(dialog: ReportDialog) -> None:
    listed = [dialog.tables.list.item(row).text() for row in range(dialog.tables.list.count())]
    assert listed[0] == "R1　老旧小区改造进展汇总表"
    assert len(listed) == 11
    assert dialog.report is not None
    table = dialog.report.tables[0]
    model = dialog.tables.model
    for line, row in enumerate(table.rows):
        for place, (column, value) in enumerate(zip(table.columns, row.cells, strict=True)):
            assert model.data(model.index(line, place)) == text_of(column, value)


def test_another_table_and_an_absent_one_are_shown(dialog: ReportDialog) -> None:
    dialog.tables.list.setCurrentRow(3)
    assert dialog.tables.title.text().endswith("资金来源与拨付情况表")
    dialog.tables.list.setCurrentRow(7)
    assert not dialog.tables.view.isVisible()
    assert "城市体检" in dialog.tables.absent.text()


def test_a_block_of_a_table_is_copied_for_a_sheet(dialog: ReportDialog) -> None:
    view, model = dialog.tables.view, dialog.tables.model
    first, last = model.index(0, 0), model.index(1, 1)
    view.selectionModel().select(
        QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert [line.split("\t") for line in lines] == [
        [model.data(model.index(row, column)) for column in (0, 1)] for row in (0, 1)
    ]


def test_word_and_excel_say_what_the_tables_say_and_are_on_record(
    qtbot: QtBot, dialog: ReportDialog, opened: Session, tmp_path: Path
) -> None:
    saved(qtbot, dialog, tmp_path / "月报.docx")
    found = docx.Document(str(tmp_path / "月报.docx"))
    shown_rows = [[cell.text for cell in row.cells] for row in found.tables[0].rows]
    model = dialog.tables.model
    first = [model.data(model.index(0, place)) for place in range(model.columnCount())]
    assert first in shown_rows
    saved(qtbot, dialog, tmp_path / "月报.xlsx")
    assert "R1 老旧小区改造进展汇总表" in openpyxl.load_workbook(tmp_path / "月报.xlsx").sheetnames
    records = exports.all(opened.db)
    assert [(each.what, each.file) for each in records] == [
        ("report", "月报.xlsx"),
        ("report", "月报.docx"),
    ]
    assert "已导出：月报.xlsx" in dialog.foot.message.text()


def test_a_week_has_its_own_tables_and_periods(qtbot: QtBot, dialog: ReportDialog) -> None:
    settled(qtbot, dialog, lambda: dialog.fields.kind.choose("week"))
    assert dialog.fields.period.currentText() == "2026年第48周（11月23日—11月29日）"
    assert dialog.tables.list.item(0).text().startswith("W1")


def test_a_frozen_period_is_marked_and_opened_for_a_reason_alone(
    qtbot: QtBot, dialog: ReportDialog, opened: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "confirmed", lambda *said: True)
    settled(qtbot, dialog, dialog.fields.freeze.click)
    assert [each.key for each in periods.all(opened.db)] == ["2026-11"]
    assert dialog.fields.period.currentText() == "2026年11月　已锁定"
    assert "张工" in dialog.fields.state.text()
    assert dialog.fields.freeze.text() == "解除锁定(&F)…"
    assert dialog.report is not None
    assert dialog.report.frozen_at
    monkeypatch.setattr(asking, "line", lambda *said: None)
    dialog.fields.freeze.click()
    assert dialog.fields.is_frozen
    monkeypatch.setattr(asking, "line", lambda *said: "街道更正")
    settled(qtbot, dialog, dialog.fields.freeze.click)
    assert periods.all(opened.db) == []
    assert not dialog.fields.is_frozen


def test_a_copy_of_the_template_is_saved_and_in_use(
    qtbot: QtBot, dialog: ReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "我的模板.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(own), ""))
    settled(qtbot, dialog, dialog.fields.save.click)
    assert own.read_bytes() == word.built_in("month").read_bytes()
    assert dialog.fields.own_template() == own
    assert "我的模板.docx" in dialog.foot.message.text()
    edited = docx.Document(str(own))
    edited.paragraphs[0].insert_paragraph_before("本单位的开头 {{ estates }}")
    edited.save(str(own))
    saved(qtbot, dialog, tmp_path / "out.docx")
    assert "本单位的开头 20" in docx.Document(str(tmp_path / "out.docx")).paragraphs[0].text
    settled(qtbot, dialog, dialog.fields.back.click)
    assert dialog.fields.own_template() is None


def test_a_broken_template_is_told_and_nothing_is_written(
    qtbot: QtBot, dialog: ReportDialog, opened: Session, tmp_path: Path
) -> None:
    own = tmp_path / "坏.docx"
    broken = docx.Document()
    broken.add_paragraph("共{{ estate }}个")
    broken.save(str(own))
    settled(qtbot, dialog, lambda: dialog.fields.use(own))
    saved(qtbot, dialog, tmp_path / "out.docx")
    assert "共{{ estate }}个" in dialog.foot.message.text()
    assert "estates" in dialog.foot.message.text()
    assert not (tmp_path / "out.docx").exists()
    assert exports.all(opened.db) == []
    own.unlink()
    saved(qtbot, dialog, tmp_path / "out.docx")
    assert "坏.docx" in dialog.foot.message.text()
    assert dialog.foot.ways[".docx"].isEnabled()


def test_the_forms_of_the_survey_go_out(
    qtbot: QtBot, dialog: ReportDialog, opened: Session, tmp_path: Path
) -> None:
    settled(qtbot, dialog, lambda: dialog.fields.kind.choose("survey"))
    dialog.fields.group.choose("basic")
    assert dialog.foot.ways[".survey"].isVisible()
    assert not dialog.foot.ways[".docx"].isVisible()
    saved(qtbot, dialog, tmp_path / "表.xlsx")
    assert openpyxl.load_workbook(tmp_path / "表.xlsx").sheetnames == ["D 项目基本情况"]
    assert [each.what for each in exports.all(opened.db)] == ["survey"]


def test_a_report_that_is_stopped_leaves_nothing(
    qtbot: QtBot, dialog: ReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*_: object) -> None:
        going = _[3]
        assert isinstance(going, tuple)
        while True:
            going[2](0.5)

    monkeypatch.setattr(report_files, "_write", slowly)
    dialog.save(tmp_path / "out.docx")
    qtbot.waitUntil(lambda: dialog.foot.bar.value() == 50)
    assert dialog.foot.stop.isVisible()
    assert not dialog.foot.ways[".docx"].isEnabled()
    with qtbot.waitSignal(dialog.foot.written, timeout=10_000):
        dialog.foot.stop.click()
    assert "已停止" in dialog.foot.message.text()
    assert not (tmp_path / "out.docx").exists()
    assert not dialog.foot.stop.isVisible()


def test_a_dialog_that_is_closed_while_it_works_is_missed_by_nobody(
    qtbot: QtBot, opened: Session, tmp_path: Path
) -> None:
    made = ReportDialog(opened)
    settled(qtbot, made, made.show)
    made.save(tmp_path / "out.docx")
    made.freezing.freeze()
    made.close()
    shiboken6.delete(made)
    qtbot.waitUntil(lambda: not opened.tasks.running, timeout=20_000)
    assert [path.suffix for path in tmp_path.iterdir() if "part" in path.name] == []


def test_secrecy_hides_in_the_tables_what_it_hides_in_the_report(
    qtbot: QtBot, dialog: ReportDialog
) -> None:
    settled(qtbot, dialog, lambda: dialog.fields.secrecy.choose("public"))
    dialog.tables.list.setCurrentRow(5)
    assert dialog.tables.model.rowCount() == 0
    assert "公开" in dialog.tables.absent.text()


def test_what_was_chosen_stands_there_the_next_time(
    qtbot: QtBot, dialog: ReportDialog, opened: Session, tmp_path: Path
) -> None:
    settled(qtbot, dialog, lambda: dialog.fields.kind.choose("week"))
    settled(qtbot, dialog, lambda: dialog.fields.office.setText("更新科"))
    saved(qtbot, dialog, tmp_path / "week.docx")
    assert "更新科" in docx.Document(str(tmp_path / "week.docx")).paragraphs[0].text
    dialog.close()
    again = shown(qtbot, opened)
    assert again.fields.kind.key == "week"
    assert again.fields.office.text() == "更新科"


def test_the_dialog_speaks_both_languages_live(dialog: ReportDialog) -> None:
    speech.switch("en")
    seen = [dialog.windowTitle(), dialog.foot.message.text(), dialog.fields.period.currentText()]
    seen += [label.text() for label in dialog.findChildren(QLabel)]
    seen += [button.text() for button in dialog.findChildren(QAbstractButton)]
    seen += [field.placeholderText() for field in dialog.findChildren(QLineEdit)]
    tables = dialog.tables
    seen += [tables.list.item(row).text() for row in range(tables.list.count())]
    seen += [
        str(tables.model.headerData(place, tables.view.horizontalHeader().orientation()))
        for place in range(tables.model.columnCount())
    ]
    assert [text for text in seen if CHINESE.search(text)] == []


def test_every_field_has_a_name_and_a_key_of_its_own(dialog: ReportDialog) -> None:
    for language in ("zh", "en"):
        speech.switch(language)
        texts = [label.text() for label in dialog.fields.findChildren(QLabel) if label.isVisible()]
        texts += [
            button.text() for button in dialog.findChildren(QAbstractButton) if button.isVisible()
        ]
        keys = [key.upper() for text in texts for key in re.findall(r"&(\w)", text)]
        assert len(keys) == len(set(keys)) >= 10
        for field in (dialog.fields.kind, dialog.fields.period, dialog.fields.office):
            assert field.accessibleName()


def test_a_public_page_waits_for_its_approval_number_and_is_on_record(
    qtbot: QtBot, dialog: ReportDialog, opened: Session, tmp_path: Path
) -> None:
    settled(qtbot, dialog, lambda: dialog.fields.kind.choose("public"))
    assert not dialog.fields.hint.isHidden()
    with qtbot.waitSignal(opened.tasks.ended, timeout=20_000):
        dialog.save(tmp_path / "公示")
    assert "审图号" in dialog.foot.message.text()
    assert not (tmp_path / "公示").exists()
    dialog.fields.approval.setText("审图号：京S（2026）012号")
    saved(qtbot, dialog, tmp_path / "公示")
    assert "审图号：京S（2026）012号" in (tmp_path / "公示" / "index.html").read_text("utf-8")
    assert (exports.all(opened.db)[0].what, exports.all(opened.db)[0].file) == (
        "public_page",
        "公示",
    )
