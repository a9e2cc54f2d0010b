"""The Gantt chart in the window: painted row by row as they come into view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from renewtrack.domain import lateness
from renewtrack.printing import gantt_axis
from renewtrack.printing.gantt_axis import Axis
from renewtrack.store.spans import Bar, Span
from renewtrack.ui import cells, lamps, plain
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

NAME = Words("横道图", "Gantt chart")
NO_GROUP = Words("（未列入项目）", "(no project)")
TIP = Words(
    "{name}\n{stage} · {light}\n计划 {planned}\n实际 {actual}",
    "{name}\n{stage} · {light}\nplanned {planned}\nactual {actual}",
)
UNTIL = Words("{start} 至 {finish}", "{start} to {finish}")
FORECAST = Words("\n预计完工 {day}", "\nforecast finish {day}")
UNKNOWN = Words("未知", "not known")
ROW, HEAD, NAMES = 24, 40, 250  # pixels
DAY = (1.2, 2.4, 5.0, 10.0)  # pixels a day, by zoom


class GanttView(QAbstractScrollArea):
    """Shows bars under their groups; arrows move, Enter opens, plus and minus zoom."""

    opened = Signal(int)
    chosen = Signal(object)  # ids

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Bar | str] = []
        self.baseline: Mapping[int, Span] = {}
        self.today = dt.date.today()
        self.axis = Axis(self.today, self.today)
        self.zoom = 1
        self.current = -1  # place of the line under the cursor
        self.marked: set[int] = set()
        say(self.setAccessibleName, NAME)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        light.switched.connect(self._again)
        speech.switched.connect(self._again)

    def _again(self, *_: object) -> None:
        self.viewport().update()

    def show_bars(
        self, bars: list[Bar], ends: Span, baseline: Mapping[int, Span], today: dt.date
    ) -> None:
        """Show other bars; what was marked and is still there stays marked."""
        self.lines = gantt_axis.grouped(bars)
        self.baseline, self.today = baseline, today
        first = not self.axis.days > 1
        self.axis = gantt_axis.axis(ends, today)
        self.marked &= {bar.id for bar in bars}
        self.current = min(self.current, len(self.lines) - 1)
        self._fit()
        if first:
            self.go_to_today()
        self.viewport().update()

    def go_to_today(self) -> None:
        """Scroll so that today stands a third into the chart."""
        x = self.axis.place(self.today) * self._wide()
        room = self.viewport().width() - NAMES
        self.horizontalScrollBar().setValue(int(x - room / 3))

    def zoom_by(self, step: int) -> None:
        """Give a day more or less room, keeping the middle where it is."""
        bar, room = self.horizontalScrollBar(), self.viewport().width() - NAMES
        middle = (bar.value() + room / 2) / max(1.0, self._wide())
        self.zoom = min(max(self.zoom + step, 0), len(DAY) - 1)
        self._fit()
        bar.setValue(int(middle * self._wide() - room / 2))
        self.viewport().update()

    def bar_at(self, place: int) -> Bar | None:
        """Return the bar of a line; None for the name of a group."""
        line = self.lines[place] if 0 <= place < len(self.lines) else None
        return line if isinstance(line, Bar) else None

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        tones = light.tones
        painter.fillRect(self.viewport().rect(), QColor(tones.base))
        first = self.verticalScrollBar().value() // ROW
        last = min(len(self.lines), first + self.viewport().height() // ROW + 2)
        self._months(painter)
        for place in range(first, last):
            top = HEAD + place * ROW - self.verticalScrollBar().value()
            line = self.lines[place]
            if isinstance(line, str):
                self._group(painter, line, top)
            else:
                self._bar(painter, place, line, top)
        self._today(painter)
        self._head(painter)

    def _x(self, day: dt.date) -> float:
        return NAMES + self.axis.place(day) * self._wide() - self.horizontalScrollBar().value()

    def _wide(self) -> float:
        return self.axis.days * DAY[self.zoom]

    def _months(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(light.tones.line), 1))
        for day in self.axis.months():
            x = self._x(day)
            if NAMES <= x <= self.viewport().width():
                painter.drawLine(QPointF(x, HEAD), QPointF(x, self.viewport().height()))

    def _head(self, painter: QPainter) -> None:
        tones, wide = light.tones, self.viewport().width()
        painter.fillRect(QRect(0, 0, wide, HEAD), QColor(tones.raised))
        painter.setPen(QPen(QColor(tones.line), 1))
        painter.drawLine(0, HEAD - 1, wide, HEAD - 1)
        painter.drawLine(NAMES, 0, NAMES, self.viewport().height())
        painter.setClipRect(QRect(NAMES, 0, wide - NAMES, HEAD))
        step = 1 if DAY[self.zoom] * 30 > 34 else 3
        for day in self.axis.months():
            x = self._x(day)
            painter.setPen(QColor(tones.dim))
            if (day.month - 1) % step == 0:
                painter.drawText(QPointF(x + 3, HEAD - 8), gantt_axis.month_words(day, _tongue()))
            if day.month == 1 or day == self.axis.first:
                painter.setPen(QColor(tones.text))
                painter.drawText(QPointF(x + 3, 15), gantt_axis.year_words(day, _tongue()))
        painter.setClipping(False)

    def _group(self, painter: QPainter, name: str, top: int) -> None:
        painter.fillRect(QRect(0, top, self.viewport().width(), ROW), QColor(light.tones.raised))
        bold = QFont(painter.font())
        bold.setBold(True)
        painter.save()
        painter.setFont(bold)
        painter.setPen(QColor(light.tones.text))
        box = QRect(8, top, self.viewport().width() - 16, ROW)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), name or text(NO_GROUP))
        painter.restore()

    def _bar(self, painter: QPainter, place: int, bar: Bar, top: int) -> None:
        tones, wide = light.tones, self.viewport().width()
        if bar.id in self.marked:
            painter.fillRect(QRect(0, top, wide, ROW), QColor(tones.picked))
        painter.save()
        painter.setClipRect(QRect(NAMES, HEAD, wide - NAMES, self.viewport().height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._spans(painter, bar, top)
        painter.restore()
        painter.setPen(QColor(tones.text))
        lamps.paint(painter, bar.light, QRectF(10, top + 7, 10, 10))
        box = QRect(26, top, NAMES - 32, ROW)
        name = gantt_axis.name(bar, _tongue())
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if place == self.current and self.hasFocus():
            painter.setPen(QPen(QColor(tones.accent), 1))
            painter.drawRect(QRect(0, top, wide - 1, ROW - 1))

    def _spans(self, painter: QPainter, bar: Bar, top: int) -> None:
        shade = lamps.colour(bar.light)
        pale = QColor(shade)
        pale.setAlpha(70)
        if box := self._box(bar.planned, top + 4, 13):
            painter.setPen(QPen(shade, 1))
            painter.setBrush(pale)
            painter.drawRoundedRect(box, 2, 2)
            if bar.percent:
                done = QRectF(box)
                done.setWidth(box.width() * min(bar.percent, 100) / 100)
                painter.fillRect(done, shade)
        base = self.baseline.get(bar.id)
        if base is not None and (box := self._box(base, top + 19, 3)):
            painter.fillRect(box, QColor(light.tones.faint))
        if box := self._box(bar.actual, top + 9, 4):
            painter.fillRect(box, QColor(light.tones.text))
        if bar.forecast is not None:
            x, y = self._x(bar.forecast), top + 10.5
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(light.tones.text))
            corners = ((x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _box(self, span: Span, top: float, height: float) -> QRectF | None:
        if span.start is None or span.finish is None or span.finish < span.start:
            return None
        left, right = self._x(span.start), self._x(span.finish + dt.timedelta(1))
        return QRectF(left, top, max(right - left, 2.0), height)

    def _today(self, painter: QPainter) -> None:
        x = self._x(self.today)
        if x >= NAMES:
            painter.setPen(QPen(lamps.colour(lateness.RED), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, HEAD), QPointF(x, self.viewport().height()))

    # -- moving about

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, len(self.lines) * ROW - room.height() + HEAD))
        down.setPageStep(max(ROW, room.height() - HEAD))
        down.setSingleStep(ROW)
        across.setRange(0, max(0, int(self._wide()) - room.width() + NAMES))
        across.setPageStep(max(1, room.width() - NAMES))
        across.setSingleStep(30)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        page = max(1, self.verticalScrollBar().pageStep() // ROW)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -len(self.lines),
            Qt.Key.Key_End: len(self.lines),
        }
        if key in steps:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move_to(self._next(steps[key]), extend)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_by(-1 if key == Qt.Key.Key_Minus else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.bar_at(self.current):
            self.opened.emit(self.bar_at(self.current).id)  # type: ignore[union-attr]
        else:
            super().keyPressEvent(event)

    def _next(self, step: int) -> int:
        """Return the nearest bar so many lines on, past the names of groups."""
        place = min(max(self.current + step, 0), len(self.lines) - 1)
        way = 1 if step > 0 else -1
        while 0 <= place < len(self.lines) and self.bar_at(place) is None:
            place += way
        return place if self.bar_at(place) is not None else self.current

    def _move_to(self, place: int, extend: bool = False, toggle: bool = False) -> None:
        bar = self.bar_at(place)
        if bar is None:
            return
        if extend and self.current >= 0:
            between = range(min(place, self.current), max(place, self.current) + 1)
            self.marked |= {found.id for at in between if (found := self.bar_at(at))}
        elif toggle:
            self.marked ^= {bar.id}
        else:
            self.marked = {bar.id}
        self.current = place
        top = place * ROW
        down = self.verticalScrollBar()
        if top < down.value():
            down.setValue(top)
        elif top + ROW > down.value() + down.pageStep():
            down.setValue(top + ROW - down.pageStep())
        self.viewport().update()
        self.chosen.emit(sorted(self.marked))

    def _place_at(self, point: QPoint) -> int:
        if point.y() < HEAD:
            return -1
        return (point.y() - HEAD + self.verticalScrollBar().value()) // ROW

    def mousePressEvent(self, event: QMouseEvent) -> None:
        held = event.modifiers()
        self._move_to(
            self._place_at(event.position().toPoint()),
            bool(held & Qt.KeyboardModifier.ShiftModifier),
            bool(held & Qt.KeyboardModifier.ControlModifier),
        )

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        bar = self.bar_at(self._place_at(event.position().toPoint()))
        if bar is not None:
            self.opened.emit(bar.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        bar = self.bar_at(self._place_at(event.position().toPoint()))
        if bar is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), tip(bar), self.viewport())


def tip(bar: Bar) -> str:
    """Return what is told of a bar where the pointer stands on it."""
    words = TIP.filled(
        name=gantt_axis.name(bar, _tongue()),
        stage=cells.stage_words(bar.stage or "S00"),
        light=lateness.LIGHT_WORDS[bar.light],
        planned=_days(bar.planned),
        actual=_days(bar.actual),
    )
    more = FORECAST.filled(day=str(bar.forecast)) if bar.forecast else Words("", "")
    return plain.plain_tip(text(words) + text(more))


def _days(span: Span) -> Words:
    start, finish = (str(day) if day else text(UNKNOWN) for day in (span.start, span.finish))
    return UNTIL.filled(start=start, finish=finish)


def _tongue() -> str:
    return speech.language
