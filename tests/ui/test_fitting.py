"""Windows on the low screens of notebooks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from renewtrack.ui import fitting


@pytest.mark.parametrize(("high", "expected"), [(728, 688), (720, 680), (1040, 800)])
def test_a_window_is_no_higher_than_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, high: int, expected: int
) -> None:
    class Screen:
        def availableSize(self) -> QSize:
            return QSize(1366, high)

    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(window, "screen", Screen)
    assert fitting.low(window, 1280, 800) == QSize(1280, expected)
