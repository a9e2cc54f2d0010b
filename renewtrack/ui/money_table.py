"""The money matrix as a table: projects, streets or years against the sources, in 万元."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from renewtrack.domain import codes, money
from renewtrack.ui import plain
from renewtrack.ui.look import light
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.money_matrix import Matrix, MatrixRow

Index = QModelIndex | QPersistentModelIndex
TOTAL = Words("合计", "Total")
UNPLACED = Words("（未对应项目）", "(no project)")
UNNAMED = Words("（未命名）", "(no name)")
UNKNOWN = Words("（未知）", "(not known)")
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class MoneyModel(QAbstractTableModel):
    """Name, total, one column a source; the first row is the sum of all."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: tuple[str, ...] = ()
        self.rows: tuple[MatrixRow, ...] = ()
        self.sums: dict[str, int] = {}
        self.by, self.measure = "project", "paid"
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_matrix(self, matrix: Matrix, by: str, measure: str) -> None:
        """Show another matrix."""
        self.beginResetModel()
        self.sources, self.rows = matrix.sources, matrix.rows
        self.by, self.measure = by, measure
        self.sums = matrix.sums()
        self.endResetModel()

    def row_at(self, place: int) -> MatrixRow | None:
        """Return the row of a line; None for the line of the sums."""
        return self.rows[place - 1] if 0 < place <= len(self.rows) else None

    def source_at(self, column: int) -> str | None:
        """Return the source of a column; None for the name and the total."""
        return self.sources[column - 2] if 1 < column <= len(self.sources) + 1 else None

    def fen(self, place: int, column: int) -> int | None:
        """Return the fen of a cell; None where nothing is on record."""
        row, source = self.row_at(place), self.source_at(column)
        if row is None:
            return self.sums.get(source, 0) if source else sum(self.sums.values())
        if source is None:
            return row.total if row.fen else None
        return row.fen.get(source)

    def name(self, place: int) -> str:
        """Return what a line is called."""
        row = self.row_at(place)
        if row is None:
            return text(TOTAL)
        if not row.ids:
            return text(UNPLACED)
        return row.name or text(UNNAMED if self.by == "project" else UNKNOWN)

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sources) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._head(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section else LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.name(place) if column == 0 else _shown(self.fen(place, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column else LEFT
        if role == Qt.ItemDataRole.FontRole and (place == 0 or column == 1):
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.BackgroundRole and place == 0:
            return QColor(light.tones.raised)
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return plain.plain_tip(self.name(place))
        return None

    def _head(self, section: int) -> str:
        source = self.source_at(section)
        if source is not None:
            entry = codes.code("fund_sources", source)
            return text(entry.words) if entry else source
        return text(TOTAL) if section else text(HEADS[self.by])

    def _again(self, *_: object) -> None:
        last = self.index(len(self.rows), len(self.sources) + 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.sources) + 1)


HEADS = {
    "project": Words("项目", "Project"),
    "street": Words("街道", "Street"),
    "year": Words("计划年度", "Plan year"),
}


def _shown(fen: int | None) -> str:
    return "" if fen is None else money.wan_shown(fen)
