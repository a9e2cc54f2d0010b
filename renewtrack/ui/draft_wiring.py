"""Which fields of the window tell the drafts what is typed in them, and when it is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QComboBox, QLineEdit

from renewtrack.ui.delegates import CellDelegate
from renewtrack.ui.draft_places import CELL, FIELD, NEW, Place

if TYPE_CHECKING:
    from renewtrack.ui.columns import Column
    from renewtrack.ui.detail_panel import DetailPanel
    from renewtrack.ui.drafts import Drafts
    from renewtrack.ui.facts_form import FactsForm
    from renewtrack.ui.ledger_table import LedgerTable
    from renewtrack.ui.main_window import MainWindow
    from renewtrack.ui.money_form import MoneyForm
    from renewtrack.ui.record_deeds import NewRecord


def connect(window: MainWindow) -> None:
    """Let the tables and the detail panel of a window tell what is typed in them."""
    drafts = window.session.drafts
    for kind, table in window.workspace.ledger.tables.items():
        _table(drafts, kind, table)
    _panel(drafts, window.detail)


def connect_new(drafts: Drafts, dialog: NewRecord) -> None:
    """Let a dialog for a new record tell what is filled in, with the first word of the person."""

    def keep() -> None:
        for name, field in dialog.fields.items():
            typed = content(field)
            if typed:
                drafts.keep(Place(NEW, dialog.kind, column=name), typed)

    for field in dialog.fields.values():
        line = field.lineEdit() if isinstance(field, QComboBox) else field
        if line is not None:
            line.textEdited.connect(keep)
        if isinstance(field, QComboBox):
            field.activated.connect(keep)


def content(field: QLineEdit | QComboBox) -> str:
    """Return what stands in a field of a dialog; of a list that takes no words, what it means."""
    if isinstance(field, QLineEdit):
        return field.text()
    return field.currentText() if field.isEditable() else str(field.currentData() or "")


def put(field: QLineEdit | QComboBox, typed: str) -> None:
    """Put back what ``content`` returned."""
    if isinstance(field, QLineEdit):
        field.setText(typed)
    elif field.isEditable():
        field.setEditText(typed)
    elif typed.isdecimal() and (place := field.findData(int(typed))) >= 0:
        field.setCurrentIndex(place)


def _table(drafts: Drafts, kind: str, table: LedgerTable) -> None:
    def place(row_id: int, column: Column) -> Place:
        return Place(CELL, kind, row_id, column.table, column.key)

    delegate = cast(CellDelegate, table.itemDelegate())
    delegate.typed.connect(lambda row_id, column, words: drafts.keep(place(row_id, column), words))
    delegate.settled.connect(lambda row_id, column: drafts.drop(place(row_id, column)))


def _panel(drafts: Drafts, panel: DetailPanel) -> None:
    def place(column: Column) -> Place | None:
        shown = panel.record
        if shown is None:
            return None
        return Place(FIELD, shown.kind, shown.row.id, column.table, column.key)

    def keep(column: Column, words: str) -> None:
        if (at := place(column)) is not None:
            drafts.keep(at, words)

    def drop(column: Column) -> None:
        if (at := place(column)) is not None:
            drafts.drop(at)

    forms = [form for several in panel.forms.values() for form in several]
    fillable: list[FactsForm | MoneyForm] = [*forms, panel.money]
    for form in fillable:
        form.typed.connect(keep)
        form.settled.connect(drop)
