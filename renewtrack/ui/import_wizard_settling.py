"""What the person settles on the last steps, after each of which the plan is made again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from renewtrack.ui.import_wizard_changes import ChangesPage
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_issues import IssuesPage
from renewtrack.ui.import_wizard_runner import Runner


class Settling(QObject):
    """Writes answers, places and mendings into the present choice and has it planned again."""

    def __init__(
        self, choice: Callable[[], Choice | None], runner: Runner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._choice, self._runner = choice, runner

    def of_issues(self, page: IssuesPage) -> None:
        """Listen to the page of questions, places and issues."""
        page.questions.answered.connect(self._answer)
        page.places.settled.connect(lambda said: self._try(lambda c: c.settle_places(said)))
        page.positions.system_said.connect(self._answer_system)

    def of_changes(self, page: ChangesPage) -> None:
        """Listen to the preview."""
        page.mended.connect(self._mend)
        accepting = page.accepting
        accepting.kept.connect(lambda row, index: self._try(lambda c: c.keep(row, index)))
        accepting.taken.connect(lambda row, index: self._try(lambda c: c.take(row, index)))
        accepting.row_left.connect(lambda row: self._try(lambda c: c.leave_row(row)))
        accepting.column_left.connect(lambda index: self._try(lambda c: c.leave_column(index)))
        accepting.rule_said.connect(lambda rule: self._try(lambda c: c.amend(rule=rule)))
        accepting.reset_asked.connect(lambda: self._try(Choice.take_back))

    def plan(self, choice: Choice) -> None:
        """Plan by what is said now."""
        if choice.opened is not None:
            self._runner.plan(choice)

    def _answer(self, index: int, kind: str, said: object) -> None:
        answer = None if said is None else str(said)
        self._try(lambda choice: choice.answer(index, kind, answer))

    def _answer_system(self, system: str) -> None:
        self._try(lambda choice: choice.answer_shift(system))

    def _mend(self, row: int, column: int, words: str) -> None:
        self._try(lambda choice: choice.mend(row, column, words))

    def _try(self, settle: Callable[[Choice], object]) -> None:
        choice = self._choice()
        if choice is not None and choice.planned is not None and not self._runner.storing:
            settle(choice)
            self.plan(choice)
