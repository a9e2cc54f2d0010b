"""A real window on the invented district; the map only where a test asks for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renewtrack import app, demo
from renewtrack.preferences import Preferences
from renewtrack.ui.ledger_table import LedgerTable
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.map_pane import MapPane
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech

LONG = 30_000  # milliseconds; a map on a busy machine without a graphics card


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo district, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("demo") / "示范区.gpkg"
    demo.make(path).close()
    return path


@pytest.fixture
def ledger_file(invented: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(invented, tmp_path / "示范区.gpkg"))


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(Preferences(who="测试员"), keep=False)
    made.day = demo.TODAY
    yield made
    made.tasks.cancel()
    made.tasks.wait()
    if made.file is not None:
        made.close()


@pytest.fixture
def bare(session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window without a file, its map never started."""
    monkeypatch.setattr(MapPane, "start", lambda self: None)
    window = app.make_window(session)
    window.resize(1366, 768)
    window.show()
    with qtbot.waitExposed(window):
        pass
    yield window
    _end(window)


@pytest.fixture
def window(bare: MainWindow, ledger_file: Path) -> MainWindow:
    """The window on the demo district, without its map."""
    bare.session.open(ledger_file)
    return bare


@pytest.fixture
def table(window: MainWindow) -> LedgerTable:
    """The table of estates, with the cursor in its first cell."""
    shown = window.workspace.ledger.table
    shown.setFocus()
    shown.setCurrentIndex(shown.ledger.index(0, 0))
    shown.clearSelection()
    return shown


@pytest.fixture
def mapped(session: Session, qtbot: QtBot, ledger_file: Path) -> Iterator[MainWindow]:
    """The window on the demo district with the real map."""
    window = app.make_window(session)
    window.resize(1366, 768)
    with qtbot.waitSignal(window.painted, timeout=LONG):
        window.show()
    with qtbot.waitSignal(window.workspace.map.shown, timeout=LONG):
        session.open(ledger_file)
    yield window
    _end(window)


def _end(window: MainWindow) -> None:
    """Close a window and delete it now, so that the next one is not styled together with it."""
    speech.switch("zh")
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def column(table: LedgerTable, key: str) -> int:
    """Return the number of a column by its key."""
    return [each.key for each in table.ledger.columns].index(key)
