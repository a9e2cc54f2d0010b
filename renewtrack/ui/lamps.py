"""Lights of lateness as the window draws them: colour, sign and word together."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from renewtrack.domain import lateness
from renewtrack.ui.look import light

_COLOURS = {  # on a light and on a dark ground
    lateness.GREEN: ("#2E7D32", "#66BB6A"),
    lateness.YELLOW: ("#B26A00", "#FFCA28"),
    lateness.RED: ("#C62828", "#FF6B81"),
    lateness.NONE: ("#8A8F96", "#7C828A"),
}
_SIGNS = {lateness.GREEN: "●", lateness.YELLOW: "▲", lateness.RED: "■", lateness.NONE: "○"}


def colour(key: str) -> QColor:
    """Return the colour of a light on the present ground."""
    return QColor(_COLOURS[key][1 if light.dark else 0])


def sign(key: str) -> str:
    """Return the sign of a light, which tells it without its colour."""
    return _SIGNS[key]


def paint(painter: QPainter, key: str, box: QRectF) -> None:
    """Paint a light into a square: its shape tells it as well as its colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inside = box.adjusted(1, 1, -1, -1)
    shade = colour(key)
    painter.setPen(QPen(shade, 1.5))
    painter.setBrush(QColor(0, 0, 0, 0) if key == lateness.NONE else shade)
    if key == lateness.RED:
        painter.drawRect(inside)
    elif key == lateness.YELLOW:
        middle, top = inside.center().x(), inside.top()
        painter.drawPolygon([inside.bottomLeft(), inside.bottomRight(), _point(middle, top)])
    else:
        painter.drawEllipse(inside)
    painter.restore()


def _point(x: float, y: float):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QPointF

    return QPointF(x, y)
