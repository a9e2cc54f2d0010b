"""The process that reads may die, hang, burst or be stopped: the program gets one sentence."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from renewtrack import paths
from renewtrack.errors import Cancelled
from renewtrack.intake import limits, preflight, readers, reading, refusals
from tests.intake import offices
from tests.intake.offices import Grid
from tests.source_tree import ROOT

GRID = Grid([["小区", "数"], ["东里", 1]], [])
SECRET = "王小明13800138000"
FAULT = """
import sys, os, time
sys.path.insert(0, sys.argv[1])
from renewtrack.intake import reader_process
{fault}
reader_process.main()
"""
FAULTS = {
    "raising": "def fault(*_):\n  raise KeyError('{secret}')\nreader_process.open_sheets = fault",
    "killed": "reader_process.open_sheets = lambda *_: os.kill(os.getpid(), 9)",
    "aborting": "reader_process.open_sheets = lambda *_: os.abort()",
    "leaving": "reader_process.open_sheets = lambda *_: os._exit(7)",
    "hanging": "reader_process.open_sheets = lambda *_: time.sleep(600)",
    "endless": "from renewtrack.intake.gaps import RawSheet\n"
    "def rows():\n  while True: yield ['x']\n"
    "reader_process.open_sheets = lambda *_: [RawSheet('x', rows(), 1)]",
    "bursting": "reader_process.open_sheets = lambda *_: [bytearray(1 << 33)]",
    "silent": "reader_process.main = lambda: None",
}


_others: list[int] = []  # children of other tests, such as the server of faults


@pytest.fixture(autouse=True)
def _only_ours() -> Iterator[None]:
    readers.close_all()
    _others[:] = _all_children() if Path("/proc/self/task").is_dir() else []
    yield
    readers.close_all()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return offices.save_xlsx(tmp_path / f"{SECRET}.xlsx", GRID)


def _with_fault(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    program = FAULT.format(fault=FAULTS[name].format(secret=SECRET))
    command = [sys.executable, "-P", "-c", program, str(paths.ROOT)]
    monkeypatch.setattr(readers, "_command", lambda: command)


def _children() -> list[int]:
    return [pid for pid in _all_children() if pid not in _others]


def _all_children() -> list[int]:
    """Return the living and the dead that nobody has waited for."""
    task = Path(f"/proc/{os.getpid()}/task")
    if not task.is_dir():
        pytest.skip("the system does not tell children here")
    found: list[int] = []
    for each in task.iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended
            found += [int(pid) for pid in (each / "children").read_text().split()]
    return found


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        ("raising", refusals.SheetUnusual),
        ("killed", refusals.SheetTooBig),
        ("aborting", refusals.SheetTooBig),
        ("leaving", refusals.SheetUnusual),
        ("bursting", refusals.SheetTooBig),
        ("silent", refusals.ReaderNotStarted),
    ],
)
def test_a_process_that_dies_over_a_file_costs_one_sentence(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, fault: str, refusal: type[Exception]
) -> None:
    with monkeypatch.context() as faulty:
        _with_fault(faulty, fault)
        with pytest.raises(refusal):
            reading.read(sheet)
    readers.close_all()
    assert reading.read(sheet)[0].rows == (("小区", "数"), ("东里", 1))


def test_what_failed_inside_is_told_without_any_value(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_fault(monkeypatch, "raising")
    with pytest.raises(refusals.SheetUnusual) as refused:
        reading.read(sheet)
    assert isinstance(refused.value.__cause__, reading.ReaderFault)
    assert "KeyError" in str(refused.value.__cause__)
    assert SECRET not in str(refused.value.__cause__)


@pytest.mark.parametrize("fault", ["hanging", "endless"])
def test_a_process_that_finds_no_end_is_given_up(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    _with_fault(monkeypatch, fault)
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    with pytest.raises(refusals.SheetTooSlow):
        reading.read(sheet)
    readers.close_all()
    assert not _children()


def test_a_reading_that_is_stopped_leaves_nothing(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_fault(monkeypatch, "hanging")
    asked: list[float] = []

    def stop(done: int, of: int) -> bool:
        asked.append(time.monotonic())
        return len(asked) < 3

    with pytest.raises(Cancelled):
        reading.read(sheet, progress=stop)
    assert not _children()
    assert len(asked) == 3


def test_progress_tells_the_rows(tmp_path: Path) -> None:
    path = offices.save_csv(tmp_path / "a.csv", Grid([["x", row] for row in range(2_500)], []))
    told: list[tuple[int, int]] = []
    reading.read(path, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (2_500, 2_501)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_one_process_reads_one_file_after_another(sheet: Path) -> None:
    reading.read(sheet)
    first = _children()
    reading.read(sheet)
    assert _children() == first
    assert len(first) == 1


def test_a_process_that_died_while_it_waited_is_replaced(sheet: Path) -> None:
    reading.read(sheet)
    (waiting,) = _children()
    os.kill(waiting, signal.SIGKILL)
    assert reading.read(sheet)[0].rows == (("小区", "数"), ("东里", 1))


def test_several_files_are_read_at_once(tmp_path: Path) -> None:
    found: dict[int, object] = {}

    def read(number: int) -> None:
        path = offices.save_xlsx(tmp_path / f"{number}.xlsx", Grid([["小区"], [number]], []))
        found[number] = reading.read(path)[0].rows[1][0]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number for number in range(4)}
    assert len(_children()) == 1


def test_an_idle_process_ends(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "IDLE", 0.05)
    reading.read(sheet)
    until = time.monotonic() + 20
    while _children() and time.monotonic() < until:
        time.sleep(0.02)
    assert not _children()


def test_nothing_is_left_in_the_folder_of_temporary_files(
    sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    locked = offices.lock(sheet, tmp_path / "locked.xlsx", "x")
    reading.read(sheet)
    reading.read(locked, "x")
    with monkeypatch.context() as faulty:
        readers.close_all()
        _with_fault(faulty, "killed")
        with pytest.raises(refusals.SheetTooBig):
            reading.read(sheet)
    gc.collect()
    assert list(temporary.iterdir()) == []


PARENT = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from renewtrack.intake import reading
reading.read(Path({path!r}))
print([m for m in sys.modules if m.startswith(("PySide6", "python_calamine"))])
"""


def test_a_program_that_ends_takes_its_process_along_and_says_nothing(sheet: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "dev", "-c", PARENT.format(root=str(ROOT), path=str(sheet))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "[]\n", "")


def test_a_frozen_program_starts_itself_as_the_reader(
    sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("needs a shell script that can be executed")
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "main.py"}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert reading.read(sheet)[0].rows == (("小区", "数"), ("东里", 1))


def test_the_process_needs_neither_qt_nor_the_slow_libraries() -> None:
    program = "import sys; sys.path.insert(0, sys.argv[1])\n"
    program += "from renewtrack.intake import reader_process, workbooks, delimited, web_pages\n"
    program += "slow = ('PySide6', 'pandas', 'openpyxl', 'sqlite_utils', 'msoffcrypto', 'olefile')"
    program += "\nprint([name for name in slow if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-P", "-c", program, str(ROOT)], capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


def _sheet_of(path: Path, xml: str, strings: str = "") -> Path:
    good = path.with_name("good.xlsx")
    with xlsxwriter.Workbook(good) as book:
        book.add_worksheet().write_string(0, 0, "小区")
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content: str | bytes = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = f'<worksheet xmlns="{_MAIN}"><sheetData>{xml}</sheetData></worksheet>'
            elif name == "xl/sharedStrings.xml" and strings:
                content = f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1">{strings}</sst>'
            new.writestr(name, content)
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_one_long_text_in_very_many_cells_bursts_the_process_alone(tmp_path: Path) -> None:
    cells = '<c t="s"><v>0</v></c>' * 30
    path = _sheet_of(
        tmp_path / "a.xlsx",
        f"<row>{cells}</row>" * 20_000,
        f"<si><t>{'长' * 7_000}</t></si>",
    )
    with pytest.raises(refusals.SheetTooBig) as refused:
        reading.read(path)
    assert preflight.MEMORY.zh in refused.value.in_("zh")


def test_a_far_cell_behind_many_rows_is_named_though_the_process_died(tmp_path: Path) -> None:
    rows = "".join(f'<row><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 70_000))
    far = '<row><c r="XFC1048576"><v>1</v></c></row>'
    path = _sheet_of(tmp_path / "a.xlsx", rows + far)
    with pytest.raises(refusals.SheetTooBig) as refused:
        reading.read(path)
    assert "XFC1048576" in refused.value.in_("zh")
