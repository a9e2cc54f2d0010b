"""The tree of plans, from the strategic to the yearly, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import codes
from renewtrack.ui import asking, icons, plain
from renewtrack.ui.entry_columns import STORED
from renewtrack.ui.entry_form import EntryForm, Values
from renewtrack.ui.entry_list import ADD, CHANGE, DELETE, EDIT, NEW, SURE, Row
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

PLANS, NOUN = Words("规划", "Plans"), Words("规划", "plan")
CHILD = Words("新增下级规划…", "Add below…")


class PlanTree(QWidget):
    """Shows every plan below the one it belongs to; Insert adds, Enter changes, Delete deletes."""

    chosen = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.tree = QTreeWidget()
        self.add, self.below, self.edit, self.delete = (QPushButton() for _ in range(4))
        self._build()

    @property
    def plan_id(self) -> int | None:
        """Return the plan in front."""
        item = self.tree.currentItem()
        return item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None

    def _build(self) -> None:
        say(self.tree.setAccessibleName, PLANS)
        self.tree.setHeaderHidden(True)
        self.tree.setProperty("role", "plain")
        self.tree.currentItemChanged.connect(lambda *_: self._chosen())
        self.tree.itemActivated.connect(lambda *_: self.change())
        bar = QHBoxLayout()
        for button, words, icon, deed in (
            (self.add, ADD, "add", partial(self.insert, False)),
            (self.below, CHILD, "add", partial(self.insert, True)),
            (self.edit, EDIT, "pen", self.change),
            (self.delete, DELETE, "remove", self.remove),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=deed: do())
            bar.addWidget(button)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.tree, 1)
        column.addLayout(bar)

    def refresh(self) -> None:
        """Read the plans again, keeping the one in front."""
        from renewtrack.store import plans

        kept = self.plan_id
        levels: dict[int, QTreeWidgetItem] = {}
        self.tree.blockSignals(True)
        self.tree.clear()
        for row in plans.tree(self.session.db):
            item = QTreeWidgetItem([_named(row)])
            item.setData(0, Qt.ItemDataRole.UserRole, row["id"])
            item.setToolTip(0, plain.plain_tip(_named(row)))
            above = levels.get(row["parent_id"])
            if above is None:
                self.tree.addTopLevelItem(item)
            else:
                above.addChild(item)
            levels[row["id"]] = item
        self.tree.expandAll()
        first = self.tree.topLevelItem(0)
        chosen = levels.get(kept, first) if kept is not None else first
        if chosen is not None:
            self.tree.setCurrentItem(chosen)
        self.tree.blockSignals(False)
        self._chosen()

    def _chosen(self) -> None:
        may, held = self.session.may("editor"), self.plan_id is not None
        self.add.setEnabled(may)
        for button in (self.below, self.edit, self.delete):
            button.setEnabled(may and held)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Insert: partial(self.insert, False),
            Qt.Key.Key_Delete: self.remove,
        }
        deed = deeds.get(Qt.Key(event.key()))
        if deed is not None and self.tree.hasFocus():
            deed()
        else:
            super().keyPressEvent(event)

    def insert(self, below: bool) -> None:
        """Ask for a new plan, below the one in front or beside all, and add it."""
        above, year = self.plan_id if below else None, int(self.session.today[:4])
        first: Values = {"level": "yearly" if below else "special", "year_from": year}
        values = self._ask(NEW, first)
        if values is None:
            return
        from renewtrack.store import plans

        kept = {**first, **values, "parent_id": above}
        self.session.write("plan", lambda db: plans.add(db, **kept), _detail(kept))

    def change(self) -> None:
        """Ask for other values of the plan in front and write them."""
        plan_id = self.plan_id
        if plan_id is None or not self.edit.isEnabled():
            return
        from renewtrack.store import belonging, plans

        given = belonging.one(self.session.db, "plan", plan_id)
        values = self._ask(CHANGE, given)
        if values:
            detail = _detail({**given, **values})
            self.session.write("plan", lambda db: plans.change(db, plan_id, values), detail)

    def remove(self) -> None:
        """Delete the plan in front with its targets, after asking."""
        plan_id = self.plan_id
        if plan_id is None or not self.delete.isEnabled():
            return
        if asking.confirmed(self, DELETE, SURE.filled(noun=NOUN), DELETE):
            from renewtrack.store import belonging, plans

            given = belonging.one(self.session.db, "plan", plan_id)
            self.session.write("delete", lambda db: plans.remove(db, plan_id), _detail(given))

    def _ask(self, title: Words, given: Row) -> Values | None:
        form = EntryForm(title.filled(noun=NOUN), STORED["plan"], given, self)
        form.required = frozenset(("level", "name"))
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = dict(form.values) if accepted else None
        form.deleteLater()
        return values


def _named(row: Row) -> str:
    held = dict.fromkeys(year for year in (row["year_from"], row["year_to"]) if year)
    years = "–".join(str(year) for year in held)
    entry = codes.code("plan_levels", row["level"])
    level = text(entry.words) if entry else row["level"]
    return f"{row['name']}　{level}{' ' + years if years else ''}"


def _detail(row: Row) -> Words:
    return Words(f"“{row['name']}”", f"“{row['name']}”")
