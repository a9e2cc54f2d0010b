"""A true copy of a file that others may be writing to, by SQLite's own backup."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from renewtrack.store import connecting, replacing
from renewtrack.store.refusing import FileBusy

Progress = Callable[[float, float], object]

_PAGES = 2048  # at a time, 8 MB: writers come in between
_PATIENCE = 3  # times that a writer may start it over, or hold it up for ``BUSY_MS``


class _Restless(Exception):
    """Writers came in between too often."""


def copy(path: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a file into a new one and bring it onto the disk; ``progress`` may raise to stop.

    Where writers start it over again and again they are held up for the length of one copy.
    Raises FileBusy, sqlite3.DatabaseError, OSError; then the target may be there in part.
    """
    with closing(source_of(path)) as source, closing(sqlite3.connect(target)) as into:
        source.execute("PRAGMA cache_size = -2000")  # each page is read once: a cache costs time
        into.execute("PRAGMA journal_mode = OFF")  # the target is worth nothing until it is whole
        into.execute("PRAGMA synchronous = OFF")
        try:
            source.backup(into, pages=_PAGES, progress=_Watch(progress, path).step)
        except _Restless:
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            source.backup(into, pages=_PAGES, progress=_Watch(progress, path).step)
        into.execute("PRAGMA journal_mode = DELETE")  # also where another program set WAL
    replacing.sync(target)


def same_mode(like: Path, part: Path) -> None:
    """Let the same people read a copy as the file; its owner can always delete it."""
    with suppress(OSError):
        part.chmod(stat.S_IMODE(like.stat().st_mode) | stat.S_IRUSR | stat.S_IWUSR)


def source_of(path: Path) -> sqlite3.Connection:
    """Return a connection that may roll back what a killed run left, and writes nothing else."""
    if not connecting.writable(path):
        return connecting.raw_readonly(path)
    return connecting.raw(path, "rw")


class _Watch:
    """Tells the progress, and gives up where it goes backwards or stands still too often."""

    def __init__(self, progress: Progress | None, path: Path) -> None:
        self._progress, self._path = progress, path
        self._left: int | None = None
        self._again = self._still = 0

    def step(self, status: int, left: int, total: int) -> None:
        """Take SQLite's word on one step. Raises FileBusy, _Restless, what the progress raises."""
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self._still += 1
            if self._still >= _PATIENCE:
                raise FileBusy(path=self._path)
        elif self._left is not None and left >= self._left:
            self._again += 1
            if self._again >= _PATIENCE:
                raise _Restless
        self._left = left
        if self._progress is not None:
            self._progress(total - left, total)
