"""Item by household: which home takes part in what, answered by single keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from renewtrack.domain import codes, money
from renewtrack.domain.homes_front import Home
from renewtrack.ui import plain
from renewtrack.ui.homes_view import LOOKS
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

Index = QModelIndex | QPersistentModelIndex
NAME = Words("各户改造项", "Items of each home")
HOME, ALL = Words("户", "Home"), Words("参与", "Take part")
STAIRWELL = Words("{number} 单元 {room}", "{number}-{room}")
RATE = Words("{count} 户 {heads}%\n面积 {share}%", "{count} homes {heads}%\narea {share}%")
SIGNS = {1: "✓", 0: "✗", None: "？"}
STATES = {1: "yes", 0: "no", None: "undecided"}
KEYS = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False, Qt.Key.Key_D: None}
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class ItemsModel(QAbstractTableModel):
    """A row a home, a column an item; the first row says how many take part, by heads and area."""

    def __init__(self) -> None:
        super().__init__()
        self.homes: Sequence[Home] = ()
        self.items: Sequence[str] = ()
        self.choices: Mapping[tuple[int, str], int | None] = {}
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_items(
        self,
        homes: Sequence[Home],
        items: Sequence[str],
        choices: Mapping[tuple[int, str], int | None],
    ) -> None:
        """Show another building."""
        self.beginResetModel()
        self.homes, self.items, self.choices = homes, items, choices
        self.endResetModel()

    def rate(self, item: str) -> Words:
        """Return how many homes take part in an item, and their share of the known area."""
        held = [home for home in self.homes if self.choices.get((home.id, item)) == 1]
        every_m2 = sum(home.area_m2 or 0.0 for home in self.homes)
        some_m2 = sum(home.area_m2 or 0.0 for home in held)
        return RATE.filled(
            count=len(held),
            heads=_percent(len(held), len(self.homes)),
            share=_percent(some_m2, every_m2),
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or not self.homes else len(self.homes) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text(HOME) if section == 0 else text(item_words(self.items[section - 1]))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown(place, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return CENTRE
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(place, column)
        if role == Qt.ItemDataRole.ToolTipRole and place and column:
            return plain.plain_tip(f"{self._shown(place, 0)} {self._shown(place, column)}".strip())
        return None

    def _shown(self, place: int, column: int) -> str:
        if place == 0:
            return text(self.rate(self.items[column - 1])) if column else text(ALL)
        home = self.homes[place - 1]
        if column == 0:
            words = STAIRWELL.filled(number=home.stairwell, room=home.room)
            return text(words) if home.stairwell else home.room
        key = (home.id, self.items[column - 1])
        return SIGNS[self.choices[key]] if key in self.choices else ""

    def _ground(self, place: int, column: int) -> QColor | None:
        if place == 0:
            return QColor(light.tones.raised)
        key = (self.homes[place - 1].id, self.items[column - 1]) if column else None
        if key is None or key not in self.choices:
            return None
        look = LOOKS["agree"][STATES[self.choices[key]]]
        return QColor(look.dark if light.dark else look.light)

    def _again(self, *_: object) -> None:
        if self.homes and self.items:
            last = self.index(len(self.homes), len(self.items))
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.items))


class ItemsTable(QTableView):
    """Shows the model; Y, N and D answer for the selected cells."""

    answered = Signal(object, object, object)  # ids of homes, items, True False or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = ItemsModel()
        self.setModel(self.items)
        say(self.setAccessibleName, NAME)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumHeight(34)
        self.setFrameShape(QTableView.Shape.NoFrame)

    def show_items(
        self,
        homes: Sequence[Home],
        items: Sequence[str],
        choices: Mapping[tuple[int, str], int | None],
    ) -> None:
        """Show a building; the cursor stays on its home and item where they are still there."""
        kept = self._current()
        self.items.show_items(homes, items, choices)
        self._fit()
        ids = [home.id for home in homes]
        if kept is not None and kept[0] in ids and kept[1] in items:
            place = self.items.index(ids.index(kept[0]) + 1, list(items).index(kept[1]) + 1)
            self.setCurrentIndex(place)

    def _current(self) -> tuple[int, str] | None:
        index = self.currentIndex()
        if not index.isValid() or not index.row() or not index.column():
            return None
        return self.items.homes[index.row() - 1].id, self.items.items[index.column() - 1]

    def _fit(self) -> None:
        if self.items.rowCount():
            self.setRowHeight(0, 44)
        for column in range(self.items.columnCount()):
            self.setColumnWidth(column, 116 if column else 110)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEYS and not event.modifiers():
            self.answer(KEYS[key])
        else:
            super().keyPressEvent(event)

    def answer(self, wanted: bool | None) -> None:
        """Tell the answer of the selected cells."""
        cells = [
            (self.items.homes[index.row() - 1].id, self.items.items[index.column() - 1])
            for index in self.selectedIndexes()
            if index.row() and index.column()
        ]
        if cells:
            homes = list(dict.fromkeys(home for home, _ in cells))
            self.answered.emit(homes, list(dict.fromkeys(item for _, item in cells)), wanted)


def item_words(item: str) -> Words:
    """Return what an item is called: a kind of work, or the sheet's own words."""
    entry = codes.code("work_types", item)
    return entry.words if entry else Words(item, item)


def _percent(some: float, every: float) -> str:
    if not every:
        return "—"
    return str(money.half_up(Decimal(str(some)) * 100 / Decimal(str(every)), 1))
