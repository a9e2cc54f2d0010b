"""Which earlier need says the same: those of the estate whose words are most alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from renewtrack.domain.need_states import STATE_WORDS
from renewtrack.ui import asking, needs_model, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.needs_alike import Alike

TITLE = Words("标为相同的需求", "Mark as the same need")
ASK = Words(
    "“{said}”与下面哪一条相同？按文字相近排列，由您决定；标为相同后，处理结果跟随那一条。",
    "Which of these says the same as “{said}”? The most alike come first, and you decide; what is "
    "marked follows the decision of the one chosen.",
)
NONE = Words("这个小区没有文字相近的需求。", "No need of this estate has words like it.")
ALIKE = Words("相近", "Alike")
OFF = Words("不再标为相同", "Not the same any more")


class SameDialog(QDialog):
    """Enter takes the need in front; ``first`` is its id, 0 to let a linked one go."""

    def __init__(
        self, said: str, found: Sequence[Alike], linked: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.first: int | None = None
        self.model: LinesModel[Alike] = LinesModel(
            (
                Head(needs_model.PLACE, 150, lambda line: needs_model.place(line.need)),
                Head(needs_model.SAID, 260, lambda line: line.need.text),
                Head(needs_model.DECISION, 80, lambda line: STATE_WORDS[line.need.state]),
                Head(ALIKE, 60, lambda line: f"{line.points:.0f}%", right=True),
            ),
            self,
        )
        self.table = LinesTable(TITLE)
        self.table.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.off = QPushButton()
        self._build(said, found, linked)

    def _build(self, said: str, found: Sequence[Alike], linked: bool) -> None:
        say(self.setWindowTitle, TITLE)
        question, none = plain.label(), plain.label()
        question.setWordWrap(True)
        say(question.setText, ASK.filled(said=said))
        none.setProperty("role", "dim")
        say(none.setText, NONE)
        none.setVisible(not found)
        self.table.take(self.model, wide=1)
        self.model.show_lines(found)
        if found:
            self.table.selectRow(0)
        self.table.activated.connect(lambda _: self._accept())
        say(self.off.setText, OFF)
        self.off.setVisible(linked)
        self.off.setAutoDefault(False)
        self.off.clicked.connect(lambda: self._take(0))
        buttons = asking.buttons()
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        for widget in (question, none, self.table, self.off, buttons):
            box.addWidget(widget)
        self.resize(640, 380)

    def _accept(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.model.lines):
            self._take(self.model.lines[place].need.id)

    def _take(self, first: int) -> None:
        self.first = first
        self.accept()
