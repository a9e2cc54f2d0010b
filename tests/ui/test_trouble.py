"""Every exception that nobody caught becomes one sentence, told in the window's thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from renewtrack.errors import Cancelled
from renewtrack.store.refusing import FileMissing
from renewtrack.ui import trouble
from renewtrack.ui.trouble import Catcher

NAME = "金丝雀先生"


class Shown:
    """The errors that were told, in which thread, and what happened meanwhile."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self.threads: list[QThread] = []
        self.meanwhile = lambda: None

    def __call__(self, error: BaseException, _: object = None) -> None:
        self.errors.append(error)
        self.threads.append(QThread.currentThread())
        self.meanwhile()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    made = Shown()
    monkeypatch.setattr(trouble, "show", made)
    return made


@pytest.fixture
def clock() -> list[float]:
    return [100.0]


@pytest.fixture
def catcher(qtbot: QtBot, clock: list[float]) -> Catcher:
    return Catcher(lambda: clock[0])


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the technical log gets."""
    found: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    trouble.log.addHandler(handler)
    yield found
    trouble.log.removeHandler(handler)


def _raise(catcher: Catcher, error: BaseException) -> None:
    try:
        raise error
    except BaseException as raised:  # noqa: BLE001 - as the interpreter does at its last stop
        catcher.caught(type(raised), raised, raised.__traceback__)


def test_an_exception_of_another_thread_is_told_in_that_of_the_window(
    catcher: Catcher, shown: Shown, qtbot: QtBot
) -> None:
    thread = threading.Thread(target=lambda: _raise(catcher, ValueError(NAME)))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(shown.errors))
    assert shown.threads == [catcher.thread()]


def test_what_comes_while_one_is_told_is_only_logged(
    catcher: Catcher, shown: Shown, lines: list[str]
) -> None:
    shown.meanwhile = lambda: _raise(catcher, KeyError(NAME))
    _raise(catcher, ValueError(NAME))
    assert [type(error) for error in shown.errors] == [ValueError]
    assert any("KeyError" in line for line in lines)
    assert not any(NAME in line for line in lines)


def test_a_bug_of_every_repaint_does_not_bury_the_person_in_dialogs(
    catcher: Catcher, shown: Shown, clock: list[float]
) -> None:
    for _ in range(5):
        _raise(catcher, ValueError(NAME))
    assert len(shown.errors) == 1
    clock[0] += trouble.AGAIN + 1
    _raise(catcher, ValueError(NAME))
    assert len(shown.errors) == 2


def test_a_cancelled_job_needs_no_words(catcher: Catcher, shown: Shown) -> None:
    _raise(catcher, Cancelled())
    assert shown.errors == []


def test_a_refusal_that_nobody_caught_is_told_as_one(catcher: Catcher, shown: Shown) -> None:
    _raise(catcher, FileMissing(path="某处.gpkg"))
    assert [type(error) for error in shown.errors] == [FileMissing]
