"""Horizontal bars with names and figures, each of which leads to the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from renewtrack.ui import plain
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

ROW = 24  # pixels
NAMES, FIGURES = 0.34, 0.22  # shares of the width
PAD = 8
NOTHING = Words("没有数据", "No data")


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: what it stands for, its length, its figure, and a mark such as a limit or plan.

    ``colour`` is #rrggbb, "" the accent of the window; ``mark`` is in the units of ``value``.
    """

    key: object
    words: Words
    value: float
    figure: str
    colour: str = ""
    mark: float | None = None


class BarChart(QWidget):
    """Shows bars one below the other; arrows move, Enter or a click opens one."""

    opened = Signal(object)  # the key of a bar

    def __init__(self, name: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[ChartBar, ...] = ()
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        say(self.setAccessibleName, name)
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_bars(self, bars: Sequence[ChartBar]) -> None:
        """Show other bars."""
        self.bars = tuple(bars)
        self.current = min(self.current, len(self.bars) - 1)
        self.updateGeometry()
        self._again()

    def sizeHint(self) -> QSize:
        return QSize(280, max(1, len(self.bars)) * ROW + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def _again(self, *_: object) -> None:
        said = "；".join(f"{text(bar.words)} {bar.figure}" for bar in self.bars)
        self.setAccessibleDescription(said)
        self.update()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.bars:
            painter.setPen(QColor(light.tones.dim))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), text(NOTHING))
            return
        marks = [bar.mark for bar in self.bars if bar.mark is not None]
        longest = max(*(bar.value for bar in self.bars), *marks, 0) or 1.0
        for place, bar in enumerate(self.bars):
            self._bar(painter, place, bar, longest)

    def _bar(self, painter: QPainter, place: int, bar: ChartBar, longest: float) -> None:
        tones, wide = light.tones, self.width() - 2 * PAD
        top = place * ROW + 2
        names, figures = int(wide * NAMES), int(wide * FIGURES)
        across = int(Qt.AlignmentFlag.AlignVCenter)
        cut = painter.fontMetrics().elidedText(
            text(bar.words), Qt.TextElideMode.ElideRight, names - PAD
        )
        painter.setPen(QColor(tones.text))
        painter.drawText(QRect(PAD, top, names - PAD, ROW), across, cut)
        figure = QRect(PAD + wide - figures, top, figures, ROW)
        painter.drawText(figure, across | int(Qt.AlignmentFlag.AlignRight), bar.figure)
        room = wide - names - figures - PAD
        length = room * max(bar.value, 0) / longest
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(bar.colour or tones.accent))
        painter.drawRoundedRect(QRectF(PAD + names, top + 6, length, ROW - 12), 2, 2)
        if bar.mark is not None:
            x = int(PAD + names + room * bar.mark / longest)
            painter.setPen(QPen(QColor(tones.text), 2))
            painter.drawLine(x, top + 3, x, top + ROW - 3)
        if place == self.current and self.hasFocus():
            painter.setPen(QPen(QColor(tones.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRect(1, top, self.width() - 3, ROW - 1))

    # -- moving about

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps and self.bars:
            self.current = min(max(self.current + steps[key], 0), len(self.bars) - 1)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.current = self._at(event.position().toPoint())
        self.update()
        self._open(self.current)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().toPoint())
        inside = 0 <= place < len(self.bars)
        self.setCursor(Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.ArrowCursor)
        if inside:
            bar = self.bars[place]
            self.setToolTip(plain.plain_tip(f"{text(bar.words)}  {bar.figure}"))

    def _at(self, point: QPoint) -> int:
        place = (point.y() - 2) // ROW
        return place if 0 <= place < len(self.bars) else -1

    def _open(self, place: int) -> None:
        if 0 <= place < len(self.bars):
            self.opened.emit(self.bars[place].key)
