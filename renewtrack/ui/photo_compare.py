"""Two pictures laid over each other: before at the left of a slider, after at the right of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from renewtrack.ui.look import light
from renewtrack.ui.photo_words import PHASES
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

NAME = Words("改造前后对比", "Before and after")
SAYS = Words("左边 {share}% 是改造前", "{share}% from the left are before")
NONE = Words("选一对照片来对比", "Choose a pair to compare")
READING = Words("正在读取…", "Being read…")
BROKEN = Words(
    "无法显示：照片损坏，或内容不在附件文件夹里",
    "Cannot be shown: damaged, or missing from the folder of attachments",
)
STEP, SHIFT, ZOOM = 0.05, 0.01, 1.02
SOON = 600  # ms after the last key, when the alignment is told


class CompareView(QWidget):
    """Arrows move the slider, Shift+arrows the picture of after, + and - its size, 0 lays it anew.

    ``aligned`` (shift across, shift down, zoom) some time after the last change by the person;
    shifts are shares of the width and height of before.
    """

    aligned = Signal(float, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.5
        self.shift_x = self.shift_y = 0.0
        self.zoom = 1.0
        self.may = True  # the person may align
        self._before: QPixmap | None = None
        self._after: QPixmap | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.settle)
        self._changed = False
        self._why = (NONE, NONE)  # what stands in the place of a picture that is not shown
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 160)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        say(self.setAccessibleName, NAME)
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def lay(self, shift_x: float, shift_y: float, zoom: float) -> None:
        """Lay after over before as it is kept; what the person moved before is told first."""
        self.settle()
        self.shift_x, self.shift_y, self.zoom = shift_x, shift_y, zoom
        self._again()

    @property
    def moved(self) -> bool:
        """Tell whether the person has aligned and it was not told yet."""
        return self._changed

    def show_pictures(
        self,
        before: QPixmap | None,
        after: QPixmap | None,
        why: tuple[Words, Words] = (NONE, NONE),
    ) -> None:
        """Show two pictures; ``why`` stands in the place of one that is not there."""
        self._before, self._after, self._why = before, after, why
        self._again()

    def settle(self) -> None:
        """Tell the alignment now, if the person has changed it."""
        self._soon.stop()
        if self._changed:
            self._changed = False
            self.aligned.emit(self.shift_x, self.shift_y, self.zoom)

    def sizeHint(self) -> QSize:
        return QSize(420, 320)

    def _again(self, *_: object) -> None:
        self.setAccessibleDescription(text(SAYS.filled(share=round(self.share * 100))))
        self.update()

    # -- painting

    def _frame(self) -> QRect:
        """Return where before lies."""
        shown = self._before or self._after
        size = shown.size() if shown is not None else QSize(4, 3)
        size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRect(QPoint(0, 0), size)
        frame.moveCenter(self.rect().center())
        return frame

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tones = QPainter(self), light.tones
        painter.fillRect(self.rect(), QColor(tones.raised))
        if self._before is None and self._after is None:
            _tell(painter, self.rect(), self._why[0])
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = self._frame()
        line = frame.left() + round(frame.width() * self.share)
        left, right = QRect(frame), QRect(frame)
        left.setRight(line - 1)
        right.setLeft(line)
        painter.setClipRect(left)
        if self._before is not None:
            painter.drawPixmap(frame, self._before)
        else:
            _tell(painter, left, self._why[0])
        painter.setClipRect(right)
        if self._after is not None:
            at = self._laid(frame, self._after.size())
            painter.drawPixmap(at, self._after, QRectF(self._after.rect()))
        else:
            _tell(painter, right, self._why[1])
        painter.setClipping(False)
        painter.setPen(QPen(QColor(tones.accent), 3 if self.hasFocus() else 2))
        painter.drawLine(line, frame.top(), line, frame.bottom())
        self._tag(painter, frame, text(PHASES["before"]), left=True)
        self._tag(painter, frame, text(PHASES["after"]), left=False)

    def _laid(self, frame: QRect, size: QSize) -> QRectF:
        fitted = size.scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        wide, high = fitted.width() * self.zoom, fitted.height() * self.zoom
        middle = frame.center()
        left = middle.x() - wide / 2 + self.shift_x * frame.width()
        top = middle.y() - high / 2 + self.shift_y * frame.height()
        return QRectF(left, top, wide, high)

    def _tag(self, painter: QPainter, frame: QRect, words: str, *, left: bool) -> None:
        wide = painter.fontMetrics().horizontalAdvance(words) + 12
        x = frame.left() + 6 if left else frame.right() - wide - 6
        box = QRect(x, frame.top() + 6, wide, painter.fontMetrics().height() + 6)
        painter.fillRect(box, QColor(0, 0, 0, 150))
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    # -- moving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ways = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        if key in ways and shift:
            across, down = ways[key]
            self._move(self.shift_x + across * SHIFT, self.shift_y + down * SHIFT, self.zoom)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._slide(self.share + ways[key][0] * STEP)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._move(self.shift_x, self.shift_y, self.zoom * ZOOM)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._move(self.shift_x, self.shift_y, self.zoom / ZOOM)
        elif key == Qt.Key.Key_0:
            self._move(0.0, 0.0, 1.0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        frame = self._frame()
        if event.buttons() & Qt.MouseButton.LeftButton and frame.width():
            self._slide((event.position().x() - frame.left()) / frame.width())

    def _slide(self, share: float) -> None:
        self.share = min(1.0, max(0.0, share))
        self._again()

    def _move(self, across: float, down: float, zoom: float) -> None:
        if not self.may or self._after is None:
            return
        self.shift_x, self.shift_y = (
            round(min(1.0, max(-1.0, each)), 4) for each in (across, down)
        )
        self.zoom = round(min(5.0, max(0.2, zoom)), 4)
        self._changed = True
        self._soon.start()
        self._again()


def _tell(painter: QPainter, room: QRect, words: Words) -> None:
    """Write in the middle of a room why it holds no picture."""
    painter.setPen(QColor(light.tones.dim))
    how = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(room.adjusted(8, 0, -8, 0), how, text(words))
