"""When the window makes backups by itself, tests one, and reminds of the other disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from renewtrack.ui.session import Session
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.backups import Backup
    from renewtrack.store.restoring import Rehearsal
    from renewtrack.store.second_disk import SecondDisk

T = TypeVar("T")
BY_ITSELF = Words("自动备份…", "Backing up by itself…")
MINUTE = 60_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long the clock waits, in milliseconds."""

    opened: int = MINUTE // 6  # the window comes first
    changed: int = 15 * MINUTE  # what is at risk on a disk that breaks
    tested: int = MINUTE


class BackupClock(QObject):
    """Follows a session; works in threads, and never asks anything."""

    failed = Signal(object)  # the exception of a backup that could not be made
    made = Signal(object)  # Backup
    tested = Signal(object)  # Rehearsal
    reminded = Signal(object)  # SecondDisk

    def __init__(
        self, session: Session, parent: QObject | None = None, pauses: Pauses | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._pauses = session, pauses or Pauses()
        self._path: Path | None = None  # of the file that is looked after
        self._dirty = False
        self._timers = {
            "open": self._timer(lambda: self._make("open")),
            "hourly": self._timer(lambda: self._make("hourly")),
            "test": self._timer(self._test),
        }

    def start(self) -> None:
        """Begin to look after whatever file is open."""
        self._session.opened.connect(self._opened)
        self._session.changed.connect(self._changed)
        self._opened()

    def finish(self) -> None:
        """Back up what has changed, as the window does before it closes, and wait for it."""
        self._leave()
        self._session.tasks.wait()

    def _timer(self, deed: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(deed)
        return timer

    def _opened(self) -> None:
        self._leave()
        opened = self._session.file
        if opened is None or opened.readonly:
            return
        self._path = Path(opened.path)
        self._timers["open"].start(self._pauses.opened)
        self._timers["test"].start(self._pauses.tested)

    def _changed(self) -> None:
        if self._path is not None and not self._dirty:
            self._dirty = True
            self._timers["hourly"].start(self._pauses.changed)

    def _leave(self) -> None:
        """Make the last backup of a file that is let go."""
        for timer in self._timers.values():
            timer.stop()
        if self._dirty:
            self._make("close")
        self._path, self._dirty = None, False

    def _make(self, reason: str) -> None:
        path, who = self._path, self._session.who
        if path is None:
            return
        self._dirty = False
        self._timers["hourly"].stop()

        def make() -> Backup:
            from renewtrack.store import backups

            return backups.make(path, reason, unless_same=True, who=who)

        def failed(error: Exception) -> None:
            if path == self._path:
                self._changed()  # what could not be backed up is tried again
            self.failed.emit(error)

        self._quietly(make, self.made.emit, failed)

    def _test(self) -> None:
        """Test a restore once a month, and see whether a copy on another disk is due."""
        path = self._path
        if path is None:
            return

        def test() -> tuple[Rehearsal | None, SecondDisk | None]:
            from renewtrack.store import restoring, second_disk

            due = restoring.rehearsal_due(path)
            rehearsal = restoring.rehearse(path) if due else None
            return rehearsal, second_disk.due(path)

        def done(found: tuple[Rehearsal | None, SecondDisk | None]) -> None:
            rehearsal, second = found
            if rehearsal is not None:
                self.tested.emit(rehearsal)
            if second is not None and self._path == path:
                self.reminded.emit(second)

        self._quietly(test, done, self.failed.emit)

    def _quietly(
        self,
        job: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        tasks = self._session.tasks
        tasks.run(lambda _: job(), done, failed, words=BY_ITSELF, quiet=True)
