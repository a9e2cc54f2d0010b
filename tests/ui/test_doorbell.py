"""A second start by the same person brings the first window to the front."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renewtrack.ui import doorbell
from renewtrack.ui.doorbell import Doorbell
from tests.source_tree import ROOT

RING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from renewtrack.ui import doorbell
application = QCoreApplication([])
print(doorbell.ring(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
"""


@pytest.fixture
def bell() -> Iterator[Doorbell]:
    made = Doorbell()
    yield made
    made.close()


def ring(*path: str) -> subprocess.Popen[str]:
    """Start another process that rings, as a second start of the program does."""
    return subprocess.Popen(
        [sys.executable, "-c", RING, *path], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def answer(second: subprocess.Popen[str]) -> str:
    told, _ = second.communicate(timeout=30)
    return told.strip()


def test_a_second_start_rings_the_first_window(bell: Doorbell, qtbot: QtBot) -> None:
    assert bell.listen()
    with qtbot.waitSignal(bell.rung, timeout=30_000):
        second = ring()
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert answer(second) == "True"


def test_nobody_answers_for_a_file_that_is_not_open(
    bell: Doorbell, qtbot: QtBot, tmp_path: Path
) -> None:
    bell.stand_by(tmp_path / "甲.gpkg")
    other = ring(str(tmp_path / "乙.gpkg"))
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=30_000)
    assert answer(other) == "False"
    with qtbot.waitSignal(bell.rung, timeout=30_000):
        same = ring(str(tmp_path / "甲.gpkg"))
    qtbot.waitUntil(lambda: same.poll() is not None, timeout=30_000)
    assert answer(same) == "True"


def test_a_window_that_opened_another_file_no_longer_answers_for_the_first(
    bell: Doorbell, qtbot: QtBot, tmp_path: Path
) -> None:
    bell.stand_by(tmp_path / "甲.gpkg")
    bell.stand_by(tmp_path / "乙.gpkg")
    first = ring(str(tmp_path / "甲.gpkg"))
    qtbot.waitUntil(lambda: first.poll() is not None, timeout=30_000)
    assert answer(first) == "False"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe ends with its process there")
def test_a_bell_left_behind_by_a_killed_process_is_taken_over(
    bell: Doorbell, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "甲.gpkg"
    killed = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sys\nfrom pathlib import Path\n"
            "from PySide6.QtCore import QCoreApplication\n"
            "from renewtrack.ui.doorbell import Doorbell\n"
            "application = QCoreApplication([])\nbell = Doorbell()\n"
            "assert bell.listen(Path(sys.argv[1]))\nos.kill(os.getpid(), 9)",
            str(path),
        ],
        cwd=ROOT,
        check=False,
    )
    assert killed.returncode == -9
    assert bell.listen(path)
    with qtbot.waitSignal(bell.rung, timeout=30_000):
        second = ring(str(path))
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert answer(second) == "True"


def test_persons_and_files_have_names_of_their_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mine = doorbell.name_of(), doorbell.name_of(tmp_path / "甲.gpkg")
    monkeypatch.setattr(doorbell.getpass, "getuser", lambda: "别人")
    theirs = doorbell.name_of(), doorbell.name_of(tmp_path / "甲.gpkg")
    assert len({*mine, *theirs}) == 4
