"""Long work beside the window: one pool, progress, and a cancel that leaves nothing behind."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal

from renewtrack.errors import Cancelled
from renewtrack.words import Words

T = TypeVar("T")
WORKING = Words("正在处理…", "Working…")


class Task:
    """One running job; what it is called with is also how it tells its progress.

    ``task(done, total)`` tells progress and raises ``Cancelled`` once the person has stopped it.
    """

    def __init__(
        self, words: Words, tell: Callable[[Task, str, object], None], quiet: bool = False
    ) -> None:
        self.words, self.quiet = words, quiet
        self.fraction, self.reading = 0.0, False
        self.on_cancel: Callable[[], None] | None = None  # such as Connection.interrupt
        self._tell = tell
        self._stop = threading.Event()

    def __call__(self, done: float = 0.0, total: float = 1.0) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._tell(self, "progress", done / total if total else 1.0)

    @property
    def cancelled(self) -> bool:
        """Tell whether the person has stopped it."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask it to stop; it stops at its next progress or SQL step."""
        self._stop.set()
        if self.on_cancel is not None:
            self.on_cancel()


class Tasks(QObject):
    """Runs jobs in threads and calls back in the window's thread."""

    started = Signal(object)  # Task
    moved = Signal(object)  # Task, its fraction has changed
    ended = Signal(object)  # Task
    troubled = Signal(object)  # the exception of a job that nobody else looks at
    _arrived = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._pool.setExpiryTimeout(-1)  # a thread lives as long as what it leaves behind
        self._calls: dict[Task, dict[str, Callable[..., object] | None]] = {}
        self._arrived.connect(self._deliver)

    @property
    def running(self) -> tuple[Task, ...]:
        """Return the jobs of the person that have not ended, oldest first."""
        return tuple(task for task in self._calls if not task.quiet)

    def run(  # noqa: PLR0913 - each says by its name what is asked for
        self,
        job: Callable[[Task], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[float], object] | None = None,
        words: Words = WORKING,
        *,
        quiet: bool = False,
        reading: bool = False,
    ) -> Task:
        """Start a job in a thread; the other callables run in the window's thread.

        ``failed`` also gets ``Cancelled``; without it an error goes out by ``troubled``
        and a cancelled job ends silently. A quiet job is the program's own: nobody is asked
        whether it may be waited for, and it is not cancelled with the others. Of a job that only
        reads, what arrives after it was cancelled counts as cancelled: nobody waits for it.
        """
        task = Task(words, self._arrived.emit, quiet)
        task.reading = reading
        self._calls[task] = {"done": done, "failed": failed, "progress": progress}
        self.started.emit(task)
        self._pool.start(lambda: self._work(task, job))
        return task

    def cancel(self) -> None:
        """Ask every running job to stop."""
        for task in self.running:
            task.cancel()

    def wait(self, milliseconds: int = -1) -> bool:
        """Block until every thread has ended; only for closing and for tests."""
        return self._pool.waitForDone(milliseconds)

    def _work(self, task: Task, job: Callable[[Task], T]) -> None:
        try:
            task()
            result = job(task)
        except Exception as error:  # noqa: BLE001 - a thread ends here
            reason = Cancelled() if task.cancelled else error
            self._arrived.emit(task, "failed", reason)
        else:
            self._arrived.emit(task, "done", result)
        finally:
            _keep_projections()

    def _deliver(self, task: Task, kind: str, value: object) -> None:
        if task not in self._calls:
            return
        if kind == "progress":
            task.fraction = float(value) if isinstance(value, (int, float)) else 0.0
            self.moved.emit(task)
            call = self._calls[task]["progress"]
            if call is not None:
                call(task.fraction)
            return
        if kind == "done" and task.reading and task.cancelled:
            kind, value = "failed", Cancelled()
        self._end(task, kind, value)

    def _end(self, task: Task, kind: str, value: object) -> None:
        call = self._calls.pop(task)[kind]
        self.ended.emit(task)
        if call is not None:
            call(value)
        elif kind == "failed" and not isinstance(value, Cancelled):
            self.troubled.emit(value)


_kept: list[object] = []  # one a thread that has projected


def _keep_projections() -> None:
    """Keep what pyproj made for this thread from dying with the job.

    It remembers its context by the thread of the system, but frees it with Python's state of the
    thread, and each job on a thread of Qt has a new one: the next would use what is freed.
    """
    pyproj = sys.modules.get("pyproj._context")
    held = pyproj.get_context_manager() if pyproj is not None else None
    if held is not None and not any(held is each for each in _kept):
        _kept.append(held)
