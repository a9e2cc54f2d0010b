"""Lights of lateness as the window draws them: colour and shape together."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from renewtrack.domain import lateness
from renewtrack.ui.look import light

_COLOURS = {  # on a light and on a dark ground
    lateness.GREEN: ("#2E7D32", "#66BB6A"),
    lateness.YELLOW: ("#B26A00", "#FFCA28"),
    lateness.RED: ("#C62828", "#FF6B81"),
    lateness.NONE: ("#8A8F96", "#7C828A"),
}


def colour(key: str) -> QColor:
    """Return the colour of a light on the present ground."""
    return QColor(_COLOURS[key][1 if light.dark else 0])


def paint(painter: QPainter, key: str, box: QRectF) -> None:
    """Paint a light into a square: its shape tells it as well as its colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inside, shade = box.adjusted(1, 1, -1, -1), colour(key)
    painter.setPen(QPen(shade, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if key == lateness.NONE else shade)
    if key == lateness.RED:
        painter.drawRect(inside)
    elif key == lateness.YELLOW:
        top = QPointF(inside.center().x(), inside.top())
        painter.drawPolygon(QPolygonF([inside.bottomLeft(), top, inside.bottomRight()]))
    else:
        painter.drawEllipse(inside)
    painter.restore()
