"""The questions of a sheet: how to read what can be read in two ways, answered once a column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from renewtrack.intake.plans import Plan
from renewtrack.intake.questions import ColumnQuestion
from renewtrack.intake.sheets import letters
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_lines import column_at
from renewtrack.ui.import_wizard_parts import button, label, row
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

NONE = Words("没有要回答的问题。", "There is no question to answer.")
OPEN = Words(
    "还有 {open} 个问题没有回答。可以先往下走：没有回答的格不导入，或按说明暂定；其余照常导入。",
    "Open questions: {open}. You may go on: cells without an answer are left out, or taken as "
    "their issue says; the rest comes in.",
)
ALL_ANSWERED = Words(
    "{count} 个问题都已回答，随时可以改。", "All {count} questions are answered and can be changed."
)
CELLS = Words("{column}列“{heading}” · {count} 格", "Column {column} “{heading}” · {count} cells")
LATER = Words("先不回答", "Not answered yet")
MORE = Words("…共 {count} 种写法", "… {count} ways of writing in all")
OTHER_YEAR, TAKE_YEAR = Words("其他年份", "Another year"), Words("用这一年", "Take this year")
_OF_YEAR, _YEARS = "date_no_year", (1980, 2100)
_SHOWN = 8  # ways of writing


class QuestionCard(QFrame):
    """One question with what was written, and a radio button for each answer."""

    answered = Signal(int, str, object)  # column, kind, answer or None

    def __init__(self, plan: Plan, question: ColumnQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.question = question
        self.group = QButtonGroup(self)
        self.buttons: dict[str | None, QRadioButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 10)
        box.setSpacing(5)
        for part in (self._head(), label(question.words, wrap=True), self._written(plan)):
            box.addWidget(part)
        for answer, words in question.choices:
            box.addWidget(self._radio(answer, words))
        if question.kind == _OF_YEAR:
            box.addLayout(self._year_row())
        box.addWidget(self._radio(None, LATER))
        self.show_answer(question.answer)

    @property
    def key(self) -> tuple[int, str]:
        """Return the column and the kind of the question."""
        return self.question.index, self.question.kind

    def show_answer(self, answer: str | None) -> None:
        """Show which answer stands."""
        made = self.buttons.get(answer or None)
        if made is None and answer:
            self.year.setValue(int(answer) if answer.isdigit() else self.year.value())
            self.group.setExclusive(False)  # none of the choices is the answer
            for each in self.buttons.values():
                each.setChecked(False)
            self.group.setExclusive(True)
        elif made is not None:
            made.setChecked(True)

    def _year_row(self) -> QHBoxLayout:
        """Return the line to say a year that is not among the choices."""
        self.year = QSpinBox()
        self.year.setRange(*_YEARS)
        self.year.setValue(dt.date.today().year)
        self.year.setMinimumSize(90, 28)
        say(self.year.setAccessibleName, OTHER_YEAR)
        self.year_taken = button(TAKE_YEAR)
        self.year_taken.clicked.connect(
            lambda: self.answered.emit(*self.key, str(self.year.value()))
        )
        return row(label(OTHER_YEAR), self.year, self.year_taken, None)

    def _head(self) -> QLabel:
        asked = self.question
        count = sum(each.count for each in asked.values)
        return label(
            CELLS.filled(column=letters(asked.index), heading=asked.heading, count=count),
            "section",
            wrap=True,
        )

    def _written(self, plan: Plan) -> QLabel:
        column = column_at(plan, self.question.index)
        shown = [
            f"{values.masked_cell(column, each.raw)} ×{each.count}"
            for each in self.question.values[:_SHOWN]
        ]
        made = label(role="dim", wrap=True)
        if len(self.question.values) > _SHOWN:
            shown.append(text(MORE.filled(count=len(self.question.values))))
        made.setText("    ".join(shown).replace("\n", " "))
        return made

    def _radio(self, answer: str | None, words: Words) -> QRadioButton:
        made = QRadioButton()
        say(made.setText, words)
        self.buttons[answer] = made
        self.group.addButton(made)
        made.clicked.connect(lambda: self.answered.emit(*self.key, answer))
        return made


class QuestionsTab(QWidget):
    """Lists the questions of a sheet, one card each."""

    answered = Signal(int, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[QuestionCard] = []
        self.told = label(wrap=True)
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._inside)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.told)
        box.addWidget(area, 1)
        speech.switched.connect(self._tell)

    def show_questions(self, plan: Plan | None, found: Sequence[ColumnQuestion]) -> None:
        """Show the questions of a plan; cards of questions that stay keep their place."""
        if [card.key for card in self.cards] == [(each.index, each.kind) for each in found]:
            for shown, question in zip(self.cards, found, strict=True):
                shown.show_answer(question.answer)
        else:
            self._build(plan, found)
        self._tell()

    @property
    def open(self) -> int:
        """Return how many questions have no answer."""
        return sum(1 for shown in self.cards if shown.buttons[None].isChecked())

    def _build(self, plan: Plan | None, found: Sequence[ColumnQuestion]) -> None:
        for old in self.cards:
            self._list.removeWidget(old)
            old.deleteLater()
        self.cards = []
        for question in found:
            assert plan is not None
            made = QuestionCard(plan, question)
            made.answered.connect(self.answered)
            self._list.insertWidget(self._list.count() - 1, made)
            self.cards.append(made)

    def _tell(self, _: object = None) -> None:
        said = NONE
        if self.cards:
            said = OPEN.filled(open=self.open) if self.open else ALL_ANSWERED
        self.told.setText(text(said.filled(count=len(self.cards))))
