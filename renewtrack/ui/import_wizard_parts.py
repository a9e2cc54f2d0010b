"""Small parts that the pages of the import wizard share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import plain
from renewtrack.ui.speaking import say
from renewtrack.words import Words

MARGIN = 16


def label(words: Words | None = None, role: str = "", wrap: bool = False) -> QLabel:
    """Return a label of plain text, in a role of the style sheet."""
    made = plain.label()
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if words is not None:
        say(made.setText, words)
    return made


def button(words: Words, tip: Words | None = None) -> QPushButton:
    """Return a button that never takes Enter away from the way on."""
    made = QPushButton()
    made.setAutoDefault(False)
    say(made.setText, words)
    if tip is not None:
        plain.say_tip(made, tip)
    return made


def toggle(words: Words) -> QToolButton:
    """Return a small button that stays down, to filter by."""
    made = QToolButton()
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    say(made.setText, words)
    return made


def card() -> tuple[QFrame, QVBoxLayout]:
    """Return a framed pane and the box to put things into."""
    frame = QFrame()
    frame.setProperty("role", "card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(14, 12, 14, 12)
    box.setSpacing(8)
    return frame, box


def row(*widgets: QWidget | None) -> QHBoxLayout:
    """Return widgets side by side; None is the stretch between them."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(8)
    for widget in widgets:
        if widget is None:
            box.addStretch(1)
        else:
            box.addWidget(widget)
    return box


def page(box_of: QWidget) -> QVBoxLayout:
    """Return the box of a page, with the wizard's margins."""
    box = QVBoxLayout(box_of)
    box.setContentsMargins(MARGIN, 12, MARGIN, 10)
    box.setSpacing(10)
    return box


class Figure(QFrame):
    """A number with its word below, as the preview counts rows."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.number = label(role="hero")
        self.words = label(words, "dim")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 14, 8)
        box.setSpacing(0)
        box.addWidget(self.number)
        box.addWidget(self.words)

    def show_number(self, value: int) -> None:
        """Show another number."""
        self.number.setText(f"{value:,}")
