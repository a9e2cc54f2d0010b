"""The tables of a report on the screen: a list of them, and beside it the one that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import pasting, plain
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.reports.tables import Report, ReportTable

LIST = Words("报告里的表", "Tables of the report")
TABLE = Words("所选的表", "The chosen table")
UNIT = Words("单位：{unit}", "Unit: {unit}")
EMPTY = Words("本期没有记录。", "Nothing on record for this period.")
LINE = Words("{key}　{title}", "{key}  {title}")
Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()  # the root, which has no model
_WIDEST = 260
_JUDGED = 200  # rows by which the width of a column is found
_LEFT, _MIDDLE = ("text",), ("date", "rank")


class TableModel(QAbstractTableModel):
    """One table of a report as plain texts, formatted as on paper."""

    def __init__(self) -> None:
        super().__init__()
        self._table: ReportTable | None = None
        self._bold = QFont()
        self._bold.setBold(True)
        self._slanted = QFont()
        self._slanted.setItalic(True)

    def show(self, table: ReportTable | None) -> None:
        """Show another table, or none."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def shown(self, row: int, column: int) -> str:
        """Return a cell as it is printed; only those in sight are asked for."""
        from renewtrack.reports.tables import text_of

        assert self._table is not None
        value = self._table.rows[row].cells[column]
        return text_of(self._table.columns[column], value, speech.language)

    def rowCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() or self._table is None else len(self._table.rows)

    def columnCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() or self._table is None else len(self._table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._table is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.plain_tip(self.shown(index.row(), index.column()))
        if role == Qt.ItemDataRole.FontRole:
            level = self._table.rows[index.row()].level
            return {"leaf": None, "of_which": None, "adjustment": self._slanted}.get(
                level, self._bold
            )
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self._table.columns[index.column()].kind)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self._table is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        column = self._table.columns[section]
        words = text(column.words)
        return words if column.group is None else f"{text(column.group)}\n{words}"


def _side(kind: str) -> int:
    side = Qt.AlignmentFlag.AlignRight
    if kind in _LEFT:
        side = Qt.AlignmentFlag.AlignLeft
    elif kind in _MIDDLE:
        side = Qt.AlignmentFlag.AlignHCenter
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class ReportTables(QWidget):
    """Lists the tables of a report and shows the chosen one with its unit and notes."""

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self.list, self.view, self.model = QListWidget(), QTableView(), TableModel()
        self.title, self.unit = plain.label(), plain.label()
        self.notes, self.absent = plain.label(), plain.label()
        self._lay_out()
        self.list.currentRowChanged.connect(self._choose)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy)
        speech.switched.connect(self._fill)

    def _lay_out(self) -> None:
        say(self.list.setAccessibleName, LIST)
        say(self.view.setAccessibleName, TABLE)
        self.list.setFixedWidth(250)
        self.view.setModel(self.model)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setWordWrap(False)
        self.view.setAlternatingRowColors(True)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.view.horizontalHeader().setResizeContentsPrecision(_JUDGED)
        self.view.verticalHeader().setDefaultSectionSize(26)
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        for label in (self.unit, self.notes, self.absent):
            label.setProperty("role", "dim")
        for label in (self.notes, self.absent):
            label.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.unit.setAlignment(Qt.AlignmentFlag.AlignRight)
        beside = QVBoxLayout()
        beside.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.unit)
        beside.addLayout(head)
        beside.addWidget(self.absent)
        beside.addWidget(self.view, 1)
        beside.addWidget(self.notes)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addLayout(beside, 1)

    def show_report(self, report: Report | None) -> None:
        """Show another report; the same table stays chosen."""
        self._report = report
        self._fill()

    def copy(self) -> None:
        """Put the selected cells on the clipboard as text with tabs and as a table."""
        chosen = self.view.selectedIndexes()
        if not chosen:
            return
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        cells = [
            [str(self.model.data(self.model.index(row, at))) for at in columns] for row in rows
        ]
        carried = QMimeData()
        carried.setText(pasting.tabbed(cells))
        carried.setHtml(pasting.paged(cells))
        QApplication.clipboard().setMimeData(carried)

    def _fill(self, _: str = "") -> None:
        from renewtrack.reports import saying

        report, chosen = self._report, max(self.list.currentRow(), 0)
        self.list.blockSignals(True)
        self.list.clear()
        tables = report.tables if report is not None else ()
        for table in tables:
            assert report is not None
            told = text(LINE.filled(key=table.key, title=saying.short(table, report.period)))
            item = QListWidgetItem(told)
            item.setToolTip(plain.plain_tip(text(table.title)))
            if not table.rows:
                item.setForeground(self.palette().placeholderText())
            self.list.addItem(item)
        self.list.setCurrentRow(min(chosen, self.list.count() - 1))
        self.list.blockSignals(False)
        self._choose(self.list.currentRow())

    def _choose(self, place: int) -> None:
        tables = self._report.tables if self._report is not None else ()
        table = tables[place] if 0 <= place < len(tables) else None
        self.model.show(table)
        self.title.setText(text(table.title) if table is not None else "")
        unit = text(table.unit) if table is not None else ""
        self.unit.setText(text(UNIT.filled(unit=unit)) if unit else "")
        self.notes.setText("\n".join(text(note) for note in table.notes) if table else "")
        why = _why_empty(table)
        self.absent.setText(why)
        self.absent.setVisible(bool(why))
        self.view.setVisible(table is None or table.absent is None)
        self._fit()

    def _fit(self) -> None:
        self.view.resizeColumnsToContents()
        for place in range(self.model.columnCount()):
            self.view.setColumnWidth(place, min(self.view.columnWidth(place) + 6, _WIDEST))


def _why_empty(table: ReportTable | None) -> str:
    if table is None or table.rows:
        return ""
    return text(table.absent if table.absent is not None else EMPTY)
