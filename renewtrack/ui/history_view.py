"""The history of the file: every action by filter, each change of one, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import history_lines, icons, plain
from renewtrack.ui.history_filters import HistoryFilters
from renewtrack.ui.history_lines import ChangeLine, Line, PagedModel
from renewtrack.ui.import_wizard_tables import LinesTable
from renewtrack.ui.record_history import OUTSIDE, local
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.history import HistoryFilter

LIST = Words("操作历史", "History of actions")
CHANGES = Words("所选操作的每处改动", "Each change of the selected action")
TAKE_BACK = Words("撤销所选操作", "Undo the selected action")
BACK_TO = Words("回到此处…", "Back to here…")
BACK_TIP = Words(
    "撤销所选操作之后的全部操作，内容回到这项操作刚做完时的样子",
    "Undo everything after the selected action, back to how things were just after it",
)
EXPORT = Words("导出清单…", "Export the list…")
THIN = Words("精简历史…", "Thin the history…")
HINT = Words(
    "选一项操作，这里列出它的每处改动；一次导入或批量修改是一项，可整批撤销，重启后也行",
    "Select an action to see its changes; an import or a bulk edit is one action, undone whole",
)
EMPTY = Words("没有符合条件的操作", "No action meets these filters")
NO_DETAILS = Words(
    "没有改动记录，或者明细已精简", "It changed no record, or its details are thinned"
)
HEAD = Words("{what}　{who}　{at}", "{what}   {who}   {at}")
READ = Words(
    "读到 {rows} 行：新增 {new}，更新 {changed}，无变化 {same}，拒绝 {rejected}",
    "{rows} rows read: {new} new, {changed} changed, {same} same, {rejected} rejected",
)
THIS_RECORD = Words("只看这条记录的历史", "Only the history of this record")
SHARES = (560, 440)
HEIGHT = 290
ROOM = {0: 400, 2: 480}  # pixels the list needs to spare them: number and person
PLACED = {"estate": "estates", "building": "buildings", "project": "projects", "work": "works"}
GO_TO = Words("转到这条记录", "Go to this record")


class HistoryView(QWidget):
    """Lists the actions, youngest first, and tells the one selected."""

    undo_asked = Signal(int)  # id of the group
    back_asked = Signal(int)
    export_asked = Signal(object)  # HistoryFilter
    thin_asked = Signal()
    record_asked = Signal(str, int)  # kind and id, to go to

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.filters = HistoryFilters()
        self.list, self.details = LinesTable(LIST), LinesTable(CHANGES)
        self.lines: PagedModel[Line] = PagedModel(history_lines.LINE_HEADS)
        self.changes: PagedModel[ChangeLine] = PagedModel(history_lines.CHANGE_HEADS)
        self.undo, self.back = QPushButton(), QPushButton()
        self.export, self.thin = QPushButton(), QPushButton()
        self.told = plain.label()
        self._shown: Line | None = None
        self._stale = True
        self._lay()
        self._connect()

    def _lay(self) -> None:
        self.list.take(self.lines, history_lines.WHAT)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.details.take(self.changes)
        self.told.setWordWrap(True)
        self.told.setProperty("role", "dim")
        self.told.setContentsMargins(10, 4, 10, 4)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.told)
        beside.addWidget(self.details, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(right)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes(SHARES)
        self.splitter.splitterMoved.connect(lambda *_: self.make_room())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.filters)
        box.addWidget(self.splitter, 1)
        box.addLayout(self._buttons())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()

    def make_room(self) -> None:
        """Leave what was done readable in a narrow list; the rest is told beside."""
        for column, needed in ROOM.items():
            self.list.setColumnHidden(column, self.splitter.sizes()[0] < needed)

    def _buttons(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 5, 8, 6)
        bar.setSpacing(8)
        for button, words, icon in (
            (self.undo, TAKE_BACK, "undo"),
            (self.back, BACK_TO, "history"),
            (self.export, EXPORT, "export"),
            (self.thin, THIN, ""),
        ):
            say(button.setText, words)
            if icon:
                icons.give(button.setIcon, icon)
            bar.addWidget(button)
        bar.insertStretch(2, 1)
        plain.say_tip(self.back, BACK_TIP)
        return bar

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self.refresh)
        session.recorded.connect(self.refresh)
        session.opened.connect(self._other_file)
        speech.switched.connect(self.refresh)
        self.filters.changed.connect(self.refresh)
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._select())
        self.list.activated.connect(lambda _: self.details.setFocus())
        self.undo.clicked.connect(lambda: self._ask(self.undo_asked))
        self.back.clicked.connect(lambda: self._ask(self.back_asked))
        self.export.clicked.connect(lambda: self.export_asked.emit(self.filters.chosen()))
        self.thin.clicked.connect(self.thin_asked)
        self.details.activated.connect(self._go)
        self.details.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.details.customContextMenuRequested.connect(self._menu_at)

    # -- what is shown

    def sizeHint(self) -> QSize:
        """Ask for room for some lines under the table; the person makes it what he likes."""
        return QSize(super().sizeHint().width(), HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Delete take the selected action back, and Esc show everything again."""
        if event.key() == Qt.Key.Key_Delete and self.undo.isEnabled():
            self._ask(self.undo_asked)
        elif event.key() == Qt.Key.Key_Escape:
            self.filters.clear()
            self.filters.changed.emit()
        else:
            super().keyPressEvent(event)

    def _other_file(self) -> None:
        self.filters.clear()
        self.refresh()

    def refresh(self, _: object = None) -> None:
        """Read the history again, if anybody can see it."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        held = self._shown.key if self._shown is not None else None
        if self.session.file is None:
            self.lines.start(lambda _: ())
        else:
            self.filters.fill(self.session.db)
            self.lines.start(partial(self._page, self.filters.chosen()))
        place = next((row for row, line in enumerate(self.lines.lines) if line.key == held), None)
        if place is None:
            self.list.setCurrentIndex(QModelIndex())
        else:
            self.list.selectRow(place)
        self._select()

    def only(self, table: str, row_id: int, name: Words) -> None:
        """Show the history of one record."""
        self.filters.clear()
        self.filters.only((table, row_id, name))

    def _page(self, which: HistoryFilter, after: Line | None) -> Sequence[Line]:
        """Return the lines of the next page; other programs' lines come along with the actions."""
        from renewtrack.store import history

        db, before = self.session.db, None
        if after is not None:
            groups = [line.group for line in self.lines.lines if line.group is not None]
            if after.outside is not None or len(groups) % history_lines.PAGE:
                return ()  # the last page was not full
            before = groups[-1].id
        found = history.lines(db, which, history_lines.PAGE, before)
        return history_lines.lines(db, found)

    def _line(self) -> Line | None:
        index = self.list.currentIndex()
        return self.lines.lines[index.row()] if index.isValid() else None

    def _select(self) -> None:
        """Tell the action that is selected now."""
        line = self._shown = self._line()
        group = line.group if line is not None else None
        may = self.session.may
        self.undo.setEnabled(group is not None and group.revertible and may("editor"))
        self.back.setEnabled(group is not None and line is not self._first() and may("editor"))
        self.export.setEnabled(bool(self.lines.lines))
        self.thin.setEnabled(may("manager"))
        if line is None:
            self.changes.start(lambda _: ())
            self.told.setText(text(HINT if self.lines.lines else EMPTY))
            return
        self.changes.start(partial(self._changes, line))
        who = (group.who if group is not None else "") or text(OUTSIDE)
        head = text(HEAD.filled(what=line.what, who=who, at=local(line.at)))
        if group is not None and group.batch_id is not None:
            head = f"{head}\n{self._read(group.batch_id)}"
        self.told.setText(head if self.changes.lines else f"{head}\n{text(NO_DETAILS)}")

    def _read(self, batch_id: int) -> str:
        """Return what an import read, by its counts."""
        from renewtrack.store import history

        found = (each for each in history.batches(self.session.db) if each.id == batch_id)
        batch = next(found, None)
        if batch is None:
            return ""
        counts = {key: getattr(batch, key) or 0 for key in ("new", "changed", "same", "rejected")}
        return text(READ.filled(rows=batch.rows_read or 0, **counts))

    def _first(self) -> Line | None:
        return next((line for line in self.lines.lines if line.group is not None), None)

    def _changes(self, line: Line, after: ChangeLine | None) -> Sequence[ChangeLine]:
        from renewtrack.store import history

        db, last = self.session.db, after.change.id if after is not None else 0
        if line.outside is not None:
            found = history.outside_changes(db, line.outside, history_lines.PAGE, last)
        else:
            assert line.group is not None
            found = history.changes(db, line.group.id, history_lines.PAGE, last)
        return history_lines.change_lines(db, found)

    # -- what is asked for

    def _ask(self, signal: object) -> None:
        line = self._line()
        if line is not None and line.group is not None:
            signal.emit(line.group.id)  # type: ignore[attr-defined]

    def _go(self, index: QModelIndex) -> None:
        change = self.changes.lines[index.row()].change
        if change.table in PLACED:
            self.record_asked.emit(PLACED[change.table], change.row_id)

    def menu(self, line: ChangeLine) -> QMenu:
        """Return the menu of the right mouse button on a change."""
        change, made = line.change, QMenu(self)
        only = made.addAction(text(THIS_RECORD))
        only.triggered.connect(lambda: self.only(change.table, change.row_id, line.name))
        go = made.addAction(text(GO_TO))
        go.setEnabled(change.table in PLACED)
        go.triggered.connect(lambda: self.record_asked.emit(PLACED[change.table], change.row_id))
        return made

    def _menu_at(self, place: QPoint) -> None:
        index = self.details.indexAt(place)
        if index.isValid():
            made = self.menu(self.changes.lines[index.row()])
            made.aboutToHide.connect(made.deleteLater)
            made.popup(self.details.viewport().mapToGlobal(place))
