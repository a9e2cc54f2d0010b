"""Item by household: which home takes part in what and in how many, answered by single keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDoubleValidator, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from renewtrack.domain.homes_front import Home
from renewtrack.domain.participation import NO, NOT_ASKED, NOT_CONCERNED, UNDECIDED, YES
from renewtrack.ui.items_model import ItemsModel, Key
from renewtrack.ui.speaking import say
from renewtrack.words import Words

NAME = Words("各户改造项", "Items of each home")
HOW_MANY = Words("数量", "How many")
KEYS = {
    Qt.Key.Key_Y: YES,
    Qt.Key.Key_N: NO,
    Qt.Key.Key_D: UNDECIDED,
    Qt.Key.Key_X: NOT_CONCERNED,
    Qt.Key.Key_U: NOT_ASKED,
    Qt.Key.Key_Delete: NOT_ASKED,
}
Shown = tuple[Sequence[Home], Sequence[str], Mapping[Key, int | None], Mapping[Key, float]]
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
EDITABLE = Qt.ItemFlag.ItemIsEditable
MOST = 1_000_000  # of one item in one home
LINE_HIGH, ROW_HIGH, HEAD_HIGH = 17, 10, 56  # pixels


class _Numbers(QStyledItemDelegate):
    """Lets nothing but a number be typed into a cell."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        line = QLineEdit(parent)
        say(line.setAccessibleName, HOW_MANY)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        allowed = QDoubleValidator(0, MOST, 2, line)
        allowed.setNotation(QDoubleValidator.Notation.StandardNotation)
        allowed.setLocale(QLocale.c())
        line.setValidator(allowed)
        return line


class ItemsTable(QTableView):
    """Shows the model; letters answer for the selected cells, a number says how many."""

    answered = Signal(object, str)  # (home, item) of the cells, the answer
    counted = Signal(int, str, object)  # home, item, how many or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = ItemsModel()
        self._waiting: Shown | None = None
        self.setModel(self.items)
        self.items.typed.connect(self.counted)
        self.setItemDelegate(_Numbers(self))
        say(self.setAccessibleName, NAME)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        wrapped = Qt.TextFlag.TextWordWrap
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | wrapped)
        self.horizontalHeader().setMinimumHeight(HEAD_HIGH)
        self.setFrameShape(QTableView.Shape.NoFrame)

    def show_items(
        self,
        homes: Sequence[Home],
        items: Sequence[str],
        choices: Mapping[Key, int | None],
        counts: Mapping[Key, float] | None = None,
    ) -> None:
        """Show a building; the cursor stays on its home and item where they are still there.

        What arrives while a number is typed is shown when it is done.
        """
        if self.state() == QAbstractItemView.State.EditingState:
            self._waiting = homes, items, choices, counts or {}
            return
        kept = self.items.key(self.currentIndex())
        self.items.show_items(homes, items, choices, counts or {})
        self._fit()
        if kept is not None:
            self.point_at(*kept)

    def point_at(self, home_id: int, item: str) -> None:
        """Put the cursor on the cell of a home and an item, if both are shown."""
        ids = [home.id for home in self.items.homes]
        if home_id in ids and item in self.items.items:
            column = list(self.items.items).index(item) + 1
            self.setCurrentIndex(self.items.index(ids.index(home_id) + 1, column))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_items(*waiting)

    def cells(self) -> list[Key]:
        """Return home and item of the selected cells."""
        keys = (self.items.key(index) for index in self.selectedIndexes())
        return [key for key in keys if key is not None]

    def answer(self, said: str) -> None:
        """Tell the answer of the selected cells."""
        cells = self.cells()
        if cells and self.items.may:
            self.answered.emit(cells, said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEYS and not event.modifiers():
            self.answer(KEYS[key])
        elif key in ENTER and self.items.flags(self.currentIndex()) & EDITABLE:
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        elif event.text().isalpha() and not event.modifiers():
            event.ignore()  # a letter without an answer starts no number
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        if self.items.rowCount():
            lines = max(
                (self.items.rate(item).zh.count("\n") for item in self.items.items), default=0
            )
            self.setRowHeight(0, ROW_HIGH + LINE_HIGH * (lines + 1))
        for column in range(self.items.columnCount()):
            self.setColumnWidth(column, 124 if column else 110)
