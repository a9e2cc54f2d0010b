"""What stands where nothing can be shown: a sentence and the way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from renewtrack.ui import icons, plain
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say
from renewtrack.words import Words


class EmptyState(QWidget):
    """A sign, a sentence, a hint and one button, sometimes a second."""

    def __init__(self, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self._picture = QLabel()
        self._head = plain.label()
        self._hint = plain.label()
        self.button = QPushButton()
        self.other = QPushButton()
        self._deed: Callable[[], object] | None = None
        self._other_deed: Callable[[], object] | None = None
        box = QVBoxLayout(self)
        box.addStretch(2)
        for label in (self._picture, self._head, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(label)
        self._head.setProperty("role", "title")
        self._hint.setProperty("role", "dim")
        self._hint.setWordWrap(True)
        box.addSpacing(8)
        for button in (self.button, self.other):
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.other.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.other.hide()
        box.addStretch(3)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self._act)
        self.other.clicked.connect(self._act_otherwise)
        light.switched.connect(self._draw)
        self._draw()

    def show_words(
        self, head: Words, hint: Words, action: Words, deed: Callable[[], object]
    ) -> None:
        """Say what is missing and what the button does about it."""
        say(self._head.setText, head)
        say(self._hint.setText, hint)
        say(self.button.setText, action)
        say(self.button.setAccessibleName, action)
        self._deed = deed
        self.other.hide()

    def offer(self, action: Words, deed: Callable[[], object]) -> None:
        """Offer a second way on, under the first."""
        say(self.other.setText, action)
        say(self.other.setAccessibleName, action)
        self._other_deed = deed
        self.other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.other.show()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._sign, light.tones.faint, 44))
        self._picture.setMinimumSize(QSize(44, 52))

    def _act(self) -> None:
        if self._deed is not None:
            self._deed()

    def _act_otherwise(self) -> None:
        if self._other_deed is not None:
            self._other_deed()
