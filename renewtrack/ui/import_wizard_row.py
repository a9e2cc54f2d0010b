"""One row of the sheet as its sender wrote it, every cell of it open to mending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from renewtrack.intake import items_of
from renewtrack.intake.headings import Column
from renewtrack.intake.plans import Plan
from renewtrack.intake.sheets import raw_text
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_grid import MendDelegate
from renewtrack.ui.import_wizard_parts import label
from renewtrack.ui.import_wizard_tables import Head, Index, LinesModel, LinesTable
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

ROW = Words("第 {row} 行原表", "Row {row} as written")
NONE = Words("选一行，这里是原表中的整行", "Pick a row to see it as it was written")
WHOLE = Words("原表中的这一行", "This row of the sheet")
_RAW = 1


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell of the row; ``field`` is the name of what it is taken as, "" for left out."""

    column: Column
    words: str
    mended: bool
    used: bool


class RowModel(LinesModel[CellLine]):
    """The cells of one row; each can be written anew."""

    mended = Signal(int, str)  # column, the new words

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Head(Words("列", "Column"), 130, _heading, ink=lambda line: _ink(line)),
                Head(
                    Words("表中原文 ✎", "As written ✎"),
                    150,
                    _shown,
                    ink=lambda line: "accent" if line.mended else "text",
                ),
            ),
            parent,
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == _RAW else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            line = self.lines[index.row()]
            return "" if _shown(line) != line.words.replace("\n", " ") else line.words
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.mended.emit(self.lines[index.row()].column.index, str(value))
        return True


class RowPane(QWidget):
    """Shows the row under the cursor of the preview."""

    mended = Signal(int, int, str)  # zero-based row and column, the new words

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = label(NONE, "section")
        self.model = RowModel(self)
        self.table = LinesTable(WHOLE)
        self.table.take(self.model)
        self.table.setItemDelegate(MendDelegate(self.table))
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._row = -1
        self._listed: tuple[Plan, frozenset[int]] | None = None
        self.model.mended.connect(lambda column, words: self.mended.emit(self._row, column, words))
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.head)
        box.addWidget(self.table, 1)
        speech.switched.connect(self._tell)

    def show_row(self, plan: Plan | None, number: int | None) -> None:
        """Show a row by the sheet's own number."""
        self._row = number - 1 if number is not None else -1
        lines: list[CellLine] = []
        if plan is not None and number is not None:
            cells = plan.layout.rows[self._row]
            edits, items = plan.options.edits, self._items(plan)
            for column in plan.layout.columns:
                at = (self._row, column.index)
                raw = raw_text(cells[column.index]) if column.index < len(cells) else ""
                used = bool(column.field) or column.index in items
                lines.append(CellLine(column, edits.get(at, raw), at in edits, used))
        place = self.table.currentIndex()
        self.model.show_lines(lines)
        if place.isValid() and place.row() < len(lines):
            self.table.setCurrentIndex(self.model.index(place.row(), place.column()))
        self._tell()

    def _items(self, plan: Plan) -> frozenset[int]:
        """Return the columns of ticks that come in without a field, looked up once for a plan."""
        if self._listed is None or self._listed[0] is not plan:
            found = items_of.columns(plan.layout, plan.options.mapping)
            self._listed = plan, frozenset(column.index for column in found)
        return self._listed[1]

    def _tell(self, _: object = None) -> None:
        self.head.setText(text(ROW.filled(row=self._row + 1) if self._row >= 0 else NONE))


def _heading(line: CellLine) -> str:
    return line.column.label


def _ink(line: CellLine) -> str:
    return "text" if line.used else "faint"


def _shown(line: CellLine) -> str:
    return values.masked_cell(line.column, line.words.replace("\n", " "))
