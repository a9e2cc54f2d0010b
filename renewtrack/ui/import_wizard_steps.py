"""The bar of steps at the top of the import wizard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from renewtrack.ui.look import light
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

STEPS = (
    Words("文件", "Files"),
    Words("表头", "Head"),
    Words("对应列", "Columns"),
    Words("核对", "Check"),
    Words("预览并写入", "Preview"),
)
SAID = Words("第 {number} 步，共 {count} 步：{name}", "Step {number} of {count}: {name}")
_HEIGHT, _DISC = 48, 22


class StepBar(QWidget):
    """Shows which step the wizard is at; a click on an earlier one goes back to it."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        speech.switched.connect(self._again)
        light.switched.connect(self._again)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Show another step as the present one; past the last all are done."""
        self.step = step
        self._again(None)

    def sizeHint(self) -> QSize:
        return QSize(640, _HEIGHT)

    def _again(self, _: object) -> None:
        place = min(self.step, len(STEPS) - 1)
        said = SAID.filled(number=place + 1, count=len(STEPS), name=STEPS[place])
        self.setAccessibleName(text(said))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = int(event.position().x() / (self.width() / len(STEPS)))
        if 0 <= step < self.step < len(STEPS):
            self.chosen.emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = light.tones
        painter.fillRect(self.rect(), QColor(tones.base))
        wide = self.width() / len(STEPS)
        for place, words in enumerate(STEPS):
            self._paint_step(painter, QRectF(place * wide, 0, wide, _HEIGHT), place, text(words))
        painter.end()

    def _paint_step(self, painter: QPainter, box: QRectF, place: int, words: str) -> None:
        tones = light.tones
        here, done = place == self.step, place < self.step
        disc = QRectF(box.left() + 18, (box.height() - _DISC) / 2, _DISC, _DISC)
        accent = QColor(tones.accent)
        painter.setPen(QPen(accent if here or done else QColor(tones.line), 1.4))
        painter.setBrush(accent if here else QColor(tones.base))
        painter.drawEllipse(disc)
        font = QFont(self.font())
        font.setBold(here)
        painter.setFont(font)
        painter.setPen(QColor(tones.on_accent if here else tones.accent if done else tones.dim))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, "✓" if done else str(place + 1))
        painter.setPen(QColor(tones.text if here else tones.dim))
        room = QRectF(disc.right() + 9, 0, box.right() - disc.right() - 16, box.height())
        shown = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
