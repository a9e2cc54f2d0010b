"""The signs of the stages, drawn: a status is always colour, sign and word."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from renewtrack.domain import stages
from renewtrack.domain.stages import Bucket
from renewtrack.ui.look import light

SIZES = (12, 14, 16, 20)


def colour(of: Bucket) -> QColor:
    """Return the colour of a bucket for signs, in the present light."""
    return QColor(of.dark if light.dark else of.light)


def text_colour(of: Bucket) -> QColor:
    """Return the colour of a bucket for words, safe to read in the present light."""
    if of.key == stages.NO_PROJECT.key:
        return QColor(light.tones.dim)
    return QColor(of.dark if light.dark else of.light_text)


def paint(painter: QPainter, of: Bucket, box: QRectF) -> None:
    """Draw the sign of a bucket into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = colour(of)
    pen = QPen(ink, max(1.4, box.width() / 8))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    filled = of.key in ("building", "done")
    painter.setBrush(ink if filled else Qt.BrushStyle.NoBrush)
    painter.drawPath(_outline(of.key, box.adjusted(1.5, 1.5, -1.5, -1.5)))
    painter.restore()


def icon(of: Bucket) -> QIcon:
    """Return the sign of a bucket as an icon, in the present light."""
    return _icon(of.key, light.dark)


@cache
def _icon(key: str, dark: bool) -> QIcon:
    made = QIcon()
    for size in SIZES:
        drawn = QPixmap(size * 2, size * 2)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        paint(painter, stages.bucket(key), QRectF(0, 0, size * 2, size * 2))
        painter.end()
        drawn.setDevicePixelRatio(2)
        made.addPixmap(drawn)
    return made


def _outline(key: str, box: QRectF) -> QPainterPath:
    path = QPainterPath()
    centre = box.center()
    if key == "preliminary":
        path.addPolygon(
            QPolygonF(
                [
                    QPointF(centre.x(), box.top()),
                    QPointF(box.right(), centre.y()),
                    QPointF(centre.x(), box.bottom()),
                    QPointF(box.left(), centre.y()),
                ]
            )
        )
        path.closeSubpath()
    elif key == "building":
        corners = [box.bottomLeft(), QPointF(centre.x(), box.top()), box.bottomRight()]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    elif key == "blocked":
        for start, end in (
            (box.topLeft(), box.bottomRight()),
            (box.topRight(), box.bottomLeft()),
        ):
            path.moveTo(start)
            path.lineTo(end)
    elif key == "none":
        path.moveTo(box.left(), centre.y())
        path.lineTo(box.right(), centre.y())
    else:
        path.addEllipse(box)
    return path
