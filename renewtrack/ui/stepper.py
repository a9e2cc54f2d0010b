"""The stages of a project as steps to click on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from renewtrack.domain import stages
from renewtrack.domain.stages import Step
from renewtrack.ui import glyphs
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

MOVE_TIP = Words("点击，进入“{step}”阶段", "Click to move to “{step}”")
DOT = 16
SMALLEST = 9  # pixels of the words, where there is no room


class StepButton(QAbstractButton):
    """One step: a dot on a line with its word below."""

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self.place = 0
        self.reached = -1  # the place of the present step; -1 = none
        self.bucket = stages.NO_PROJECT
        self.size_of_words = light.size - 1  # pixels
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say(self.setText, step.words)
        say(self.setAccessibleName, step.words)

    def sizeHint(self) -> QSize:
        lines = max(len(_lines(text(step.words))) for step in stages.STEPS)
        return QSize(46, DOT + 8 + lines * self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, DOT / 2 + 2)
        self._paint_line(painter, middle)
        self._paint_dot(painter, middle)
        tones = light.tones
        here = self.place == self.reached
        painter.setPen(QColor(tones.text if here else tones.dim))
        face = self.font()
        face.setBold(here)
        face.setPixelSize(self.size_of_words)
        painter.setFont(face)
        box = QRectF(0, DOT + 5, self.width(), self.height() - DOT - 5)
        place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, int(place), "\n".join(_lines(self.text())))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tones.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 0.5, -1, -0.5), 4, 4)

    def _paint_line(self, painter: QPainter, middle: QPointF) -> None:
        passed, ahead = QColor(light.tones.accent), QColor(light.tones.line)
        last = len(stages.STEPS) - 1
        if self.place > 0:
            painter.setPen(QPen(passed if self.place <= self.reached else ahead, 2))
            painter.drawLine(QPointF(0, middle.y()), middle)
        if self.place < last:
            painter.setPen(QPen(passed if self.place < self.reached else ahead, 2))
            painter.drawLine(middle, QPointF(self.width(), middle.y()))

    def _paint_dot(self, painter: QPainter, middle: QPointF) -> None:
        tones = light.tones
        box = QRectF(middle.x() - DOT / 2, middle.y() - DOT / 2, DOT, DOT)
        painter.setBrush(QColor(tones.base))
        if self.place == self.reached:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box.adjusted(-2, -2, 2, 2))
            glyphs.paint(painter, self.bucket, box)
            return
        small = box.adjusted(4, 4, -4, -4)
        passed = self.place < self.reached
        painter.setPen(QPen(QColor(tones.accent if passed else tones.line), 2))
        painter.setBrush(QColor(tones.accent if passed else tones.base))
        painter.drawEllipse(small)


class Stepper(QWidget):
    """Six steps from survey to handover; a click asks to move there."""

    stepped = Signal(str)  # the stage that the step means

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons: list[StepButton] = []
        self._why_not: Words | None = None
        for place, step in enumerate(stages.STEPS):
            button = StepButton(step)
            button.place = place
            button.clicked.connect(lambda _=False, key=step.stage: self.stepped.emit(key))
            row.addWidget(button)
            self.buttons.append(button)
        speech.switched.connect(self._tips)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Choose one size for the words of all steps, so that none is cut."""
        room = self.width() // len(self.buttons) - 2
        words = [line for step in stages.STEPS for line in _lines(text(step.words))]
        size = light.size - 1
        while size > SMALLEST and max(_width(word, size, self.font()) for word in words) > room:
            size -= 1
        for button in self.buttons:
            button.size_of_words = size
            button.updateGeometry()
            button.update()

    def show_stage(self, stage: str | None, why_not: Words | None = None) -> None:
        """Show how far a project is; with ``why_not`` the steps cannot be clicked."""
        known = any(each.key == stage for each in stages.STAGES)
        reached = stages.step_of(stage) if stage and known else None
        for button in self.buttons:
            button.reached = -1 if reached is None else reached
            button.bucket = stages.bucket_of(stage)
            button.setEnabled(why_not is None)
            button.update()
        self._why_not = why_not
        self._tips()

    def _tips(self) -> None:
        self._fit()
        for button in self.buttons:
            words = self._why_not or MOVE_TIP.filled(step=button.step.words)
            button.setToolTip(text(words))


def _lines(words: str) -> list[str]:
    """Return the lines in which a step's words stand: one per English word."""
    return words.split(" ")


def _width(word: str, size: int, font: QFont) -> int:
    face = QFont(font)
    face.setBold(True)
    face.setPixelSize(size)
    return QFontMetrics(face).horizontalAdvance(word)
