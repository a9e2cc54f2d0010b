"""A list of entries that belong to one record: papers, contracts, defects, payments, ballots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from renewtrack.ui import asking, entry_form, icons, plain, record_values
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_form import Check, EntryForm, Values
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

ADD, EDIT, DELETE = Words("新增…", "Add…"), Words("修改…", "Edit…"), Words("删除", "Delete")
NONE = Words("还没有{noun}。", "No {noun} yet.")
NEW = Words("新增{noun}", "New {noun}")
CHANGE = Words("修改{noun}", "Edit {noun}")
SURE = Words("删除这条{noun}？可以撤销。", "Delete this {noun}? It can be undone.")
ADDED = Words("：新增{noun}{name}", "{noun}{name} added")
CHANGED = Words("：{noun}{name}", "{noun}{name}")
GONE = Words("：{noun}{name}", "{noun}{name}")
WIDTH = 110  # pixels of a column that says no width of its own
RIGHT = frozenset((*record_values.RIGHT, "money", "change", "yuan_fen", "dm2", "year", "percent"))

Row = dict[str, Any]
Read = Callable[["Database", int], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """What a list holds: its table, the column of its owner, its columns and what it is called.

    A list without an owner's column holds all of a table, and is shown of 0; so is the list of the
    rows that belong to no owner.
    ``read`` returns the rows of an owner where more than the table's own is shown; ``extra`` are
    columns that are shown and not typed; ``mask`` hides persons in a row before it is shown.
    """

    table: str
    owner: str
    noun: Words
    columns: tuple[Column, ...]
    required: frozenset[str] = frozenset()
    extra: tuple[Column, ...] = ()
    read: Read | None = None
    check: Check | None = None
    first: Callable[[str], Values] = lambda _: {}  # of a new entry, by today's date
    editable: bool = True
    after: Callable[[Database, int], object] | None = None  # in the same action, on the owner


class EntryList(QWidget):
    """Shows the entries of one owner; Enter edits, Insert adds, Delete deletes."""

    changed = Signal()
    picked = Signal(object)  # the row under the cursor, or None

    def __init__(self, session: Session, spec: EntrySpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.spec = session, spec
        self.owner_id: int | None = None
        self.edited: int | None = None  # id of the entry whose form is open; None is a new one
        self.revealed = False  # persons are shown, for a reason that is on record
        heads = [
            Head(each.words, each.width or WIDTH, partial(_shown, each), right=each.kind in RIGHT)
            for each in _in_order(spec)
        ]
        self.model: LinesModel[Row] = LinesModel(heads)
        self.table, self.none = LinesTable(spec.noun), plain.label()
        self.add, self.edit, self.delete = QPushButton(), QPushButton(), QPushButton()
        self._build()
        session.changed.connect(self.refresh)

    def show_of(self, owner_id: int | None) -> None:
        """Show the entries of an owner; None shows none."""
        self.owner_id = owner_id
        self.refresh()

    def refresh(self, _: object = None) -> None:
        """Read the entries again."""
        kept = self.row
        rows = self._read() if self.session.file is not None else []
        self.model.show_lines(rows)
        place = next((at for at, row in enumerate(rows) if kept and row["id"] == kept["id"]), None)
        if place is not None:
            self.table.selectRow(place)
        self.none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self._enable()

    @property
    def row(self) -> Row | None:
        """Return the entry under the cursor."""
        index = self.table.currentIndex()
        lines = self.model.lines
        return lines[index.row()] if index.isValid() and index.row() < len(lines) else None

    # -- build

    def _build(self) -> None:
        self.table.take(self.model)
        self.table.activated.connect(lambda _: self.change())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        self.none.setProperty("role", "dim")
        say(self.none.setText, NONE.filled(noun=self.spec.noun))
        bar = QHBoxLayout()
        for button, words, icon, deed in (
            (self.add, ADD, "add", self.insert),
            (self.edit, EDIT, "pen", self.change),
            (self.delete, DELETE, "remove", self.remove),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=deed: do())
            button.setVisible(self.spec.editable)
            bar.addWidget(button)
        bar.addStretch(1)
        self.bar = bar
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.none)
        box.addWidget(self.table, 1)
        box.addLayout(bar)
        box.setStretch(0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds = {Qt.Key.Key_Insert: self.insert, Qt.Key.Key_Delete: self.remove}
        deed = deeds.get(Qt.Key(event.key()))
        if deed is not None and self.spec.editable:
            deed()
        else:
            super().keyPressEvent(event)

    def _read(self) -> list[Row]:
        if self.owner_id is None:
            return []
        from renewtrack.store import belonging, exports

        db, spec = self.session.db, self.spec
        if spec.read is not None:
            found = list(spec.read(db, self.owner_id))
        else:
            found = belonging.of(db, spec.table, spec.owner, self.owner_id)
        mask = exports.mask(db)
        return [row if self.revealed else mask.record(dict(row)) for row in found]

    def _enable(self) -> None:
        may = self.owner_id is not None and self.session.may("editor") and self.spec.editable
        self.add.setEnabled(may)
        for button in (self.edit, self.delete):
            button.setEnabled(may and self.row is not None)
        self.picked.emit(self.row)

    # -- what it writes

    def insert(self) -> None:
        """Ask for a new entry and add it."""
        if self.add.isEnabled():
            first, self.edited = self.spec.first(self.session.today), None
            values = self._ask(NEW, first)
            if values is not None:
                self.put(None, {**first, **values})

    def change(self) -> None:
        """Ask for other values of the entry under the cursor and write them."""
        row = self.row
        if row is None or not self.edit.isEnabled():
            return
        from renewtrack.store import belonging

        stored, self.edited = belonging.one(self.session.db, self.spec.table, row["id"]), row["id"]
        values = self._ask(CHANGE, stored)
        if values:
            self.put(row["id"], values)

    def remove(self) -> None:
        """Delete the entry under the cursor after asking."""
        row, noun = self.row, self.spec.noun
        if row is None or not self.delete.isEnabled():
            return
        if not asking.confirmed(self, DELETE, SURE.filled(noun=noun), DELETE):
            return
        from renewtrack.store import belonging

        row_id, table = row["id"], self.spec.table
        detail = GONE.filled(noun=noun, name=_name(row))

        def write(db: Database) -> None:
            belonging.remove(db, table, row_id)
            self._after(db)

        self.session.write("delete", write, detail)
        self.changed.emit()

    def put(self, row_id: int | None, values: Values) -> None:
        """Write an entry, a new one where there is no id yet."""
        from renewtrack.store import rows

        spec, owner_id = self.spec, self.owner_id
        words = ADDED if row_id is None else CHANGED
        detail = words.filled(noun=spec.noun, name=_name(values))

        def write(db: Database) -> None:
            if row_id is None:
                owner = {spec.owner: owner_id or None} if spec.owner else {}
                rows.add(db, spec.table, {**owner, **values})
            else:
                rows.change(db, spec.table, row_id, values)
            self._after(db)

        self.session.write("edit", write, detail)
        self.changed.emit()

    def _after(self, db: Database) -> None:
        if self.spec.after is not None and self.owner_id is not None:
            self.spec.after(db, self.owner_id)

    def _ask(self, title: Words, given: Row) -> Values | None:
        from renewtrack.store import exports

        spec, shown = self.spec, dict(given)
        if not self.revealed:
            shown = exports.mask(self.session.db).record(shown)
        form = EntryForm(title.filled(noun=spec.noun), spec.columns, shown, self)
        form.close_fields([key for key, value in given.items() if value != shown[key]])
        form.required = spec.required
        if spec.check is not None:
            form.check = spec.check
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = form.values if accepted else None
        form.deleteLater()
        return values


def _in_order(spec: EntrySpec) -> tuple[Column, ...]:
    """Return what is shown of an entry, remarks behind everything else."""
    last = tuple(each for each in spec.columns if each.key == "remark")
    return (*(each for each in spec.columns if each not in last), *spec.extra, *last)


def _name(row: Row) -> str:
    said = row.get("name") or row.get("text") or row.get("item") or row.get("number") or ""
    return f"“{str(said)[:20]}”" if said else ""


def _shown(column: Column, row: Row) -> str:
    value = row.get(column.key)
    said = text(value) if isinstance(value, Words) else entry_form.shown(column, value)
    return " ".join(said.split())
