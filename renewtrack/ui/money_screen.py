"""The view of the money: sources against projects, what does not go together, what is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import codes, money
from renewtrack.ui import plain
from renewtrack.ui.bar_chart import BarChart, ChartBar
from renewtrack.ui.filtering import Choice
from renewtrack.ui.import_wizard_tables import ROW_HEIGHT, Head, LinesModel, LinesTable
from renewtrack.ui.money_table import HEADS, MoneyModel
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.funds import Finding
    from renewtrack.store.money_checks import UnitCost
    from renewtrack.store.money_matrix import Matrix

MEASURES = {
    "planned": Words("计划", "Planned"),
    "allocated": Words("下达", "Allocated"),
    "received": Words("到位", "Received"),
    "paid": Words("支付", "Paid"),
    "settled": Words("结算", "Settled"),
    "audited": Words("审定", "Audited"),
}
MEASURE, ROWS = Words("口径", "Measure"), Words("行", "Rows")
MATRIX = Words("资金矩阵", "Money matrix")
UNIT = Words("单位：万元；回车打开格子里的项目", "In 10k yuan; Enter opens the projects of a cell")
FINDINGS = Words("核对提示 {count}", "To check {count}")
NEEDS = Words("按月用款需求", "Needed by month")
COSTS = Words("单价", "Unit costs")
NEEDS_HINT = Words(
    "测算：总投资减已支付，平均到计划完工的月份；逾期的计入本月。单位万元",
    "A reckoning: total less paid, spread evenly until the planned end; "
    "what is overdue counts this month. 10k yuan",
)
PARTS = Words("核对、用款需求和单价", "Checks, needs and unit costs")
WHAT, PROJECT = Words("提示", "What"), Words("项目", "Project")
KIND, COUNT = Words("改造内容", "Work"), Words("项数", "Works")
MEDIAN = Words("单价中位数 元", "Median, yuan")
ODD = Words("明显偏离的", "Far off")
CELL = Words("{row} · {column} · {measure}", "{row} · {column} · {measure}")


@dataclass(frozen=True, slots=True)
class _Found:
    by: str
    measure: str
    matrix: Matrix
    findings: list[Finding]
    needs: dict[str, int]
    costs: list[UnitCost]


class MoneyScreen(Screen):
    """A matrix of one measure above, and below what it says; every figure leads to its rows."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.measure, self.rows = QComboBox(), QComboBox()
        self.model, self.table = MoneyModel(), QTableView()
        self.findings: LinesModel[Finding] = LinesModel(
            (
                Head(PROJECT, 220, lambda line: line.name or "—"),
                Head(WHAT, 420, lambda line: line.words),
            )
        )
        self.costs: LinesModel[UnitCost] = LinesModel(
            (
                Head(KIND, 180, _kind),
                Head(COUNT, 80, lambda line: f"{line.count:,}", right=True),
                Head(MEDIAN, 150, _median, right=True),
                Head(ODD, 100, lambda line: f"{len(line.unusual):,}", right=True),
            )
        )
        self.checked, self.priced = LinesTable(FINDINGS.filled(count="")), LinesTable(COSTS)
        self.needs, self.parts = BarChart(NEEDS), QTabWidget()
        self._build()

    def show_now(self) -> None:
        """Read the matrix of the filter, and what is to be checked in the whole file."""
        measure, by = str(self.measure.currentData()), str(self.rows.currentData())
        wanted, today = self.choice.filter("projects", self.session.today), self.session.today

        def job(db: Database, _: object) -> _Found:
            from renewtrack.store import money_checks, money_matrix

            return _Found(
                by,
                measure,
                money_matrix.read(db, by, measure, wanted),  # type: ignore[arg-type]
                money_checks.findings(db),
                money_checks.needs(db, today),
                money_checks.unit_costs(db),
            )

        self.read(job, self._arrived)

    # -- build

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        for box, name, words in ((self.measure, MEASURE, MEASURES), (self.rows, ROWS, HEADS)):
            label = plain.label()
            say(label.setText, name)
            say(box.setAccessibleName, name)
            label.setBuddy(box)
            for key in words:
                box.addItem("", key)
            box.currentIndexChanged.connect(lambda _: self.show_now())
            bar.addWidget(label)
            bar.addWidget(box)
        self.measure.setCurrentIndex(list(MEASURES).index("paid"))
        hint = plain.label()
        hint.setProperty("role", "dim")
        say(hint.setText, UNIT)
        bar.addWidget(hint)
        bar.addStretch(1)
        speech.switched.connect(self._spoken)
        self._spoken()
        self._dress()
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(self._below())
        parts.setSizes([400, 240])
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(parts, 1)
        self.setFocusProxy(self.table)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        say(table.setAccessibleName, MATRIX)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        table.horizontalHeader().setHighlightSections(False)
        table.activated.connect(self._open_cell)
        table.selectionModel().currentRowChanged.connect(lambda now, _: self._pick(now.row()))

    def _below(self) -> QWidget:
        self.checked.take(self.findings, wide=1)
        self.priced.take(self.costs)
        self.checked.activated.connect(lambda index: self._open_finding(index.row()))
        self.priced.activated.connect(lambda index: self._open_cost(index.row()))
        hint = plain.label()
        hint.setProperty("role", "dim")
        hint.setWordWrap(True)
        say(hint.setText, NEEDS_HINT)
        inner = QWidget()
        inner.setProperty("role", "page")
        box = QVBoxLayout(inner)
        box.addWidget(hint)
        box.addWidget(self.needs)
        box.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        say(self.parts.tabBar().setAccessibleName, PARTS)
        for page in (self.checked, scroll, self.priced):
            self.parts.addTab(page, "")
        self.parts.setDocumentMode(True)
        self._name_parts()
        return self.parts

    # -- what arrives and where it leads

    def _arrived(self, found: _Found) -> None:
        self.model.show_matrix(found.matrix, found.by, found.measure)
        for column in range(self.model.columnCount()):
            head = self.table.horizontalHeader().sectionSizeHint(column)
            self.table.setColumnWidth(column, max(116, head) if column else 220)
        self.findings.show_lines(found.findings)
        self.costs.show_lines(found.costs)
        self.needs.show_bars(
            [
                ChartBar(month, Words(month, month), fen, money.wan_shown(fen))
                for month, fen in found.needs.items()
            ]
        )
        self._name_parts()

    def _name_parts(self) -> None:
        count = f"（{len(self.findings.lines):,}）" if self.findings.lines else ""
        for place, words in enumerate((FINDINGS.filled(count=count), NEEDS, COSTS)):
            self.parts.setTabText(place, text(words).strip())

    def _pick(self, place: int) -> None:
        """Show on the map where the money of the row under the cursor goes."""
        row = self.model.row_at(place)
        if row is not None and row.ids and self.table.hasFocus():
            self.picked.emit("projects", list(row.ids))

    def _open_cell(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row())
        source = self.model.source_at(index.column())
        rows = self.model.rows if row is None else (row,)
        ids = [each for one in rows for each in one.ids]
        if source is not None and self.session.file is not None:
            from renewtrack.store import money_matrix

            ids = money_matrix.having(self.session.db, self.model.measure, source, ids)
        if ids:
            column = str(self.model.headerData(index.column(), Qt.Orientation.Horizontal))
            measured = MEASURES[self.model.measure]
            said = CELL.filled(row=self.model.name(index.row()), column=column, measure=measured)
            self.drilled.emit("projects", ids, said)

    def _open_finding(self, place: int) -> None:
        finding = self.findings.lines[place]
        if finding.ids:
            self.drilled.emit("projects", list(finding.ids), finding.words)

    def _open_cost(self, place: int) -> None:
        cost = self.costs.lines[place]
        if cost.unusual:
            self.drilled.emit("works", list(cost.unusual), ODD)

    def _spoken(self, _: str = "") -> None:
        for box, words in ((self.measure, MEASURES), (self.rows, HEADS)):
            for place, each in enumerate(words.values()):
                box.setItemText(place, text(each))
        if self.parts.count():
            self._name_parts()


def _kind(line: UnitCost) -> Words:
    entry = codes.code("work_types", line.kind)
    return entry.words if entry else Words(line.kind, line.kind)


def _median(line: UnitCost) -> str:
    return f"{line.median_yuan:,.2f} / {line.unit}"
