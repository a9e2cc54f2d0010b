"""The homes behind a figure of the rates: their rooms, and the way to each in its building."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from renewtrack.domain.participation import ANSWER_WORDS
from renewtrack.ui import asking, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.items_model import number
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.participation import Behind

NAME = Words("住户", "Homes")
ESTATE, BUILDING = Words("小区", "Estate"), Words("楼号", "Building")
STAIRWELL, ROOM = Words("单元", "Stairwell"), Words("室号", "Room")
AREA, SAID = Words("面积 ㎡", "Area m²"), Words("意愿", "Answer")
HOW_MANY = Words("数量", "How many")
TITLE = Words("{place} · {item}：{count} 户", "{place} · {item}: {count} homes")
HINT = Words("回车或双击：到这一户", "Enter or a double click goes to the home")


class HomesBehind(QDialog):
    """Lists homes; ``chosen`` is the one that the person wants to go to."""

    def __init__(
        self, title: Words, found: Sequence[Behind], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        say(self.setWindowTitle, title)
        self.chosen: Behind | None = None
        self.model: LinesModel[Behind] = LinesModel(
            (
                Head(ESTATE, 140, lambda line: line.estate),
                Head(BUILDING, 64, lambda line: line.number),
                Head(STAIRWELL, 64, lambda line: line.stairwell or ""),
                Head(ROOM, 80, lambda line: line.room),
                Head(AREA, 80, lambda line: number(line.area_m2), right=True),
                Head(SAID, 84, lambda line: ANSWER_WORDS[line.answer]),
                Head(HOW_MANY, 72, _many, right=True),
            ),
            self,
        )
        self.table = LinesTable(NAME)
        self.table.take(self.model)
        self.model.show_lines(found)
        self.table.activated.connect(self._go)
        hint = plain.label()
        hint.setProperty("role", "dim")
        say(hint.setText, HINT)
        box = QVBoxLayout(self)
        box.addWidget(self.table, 1)
        box.addWidget(hint)
        box.addLayout(asking.foot(self))
        self.resize(660, 480)
        if found:
            self.table.selectRow(0)

    def _go(self, index: QModelIndex) -> None:
        self.chosen = self.model.lines[index.row()]
        self.accept()


def _many(line: Behind) -> str:
    return number(line.quantity) if line.quantity else ""
