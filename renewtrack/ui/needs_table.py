"""The needs of a building's homes: adopted, refused with a reason, or still open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from renewtrack.domain import need_states
from renewtrack.ui import asking, icons, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.homes_needs import NeedOf

NAME = Words("需求", "Needs")
HOME, SAID = Words("户", "Home"), Words("需求", "Need")
STATE, WHY = Words("答复", "Decision"), Words("理由", "Reason")
OPEN, ADOPTED, REFUSED = (
    Words("待定", "Open"),
    Words("采纳", "Adopted"),
    Words("不采纳", "Not adopted"),
)
STATES = {None: OPEN, 1: ADOPTED, 0: REFUSED}
NONE = Words("这栋楼的住户没有提出需求。", "The homes of this building ask for nothing.")
ADD = Words("登记需求…", "Note a need…")
ADD_ASK = Words("{room} 的需求", "What {room} asks for")
WHY_ASK = Words("{count} 条需求不采纳的理由", "Why {count} needs are not adopted")
ADDED = Words("：登记需求", "a need noted")
DECIDED = Words("：{count} 条需求{state}", "{count} needs: {state}")
KEYS = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False, Qt.Key.Key_D: None}
PLACE = Words("{number} 单元 {room}", "{number}-{room}")


class NeedsTable(QWidget):
    """Y adopts, N refuses and asks why, D opens again; Insert notes a need of the home in front."""

    asked = Signal()  # a need of the home in front is to be noted

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.model: LinesModel[NeedOf] = LinesModel(
            (
                Head(HOME, 100, _home),
                Head(SAID, 240, lambda line: line.text),
                Head(STATE, 80, _state),
                Head(WHY, 160, lambda line: line.why or ""),
            )
        )
        self.table, self.none = LinesTable(NAME), plain.label()
        self.buttons = {key: QPushButton() for key in (True, False, None)}
        self.add = QPushButton()
        self._build()

    def show_needs(self, found: list[NeedOf]) -> None:
        """Show the needs of a building."""
        kept = {line.id for line in self.chosen()}
        self.model.show_lines(found)
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        place = next((at for at, line in enumerate(found) if line.id in kept), None)
        if place is not None:
            self.table.selectRow(place)
        may = self.session.may("editor")
        self.add.setEnabled(may)
        for button in self.buttons.values():
            button.setEnabled(may and bool(found))

    def chosen(self) -> list[NeedOf]:
        """Return the selected needs."""
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.lines[at] for at in places if at < len(self.model.lines)]

    def _build(self) -> None:
        self.table.take(self.model, wide=1)
        self.table.keys = {key: partial(self.decide, said) for key, said in KEYS.items()}
        self.none.setProperty("role", "dim")
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        say(self.none.setText, NONE)
        bar = QHBoxLayout()
        for key, words in ((True, ADOPTED), (False, REFUSED), (None, OPEN)):
            button = self.buttons[key]
            say(button.setText, words)
            button.clicked.connect(lambda _=False, said=key: self.decide(said))
            bar.addWidget(button)
        say(self.add.setText, ADD)
        icons.give(self.add.setIcon, "add")
        self.add.clicked.connect(self.asked)
        bar.addWidget(self.add)
        bar.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.none)
        box.addWidget(self.table, 1)
        box.addStretch(0)
        box.addLayout(bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) == Qt.Key.Key_Insert and self.add.isEnabled():
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def decide(self, adopted: bool | None) -> None:
        """Write what is decided of the selected needs; a refusal asks for its reason."""
        ids = [line.id for line in self.chosen()]
        if not ids or not self.session.may("editor"):
            return
        why = ""
        if adopted is False:
            said = asking.line(self, REFUSED, WHY_ASK.filled(count=len(ids)))
            if not said:
                return
            why = said
        from renewtrack.store import homes_needs

        state = STATES[None if adopted is None else int(adopted)]
        self.session.write(
            "bulk_edit",
            lambda db: homes_needs.decide(db, ids, adopted, why),
            DECIDED.filled(count=len(ids), state=state),
        )

    def note(self, household_id: int, room: str) -> None:
        """Ask what a home needs and note it."""
        if not self.session.may("editor"):
            return
        said = asking.line(self, ADD, ADD_ASK.filled(room=room))
        if not said:
            return

        def write(db: Database) -> None:
            from renewtrack.store import homes_needs

            homes_needs.add(db, household_id, said)

        self.session.write("edit", write, ADDED)


def _state(line: NeedOf) -> Words:
    return need_states.STATE_WORDS[need_states.state(line.adopted, line.referred_to)]


def _home(line: NeedOf) -> str:
    if not line.stairwell:
        return line.room
    return text(PLACE.filled(number=line.stairwell, room=line.room))
