"""Files are attached to the record in the detail panel, looked at, taken off and found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from renewtrack.store import attachments, contents
from renewtrack.ui import asking
from renewtrack.ui.attachments_list import AttachmentsList
from renewtrack.ui.main_window import MainWindow


@pytest.fixture
def shown(window: MainWindow) -> AttachmentsList:
    window.panes.docks["detail"].show()
    row_id = window.workspace.ledger.table.ledger.ids[0]
    window.detail.show_record("estates", row_id)
    window.detail.tabs.setCurrentWidget(window.detail.attachments)
    return window.detail.attachments


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "改造前.jpg"
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.fill(0x3366AA)
    assert image.save(str(path))
    return path


def attach(qtbot: QtBot, window: MainWindow, shown: AttachmentsList, *files: Path) -> None:
    assert shown._owner is not None
    with qtbot.waitSignal(window.session.tasks.ended, timeout=10_000):
        shown.deeds.add(*shown._owner, files)


def names(shown: AttachmentsList) -> list[str]:
    found = [shown.list.topLevelItem(row) for row in range(shown.list.topLevelItemCount())]
    return [item.text(0) for item in found if item is not None]


def test_files_that_are_added_stand_in_the_list(
    window: MainWindow, shown: AttachmentsList, qtbot: QtBot, photo: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "批复.pdf"
    letter.write_bytes(b"%PDF" * 600)
    attach(qtbot, window, shown, photo, letter)
    assert names(shown) == ["改造前.jpg", "批复.pdf"]
    assert shown.none.isHidden()
    assert window.session.undo_target().words.zh == "添加附件“改造前.jpg” 等 2 个文件"  # type: ignore[union-attr]


def test_a_picture_is_shown_small(
    window: MainWindow, shown: AttachmentsList, qtbot: QtBot, photo: Path
) -> None:
    attach(qtbot, window, shown, photo)
    shown.list.setCurrentItem(shown.list.topLevelItem(0))
    assert not shown.picture.isHidden()
    assert shown.picture.pixmap().width() <= 220 * window.devicePixelRatioF()


def test_what_is_no_picture_shows_none(
    window: MainWindow, shown: AttachmentsList, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = tmp_path / "假.jpg"
    fake.write_bytes(b"not a picture" * 100)
    attach(qtbot, window, shown, fake)
    shown.list.setCurrentItem(shown.list.topLevelItem(0))
    assert shown.picture.isHidden()


def test_an_attachment_is_taken_off_and_comes_back(
    window: MainWindow, shown: AttachmentsList, qtbot: QtBot, photo: Path
) -> None:
    attach(qtbot, window, shown, photo)
    shown.list.setCurrentItem(shown.list.topLevelItem(0))
    shown.remove.click()
    assert names(shown) == []
    window.session.undo()
    assert names(shown) == ["改造前.jpg"]


def test_a_missing_content_is_told_and_found_again(
    window: MainWindow,
    shown: AttachmentsList,
    qtbot: QtBot,
    photo: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attach(qtbot, window, shown, photo)
    (content,) = attachments.all_contents(window.session.db)
    contents.place(window.session.path, content.sha256).unlink()
    window.detail.refresh()
    assert names(shown) == ["改造前.jpg（缺失）"]
    assert not shown.relink.isHidden()
    told: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _parent, _title, words: told.append(words.zh))
    shown.deeds.relink(photo.parent)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told == ["找回 1 个附件。现在全部都在。"]
    assert names(shown) == ["改造前.jpg"]


def test_an_attachment_is_saved_elsewhere(
    window: MainWindow, shown: AttachmentsList, qtbot: QtBot, photo: Path, tmp_path: Path
) -> None:
    attach(qtbot, window, shown, photo)
    shown.deeds.save(shown._shown[0], tmp_path / "副本.jpg")
    assert (tmp_path / "副本.jpg").read_bytes() == photo.read_bytes()


def test_a_picture_is_said_to_be_before_or_after_and_undo_takes_it_back(
    window: MainWindow, shown: AttachmentsList, qtbot: QtBot, photo: Path
) -> None:
    attach(qtbot, window, shown, photo)
    shown.list.setCurrentItem(shown.list.topLevelItem(0))
    assert not shown.phase.isHidden()
    shown.phase.phase.choose("before")
    shown.phase.day.setDate(QDate(2024, 3, 1))
    assert shown._owner is not None
    (kept,) = attachments.of(window.session.db, window.session.path, *shown._owner)
    assert (kept.phase, kept.taken_on) == ("before", "2024-03-01")
    assert shown.phase.phase.key == "before"
    window.session.undo()
    window.session.undo()
    (back,) = attachments.of(window.session.db, window.session.path, *shown._owner)
    assert (back.phase, back.taken_on) == (None, None)
    assert shown.phase.phase.key == ""


def test_what_is_no_picture_has_no_phase(
    window: MainWindow, shown: AttachmentsList, qtbot: QtBot, tmp_path: Path
) -> None:
    letter = tmp_path / "批复.pdf"
    letter.write_bytes(b"%PDF" * 600)
    attach(qtbot, window, shown, letter)
    shown.list.setCurrentItem(shown.list.topLevelItem(0))
    assert shown.phase.isHidden()
