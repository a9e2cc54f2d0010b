"""The files of the lifts: one a stairwell, from the first question to its upkeep."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import codes, lift_gates
from renewtrack.ui import asking, cells, entry_columns, fitting, lift_shares, plain, vote_entries
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_list import EntryList
from renewtrack.ui.facts_form import FactsForm
from renewtrack.ui.form_fields import Group
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.record_columns import STORED
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.vote_panel import VotePanel
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow

TITLE = Words("加装电梯档案", "Lift files")
SEARCH = Words("查找小区、楼号、进展…", "Find estate, building, step…")
LIST = Words("电梯清单", "List of lifts")
VOTE, STEPS = Words("表决与公示", "Vote and notice"), Words("步骤", "Steps")
SHARES, FACTS = Words("费用分摊", "Cost shares"), Words("档案", "Facts")
PAPERS = Words("手续文件", "Papers")
SECTIONS = Words("电梯档案的各部分", "Parts of the lift's file")
NONE = Words(
    "还没有电梯。先在导入里收加装电梯表，或在单元上新增。",
    "There is no lift yet. Import the register of lifts first.",
)
NOW = Words("现在：{step}", "Now: {step}")
GO = Words("进入这一步", "Go to this step")
NEXT, DATE = Words("步骤", "Step"), Words("日期", "Date")
LACKS = Words("还缺：{what}。可以继续，请写明理由：", "Lacking: {what}. You may go on; say why:")
STOPS = Words("暂停或中止的理由：", "Reason to put on hold or stop:")
REASON = Words("请写明理由", "Please give a reason")
MOVED = Words("“{name}”→ {step}", "of “{name}” to {step}")
PLACE = Words("{estate}{building}号楼{stairwell}单元", "{estate} {building}-{stairwell}")
FIELD = Words("“{name}”的{field}", "{field} of “{name}”")
_WAN = Words("{what} 万元", "{what}, 10k yuan")

Row = dict[str, Any]


def _unit(column: Column) -> Words:
    """Return what a field is called, money with its unit."""
    bare = column.kind == "money" and "万元" not in column.words.zh
    return _WAN.filled(what=column.words) if bare else column.words


_OWN = tuple(
    Column(each.key, _unit(each), 0, each.kind, "lift", codes=each.codes)
    for each in (*STORED["lift"], *entry_columns.STORED["lift"])
    if each.key not in ("step", "share_preset", "share_by", "share_factors")
)


def _place(row: Row) -> str:
    names = {key: row.get(key) or "" for key in ("estate", "building", "stairwell")}
    return text(PLACE.filled(**names))


HEADS: tuple[Head[Row], ...] = (
    Head(Words("单元", "Stairwell"), 180, _place),
    Head(Words("进展", "Step"), 100, lambda row: cells.code_words("lift_steps", row["step"] or "")),
    Head(Words("表决", "Vote"), 46, lambda row: {True: "✓", False: "✖"}.get(row["consent_ok"], "")),
)


class LiftFile(QDialog):
    """Lists the lifts at the left, shows the file of one at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._ids: list[int] = []
        self.search, self.table = QLineEdit(), LinesTable(LIST)
        self.model: LinesModel[Row] = LinesModel(HEADS)
        self.name, self.none = plain.label(), plain.label()
        self.tabs = QTabWidget()
        self.vote = VotePanel(session, "lift")
        self.shares = lift_shares.LiftShares(session)
        self.steps = EntryList(session, vote_entries.STEPS)
        self.papers = EntryList(session, vote_entries.PAPERS)
        self.facts = FactsForm(Group("lift", FACTS, _OWN))
        self.step, self.date, self.go = QComboBox(), QLineEdit(session.today), QPushButton()
        self.now, self.lacks = plain.label(), plain.label()
        say(self.setWindowTitle, TITLE)
        self._build()
        self._connect()
        self.resize(fitting.low(self, 1180, 720))
        self.refresh()

    @property
    def lift_id(self) -> int | None:
        """Return the lift in front."""
        index = self.table.currentIndex()
        return self._ids[index.row()] if index.isValid() and index.row() < len(self._ids) else None

    def refresh(self, _: object = None) -> None:
        """List the lifts that the search finds, keeping the one in front."""
        if self.session.file is None:
            self.reject()
            return
        from renewtrack.store import record_lists

        kept, db = self.lift_id, self.session.db
        self._ids = record_lists.ids(db, "lifts", self.search.text())
        self.model.show_lines(record_lists.some(db, "lifts", self._ids))
        self.none.setVisible(not self._ids)
        if self._ids:
            self.table.selectRow(self._ids.index(kept) if kept in self._ids else 0)
        self._show()

    def show_lift(self, lift_id: int) -> None:
        """Bring the file of a lift to the front."""
        self.search.clear()
        self.refresh()
        if lift_id in self._ids:
            self.table.selectRow(self._ids.index(lift_id))

    # -- build

    def _build(self) -> None:
        say(self.search.setPlaceholderText, SEARCH)
        say(self.search.setAccessibleName, SEARCH)
        self.search.setClearButtonEnabled(True)
        self.table.take(self.model, wide=0)
        self.table.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.none.setWordWrap(True)
        self.none.setProperty("role", "dim")
        say(self.none.setText, NONE)
        self.name.setProperty("role", "title")
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        for widget in (self.search, self.none):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(12, 0, 0, 0)
        beside.addWidget(self.name)
        beside.addWidget(self.tabs, 1)
        for words, page in (
            (VOTE, self.vote),
            (STEPS, self._steps()),
            (SHARES, self.shares),
            (FACTS, self._scrolled(self.facts)),
            (PAPERS, self.papers),
        ):
            number = self.tabs.addTab(page, "")
            say(partial(self.tabs.setTabText, number), words, page)
        self.tabs.setDocumentMode(True)
        say(self.tabs.tabBar().setAccessibleName, SECTIONS)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.setSizes([330, 830])
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.addWidget(parts, 1)
        box.addLayout(asking.foot(self))

    def _steps(self) -> QWidget:
        page = QWidget()
        bar = QHBoxLayout()
        for words, field in ((NEXT, self.step), (DATE, self.date)):
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            bar.addWidget(label)
            bar.addWidget(field, 1)
        say(self.go.setText, GO)
        self.go.setAutoDefault(False)
        bar.addWidget(self.go)
        self.lacks.setWordWrap(True)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(self.now)
        box.addLayout(bar)
        box.addWidget(self.lacks)
        box.addWidget(self.steps, 1)
        return page

    @staticmethod
    def _scrolled(inner: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        return area

    def _connect(self) -> None:
        self.search.textChanged.connect(self.refresh)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.session.changed.connect(self.refresh)
        speech.switched.connect(self._spoken)
        self.step.currentIndexChanged.connect(lambda _: self._look())
        self.go.clicked.connect(self._go)
        self.facts.changed.connect(self._changed)
        self._spoken()

    def _spoken(self, _: str = "") -> None:
        kept = self.step.currentData()
        self.step.blockSignals(True)
        self.step.clear()
        for code in codes.table("lift_steps"):
            self.step.addItem(f"{code.key} {text(code.words)}", code.key)
        self.step.setCurrentIndex(max(0, self.step.findData(kept)))
        self.step.blockSignals(False)
        self._show()

    # -- one lift

    def _show(self) -> None:
        from renewtrack.store import lifts

        lift_id = self.lift_id
        self.tabs.setEnabled(lift_id is not None)
        for part in (self.vote, self.steps, self.papers, self.shares):
            part.show_of(lift_id)
        lift = lifts.get(self.session.db, lift_id) if lift_id is not None else None
        row = self.model.lines[self.table.currentIndex().row()] if lift is not None else {}
        self.name.setText(_place(row) if row else "")
        self.facts.closed = not self.session.may("editor")
        self.facts.show_row(lift, False)
        if lift is None:
            return
        self.now.setText(text(NOW.filled(step=cells.code_words("lift_steps", lift.step or ""))))
        every = lift_gates.steps()
        at = every.index(lift.step) + 1 if lift.step in every else 0
        ahead = every[min(at, len(every) - 1)]
        self.step.setCurrentIndex(self.step.findData(ahead))
        self._look()

    def _look(self) -> None:
        """Say what lacks for the step that is chosen."""
        lift_id = self.lift_id
        if lift_id is None:
            return
        from renewtrack.store import lift_steps

        key = str(self.step.currentData())
        needs = lift_steps.lacking(self.session.db, lift_id, key, self.session.today)
        self.lacks.setText(text(LACKS.filled(what=_listed(needs))) if needs else "")
        self.go.setEnabled(self.session.may("editor"))

    def _go(self) -> None:
        """Move the lift to the chosen step, asking for the reason where something lacks."""
        from renewtrack.store import lift_steps
        from renewtrack.store.moving import Move

        lift_id, key, today = self.lift_id, str(self.step.currentData()), self.session.today
        day = cells.typed(asking.DATE, self.date.text())
        if lift_id is None or isinstance(day, Refusal):
            self.lacks.setText(text(day.words) if isinstance(day, Refusal) else "")
            return
        needs = lift_steps.lacking(self.session.db, lift_id, key, today)
        reason: str | None = ""
        if needs or not key.startswith("E"):
            question = LACKS.filled(what=_listed(needs)) if needs else STOPS
            reason = asking.line(self, REASON, question)
        if reason is None:
            return
        to = Move(key, str(day) if day else None, reason)
        words = cells.code_words("lift_steps", key)
        detail = MOVED.filled(name=self.name.text(), step=words)
        self.session.write("move_stage", lambda db: lift_steps.move(db, lift_id, to, today), detail)

    def _changed(self, column: Column, value: object) -> None:
        from renewtrack.store import lifts

        lift_id = self.lift_id
        if lift_id is not None:
            detail = FIELD.filled(name=self.name.text(), field=column.words)
            self.session.write(
                "edit", lambda db: lifts.change(db, lift_id, {column.key: value}), detail
            )


def open_over(window: MainWindow) -> None:
    """Show the files of the lifts."""
    dialog = LiftFile(window.session, window)
    dialog.exec()
    dialog.deleteLater()


def _listed(needs: tuple[str, ...]) -> Words:
    said = [lift_gates.words_of(need) for need in needs]
    return Words("、".join(each.zh for each in said), ", ".join(each.en for each in said))
