"""Heights of windows on screens as low as those of an office's notebooks."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = 40  # pixels of a title bar and its rim


def low(window: QWidget, width: int, height: int) -> QSize:
    """Return a size no higher than the screen has room for, its frame included."""
    screen = window.screen()
    room = screen.availableSize().height() - FRAME if screen else height
    return QSize(width, min(height, room))
