"""A strip of scores from 0 to 100: how many places stand at each, and the least that is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from renewtrack.ui.look import light
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

SAID = Words(
    "分数 {least} 以上：{count} 处，共 {all} 处", "Score {least} or more: {count} of {all} places"
)
_STEP, _HEIGHT, _BINS = 5, 34, 20


class ScoreStrip(QWidget):
    """Shows a small histogram with a handle; arrows and the mouse move the handle."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.least = 90
        self._scores: tuple[int, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(140)
        self.setMaximumWidth(320)
        for each in (speech.switched, light.switched):
            each.connect(self._again)
        self._again()

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def show_scores(self, scores: Sequence[int]) -> None:
        """Show the best scores of the places that are not settled."""
        self._scores = tuple(scores)
        self._again()

    def count(self) -> int:
        """Return how many places reach the least score."""
        return sum(1 for score in self._scores if score >= self.least)

    def move_to(self, least: int) -> None:
        """Set the least score, 0 to 100."""
        self.least = max(0, min(100, least))
        self._again()
        self.moved.emit(self.least)

    def _again(self, _: object = None) -> None:
        said = SAID.filled(least=self.least, count=self.count(), all=len(self._scores))
        self.setAccessibleName(text(said))
        self.setToolTip(text(said))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -_STEP,
            Qt.Key.Key_Down: -_STEP,
            Qt.Key.Key_Right: _STEP,
            Qt.Key.Key_Up: _STEP,
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_to(self.least + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        self.move_to(round(100 * event.position().x() / max(1, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tones, base = light.tones, self.height() - 5
        bins = [0] * _BINS
        for score in self._scores:
            bins[min(_BINS - 1, score * _BINS // 100)] += 1
        most, wide = max(bins, default=0), self.width() / _BINS
        for place, count in enumerate(bins):
            taken = (place + 1) * 100 / _BINS > self.least
            high = (base - 4) * count / most if most else 0
            bar = QRectF(place * wide + 1, base - high, wide - 2, high)
            painter.fillRect(bar, QColor(tones.accent if taken else tones.faint))
        painter.fillRect(QRectF(0, base, self.width(), 1), QColor(tones.line))
        at = self.least / 100 * (self.width() - 4) + 2
        painter.setPen(QPen(QColor(tones.accent if self.hasFocus() else tones.text), 2))
        painter.drawLine(int(at), 2, int(at), self.height() - 2)
        painter.end()
