"""The first columns of a table, which stay in sight while the others are scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from renewtrack.ui.delegates import CellDelegate

if TYPE_CHECKING:
    from renewtrack.ui.ledger_table import LedgerTable


class FrozenColumns(QTableView):
    """A second view of the same rows and the same selection, over the left of a table.

    It is there only while the table is scrolled to the right; cells are edited in the table.
    """

    def __init__(self, table: LedgerTable, count: int) -> None:
        super().__init__(table)
        self._table, self._count = table, count
        self.setModel(table.ledger)
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(CellDelegate(self))
        self.setProperty("role", "frozen")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(table.selectionMode())
        self.setSelectionBehavior(table.selectionBehavior())
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setAutoScroll(False)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setFixedHeight(table.horizontalHeader().height())
        heads.setHighlightSections(False)
        self.hide()
        self._follow()

    def _follow(self) -> None:
        table = self._table
        mine, its = self.verticalScrollBar(), table.verticalScrollBar()
        its.valueChanged.connect(mine.setValue)
        mine.valueChanged.connect(its.setValue)
        table.horizontalScrollBar().valueChanged.connect(lambda _: self.place())
        heads = table.horizontalHeader()
        heads.sectionResized.connect(lambda *_: self.place())
        heads.sectionMoved.connect(lambda *_: self.place())
        heads.geometriesChanged.connect(self.place)
        table.selectionModel().selectionChanged.connect(lambda *_: self.viewport().update())

    def place(self) -> None:
        """Stand over the first columns while they are scrolled away, or go."""
        table = self._table
        wanted = table.visible_columns()[: self._count]
        width = sum(table.columnWidth(column) for column in wanted)
        scrolled = table.horizontalScrollBar().value() > 0
        if not scrolled or width > table.viewport().width() // 2:
            self.hide()
            return
        heads = self.horizontalHeader()
        heads.restoreState(table.horizontalHeader().saveState())
        heads.setSectionsMovable(False)
        heads.setSectionsClickable(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(table.ledger.columnCount()):
            self.setColumnHidden(column, column not in wanted)
        heads.setFixedHeight(table.horizontalHeader().height())
        corner = table.viewport().geometry()
        top = corner.top() - table.horizontalHeader().height()
        height = corner.height() + table.horizontalHeader().height()
        self.setGeometry(corner.left(), top, width + 1, height)
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        if self.isHidden():
            self.show()
            self.raise_()
            self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def covers(self, column: int) -> bool:
        """Tell whether it shows a column just now."""
        return not self.isHidden() and not self.isColumnHidden(column)

    def marks_row(self, row: int) -> bool:
        """Tell whether a row is marked in the table."""
        return self._table.marks_row(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._table.setFocus()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._table.edit(index)
            self._table.zoomed.emit([self._table.ledger.ids[index.row()]])
