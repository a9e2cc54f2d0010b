"""Item by household as a model: an answer and a number in each cell, the rates above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from renewtrack.domain import codes, money, participation
from renewtrack.domain.homes_front import Home
from renewtrack.domain.participation import (
    ANSWER_WORDS,
    ANSWERS,
    NO,
    NOT_ASKED,
    NOT_CONCERNED,
    SIGNS,
    UNDECIDED,
    YES,
    Tally,
)
from renewtrack.ui import plain
from renewtrack.ui.homes_view import LOOKS
from renewtrack.ui.look import light
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

Index = QModelIndex | QPersistentModelIndex
Key = tuple[int, str]  # household, item
HOME, ALL = Words("户", "Home"), Words("参与", "Take part")
STAIRWELL = Words("{number} 单元 {room}", "{number}-{room}")
RATE = Words("{count} 户 {heads}%\n面积 {share}%", "{count} homes {heads}%\narea {share}%")
COUNTED = Words("{rate}\n共 {amount} {unit}", "{rate}\ntotal {amount} {unit}")
COUNT = Words("{answer} {count}", "{answer} {count}")
NO_AREA = Words("{count} 户面积不明", "{count} homes without an area")
NO_NUMBER = Words("{count} 户未报数量", "{count} told no number")
_GROUNDS = {YES: "yes", NO: "no", UNDECIDED: "undecided", NOT_CONCERNED: ""}
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class ItemsModel(QAbstractTableModel):
    """A row a home, a column an item; the first row says how many take part, by heads and area."""

    typed = Signal(int, str, object)  # home, item, how many or None

    def __init__(self) -> None:
        super().__init__()
        self.homes: Sequence[Home] = ()
        self.items: Sequence[str] = ()
        self.choices: Mapping[Key, int | None] = {}
        self.counts: Mapping[Key, float] = {}
        self.may = True
        self._tallies: dict[str, Tally] = {}
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_items(
        self,
        homes: Sequence[Home],
        items: Sequence[str],
        choices: Mapping[Key, int | None],
        counts: Mapping[Key, float],
    ) -> None:
        """Show another building."""
        self.beginResetModel()
        self.homes, self.items, self.choices, self.counts = homes, items, choices, counts
        self._tallies = {}
        self.endResetModel()

    def state(self, key: Key) -> str:
        """Return what a home says to an item, one of ANSWERS."""
        if key not in self.choices:
            return NOT_ASKED
        return participation.answer(self.choices[key], self.counts.get(key))

    def tally(self, item: str) -> Tally:
        """Return the answers of all homes to an item."""
        if item not in self._tallies:
            self._tallies[item] = participation.total(
                participation.one(
                    self.state((home.id, item)), home.area_m2, self.counts.get((home.id, item))
                )
                for home in self.homes
            )
        return self._tallies[item]

    def rate(self, item: str) -> Words:
        """Return how many homes take part in an item, their share of the area, and how many."""
        tally, unit = self.tally(item), unit_of(item)
        rate = tally.rate
        words = RATE.filled(
            count=rate.count, heads=percent(rate.by_heads), share=percent(rate.by_area)
        )
        amount = tally.amount(unit)
        if not amount:
            return words
        return COUNTED.filled(rate=words, amount=number(amount), unit=unit_words(unit))

    def key(self, index: Index) -> Key | None:
        """Return the home and the item of a cell; None in the first row and column."""
        if not index.isValid() or not index.row() or not index.column():
            return None
        return self.homes[index.row() - 1].id, self.items[index.column() - 1]

    # -- what Qt asks

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
            return text(HOME) if section == 0 else headed(self.items[section - 1])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        held = super().flags(index)
        editable = self.may and self.key(index) is not None
        return held | Qt.ItemFlag.ItemIsEditable if editable else held

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown(place, column)
        if role == Qt.ItemDataRole.EditRole:
            key = self.key(index)
            return number(self.counts.get(key)) if key is not None else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return CENTRE
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(index)
        if role == Qt.ItemDataRole.ToolTipRole and column:
            return plain.plain_tip(self._tip(index))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key, typed = self.key(index), str(value).strip()
        if key is None or role != Qt.ItemDataRole.EditRole:
            return False
        try:
            quantity = float(typed) if typed else None
        except ValueError:
            return False
        if quantity != self.counts.get(key):
            self.typed.emit(*key, quantity)
        return True

    def _shown(self, place: int, column: int) -> str:
        if place == 0:
            return text(self.rate(self.items[column - 1])) if column else text(ALL)
        home = self.homes[place - 1]
        if column == 0:
            words = STAIRWELL.filled(number=home.stairwell, room=home.room)
            return text(words) if home.stairwell else home.room
        key = (home.id, self.items[column - 1])
        said = self.state(key)
        many = number(self.counts.get(key)) if said != NOT_CONCERNED else ""
        return f"{SIGNS[said]} {many}".strip()

    def _tip(self, index: Index) -> str:
        key = self.key(index)
        if key is not None:
            return f"{self._shown(index.row(), 0)} {text(ANSWER_WORDS[self.state(key)])}"
        return " ".join(text(words) for words in told(self.tally(self.items[index.column() - 1])))

    def _ground(self, index: Index) -> QColor | None:
        if index.row() == 0:
            return QColor(light.tones.raised)
        key = self.key(index)
        ground = _GROUNDS.get(self.state(key)) if key is not None else None
        if ground is None:
            return None
        look = LOOKS["agree"][ground]
        return QColor(look.dark if light.dark else look.light)

    def _again(self, *_: object) -> None:
        if self.homes and self.items:
            last = self.index(len(self.homes), len(self.items))
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.items))


def item_words(item: str) -> Words:
    """Return what an item is called: a kind of work, or the sheet's own words."""
    entry = codes.code("work_types", item)
    return entry.words if entry else Words(item, item)


def unit_of(item: str) -> str:
    """Return the unit that an item is counted in, "" where nobody says."""
    entry = codes.code("work_types", item)
    return entry.unit if entry else ""


def unit_words(unit: str) -> Words:
    """Return a unit as it is shown; what is only counted has none in English."""
    written = {"m2": "㎡"}.get(unit, unit)
    return Words(written, written if written.isascii() or written == "㎡" else "")


def headed(item: str) -> str:
    """Return the heading of an item, with its unit below."""
    unit = text(unit_words(unit_of(item)))
    return f"{text(item_words(item))}\n({unit})" if unit else text(item_words(item))


def told(tally: Tally) -> list[Words]:
    """Return how many homes give each answer, and what is not known of them."""
    said = [COUNT.filled(answer=ANSWER_WORDS[answer], count=tally.of(answer)) for answer in ANSWERS]
    if tally.rate.without_area:
        said.append(NO_AREA.filled(count=tally.rate.without_area))
    if tally.quantity and tally.uncounted:
        said.append(NO_NUMBER.filled(count=tally.uncounted))
    return said


def percent(share: float | None) -> str:
    """Return a share as it is shown."""
    return "—" if share is None else str(money.half_up(Decimal(str(share)), 1))


def number(value: float | None) -> str:
    """Return how many, without a point where it is whole."""
    return "" if value is None else f"{value:.12g}"
