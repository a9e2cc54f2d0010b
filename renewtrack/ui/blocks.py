"""What keys do to a block of cells: copy, paste, fill, clear, today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from renewtrack.ui import pasting
from renewtrack.ui.edits import Edit
from renewtrack.ui.pasting import Paste

if TYPE_CHECKING:
    from renewtrack.ui.ledger_table import LedgerTable


def copy(table: LedgerTable) -> None:
    """Put the selected cells on the clipboard as text with tabs and as a table."""
    rows, columns = table.span()
    model = table.ledger
    cells = [[model.plain(model.index(row, column)) for column in columns] for row in rows]
    carried = QMimeData()
    carried.setText(pasting.tabbed(cells))
    carried.setHtml(pasting.paged(cells))
    QApplication.clipboard().setMimeData(carried)


def paste(table: LedgerTable, copied: str | None = None) -> Paste | None:
    """Write a block from the clipboard as one action; tell of what was not taken."""
    here = table.currentIndex()
    given = copied if copied is not None else QApplication.clipboard().text()
    if not here.isValid() or not given:
        return None
    cells = pasting.block(given)
    rows, columns = table.span()
    if len(cells) > 1 or len(cells[0]) > 1:
        order = table.visible_columns()
        columns = order[order.index(columns[0]) :]
    model = table.ledger
    found = pasting.plan(model, rows, columns, cells)
    for reject in (each for each in found.rejects if each.column >= 0):
        model.marks[model.ids[reject.row], model.columns[reject.column].key] = reject.words
    model.write(list(found.edits))
    if found.rejects or found.beyond:
        table.viewport().update()
        table.pasted.emit(found)
    return found


def fill_down(table: LedgerTable) -> None:
    """Copy the top cell of the selection into the cells below it, as one action."""
    rows, columns = table.span()
    if len(rows) == 1 and rows[0] > 0:
        rows = [rows[0] - 1, rows[0]]
    wanted: list[Edit] = []
    for column in columns:
        wanted += _same(table, table.ledger.index(rows[0], column), rows[1:], [column])
    table.ledger.write(wanted)


def fill_selection(table: LedgerTable) -> None:
    """Copy the cell under the cursor into the whole selection, as one action."""
    here = table.currentIndex()
    rows, columns = table.span()
    if here.isValid():
        table.ledger.write(_same(table, here, rows, columns))


def clear(table: LedgerTable) -> None:
    """Empty the selected cells that may be empty, as one action."""
    rows, columns = table.span()
    table.ledger.write(list(pasting.plan(table.ledger, rows, columns, [[""]]).edits))


def type_today(table: LedgerTable) -> None:
    """Write today's date into a date cell."""
    here = table.currentIndex()
    if here.isValid() and table.ledger.columns[here.column()].kind == "date":
        table.ledger.type(here, dt.date.today().isoformat())


def explain(table: LedgerTable, event: QKeyEvent) -> None:
    """Say why a cell cannot be edited where a key would have begun an edit."""
    here = table.currentIndex()
    plain = not event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    typed = plain and event.text() and event.text().isprintable()
    if here.isValid() and (typed or event.key() == Qt.Key.Key_F2):
        why = table.ledger.reason(here)
        if why is not None:
            table.refused.say_at(table.viewport(), table.visualRect(here), why)


def _same(
    table: LedgerTable, source: QModelIndex, rows: list[int], columns: list[int]
) -> list[Edit]:
    words = str(source.data(Qt.ItemDataRole.EditRole) or "")
    model = table.ledger
    found = (model.read(model.index(row, column), words) for row in rows for column in columns)
    return [each for each in found if isinstance(each, Edit)]
