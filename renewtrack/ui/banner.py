"""Slim bars over the table that say what is out of the ordinary, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from renewtrack.ui import icons, plain
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say
from renewtrack.words import Words

Deed = tuple[Words, Callable[[], object]]
GOT_IT = Words("知道了", "Got it")


class Bar(QFrame):
    """One sentence with up to two buttons."""

    def __init__(self, words: Words, deeds: tuple[Deed, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.words = plain.label()
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        say(self.words.setText, words)
        say(self.setAccessibleName, words)
        self.buttons: list[QPushButton] = []
        sign = QLabel()
        sign.setPixmap(icons.pixmap("info", light.tones.text, 18))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(sign)
        row.addWidget(self.words, 1)
        for name, deed in deeds:
            button = QPushButton()
            say(button.setText, name)
            button.clicked.connect(lambda _=False, done=deed: done())
            row.addWidget(button)
            self.buttons.append(button)


class Banners(QWidget):
    """A stack of bars, one for each key; takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: dict[str, Bar] = {}
        self._asked: dict[str, tuple[Words, tuple[Deed, ...]]] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(1)
        light.switched.connect(self._again)
        self.hide()

    def tell(self, key: str, words: Words, *deeds: Deed) -> None:
        """Show a sentence under a key, in the place of what stood there."""
        self.drop(key)
        bar = Bar(words, deeds, self)
        self.bars[key], self._asked[key] = bar, (words, deeds)
        self._box.addWidget(bar)
        self.show()

    def once(self, key: str, words: Words, *deeds: Deed) -> None:
        """Show a sentence that goes away when it was read."""
        self.tell(key, words, *deeds, (GOT_IT, lambda: self.drop(key)))

    def drop(self, key: str) -> None:
        """Take a sentence away; one that is not there is no trouble."""
        bar = self.bars.pop(key, None)
        self._asked.pop(key, None)
        if bar is not None:
            self._box.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self.bars))

    def clear(self) -> None:
        """Take every sentence away, as when another file is opened."""
        for key in tuple(self.bars):
            self.drop(key)

    def _again(self) -> None:
        for key, (words, deeds) in tuple(self._asked.items()):
            self.tell(key, words, *deeds)
