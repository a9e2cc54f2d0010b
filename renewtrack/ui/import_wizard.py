"""The import wizard: from a sheet file to rows in the project file, in five steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import UserError
from renewtrack.ui import asking
from renewtrack.ui.import_wizard_batch import Batch
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
from renewtrack.ui.import_wizard_gathering import Gathering
from renewtrack.ui.import_wizard_heads import HeadsPage
from renewtrack.ui.import_wizard_issues import IssuesPage
from renewtrack.ui.import_wizard_layouts import LayoutsButton
from renewtrack.ui.import_wizard_locals import Locals
from renewtrack.ui.import_wizard_receipt import ReceiptPage
from renewtrack.ui.import_wizard_rest import Rest
from renewtrack.ui.import_wizard_runner import Runner
from renewtrack.ui.import_wizard_settling import Settling
from renewtrack.ui.import_wizard_steps import StepBar
from renewtrack.ui.import_wizard_writing import Writing
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
        self.step = FILES
        self.bar, self.layouts = StepBar(), LayoutsButton()
        self.stack, self.foot = QStackedWidget(), Foot()
        self.files, self.heads, self.columns = FilesPage(), HeadsPage(), ColumnsPage()
        self.issues, self.changes, self.receipt = IssuesPage(), ChangesPage(), ReceiptPage()
        self.runner = Runner(session, self)
        self.batch = Batch(self.runner, self)
        self.corrections = Corrections(lambda: self.choice, self.runner, self)
        self.settling = Settling(lambda: self.choice, self.runner, self)
        self.gathering = Gathering(self.batch, self.foot, self, session)
        self.writing = Writing(session, self.runner, self.foot, self)
        self.rest, self.locals = Rest(self.batch, self.runner, self.writing), Locals(session, self)
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
        self.runner.warm()

    @property
    def choice(self) -> Choice | None:
        """Return the sheet that the steps are about."""
        return self.batch.choice

    def add(self, paths: Iterable[Path]) -> None:
        """Add files, and those in folders, to the list and read them one after the other."""
        self.gathering.add(paths)

    def save_rejects(self, path: Path | None = None) -> None:
        """Save the rows that were left out; ask where, unless a path is given."""
        self.writing.save_rejects(self.choice, path)

    # -- the journey

    def advance(self) -> None:
        """Go on to the next step; at the last one write, and after it go on or close."""
        choice = self.choice
        if choice is None or not self._may_go_on():
            return
        if choice.stale or (self.step == COLUMNS):
            self._go(max(self.step, ISSUES))
            self.settling.plan(choice)
        elif self.step == CHANGES:
            self.writing.write(choice)
        elif self.step == RECEIPT:
            self._leave()
        else:
            self._go(self.step + 1)

    def back(self) -> None:
        """Go back one step; what was said so far stays."""
        if self.runner.busy and not self.runner.storing:
            self.runner.stop()
        if FILES < self.step < RECEIPT and not self.runner.storing:
            self._go(self.step - 1)

    def reject(self) -> None:
        """Close without writing; while it writes, stop that first."""
        if self._may_close():
            self.rest.give_up()
            self.runner.abandon()
            super().reject()

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
        top = QFrame()
        top.setProperty("role", "pane")
        line = QHBoxLayout(top)
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(0)
        line.addWidget(self.bar, 1)
        line.addWidget(self.layouts)
        below = QFrame()
        below.setProperty("role", "line")
        box.addWidget(top)
        box.addWidget(below)
        box.addWidget(self.stack, 1)
        box.addWidget(self.foot)

    def _connect(self) -> None:
        self.bar.chosen.connect(self._return_to)
        self.foot.next.clicked.connect(self.advance)
        self.foot.back.clicked.connect(self.back)
        self.foot.cancel.clicked.connect(self.reject)
        self.foot.stop.clicked.connect(self.runner.stop)
        self.gathering.of_files(self.files)
        self.gathering.of_layouts(self.layouts)
        self.gathering.asked_back.connect(lambda: self._go(FILES))
        for changed in (self.gathering.changed, self.batch.changed):
            changed.connect(self._show)
        self.corrections.of_files(self.files)
        self.corrections.of_heads(self.heads)
        self.corrections.of_columns(self.columns)
        self.corrections.answered.connect(self._show)
        self.settling.of_issues(self.issues)
        self.settling.of_changes(self.changes)
        for shown in (self.changes, self.receipt):
            shown.rejects_asked.connect(self.save_rejects)
        self.receipt.undo_asked.connect(lambda: self.writing.undo(self.choice))
        self.receipt.picked.connect(self.batch.pick)
        self.receipt.rest_asked.connect(self._write_rest)
        self.rest.halted.connect(self._halted)
        self.writing.undone.connect(self._show)
        self.runner.began.connect(self._began)
        self.runner.moved.connect(self.foot.move_to)
        self.runner.ended.connect(self._ended)
        for arrived in (self.runner.opened, self.runner.planned):
            arrived.connect(lambda choice: self._show())
        self.runner.stored.connect(self._stored)
        self.runner.refused.connect(self._refused)
        self.runner.stopped.connect(self._stopped)

    def _go(self, step: int) -> None:
        self.step = step
        self.batch.reads_ahead = step == FILES
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
            self.files.show_choices(self.batch.choices, self.batch.at)
        elif choice is not None and self.step == RECEIPT:
            self.receipt.show_choice(choice, self.batch.choices, self.writing.may_undo(choice))
        elif choice is not None:
            page: HeadsPage | ColumnsPage | IssuesPage | ChangesPage
            page = (self.heads, self.columns, self.issues, self.changes)[self.step - 1]
            page.show_choice(choice)
        self.layouts.show_choice(choice)
        self.foot.show_step(self.step, _named(choice), bool(self.batch.waiting))
        self.foot.allow(self._may_go_on())

    def _may_go_on(self) -> bool:
        choice = self.choice
        if choice is None or self.runner.about is choice or self.rest.active:
            return False
        if self.step == FILES and not choice.ticked:
            return False
        if choice.stale and self.step in (ISSUES, CHANGES):
            return True  # stopped on its way: the next step makes the plan again
        return choice.may_leave(self.step)

    def _focus(self) -> None:
        """Put the keyboard where the step's own work is."""
        tables = (self.heads.table, self.columns.table, self.issues.tabs, self.changes.table)
        (self.files.sources.tree, *tables, self.foot.next)[self.step].setFocus()

    def _leave(self) -> None:
        """Go on to a sheet that has not been written yet, or close."""
        if not self.batch.go_to_waiting():
            self.accept()
            return
        self._go(FILES)
        self.batch.read_next()

    # -- what the work says

    def _began(self, words: Words) -> None:
        self.foot.begin(words)
        self.foot.allow(self._may_go_on())
        self.stack.setEnabled(not self.runner.storing and not self.rest.active)

    def _stored(self, choice: Choice) -> None:
        if self.rest.active:
            self._show()
        else:
            self._go(RECEIPT)
        self.writing.remember(choice)

    def _write_rest(self) -> None:
        """Write the other sheets that need nothing said, seen from the list of files."""
        self._go(FILES)
        self.rest.begin()

    def _halted(self, step: int, why: Words | None) -> None:
        self.stack.setEnabled(True)
        self._go(step)
        self.foot.tell(why)

    def _stopped(self) -> None:
        choice = self.choice
        if self.step == ISSUES and choice is not None and choice.planned is None:
            self._go(COLUMNS)
        self._show()
        self.foot.tell(STOPPED)

    def _ended(self) -> None:
        self.foot.end()
        self.stack.setEnabled(not self.rest.active)
        self.foot.allow(self._may_go_on())

    def _refused(self, choice: Choice, error: UserError) -> None:
        if self.step == FILES:
            self._show()
            return
        if choice is not self.choice:
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
            self.add(paths)
            event.acceptProposedAction()


def _named(choice: Choice | None) -> str:
    """Return the file and sheet that a step is about, for one line."""
    if choice is None:
        return ""
    sheets = choice.opened.sheets if choice.opened is not None else ()
    name = choice.path.name
    return f"{name} · {choice.sheet}" if len(sheets) > 1 else name


def _within(window: QWidget, wanted: QSize) -> QSize:
    """Return a size no larger than the screen has room for, its frame included."""
    screen = window.screen()
    return wanted.boundedTo(screen.availableSize() - QSize(16, 40)) if screen else wanted
