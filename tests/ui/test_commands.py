from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from renewtrack import app, demo
from renewtrack.preferences import Preferences
from renewtrack.store import buildings, estates
from renewtrack.ui import map_reading
from renewtrack.ui.command_table import COMMANDS
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.map_pane import MapPane
from renewtrack.ui.session import Session
from tests.ui.conftest import end

SIGNED = ("own_password", "other_person", "lock")  # where the file names people
ENDS = ("quit", "close", "demo")  # these close what the others need


@pytest.fixture(scope="module")
def shared(
    qapp: object, invented: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """One window on the demo district, without its map, for the commands that leave it open."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MapPane, "start", lambda self: None)
        session = Session(Preferences(who="测试员"), keep=False)
        session.day = demo.TODAY
        made = app.make_window(session)
        made.resize(1366, 768)
        made.show()
        session.open(Path(shutil.copy(invented, tmp_path_factory.mktemp("shared") / "示范区.gpkg")))
        yield made
        end(made)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What dialogs and menus came up; each is closed at once."""
    seen: list[str] = []

    def close() -> None:
        shown = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if shown is not None:
            seen.append(type(shown).__name__)
            shown.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(30)
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    yield seen
    timer.stop()


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("key", [each.key for each in COMMANDS if each.key not in ENDS])
def test_a_command_does_what_it_says_without_trouble(
    shared: MainWindow, opened: list[str], qtbot: QtBot, key: str
) -> None:
    table = shared.workspace.ledger.table
    table.selectRow(0)
    act = shared.commands.actions[key]
    if not act.isEnabled():
        assert key in ("undo", "redo", *SIGNED)
        return
    stood = act.isChecked()
    act.trigger()
    qtbot.wait(80)
    qtbot.waitUntil(lambda: not shared.session.tasks.running, timeout=30_000)
    if act.isCheckable() and act.isChecked() != stood and act.isEnabled():
        act.trigger()
    assert "TroubleDialog" not in opened
    assert shared.session.file is not None


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_dropped_sheets_open_the_wizard(
    window: MainWindow, opened: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    ledger, _ = demo.sheets(tmp_path)
    window.files.dropped([ledger])
    qtbot.waitUntil(lambda: "ImportWizard" in opened, timeout=30_000)


def test_closing_the_file_shows_the_first_page_again(window: MainWindow) -> None:
    window.commands.actions["close"].trigger()
    assert window.pages.currentWidget() is window.first
    assert not window.commands.actions["print"].isEnabled()


def test_buildings_without_coordinates_are_told_with_a_way_to_get_them(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    for name in ("buildings", "estates"):
        module = {"buildings": buildings, "estates": estates}[name]
        ids = [each.id for each in module.all(session.db)]  # type: ignore[attr-defined]
        session.write(
            "bulk_edit",
            lambda db, m=module, all_ids=ids: [
                m.change(db, one, {"geom": None}) for one in all_ids
            ],  # type: ignore[misc]
        )
    found = map_reading.read(session.db, session.today, None, None)
    assert not len(found.drawing.pack.ids)
    pane = window.workspace.map
    assert isinstance(pane, MapPane)
    pane._pages.setCurrentWidget(pane._empty)
    assert "坐标" in pane._empty._head.text()
    asked: list[bool] = []
    pane.import_asked.disconnect()
    pane.import_asked.connect(lambda: asked.append(True))
    pane._empty.button.click()
    assert asked
