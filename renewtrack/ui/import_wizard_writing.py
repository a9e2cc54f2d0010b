"""What is done at the end of an import: writing, taking back, saving what was left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from renewtrack.errors import UserError
from renewtrack.intake import plans
from renewtrack.intake.matching import MATCHED
from renewtrack.ui import big_edits
from renewtrack.ui import import_wizard_layouts as layouts
from renewtrack.ui import import_wizard_rejects as rejects
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_foot import Foot
from renewtrack.ui.import_wizard_runner import Runner

if TYPE_CHECKING:
    from renewtrack.ui.session import Session


class Writing(QObject):
    """Has the runner write a plan, after asking where that writes over much."""

    undone = Signal()
    withheld = Signal(int)  # in how many rows a value would have been written over

    def __init__(self, session: Session, runner: Runner, foot: Foot, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._runner = session, runner
        self._foot, self._window = foot, window
        self.alone = False  # sheets are written one after the other and nobody is asked
        runner.counted.connect(self._counted)

    def write(self, choice: Choice) -> None:
        """Write, after counting what is written over where that may be much."""
        if self._may_write_over_much(choice):
            self._runner.count(choice)
        else:
            self._runner.store(choice)

    def _may_write_over_much(self, choice: Choice) -> bool:
        if choice.planned is None:
            return False
        counts, places = choice.planned.plan.counts, choice.planned.places
        met = any(each.state == MATCHED for each in places)  # a new row may tell of a known place
        may = counts[plans.CHANGED] + (counts[plans.NEW] if met else 0)
        return big_edits.is_big(self._session, may)

    def may_undo(self, choice: Choice) -> bool:
        """Tell whether the batch of a sheet is the last thing that was done to the file."""
        batch = choice.receipt.batch if choice.receipt is not None else None
        target = self._session.undo_target() if batch is not None else None
        return target is not None and target.batch_id == batch

    def remember(self, choice: Choice) -> None:
        """Keep the corrections of a sheet that was written as the layout of its sender."""
        if not (choice.remember and choice.corrected):
            return
        try:
            layouts.keep(choice, layouts.name_of(choice))
        except UserError as refused:
            self._foot.complain(refused)

    def save_rejects(self, choice: Choice | None, path: Path | None) -> None:
        """Save the rows that were left out; ask where, unless a path is given."""
        plan = choice.plan if choice is not None else None
        if plan is None or (chosen := path or rejects.ask(self._window, plan)) is None:
            return
        try:
            self._foot.tell(rejects.save_recorded(self._session, plan, chosen))
        except UserError as refused:
            self._foot.complain(refused)

    def undo(self, choice: Choice | None) -> None:
        """Take the batch of a sheet back, where nothing was done after it."""
        if choice is None or not self.may_undo(choice):
            return
        try:
            self._session.undo()
        except UserError as refused:
            self._foot.complain(refused)
            return
        choice.undone = True
        self.undone.emit()

    def _counted(self, choice: Choice, count: int) -> None:
        """Ask by number where the import writes over values of many records."""
        if big_edits.is_big(self._session, count):
            if self.alone:
                self.withheld.emit(count)
                return
            if not big_edits.agreed(self._window, count):
                return
        self._runner.store(choice)
