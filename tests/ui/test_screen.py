"""A view shows what was asked for last, in whatever order the readings end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from renewtrack.errors import Cancelled
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.screen import Screen


class _Task:
    def __init__(self, came: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self.came, self.failed, self.cancelled = came, failed, False

    def cancel(self) -> None:
        self.cancelled = True


def test_only_the_latest_reading_is_shown(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[_Task] = []
    troubles: list[Exception] = []

    def run_read(_: object, came: Any, failed: Any, **__: object) -> _Task:
        tasks.append(_Task(came, failed))
        return tasks[-1]

    monkeypatch.setattr(window.session, "run_read", run_read)
    window.session.tasks.troubled.disconnect()  # nobody answers what the window would ask
    window.session.tasks.troubled.connect(troubles.append)
    screen = Screen(window.session, window.workspace.choice)
    shown: list[int] = []
    for _ in range(3):
        screen.read(lambda *_: 0, shown.append)
    tasks[0].failed(Cancelled())
    assert [task.cancelled for task in tasks] == [True, True, False]
    tasks[2].came(3)
    tasks[1].came(2)
    assert shown == [3]
    assert troubles == []
    screen.read(lambda *_: 0, shown.append)
    tasks[3].failed(ValueError("broken"))
    assert [str(each) for each in troubles] == ["broken"]
