"""The list of records below buildings, projects and facilities: one kind at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import plain, record_columns, record_values
from renewtrack.ui.columns import Column
from renewtrack.ui.history_lines import PagedModel
from renewtrack.ui.import_wizard_tables import Head, LinesTable
from renewtrack.ui.record_sources import SOURCE_HEADS, Told, told
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("记录", "Records")
LEAD = Words(
    "导入的住户、预约、电梯、资金和监测记录都在这里；个人信息已脱敏。双击或回车看这条记录的来源和历史。",
    "Households, visits, lifts, money and readings that came in, persons masked. Double-click or "
    "press Enter for a record's source and history.",
)
WHICH = Words("记录种类", "Kind of record")
SEARCH = Words("查找小区、楼号、日期、项目、状态…", "Find estate, building, date, project, state…")
LIST = Words("记录清单", "List of records")
BELOW = Words("所选记录的来源和历史", "Source and history of the selected record")
COUNT = Words("{shown} 条", "{shown} records")
READING = Words("正在读取…", "Reading…")
NONE = Words("还没有这类记录。可以用“导入”导入登记表。", "No such record yet. Import a register.")
NO_HIT = Words("没有符合条件的记录。", "Nothing meets the search.")
PICK = Words("选一条记录，按回车或双击。", "Select a record and press Enter or double-click.")
CLOSE = Words("关闭", "Close")
PAGE = 200  # records read at a time
PAUSE = 250  # milliseconds after the last key before the list is searched

Record = dict[str, Any]


def open_over(session: Session, parent: QWidget) -> None:
    """Show the records of the file."""
    RecordsView(session, parent).exec()


class RecordsView(QDialog):
    """Lists one kind of record by pages, searched and sorted, with the history of one below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: list[int] = []
        self._sort: tuple[str, bool] | None = None
        self._task: Task | None = None
        self.which, self.search = QComboBox(), QLineEdit()
        self.table, self.below = LinesTable(LIST), LinesTable(BELOW)
        self.count, self.none, self.chosen = plain.label(), plain.label(), plain.label()
        self.model: PagedModel[Record] = PagedModel(())
        self.past: PagedModel[Told] = PagedModel(SOURCE_HEADS)
        self._wait = QTimer(self, singleShot=True, interval=PAUSE)
        say(self.setWindowTitle, TITLE)
        self._build()
        self._connect()
        self.resize(QSize(1080, 640))
        self._spoken()
        self.show_kind(next(iter(record_columns.KINDS)))

    @property
    def kind(self) -> str:
        """Return the kind of record that is listed."""
        return str(self.which.currentData())

    def show_kind(self, kind: str) -> None:
        """List another kind of record, unsorted."""
        self.which.setCurrentIndex(list(record_columns.KINDS).index(kind))
        self._sort = None
        self._head()
        self.refresh()

    def refresh(self) -> None:
        """Read the list again, in a thread: it may be long."""
        if self._session.file is None:
            return
        if self._task is not None:
            self._task.cancel()
        kind, words, sort = self.kind, self.search.text(), self._sort
        self.count.setText(text(READING))

        def read(db: Database, _: Task) -> list[int]:
            from renewtrack.store import record_lists

            return record_lists.ids(db, kind, words, sort)

        self._task = self._session.run_read(read, self._arrived, lambda _: None, words=READING)

    # -- build

    def _build(self) -> None:
        lead = plain.label()
        lead.setWordWrap(True)
        lead.setProperty("role", "dim")
        say(lead.setText, LEAD)
        for label in (self.none, self.chosen, self.count):
            label.setProperty("role", "dim")
        say(self.search.setPlaceholderText, SEARCH)
        say(self.search.setAccessibleName, SEARCH)
        self.search.setClearButtonEnabled(True)
        say(self.which.setAccessibleName, WHICH)
        for key in record_columns.KINDS:
            self.which.addItem("", key)
        self.table.setSortingEnabled(False)
        self.table.horizontalHeader().setSectionsClickable(True)
        self.below.setModel(self.past)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(lead)
        box.addLayout(self._bar())
        box.addWidget(self.none)
        box.addWidget(self._parts(), 1)
        box.addLayout(self._foot())

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(10)
        name = plain.label()
        say(name.setText, WHICH)
        name.setBuddy(self.which)
        bar.addWidget(name)
        bar.addWidget(self.which)
        bar.addWidget(self.search, 1)
        return bar

    def _parts(self) -> QSplitter:
        under = QWidget()
        column = QVBoxLayout(under)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.chosen)
        column.addWidget(self.below, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(under)
        parts.setSizes([400, 170])
        return parts

    def _foot(self) -> QHBoxLayout:
        close = QPushButton()
        say(close.setText, CLOSE)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(close)
        return foot

    def _connect(self) -> None:
        self.which.activated.connect(lambda _: self.show_kind(self.kind))
        self.search.textChanged.connect(lambda _: self._wait.start())
        self._wait.timeout.connect(self.refresh)
        self.table.doubleClicked.connect(self._open)
        self.table.activated.connect(self._open)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self._session.changed.connect(self._changed)
        speech.switched.connect(self._spoken)

    # -- the list

    def _head(self) -> None:
        heads = [
            Head(
                column.words,
                column.width,
                partial(_shown, column),
                right=record_values.right(column),
            )
            for column in record_columns.LISTS[self.kind]
        ]
        self.model = PagedModel(heads)
        self.table.setModel(self.model)
        for place, head in enumerate(heads):
            self.table.setColumnWidth(place, head.width)
        self.table.horizontalHeader().setSortIndicatorShown(False)
        self._forget()

    def _arrived(self, ids: list[int]) -> None:
        self._ids, self._task = ids, None
        self.model.start(self._more)
        self.count.setText(text(COUNT.filled(shown=f"{len(ids):,}")))
        self.none.setText(text(NO_HIT if self.search.text().strip() else NONE))
        self.none.setVisible(not ids)
        self._forget()

    def _more(self, last: Record | None) -> Sequence[Record]:
        from renewtrack.store import exports, record_lists

        if self._session.file is None:
            return ()
        start = 0 if last is None else len(self.model.lines)
        some = self._ids[start : start + PAGE]
        found = record_lists.some(self._session.db, self.kind, some)
        mask = exports.mask(self._session.db)
        return [mask.record(record) for record in found]

    def _sort_by(self, section: int) -> None:
        key = record_columns.LISTS[self.kind][section].key
        rising = self._sort != (key, True)
        self._sort = (key, rising)
        order = Qt.SortOrder.AscendingOrder if rising else Qt.SortOrder.DescendingOrder
        self.table.horizontalHeader().setSortIndicator(section, order)
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self.refresh()

    # -- one record

    def _open(self, index: QModelIndex) -> None:
        """Show where the values of a record came from, and what was changed in it since."""
        from renewtrack.store import record_lists, titles

        row_id = self._ids[index.row()]
        table = record_lists.table_of(self.kind)
        self.chosen.setText(text(titles.title(self._session.db, table, row_id)))
        lines = told(self._session.db, table, row_id)
        self.past.start(lambda last: lines if last is None else ())
        self.below.resizeColumnsToContents()

    def _forget(self) -> None:
        self.past.start(lambda _: ())
        self.chosen.setText(text(PICK))

    def _changed(self, _: object) -> None:
        if self._session.file is None:
            self.reject()
        else:
            self.refresh()

    def _spoken(self, _: str = "") -> None:
        for place, words in enumerate(record_columns.KINDS.values()):
            self.which.setItemText(place, text(words))


def _shown(column: Column, record: Record) -> str:
    words = record_values.shown(column, record.get(column.key), speech.language)
    return " ".join(words.split())
