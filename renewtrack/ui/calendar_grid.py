"""One month as a grid of days with what falls due on each, painted by us."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

NAME = Words("日历", "Calendar")
DAYS = (
    Words("一", "Mon"),
    Words("二", "Tue"),
    Words("三", "Wed"),
    Words("四", "Thu"),
    Words("五", "Fri"),
    Words("六", "Sat"),
    Words("日", "Sun"),
)
MORE = Words("另 {count} 项", "{count} more")
HEAD, LINE = 26, 17  # pixels

Lines = Sequence[tuple[str, Words]]  # colour as #rrggbb and what is due


class CalendarGrid(QWidget):
    """Six weeks from Monday on; arrows move by days, page keys by months, Enter opens a day."""

    moved = Signal(object)  # the day in front
    opened = Signal(object)  # a day

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self.today = self.day = today
        self._due: Mapping[dt.date, Lines] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(HEAD + 6 * 44)
        say(self.setAccessibleName, NAME)
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    @property
    def first(self) -> dt.date:
        """The Monday that the grid begins with."""
        begins = self.day.replace(day=1)
        return begins - dt.timedelta(begins.weekday())

    @property
    def last(self) -> dt.date:
        """The Sunday that the grid ends with."""
        return self.first + dt.timedelta(41)

    def show_due(self, due: Mapping[dt.date, Lines]) -> None:
        """Show what falls due on the days of the grid."""
        self._due = due
        self._again()

    def go_to(self, day: dt.date) -> None:
        """Bring a day to the front."""
        if day != self.day and dt.date(1950, 1, 1) <= day <= dt.date(2150, 1, 1):
            self.day = day
            self.moved.emit(day)
        self._again()

    def by_months(self, step: int) -> None:
        """Go some months on, to the same day or the month's last."""
        place = self.day.year * 12 + self.day.month - 1 + step
        year, month = divmod(place, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self.go_to(dt.date(year, month + 1, min(self.day.day, last)))

    def _again(self, *_: object) -> None:
        lines = self._due.get(self.day, ())
        said = "；".join(text(words) for _, words in lines)
        self.setAccessibleDescription(f"{self.day} {said}")
        self.update()

    # -- painting

    def _box(self, place: int) -> QRect:
        wide, high = self.width(), self.height() - HEAD
        column, row = place % 7, place // 7
        left, right = wide * column // 7, wide * (column + 1) // 7
        top, bottom = high * row // 6, high * (row + 1) // 6
        return QRect(left, HEAD + top, right - left, bottom - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tones = light.tones
        painter.fillRect(self.rect(), QColor(tones.base))
        painter.fillRect(QRect(0, 0, self.width(), HEAD), QColor(tones.raised))
        painter.setPen(QColor(tones.dim))
        for column, words in enumerate(DAYS):
            box = self._box(column)
            head = QRect(box.left(), 0, box.width(), HEAD)
            painter.drawText(head, int(Qt.AlignmentFlag.AlignCenter), text(words))
        for place in range(42):
            self._cell(painter, self._box(place), self.first + dt.timedelta(place))

    def _cell(self, painter: QPainter, box: QRect, day: dt.date) -> None:
        tones, inside = light.tones, day.month == self.day.month
        ground = tones.base if inside else tones.window
        painter.fillRect(box, QColor(tones.picked if day == self.day else ground))
        painter.setPen(QPen(QColor(tones.line), 1))
        painter.drawRect(box)
        number = QRect(box.left() + 6, box.top() + 3, 26, LINE)
        if day == self.today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tones.accent))
            painter.drawRoundedRect(number.adjusted(-3, 0, 0, 1), 4, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = tones.on_accent if day == self.today else tones.text if inside else tones.faint
        painter.setPen(QColor(colour))
        painter.drawText(number, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        self._lines(painter, box, self._due.get(day, ()), inside)
        if day == self.day and self.hasFocus():
            painter.setPen(QPen(QColor(tones.accent), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _lines(self, painter: QPainter, box: QRect, lines: Lines, inside: bool) -> None:
        tones = light.tones
        room = max(1, (box.height() - 22) // LINE)
        shown = lines if len(lines) <= room else lines[: room - 1]
        top = box.top() + 21
        for colour, words in shown:
            painter.fillRect(QRect(box.left() + 6, top + 4, 8, 8), QColor(colour))
            painter.setPen(QColor(tones.text if inside else tones.faint))
            self._words(painter, QRect(box.left() + 18, top, box.width() - 22, LINE), text(words))
            top += LINE
        if len(lines) > len(shown):
            painter.setPen(QColor(tones.dim))
            more = text(MORE.filled(count=len(lines) - len(shown)))
            self._words(painter, QRect(box.left() + 6, top, box.width() - 10, LINE), more)

    @staticmethod
    def _words(painter: QPainter, box: QRect, words: str) -> None:
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)

    # -- moving about

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key in days:
            self.go_to(self.day + dt.timedelta(days[key]))
        elif key in months:
            self.by_months(months[key])
        elif key == Qt.Key.Key_Home:
            self.go_to(self.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position().toPoint())
        if day is not None:
            self.go_to(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position().toPoint())
        if day is not None:
            self.opened.emit(day)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.by_months(-1 if event.angleDelta().y() > 0 else 1)

    def _at(self, point: QPoint) -> dt.date | None:
        for place in range(42):
            if self._box(place).contains(point):
                return self.first + dt.timedelta(place)
        return None
