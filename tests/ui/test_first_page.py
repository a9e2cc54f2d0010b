from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from renewtrack.preferences import Preferences
from renewtrack.store import listing
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech

LONG = 30_000


def test_a_first_start_shows_the_first_page_and_no_panes(bare: MainWindow) -> None:
    assert bare.pages.currentWidget() is bare.first
    assert all(pane.isHidden() for pane in bare.panes.docks.values())


def test_enter_alone_makes_and_opens_the_demo_district(
    bare: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    bare.session.prefer(folder=str(tmp_path))
    assert bare.first.demo.hasFocus()
    assert bare.first.demo.isDefault()
    with qtbot.waitSignal(bare.session.opened, timeout=LONG):
        qtbot.keyClick(bare.first.demo, Qt.Key.Key_Return)
    assert listing.total(bare.session.db, "buildings") >= 1_000
    assert bare.workspace.isVisible()
    assert "虚构" in bare.windowTitle()


def test_chinese_is_the_first_language_whatever_the_machine_speaks() -> None:
    assert Preferences().language == "zh"


def test_the_language_is_switched_while_the_window_stands(bare: MainWindow) -> None:
    bare.first.language_chosen.emit("en")
    assert bare.first.demo.text() == "Open the demo district"
    assert bare.commands.menus["file"].title() == "&File"
    bare.first.language_chosen.emit("zh")
    assert bare.first.demo.text() == "打开示范数据"


@pytest.mark.parametrize(("language", "word"), [("zh", "取消"), ("en", "Cancel")])
def test_the_toolkits_own_dialogs_speak_the_language(
    bare: MainWindow, qtbot: QtBot, language: str, word: str
) -> None:
    speech.switch(language)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    button = box.button(QDialogButtonBox.StandardButton.Cancel)
    assert button.text().split("(")[0].replace("&", "") == word


def test_a_new_empty_ledger_opens_with_a_way_to_fill_it(
    bare: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(bare.session.opened, timeout=LONG):
        bare.files.create(tmp_path / "新区.gpkg", "新区")
    empty = bare.workspace.ledger._empty
    assert empty.isVisible()
    assert empty.button.text() == "从 Excel 导入…"


def test_a_file_that_is_not_ours_is_refused_in_words_and_nothing_opens(
    bare: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr("renewtrack.ui.trouble.show", lambda error, parent=None: told.append(error))
    path = tmp_path / "other.gpkg"
    path.write_bytes(b"not a database at all")
    bare.files.open_path(path)
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert bare.session.file is None


def test_recent_files_stand_on_the_first_page(window: MainWindow) -> None:
    opened = window.session.path
    window.session.close()
    assert window.session.preferences.recent == (str(opened),)
    assert window.pages.currentWidget() is window.first
