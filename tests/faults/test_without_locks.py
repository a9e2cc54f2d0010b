"""Two programs on a share without locks: the lease lets one write; without it the file breaks."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewtrack.store import file, health
from tests.faults import office
from tests.faults.bench import MEMORY, ROOT

ACTIONS = 25
WRITER = """
import sys
from pathlib import Path
from renewtrack.errors import UserError
from renewtrack.store import actions, connecting, estates, file, leases

path, hold, number = Path(sys.argv[1]), sys.argv[2] == "held", int(sys.argv[3])
raw = connecting.raw
connecting.raw = lambda *given, **options: raw(*given, **options, vfs="unix-none")
leases.VFS = "unix-none"
print("ready", flush=True)
sys.stdin.readline()
try:
    project = file.open_file(path, who=str(number), hold=hold)
    for turn in range(25):
        with actions.act(project.db, "edit", str(number)):
            estates.change(project.db, number, {"remark": f"{turn}" * 3000})
except UserError as refused:
    print(type(refused).__name__)
    sys.stdin.readline()
else:
    print("done")
    sys.stdin.readline()
    project.close()
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="only POSIX has a way without locks")


def _both(path: Path, hold: str) -> list[str]:
    """Let two write at once and return what each said at its end."""
    two = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), hold, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        for number in (1, 2)
    ]
    for said in ("ready", ""):
        answers = []
        for each in two:
            assert each.stdout is not None
            answers.append(each.stdout.readline().strip() or "crashed")
            assert not said or answers[-1] == said
        for each in two:
            _go(each)
    for each in two:
        each.communicate()
    return answers


def _go(each: subprocess.Popen[str]) -> None:
    assert each.stdin is not None
    try:
        each.stdin.write("\n")
        each.stdin.flush()
    except BrokenPipeError:  # it crashed
        pass


def _wrong(path: Path, writers: int) -> list[str]:
    """Return what is wrong with the file: damage, or an action that was said to be done."""
    try:
        with closing(file.open_file(path)) as opened:
            found = [each.words.en for each in health.findings(opened.db)]
            edits = opened.db.execute("SELECT COUNT(*) FROM action_group WHERE who IN ('1', '2')")
            (count,) = edits.fetchone()
    except Exception as broken:  # noqa: BLE001 - whatever it is, the file is not sound
        return [repr(broken)]
    return found if count == writers * ACTIONS else [*found, f"{count} actions"]


@pytest.fixture
def room() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def test_one_of_two_writes_and_the_other_is_told(room: Path) -> None:
    path = office.lay(room)
    assert sorted(_both(path, "held")) == ["InUse", "done"]
    assert _wrong(path, writers=1) == []


def test_two_that_both_write_break_the_file(room: Path) -> None:
    def sound(number: int) -> bool:
        folder = room / str(number)
        folder.mkdir()
        path = office.lay(folder)
        return _both(path, "free") == ["done", "done"] and not _wrong(path, writers=2)

    assert not all(sound(number) for number in range(5))  # the first that breaks will do
