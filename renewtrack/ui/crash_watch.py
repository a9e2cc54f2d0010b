"""A mark for every running window, by which the next start sees that one ended in a crash."""

from __future__ import annotations

import contextlib
import datetime as dt
import faulthandler
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import qVersion

from renewtrack import diagnosing, paths
from renewtrack.store import processes

_SUFFIX = ".running"


@dataclass(frozen=True, slots=True)
class Crash:
    """A window that did not end properly."""

    started: str  # local time, as people read it
    system: str  # the versions it ran on
    stack: str  # where it broke; empty where it was ended from outside or the power failed

    @property
    def diagnosis(self) -> str:
        """Return what to send to the maintainers: places in the program, no data."""
        return "\n".join(part for part in (self.system, self.started, self.stack) if part)


class CrashWatch:
    """The mark of this window, into which the interpreter writes its last stack if it dies."""

    def __init__(self, folder: Path | None = None) -> None:
        """Find the windows that died, take their marks away, and set an own mark.

        Where none can be set, as on a full disk, the window works without.
        """
        self.crashes: tuple[Crash, ...] = ()
        self._file: TextIO | None = None
        self._path: Path | None = None
        with contextlib.suppress(OSError):
            folder = folder or paths.log_folder()
            self.crashes = tuple(_crashes(folder))
            self._mark(folder)

    def end(self) -> None:
        """Take the mark away: the window has ended as it should."""
        if self._file is None or self._path is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _mark(self, folder: Path) -> None:
        self._path = folder / f"window-{os.getpid()}-{dt.datetime.now():%Y%m%dT%H%M%S%f}{_SUFFIX}"
        part = self._path.with_name(self._path.name + ".part")
        part.write_text(json.dumps(_present()) + "\n", "utf-8")
        part.replace(self._path)  # whoever finds the mark finds it whole
        self._file = self._path.open("a", encoding="utf-8")
        faulthandler.enable(self._file, all_threads=True)


def _present() -> dict[str, str | int]:
    """Return what tells this process from every other, and what it runs on."""
    return {
        "pid": os.getpid(),
        "born": processes.birth(os.getpid()),
        "machine": processes.machine(),
        "started": f"{dt.datetime.now():%Y-%m-%d %H:%M:%S}",
        "system": diagnosing.system(f"Qt {qVersion()}"),
    }


def _crashes(folder: Path) -> list[Crash]:
    found = (_dead(mark) for mark in sorted(folder.glob(f"window-*{_SUFFIX}")))
    return [crash for crash in found if crash is not None]


def _dead(mark: Path) -> Crash | None:
    """Return what a mark tells of a dead window of this machine, and remove it.

    Of two windows that start at once, the one that removes it tells of it.
    """
    try:
        head, _, dump = mark.read_text("utf-8", "replace").partition("\n")
        stated = json.loads(head)
        if stated["machine"] != processes.machine():
            return None  # a home that several machines share
        if processes.alive(int(stated["pid"]), str(stated["born"])):
            return None
        mark.unlink()
        return Crash(str(stated["started"]), str(stated["system"]), diagnosing.of_dump(dump))
    except OSError:
        return None
    except (ValueError, KeyError, TypeError):  # torn by a power cut: it tells nothing any more
        with contextlib.suppress(OSError):
            mark.unlink()
        return Crash("", "", "")
