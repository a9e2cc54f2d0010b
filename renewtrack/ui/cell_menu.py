"""The menu of the right mouse button on the cells of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow

DETAIL = Words("详情", "Details")
ONLY = Words("只看所选", "Show the selected rows only")
GROUPS = (
    ("zoom", "record_history", "value_source"),
    ("copy", "paste", "fill_down", "clear_cells"),
    ("print_ledger", "print_dossier", "print_notices"),
    ("delete_rows",),
)


def make(window: MainWindow) -> QMenu:
    """Return the menu for the cell under the cursor and the rows selected."""
    tables, actions = window.workspace.ledger, window.commands.actions
    current = tables.table.current_id()
    menu = QMenu(window)
    detail = menu.addAction(text(DETAIL))
    detail.setEnabled(current is not None)
    detail.triggered.connect(lambda: window.deeds.open_detail(tables.kind, current or 0))
    only = menu.addAction(text(ONLY))
    only.setEnabled(bool(tables.table.marked()))
    only.triggered.connect(lambda: tables.choice.keep(tables.kind, tables.table.marked()))
    for place, keys in enumerate(GROUPS):
        if place:
            menu.addSeparator()
        menu.addActions([actions[key] for key in keys])
    return menu


def open_at(window: MainWindow, place: QPoint) -> None:
    """Show the menu at a place of the table in front, on the cell that stands there."""
    table = window.workspace.ledger.table
    index = table.indexAt(place)
    if index.isValid():
        if not table.selectionModel().isSelected(index):
            table.setCurrentIndex(index)
        menu = make(window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(table.viewport().mapToGlobal(place))
