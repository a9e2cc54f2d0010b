"""Answers of homes typed from paper: one digit a home, and the cursor goes on to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from renewtrack.domain import text as texts
from renewtrack.errors import UserError
from renewtrack.ui import asking, fitting, plain, trouble
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

HOMES, ESTATE = Words("住户", "Homes"), Words("小区", "Estate")
HOME, SAID = Words("楼-单元-房号", "Home"), Words("意见", "Answer")
FIND = Words("找住户，如 3-2-301，或 东里 3-2-301", "Find a home, such as 3-2-301 or 东里 3-2-301")
HINT = Words(
    "输入楼-单元-房号后回车到这一户；按数字选：{choices}；退格清除。选后自动到下一户。",
    "Type building-stairwell-room, Enter goes there; digits choose: {choices}; Backspace clears. "
    "The next home follows by itself.",
)
CHOICE = Words("{number} {words}", "{number} {words}")
DONE = Words("已录入 {count} / {every} 户", "{count} of {every} homes entered")
MOST = 9  # choices that have a digit


@dataclass(frozen=True, slots=True)
class HomeAnswer:
    """One home with what it said: a key of the choices, or None."""

    id: int
    estate: str
    short: str
    said: str | None


Write = Callable[[int, "str | None"], object]


class HomeAnswers(QDialog):
    """Writes each answer at once; ``write`` is told the home's id and the key, None for none."""

    def __init__(
        self,
        title: Words,
        homes: Sequence[HomeAnswer],
        choices: dict[str, Words],
        write: Write,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices, self._write = choices, write
        self.homes = list(homes)
        self.wanted, self.told, self.hint = QLineEdit(), plain.label(), plain.label()
        self.model: LinesModel[HomeAnswer] = LinesModel(
            (
                Head(ESTATE, 150, lambda line: line.estate),
                Head(HOME, 130, lambda line: line.short),
                Head(SAID, 180, self._shown),
            ),
            self,
        )
        self.table = LinesTable(HOMES)
        say(self.setWindowTitle, title)
        self._build()
        self.resize(fitting.low(self, 560, 520))

    def _build(self) -> None:
        self.table.take(self.model, wide=2)
        self.table.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.model.show_lines(self.homes)
        if self.homes:
            self.table.selectRow(0)
        say(self.wanted.setPlaceholderText, FIND)
        say(self.wanted.setAccessibleName, FIND)
        self.wanted.textEdited.connect(lambda _: self._go())
        self.wanted.installEventFilter(self)
        self.table.installEventFilter(self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "dim")
        parts = [
            CHOICE.filled(number=place, words=words)
            for place, words in enumerate(list(self._choices.values())[:MOST], 1)
        ]
        joined = Words("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
        say(self.hint.setText, HINT.filled(choices=joined))
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 14, 12)
        for widget in (self.wanted, self.table, self.told, self.hint):
            box.addWidget(widget)
        box.addLayout(asking.foot(self))
        self._tell()
        self.wanted.setFocus()

    @property
    def home(self) -> HomeAnswer | None:
        """Return the home in front."""
        place = self.table.currentIndex().row()
        return self.homes[place] if 0 <= place < len(self.homes) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.wanted and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go()
                self.table.setFocus()
                return True
            if watched is self.table:
                return self._typed(event)
        return super().eventFilter(watched, event)

    def _typed(self, event: QKeyEvent) -> bool:
        said = event.text()
        keys = list(self._choices)[:MOST]
        if said.isdigit() and 1 <= int(said) <= len(keys):
            self.answer(keys[int(said) - 1])
            return True
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.answer(None)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.selectAll()
            self.wanted.setFocus()
            return True
        return False

    def answer(self, key: str | None) -> None:
        """Write what the home in front said, and go on to the next."""
        home = self.home
        if home is None:
            return
        try:
            self._write(home.id, key)
        except UserError as error:
            trouble.show(error, self)
            return
        place = self.table.currentIndex().row()
        self.homes[place] = replace(home, said=key)
        self.model.lines = self.homes
        self.model.dataChanged.emit(self.model.index(place, 0), self.model.index(place, 2))
        if key is not None and place + 1 < len(self.homes):
            self.table.selectRow(place + 1)
        self._tell()

    def _go(self) -> None:
        """Go to the home that is typed, behind words of its estate, or to the first alike."""
        words = [texts.fold(word) for word in self.wanted.text().split()]
        numbers = [word for word in words if any(map(str.isdigit, word))]
        names = [word for word in words if word not in numbers]
        short = "-".join(numbers).strip("-")
        near = [
            (at, texts.fold(home.short))
            for at, home in enumerate(self.homes)
            if all(name in texts.fold(home.estate) for name in names)
        ]
        if not words:
            return
        found = next((at for at, name in near if name == short), None)
        if found is None:
            found = next((at for at, name in near if name.startswith(short)), None)
        if found is not None:
            self.table.selectRow(found)

    def _shown(self, line: HomeAnswer) -> str | Words:
        return self._choices.get(line.said, Words(line.said, line.said)) if line.said else ""

    def _tell(self) -> None:
        count = sum(home.said is not None for home in self.homes)
        words = DONE.filled(count=f"{count:,}", every=f"{len(self.homes):,}")
        self.told.setText(text(words))
