"""The files and sheets that an import is about: added, read one after the other, ticked, left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from renewtrack.intake.sheets import SheetCells
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_jobs import Seen
from renewtrack.ui.import_wizard_runner import Runner


class Batch(QObject):
    """Holds the choices in order, knows the present one, and has the runner read the others."""

    changed = Signal()

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []
        self.at = 0
        self.reads_ahead = True  # on the page of files; elsewhere the steps have the thread
        self._runner = runner
        self._pastes = 0
        runner.looked_over.connect(self._spread)
        runner.refused.connect(lambda choice, error: self.read_next())

    @property
    def choice(self) -> Choice | None:
        """Return the sheet that the steps are about."""
        return self.choices[self.at] if self.choices else None

    @property
    def waiting(self) -> list[Choice]:
        """Return what is ticked and not written yet."""
        return [each for each in self.choices if each.waits]

    def add(self, paths: Iterable[Path]) -> None:
        """Add files, each once, and begin to read them."""
        known = {choice.path for choice in self.choices}
        self._take([Choice(Path(path)) for path in paths if Path(path) not in known])

    def paste(self, sheets: tuple[SheetCells, ...], name: str) -> None:
        """Add cells that came by the clipboard."""
        self._pastes += 1
        self._take([Choice(Path(f"{name} {self._pastes}"), pasted=sheets)])

    def remove(self, choice: Choice) -> None:
        """Forget a file with all its sheets."""
        if self._runner.about is not None and self._runner.about.path == choice.path:
            self._runner.abandon()
            self._runner.ended.emit()
        kept = [each for each in self.choices if each.path != choice.path]
        before = sum(1 for each in self.choices[: self.at] if each.path != choice.path)
        self.choices = kept
        self.at = max(0, min(before, len(kept) - 1))
        self.changed.emit()
        self.read_next()

    def pick(self, choice: Choice) -> None:
        """Make one the present one; it is read before the others."""
        if choice in self.choices and choice is not self.choice:
            self.at = self.choices.index(choice)
            self.changed.emit()
            if choice.unread and self._runner.about is not choice:
                self._runner.open(choice)

    def tick(self, choice: Choice, on: bool) -> None:
        """Take a sheet in, or leave it."""
        choice.ticked = on
        self.changed.emit()

    def unlock(self, choice: Choice, password: str) -> None:
        """Try to read a file with a password."""
        choice.password, choice.trouble = password, None
        self._runner.open(choice)
        self.changed.emit()

    def go_to_waiting(self) -> bool:
        """Make the next that waits the present one; False where nothing does."""
        if not self.waiting:
            return False
        self.at = self.choices.index(self.waiting[0])
        return True

    def go_to_written(self) -> None:
        """Make the sheet that was written last the present one."""
        written = [each for each in self.choices if each.receipt is not None]
        if written and self.choice not in written:
            self.at = self.choices.index(written[-1])

    def read_next(self) -> None:
        """Read the present file, then the others, one at a time."""
        if self._runner.busy:
            return
        unread = [each for each in self.choices if each.unread]
        if self.choice in unread:
            self._runner.open(unread[unread.index(self.choice)])
        elif unread and self.reads_ahead:
            self._runner.open(unread[0])

    def _take(self, new: Sequence[Choice]) -> None:
        if new:
            self.choices += new
            self.at = self.choices.index(new[0])
            self.changed.emit()
            self.read_next()

    def _spread(self, choice: Choice, seen: Sequence[Seen]) -> None:
        """Give every sheet of a file that was read a line of its own."""
        if choice not in self.choices:
            return
        place, present = self.choices.index(choice), self.choice
        best = next((number for number, each in enumerate(seen) if each.ticked), 0)
        sheets = [
            choice.of_sheet(each) if number == best else choice.sibling(each)
            for number, each in enumerate(seen)
        ]
        self.choices[place : place + 1] = sheets or [choice]
        if present is not None:
            self.at = self.choices.index(present)
        self.changed.emit()
        self.read_next()
