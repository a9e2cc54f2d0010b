"""The way back to where words were typed, with the words in the field again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit

from renewtrack.ui.draft_places import CELL, EXPORT, NEW, REASON, Place
from renewtrack.ui.form_fields import MONEY

if TYPE_CHECKING:
    from renewtrack.ui.detail_panel import DetailPanel
    from renewtrack.ui.main_window import MainWindow

FACTS_TAB, MONEY_TAB = 0, 2


def go(window: MainWindow, group: Place, texts: Mapping[Place, str]) -> bool:
    """Open the field that words were typed in and put them there; False where none takes them.

    Personal details are shown for a reason alone, as always.
    """
    if group.what == NEW:
        given = {place.column: typed for place, typed in texts.items()}
        window.guarded(lambda: window.records.take_up(group.kind, given))
        return True
    if not window.workspace.ledger.go_to(group.kind, group.row_id):
        return False
    if group.what == CELL:
        return _cell(window, group, texts[group])
    window.deeds.open_detail(group.kind, group.row_id)
    panel = window.detail
    if panel.record is None:
        return False
    if group.what == REASON:
        panel.ask_reveal()
        return True
    return _field(panel, group, texts[group])


def possible(window: MainWindow, group: Place) -> bool:
    """Tell whether there is a way back: the record is still there, the question has a place."""
    if group.what == NEW:
        return True
    if group.column == EXPORT:
        return False  # the words are in the question when it is asked next
    from renewtrack.store import listing

    session = window.session
    return bool(listing.rows(session.db, group.kind, [group.row_id], session.today))


def _cell(window: MainWindow, place: Place, typed: str) -> bool:
    table = window.workspace.ledger.table
    keys = [column.key for column in table.ledger.columns]
    row = table.ledger.place(place.row_id)
    if row is None or place.column not in keys:
        return False
    column = keys.index(place.column)
    table.horizontalHeader().setSectionHidden(column, False)
    index = table.ledger.index(row, column)
    table.move_to(row, column)
    table.edit(index)
    editor = table.indexWidget(index)
    if isinstance(editor, QLineEdit):
        editor.setText(typed)
        editor.setModified(True)
    elif isinstance(editor, QComboBox):
        editor.setEditText(typed)
    return editor is not None


def _field(panel: DetailPanel, place: Place, typed: str) -> bool:
    assert panel.record is not None
    money = place.table == "funding" or place.column in {column.key for column in MONEY}
    panel.tabs.setCurrentIndex(MONEY_TAB if money else FACTS_TAB)
    if money:
        return panel.money.put(place.column, typed)
    if place.personal:
        panel.ask_reveal()
        if panel.masked:
            return False
    for form in panel.forms[panel.record.kind]:
        if form.group.table == place.table:
            return form.put(place.column, typed)
    return False
