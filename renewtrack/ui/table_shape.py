"""How a ledger table stands: its rows, heads and the widths of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from renewtrack.domain import stages
from renewtrack.ui.speaking import text

if TYPE_CHECKING:
    from renewtrack.ui.ledger_table import LedgerTable

ROW_HEIGHT = 26
STAGE_SIGN = 34  # the sign of a stage with the room round it


def prepare(table: LedgerTable) -> None:
    """Set rows, heads and columns of a table as they are at first."""
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setShowGrid(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setEditTriggers(
        QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.AnyKeyPressed
        | QAbstractItemView.EditTrigger.DoubleClicked
    )
    table.setTabKeyNavigation(False)
    rows = table.verticalHeader()
    rows.setDefaultSectionSize(ROW_HEIGHT)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    heads = table.horizontalHeader()
    heads.setSectionsMovable(True)
    heads.setHighlightSections(False)
    heads.setMinimumSectionSize(44)
    heads.setFixedHeight(28)
    heads.setSortIndicatorShown(True)
    for number, column in enumerate(table.ledger.columns):
        heads.resizeSection(number, column.width)
        heads.setSectionHidden(number, column.hidden)
    heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    table.setSortingEnabled(True)
    fit(table)


def fit(table: LedgerTable) -> None:
    """Widen columns whose head or stages would be cut off in the present language."""
    heads = table.horizontalHeader()
    wide = heads.fontMetrics().horizontalAdvance
    stage = max(wide(text(each.words)) for each in stages.STAGES) + STAGE_SIGN
    for number, column in enumerate(table.ledger.columns):
        if not heads.isSectionHidden(number):
            needed = max(wide(text(column.words)) + 18, stage if column.kind == "stage" else 0)
            heads.resizeSection(number, max(heads.sectionSize(number), needed))
