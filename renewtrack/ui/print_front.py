"""What stands in front when something is to be printed: the list, the selection, the map's view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from renewtrack.ui import print_kinds
from renewtrack.ui.print_kinds import GANTT, Front, Range

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow


def of(window: MainWindow) -> tuple[Range | None, Front]:
    """Return the rows of the filter, None where there is none, and what is in front."""
    from renewtrack.printing.list_tables import ListColumn

    ledger = window.workspace.ledger
    table = ledger.table
    ids = tuple(table.ledger.ids)
    filtered = not window.workspace.choice.empty
    every = [table.ledger.columns[at] for at in table.visible_columns()]
    columns = tuple(ListColumn(each.key, each.words, each.kind, each.codes) for each in every)
    view = window.workspace.map.view
    front = Front(
        ledger.kind,
        ids,
        columns,
        tuple(table.marked()),
        view.ground_seen if view is not None else None,
    )
    return (Range(ledger.kind, frozenset(ids)) if filtered else None), front


def deeds(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return what the commands that print do."""
    kinds = {"print": "", **{f"print_{kind}": kind for kind in print_kinds.KINDS}}
    return {key: partial(window.guarded, partial(ask, window, kind)) for key, kind in kinds.items()}


def ask(window: MainWindow, kind: str = "") -> None:
    """Show the print dialog on what is in view, of a kind."""
    from renewtrack.ui.print_dialog import PrintDialog

    listed, front = of(window)
    dialog = PrintDialog(window.session, window, listed, front)
    if kind:
        dialog.fields.kind.choose(kind)
    dialog.exec()
    dialog.deleteLater()


def ask_chart(window: MainWindow, rows: str = "") -> None:
    """Show the print dialog on the Gantt chart of projects or works, of the filter in front."""
    if rows:
        window.workspace.ledger.show_kind(rows)
    ask(window, GANTT)
