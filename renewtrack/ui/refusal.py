"""The sentence beside a field that refused what was typed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from renewtrack.ui.speaking import text
from renewtrack.words import Words


class Refused:
    """One small note that appears under the field in question and goes with the next key."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self._label: QLabel | None = None
        self._field: QWidget | None = None

    @property
    def words(self) -> str:
        """Return what it says now; empty while it is hidden."""
        label = self._label
        return label.text() if label is not None and not label.isHidden() else ""

    def say(self, field: QWidget, words: Words) -> None:
        """Show a sentence just below a field, inside the window."""
        self.say_at(field, field.rect(), words)
        self._mark(field, True)

    def say_at(self, field: QWidget, spot: QRect, words: Words) -> None:
        """Show a sentence just below a spot of a widget, such as a cell."""
        window = self._owner.window()
        if self._label is None or self._label.parent() is not window:
            self._label = QLabel(window)
            self._label.setProperty("role", "refusal")
            self._label.setTextFormat(Qt.TextFormat.PlainText)
            self._label.setWordWrap(True)
        label = self._label
        label.setText(text(words))
        label.setFixedWidth(min(340, label.fontMetrics().horizontalAdvance(text(words)) + 28))
        label.adjustSize()
        below = field.mapTo(window, spot.bottomLeft() + QPoint(0, 4))
        left = max(4, min(below.x(), window.width() - label.width() - 8))
        top = below.y()
        if top + label.height() > window.height():
            top = field.mapTo(window, spot.topLeft() - QPoint(0, label.height() + 3)).y()
        label.move(left, top)
        label.show()
        label.raise_()

    def hide(self) -> None:
        """Take the sentence away."""
        if self._label is not None:
            self._label.hide()
        if self._field is not None:
            self._mark(self._field, False)

    def _mark(self, field: QWidget, refused: bool) -> None:
        self._field = field if refused else None
        if bool(field.property("refused")) != refused:
            field.setProperty("refused", refused)
            field.style().unpolish(field)
            field.style().polish(field)
