"""Planned money of a project by source, its sum, and how far that is from the total."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import codes
from renewtrack.domain.works import Funding, Project
from renewtrack.ui import cells, plain
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import Column
from renewtrack.ui.form_fields import MONEY
from renewtrack.ui.refusal import Refused
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

HEAD = Words("资金来源（计划，万元）", "Money by source (planned, 10k yuan)")
SUM = Words("来源合计 万元", "Sum of sources 10k yuan")
MORE = Words("比总投资多 {amount} 万元", "{amount} more than the total (10k yuan)")
LESS = Words("比总投资少 {amount} 万元", "{amount} less than the total (10k yuan)")
EQUAL = Words("与总投资一致", "Equals the total")
NO_TOTAL = Words("总投资未填", "No total is given")
NO_PROJECT = Words("还没有项目，所以没有资金", "No project yet, so no money")


class MoneyForm(QWidget):
    """Shows total and sources; tells what was typed."""

    planned = Signal(str, object)  # key of fund_sources, fen or None
    total_changed = Signal(object, object)  # Column of the project, fen or None
    typed = Signal(object, str)  # Column, what stands in its field and is not saved
    settled = Signal(object)  # Column whose field holds nothing unsaved any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QLineEdit] = {}
        self._columns: dict[str, Column] = {column.key: column for column in MONEY}
        self._values: dict[str, int | None] = {}
        self._refused = Refused(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._sum = plain.label()
        self._verdict = plain.label()
        self._none = plain.label()
        self._body = QWidget()
        self._prepare()
        speech.switched.connect(self._tell)

    def _prepare(self) -> None:
        for column in MONEY:
            self._add(column.key, column.words)
        head = plain.label()
        head.setProperty("role", "section")
        say(head.setText, HEAD)
        self._grid.addWidget(head, self._grid.rowCount(), 0, 1, 2)
        for code in codes.table("fund_sources"):
            self._columns[code.key] = Column(code.key, code.words, 0, "money", "funding")
            self._add(code.key, code.words)
        self._grid.setContentsMargins(0, 6, 6, 0)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        inner = QWidget()
        inner.setLayout(self._grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(area, 1)
        body.addLayout(self._foot())
        self._none.setProperty("role", "dim")
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        say(self._none.setText, NO_PROJECT)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._none)
        box.addWidget(self._body)

    def _foot(self) -> QVBoxLayout:
        """Return the sum and its verdict; they stand below what scrolls, so that all see them."""
        line = QFrame()
        line.setProperty("role", "line")
        label = plain.label()
        say(label.setText, SUM)
        added = QHBoxLayout()
        added.addWidget(label)
        added.addWidget(self._sum, 1, Qt.AlignmentFlag.AlignRight)
        self._verdict.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._verdict.setWordWrap(True)
        foot = QVBoxLayout()
        foot.setContentsMargins(0, 0, 6, 4)
        foot.setSpacing(2)
        foot.addWidget(line)
        foot.addLayout(added)
        foot.addWidget(self._verdict)
        return foot

    def show_money(self, project: Project | None, sources: Sequence[Funding]) -> None:
        """Show the money of a project."""
        self._body.setVisible(project is not None)
        self._none.setVisible(project is None)
        self._values = {each.source: each.planned_fen for each in sources}
        for column in MONEY:
            self._values[column.key] = getattr(project, column.key, None)
        for key, field in self.fields.items():
            if not (field.isModified() and field.hasFocus()):
                self._fill(key)
        self._tell()

    def put(self, key: str, words: str) -> bool:
        """Put words into a field as if they had just been typed; False without a project."""
        if self._body.isHidden() or key not in self.fields:
            return False
        self.fields[key].setText(words)
        self.fields[key].setModified(True)
        self.fields[key].setFocus()
        return True

    def _add(self, key: str, words: Words) -> None:
        label, field = plain.label(), QLineEdit()
        label.setProperty("role", "dim")
        say(label.setText, words)
        say(field.setAccessibleName, words)
        label.setWordWrap(True)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setMinimumWidth(field.fontMetrics().horizontalAdvance("0,000,000.00") + 20)
        field.editingFinished.connect(lambda: self._finished(key))
        field.textEdited.connect(lambda _: self._refused.hide())
        field.textEdited.connect(lambda typed: self.typed.emit(self._columns[key], typed))
        label.setBuddy(field)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        self.fields[key] = field

    def _fill(self, key: str) -> None:
        field = self.fields[key]
        field.setText(cells.shown(self._columns[key], self._values.get(key), speech.language))
        field.setModified(False)

    def _finished(self, key: str) -> None:
        field, column = self.fields[key], self._columns[key]
        if not field.isModified():
            return
        value = cells.typed(column, field.text())
        if isinstance(value, Refusal):
            self._refused.say(field, value.words)
            return
        field.setModified(False)
        if value == self._values.get(key):
            self._fill(key)
            self.settled.emit(column)
        elif column.table == "project":
            self.total_changed.emit(column, value)
        else:
            self.planned.emit(key, value)

    def _tell(self) -> None:
        given = (self._values.get(code.key) for code in codes.table("fund_sources"))
        added = sum(value for value in given if value is not None)
        total = self._values.get("invest_total_fen")
        amount = Column("sum", SUM, 0, "money")
        self._sum.setText(cells.shown(amount, added, speech.language))
        if total is None:
            words, role = NO_TOTAL, "dim"
        elif total == added:
            words, role = EQUAL, "dim"
        else:
            shown = cells.shown(amount, abs(added - total), speech.language)
            words, role = (MORE if added > total else LESS).filled(amount=shown), "bad"
        self._verdict.setText(text(words))
        self._verdict.setProperty("role", role)
        self._verdict.style().unpolish(self._verdict)
        self._verdict.style().polish(self._verdict)
