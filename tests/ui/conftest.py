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
from renewtrack.intake import senders
from renewtrack.preferences import Preferences
from renewtrack.ui import asking, stage_asking, trouble
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.ledger_table import LedgerTable
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.map_pane import MapPane
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from tests.ui.wizard_driving import Open, settle

LONG = 30_000  # milliseconds; a map on a busy machine without a graphics card


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo district, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("demo") / "示范区.gpkg"
    demo.make(path).close()
    return path


@pytest.fixture(autouse=True)
def _reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a reason where a stage is forced; tests of the question put their own in its place."""
    monkeypatch.setattr(stage_asking, "of_move", lambda *_: "补录实际进展")


@pytest.fixture(autouse=True)
def _no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where the window tells of a trouble that no test waits for; it would wait for ever."""

    def told(dialog: trouble.TroubleDialog) -> int:
        pytest.fail(f"{dialog.windowTitle()}: {dialog.details.toPlainText()}")

    monkeypatch.setattr(trouble.TroubleDialog, "exec", told)


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
    end(window)


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
    end(window)


def end(window: MainWindow) -> None:
    """Close a window and delete it now, so that the next one is not styled together with it.

    With a job still running it would ask first, and wait for an answer.
    """
    speech.switch("zh")
    window.session.tasks.cancel()
    window.session.tasks.wait()
    QApplication.processEvents()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def column(table: LedgerTable, key: str) -> int:
    """Return the number of a column by its key."""
    return [each.key for each in table.ledger.columns].index(key)


# -- the import wizard


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A ledger and a building survey for the invented district."""
    return demo.sheets(tmp_path_factory.mktemp("sheets"))


@pytest.fixture
def wizard_session(qapp: object, ledger_file: Path) -> Iterator[Session]:
    """A person at the invented district, without a window; bugs of threads come out."""
    opened = Session(Preferences(who="张工"), keep=False)
    opened.open(ledger_file)
    bugs: list[Exception] = []
    opened.tasks.troubled.connect(bugs.append)
    yield opened
    opened.tasks.wait()
    opened.close()
    speech.switch("zh")
    for bug in bugs:
        raise bug


@pytest.fixture
def open_wizard(
    qtbot: QtBot, wizard_session: Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Open a wizard on files and wait until they are read; it is closed without a word."""
    monkeypatch.setattr(asking, "confirmed", lambda *said: True)
    made: list[ImportWizard] = []

    def opened(*paths: Path, on: Session = wizard_session) -> ImportWizard:
        wizard = ImportWizard(on, paths)
        wizard.finished.disconnect(wizard.deleteLater)  # a test may look at what it said
        wizard.show()
        made.append(wizard)
        settle(qtbot, wizard)
        return wizard

    yield opened
    for wizard in made:
        wizard.close()
        wizard.deleteLater()
    for remembered in senders.all():
        senders.remove(remembered)
