"""The table itself: cell cursor and marked rows apart, keys as in Excel and WPS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from renewtrack.ui import blocks, table_shape
from renewtrack.ui.delegates import CellDelegate
from renewtrack.ui.frozen_columns import FrozenColumns
from renewtrack.ui.refusal import Refused
from renewtrack.ui.speaking import say, speech
from renewtrack.ui.table_model import LedgerModel
from renewtrack.words import Words

Index = QModelIndex | QPersistentModelIndex
Command = QItemSelectionModel.SelectionFlag
NAVIGATION = frozenset(
    (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    )
)


class LedgerTable(QTableView):
    """A table of one kind of rows."""

    rows_marked = Signal(object)  # list of ids, whenever the set changed
    cursor_moved = Signal(object)  # id of the row with the cell cursor, or None
    opened = Signal(int)  # Enter on a row
    zoomed = Signal(object)  # double click: list of ids
    pasted = Signal(object)  # Paste with rejects or rows past the end

    def __init__(self, model: LedgerModel, name: Words, frozen: int = 1) -> None:
        """Show a model under a name; its ``frozen`` first columns stay in sight."""
        super().__init__()
        self.ledger = model
        self._quiet = False
        self._marked: list[int] = []
        self._marked_rows: frozenset[int] = frozenset()
        self._kept: tuple[list[int], int | None, int] = ([], None, 0)
        self.refused = Refused(self)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        table_shape.prepare(self)
        speech.switched.connect(self.fit_heads)
        say(self.setAccessibleName, name)
        selection = self.selectionModel()
        selection.selectionChanged.connect(self._selection_changed)
        selection.currentRowChanged.connect(self._cursor_changed)
        selection.currentChanged.connect(lambda *_: self.refused.hide())
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.frozen = FrozenColumns(self, frozen)

    def fit_heads(self) -> None:
        """Widen columns whose head or stages would be cut off in the present language."""
        table_shape.fit(self)

    # -- rows

    def marked(self) -> list[int]:
        """Return the ids of the rows in which something is selected, top to bottom."""
        return list(self._marked)

    def marks_row(self, row: int) -> bool:
        """Tell whether a row is among them."""
        return row in self._marked_rows

    def current_id(self) -> int | None:
        """Return the id of the row under the cell cursor."""
        index = self.currentIndex()
        return self.ledger.ids[index.row()] if index.isValid() else None

    def mark(self, ids: list[int]) -> None:
        """Select whole rows from outside (the map), without telling outside again."""
        places = sorted(place for each in ids if (place := self.ledger.place(each)) is not None)
        last = self.ledger.columnCount() - 1
        chosen = QItemSelection()
        for first, end in _runs(places):
            chosen.select(self.ledger.index(first, 0), self.ledger.index(end, last))
        self._quiet = True
        selection = self.selectionModel()
        selection.select(chosen, Command.ClearAndSelect)
        if places:
            column = max(self.currentIndex().column(), self._first_column())
            here = self.ledger.index(places[0], column)
            selection.setCurrentIndex(here, Command.NoUpdate)
            self.scrollTo(here, QAbstractItemView.ScrollHint.EnsureVisible)
        self._quiet = False
        self._marked = [self.ledger.ids[place] for place in places]
        self._marked_rows = frozenset(places)
        self.viewport().update()

    def go_to(self, row_id: int) -> bool:
        """Put the cursor on a row and select it; False where it is not shown."""
        place = self.ledger.place(row_id)
        if place is None:
            return False
        self.setFocus()
        self.setCurrentIndex(self.ledger.index(place, self._first_column()))
        self.selectRow(place)
        return True

    def move_to(self, row: int, column: int, right: int = 0) -> None:
        """Move the cell cursor, ``right`` visible columns further, and select that cell."""
        heads = self.horizontalHeader()
        order = self.visible_columns()
        if right and column in order:
            column = order[min(max(order.index(column) + right, 0), len(order) - 1)]
        row = min(max(row, 0), self.ledger.rowCount() - 1)
        if row >= 0 and not heads.isSectionHidden(column):
            index = self.ledger.index(row, column)
            self.selectionModel().setCurrentIndex(index, Command.ClearAndSelect)
            self.scrollTo(index)
        self.setFocus()

    # -- Qt's hooks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.frozen.place()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        across = self.horizontalScrollBar()
        before, covered = across.value(), self.frozen.covers(index.column())
        super().scrollTo(index, hint)
        if covered:  # it is in sight already
            across.setValue(before)
        elif not self.frozen.isHidden():
            hidden = self.frozen.width() - self.visualRect(index).left()
            across.setValue(across.value() - max(0, hidden))

    def edit(self, index: Index, *how: Any) -> bool:  # type: ignore[override]
        """Edit a cell in its own place, not under the frozen columns."""
        begun = bool(super().edit(index, *how))
        if self.state() == QAbstractItemView.State.EditingState and self.frozen.covers(
            index.column()
        ):
            self.horizontalScrollBar().setValue(0)
        return begun

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        if isinstance(event, QKeyEvent) and event.key() in NAVIGATION:
            held = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if not held:
                return Command.NoUpdate  # the cursor moves, the marked rows stay
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            blocks.copy(self)
        elif event.matches(QKeySequence.StandardKey.Paste):
            blocks.paste(self)
        elif not self._own_key(event):
            blocks.explain(self, event)
            super().keyPressEvent(event)

    def _own_key(self, event: QKeyEvent) -> bool:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        keys: dict[tuple[bool, int], Callable[[], object]] = {
            (True, Qt.Key.Key_D): lambda: blocks.fill_down(self),
            (True, Qt.Key.Key_Return): lambda: blocks.fill_selection(self),
            (True, Qt.Key.Key_Semicolon): lambda: blocks.type_today(self),
            (False, Qt.Key.Key_Delete): lambda: blocks.clear(self),
            (False, Qt.Key.Key_Space): self.toggle_row,
            (False, Qt.Key.Key_Return): self._open_row,
            (False, Qt.Key.Key_Enter): self._open_row,
            (False, Qt.Key.Key_Tab): lambda: self._step(1),
            (False, Qt.Key.Key_Backtab): lambda: self._step(-1),
        }
        deed = keys.get((control, event.key())) if control or plain else None
        if event.key() == Qt.Key.Key_Backtab:
            deed = keys[False, Qt.Key.Key_Backtab]
        if deed is not None:
            deed()
        return deed is not None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.zoomed.emit([self.ledger.ids[index.row()]])

    # -- rows and blocks

    def toggle_row(self) -> None:
        """Mark or unmark the row under the cursor."""
        here = self.currentIndex()
        if here.isValid():
            flags = Command.Deselect if self.marks_row(here.row()) else Command.Select
            self.selectionModel().select(here, flags | Command.Rows)

    def span(self) -> tuple[list[int], list[int]]:
        """Return rows and visible columns of the selected block that holds the cursor."""
        here = self.currentIndex()
        order = self.visible_columns()
        chosen = self.selectionModel().selection()
        if not chosen.contains(here):
            return ([here.row()], [here.column()]) if here.isValid() else ([], [])
        spans = _spans(chosen)
        rows = sorted({r for span in spans for r in range(span.top(), span.bottom() + 1)})
        picked = {c for span in spans for c in range(span.left(), span.right() + 1)}
        return rows, [column for column in order if column in picked]

    def visible_columns(self) -> list[int]:
        """Return the columns on the screen, in the order in which they stand."""
        heads = self.horizontalHeader()
        order = (heads.logicalIndex(place) for place in range(heads.count()))
        return [column for column in order if not heads.isSectionHidden(column)]

    def _first_column(self) -> int:
        return next(iter(self.visible_columns()), 0)

    def _step(self, right: int) -> None:
        here = self.currentIndex()
        order = self.visible_columns()
        if here.isValid() and here.column() in order:
            place = min(max(order.index(here.column()) + right, 0), len(order) - 1)
            target = self.ledger.index(here.row(), order[place])
            self.selectionModel().setCurrentIndex(target, Command.NoUpdate)

    def _open_row(self) -> None:
        row_id = self.current_id()
        if row_id is not None:
            self.opened.emit(row_id)

    def _selection_changed(self) -> None:
        if self._quiet:
            return
        spans = _spans(self.selectionModel().selection())
        rows = sorted({row for span in spans for row in range(span.top(), span.bottom() + 1)})
        ids = self.ledger.ids
        marked = [ids[row] for row in rows if row < len(ids)]
        self._marked_rows = frozenset(rows)
        self.viewport().update()
        if marked != self._marked:
            self._marked = marked
            self.rows_marked.emit(marked)

    def _cursor_changed(self) -> None:
        if not self._quiet:
            self.cursor_moved.emit(self.current_id())

    def _keep(self) -> None:
        self._kept = self._marked, self.current_id(), self.currentIndex().column()

    def _restore(self) -> None:
        marked, current, column = self._kept
        self.mark(marked)
        place = self.ledger.place(current) if current is not None else None
        if place is not None and column >= 0:
            here = self.ledger.index(place, column)
            self.selectionModel().setCurrentIndex(here, Command.NoUpdate)
        if self._marked != marked:
            self.rows_marked.emit(list(self._marked))
        if place is None and current is not None:
            self.cursor_moved.emit(self.current_id())


def _spans(chosen: QItemSelection) -> list[QItemSelectionRange]:
    return list(cast(Iterable[QItemSelectionRange], chosen))


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Return first and last of every run of neighbouring numbers."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = runs[-1][0], place
        else:
            runs.append((place, place))
    return runs
