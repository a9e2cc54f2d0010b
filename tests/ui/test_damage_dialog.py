"""A damaged file is told by its tables, kept as it is, and leaves every way on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from renewtrack.store import backups, digests, file
from renewtrack.ui import asking
from renewtrack.ui import damage_words as words
from renewtrack.ui.damage_dialog import DamageDialog
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
PAGE = 4096
LONG = 20_000  # milliseconds


def tear(path: Path, table: str) -> bytes:
    """Empty the root page of a table and return the bytes of the file."""
    with closing(sqlite3.connect(path)) as conn:
        found = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        (root,) = found.fetchone()
    stored = bytearray(path.read_bytes())
    stored[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    path.write_bytes(stored)
    return bytes(stored)


def shown(session: Session, path: Path, qtbot: QtBot) -> DamageDialog:
    """Return the dialog once it knows what is hit and which backup is good."""
    dialog = DamageDialog(session, path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not session.tasks.running, timeout=LONG)
    return dialog


def test_it_names_the_tables_and_keeps_the_file(
    session: Session, ledger_file: Path, qtbot: QtBot
) -> None:
    stored = tear(ledger_file, "building")
    dialog = shown(session, ledger_file, qtbot)
    assert "楼栋" in dialog.hit.text()
    assert dialog.ways.about[dialog.ways.restore].text() == words.NO_BACKUP.zh
    assert dialog.ways.salvage.isDefault()
    speech.switch("en")
    assert "buildings" in dialog.hit.text()
    speech.switch("zh")
    dialog.reject()
    assert ledger_file.read_bytes() == stored


def test_a_good_backup_is_the_first_way_and_tells_what_it_holds(
    session: Session, ledger_file: Path, qtbot: QtBot
) -> None:
    backups.make(ledger_file, "manual", who="王工")
    tear(ledger_file, "building")
    dialog = shown(session, ledger_file, qtbot)
    assert dialog.ways.restore.isDefault()
    assert "1,359" in dialog.ways.about[dialog.ways.restore].text()


def test_one_press_restores_the_backup_and_keeps_the_damaged_file(
    session: Session, ledger_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _parent, _title, said: told.append(said.zh))
    backups.make(ledger_file, "manual", who="王工")
    stored = tear(ledger_file, "building")
    dialog = shown(session, ledger_file, qtbot)
    with qtbot.waitSignal(dialog.open_asked, timeout=LONG):
        dialog.ways.restore.click()
    kept = ledger_file.with_name(ledger_file.name + ".before-restore-1")
    assert kept.read_bytes() == stored
    assert str(kept) in told[0]
    file.open_file(ledger_file).close()


@pytest.mark.parametrize("table", ["change_log", "building", "rtree_building_geom_node"])
def test_what_can_still_be_read_is_shown(
    bare: MainWindow, ledger_file: Path, qtbot: QtBot, table: str
) -> None:
    stored = tear(ledger_file, table)
    dialog = shown(bare.session, ledger_file, qtbot)
    dialog.look_asked.connect(bare.files.open_damaged)
    dialog.ways.look.click()
    assert bare.session.file is not None
    assert bare.session.file.readonly
    assert bare.session.file.damage
    qtbot.waitUntil(lambda: not bare.session.tasks.running, timeout=LONG)
    assert bare.workspace.ledger.table.ledger.rowCount() == 52
    bare.session.close()
    assert ledger_file.read_bytes() == stored


def test_salvage_shows_its_report_and_opens_the_new_file(
    session: Session,
    ledger_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tear(ledger_file, "building")
    dialog = shown(session, ledger_file, qtbot)
    out = tmp_path / "新.gpkg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog.ways.salvage.click()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=LONG)
    assert str(out) in dialog.outcome.lines.toPlainText()
    with qtbot.waitSignal(dialog.open_asked) as asked:
        QTest.keyClick(dialog.outcome.open_new, Qt.Key.Key_Space)
    assert asked.args == [out]
    file.open_file(out).close()


def test_a_stopped_salvage_leaves_no_file_and_comes_back_to_the_ways(
    session: Session, ledger_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    tear(ledger_file, "building")
    dialog = shown(session, ledger_file, qtbot)
    before = sorted(tmp_path.iterdir())
    dialog.salvage_to(tmp_path / "新.gpkg")
    dialog.running.cancel.click()
    qtbot.waitUntil(lambda: not session.tasks.running, timeout=LONG)
    assert dialog.pages.currentWidget() is dialog.ways
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_only_differs_from_its_last_close_can_be_opened_as_it_is(
    session: Session, ledger_file: Path, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(ledger_file)) as conn:
        (date,) = conn.execute("SELECT date FROM stage_event WHERE date != ''").fetchone()
    digests.note(ledger_file)
    stored = bytearray(ledger_file.read_bytes())
    stored[stored.index(date.encode())] ^= 1  # in a value that no index holds
    ledger_file.write_bytes(stored)
    dialog = shown(session, ledger_file, qtbot)
    assert dialog.ways.as_it_is.isVisible()
    with qtbot.waitSignal(dialog.open_asked):
        dialog.ways.as_it_is.click()
    file.open_file(ledger_file).close()


def test_opening_a_damaged_file_shows_the_dialog(
    bare: MainWindow, ledger_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(
        "renewtrack.ui.damage_dialog.DamageDialog.exec", lambda self: seen.append(self.path)
    )
    tear(ledger_file, "building")
    bare.files.open_path(ledger_file)
    qtbot.waitUntil(lambda: seen == [ledger_file], timeout=LONG)
    qtbot.waitUntil(lambda: not bare.session.tasks.running, timeout=LONG)
    assert bare.session.file is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_button_is_cut(session: Session, ledger_file: Path, qtbot: QtBot, language: str) -> None:
    tear(ledger_file, "building")
    speech.switch(language)
    dialog = shown(session, ledger_file, qtbot)
    visible = [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
    assert len(visible) == 5
    assert all(each.width() >= each.sizeHint().width() for each in visible)
    speech.switch("zh")
