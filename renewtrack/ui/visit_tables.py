"""The two tables below the board of visits: homes that wait, and visits of a half day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView

from renewtrack.ui import cells
from renewtrack.ui.homes_view import LOOKS
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import text
from renewtrack.ui.week_board import HOMES, VISITS, carried
from renewtrack.ui.week_paint import HALF_WORDS
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.visit_lists import Home, Visit, Waiting

QUEUE = Words("待约住户", "Homes to be booked")
HALF_DAY = Words("所选半天的入户", "Visits of the half day in front")
ESTATE, PLACE = Words("小区", "Estate"), Words("房号", "Home")
MISSED, STATE = Words("未遇", "Missed"), Words("情况", "State")
WHEN, PURPOSE = Words("时间", "When"), Words("事由", "Purpose")
CARE, NOTE = Words("关照", "Care"), Words("备注", "Remarks")
REMINDED, LAST = Words("提醒", "Reminded"), Words("上次", "Last")
NEEDS_CARE = Words("需关照", "Take care")
AGREE = Words("意愿", "Consent")


class Dragged(LinesModel[Any]):
    """Lines that can be dragged onto the board, as visits or as homes."""

    kind = VISITS

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [self.kind]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        places = sorted({index.row() for index in indexes})
        key = "id" if self.kind == VISITS else "household_id"
        return carried(self.kind, [getattr(self.lines[place], key) for place in places])


class LinesOfHomes(LinesTable):
    """A table of homes or visits of which several can be marked, and dragged away."""

    def __init__(self, name: Words, model: Dragged) -> None:
        super().__init__(name)
        self.lines = model
        self.take(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def marked(self) -> list[Any]:
        """Return the lines that are marked, from the top."""
        chosen = self.selectionModel()
        rows = sorted({index.row() for index in chosen.selectedRows()}) if chosen else []
        return [self.lines.lines[row] for row in rows if row < len(self.lines.lines)]

    def show_lines(self, lines: Iterable[Any], key: str) -> None:
        """Show other lines, and mark what was marked as far as it is still there."""
        kept = {getattr(line, key) for line in self.marked()}
        shown = list(lines)
        self.lines.show_lines(shown)
        for place, line in enumerate(shown):
            if getattr(line, key) in kept:
                self.selectRow(place)
                return
        if shown:
            self.selectRow(0)


def queue() -> LinesOfHomes:
    """Return the table of the homes that wait."""
    model = Dragged(
        (
            Head(PLACE, 92, lambda line: line.short),
            Head(ESTATE, 96, lambda line: line.estate),
            Head(MISSED, 52, _missed, right=True),
            Head(AGREE, 60, _agree),
            Head(CARE, 70, _care),
        )
    )
    model.kind = HOMES
    return LinesOfHomes(QUEUE, model)


def visits() -> LinesOfHomes:
    """Return the table of visits."""
    model = Dragged(
        (
            Head(PLACE, 84, lambda line: line.short),
            Head(ESTATE, 92, lambda line: line.estate),
            Head(STATE, 84, _state),
            Head(WHEN, 120, _when),
            Head(PURPOSE, 84, _purpose),
            Head(CARE, 70, _care),
            Head(REMINDED, 92, lambda line: line.reminded_on or ""),
            Head(NOTE, 140, lambda line: line.remark or ""),
        )
    )
    return LinesOfHomes(HALF_DAY, model)


def _missed(line: Waiting) -> str:
    return f"{line.missed:,}" if line.missed else ""


def _agree(line: Home) -> str | Words:
    return cells.code_words("agreements", line.agree) if line.agree else ""


def _care(line: Home) -> str | Words:
    return NEEDS_CARE if line.care or line.access else ""


def _state(line: Visit) -> str:
    look = LOOKS["visit"][line.state]
    return f"{look.sign} {text(look.words)}"


def _when(line: Visit) -> str:
    return f"{line.date} {text(HALF_WORDS[line.half]) if line.half else ''}".strip()


def _purpose(line: Visit) -> str | Words:
    return cells.code_words("visit_purposes", line.purpose) if line.purpose else ""
