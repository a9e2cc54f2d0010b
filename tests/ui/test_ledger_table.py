from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from renewtrack.store import estates, history, listing
from renewtrack.ui import blocks
from renewtrack.ui.cells import Refusal
from renewtrack.ui.ledger_table import LedgerTable
from renewtrack.ui.main_window import MainWindow
from tests.ui.conftest import column

Key, Mod = Qt.Key, Qt.KeyboardModifier


def _at(table: LedgerTable, row: int, key: str) -> None:
    table.selectionModel().setCurrentIndex(
        table.ledger.index(row, column(table, key)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )


def _block(table: LedgerTable, rows: tuple[int, int], keys: tuple[str, str]) -> None:
    first, last = (
        table.ledger.index(row, column(table, key)) for row, key in zip(rows, keys, strict=True)
    )
    table.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
    table.selectionModel().select(
        QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )


def _editor(table: LedgerTable, kind: type[QWidget] = QLineEdit) -> QWidget:
    return next(child for child in table.viewport().findChildren(kind) if child.isVisible())


def _words(table: LedgerTable, row: int, key: str) -> str:
    return str(table.ledger.index(row, column(table, key)).data())


def _stored(window: MainWindow, row: int, name: str) -> object:
    found = estates.get(window.session.db, window.workspace.ledger.table.ledger.ids[row])
    return getattr(found, name)


def _changes(window: MainWindow) -> int:
    return len(history.groups(window.session.db))


def _with_project(table: LedgerTable) -> int:
    rows = range(table.ledger.rowCount())
    return next(n for n in rows if getattr(table.ledger.row(n), "project_id", None))


def test_the_cell_cursor_moves_and_the_selected_rows_stay(table: LedgerTable, qtbot: QtBot) -> None:
    table.selectRow(2)
    chosen = table.marked()
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_End, Key.Key_Tab):
        qtbot.keyClick(table, key)
    assert table.marked() == chosen
    assert table.currentIndex().row() == 3


def test_f2_edits_enter_commits_and_goes_down(
    window: MainWindow, table: LedgerTable, qtbot: QtBot
) -> None:
    _at(table, 0, "household_count")
    qtbot.keyClick(table, Key.Key_F2)
    editor = _editor(table)
    editor.setText("1,234")  # type: ignore[attr-defined]
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: _stored(window, 0, "household_count") == 1234)
    assert table.currentIndex().row() == 1
    assert table.currentIndex().column() == column(table, "household_count")


def test_tab_commits_and_goes_right(window: MainWindow, table: LedgerTable, qtbot: QtBot) -> None:
    _at(table, 0, "building_count")
    qtbot.keyClick(table, Key.Key_F2)
    editor = _editor(table)
    editor.setText("7")  # type: ignore[attr-defined]
    qtbot.keyClick(editor, Key.Key_Tab)
    qtbot.waitUntil(lambda: _stored(window, 0, "building_count") == 7)
    assert table.currentIndex() == table.ledger.index(0, column(table, "household_count"))


def test_escape_leaves_the_old_value(window: MainWindow, table: LedgerTable, qtbot: QtBot) -> None:
    before = _stored(window, 0, "name")
    _at(table, 0, "name")
    qtbot.keyClick(table, Key.Key_F2)
    editor = _editor(table)
    editor.setText("别的名字")  # type: ignore[attr-defined]
    qtbot.keyClick(editor, Key.Key_Escape)
    assert _stored(window, 0, "name") == before
    assert _changes(window) == 1  # the demo itself


def test_bad_input_is_refused_beside_the_cell_and_the_text_stays(
    window: MainWindow, table: LedgerTable, qtbot: QtBot
) -> None:
    before = _stored(window, 0, "household_count")
    _at(table, 0, "household_count")
    qtbot.keyClick(table, Key.Key_F2)
    editor = _editor(table)
    editor.setText("三百来户吧")  # type: ignore[attr-defined]
    qtbot.keyClick(editor, Key.Key_Return)
    assert editor.isVisible()
    assert editor.text() == "三百来户吧"  # type: ignore[attr-defined]
    assert "不是数" in table.itemDelegate()._refused.words  # type: ignore[attr-defined]
    assert _stored(window, 0, "household_count") == before
    qtbot.keyClick(editor, Key.Key_Escape)


@pytest.mark.parametrize("typed", ["2026-3-5", "20260305", "二〇二六年三月五日", "2026年3月5日"])
def test_dates_are_typed_as_offices_write_them(
    window: MainWindow, table: LedgerTable, typed: str
) -> None:
    row = _with_project(table)
    cell = table.ledger.index(row, column(table, "finish_plan"))
    assert table.ledger.type(cell, typed) is None
    assert getattr(table.ledger.row(row), "finish_plan", None) == "2026-03-05"


def test_a_status_is_edited_with_a_list(
    window: MainWindow, table: LedgerTable, qtbot: QtBot
) -> None:
    row = _with_project(table)
    _at(table, row, "stage")
    qtbot.keyClick(table, Key.Key_F2)
    editor = _editor(table, QComboBox)
    assert isinstance(editor, QComboBox)
    editor.setCurrentText("施工中")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: getattr(table.ledger.row(row), "stage", None) == "S70")


def test_a_status_is_a_sign_a_colour_and_a_word(table: LedgerTable) -> None:
    for row in range(table.ledger.rowCount()):
        cell = table.ledger.index(row, column(table, "stage"))
        sign, word = str(cell.data()).split(" ", 1)
        assert sign in "○◇▲●✖–"
        assert word
        assert cell.data(Qt.ItemDataRole.ForegroundRole).isValid()


def test_read_only_cells_refuse_and_say_why(table: LedgerTable) -> None:
    cell = table.ledger.index(0, column(table, "works"))
    assert not table.ledger.flags(cell) & Qt.ItemFlag.ItemIsEditable
    assert "详情" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert isinstance(table.ledger.type(cell, "别处"), Refusal)


def test_a_block_pasted_from_excel_is_one_action_and_undone_as_one(
    window: MainWindow, table: LedgerTable
) -> None:
    before = [_words(table, row, "household_count") for row in (0, 1)]
    _at(table, 0, "building_count")
    blocks.paste(table, "11\t222\r\n12\t333\r\n")
    assert [_words(table, row, "building_count") for row in (0, 1)] == ["11", "12"]
    assert [_words(table, row, "household_count") for row in (0, 1)] == ["222", "333"]
    assert _changes(window) == 2
    window.commands.actions["undo"].trigger()
    assert [_words(table, row, "household_count") for row in (0, 1)] == before


def test_one_value_pasted_into_a_selection_fills_it(table: LedgerTable) -> None:
    _block(table, (0, 2), ("household_count", "household_count"))
    blocks.paste(table, "55\n")
    assert [_words(table, row, "household_count") for row in (0, 1, 2)] == ["55"] * 3


def test_pasted_cells_of_the_wrong_kind_are_marked_and_listed(
    window: MainWindow, table: LedgerTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.ui.pasted_rows.RejectsDialog.exec", lambda self: 1)
    _at(table, 0, "building_count")
    found = blocks.paste(table, "9\t很多户\n")
    assert found is not None
    assert [(reject.row, reject.text) for reject in found.rejects] == [(0, "很多户")]
    assert _words(table, 0, "building_count") == "9"
    cell = table.ledger.index(0, column(table, "household_count"))
    assert "不是数" in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_rows_pasted_past_the_end_are_offered_as_new_ones(
    window: MainWindow, table: LedgerTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.ui.asking.confirmed", lambda *_: True)
    total = listing.total(window.session.db, "estates")
    last = table.ledger.rowCount() - 1
    _at(table, last, "name")
    name = _words(table, last, "name")
    blocks.paste(table, f"{name}\n新增一里\n新增二里\n")
    assert listing.total(window.session.db, "estates") == total + 2


def test_new_rows_of_a_paste_take_all_their_cells_as_one_action(
    window: MainWindow, table: LedgerTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.ui.asking.confirmed", lambda *_: True)
    last = table.ledger.rowCount() - 1
    _at(table, last, "name")
    kept = [_words(table, last, key) for key in ("name", "street", "community")]
    line = "\t".join(kept)
    blocks.paste(table, f"{line}\n新增三里\t新街道\t新社区\t施工中\t40\t7\t320\n")
    assert _changes(window) == 2
    found = next(each for each in estates.all(window.session.db) if each.name == "新增三里")
    assert (found.street, found.building_count, found.household_count) == ("新街道", 7, 320)
    row = table.ledger.row(table.ledger.place(found.id) or 0)
    assert getattr(row, "stage", None) == "S70"


def test_whatever_a_paste_cannot_take_is_listed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[str] = []
    monkeypatch.setattr("renewtrack.ui.asking.confirmed", lambda *_: True)
    monkeypatch.setattr(
        "renewtrack.ui.pasted_rows.RejectsDialog.exec",
        lambda self: listed.extend(
            self.list.topLevelItem(n).text(2) for n in range(self.list.topLevelItemCount())
        ),
    )
    window.workspace.ledger.show_kind("buildings")
    shown = window.workspace.ledger.table
    total = listing.total(window.session.db, "buildings")
    last = shown.ledger.rowCount() - 1
    home, number = _words(shown, last, "estate"), _words(shown, last, "number")
    _at(shown, last, "estate")
    blocks.paste(shown, f"{home}\t{number}\n没有的小区\t3\n{home}\t977号楼\n")
    assert listing.total(window.session.db, "buildings") == total + 1
    assert listed == ["没有的小区 | 3"]
    window.workspace.ledger.show_kind("estates")
    table = window.workspace.ledger.table
    _at(table, 0, "plan_year")
    blocks.paste(table, "\t多出的内容\n")
    assert "多出的内容" in listed


def test_a_copy_is_text_with_tabs_and_a_table(table: LedgerTable, qtbot: QtBot) -> None:
    _block(table, (0, 1), ("building_count", "household_count"))
    qtbot.keySequence(table, QKeySequence(QKeySequence.StandardKey.Copy))
    carried = QApplication.clipboard().mimeData()
    rows = [line.split("\t") for line in carried.text().splitlines()]
    first = table.ledger.row(0)
    assert rows[0] == [str(first.building_count), str(first.household_count)]  # type: ignore[attr-defined]
    assert carried.html().count("<td") == 4


def test_ctrl_d_fills_down(table: LedgerTable, qtbot: QtBot) -> None:
    _block(table, (0, 3), ("household_count", "household_count"))
    top = _words(table, 0, "household_count")
    qtbot.keyClick(table, Key.Key_D, Mod.ControlModifier)
    assert [_words(table, row, "household_count") for row in range(4)] == [top] * 4


def test_ctrl_enter_fills_the_selection(table: LedgerTable, qtbot: QtBot) -> None:
    _block(table, (1, 3), ("household_count", "household_count"))
    source = _words(table, 1, "household_count")
    qtbot.keyClick(table, Key.Key_Return, Mod.ControlModifier)
    assert [_words(table, row, "household_count") for row in (1, 2, 3)] == [source] * 3


def test_delete_clears_what_may_be_empty(
    window: MainWindow, table: LedgerTable, qtbot: QtBot
) -> None:
    estate_id = table.ledger.ids[0]
    before = estates.get(window.session.db, estate_id)
    _block(table, (0, 0), ("name", "household_count"))
    qtbot.keyClick(table, Key.Key_Delete)
    after = estates.get(window.session.db, estate_id)
    assert before is not None
    assert after is not None
    assert (after.name, after.street) == (before.name, before.street)
    assert after.household_count is None


def test_ctrl_semicolon_writes_today(table: LedgerTable, qtbot: QtBot) -> None:
    row = _with_project(table)
    _at(table, row, "finish_plan")
    qtbot.keyClick(table, Key.Key_Semicolon, Mod.ControlModifier)
    assert len(str(getattr(table.ledger.row(row), "finish_plan", ""))) == 10


def test_space_marks_a_row_and_unmarks_it(table: LedgerTable, qtbot: QtBot) -> None:
    _at(table, 0, "name")
    table.clearSelection()
    qtbot.keyClick(table, Key.Key_Down)
    qtbot.keyClick(table, Key.Key_Space)
    assert table.marked() == [table.ledger.ids[1]]
    qtbot.keyClick(table, Key.Key_Space)
    assert table.marked() == []


def test_numbers_of_buildings_sort_as_numbers(window: MainWindow) -> None:
    window.workspace.ledger.show_kind("buildings")
    shown = window.workspace.ledger.table
    shown.sortByColumn(column(shown, "number"), Qt.SortOrder.AscendingOrder)
    numbers = [int(n) for row in range(400) if (n := _words(shown, row, "number")).isdigit()]
    assert numbers == sorted(numbers)
    assert numbers[-1] > numbers[0]


def test_a_head_sorts_up_and_down(table: LedgerTable) -> None:
    place = column(table, "household_count")
    table.sortByColumn(place, Qt.SortOrder.DescendingOrder)
    counts = [table.ledger.row(row).household_count for row in range(20)]  # type: ignore[attr-defined]
    assert counts == sorted(counts, reverse=True)


def test_typing_through_an_input_method_opens_the_cell_and_waits_for_the_commit(
    window: MainWindow, table: LedgerTable
) -> None:
    before = _stored(window, 0, "name")
    _at(table, 0, "name")
    QApplication.sendEvent(table, QInputMethodEvent("xin", []))
    assert table.state() == LedgerTable.State.EditingState
    assert _stored(window, 0, "name") == before


def test_undo_names_the_action_and_survives_a_restart(
    window: MainWindow, table: LedgerTable
) -> None:
    name = _words(table, 0, "name")
    before = _words(table, 0, "household_count")
    table.ledger.type(table.ledger.index(0, column(table, "household_count")), "4321")
    undo, redo = window.commands.actions["undo"], window.commands.actions["redo"]
    assert name in undo.text()
    assert "户数" in undo.text()
    path = window.session.path
    window.session.close()
    window.session.open(path)
    undo.trigger()
    assert _words(table, 0, "household_count") == before
    assert name in redo.text()
    redo.trigger()
    assert _words(table, 0, "household_count") == "4,321"


def test_typing_a_street_moves_the_estate_there(window: MainWindow, table: LedgerTable) -> None:
    estate_id = table.ledger.ids[0]
    _at(table, 0, "street")
    table.ledger.type(table.currentIndex(), "新设街道")
    moved = estates.get(window.session.db, estate_id)
    assert moved is not None
    assert moved.street == "新设街道"


def _type(editor: QWidget, words: str) -> None:
    """Type through an input method, as Chinese is typed."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(editor, event)


def _edit_stage(table: LedgerTable, qtbot: QtBot) -> tuple[int, QComboBox]:
    row = _with_project(table)
    _at(table, row, "stage")
    qtbot.keyClick(table, Key.Key_F2)
    editor = _editor(table, QComboBox)
    assert isinstance(editor, QComboBox)
    line = editor.lineEdit()
    assert line is not None
    line.selectAll()
    return row, editor


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_typed_status_is_read_and_never_completed_to_another_one(
    table: LedgerTable, qtbot: QtBot
) -> None:
    row, editor = _edit_stage(table, qtbot)
    _type(editor, "施工")
    assert editor.currentText() == "施工"
    completer = editor.completer()
    assert completer is not None
    assert completer.popup().isVisible()
    qtbot.keyClick(completer.popup(), Key.Key_Return)
    assert getattr(table.ledger.row(row), "stage", None) == "S70"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_status_that_may_mean_several_is_refused_with_their_names(
    table: LedgerTable, qtbot: QtBot
) -> None:
    row, editor = _edit_stage(table, qtbot)
    before = getattr(table.ledger.row(row), "stage", None)
    _type(editor, "竣")
    completer = editor.completer()
    assert completer is not None
    qtbot.keyClick(completer.popup(), Key.Key_Return)
    assert editor.isVisible()
    assert "竣工验收" in table.itemDelegate()._refused.words  # type: ignore[attr-defined]
    assert getattr(table.ledger.row(row), "stage", None) == before
    qtbot.keyClick(editor, Key.Key_Escape)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_alt_down_opens_the_list_while_editing(
    window: MainWindow, table: LedgerTable, qtbot: QtBot
) -> None:
    row, editor = _edit_stage(table, qtbot)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Down, Mod.AltModifier)
    event.ignore()
    QApplication.sendEvent(editor, event)
    assert event.isAccepted()
    qtbot.keyClick(editor, Key.Key_Down, Mod.AltModifier)
    assert editor.view().isVisible()
    assert table.currentIndex().row() == row


@pytest.mark.parametrize("typed", ["3月5日", "5.31", "12月"])
def test_a_date_without_a_year_is_refused_with_a_year_to_copy(
    table: LedgerTable, typed: str
) -> None:
    cell = table.ledger.index(_with_project(table), column(table, "finish_plan"))
    refused = table.ledger.type(cell, typed)
    assert isinstance(refused, Refusal)
    assert "缺年份" in refused.words.zh
    assert f"{dt.date.today().year}-" in refused.words.zh


def test_a_year_still_to_come_is_no_year_of_building(table: LedgerTable) -> None:
    cell = table.ledger.index(0, column(table, "year_built"))
    assert isinstance(table.ledger.type(cell, "2099"), Refusal)
    assert table.ledger.type(cell, "1998") is None


def test_dates_stand_in_the_table_as_they_are_typed(table: LedgerTable) -> None:
    cell = table.ledger.index(_with_project(table), column(table, "finish_plan"))
    assert table.ledger.type(cell, "2026年3月") is None
    assert cell.data() == "2026-03"


@pytest.mark.parametrize("key", [Key.Key_F2, Key.Key_8])
def test_a_read_only_cell_says_why_when_a_key_would_edit_it(
    table: LedgerTable, qtbot: QtBot, key: Qt.Key
) -> None:
    _at(table, 0, "works")
    qtbot.keyClick(table, key)
    assert "详情" in table.refused.words
    qtbot.keyClick(table, Key.Key_Down)
    assert not table.refused.words


def test_the_name_stays_in_sight_when_the_table_is_scrolled(
    table: LedgerTable, qtbot: QtBot
) -> None:
    frozen = table.frozen
    assert frozen.isHidden()
    _at(table, 30, "year_built")
    assert table.horizontalScrollBar().value() > 0
    assert frozen.isVisible()
    assert frozen.covers(column(table, "name"))
    assert not frozen.covers(column(table, "street"))
    for row in (25, 30):
        here = table.ledger.index(row, column(table, "name"))
        assert frozen.visualRect(here).top() == table.visualRect(here).top()
    qtbot.mouseClick(
        frozen.viewport(),
        Qt.MouseButton.LeftButton,
        pos=frozen.visualRect(table.ledger.index(28, column(table, "name"))).center(),
    )
    assert table.currentIndex() == table.ledger.index(28, column(table, "name"))
    assert table.horizontalScrollBar().value() > 0
    qtbot.keyClick(table, Key.Key_Right)
    left = table.visualRect(table.currentIndex()).left()
    assert left >= (0 if frozen.isHidden() else frozen.width() - 1)


def test_a_frozen_cell_is_edited_in_its_own_place(
    window: MainWindow, table: LedgerTable, qtbot: QtBot
) -> None:
    estate_id = table.ledger.ids[3]
    _at(table, 3, "year_built")
    table.selectionModel().setCurrentIndex(
        table.ledger.index(3, column(table, "name")),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )
    assert table.frozen.isVisible()
    qtbot.keyClick(table, Key.Key_F2)
    assert table.frozen.isHidden()
    editor = _editor(table)
    assert editor.geometry().left() >= 0
    editor.setText("改名小区")  # type: ignore[attr-defined]
    qtbot.keyClick(editor, Key.Key_Return)
    found = estates.get(window.session.db, estate_id)
    assert found is not None
    assert found.name == "改名小区"


def test_a_percentage_that_does_not_go_with_its_stage_is_told_and_kept(
    window: MainWindow, table: LedgerTable
) -> None:
    row = _with_project(table)
    table.ledger.type(table.ledger.index(row, column(table, "stage")), "长效管理")
    cell = table.ledger.index(row, column(table, "percent"))
    assert table.ledger.type(cell, "55") is None
    assert getattr(table.ledger.row(row), "percent", None) == 55
    assert "请核对" in window.status.currentMessage()
