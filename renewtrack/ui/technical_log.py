"""The technical log: a file for each running window, of bounded size and number."""

from __future__ import annotations

import logging
import logging.handlers
import os
import time
from contextlib import suppress
from pathlib import Path

from renewtrack import paths

SIZE, FILES = 2_000_000, 10  # bytes of one file; files of all windows together
_NAMES = "renewtrack*.log*"  # also those of earlier versions


class TechnicalLog(logging.handlers.RotatingFileHandler):
    """Writes into a file of its own and goes on in a further one; nothing is ever renamed.

    What Windows refuses to rename while a virus scanner reads it cannot stop the log so. Where
    the disk is full or the folder gone, a line is lost rather than the person troubled with it.
    """

    def __init__(self, folder: Path, size: int = SIZE, files: int = FILES) -> None:
        self._folder, self._files = folder, files
        self._stem = f"renewtrack-{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}"
        self._part = 0
        super().__init__(self._path(), maxBytes=size, encoding="utf-8", delay=True)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._clear()

    @property
    def path(self) -> Path:
        """Return the file that is written to now."""
        return Path(self.baseFilename)

    def doRollover(self) -> None:
        """Go on in the next file and remove the oldest of all where they are too many."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None  # opened again by the next line
        self._part += 1
        self.baseFilename = str(self._path().absolute())
        self._clear()

    def handleError(self, record: logging.LogRecord) -> None:
        """Lose the line."""

    def _path(self) -> Path:
        return self._folder / f"{self._stem}-{self._part}.log"

    def _clear(self) -> None:
        """Leave room for one more file; one that another program holds stays for the next time."""
        with suppress(OSError):
            found = [each for each in self._folder.glob(_NAMES) if each != self.path]
            for old in sorted(found, key=_age)[: max(0, len(found) - self._files + 1)]:
                with suppress(OSError):
                    old.unlink()


def handler() -> TechnicalLog | None:
    """Return the log of this process; None where there is not even a folder for it."""
    try:
        return TechnicalLog(paths.log_folder())
    except OSError:
        return None


def _age(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0
