"""The window of backups tells what each holds, makes, tests and restores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renewtrack.store import backups, estates, people
from renewtrack.ui import asking
from renewtrack.ui.backups_dialog import BackupsDialog
from renewtrack.ui.main_window import MainWindow

LONG = 20_000


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _parent, _title, words: said.append(words.zh))
    return said


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Iterator[BackupsDialog]:
    backups.make(window.session.path, "manual", who="张工")
    add(window, "新小区")
    backups.make(window.session.path, "import", who="张工")
    made = BackupsDialog(window.session, window.backups, window)
    qtbot.waitUntil(lambda: len(made.shown) == 2, timeout=LONG)
    yield made
    made.close()


def add(window: MainWindow, name: str) -> None:
    window.session.write("add_estate", lambda db: estates.add(db, name=name))


def pick(dialog: BackupsDialog, row: int) -> None:
    item = dialog.list.topLevelItem(row)
    assert item is not None
    dialog.list.setCurrentItem(item)


def shown(dialog: BackupsDialog, key: str) -> tuple[str, ...]:
    return tuple(label.text() for label in dialog._cells[key])  # type: ignore[attr-defined]


def test_the_newest_backup_stands_first_and_was_checked(dialog: BackupsDialog) -> None:
    first = dialog.list.topLevelItem(0)
    assert first is not None
    assert (first.text(1), first.text(2), first.text(4)) == ("导入之前", "张工", "✓ 完好")


def test_what_a_backup_holds_stands_beside_what_there_is_now(dialog: BackupsDialog) -> None:
    assert shown(dialog, "estate") == ("53", "53")
    pick(dialog, 1)
    assert shown(dialog, "estate") == ("52", "53")
    assert shown(dialog, "building") == ("1,359", "1,359")


def test_a_backup_that_does_not_agree_cannot_be_restored(
    dialog: BackupsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    spoiled = bytearray(dialog.shown[0].path.read_bytes())
    spoiled[9_000] ^= 1
    dialog.shown[0].path.write_bytes(spoiled)
    dialog.refresh()
    qtbot.waitUntil(lambda: bool(dialog._books.faults[dialog.shown[0].path.name]), timeout=LONG)
    pick(dialog, 0)
    assert not dialog.restore.isEnabled()
    pick(dialog, 1)
    assert dialog.restore.isEnabled()


def test_a_backup_is_made_now(dialog: BackupsDialog, qtbot: QtBot) -> None:
    dialog.now.click()
    qtbot.waitUntil(lambda: len(dialog.shown) == 3, timeout=LONG)


def test_a_second_press_waits_for_the_first(dialog: BackupsDialog, qtbot: QtBot) -> None:
    dialog.now.click()
    assert dialog.work.text() == "正在备份…"
    assert not any(each.isEnabled() for each in (dialog.now, dialog.copy, dialog.restore))
    dialog.now.click()
    qtbot.waitUntil(lambda: dialog.restore.isEnabled() and len(dialog.shown) == 3, timeout=LONG)
    assert dialog.work.text() == ""


def test_restoring_asks_for_the_number_of_changes_and_opens_the_file_again(
    dialog: BackupsDialog,
    window: MainWindow,
    qtbot: QtBot,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(
        asking, "number", lambda _parent, _title, _words, wanted: bool(asked.append(wanted)) or True
    )
    pick(dialog, 1)
    path = window.session.path
    dialog.restore.click()
    qtbot.waitUntil(lambda: bool(told) and window.session.file is not None, timeout=LONG)
    assert asked
    assert asked[0] > 0
    assert len(estates.all(window.session.db)) == 52
    kept = list(path.parent.glob("*.before-restore-*"))
    assert len(kept) == 1
    assert kept[0].name in told[0]


def test_giving_up_changes_nothing(
    dialog: BackupsDialog, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "number", lambda *_: False)
    pick(dialog, 1)
    dialog.restore.click()
    assert len(estates.all(window.session.db)) == 53


def test_who_may_not_restore_finds_no_button_for_it(
    dialog: BackupsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "role_of", lambda _: people.EDITOR)
    pick(dialog, 1)
    assert dialog.now.isEnabled()
    assert not dialog.restore.isEnabled()


def test_a_test_restore_says_how_it_went(
    dialog: BackupsDialog, qtbot: QtBot, told: list[str]
) -> None:
    dialog.rehearse.click()
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert told[0].startswith("试恢复成功")
    qtbot.waitUntil(lambda: "成功" in dialog.rehearsed.text(), timeout=LONG)


def test_a_copy_goes_to_another_disk(
    dialog: BackupsDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    disk = tmp_path / "移动硬盘"
    disk.mkdir()
    window.backups.copy_to(disk, dialog.refresh)
    qtbot.waitUntil(lambda: str(disk) in dialog.second.text(), timeout=LONG)
    assert len(list(disk.rglob("*.gpkg"))) == 1
