"""The list of what stands in the map's view: the keyboard's and the screen reader's map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from renewtrack.domain import stages
from renewtrack.maps import tool_asks
from renewtrack.ui import plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.map_tools import MapTools
from renewtrack.ui.session import Session
from renewtrack.ui.site_form import kind_words
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.seen import Seen
    from renewtrack.ui.tasks import Task

VISIBLE = Words("视野内", "In view")
LIST = Words("地图视野内的楼栋和场地", "Buildings and sites in the map's view")
NAME, STATE = Words("名称", "Name"), Words("状态", "State")
LATE = Words("{state} · 逾期", "{state} · late")
COUNT = Words("{count} 栋 · {sites} 处场地", "Buildings: {count} · sites: {sites}")
NOTHING = Words(
    "视野内没有楼栋和场地：把地图缩小一些，或者清除筛选",
    "No building or site is in view: zoom out, or clear the filters",
)
MORE = Words(
    "视野内 {count} 栋，列出靠中间的 {listed} 栋；放大地图可以看到全部",
    "{count} buildings in view, the {listed} nearest to the middle are listed; zoom in for all",
)
KEYS = Words(
    "方向键移动并在地图上闪一下；回车选中，Ctrl+回车加选，Ctrl+J 定位，点列头排序",
    "Arrows move and flash it on the map; Enter selects, Ctrl+Enter adds, "
    "Ctrl+J zooms, a head sorts",
)
CLOSED = Words(
    "地图打开后，这里列出视野内的楼栋", "Once the map is open, what is in view is listed"
)
READING = Words("正在读取视野内的楼栋…", "Reading what is in view…")
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _state(line: Seen) -> Words:
    if line.table == "site":
        return kind_words(line.bucket)
    bucket = stages.bucket(line.bucket)
    words = Words(f"{bucket.glyph} {bucket.words.zh}", f"{bucket.glyph} {bucket.words.en}")
    return LATE.filled(state=words) if line.overdue else words


def _name(line: Seen) -> str | Words:
    return line.name or kind_words(line.bucket)


HEADS: tuple[Head[Seen], ...] = (Head(NAME, 190, _name), Head(STATE, 120, _state))


class SeenTable(LinesTable):
    """The list; Enter means the line under the cursor."""

    entered = Signal(bool)  # True: added to what is selected
    located = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+J from the window, whose own would go to the ledger's row."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if held and event.key() == Qt.Key.Key_J:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER:
            self.entered.emit(bool(held))
        elif held and event.key() == Qt.Key.Key_J:
            self.located.emit()
        else:
            super().keyPressEvent(event)


class VisibleList(QWidget):
    """Lists what is in view while it is open itself; nothing is asked of the page else."""

    picked = Signal(object, bool)  # ids of buildings; True: added
    site_picked = Signal(int)
    located = Signal(str, int)  # table, id

    def __init__(self, session: Session, tools: MapTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tools = session, tools
        self._seen: tool_asks.Seen | None = None
        self._sort: tuple[int, bool] | None = None
        self._reading: Task | None = None
        self.model: LinesModel[Seen] = LinesModel(HEADS)
        self.table = SeenTable(LIST)
        self.count, self._keys = plain.label(), plain.label()
        self._build()
        tools.asked.connect(self._answer)
        tools.opened.connect(self._watch)
        session.changed.connect(self._show)
        session.opened.connect(self._forget)
        speech.switched.connect(self._say_count)

    def _build(self) -> None:
        for label in (self.count, self._keys):
            label.setWordWrap(True)
            label.setProperty("role", "dim")
            label.setContentsMargins(12, 2, 12, 4)
        say(self._keys.setText, KEYS)
        say(self.count.setText, CLOSED)
        self.table.take(self.model, wide=0)
        self.table.setAlternatingRowColors(False)
        self.table.setShowGrid(False)
        heads = self.table.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(self._sort_by)
        self.table.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.table.entered.connect(self.take)
        self.table.located.connect(self._locate)
        self.table.doubleClicked.connect(lambda _: self._locate())
        self.table.clicked.connect(lambda _: self.take(False))
        self.table.selectionModel().selectionChanged.connect(self._moved)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.count, self.table, self._keys):
            box.addWidget(widget)

    # -- while it is open

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._watch()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._watch()

    def _watch(self) -> None:
        if self._tools.view is not None:
            self._tools.view.keep({"do": "watch", "on": self.isVisible()})

    def _answer(self, ask: object) -> None:
        if isinstance(ask, tool_asks.Seen):
            self._seen = ask
            self._show()

    def _forget(self) -> None:
        self._seen = None
        self.model.show_lines(())
        say(self.count.setText, CLOSED)

    def _show(self, _: object = None) -> None:
        """Read the names and states of what is in view; the line under the cursor stays so."""
        if self._seen is None or self._session.file is None or not self.isVisible():
            return
        if self._reading is not None:
            self._reading.cancel()
        wanted, today = self._seen, self._session.today

        def read(db: Database, _: Task) -> list[Seen]:
            from renewtrack.store import seen

            return [*seen.buildings(db, wanted.ids, today), *seen.sites(db, wanted.sites)]

        self._reading = self._session.run_read(
            read, lambda lines: self._arrived(wanted, lines), lambda _: None, words=READING
        )

    def _arrived(self, wanted: tool_asks.Seen, lines: list[Seen]) -> None:
        if wanted is self._seen:
            self._reading = None
            self._put(self._sorted(lines))
            self._say_count()

    def _put(self, lines: Sequence[Seen]) -> None:
        here = self.line
        self.model.show_lines(lines)
        place = next(
            (
                n
                for n, each in enumerate(lines)
                if here and (each.table, each.id) == (here.table, here.id)
            ),
            -1,
        )
        if place >= 0:
            chosen = self.table.selectionModel()
            chosen.blockSignals(True)  # the cursor has not moved
            index = self.model.index(place, 0)
            chosen.setCurrentIndex(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
            chosen.blockSignals(False)

    def _say_count(self, _: str = "") -> None:
        if self._seen is None:
            return
        listed, count = len(self._seen.ids), self._seen.count
        if listed < count:
            words = MORE.filled(count=f"{count:,}", listed=f"{listed:,}")
        elif not count and not self._seen.sites:
            words = NOTHING
        else:
            words = COUNT.filled(count=f"{count:,}", sites=f"{len(self._seen.sites):,}")
        say(self.count.setText, words)

    def _sort_by(self, column: int) -> None:
        up = self._sort is None or self._sort[0] != column or not self._sort[1]
        self._sort = column, up
        heads = self.table.horizontalHeader()
        heads.setSortIndicatorShown(True)
        order = Qt.SortOrder.AscendingOrder if up else Qt.SortOrder.DescendingOrder
        heads.setSortIndicator(column, order)
        self._show()

    def _sorted(self, lines: list[Seen]) -> list[Seen]:
        """By name they come in pinyin order from the file; by state that order stays within."""
        if self._sort is None:
            return lines
        column, up = self._sort
        if column == 0:
            return lines if up else lines[::-1]
        order = {bucket.key: place for place, bucket in enumerate(stages.BUCKETS)}
        return sorted(
            lines,
            key=lambda each: (each.table, order.get(each.bucket, len(order)), each.bucket),
            reverse=not up,
        )

    # -- what is done with a line

    @property
    def line(self) -> Seen | None:
        """Return the line under the cursor."""
        place = self.table.currentIndex().row()
        return self.model.lines[place] if 0 <= place < len(self.model.lines) else None

    def take(self, extend: bool) -> None:
        """Select what the cursor is on, in the table and on the map."""
        line = self.line
        if line is None:
            return
        if line.table == "site":
            self.site_picked.emit(line.id)
        else:
            self.picked.emit([line.id], extend)

    def _locate(self) -> None:
        if self.line is not None:
            self.located.emit(self.line.table, self.line.id)

    def _moved(self, chosen: QItemSelection, _: QItemSelection) -> None:
        """Call what the cursor came to to notice on the map."""
        line, view = self.line, self._tools.view
        if chosen.isEmpty() or line is None or view is None:
            return
        if line.table == "building":
            view.flash([line.id])
        else:
            view.tell({"do": "pick_site", "ids": [line.id]})

    @property
    def said(self) -> str:
        """Return the sentence about how much is in view."""
        return text(Words(self.count.text(), self.count.text()))
