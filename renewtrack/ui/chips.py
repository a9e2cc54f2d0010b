"""The chips above the table: one for every value that is filtered by."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from renewtrack.ui import icons, plain
from renewtrack.ui.columns import KIND_WORDS
from renewtrack.ui.filtering import Choice
from renewtrack.ui.flow import FlowLayout
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

SEARCH = Words("搜索：{text}", "Search: {text}")
ONLY = Words("只看所选{kind} {count} 条", "{count} selected {kind} only")
CLEAR = Words("清除筛选", "Clear filters")
REMOVE = Words("去掉筛选“{what}”", "Remove the filter “{what}”")
LONGEST = 34


class Chips(QWidget):
    """Shows the choice and takes single values out of it."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._flow = FlowLayout(self)
        choice.changed.connect(self.rebuild)
        speech.switched.connect(self.rebuild)
        self.rebuild()

    def rebuild(self) -> None:
        """Show the present choice."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        choice = self._choice
        self.setVisible(not choice.empty)
        if choice.text:
            self._add(SEARCH.filled(text=choice.text), "", "")
        if choice.only is not None:
            kind, ids = choice.only
            self._add(ONLY.filled(kind=KIND_WORDS[kind], count=len(ids)), "", kind)
        for facet, values in choice.chosen.items():
            head = choice.head(facet)
            for value in sorted(values):
                words = choice.words(facet, value)
                joined = Words(f"{head.zh}：{words.zh}", f"{head.en}: {words.en}")
                self._add(joined, facet, value)
        if not choice.empty:
            clear = QPushButton()
            clear.setFlat(True)
            say(clear.setText, CLEAR)
            clear.clicked.connect(choice.clear)
            self._flow.addWidget(clear)
        self.updateGeometry()

    def _add(self, words: Words, facet: str, value: str) -> None:
        chip = QFrame()
        chip.setProperty("role", "chip")
        row = QHBoxLayout(chip)
        row.setContentsMargins(10, 2, 4, 2)
        row.setSpacing(2)
        shown = text(words)
        label = plain.label(shown if len(shown) <= LONGEST else shown[:LONGEST] + "…")
        label.setToolTip(plain.plain_tip(shown))
        row.addWidget(label)
        cross = QToolButton()
        icons.give(cross.setIcon, "close")
        cross.setIconSize(cross.iconSize() * 0.6)
        cross.setAccessibleName(text(REMOVE.filled(what=words)))
        cross.setToolTip(plain.plain_tip(text(REMOVE.filled(what=words))))
        cross.clicked.connect(lambda: self._remove(facet, value))
        row.addWidget(cross)
        self._flow.addWidget(chip)

    def _remove(self, facet: str, value: str) -> None:
        if facet:
            self._choice.toggle(facet, value)
        elif value:
            self._choice.keep(value, ())
        else:
            self._choice.search("")
