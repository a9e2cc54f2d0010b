"""The view of pictures: taken in by a drop, told by single keys, paired, aligned, questioned."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.store import contents, photo_list, photo_pairs, rows
from renewtrack.ui import asking, photo_compare, photo_deeds, photo_grid, photo_words
from renewtrack.ui.look import LIGHT
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.photo_receipt import ReceiptDialog
from renewtrack.ui.photos_screen import PhotosScreen
from renewtrack.ui.speaking import speech
from tests.photo_making import heic, jpeg

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Two buildings before and after, one picture of nowhere, one taken far off, one broken."""
    made = tmp_path / "上地东里"
    made.mkdir()
    for seed, (name, data) in enumerate(
        (
            ("1号楼改造前.jpg", jpeg(64, 48, seed=1, taken="2025:03:12 10:11:12")),
            ("1号楼改造后.heic", heic(64, 48, seed=2, taken="2025:10:20 09:00:00")),
            ("2号楼外墙保温前.jpg", jpeg(64, 48, seed=3)),
            ("2号楼外墙保温后.jpg", jpeg(64, 48, seed=4, lon=100.0, lat=30.0)),
            ("IMG_1.jpg", jpeg(64, 48, seed=5)),
            ("坏.jpg", b"broken"),
        )
    ):
        (made / name).write_bytes(data + (b"" if name == "坏.jpg" else bytes([seed])))
    return made


def dropped(screen: PhotosScreen, *paths: Path) -> None:
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        told,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dropEvent(event)


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the view has read what was written, its pictures too."""
    qtbot.wait(30)
    window.session.tasks.wait(10_000)
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=10_000)


def typed(screen: PhotosScreen, name: str, key: Qt.Key) -> None:
    """Select the picture of a name and press a key."""
    ids = [each.id for each in screen.found.photos if each.name == name]
    screen.grid.choose(ids)
    QTest.keyClick(screen.grid, key)


def test_a_card_is_played_through_by_keys(
    window: MainWindow, qtbot: QtBot, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda parent, title, words: said.append(words.zh))
    monkeypatch.setattr(asking, "confirmed", lambda *_: True)
    window.commands.actions["photos"].trigger()
    screen = window.workspace.screens.made["photos"]
    assert isinstance(screen, PhotosScreen)
    settled(window, qtbot)
    assert screen.none.isVisible()
    screen.buttons[0].setFocus()
    assert not any(button.isEnabled() for button in screen.answers)  # there is nothing to say
    _dropped_folder(window, qtbot, screen, card)
    _single_keys(window, qtbot, screen)
    _a_place(window, qtbot, screen, monkeypatch)
    _pairs(window, qtbot, screen)
    assert said == [photo_deeds.STILL.zh, "配成 2 对。"]
    _public(window, qtbot, screen)
    _missing(window, qtbot, screen)
    _english(window, qtbot, screen)
    _removed(window, qtbot, screen)
    _gone(window, qtbot, screen)


def _dropped_folder(window: MainWindow, qtbot: QtBot, screen: PhotosScreen, card: Path) -> None:
    """A folder is dropped: all is told in a receipt that adds up, as one action."""
    dropped(screen, card)
    assert screen.deeds.take_in([card]) is None  # one batch after the other
    settled(window, qtbot)
    (receipt,) = window.findChildren(ReceiptDialog)
    assert receipt.model.rowCount() == 1
    receipt.close()
    assert window.focusWidget() is screen.grid  # coming into view it takes the keys
    found = {each.name: each for each in screen.found.photos}
    assert len(found) == screen.model.rowCount() == 5
    assert found["1号楼改造后.heic"].phase == "after"
    assert found["2号楼外墙保温前.jpg"].item == "W14"
    assert "上地东里" in photo_words.place_of(found["1号楼改造前.jpg"])
    assert found["IMG_1.jpg"].place is not None  # the folder says the estate
    qtbot.waitUntil(lambda: screen.pictures.known(found["1号楼改造后.heic"].sha256), timeout=10_000)
    assert screen.model.picture(found["1号楼改造后.heic"]) is not None


def _single_keys(window: MainWindow, qtbot: QtBot, screen: PhotosScreen) -> None:
    """Single keys say phases; the one taken far off is confirmed."""
    typed(screen, "IMG_1.jpg", Qt.Key.Key_2)
    settled(window, qtbot)
    assert [each.phase for each in screen.found.photos if each.name == "IMG_1.jpg"] == ["during"]
    (far,) = screen.doubtful.model.lines
    assert far.name == "2号楼外墙保温后.jpg"
    assert photo_grid.place_ink(far) == LIGHT.bad  # warning is a ground
    QTest.keyClick(screen.doubtful.table, Qt.Key.Key_K)
    settled(window, qtbot)
    assert screen.doubtful.model.rowCount() == 0


def _a_place(
    window: MainWindow, qtbot: QtBot, screen: PhotosScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place is written in one line."""
    monkeypatch.setattr(asking.LineDialog, "exec", lambda dialog: _write(dialog, "2号楼"))
    screen.choice.search("上地东里")
    settled(window, qtbot)
    typed(screen, "IMG_1.jpg", Qt.Key.Key_P)
    settled(window, qtbot)
    moved = next(each for each in screen.found.photos if each.name == "IMG_1.jpg")
    assert (moved.number, moved.placed_by) == ("2", "hand")
    screen.choice.clear()
    settled(window, qtbot)


def _pairs(window: MainWindow, qtbot: QtBot, screen: PhotosScreen) -> None:
    """Pairs are made at one press; the slider and the alignment go by arrows."""
    screen.deeds.pair_up()
    settled(window, qtbot)
    assert screen.pairs.model.rowCount() == 2
    view = screen.pairs.view
    qtbot.waitUntil(lambda: view._after is not None, timeout=10_000)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.share == pytest.approx(0.55)
    view.settle()
    settled(window, qtbot)
    first = photo_pairs.all(window.session.db)[0]
    assert (first.shift_x, first.zoom) == (0.01, 1.02)
    view.grab()
    window.session.undo()
    settled(window, qtbot)
    assert (view.shift_x, view.zoom) == (0.0, 1.0)
    window.session.redo()
    settled(window, qtbot)
    assert (view.shift_x, view.zoom) == (0.01, 1.02)


def _gone(window: MainWindow, qtbot: QtBot, screen: PhotosScreen) -> None:
    """A picture whose content is gone is told in its place, and being read is another thing."""
    pair = screen.pairs.front()
    assert pair is not None
    places = [
        contents.place(window.session.path, each.sha256) for each in (pair.before, pair.after)
    ]
    kept = {path: path.read_bytes() for path in places}
    for path in places:
        path.unlink()
    screen.large.forget()
    screen.pairs._show()
    assert screen.pairs.view._why == (photo_compare.READING, photo_compare.READING)
    qtbot.waitUntil(lambda: screen.pairs.view._why[1] == photo_compare.BROKEN, timeout=10_000)
    screen.pairs.view.grab()
    for path, data in kept.items():  # found again: shown when the view is read anew
        path.write_bytes(data)
    screen.show_now()
    settled(window, qtbot)
    qtbot.waitUntil(lambda: screen.pairs.view._after is not None, timeout=10_000)


def _public(window: MainWindow, qtbot: QtBot, screen: PhotosScreen) -> None:
    """It is made public by a key, and undone like all else."""
    QTest.keyClick(screen.pairs.table, Qt.Key.Key_G)
    settled(window, qtbot)
    assert photo_pairs.all(window.session.db)[0].public
    window.session.undo()
    settled(window, qtbot)
    assert not photo_pairs.all(window.session.db)[0].public


def _missing(window: MainWindow, qtbot: QtBot, screen: PhotosScreen) -> None:
    """What is missing is listed, and Enter there leads to what there is."""
    assert screen.missing.model.rowCount() > 0
    lack = screen.missing.model.lines[0]
    screen.missing.asked.emit(lack)
    assert {each.place for each in screen.grid.chosen()} <= {lack.place}


def _english(window: MainWindow, qtbot: QtBot, screen: PhotosScreen) -> None:
    """All of it in English, and by the filter."""
    speech.switch("en")
    screen.filter.state.setCurrentIndex(2)
    assert screen.model.rowCount() == 1
    assert "During" in str(screen.model.data(screen.model.index(0)))
    screen.filter.clear()
    speech.switch("zh")


def _removed(window: MainWindow, qtbot: QtBot, screen: PhotosScreen) -> None:
    """Removed ones are gone from the ledger, their contents kept for undo."""
    gone = next(each for each in screen.found.photos if each.name == "IMG_1.jpg")
    typed(screen, "IMG_1.jpg", Qt.Key.Key_Delete)
    settled(window, qtbot)
    db = window.session.db
    assert "IMG_1.jpg" not in {each.name for each in photo_list.all(db)}
    assert contents.place(window.session.path, gone.sha256).is_file()
    assert rows.value(db, "SELECT COUNT(*) FROM photo_pair") == 2


def _write(dialog: asking.LineDialog, words: str) -> int:
    dialog.line.setText(words)
    assert dialog._check(words) is None
    return 1
