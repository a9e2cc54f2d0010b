"""The tiles of the dashboard: one figure each, which opens the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from renewtrack.ui.look import light
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

HEIGHT, WIDTH, FIGURE = 78, 128, 21  # pixels: of a tile, the least, and of its figure


@dataclass(frozen=True, slots=True)
class Figure:
    """What a tile shows: a name, a figure, a note; ``colour`` is #rrggbb of the edge, "" none."""

    words: Words
    figure: str
    note: Words
    colour: str = ""


class Tile(QWidget):
    """One figure; a click, Enter or the space bar opens what is behind it, arrows go on."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure: Figure | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumSize(WIDTH, HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_figure(self, figure: Figure) -> None:
        """Show another figure."""
        self.figure = figure
        self._again()

    def _again(self, *_: object) -> None:
        if self.figure is not None:
            said = (text(self.figure.words), self.figure.figure, text(self.figure.note))
            self.setAccessibleName(" ".join(said))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones, box = light.tones, self.rect().adjusted(1, 1, -2, -2)
        edge = tones.accent if self.hasFocus() else tones.line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(tones.base))
        painter.drawRoundedRect(box, 5, 5)
        if self.figure is None:
            return
        if self.figure.colour:
            painter.fillRect(1, 8, 4, self.height() - 16, QColor(self.figure.colour))
        inner = box.adjusted(13, 8, -10, -7)
        painter.setPen(QColor(tones.dim))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop), text(self.figure.words))
        note = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(inner, note, text(self.figure.note))
        font = painter.font()
        font.setPixelSize(FIGURE)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(tones.text))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(inner, middle, self.figure.figure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(key == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()
