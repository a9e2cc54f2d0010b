"""The ledger view: tabs of estates, buildings, projects and works, chips, counter, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import doubts
from renewtrack.ui import big_edits, cells, edits, icons, stage_asking
from renewtrack.ui.chips import Chips
from renewtrack.ui.columns import COLUMNS, KIND_WORDS, Column
from renewtrack.ui.edits import Edit
from renewtrack.ui.empty_state import EmptyState
from renewtrack.ui.filtering import Choice
from renewtrack.ui.ledger_bar import LedgerBar
from renewtrack.ui.ledger_table import LedgerTable
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech
from renewtrack.ui.table_model import LedgerModel
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renewtrack.store.listing import FacetValue, Sums

KINDS = tuple(COLUMNS)
FROZEN = {"estates": 1, "buildings": 2, "projects": 1, "works": 2}  # columns that name the record
LARGE = 20_000  # rows; above it facets and sums follow a moment later
ICONS = {"estates": "estate", "buildings": "building", "projects": "project", "works": "works"}
SHARED = Words(
    "这个项目共用于 {count} 个小区，各行都显示全额；合计只算一次",
    "One project for {count} estates: each row shows all of its money, the sum counts it once",
)
FOUND_BY = Words("搜索到的地址：{address}", "Found by its address: {address}")
NO_HITS = Words("没有符合条件的记录", "Nothing matches")
NO_HITS_HINT = Words(
    "换一个搜索词，或去掉几个筛选条件", "Try another word, or take some filters away"
)
NO_HITS_ACTION = Words("清除筛选", "Clear filters")
EMPTY = {
    "estates": Words("还没有小区", "No estates yet"),
    "buildings": Words("还没有楼栋", "No buildings yet"),
    "projects": Words("还没有项目", "No projects yet"),
    "works": Words("还没有改造内容", "No works yet"),
}
EMPTY_HINT = Words(
    "把街道报来的 Excel 台账或楼栋普查表导入进来，也可以逐条新增",
    "Import the ledger or the building survey you have in Excel, or add records one by one",
)
EMPTY_ACTION = Words("从 Excel 导入…", "Import from Excel…")
ADD = {
    "estates": Words("新增小区…", "New estate…"),
    "buildings": Words("新增楼栋…", "New building…"),
    "projects": Words("新增项目…", "New project…"),
    "works": Words("新增改造内容…", "New work…"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the table shows now, in numbers."""

    kind: str
    shown: int
    total: int
    marked: int
    sums: Sums  # of the marked rows where there are two or more, else of all shown
    of_marked: bool


class Ledger(QWidget):
    """The tables behind tabs, all filtered by one choice."""

    rows_marked = Signal(str, object)  # kind, ids
    cursor_moved = Signal(str, object)  # kind, id or None
    opened = Signal(str, int)
    zoomed = Signal(str, object)
    listed = Signal(str)  # other rows are shown now
    counted = Signal(object)  # Shown
    faceted = Signal(object)  # facets with counts
    import_asked = Signal()
    add_asked = Signal(str)  # kind
    told = Signal(object)  # Words, something to say in passing
    pasted = Signal(object)

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.choice = session, choice
        self.tables: dict[str, LedgerTable] = {}
        self._sorts: dict[str, tuple[str, bool]] = {}
        self._telling: Task | None = None  # that counts the facets of many rows
        self._facets: Mapping[str, Sequence[FacetValue]] = {}
        self.bar = LedgerBar()
        self.tabs, self.counter = self.bar.tabs, self.bar.counter
        self.chips = Chips(choice)
        self._pages = QStackedWidget()
        self._empty = EmptyState("table")
        self._prepare()
        choice.changed.connect(self.reload)
        session.changed.connect(self.reload)
        session.opened.connect(self.forget)
        speech.switched.connect(self.count)

    def _prepare(self) -> None:
        for kind in KINDS:
            self._add_table(kind)
        self._empty.show_words(NO_HITS, NO_HITS_HINT, NO_HITS_ACTION, self.choice.clear)
        self._pages.addWidget(self._empty)
        self.tabs.currentChanged.connect(self.reload)
        chips = QVBoxLayout()
        chips.setContentsMargins(10, 4, 10, 5)
        chips.addWidget(self.chips)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.bar)
        self._chip_row = QWidget()
        self._chip_row.setLayout(chips)
        box.addWidget(self._chip_row)
        box.addWidget(self._pages, 1)

    def _add_table(self, kind: str) -> None:
        model = LedgerModel(COLUMNS[kind], lambda ids: self._fetch(kind, ids), self._apply, self)
        model.note = lambda column, row: self._note(kind, column, row)
        model.order = lambda key, up: self._sort(kind, key, up)
        table = LedgerTable(model, KIND_WORDS[kind], FROZEN[kind])
        table.rows_marked.connect(lambda ids: self._marked(kind, ids))
        table.cursor_moved.connect(lambda row_id: self.cursor_moved.emit(kind, row_id))
        table.opened.connect(lambda row_id: self.opened.emit(kind, row_id))
        table.zoomed.connect(lambda ids: self.zoomed.emit(kind, ids))
        table.pasted.connect(self.pasted)
        self.tables[kind] = table
        self._pages.addWidget(table)
        number = self.tabs.addTab("")
        icons.give_by(lambda made: self.tabs.setTabIcon(number, made), table, ICONS[kind])
        say(lambda words: self.tabs.setTabText(number, words), KIND_WORDS[kind], self.tables[kind])

    # -- what is shown

    @property
    def kind(self) -> str:
        """Return the kind of the table in front."""
        return KINDS[max(0, self.tabs.currentIndex())]

    @property
    def table(self) -> LedgerTable:
        """Return the table in front."""
        return self.tables[self.kind]

    def show_kind(self, kind: str) -> None:
        """Bring a table to the front."""
        self.tabs.setCurrentIndex(KINDS.index(kind))
        (self._pages.currentWidget() or self).setFocus()

    def forget(self) -> None:
        """Show nothing of the file that was open before."""
        for table in self.tables.values():
            table.ledger.marks.clear()
            table.ledger.show([])

    def reload(self) -> None:
        """Read again what the table in front shows."""
        if self.session.file is None:
            return
        from renewtrack.store import listing

        kind, db = self.kind, self.session.db
        wanted = self.choice.filter(kind, self.session.today)
        ids = listing.ids(db, kind, wanted, self._sorts.get(kind))
        self._chip_row.setVisible(not self.choice.empty)
        self.table.ledger.show(ids)
        self._show_page(bool(ids))
        self.listed.emit(kind)
        if len(ids) > LARGE:
            QTimer.singleShot(0, self, self._tell)  # the rows are painted first
        else:
            self._tell()

    def go_to(self, kind: str, row_id: int) -> bool:
        """Bring a record to the front, clearing the filter if it hides it."""
        self.show_kind(kind)
        if self.table.ledger.place(row_id) is None:
            self.choice.clear()
        return self.table.go_to(row_id)

    # -- inside

    def _tell(self) -> None:
        """Tell the facets with their counts, and the sums."""
        if self.session.file is None:
            return
        from renewtrack.store import listing

        kind, wanted = self.kind, self.choice.filter(self.kind, self.session.today)
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        if len(self.table.ledger.ids) <= LARGE:
            self._faceted(listing.facets(self.session.db, kind, wanted))
        else:
            self._telling = self.session.run_read(
                lambda db, _: listing.facets(db, kind, wanted), self._faceted
            )
        self.count()

    def _faceted(self, found: Mapping[str, Sequence[FacetValue]]) -> None:
        self._facets = dict(found)
        self.faceted.emit(self._facets)

    def _fetch(self, kind: str, ids: list[int]) -> Sequence[object]:
        from renewtrack.store import listing

        return listing.rows(self.session.db, kind, ids, self.session.today)

    def _apply(self, wanted: list[Edit]) -> None:
        action = "edit" if len(wanted) == 1 else "bulk_edit"
        if len(wanted) == 1 and wanted[0].column.kind == "stage":
            action = "move_stage"
        detail = edits.described(self.kind, wanted, self._name)
        today = self.session.today
        reason = stage_asking.of_edits(self, self.session, wanted)
        if reason is None:
            return
        count = big_edits.overwritten(self.table.ledger, wanted)
        if big_edits.is_big(self.session, count):
            if big_edits.agreed(self, count):
                big_edits.write(
                    self.session, action, lambda db: edits.apply(db, wanted, today, reason), detail
                )
            return
        self.session.write(action, lambda db: edits.apply(db, wanted, today, reason), detail)
        if len(wanted) == 1 and wanted[0].column.kind in ("stage", "percent"):
            self._doubt(wanted[0].row_id)

    def _doubt(self, row_id: int) -> None:
        """Say where a stage and a percentage do not go together; both stay."""
        place = self.table.ledger.place(row_id)
        row = self.table.ledger.row(place) if place is not None else None
        stage, percent = getattr(row, "stage", None), getattr(row, "percent", None)
        words = doubts.of_progress(stage, percent)
        if words is not None:
            self.told.emit(words)

    def _name(self, row_id: int) -> str:
        model = self.table.ledger
        place = model.place(row_id)
        row = model.row(place) if place is not None else None
        return row_name(row)

    def _note(self, kind: str, column: Column, row: object) -> Words | None:
        """Return what a tip adds to a cell: money told twice, the reason of a hit."""
        address, sought = getattr(row, "address", None), self.choice.text
        if column.key == "name" and address and sought and sought in address:
            return FOUND_BY.filled(address=address)
        project_id = getattr(row, "project_id", None)
        if kind != "estates" or column.kind != "money" or project_id is None:
            return None
        from renewtrack.store import projects

        count = len(projects.estates_of(self.session.db, project_id))
        return SHARED.filled(count=count) if count > 1 else None

    def _sort(self, kind: str, key: str, ascending: bool) -> None:
        self._sorts[kind] = key, ascending
        if kind == self.kind:
            self.reload()

    def _marked(self, kind: str, ids: list[int]) -> None:
        self.rows_marked.emit(kind, ids)
        if kind == self.kind:
            self.count()

    def _show_page(self, any_rows: bool) -> None:
        if any_rows:
            self._pages.setCurrentWidget(self.table)
            return
        if self.choice.empty:
            self._empty.show_words(
                EMPTY[self.kind], EMPTY_HINT, EMPTY_ACTION, self.import_asked.emit
            )
            kind = self.kind
            self._empty.offer(ADD[kind], lambda: self.add_asked.emit(kind))
        else:
            self._empty.show_words(NO_HITS, NO_HITS_HINT, NO_HITS_ACTION, self.choice.clear)
        self._pages.setCurrentWidget(self._empty)

    def count(self) -> None:
        """Show how many rows are shown and selected, and tell what they add up to."""
        if self.session.file is None:
            return
        from renewtrack.store import listing

        db, kind = self.session.db, self.kind
        marked = self.table.marked()
        of_marked = len(marked) > 1
        what = marked if of_marked else self.choice.filter(kind, self.session.today)
        shown = Shown(
            kind,
            len(self.table.ledger.ids),
            listing.total(db, kind),
            len(marked),
            listing.sums(db, kind, what),
            of_marked,
        )
        self.bar.count(shown.shown, shown.total, shown.marked)
        self.counted.emit(shown)


def row_name(row: object) -> str:
    """Return what a row is called in the history: its name, or its estate with its number.

    A work is called by its kind and place.
    """
    if hasattr(row, "quantity_done"):
        kind = cells.code_words("work_types", str(getattr(row, "kind", ""))).zh
        return f"{getattr(row, 'place', None) or ''}{kind}"
    number = getattr(row, "number", None)
    if number:
        return f"{getattr(row, 'estate', None) or ''}{number}号楼"
    return str(getattr(row, "name", None) or getattr(row, "estate", None) or "")
