"""A field for a file: its path can be typed, pasted, or looked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

LOOK = Words("浏览…", "Browse…")


class PathField(QWidget):
    """A line for a path and a button that opens the dialog of files."""

    changed = Signal()

    def __init__(self, words: Words, kind: Words, folder: Path, saving: bool = False) -> None:
        super().__init__()
        self.words, self._kind, self._folder, self._saving = words, kind, folder, saving
        self.typed = False  # by the person, so that no offer takes its place
        self.line, self.button = QLineEdit(), QPushButton()
        self.line.setMinimumWidth(320)
        say(self.line.setAccessibleName, words)
        say(self.button.setText, LOOK)
        self.button.setAutoDefault(False)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.line.textEdited.connect(lambda _: self._note())
        self.button.clicked.connect(self._look)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.line, 1)
        box.addWidget(self.button)
        self.setFocusProxy(self.line)

    def path(self) -> Path | None:
        """Return the path, None where there is none."""
        words = self.line.text().strip().strip('"')
        return Path(words) if words else None

    def offer(self, path: Path) -> None:
        """Put a path in, which the person may change."""
        self.line.setText(str(path))

    def _note(self) -> None:
        self.typed = True

    def _look(self) -> None:
        start = str(self.path() or self._folder)
        ask = QFileDialog.getSaveFileName if self._saving else QFileDialog.getOpenFileName
        found, _ = ask(self, text(self.words), start, text(self._kind))
        if found:
            self.typed = True
            self.line.setText(found)
