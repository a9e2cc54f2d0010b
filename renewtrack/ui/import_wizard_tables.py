"""Read-only tables of the import wizard: lines of values, their words, inks and grounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from renewtrack.ui import plain
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ROW_HEIGHT = 26
TIP_FROM = 12  # signs of a cell that may be cut off


@dataclass(frozen=True, slots=True)
class Head(Generic[T]):
    """One column of a table: its heading, width, what it shows and in which ink (a tone)."""

    words: Words
    width: int
    show: Callable[[T], str | Words]
    right: bool = False
    ink: Callable[[T], str] | None = None


class LinesModel(QAbstractTableModel, Generic[T]):
    """Shows a sequence of lines; speaks the language on the screen."""

    def __init__(self, heads: Sequence[Head[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.lines: Sequence[T] = ()
        self.ground: Callable[[T], str | None] | None = None  # the tone of a line's ground
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_lines(self, lines: Sequence[T]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return text(self.heads[section].words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.heads[section].right else LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, head = self.lines[index.row()], self.heads[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            found = head.show(line)
            return text(found) if isinstance(found, Words) else found
        if role == Qt.ItemDataRole.ToolTipRole:
            shown = self.data(index)
            return plain.plain_tip(shown) if len(shown) > TIP_FROM else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if head.right else LEFT
        if role == Qt.ItemDataRole.ForegroundRole and head.ink is not None:
            return brush(head.ink(line))
        if role == Qt.ItemDataRole.BackgroundRole and self.ground is not None:
            tone = self.ground(line)
            return None if tone is None else brush(tone)
        return None

    def _again(self, _: object) -> None:
        if self.lines:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self.lines) - 1, len(self.heads) - 1)
            )
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.heads) - 1)


class LinesTable(QTableView):
    """A calm read-only table over a model of lines; whole rows are selected.

    ``keys`` are single keys with deeds of their own; the table would look for rows by them.
    """

    def __init__(self, name: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys: dict[Qt.Key, Callable[[], object]] = {}
        say(self.setAccessibleName, name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setFrameShape(QTableView.Shape.NoFrame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deed = None if event.modifiers() else self.keys.get(Qt.Key(event.key()))
        if deed is not None:
            deed()
        else:
            super().keyPressEvent(event)

    def take(self, model: LinesModel[Any], wide: int | None = None) -> None:
        """Show a model, its columns as wide as their heads say; ``wide`` takes what is left."""
        self.setModel(model)
        for place, head in enumerate(model.heads):
            self.setColumnWidth(place, head.width)
        if wide is not None:
            self.horizontalHeader().setStretchLastSection(False)
            self.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)


def brush(tone: str) -> QBrush:
    """Return a brush of a tone's name, or of a colour given as ``#rrggbb``."""
    return QBrush(QColor(tone if tone.startswith("#") else getattr(light.tones, tone)))


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two tones, nearer to the second by ``share``."""
    first, second = brush(one).color(), brush(other).color()
    parts = (
        round(a + (b - a) * share)
        for a, b in (
            (first.red(), second.red()),
            (first.green(), second.green()),
            (first.blue(), second.blue()),
        )
    )
    return QColor(*parts).name()
