"""The work of the import wizard in threads: only the latest answer about a file counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import import_wizard_jobs as jobs
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_jobs import Examined, Opened, Planned
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.intake.plans import Receipt
    from renewtrack.ui.session import Session

T = TypeVar("T")
Failed = Callable[[Exception], object]
OPENING = Words("正在读取文件…", "Reading the file…")
EXAMINING = Words("正在识别表头和各列…", "Recognising head and columns…")
PLANNING = Words("正在与文件逐行比对…", "Comparing row by row with the file…")
STORING = Words("正在写入…", "Writing…")


class Runner(QObject):
    """Runs one job at a time; a newer one takes the place of the one under way."""

    began = Signal(object)  # Words
    moved = Signal(float)
    ended = Signal()
    refused = Signal(object, object)  # Choice, UserError
    opened = Signal(object)  # Choice, which has been read or examined
    planned = Signal(object)
    stored = Signal(object)
    stopped = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._ticket = 0
        self.storing = False

    @property
    def busy(self) -> bool:
        """Tell whether a job is under way."""
        return self._task is not None

    def open(self, choice: Choice) -> None:
        """Read a file and recognise its best sheet."""

        def job(task: Task) -> tuple[Opened, Examined]:
            opened = jobs.open_file(choice.path)
            return opened, jobs.examine(opened, choice.options, task)

        def done(found: tuple[Opened, Examined]) -> None:
            choice.opened, choice.examined = found
            self.opened.emit(choice)

        self._start(OPENING, lambda d, f, p: self._session.tasks.run(job, d, f, p), choice, done)

    def examine(self, choice: Choice) -> None:
        """Recognise a sheet again, by what the person has said of it."""
        opened, options = choice.opened, choice.options
        assert opened is not None

        def job(task: Task) -> Examined:
            return jobs.examine(opened, options, task)

        def done(found: Examined) -> None:
            choice.examined = found
            self.opened.emit(choice)

        self._start(EXAMINING, lambda d, f, p: self._session.tasks.run(job, d, f, p), choice, done)

    def plan(self, choice: Choice) -> None:
        """Tell what importing the file would do."""
        opened, examined = choice.opened, choice.examined
        assert opened is not None
        assert examined is not None
        choice.say(sheet=examined.layout.sheet.name)
        options = choice.options

        def done(found: Planned) -> None:
            choice.planned = found
            self.planned.emit(choice)

        self._start(
            PLANNING,
            lambda d, f, p: self._session.run_read(
                lambda db, task: jobs.plan(db, opened, options, task), d, f, p
            ),
            choice,
            done,
        )

    def store(self, choice: Choice) -> None:
        """Write what was planned, as one action."""
        planned = choice.planned
        assert planned is not None
        who = self._session.who
        store = self._session.backed_up(
            "import", lambda db, task: jobs.store(db, planned.plan, who, task)
        )

        def done(receipt: Receipt) -> None:
            choice.receipt = receipt
            self.stored.emit(choice)

        self.storing = True
        self._start(
            STORING,
            lambda d, f, p: self._session.run_write(store, d, f, p, STORING),
            choice,
            done,
        )

    def cancel(self) -> None:
        """Stop the job under way; it leaves nothing behind."""
        if self._task is not None:
            self._task.cancel()

    def abandon(self) -> None:
        """Stop the job under way and hear no more of it; the wizard may be gone by then."""
        self.cancel()
        self._ticket += 1
        self._task = None

    def _start(
        self,
        words: Words,
        run: Callable[[Callable[[T], object], Failed, Callable[[float], object]], Task],
        choice: Choice,
        done: Callable[[T], object],
    ) -> None:
        self.cancel()
        self._ticket += 1
        ticket = self._ticket

        def arrived(found: T) -> None:
            if ticket == self._ticket:
                self._end()
                done(found)

        def failed(error: Exception) -> None:
            if ticket == self._ticket:
                self._end()
                self._fail(choice, error)

        def moved(fraction: float) -> None:
            if ticket == self._ticket:
                self.moved.emit(fraction)

        self.began.emit(words)
        self._task = run(arrived, failed, moved)

    def _end(self) -> None:
        self._task = None
        self.storing = False
        self.ended.emit()

    def _fail(self, choice: Choice, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self.stopped.emit()
        elif isinstance(error, UserError):
            choice.trouble = error
            self.refused.emit(choice, error)
        else:
            self._session.tasks.troubled.emit(error)
