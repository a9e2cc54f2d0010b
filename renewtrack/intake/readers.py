"""The processes that read sheets, as the program sees them: started, asked, watched and ended.

One process is kept for the next file: a start costs more than reading a small sheet. It ends when
it idles, when the program ends, or with the file that hurt it.
"""

from __future__ import annotations

import atexit
import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator

from renewtrack import paths
from renewtrack.intake import reader_process
from renewtrack.intake.reader_process import Frame

POLL = 0.05  # seconds between two looks at the clock and at the person's wish to stop
IDLE = 90.0  # seconds that a process without work is kept
FLAG = "--read-sheets"  # how a frozen program starts itself as a reader
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from renewtrack import sheet_reader; sheet_reader.main()"
)


class Died(Exception):
    """The reading process ended in the middle of a job; ``code`` is its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the reading process ended with {code}")
        self.code = code


class NotStarted(Exception):
    """No reading process could be started."""


class Reader:
    """One process and the frames that come from it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._frames: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, name="sheet-reader", daemon=True)
        self._listener.start()
        _living.add(self)

    @property
    def pid(self) -> int:
        """Return the process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def answers(self, job: Frame, until: float, look: Callable[[], None]) -> Generator[Frame]:
        """Send a job and yield what answers it; ``look`` is called every ``POLL`` seconds.

        Raises Died where the process ends first, TimeoutError at ``until`` on the monotonic clock.
        """
        assert self._process.stdin is not None
        try:
            reader_process.send(self._process.stdin, job)
            self._process.stdin.flush()
        except OSError as gone:
            raise Died(self._process.wait()) from gone
        while True:
            if time.monotonic() > until:
                raise TimeoutError
            try:
                frame = self._frames.get(timeout=POLL)
            except queue.Empty:
                look()
                continue
            if frame is None:
                raise Died(self._process.wait())
            yield frame

    def close(self) -> None:
        """End the process at once and wait for it."""
        _living.discard(self)
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was not sent any more
                    stream.close()

    def _listen(self) -> None:
        """Hand the frames over as they come, so that a full pipe keeps nobody waiting."""
        stream = self._process.stdout
        assert stream is not None
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError, MemoryError):
            while (frame := reader_process.receive(stream)) is not None:
                self._frames.put(frame)
        self._frames.put(None)


_living: set[Reader] = set()
_spare: list[Reader] = []
_lock = threading.Lock()
_bell: list[threading.Timer] = []


def run(
    job: Frame, seconds: float, look: Callable[[], None], *, keep: bool = True
) -> Generator[Frame]:
    """Have a process do a job and yield its answers; it is kept for the next job or ended.

    Close the iterator in any case. Raises NotStarted, Died, TimeoutError after ``seconds``, and
    whatever ``look`` raises.
    """
    until = time.monotonic() + seconds
    reader, answers = _begun(job, until, look)
    finished = False
    try:
        for frame in answers:
            finished = frame[0] in reader_process.LAST
            yield frame
            if finished:
                return
    finally:
        if finished and keep:
            _keep(reader)
        else:
            reader.close()


def warm() -> None:
    """Start a process ahead, so that the first file need not wait for it."""
    with contextlib.suppress(NotStarted):
        _keep(_take())


def _begun(job: Frame, until: float, look: Callable[[], None]) -> tuple[Reader, Generator[Frame]]:
    """Return a process that has taken the job; one that ended while it waited is replaced."""
    for _ in range(2):
        reader = _take()
        answers = reader.answers(job, until, look)
        try:
            next(answers)  # that it took the job
        except Died:
            reader.close()
        except BaseException:
            reader.close()
            raise
        else:
            return reader, answers
    raise NotStarted


def _take() -> Reader:
    with _lock:
        while _spare:
            reader = _spare.pop()
            if reader.alive:
                return reader
            reader.close()
    try:
        return Reader()
    except OSError as refused:
        raise NotStarted from refused


def _keep(reader: Reader) -> None:
    with _lock:
        if not _spare and reader.alive:
            _spare.append(reader)
            _ring_later()
            return
    reader.close()


def close_all() -> None:
    """End every process, also those at work."""
    with _lock:
        for timer in _bell:
            timer.cancel()
        _bell.clear()
        _spare.clear()
    for reader in list(_living):
        reader.close()


def _ring_later() -> None:
    for timer in _bell:
        timer.cancel()
    _bell[:] = [threading.Timer(IDLE, _end_idle)]
    _bell[0].daemon = True
    _bell[0].start()


def _end_idle() -> None:
    with _lock:
        idle, _spare[:] = list(_spare), []
    for reader in idle:
        reader.close()


def _command() -> list[str]:
    """Return how this Python, or this frozen program, is started as a reader."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    return [sys.executable, "-P", "-X", "utf8", "-c", _START, str(paths.ROOT)]


atexit.register(close_all)
