"""What the person corrects on the first three steps, taken to the file's choice and tried again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_columns import ColumnsPage
from renewtrack.ui.import_wizard_files import FilesPage
from renewtrack.ui.import_wizard_heads import HeadsPage
from renewtrack.ui.import_wizard_runner import Runner

if TYPE_CHECKING:
    from renewtrack.intake.saved_layout import SavedLayout


class Corrections(QObject):
    """Writes corrections into the present choice; after each the sheet is recognised again."""

    answered = Signal()  # something was said that needs no new look at the sheet

    def __init__(
        self, choice: Callable[[], Choice | None], runner: Runner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._choice, self._runner = choice, runner

    def of_files(self, page: FilesPage) -> None:
        """Listen to the page of files."""
        page.said.connect(self._said_of_file)

    def of_heads(self, page: HeadsPage) -> None:
        """Listen to the page of head and rows."""
        page.head_said.connect(self._set_head)
        page.start_said.connect(lambda row: self._try(lambda choice: choice.start_at(row)))
        page.skip_said.connect(lambda rows: self._try(lambda choice: choice.leave_out(rows)))
        page.as_above_said.connect(lambda on: self._try(lambda choice: choice.fill_down(on)))
        page.again_asked.connect(lambda: self._try(Choice.recognise_again))

    def of_columns(self, page: ColumnsPage) -> None:
        """Listen to the page of columns."""
        page.field_said.connect(self._map_column)
        page.unit_said.connect(self._set_unit)

    def _said_of_file(self, what: str, value: object) -> None:
        choice = self._choice()
        if choice is None or choice.opened is None:
            return
        if what == "crs":
            choice.answer_system(str(value or ""))
            self.answered.emit()
            return
        if what == "saved":
            self._try(lambda choice: choice.go_by(cast("SavedLayout | None", value)))
            return
        self._try(lambda choice: choice.say(**{what: value}))

    def _set_head(self, first: int, last: int) -> None:
        self._try(lambda choice: choice.set_head(first, last))

    def _map_column(self, index: int, key: str) -> None:
        self._try(lambda choice: choice.map_column(index, key))

    def _set_unit(self, key: str, unit: str) -> None:
        self._try(lambda choice: choice.set_unit(key, unit))

    def _try(self, correct: Callable[[Choice], object]) -> None:
        choice = self._choice()
        if choice is not None and choice.opened is not None:
            correct(choice)
            self._runner.examine(choice)
