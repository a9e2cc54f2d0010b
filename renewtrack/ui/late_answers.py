"""Answers to the page that are made in threads, so that the window never waits for a tile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob

THREADS = 4  # a slow source must not keep the tiles of another waiting
_LOOK_MS = 4

Made = tuple[bytes, bytes]
Reply = Callable[[QWebEngineUrlRequestJob, bytes, bytes], object]


class LateAnswers(QObject):
    """Requests that wait for a thread; a request that was given up is dropped.

    The window's thread looks from time to time whether one is ready: the threads know of no
    object of Qt, so that none can outlive what it would tell.
    """

    def __init__(self, reply: Reply, parent: QObject) -> None:
        super().__init__(parent)
        self._reply = reply
        self._pool = ThreadPoolExecutor(THREADS, "tiles")
        self._waiting: dict[Future[Made], QWebEngineUrlRequestJob] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        pool = self._pool
        self.destroyed.connect(lambda: pool.shutdown(wait=False, cancel_futures=True))

    def wait_for(self, job: QWebEngineUrlRequestJob, make: Callable[[], Made]) -> None:
        """Make an answer in a thread and give it to a request."""
        future = self._pool.submit(make)
        self._waiting[future] = job
        job.destroyed.connect(lambda: self._given_up(future))
        self._timer.start()

    def _given_up(self, future: Future[Made]) -> None:
        if self._waiting.pop(future, None) is not None:
            future.cancel()

    def _look(self) -> None:
        for future in [each for each in self._waiting if each.done()]:
            job = self._waiting.pop(future)
            if shiboken6.isValid(job):
                self._reply(job, *future.result())
        if not self._waiting:
            self._timer.stop()
