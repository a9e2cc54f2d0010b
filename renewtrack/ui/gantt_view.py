"""The Gantt chart in the window: painted row by row as they come into view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import chain

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from renewtrack.domain import lateness
from renewtrack.printing import gantt_axis
from renewtrack.printing.gantt_axis import Axis
from renewtrack.store.spans import Bar, Span
from renewtrack.ui import cells, gantt_paint, plain
from renewtrack.ui.gantt_paint import HEAD, NAMES, ROW
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

NAME = Words("横道图", "Gantt chart")
TIP = Words(
    "{name}\n{stage} · {light}\n计划 {planned}\n实际 {actual}",
    "{name}\n{stage} · {light}\nplanned {planned}\nactual {actual}",
)
UNTIL = Words("{start} 至 {finish}", "{start} to {finish}")
FORECAST = Words("\n预计完工 {day}", "\nforecast finish {day}")
UNKNOWN = Words("未知", "not known")
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
        room, down = self.viewport().size(), self.verticalScrollBar().value()
        shown = gantt_paint.Shown(
            self.axis, self._wide(), self.horizontalScrollBar().value(), room.width(), room.height()
        )
        paint = gantt_paint.GanttPaint(QPainter(self.viewport()), shown, self.today)
        paint.ground()
        last = min(len(self.lines), down // ROW + room.height() // ROW + 2)
        for place in range(down // ROW, last):
            top = HEAD + place * ROW - down
            line = self.lines[place]
            if isinstance(line, str):
                paint.group(line, top)
            else:
                paint.bar(line, self.baseline.get(line.id), top, line.id in self.marked)
            if place == self.current and self.hasFocus():
                paint.cursor(top)
        paint.head(DAY[self.zoom])

    def _wide(self) -> float:
        return self.axis.days * DAY[self.zoom]

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
        on, back = range(place, len(self.lines)), range(place, -1, -1)
        order = chain(on, back) if step > 0 else chain(back, on)  # Home finds a group's name first
        return next((at for at in order if self.bar_at(at) is not None), self.current)

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
        name=gantt_axis.name(bar, speech.language),
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
