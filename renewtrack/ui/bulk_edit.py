"""One value for one column of all selected records, as one action that is undone at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from renewtrack.ui import asking, cells, plain
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import KIND_WORDS, Column
from renewtrack.ui.edits import Edit
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.ledger_table import LedgerTable
    from renewtrack.ui.table_model import LedgerModel

TITLE = Words("批量修改所选", "Change what is selected")
ABOUT = Words("所选 {count} 条{kind}的同一项改成同一个值", "{kind}: one value for {count}")
FIELD, VALUE, NOW = Words("改哪一项", "Which"), Words("改成", "New value"), Words("现在", "Now")
SAME = Words("都是“{value}”", "all “{value}”")
NONE = Words("都没填", "all empty")
MIXED = Words("{kinds} 种值，{empty} 条没填", "{kinds} different values, {empty} empty")
CHANGES = Words("将修改 {count} 条", "{count} will change")
NOTHING = Words(
    "没有要改的：值都相同，或这一项不能改", "Nothing to change: the values are the same"
)
EMPTY = Words("（清空）", "(empty it)")
LOOKED_AT = 5_000  # records whose present values are told


class BulkEdit(QDialog):
    """Asks for a column and a value; ``edits`` are what is to be written."""

    def __init__(
        self, kind: str, table: LedgerTable, ids: list[int], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._model: LedgerModel = table.ledger
        self._ids = ids
        self.edits: list[Edit] = []
        self.field, self.line, self.choice = QComboBox(), QLineEdit(), QComboBox()
        self.value = QStackedWidget()
        self.now, self.why = plain.label(), plain.label()
        say(self.setWindowTitle, TITLE)
        about = plain.label()
        about.setProperty("role", "dim")
        say(about.setText, ABOUT.filled(count=f"{len(ids):,}", kind=KIND_WORDS[kind]))
        self._columns = [each for each in self._model.columns if _may(each)]
        for each in self._columns:
            self.field.addItem(text(each.words), each.key)
        self._lay(about)
        self.field.currentIndexChanged.connect(lambda _: self._turn())
        self.line.textEdited.connect(lambda _: self._check())
        self.choice.currentIndexChanged.connect(lambda _: self._check())
        self._turn()

    def _lay(self, about: QWidget) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.value.addWidget(self.line)
        self.value.addWidget(self.choice)
        for words, field in ((FIELD, self.field), (NOW, self.now), (VALUE, self.value)):
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            form.addRow(label, field)
        say(self.line.setAccessibleName, VALUE)
        say(self.choice.setAccessibleName, VALUE)
        self.value.setFixedHeight(self.line.sizeHint().height())
        self.buttons = asking.framed(self, (about, form), self.why, self._accept)
        self.setMinimumWidth(420)

    @property
    def column(self) -> Column:
        """Return the chosen column."""
        return self._columns[max(0, self.field.currentIndex())]

    def _turn(self) -> None:
        """Offer the values of another column, and say what stands there now."""
        entries = cells.choices(self.column)
        self.choice.blockSignals(True)
        self.choice.clear()
        if self.column.kind != "stage":
            self.choice.addItem(text(EMPTY), "")
        for key, words in entries:
            self.choice.addItem(text(words), key)
        self.choice.blockSignals(False)
        self.value.setCurrentWidget(self.choice if entries else self.line)
        self.line.clear()
        say(self.now.setText, self._present())
        self._check()

    def _present(self) -> Words:
        values = [self._value(each) for each in self._ids[:LOOKED_AT]]
        known = {each for each in values if each not in (None, "")}
        empty = sum(each in (None, "") for each in values)
        if not known:
            return NONE
        if len(known) == 1 and not empty:
            value = known.pop()
            return SAME.filled(value=cells.shown(self.column, value, speech.language))
        return MIXED.filled(kinds=len(known), empty=f"{empty:,}")

    def _value(self, row_id: int) -> object:
        place = self._model.place(row_id)
        row = self._model.row(place) if place is not None else None
        value = getattr(row, self.column.key, None)
        return tuple(value) if isinstance(value, list) else value

    def _typed(self) -> str:
        if self.value.currentWidget() is self.choice:
            return self.choice.currentText() if self.choice.currentData() else ""
        return self.line.text()

    def _check(self) -> None:
        """Say what would change, or why it cannot; the button follows."""
        few = len(self._ids) <= LOOKED_AT  # else they are read once, when it is agreed to
        wanted = self._wanted(self._ids if few else self._ids[:1])
        refused = isinstance(wanted, Refusal)
        count = 0 if isinstance(wanted, Refusal) else len(wanted) if few else len(self._ids)
        words = wanted.words if isinstance(wanted, Refusal) else CHANGES.filled(count=f"{count:,}")
        self.why.setProperty("role", "bad" if refused else "dim")
        self.why.style().polish(self.why)
        say(self.why.setText, words if count or refused else NOTHING)
        self.buttons.button(self.buttons.StandardButton.Ok).setEnabled(count > 0)

    def _wanted(self, ids: list[int]) -> list[Edit] | Refusal:
        typed, place = self._typed(), self._model.columns.index(self.column)
        value = cells.typed(self.column, typed)
        if isinstance(value, Refusal):
            return value
        found = []
        for row_id in ids:
            row = self._model.place(row_id)
            if row is None:
                continue
            edit = self._model.read(self._model.index(row, place), typed)
            if isinstance(edit, Edit):
                found.append(edit)
        return found

    def _accept(self) -> None:
        wanted = self._wanted(self._ids)
        if isinstance(wanted, list) and wanted:
            self.edits = wanted
            self.accept()


def _may(column: Column) -> bool:
    return bool(column.table) and column.kind != "works" and column.stored not in ("name", "number")
