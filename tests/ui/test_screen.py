"""A view shows what was asked for last, in whatever order the readings end."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.screen import Screen
from renewtrack.ui.tasks import Task


def test_only_the_latest_reading_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    tasks = window.session.tasks
    qtbot.waitUntil(lambda: not tasks.running)
    started: list[Task] = []
    troubles: list[Exception] = []
    tasks.started.connect(started.append)
    tasks.troubled.disconnect()  # nobody answers what the window would ask
    tasks.troubled.connect(troubles.append)
    screen = Screen(window.session, window.workspace.choice)
    shown: list[int] = []
    for number in (1, 2, 3):
        screen.read(lambda *_, found=number: found, shown.append)  # type: ignore[misc]
        tasks.wait()  # it has been read; the window has not been told yet
    assert [task.cancelled for task in started] == [True, True, False]
    qtbot.waitUntil(lambda: not tasks.running)
    assert shown == [3]
    assert troubles == []

    def broken(*_: object) -> int:
        raise ValueError("broken")

    screen.read(broken, shown.append)
    qtbot.waitUntil(lambda: bool(troubles))
    assert [str(each) for each in troubles] == ["broken"]
    assert shown == [3]
