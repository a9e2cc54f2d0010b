"""The cards of one column of the board: read as they come into view, painted by one delegate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from renewtrack.domain import lateness, stages
from renewtrack.ui import cells, glyphs, lamps, ledger
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

Index = QModelIndex | QPersistentModelIndex
PAGE = 100  # rows read at a time
HEIGHT = 64
DUE = Words("完工 {date}", "due {date}")
SAID = Words("{name}，{stage}，{light}{due}", "{name}, {stage}, {light}{due}")


class Cards(QAbstractListModel):
    """The records of one column by their ids; a page of rows is read when one is looked at."""

    def __init__(self, fetch: Callable[[list[int]], Sequence[object]]) -> None:
        super().__init__()
        self._fetch = fetch
        self.ids: list[int] = []
        self._rows: dict[int, object] = {}

    def show(self, ids: Sequence[int]) -> None:
        """Show other records."""
        self.beginResetModel()
        self.ids, self._rows = list(ids), {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.ids)

    def row(self, place: int) -> object | None:
        """Return the row of a card; None where it is gone."""
        row_id = self.ids[place]
        if row_id not in self._rows:
            start = place // PAGE * PAGE
            some = self.ids[start : start + PAGE]
            for row in self._fetch(some):
                self._rows[getattr(row, "id", 0)] = row
        return self._rows.get(row_id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "" if row is None else text(_said(row))
        if role == Qt.ItemDataRole.ToolTipRole and row is not None:
            return None
        return None


class CardView(QListView):
    """One column; Ctrl with left or right asks for the neighbouring column, Enter opens."""

    opened = Signal(int)
    shifted = Signal(int)  # -1 left, 1 right
    stepped = Signal(int)  # to another column, without a card
    chosen = Signal(object)  # ids

    def __init__(self, cards: Cards, words: Words) -> None:
        super().__init__()
        self.cards = cards
        self.setModel(cards)
        self.setItemDelegate(CardPainter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self.setAccessibleName, words)
        self.activated.connect(lambda index: self.opened.emit(self.cards.ids[index.row()]))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.marked()))

    def marked(self) -> list[int]:
        """Return the ids of the selected cards, in their order."""
        places = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.cards.ids[place] for place in places]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.shifted.emit(step)
        else:
            self.stepped.emit(step)


class CardPainter(QStyledItemDelegate):
    """Paints a card: light, name, stage with its percentage, planned finish."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is None:
            return
        tones, box = light.tones, QRect(option.rect).adjusted(4, 3, -4, -3)
        state = option.state
        picked = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tones.accent if picked or focused else tones.line), 1))
        painter.setBrush(QColor(tones.picked if picked else tones.base))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self._words(painter, row, box.adjusted(8, 5, -8, -4))
        painter.restore()

    def _words(self, painter: QPainter, row: object, box: QRect) -> None:
        tones, third = light.tones, box.height() // 3
        lamp = str(getattr(row, "light", lateness.NONE))
        lamps.paint(painter, lamp, QRectF(box.left(), box.top() + 3, 11, 11))
        bold, plain = QFont(painter.font()), QFont(painter.font())
        bold.setBold(True)
        left = box.adjusted(17, 0, 0, 0)
        painter.setFont(bold)
        painter.setPen(QColor(tones.text))
        _line(painter, left, 0, third, _head(row))
        painter.setFont(plain)
        stage = getattr(row, "stage", None)
        painter.setPen(glyphs.text_colour(stages.bucket_of(stage)))
        percent = getattr(row, "percent", None)
        progress = f" {percent:.0f}%" if percent is not None else ""
        words = text(cells.stage_words(stage) if stage else stages.NO_PROJECT.words)
        _line(painter, box, third, third, words + progress)
        painter.setPen(QColor(tones.dim))
        _line(painter, box, 2 * third, third, _foot(row))


def _line(painter: QPainter, box: QRect, top: int, height: int, words: str) -> None:
    inside = QRect(box.left(), box.top() + top, box.width(), height)
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)


def _head(row: object) -> str:
    kind = getattr(row, "kind", None)
    return cells.code_words("work_types", kind).in_(speech.language) if kind else _place(row)


def _foot(row: object) -> str:
    finish = getattr(row, "finish_plan", None)
    due = text(DUE.filled(date=finish)) if finish else ""
    where = _place(row) if getattr(row, "kind", None) else getattr(row, "estate", None) or ""
    return "  ".join(part for part in (where, due) if part)


def _place(row: object) -> str:
    return str(getattr(row, "place", None) or getattr(row, "name", None) or ledger.row_name(row))


def _said(row: object) -> Words:
    finish = getattr(row, "finish_plan", None)
    stage = getattr(row, "stage", None)
    due = Words(f"，完工 {finish}", f", due {finish}") if finish else Words("", "")
    return SAID.filled(
        name=ledger.row_name(row),
        stage=cells.stage_words(stage) if stage else stages.NO_PROJECT.words,
        light=lateness.LIGHT_WORDS[str(getattr(row, "light", lateness.NONE))],
        due=due,
    )
