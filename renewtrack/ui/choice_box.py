"""A list of choices in a cell: what is typed narrows it and never turns into something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QCompleter, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChoiceBox(QComboBox):
    """An editable list; typing offers the entries in which the typed words stand."""

    chosen = Signal(int)  # take what stands in it now, and go so many rows down

    def __init__(self, parent: QWidget, entries: Sequence[tuple[str, str]]) -> None:
        """Offer entries of (key, words), and an empty one."""
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(24)
        self.addItem("", "")
        for key, words in entries:
            self.addItem(words, key)
        self.offers = QCompleter([words for _, words in entries], self)
        self.offers.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.offers.setFilterMode(Qt.MatchFlag.MatchContains)
        self.offers.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(self.offers)
        self._popup = cast(QAbstractItemView, self.offers.popup())
        self._popup.installEventFilter(self)
        self.offers.activated.connect(lambda _: self.chosen.emit(0))
        self.activated.connect(lambda _: self.chosen.emit(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter take what is typed where no offer is picked."""
        popup = self._popup
        if event.type() == QEvent.Type.KeyPress and watched is popup:
            picked = popup.currentIndex()
            if cast(QKeyEvent, event).key() in ENTER:
                if picked.isValid():
                    self.setEditText(str(picked.data()))
                popup.hide()
                self.chosen.emit(1)
                return True
        return super().eventFilter(watched, event)
