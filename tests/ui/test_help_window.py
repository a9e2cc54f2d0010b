from __future__ import annotations

import pytest

from renewtrack.store import actions, reveals
from renewtrack.ui import help_window
from renewtrack.ui.help_window import Manual
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def _manual(window: MainWindow) -> Manual:
    (found,) = window.findChildren(Manual)
    return found


def test_the_manual_opens_beside_the_window_at_the_page_of_the_pane_in_use(
    window: MainWindow,
) -> None:
    window.panes.docks["history"].show()
    window.history.list.setFocus()
    window.commands.actions["manual"].trigger()
    manual = _manual(window)
    assert not manual.isModal()
    item = manual.list.currentItem()
    assert item is not None
    assert item.text().startswith("7")
    window.workspace.ledger.table.setFocus()
    window.activateWindow()
    assert help_window.page_of(window.workspace.ledger.table) == "03"
    manual.close()


def test_without_a_file_the_manual_opens_at_its_index(bare: MainWindow) -> None:
    bare.commands.actions["manual"].trigger()
    manual = _manual(bare)
    assert manual.list.currentRow() == 0
    assert "使用手册" in manual.page.toPlainText()
    manual.close()


def test_the_manual_stays_at_its_page_when_the_language_is_switched(bare: MainWindow) -> None:
    manual = help_window.open_manual("05", bare)
    speech.switch("en")
    item = manual.list.currentItem()
    assert item is not None
    assert item.text().startswith("5")
    manual.close()


def test_the_history_of_the_file_shows_who_looked_and_lets_nobody_undo_it(
    window: MainWindow,
) -> None:
    db = window.session.db
    with actions.act(db, "reveal", "王工"):
        reveals.note(db, "王工", "核对联系人", "projects")
    window.panes.docks["history"].show()
    view = window.history
    view.list.selectRow(0)
    shown = [view.lines.index(0, place).data() for place in range(view.lines.columnCount())]
    assert shown[2] == "王工"
    assert "查看个人信息" in shown[3]
    assert "核对联系人" in shown[3]
    assert not view.undo.isEnabled()
