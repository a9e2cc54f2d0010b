"""Names out of a sheet are shown as they are written, never drawn as HTML."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMessageBox,
    QTreeWidget,
    QTreeWidgetItemIterator,
    QWidget,
)
from pytestqt.qtbot import QtBot

from renewtrack.store import reveals
from renewtrack.store.actions import act
from renewtrack.ui import asking, plain
from renewtrack.ui.ledger_table import LedgerTable
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.session import EVERYTHING
from renewtrack.words import Words

PICTURE = "<img src='file:///x.png'>"


@pytest.fixture
def hostile(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window on a file whose names are all tags, with the first estate shown."""
    session = window.session
    with act(session.db, "edit", PICTURE, detail=PICTURE):
        for place in ("area", "estate", "project"):
            session.db.execute(f"UPDATE {place} SET name = ? || id", [PICTURE])
    with act(session.db, "reveal", PICTURE):
        reveals.note(session.db, PICTURE, PICTURE, PICTURE)
    session.prefer(who=PICTURE, recent=(f"/nowhere/{PICTURE}.gpkg",))
    session.changed.emit(EVERYTHING)
    ledger = window.workspace.ledger
    qtbot.waitUntil(lambda: "img" in str(ledger.table.ledger.index(0, 0).data()))
    ledger.table.setCurrentIndex(ledger.table.ledger.index(0, 0))
    street = f"{PICTURE}2"
    window.status.job.setText(street)
    window.workspace.ledger.chips._add(Words(street, street), "street", street)
    for pane in window.panes.docks.values():
        pane.show()
    return window


def _tips(window: QWidget) -> list[str]:
    widgets = [each for each in QApplication.allWidgets() if window.isAncestorOf(each)]
    found = [each.toolTip() for each in widgets]
    found += [each.toolTip() for each in window.findChildren(QAction)]
    for tree in window.findChildren(QTreeWidget):
        walk = QTreeWidgetItemIterator(tree)
        while item := walk.value():
            found += [item.toolTip(place) for place in range(tree.columnCount())]
            walk += 1
    for table in window.findChildren(LedgerTable):
        model = table.ledger
        found += [
            str(model.data(model.index(row, place), Qt.ItemDataRole.ToolTipRole) or "")
            for row in range(model.rowCount())
            for place in range(model.columnCount())
        ]
    return [each for each in found if each]


def test_no_tip_of_the_window_draws_what_a_name_says(hostile: MainWindow) -> None:
    tips = _tips(hostile)
    assert any("img src=" in each for each in tips)
    assert [each for each in tips if QtText.mightBeRichText(each) and "<img" in each] == []


def test_the_reason_of_a_dialog_is_plain_text(qtbot: QtBot) -> None:
    words = Words(PICTURE, PICTURE)
    dialog = asking.LineDialog(words, words, lambda _: words)
    qtbot.addWidget(dialog)
    dialog._accept()
    assert dialog._why.text() == PICTURE
    assert {each.textFormat() for each in dialog.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_the_question_before_closing_is_plain_text(
    bare: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: formats.append(box.textFormat()))
    bare.deeds.may_close()
    assert formats == [Qt.TextFormat.PlainText]


def test_an_escaped_tip_keeps_signs_and_lines() -> None:
    assert plain.plain_tip("东里\n小区 & 1 > 0") == "东里\n小区 & 1 > 0"
    shown = QTextDocument()
    shown.setHtml(plain.plain_tip("<b>东里</b>\n<img src='x'> & co"))
    assert shown.toPlainText().split() == ["<b>东里</b>", "<img", "src='x'>", "&", "co"]


def test_every_label_of_the_window_shows_signs_as_they_are(hostile: MainWindow) -> None:
    labels = [each for each in hostile.findChildren(QLabel) if each.text()]
    assert any(PICTURE in each.text() for each in labels)
    assert [each.text() for each in labels if each.textFormat() != Qt.TextFormat.PlainText] == []
