"""The preview of a sheet in the import wizard: its first rows, each in the colour of its class."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QFont

from renewtrack.intake import row_classes as rc
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.sheets import letters, raw_text
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_tables import Index, brush, mixed
from renewtrack.ui.look import light
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

CLASS = Words("类别", "Class")
SHOWN_ROWS = 30
CLASS_WORDS = {
    rc.TITLE: Words("标题", "Title"),
    rc.HEADER: Words("表头", "Head"),
    rc.COLNUM: Words("栏次", "Numbers"),
    rc.DATA: Words("数据", "Data"),
    rc.SUBTOTAL: Words("小计", "Subtotal"),
    rc.TOTAL: Words("合计", "Total"),
    rc.NOTE: Words("跳过", "Skipped"),
    rc.FOOTER: Words("签栏", "Footer"),
    rc.BLANK: Words("空行", "Blank"),
}
LONGEST = 300  # signs of a cell that are shown; a shape may have a million
_ASIDE = (rc.NOTE, rc.FOOTER, rc.BLANK, rc.COLNUM)


class PreviewModel(QAbstractTableModel):
    """The first rows of a sheet with the class of each; personal columns masked."""

    def __init__(self) -> None:
        super().__init__()
        self.layout_shown: Layout | None = None
        self.whole = False
        self._columns: dict[int, Column] = {}
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_layout(self, found: Layout | None, whole: bool) -> None:
        """Show another layout, its first rows or all."""
        self.beginResetModel()
        self.layout_shown, self.whole = found, whole
        self._columns = {column.index: column for column in found.columns} if found else {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        if parent.isValid() or self.layout_shown is None:
            return 0
        rows = len(self.layout_shown.sheet.rows)
        return rows if self.whole else min(SHOWN_ROWS, rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or self.layout_shown is None:
            return 0
        return self.layout_shown.sheet.width + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return text(CLASS) if section == 0 else letters(section - 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.layout_shown is None:
            return None
        kind = self.layout_shown.classes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(index.row(), index.column(), kind)
        if role == Qt.ItemDataRole.BackgroundRole:
            return brush(ground(kind))
        if role == Qt.ItemDataRole.ForegroundRole:
            return brush("faint" if kind in _ASIDE else "dim" if kind == rc.TITLE else "text")
        if role == Qt.ItemDataRole.FontRole and kind in (rc.HEADER, rc.TOTAL, rc.SUBTOTAL):
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.TextAlignmentRole and kind == rc.HEADER and index.column():
            return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def _words(self, number: int, place: int, kind: str) -> str:
        assert self.layout_shown is not None
        if place == 0:
            return text(CLASS_WORDS[kind])
        cell = self.layout_shown.sheet.rows[number][place - 1]
        words = raw_text(cell)[:LONGEST].replace("\n", " ")
        return values.masked_cell(self._columns.get(place - 1) if kind == rc.DATA else None, words)

    def _again(self, _: object) -> None:
        if self.layout_shown is not None:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)


def ground(kind: str) -> str:
    """Return the colour that rows of a class stand on, in the present light."""
    return {
        rc.TITLE: light.tones.raised,
        rc.HEADER: light.tones.picked,
        rc.SUBTOTAL: mixed("base", "warning", 0.55),
        rc.TOTAL: light.tones.warning,
        rc.DATA: light.tones.base,
    }.get(kind, light.tones.window)
