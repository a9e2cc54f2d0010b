"""The import wizard: from a sheet file to rows in the project file, in five steps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from renewtrack.errors import UserError
from renewtrack.ui import asking, big_edits, import_wizard_files
from renewtrack.ui import import_wizard_rejects as rejects
from renewtrack.ui.import_wizard_changes import ChangesPage
from renewtrack.ui.import_wizard_choice import (
    CHANGES,
    COLUMNS,
    FILES,
    ISSUES,
    RECEIPT,
    Choice,
)
from renewtrack.ui.import_wizard_columns import ColumnsPage
from renewtrack.ui.import_wizard_corrections import Corrections
from renewtrack.ui.import_wizard_files import FilesPage
from renewtrack.ui.import_wizard_foot import Foot
from renewtrack.ui.import_wizard_heads import HeadsPage
from renewtrack.ui.import_wizard_issues import IssuesPage
from renewtrack.ui.import_wizard_receipt import ReceiptPage
from renewtrack.ui.import_wizard_runner import Runner
from renewtrack.ui.import_wizard_steps import StepBar
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.session import Session

TITLE = Words("从 Excel 导入", "Import from Excel")
STOPPED = Words("已停止，没有写入任何内容。", "Stopped; nothing was written.")
LEAVE = Words("不导入了", "Leave the import")
LEAVE_SURE = Words(
    "还没有写入。关闭后，各步所做的选择都要重来。",
    "Nothing is written yet. What was chosen in these steps will be lost.",
)
LEAVE_NOW = Words("关闭", "Close")


class ImportWizard(QDialog):
    """Takes sheet files in, one after the other; nothing is written before step 5."""

    def __init__(
        self, session: Session, paths: Sequence[Path] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.choices: list[Choice] = []
        self.at = 0
        self.step = FILES
        self.bar, self.stack, self.foot = StepBar(), QStackedWidget(), Foot()
        self.files, self.heads, self.columns = FilesPage(), HeadsPage(), ColumnsPage()
        self.issues, self.changes, self.receipt = IssuesPage(), ChangesPage(), ReceiptPage()
        self.runner = Runner(session, self)
        self.corrections = Corrections(lambda: self.choice, self.runner, self)
        say(self.setWindowTitle, TITLE)
        self.setAcceptDrops(True)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setMinimumSize(_within(self, QSize(860, 560)))
        self.resize(_within(self, QSize(1120, 760)))
        self.finished.connect(self.deleteLater)
        self._lay_out()
        self._connect()
        self._go(FILES)
        self.add(paths)

    @property
    def choice(self) -> Choice | None:
        """Return the file that the steps are about."""
        return self.choices[self.at] if self.choices else None

    def add(self, paths: Sequence[Path]) -> None:
        """Add files to the list and read the first that is new."""
        known = {choice.path for choice in self.choices}
        new = [Choice(Path(path)) for path in paths if Path(path) not in known]
        if new:
            self.choices += new
            self.at = self.choices.index(new[0])
            self._show()
            self._read()

    # -- the journey

    def advance(self) -> None:
        """Go on to the next step; at the last one write, and after it go on or close."""
        choice = self.choice
        if choice is None or not self._may_go_on():
            return
        if self.step == COLUMNS:
            self._go(ISSUES)
            self.runner.plan(choice)
        elif self.step == CHANGES:
            if self._may_overwrite(choice):
                self.runner.store(choice)
        elif self.step == RECEIPT:
            self._leave()
        else:
            self._go(self.step + 1)

    def back(self) -> None:
        """Go back one step; what was said so far stays."""
        if self.step in (ISSUES,) and self.runner.busy:
            self.runner.cancel()
        if FILES < self.step < RECEIPT and not self.runner.storing:
            self._go(self.step - 1)

    def reject(self) -> None:
        """Close without writing; while it writes, stop that first."""
        if self._may_close():
            self.runner.abandon()
            super().reject()

    def save_rejects(self, path: Path | None = None) -> None:
        """Save the rows that were left out; ask where, unless a path is given."""
        plan = self.choice.plan if self.choice else None
        if plan is None or (chosen := path or rejects.ask(self, plan)) is None:
            return
        try:
            self.foot.tell(rejects.save_recorded(self._session, plan, chosen))
        except UserError as refused:
            self.foot.complain(refused)

    def _may_overwrite(self, choice: Choice) -> bool:
        """Ask by number where the import writes over values of many records."""
        lines = choice.planned.lines if choice.planned is not None else ()
        losing = {line.row for line in lines if line.change and line.change.old not in (None, "")}
        count = len(losing)
        return not big_edits.is_big(self._session, count) or big_edits.agreed(self, count)

    def _may_close(self) -> bool:
        """Stop writing, or ask once what is said so far may be lost; tell whether to close."""
        if self.runner.storing:
            self.runner.cancel()
            return False
        if not FILES < self.step < RECEIPT:
            return True
        return asking.confirmed(self, LEAVE, LEAVE_SURE, LEAVE_NOW)

    # -- what is inside

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for shown in (
            self.files, self.heads, self.columns, self.issues, self.changes, self.receipt,
        ):  # fmt: skip
            self.stack.addWidget(shown)
        box.addWidget(self.bar)
        box.addWidget(self.stack, 1)
        box.addWidget(self.foot)

    def _connect(self) -> None:
        self.bar.chosen.connect(self._return_to)
        self.foot.next.clicked.connect(self.advance)
        self.foot.back.clicked.connect(self.back)
        self.foot.cancel.clicked.connect(self.reject)
        self.foot.stop.clicked.connect(self.runner.cancel)
        self.files.add_asked.connect(lambda: self.add(import_wizard_files.ask(self)))
        self.files.removed.connect(self._remove)
        self.files.picked.connect(self._pick)
        self.corrections.of_files(self.files)
        self.corrections.of_heads(self.heads)
        self.corrections.of_columns(self.columns)
        self.corrections.answered.connect(self._show)
        for shown in (self.changes, self.receipt):
            shown.rejects_asked.connect(self.save_rejects)
        self.receipt.undo_asked.connect(self._undo)
        self.runner.began.connect(self._began)
        self.runner.moved.connect(self.foot.move_to)
        self.runner.ended.connect(self._ended)
        for arrived in (self.runner.opened, self.runner.planned):
            arrived.connect(lambda choice: self._show())
        self.runner.stored.connect(lambda choice: self._go(RECEIPT))
        self.runner.refused.connect(self._refused)
        self.runner.stopped.connect(lambda: self.foot.tell(STOPPED))

    def _go(self, step: int) -> None:
        self.step = step
        self.bar.show_step(step)
        self.stack.setCurrentIndex(step)
        self.foot.tell(None)
        self._show()
        self._focus()

    def _return_to(self, step: int) -> None:
        if not self.runner.busy:
            self._go(step)

    def _show(self) -> None:
        """Show the present file on the page of the present step."""
        choice = self.choice
        if self.step == FILES:
            self.files.show_choices(self.choices, self.at)
        elif choice is not None:
            page: HeadsPage | ColumnsPage | IssuesPage | ChangesPage | ReceiptPage
            page = (self.heads, self.columns, self.issues, self.changes, self.receipt)[
                self.step - 1
            ]
            page.show_choice(choice)
        more = any(each.receipt is None for each in self.choices)
        self.foot.show_step(self.step, choice.path.name if choice else "", more)
        self.foot.next.setEnabled(self._may_go_on())

    def _may_go_on(self) -> bool:
        choice = self.choice
        return choice is not None and not self.runner.busy and choice.may_leave(self.step)

    def _focus(self) -> None:
        """Put the keyboard where the step's own work is."""
        tables = (self.heads.table, self.columns.table, self.issues.tabs, self.changes.table)
        (self.files.list, *tables, self.foot.next)[self.step].setFocus()

    def _leave(self) -> None:
        """Go on to a file that has not been written yet, or close."""
        waiting = [place for place, each in enumerate(self.choices) if each.receipt is None]
        if not waiting:
            self.accept()
            return
        self.at = waiting[0]
        self._go(FILES)
        self._read()

    # -- what the person says

    def _remove(self, place: int) -> None:
        if 0 <= place < len(self.choices):
            self.runner.cancel()
            del self.choices[place]
            self.at = max(0, min(self.at, len(self.choices) - 1))
            self._show()
            self._read()

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self.choices) and place != self.at:
            self.at = place
            self._show()
            self._read()

    def _read(self) -> None:
        choice = self.choice
        if choice is not None and choice.opened is None and choice.trouble is None:
            self.runner.open(choice)

    def _undo(self) -> None:
        choice = self.choice
        batch = choice.receipt.batch if choice and choice.receipt else None
        target = self._session.undo_target()
        if choice is None or target is None or target.batch_id != batch:
            return
        try:
            self._session.undo()
        except UserError as refused:
            self.foot.complain(refused)
            return
        self.receipt.show_choice(choice, undone=True)

    # -- what the work says

    def _began(self, words: Words) -> None:
        self.foot.begin(words)
        self.foot.next.setEnabled(False)
        self.stack.setEnabled(not self.runner.storing)

    def _ended(self) -> None:
        self.foot.end()
        self.stack.setEnabled(True)
        self.foot.next.setEnabled(self._may_go_on())

    def _refused(self, choice: Choice, error: UserError) -> None:
        if self.step == FILES:
            self._show()
            return
        choice.trouble = None  # the file itself was read; the sentence belongs to this step
        self.foot.complain(error)
        if self.step == ISSUES:
            self._go(COLUMNS)
            self.foot.complain(error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and not self.runner.storing:
            self._go(FILES)
            self.add(paths)
            event.acceptProposedAction()


def _within(window: QWidget, wanted: QSize) -> QSize:
    """Return a size no larger than the screen has room for, its frame included."""
    screen = window.screen()
    return wanted.boundedTo(screen.availableSize() - QSize(16, 40)) if screen else wanted
