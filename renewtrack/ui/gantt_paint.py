"""How the Gantt chart of the window is painted: months, groups, bars, baseline and today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from renewtrack.domain import lateness
from renewtrack.printing import gantt_axis
from renewtrack.printing.gantt_axis import Axis
from renewtrack.store.spans import Bar, Span
from renewtrack.ui import lamps
from renewtrack.ui.look import light
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

NO_GROUP = Words("（未列入项目）", "(no project)")
ROW, HEAD, NAMES = 24, 40, 250  # pixels
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Shown:
    """What part of the days is seen: all days are ``wide`` pixels, of which ``left`` are past."""

    axis: Axis
    wide: float
    left: int
    width: int
    height: int

    def x(self, day: dt.date, after: int = 0) -> float:
        """Return where a day begins, or some days after it."""
        return NAMES + self.axis.place(day, after) * self.wide - self.left


class GanttPaint:
    """Paints one view of the chart, line by line."""

    def __init__(self, painter: QPainter, shown: Shown, today: dt.date) -> None:
        self._painter, self._shown, self._today = painter, shown, today

    def ground(self) -> None:
        """Paint the ground, the months and today."""
        painter, shown = self._painter, self._shown
        painter.fillRect(QRect(0, 0, shown.width, shown.height), QColor(light.tones.base))
        painter.setPen(QPen(QColor(light.tones.line), 1))
        for day in shown.axis.months():
            self._upright(shown.x(day))

    def group(self, name: str, top: int) -> None:
        """Paint the name of a group across a line."""
        painter, wide = self._painter, self._shown.width
        painter.fillRect(QRect(0, top, wide, ROW), QColor(light.tones.raised))
        bold = painter.font()
        bold.setBold(True)
        painter.save()
        painter.setFont(bold)
        painter.setPen(QColor(light.tones.text))
        painter.drawText(QRect(8, top, wide - 16, ROW), MIDDLE, name or text(NO_GROUP))
        painter.restore()

    def bar(self, bar: Bar, base: Span | None, top: int, marked: bool) -> None:
        """Paint one bar with its name, its baseline below it."""
        painter, wide = self._painter, self._shown.width
        if marked:
            painter.fillRect(QRect(0, top, wide, ROW), QColor(light.tones.picked))
        painter.save()
        painter.setClipRect(QRect(NAMES, HEAD, wide - NAMES, self._shown.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._spans(bar, base, top)
        painter.restore()
        painter.setPen(QColor(light.tones.text))
        lamps.paint(painter, bar.light, QRectF(10, top + 7, 10, 10))
        box = QRect(26, top, NAMES - 32, ROW)
        name = gantt_axis.name(bar, speech.language)
        cut = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, MIDDLE, cut)

    def cursor(self, top: int) -> None:
        """Paint the frame of the line that the keyboard is on."""
        self._painter.setPen(QPen(QColor(light.tones.accent), 1))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(QRect(0, top, self._shown.width - 1, ROW - 1))

    def head(self, day_wide: float) -> None:
        """Paint today's line, and years and months over the lines."""
        painter, shown, tones = self._painter, self._shown, light.tones
        painter.setPen(QPen(lamps.colour(lateness.RED), 1.5, Qt.PenStyle.DashLine))
        self._upright(shown.x(self._today))
        painter.fillRect(QRect(0, 0, shown.width, HEAD), QColor(tones.raised))
        painter.setPen(QPen(QColor(tones.line), 1))
        painter.drawLine(0, HEAD - 1, shown.width, HEAD - 1)
        painter.drawLine(NAMES, 0, NAMES, shown.height)
        painter.setClipRect(QRect(NAMES, 0, shown.width - NAMES, HEAD))
        step = 1 if day_wide * 30 > 34 else 3
        for day in shown.axis.months():
            x = shown.x(day)
            painter.setPen(QColor(tones.dim))
            if (day.month - 1) % step == 0:
                words = gantt_axis.month_words(day, speech.language)
                painter.drawText(QPointF(x + 3, HEAD - 8), words)
            if day.month == 1 or day == shown.axis.first:
                painter.setPen(QColor(tones.text))
                painter.drawText(QPointF(x + 3, 15), gantt_axis.year_words(day, speech.language))
        painter.setClipping(False)

    def _upright(self, x: float) -> None:
        if NAMES <= x <= self._shown.width:
            self._painter.drawLine(QPointF(x, HEAD), QPointF(x, self._shown.height))

    def _spans(self, bar: Bar, base: Span | None, top: int) -> None:
        painter, shade = self._painter, lamps.colour(bar.light)
        pale = QColor(shade)
        pale.setAlpha(70)
        if box := self._box(bar.planned, top + 4, 13):
            painter.setPen(QPen(shade, 1))
            painter.setBrush(pale)
            painter.drawRoundedRect(box, 2, 2)
            if bar.share:
                done = QRectF(box)
                done.setWidth(box.width() * bar.share)
                painter.fillRect(done, shade)
        if base is not None and (box := self._box(base, top + 19, 3)):
            painter.fillRect(box, QColor(light.tones.faint))
        if box := self._box(bar.worked(self._today), top + 9, 4):
            painter.fillRect(box, QColor(light.tones.text))
        if bar.forecast is not None:
            x, y = self._shown.x(bar.forecast), top + 10.5
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(light.tones.text))
            corners = ((x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _box(self, span: Span, top: float, height: float) -> QRectF | None:
        if span.start is None or span.finish is None or span.finish < span.start:
            return None
        left = self._shown.x(span.start)
        right = self._shown.x(span.finish, 1)
        return QRectF(left, top, max(right - left, 2.0), height)
