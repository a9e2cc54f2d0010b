"""A window in a process of its own, to be killed, with folders of its own for its traces."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.source_tree import ROOT

START = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from renewtrack import app
from renewtrack.ui.map_pane import MapPane

MapPane.start = lambda self: None
made = app.make_window

def make_window(*given):
    window = made(*given)
    window.painted.connect(lambda: QTimer.singleShot(0, window, lambda: begin(window)))
    return window

def when(window, ready, then, tries=600):
    if ready():
        then()
    elif tries:
        QTimer.singleShot(50, window, lambda: when(window, ready, then, tries - 1))
    else:
        print("never came")
        QApplication.quit()

app.make_window = make_window
QTimer.singleShot(60_000, lambda: os._exit(9))
"""
END = "\nsys.exit(app.main(sys.argv[1:]))\n"


@dataclass(frozen=True, slots=True)
class Run:
    """How a window process ended and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The folders of one person at one machine."""

    home: Path

    @property
    def traces(self) -> list[Path]:
        """Return every file that the program left in the person's folders."""
        return [path for path in self.home.rglob("*") if path.is_file()]

    def named(self, pattern: str) -> list[Path]:
        """Return the files of a name in the person's folders."""
        return sorted(self.home.rglob(pattern))

    def run(self, script: str, *arguments: object) -> Run:
        """Run a window whose ``begin(window)`` is called after its first paint."""
        folders = ("CONFIG", "DATA", "STATE", "CACHE")
        env = os.environ | {f"XDG_{name}_HOME": str(self.home / name) for name in folders}
        env |= {"XDG_RUNTIME_DIR": str(self.home), "HOME": str(self.home), "TMPDIR": str(self.home)}
        ended = subprocess.run(
            [sys.executable, "-c", START + script + END, *map(str, arguments)],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )
        return Run(ended.returncode, ended.stdout, ended.stderr)
