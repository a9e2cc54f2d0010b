"""The window backs up by itself: some time after it opened, after a change, and on closing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renewtrack.store import backups, estates
from renewtrack.ui.backup_clock import BackupClock, Pauses
from renewtrack.ui.session import Session

NEVER = 3_600_000


@pytest.fixture
def opened(session: Session, ledger_file: Path) -> Session:
    session.open(ledger_file)
    return session


def clock(session: Session, **pauses: int) -> BackupClock:
    """A clock whose other pauses never end."""
    usual = {"opened": NEVER, "changed": NEVER, "tested": NEVER}
    return BackupClock(session, session, Pauses(**{**usual, **pauses}))


def change(session: Session) -> None:
    estate = estates.all(session.db)[0].id
    session.write("edit", lambda db: estates.change(db, estate, {"household_count": 4321}))


def reasons(session: Session) -> list[str]:
    return [each.manifest.reason for each in backups.all(session.path)]


@pytest.fixture(autouse=True)
def _wait(session: Session) -> Iterator[None]:
    yield
    session.tasks.wait()


def test_an_opened_file_is_backed_up(opened: Session, qtbot: QtBot) -> None:
    made = clock(opened, opened=0)
    with qtbot.waitSignal(made.made, timeout=20_000):
        made.start()
    assert reasons(opened) == ["open"]


def test_a_change_is_backed_up_and_no_change_is_not(opened: Session, qtbot: QtBot) -> None:
    made = clock(opened, changed=0)
    made.start()
    with qtbot.waitSignal(made.made, timeout=20_000):
        change(opened)
    made.finish()
    assert reasons(opened) == ["hourly"]


def test_what_changed_is_backed_up_before_the_window_closes(opened: Session) -> None:
    made = clock(opened)
    made.start()
    change(opened)
    made.finish()
    assert reasons(opened) == ["close"]


def test_a_file_that_is_let_go_is_backed_up_after_it(opened: Session, qtbot: QtBot) -> None:
    made, path = clock(opened), opened.path
    made.start()
    change(opened)
    with qtbot.waitSignal(made.made, timeout=20_000):
        opened.close()
    assert [each.manifest.reason for each in backups.all(path)] == ["close"]


def test_a_backup_that_fails_is_told_and_stops_nothing(
    opened: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object, **__: object) -> None:
        raise backups.DiskFull(path=path)

    monkeypatch.setattr(backups, "make", full)
    made = clock(opened, changed=0)
    made.start()
    with qtbot.waitSignal(made.failed, timeout=20_000) as told:
        change(opened)
    assert isinstance(told.args[0], backups.DiskFull)


def test_a_backup_that_failed_is_tried_again(
    opened: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, tries = backups.make, iter(range(10))

    def busy(path: Path, *rest: object, **named: object) -> backups.Backup:
        if next(tries) == 0:
            raise backups.BackupUnderWay
        return original(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(backups, "make", busy)
    made = clock(opened, changed=0)
    made.start()
    with qtbot.waitSignals([made.failed, made.made], timeout=20_000, order="strict"):
        change(opened)
    assert reasons(opened) == ["hourly"]


def test_a_restore_is_tested_once_a_month(opened: Session, qtbot: QtBot) -> None:
    backups.make(opened.path, "manual")
    made = clock(opened, tested=0)
    with qtbot.waitSignal(made.tested, timeout=30_000) as told:
        made.start()
    assert told.args[0].ok
    again = clock(opened, tested=0)
    with qtbot.assertNotEmitted(again.tested, wait=300):
        again.start()


def test_its_work_asks_nobody_and_is_not_shown(opened: Session, qtbot: QtBot) -> None:
    made = clock(opened, opened=0)
    with qtbot.waitSignal(made.made, timeout=20_000):
        made.start()
        assert opened.tasks.running == ()
