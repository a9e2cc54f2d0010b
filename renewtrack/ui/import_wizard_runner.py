"""The work of the import wizard in threads: only the latest answer about a file counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from renewtrack.errors import Cancelled, UserError
from renewtrack.intake import reading
from renewtrack.ui import import_wizard_jobs as jobs
from renewtrack.ui import import_wizard_pace as pace_of
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_jobs import Examined, Opened, Planned, Seen
from renewtrack.ui.import_wizard_pace import Pace, Reached
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.plans import Receipt
    from renewtrack.ui.session import Session

T = TypeVar("T")
WRITING = Words("正在备份并写入", "Backing up and writing")


@dataclass(slots=True)
class _Job:
    """One job under way: whose it is, its task and how far it has come."""

    choice: Choice
    writes: bool = False
    task: Task | None = None
    pace: Pace | None = None


class Runner(QObject):
    """Runs one job at a time; a newer one takes the place of the one under way."""

    began = Signal(object)  # Words
    moved = Signal(object)  # Reached
    ended = Signal()
    refused = Signal(object, object)  # Choice, UserError
    looked_over = Signal(object, object)  # Choice, the sheets seen in its file
    opened = Signal(object)  # Choice, whose sheet was examined again
    planned = Signal(object)
    counted = Signal(object, int)  # Choice, how many rows lose a value
    stored = Signal(object)
    stopped = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: _Job | None = None

    @property
    def busy(self) -> bool:
        """Tell whether a job is under way."""
        return self._job is not None

    @property
    def storing(self) -> bool:
        """Tell whether the job under way writes."""
        return self._job is not None and self._job.writes

    @property
    def about(self) -> Choice | None:
        """Return the file that the job under way is about."""
        return self._job.choice if self._job is not None else None

    def warm(self) -> None:
        """Start the process that reads ahead of the first file, where none is read already."""
        if not self.busy:
            self._session.tasks.run(lambda task: reading.warm(), quiet=True)

    def open(self, choice: Choice) -> None:
        """Read a file and examine all its sheets."""
        path, password, options = choice.path, choice.password, choice.options
        pasted = choice.pasted

        def work(pace: Pace) -> tuple[Opened, tuple[Seen, ...]]:
            if pasted is not None:
                opened = Opened(path, pasted, jobs.PASTED)
            else:
                opened = jobs.open_file(path, password, pace)
            return opened, jobs.look_over(opened, options, pace)

        def done(found: tuple[Opened, tuple[Seen, ...]]) -> None:
            choice.opened, seen = found
            self.looked_over.emit(choice, seen)

        self._alone(choice, pace_of.READING, work, done)

    def examine(self, choice: Choice) -> None:
        """Recognise a sheet again, by what the person has said of it."""
        opened, options = choice.opened, choice.options
        assert opened is not None

        def work(pace: Pace) -> Examined:
            return jobs.examine(opened, options, pace.stage(pace_of.RECOGNISING))

        def done(found: Examined) -> None:
            choice.examined = found
            self.opened.emit(choice)

        self._alone(choice, pace_of.RECOGNISING, work, done)

    def plan(self, choice: Choice) -> None:
        """Tell what importing the file would do, by what is said now."""
        opened, options = choice.opened, choice.options
        assert opened is not None

        def done(found: Planned) -> None:
            choice.planned, choice.stale = found, False
            self.planned.emit(choice)

        self._reading(
            choice, pace_of.COMPARING, lambda db, pace: jobs.plan(db, opened, options, pace), done
        )

    def count(self, choice: Choice) -> None:
        """Count the rows in which a value of the file would be written over."""
        planned = choice.planned
        assert planned is not None
        self._alone(
            choice,
            pace_of.COUNTING,
            lambda pace: jobs.overwritten(planned.plan, pace),
            lambda count: self.counted.emit(choice, count),
        )

    def store(self, choice: Choice) -> None:
        """Write what was planned, as one action."""
        planned = choice.planned
        assert planned is not None
        who = self._session.who
        job = _Job(choice, writes=True)

        def work(db: Database, task: Task) -> Receipt:
            return jobs.store(db, planned.plan, who, self._paced(job, task))

        def done(receipt: Receipt) -> None:
            choice.receipt = receipt
            self.stored.emit(choice)

        store = self._session.backed_up("import", work)
        self._start(
            job,
            WRITING,
            done,
            lambda d, f, p: self._session.run_write(store, d, f, p, WRITING),
        )

    def cancel(self) -> None:
        """Stop the job under way; it leaves nothing behind."""
        if self._job is not None and self._job.task is not None:
            self._job.task.cancel()

    def stop(self) -> None:
        """Stop the job because the person asked; only what writes is waited for."""
        self.cancel()
        if self._job is not None and not self._job.writes:
            self._end()
            self.stopped.emit()

    def abandon(self) -> None:
        """Stop the job under way and hear no more of it; the wizard may be gone by then."""
        self.cancel()
        self._job = None

    def _alone(
        self, choice: Choice, words: Words, work: Callable[[Pace], T], done: Callable[[T], object]
    ) -> None:
        """Run a job that needs no project file."""
        job = _Job(choice)

        def run(task: Task) -> T:
            return work(self._paced(job, task))

        tasks = self._session.tasks
        self._start(job, words, done, lambda d, f, p: tasks.run(run, d, f, p))

    def _reading(
        self,
        choice: Choice,
        words: Words,
        work: Callable[[Database, Pace], T],
        done: Callable[[T], object],
    ) -> None:
        """Run a job that reads the project file."""
        job = _Job(choice)

        def run(db: Database, task: Task) -> T:
            return work(db, self._paced(job, task))

        self._start(job, words, done, lambda d, f, p: self._session.run_read(run, d, f, p))

    @staticmethod
    def _paced(job: _Job, task: Task) -> Pace:
        job.pace = Pace(task)
        return job.pace

    def _start(
        self, job: _Job, words: Words, done: Callable[[Any], object], run: Callable[..., Task]
    ) -> None:
        self.cancel()
        self._job = job

        def arrived(found: object) -> None:
            if self._job is job:
                self._end()
                done(found)

        def failed(error: Exception) -> None:
            if self._job is job:
                self._end()
                self._fail(job.choice, error)

        def moved(_: float) -> None:
            if self._job is job and job.pace is not None:
                self.moved.emit(job.pace.reached)

        self.began.emit(Reached(words).words)
        job.task = run(arrived, failed, moved)

    def _end(self) -> None:
        self._job = None
        self.ended.emit()

    def _fail(self, choice: Choice, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self.stopped.emit()
        elif isinstance(error, UserError):
            choice.trouble = error
            self.refused.emit(choice, error)
        else:
            self._session.tasks.troubled.emit(error)
