"""The view of what needs somebody today: one line a matter, each leading to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from renewtrack.domain import lateness
from renewtrack.ui import icons, lamps, plain
from renewtrack.ui.columns import KIND_WORDS
from renewtrack.ui.filtering import Choice
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.todo import ToDo

TITLE = Words("今天要办", "What needs me today")
HEADING = Words("{day} 要办的事：{count} 类", "{day}: {count} matters")
NOTHING = Words("今天没有要办的事。", "Nothing needs you today.")
HINT = Words(
    "全部记录，不受筛选影响；回车在表里打开", "Of the whole file, whatever is filtered; Enter opens"
)
PRESSING, WHAT = Words("缓急", "Pressing"), Words("事项", "Matter")
COUNT, OF = Words("条数", "Records"), Words("记录", "Of")
OPEN = Words("在表里打开", "Open in the table")
URGENCY = {
    "red": Words("紧急", "Urgent"),
    "yellow": Words("注意", "Soon"),
    "": Words("提示", "Hint"),
}
ROW = 34  # pixels


class TodayScreen(Screen):
    """Reads the whole file: what needs somebody does not depend on what is filtered."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.head, self.none, self.hint = plain.label(), plain.label(), plain.label()
        self.open = QPushButton()
        self.model: LinesModel[ToDo] = LinesModel(
            (
                Head(PRESSING, 90, _urgency, ink=_ink),
                Head(WHAT, 340, lambda line: line.words),
                Head(COUNT, 90, lambda line: f"{len(line.ids):,}", right=True),
                Head(OF, 110, lambda line: KIND_WORDS[line.rows]),
            )
        )
        self.table = LinesTable(TITLE)
        self._build()

    def show_now(self) -> None:
        """Read what needs somebody."""
        today = self.session.today

        def job(db: Database, _: object) -> list[ToDo]:
            from renewtrack.store import todo

            return todo.read(db, today)

        self.read(job, self._arrived)

    def _build(self) -> None:
        self.head.setProperty("role", "title")
        for label in (self.none, self.hint):
            label.setProperty("role", "dim")
        say(self.none.setText, NOTHING)
        say(self.hint.setText, HINT)
        self.table.take(self.model, wide=1)
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.activated.connect(lambda _: self._open())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._picked())
        say(self.open.setText, OPEN)
        icons.give(self.open.setIcon, "table")
        self.open.clicked.connect(self._open)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(12)
        bar.addWidget(self.head)
        bar.addWidget(self.hint)
        bar.addStretch(1)
        bar.addWidget(self.open)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.none)
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def _arrived(self, found: list[ToDo]) -> None:
        kept = self._line()
        self.model.show_lines(found)
        keys = [line.key for line in found]
        if found:
            chosen = self.table.selectionModel()
            chosen.blockSignals(True)  # nobody has picked anything yet
            self.table.selectRow(keys.index(kept.key) if kept and kept.key in keys else 0)
            chosen.blockSignals(False)
        self.none.setVisible(not found)
        self.open.setEnabled(bool(found))
        said = HEADING.filled(day=self.session.today, count=len(found))
        self.head.setText(text(said))

    def _line(self) -> ToDo | None:
        place = self.table.currentIndex().row()
        return self.model.lines[place] if 0 <= place < len(self.model.lines) else None

    def _picked(self) -> None:
        line = self._line()
        if line is not None and self.table.hasFocus():
            self.picked.emit(line.rows, list(line.ids))

    def _open(self) -> None:
        line = self._line()
        if line is not None:
            self.drilled.emit(line.rows, list(line.ids), line.words)


def _urgency(line: ToDo) -> str:
    sign = {"red": "●", "yellow": "▲", "": "○"}[line.urgency]
    return f"{sign} {text(URGENCY[line.urgency])}"


def _ink(line: ToDo) -> str:
    lit = line.urgency or lateness.NONE
    return lamps.colour(lit).name()
