"""The board: works or projects as cards in the groups of their stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import lifecycle, money
from renewtrack.ui import icons, plain
from renewtrack.ui.board_cards import Cards, CardView
from renewtrack.ui.columns import KIND_WORDS
from renewtrack.ui.filtering import Choice
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.boards import Column

SHOWN = Words("卡片", "Cards")
HELD, UNPLACED = Words("暂缓受阻", "Held up"), Words("未列入", "No stage")
HEAD = Words("{group}  {count}", "{group}  {count}")
SUM = Words("{money} 万元", "{money} 10k yuan")
MOVE = Words("调整所选的阶段…", "Move the selection…")
HINT = Words(
    "空格和 Shift 选卡片，Ctrl+→ 推进到下一组，回车看详情",
    "Space and Shift select, Ctrl+→ moves on, Enter opens",
)
NARROW = 100  # pixels of a column, less of which nobody could read
OPEN_ALL = Words("在表里打开这 {count} 条", "Open these {count} in the table")
HEADS = {
    **{group.key: group.words for group in lifecycle.GROUPS},
    "held": HELD,
    "unplaced": UNPLACED,
}


class BoardColumn(QWidget):
    """One group: its name with count and money, and its cards below."""

    def __init__(self, key: str, cards: Cards, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.head, self.sum = QPushButton(), plain.label()
        self.view = CardView(cards, HEADS[key])
        self.setMinimumWidth(NARROW)
        self.head.setFlat(True)
        self.head.setProperty("role", "link")
        self.sum.setProperty("role", "dim")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        self.sum.setMinimumWidth(1)  # a long sum is cut, and told as a tip
        for widget in (self.head, self.sum):
            box.addWidget(widget)
        box.addWidget(self.view, 1)

    def show_column(self, column: Column) -> None:
        """Show the records of a group."""
        count = f"{len(column.ids):,}"
        self.head.setText(text(HEAD.filled(group=HEADS[self.key], count=count)))
        self.head.setToolTip(text(OPEN_ALL.filled(count=count)))
        self.sum.setText(text(SUM.filled(money=money.wan_shown(column.fen))))
        self.sum.setToolTip(self.sum.text())
        self.view.cards.show(column.ids)


class BoardScreen(Screen):
    """Columns by groups of stages; a card is a work or a project."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.which, self.mover = QComboBox(), QPushButton()
        self.hint, self.across = plain.label(), QScrollArea()
        self.columns = [BoardColumn(key, Cards(self._rows)) for key in HEADS]
        self._build()

    @property
    def kind(self) -> str:
        """Return the kind of record that a card is."""
        return str(self.which.currentData() or "works")

    def show_now(self) -> None:
        """Read which records stand in which group."""
        kind, wanted = self.kind, self.choice.filter(self.kind, self.session.today)

        def job(db: object, _: object) -> Sequence[Column]:
            from renewtrack.store import boards

            return boards.read(db, kind, wanted)  # type: ignore[arg-type]

        self.read(job, self._arrived)

    def marked(self) -> list[int]:
        """Return the ids of the selected cards of all columns."""
        return [each for column in self.columns for each in column.view.marked()]

    def _build(self) -> None:
        for kind in ("works", "projects"):
            self.which.addItem("", kind)
        say(self.which.setAccessibleName, SHOWN)
        self.which.currentIndexChanged.connect(lambda _: self.show_now())
        speech.switched.connect(self._spoken)
        self._spoken()
        say(self.mover.setText, MOVE)
        icons.give(self.mover.setIcon, "next")
        self.mover.clicked.connect(lambda: self._ask(""))
        self.mover.setEnabled(False)
        self.hint.setProperty("role", "dim")
        say(self.hint.setText, HINT)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        for widget in (self.which, self.mover, self.hint):
            bar.addWidget(widget)
        bar.addStretch(1)
        across = QHBoxLayout()
        across.setContentsMargins(8, 0, 8, 4)
        across.setSpacing(6)
        for place, column in enumerate(self.columns):
            across.addWidget(column, 1)
            self._connect(place, column)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self._scrolled(across), 1)
        self.setFocusProxy(self.columns[0].view)

    def _scrolled(self, across: QHBoxLayout) -> QScrollArea:
        """Return the columns as what is scrolled where the screen is too narrow for all of them."""
        strip = QWidget()
        strip.setLayout(across)
        self.across.setWidgetResizable(True)
        self.across.setFrameShape(QFrame.Shape.NoFrame)
        self.across.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.across.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.across.setWidget(strip)
        return self.across

    def _connect(self, place: int, column: BoardColumn) -> None:
        owner = QObject(column)
        say(lambda words: column.head.setAccessibleName(words), HEADS[column.key], owner)
        column.head.clicked.connect(
            lambda: self.drilled.emit(self.kind, list(column.view.cards.ids), HEADS[column.key])
        )
        column.view.opened.connect(lambda row_id: self.opened.emit(self.kind, row_id))
        column.view.chosen.connect(lambda _: self._chosen())
        column.view.shifted.connect(lambda step: self._shift(place, step))
        column.view.stepped.connect(lambda step: self._step(place, step))

    def _arrived(self, found: Sequence[Column]) -> None:
        for column, shown in zip(self.columns, found, strict=True):
            column.show_column(shown)
            column.setVisible(column.key not in ("held", "unplaced") or bool(shown.ids))
        self.mover.setEnabled(False)

    def _rows(self, ids: list[int]) -> Sequence[object]:
        from renewtrack.store import listing

        if self.session.file is None:
            return ()
        return listing.rows(self.session.db, self.kind, ids, self.session.today)

    def _chosen(self) -> None:
        ids = self.marked()
        self.mover.setEnabled(bool(ids) and self.session.may("editor"))
        self.picked.emit(self.kind, ids)

    def _step(self, place: int, step: int) -> None:
        shown = [column for column in self.columns if not column.isHidden()]
        at = shown.index(self.columns[place]) + step
        if 0 <= at < len(shown):
            view = shown[at].view
            view.setFocus()
            self.across.ensureWidgetVisible(view, 0, 0)
            if view.cards.ids and not view.currentIndex().isValid():
                view.setCurrentIndex(view.cards.index(0))

    def _shift(self, place: int, step: int) -> None:
        """Ask to move the selected cards into the neighbouring group."""
        at = place + step
        if 0 <= at < len(lifecycle.GROUPS) and self.columns[place].view.marked():
            self._ask(lifecycle.GROUPS[at].first)

    def _ask(self, stage: str) -> None:
        ids = self.marked()
        if ids and self.session.may("editor"):
            self.move_asked.emit(self.kind, ids, stage)

    def _spoken(self, _: str = "") -> None:
        for place in range(self.which.count()):
            words = KIND_WORDS[str(self.which.itemData(place))]
            self.which.setItemText(place, text(words))
