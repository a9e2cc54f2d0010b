"""The model of a ledger table: ids in order, rows by pages, and no database of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from renewtrack.domain import stages
from renewtrack.ui import cells, edits, glyphs, plain
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import Column
from renewtrack.ui.edits import Edit
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[list[int]], Sequence[object]]
Apply = Callable[[list[Edit]], None]
PAGE = 200
PAGES = 60  # kept at once

ValueRole = int(Qt.ItemDataRole.UserRole) + 1
BucketRole = int(Qt.ItemDataRole.UserRole) + 2
MarkRole = int(Qt.ItemDataRole.UserRole) + 3
KindRole = int(Qt.ItemDataRole.UserRole) + 4

RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class LedgerModel(QAbstractTableModel):
    """Shows rows of one kind; ``fetch`` gives rows by ids, ``apply`` writes edits."""

    def __init__(
        self,
        columns: tuple[Column, ...],
        fetch: Fetch,
        apply: Apply,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self.marks: dict[tuple[int, str], Words] = {}  # refused by a paste, until put right
        self.closed: Words | None = None  # why no cell at all can be edited
        self.order: Callable[[str, bool], None] | None = None  # called when a head is clicked
        self.note: Callable[[Column, object], Words | None] | None = None  # for the tip of a cell
        self._fetch, self._apply = fetch, apply
        self._ids: list[int] = []
        self._places: dict[int, int] | None = None
        self._pages: dict[int, dict[int, object]] = {}
        speech.switched.connect(self._spoken)

    # -- rows

    @property
    def ids(self) -> list[int]:
        """Return the ids of the rows shown, in order; not to be changed."""
        return self._ids

    def show(self, ids: list[int]) -> None:
        """Show other rows, or the same rows afresh."""
        if ids == self._ids:
            self.refresh()
            return
        self.beginResetModel()
        self._ids, self._places = ids, None
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Read the rows on the screen again."""
        self._pages.clear()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row(self, number: int) -> object:
        """Return the row that stands at a place of the table; None once it was deleted."""
        page = number // PAGE
        if page not in self._pages:
            if len(self._pages) >= PAGES:
                self._pages.pop(next(iter(self._pages)))
            found = self._fetch(self._ids[page * PAGE : (page + 1) * PAGE])
            self._pages[page] = {int(getattr(row, "id", 0)): row for row in found}
        return self._pages[page].get(self._ids[number])

    def place(self, row_id: int) -> int | None:
        """Return where a row stands, or None where it is not shown."""
        if self._places is None:
            self._places = {each: number for number, each in enumerate(self._ids)}
        return self._places.get(row_id)

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.reason(index) is None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text(column.words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.right else LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.row(index.row())
        value = getattr(row, column.key, None)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(column, value)
            case Qt.ItemDataRole.EditRole:
                return cells.edited(column, value, speech.language)
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if column.right else LEFT
            case Qt.ItemDataRole.ToolTipRole:
                return plain.plain_tip(self._tip(index, column, value))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{text(column.words)}: {self._words(column, value)}"
            case _:
                return self._own(index, column, value, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        return role == Qt.ItemDataRole.EditRole and self.type(index, str(value)) is None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if self.order is not None and 0 <= column < len(self.columns):
            self.order(self.columns[column].key, order == Qt.SortOrder.AscendingOrder)

    # -- editing

    def reason(self, index: Index) -> Words | None:
        """Return why a cell cannot be edited; None where it can."""
        if self.closed is not None:
            return self.closed
        return edits.reason(self.columns[index.column()], self.row(index.row()))

    def value(self, index: Index) -> object:
        """Return the stored value behind a cell."""
        return getattr(self.row(index.row()), self.columns[index.column()].key, None)

    def plain(self, index: Index) -> str:
        """Return what a copy of a cell carries: its words, without sign and thousands."""
        column = self.columns[index.column()]
        if column.kind == "date":
            return str(self.value(index) or "")
        return cells.shown(column, self.value(index), speech.language).replace(",", "")

    def read(self, index: Index, typed: str) -> Edit | Refusal | None:
        """Return the edit that typed text means, why it means none, or None for no change."""
        why = self.reason(index)
        if why is not None:
            return Refusal(why)
        column, row = self.columns[index.column()], self.row(index.row())
        if typed in (self.data(index, Qt.ItemDataRole.EditRole), self.plain(index)):
            return None  # also where nobody could type it so, as in a date without a year
        value = cells.typed(column, typed)
        if isinstance(value, Refusal):
            return value
        if value == getattr(row, column.key):
            return None
        target_id = edits.target(column, row)
        assert target_id is not None  # reason() would have said so
        return Edit(self._ids[index.row()], target_id, column, value)

    def type(self, index: Index, typed: str) -> Refusal | None:
        """Write typed text into one cell as one action, or return why not."""
        found = self.read(index, typed)
        if isinstance(found, Refusal):
            return found
        self.marks.pop((self._ids[index.row()], self.columns[index.column()].key), None)
        if found is not None:
            self._apply([found])
        return None

    def write(self, wanted: list[Edit]) -> None:
        """Write several edits as one action."""
        for edit in wanted:
            self.marks.pop((edit.row_id, edit.column.key), None)
        if wanted:
            self._apply(wanted)

    # -- inside

    def _words(self, column: Column, value: object) -> str:
        words = cells.shown(column, value, speech.language)
        if column.kind != "stage":
            return words
        bucket = stages.bucket_of(str(value) if value else None)
        return f"{bucket.glyph} {words or bucket.words.in_(speech.language)}"

    def _own(self, index: Index, column: Column, value: object, role: int) -> Any:
        if role == KindRole:
            return column.kind
        if role == ValueRole:
            return value
        if role == BucketRole and column.kind == "stage":
            return stages.bucket_of(str(value) if value else None).key
        if role == Qt.ItemDataRole.ForegroundRole and column.kind == "stage":
            return glyphs.text_colour(stages.bucket_of(str(value) if value else None))
        if role == MarkRole:
            return (self._ids[index.row()], column.key) in self.marks
        return None

    def _tip(self, index: Index, column: Column, value: object) -> str:
        mark = self.marks.get((self._ids[index.row()], column.key))
        why = mark or self.reason(index)
        shown = cells.shown(column, value, speech.language)
        note = self.note(column, self.row(index.row())) if self.note is not None else None
        said = [shown, *(text(words) for words in (why, note) if words is not None)]
        return "\n".join(part for part in said if part)

    def _spoken(self, _: str) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.refresh()
