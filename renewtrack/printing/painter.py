"""The one painter: draws a page's marks on preview, PDF and paper alike."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen

from renewtrack.printing import fonts, lettering
from renewtrack.printing.sheet import PAPER, Box, Page, Paths, Pen, Picture, Text

MICRONS = 1000  # shapes are drawn in whole thousandths of a millimetre
PARTS_A_PATH = 500  # one giant path is slow to stroke
ASCENT = 0.86  # of the em above the baseline, for Chinese signs
DESCENT = 0.14

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def paint(painter: QPainter, page: Page, dots_per_mm: float) -> tuple[Box, ...]:
    """Draw a page whose corner is the painter's origin; return the boxes of its texts."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    for mark in page.marks:
        painter.save()
        if isinstance(mark, Text):
            painter.scale(dots_per_mm / fonts.HUNDREDTHS, dots_per_mm / fonts.HUNDREDTHS)
            if mark.clip is not None:
                painter.setClipRect(_rectangle(mark.clip, fonts.HUNDREDTHS))
            _text(painter, mark)
        elif isinstance(mark, Picture):
            painter.scale(dots_per_mm / MICRONS, dots_per_mm / MICRONS)
            _picture(painter, mark)
        else:
            painter.scale(dots_per_mm / MICRONS, dots_per_mm / MICRONS)
            _paths(painter, mark)
        painter.restore()
    painter.restore()
    return tuple(inked(mark) for mark in page.texts())


def inked(mark: Text) -> Box:
    """Return the ground that a text's signs cover: its width, one em high."""
    room = mark.box.width if mark.upright else mark.box.height
    wide = lettering.width(mark.text, mark.size)
    start = (room - wide) * _SHARE[mark.align]
    x, y = mark.box.centre
    if mark.upright:
        return Box(mark.box.left + start, y - mark.size / 2, wide, mark.size)
    return Box(x - mark.size / 2, mark.box.bottom - start - wide, mark.size, wide)


def _text(painter: QPainter, mark: Text) -> None:
    """Write one line: its middle on the box's middle, its start, middle or end on the box's."""
    unit = fonts.HUNDREDTHS
    room = mark.box.width if mark.upright else mark.box.height
    x = (room - lettering.width(mark.text, mark.size)) * _SHARE[mark.align]
    x -= room / 2
    y = mark.size * (ASCENT - DESCENT) / 2
    centre = mark.box.centre
    painter.translate(centre[0] * unit, centre[1] * unit)
    if not mark.upright:
        painter.rotate(-90)
    start = QPointF(x * unit, y * unit)
    if mark.halo:
        rim = QPainterPath()
        rim.addText(start, fonts.font(mark.size), mark.text)
        pen = QPen(QColor(PAPER), 2 * mark.halo * unit)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(rim, pen)
    painter.setPen(QColor(mark.colour))
    painter.setFont(fonts.font(mark.size))
    painter.drawText(start, mark.text)


def _picture(painter: QPainter, mark: Picture) -> None:
    if mark.clip is not None:
        painter.setClipRect(_rectangle(mark.clip))
    kind = QImage.Format.Format_RGB888
    image = QImage(mark.pixels, mark.width, mark.height, 3 * mark.width, kind)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(_rectangle(mark.box), image)


def _rectangle(box: Box, unit: int = MICRONS) -> QRectF:
    return QRectF(box.left * unit, box.top * unit, box.width * unit, box.height * unit)


_SHARE = {"left": 0.0, "centre": 0.5, "right": 1.0}


def _paths(painter: QPainter, mark: Paths) -> None:
    if mark.clip is not None:
        painter.setClipRect(_rectangle(mark.clip))
    painter.setPen(_pen(mark.pen))
    fill = Qt.BrushStyle.NoBrush if mark.fill is None else QBrush(QColor(mark.fill))
    painter.setBrush(fill)
    for start in range(0, len(mark), PARTS_A_PATH):
        painter.drawPath(path(mark, start, min(start + PARTS_A_PATH, len(mark))))


def _pen(pen: Pen | None) -> QPen:
    if pen is None:
        return QPen(Qt.PenStyle.NoPen)
    made = QPen(QColor(pen.colour), pen.width * MICRONS)
    ends = Qt.PenCapStyle.RoundCap if pen.round_ends else Qt.PenCapStyle.FlatCap
    made.setCapStyle(ends)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if pen.dashes:
        made.setDashPattern([dash / pen.width for dash in pen.dashes])
    return made


def path(mark: Paths, first: int, last: int) -> QPainterPath:
    """Return some parts as one painter path in microns, handed over as bytes.

    Qt's stream form of a path: count, then kind (0 move, 1 line), x, y of every element, then
    the start of the last line and the fill rule (1 winding), big endian.
    """
    lines = mark.lines[mark.parts[first] : mark.parts[last] + 1]
    points = np.rint(mark.points[lines[0] : lines[-1]] * MICRONS)
    elements = np.empty(len(points), _ELEMENT)
    elements["kind"] = 1
    elements["kind"][lines[:-1] - lines[0]] = 0
    elements["x"], elements["y"] = points[:, 0], points[:, 1]
    head, tail = len(points).to_bytes(4, "big"), int(lines[-2] - lines[0]).to_bytes(4, "big")
    raw = QByteArray(head + elements.tobytes() + tail + (1).to_bytes(4, "big"))
    made = QPainterPath()
    stream = QDataStream(raw, QIODevice.OpenModeFlag.ReadOnly)
    stream >> made
    return made
