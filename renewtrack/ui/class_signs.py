"""The sign of a class of a map theme as an icon: its colour with its glyph on it."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

if TYPE_CHECKING:
    from renewtrack.maps.theme_class import ThemeClass

SIZE = 36  # pixels, shown at half of it
RADIUS = 9.5
_FILLED = "●▲◆▼■✚★"
_SHARES = {"◔": 0.25, "◑": 0.5, "◕": 0.75}
_CORNERS = {"▲": (3, -90.0), "△": (3, -90.0), "▼": (3, 90.0), "◆": (4, 0.0), "◇": (4, 0.0)}


@cache
def icon(kind: ThemeClass, dark: bool) -> QIcon:
    """Return a square in a class's colour that bears its glyph."""
    drawn = QPixmap(SIZE, SIZE)
    drawn.fill(Qt.GlobalColor.transparent)
    fill = QColor(kind.dark if dark else kind.light)
    ink = QColor("#15181B" if fill.lightnessF() > 0.55 else "#FFFFFF")
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    painter.setPen(fill.darker(140))
    painter.drawRect(QRectF(1, 1, SIZE - 2, SIZE - 2))
    painter.translate(SIZE / 2, SIZE / 2)
    painter.setPen(QPen(ink, 3))
    painter.setBrush(ink if kind.glyph in _FILLED else Qt.BrushStyle.NoBrush)
    painter.drawPath(_outline(kind.glyph))
    if kind.glyph in _SHARES:
        painter.setBrush(ink)
        box = QRectF(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS)
        painter.drawPie(box, 90 * 16, -round(_SHARES[kind.glyph] * 360 * 16))
    painter.end()
    drawn.setDevicePixelRatio(2)
    return QIcon(drawn)


def _outline(glyph: str) -> QPainterPath:
    path, r = QPainterPath(), RADIUS
    if glyph in _CORNERS:
        path.addPolygon(_wheel(*_CORNERS[glyph], [r * 1.1]))
    elif glyph == "★":
        path.addPolygon(_wheel(10, -90.0, [r * 1.1, r * 0.46]))
    elif glyph in "■□":
        path.addRect(QRectF(-r * 0.85, -r * 0.85, r * 1.7, r * 1.7))
    elif glyph in "✚✖–":
        _strokes(path, glyph)
    elif glyph == "?":
        path.addText(QPointF(-r * 0.55, r * 0.8), _question(), glyph)
    else:
        path.addEllipse(QPointF(0, 0), r * 0.9, r * 0.9)
    path.closeSubpath()
    return path


def _strokes(path: QPainterPath, glyph: str) -> None:
    reach = RADIUS * 0.8
    turns = {"✚": (0, 90), "✖": (45, 135), "–": (0,)}[glyph]
    for turn in turns:
        x, y = reach * math.cos(math.radians(turn)), reach * math.sin(math.radians(turn))
        path.moveTo(-x, -y)
        path.lineTo(x, y)


def _wheel(count: int, turn: float, radii: list[float]) -> QPolygonF:
    """Return corners about the middle, their distances in turn, the first one closing it."""
    corners = []
    for place in range(count + 1):
        angle = math.radians(turn + 360 * place / count)
        radius = radii[place % count % len(radii)]
        corners.append(QPointF(radius * math.cos(angle), radius * math.sin(angle)))
    return QPolygonF(corners)


def _question() -> QFont:
    font = QFont()
    font.setPixelSize(round(RADIUS * 2.2))
    return font
