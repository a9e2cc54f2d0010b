"""What stands in front when something is to be printed: the list, the selection, the map's view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.ui.print_kinds import Front, Range

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
