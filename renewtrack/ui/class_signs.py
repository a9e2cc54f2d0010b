"""The sign of a class of a map theme as an icon: its colour with its glyph on it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

if TYPE_CHECKING:
    from renewtrack.maps.theme_class import ThemeClass

SIZE = 18


@cache
def icon(kind: ThemeClass, dark: bool) -> QIcon:
    """Return a square in a class's colour that bears its glyph."""
    drawn = QPixmap(2 * SIZE, 2 * SIZE)
    drawn.fill(Qt.GlobalColor.transparent)
    fill = QColor(kind.dark if dark else kind.light)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    painter.setPen(fill.darker(140))
    painter.drawRect(QRectF(1, 1, 2 * SIZE - 2, 2 * SIZE - 2))
    painter.setPen(QColor("#15181B" if fill.lightnessF() > 0.55 else "#FFFFFF"))
    font = QFont(painter.font())
    font.setPixelSize(int(1.3 * SIZE))
    painter.setFont(font)
    painter.drawText(drawn.rect(), Qt.AlignmentFlag.AlignCenter, kind.glyph)
    painter.end()
    drawn.setDevicePixelRatio(2)
    return QIcon(drawn)
