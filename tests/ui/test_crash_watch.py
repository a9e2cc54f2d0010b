"""A window that died is told of at the next start: really killed, really aborted."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from renewtrack.store import processes
from renewtrack.ui import crash_watch
from renewtrack.ui.crash_watch import CrashWatch
from tests.ui.window_process import Desk

NAME = "金丝雀先生"
KILLED = "def begin(window): os.kill(os.getpid(), signal.SIGKILL)"
ABORTED = f"""
def begin(window):
    secret = "{NAME}"
    os.abort()
"""
CLOSED = "def begin(window): window.close()"
TOLD = """
def begin(window):
    from renewtrack.ui.crash_notice import CrashNotice
    from PySide6.QtWidgets import QLabel
    for notice in window.findChildren(CrashNotice):
        print("notice", *(label.text() for label in notice.findChildren(QLabel)))
        notice.copy.click()
        print(QApplication.clipboard().text())
        QApplication.clipboard().clear()
        notice.close()
    window.close()
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return Desk(home)


def test_a_window_that_was_closed_leaves_no_mark_and_no_notice(desk: Desk) -> None:
    assert desk.run(CLOSED).code == 0
    assert desk.named("*.running*") == []
    assert "notice" not in desk.run(TOLD).out


def test_a_killed_window_is_told_of_once_with_what_is_safe(desk: Desk) -> None:
    assert desk.run(KILLED).code == -signal.SIGKILL
    told = desk.run(TOLD)
    assert told.code == 0, told.err
    assert "没有正常关闭" in told.out
    assert "已保存的修改都在" in told.out
    assert "被外部结束" in told.out
    assert "PySide6" in told.out or "Qt 6" in told.out
    assert "notice" not in desk.run(TOLD).out


def test_an_aborted_window_tells_where_it_broke_and_no_value(desk: Desk) -> None:
    assert desk.run(ABORTED).code == -signal.SIGABRT
    told = desk.run(TOLD).out
    assert "Fatal Python error: Aborted" in told
    assert "begin" in told
    assert "app.py" in told
    assert "被外部结束" not in told
    assert NAME not in told
    assert str(desk.home) not in told


def test_nothing_that_a_dead_window_leaves_holds_a_value(desk: Desk) -> None:
    raising = f"""
def begin(window):
    import threading
    secret = "{NAME}"
    def broken():
        raise ValueError(secret)
    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    from PySide6.QtCore import qWarning
    qWarning("cannot read " + secret)
    QTimer.singleShot(200, window, os.abort)
    raise KeyError(secret)
"""
    ended = desk.run(raising)
    assert ended.code == -signal.SIGABRT
    written = b"".join(path.read_bytes() for path in desk.traces)
    assert b"ValueError" in written  # it was written down
    assert b"KeyError" in written
    for coding in ("utf-8", "gbk", "utf-16-le", "utf-16-be"):
        assert NAME.encode(coding) not in written
    assert NAME not in ended.out + ended.err


@pytest.fixture(autouse=True)
def _stacks_stay_with_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watches made in this process leave the interpreter's own stacks to the test run."""
    monkeypatch.setattr(crash_watch.faulthandler, "enable", lambda *_, **__: None)
    monkeypatch.setattr(crash_watch.faulthandler, "disable", lambda: None)


def _mark(folder: Path, **changed: object) -> Path:
    stated = {
        "pid": 2**22 - 1,
        "born": "long-ago",
        "machine": processes.machine(),
        "started": "2026-10-01 08:00:00",
        "system": "renewtrack",
    }
    path = folder / "window-1-20261001T080000.running"
    path.write_text(json.dumps(stated | changed) + "\n", "utf-8")
    return path


def test_a_window_that_still_runs_is_no_crash(tmp_path: Path) -> None:
    mark = _mark(tmp_path, pid=os.getppid(), born=processes.birth(os.getppid()))
    watch = CrashWatch(tmp_path)
    watch.end()
    assert watch.crashes == ()
    assert mark.exists()


def test_a_number_that_another_process_has_now_is_a_crash(tmp_path: Path) -> None:
    _mark(tmp_path, pid=os.getppid(), born="another-1")
    watch = CrashWatch(tmp_path)
    watch.end()
    assert [crash.started for crash in watch.crashes] == ["2026-10-01 08:00:00"]


def test_a_window_of_another_machine_is_left_alone(tmp_path: Path) -> None:
    mark = _mark(tmp_path, machine="elsewhere")
    watch = CrashWatch(tmp_path)
    watch.end()
    assert watch.crashes == ()
    assert mark.exists()


def test_a_mark_that_a_power_cut_tore_is_told_of_and_removed(tmp_path: Path) -> None:
    mark = _mark(tmp_path)
    mark.write_bytes(mark.read_bytes()[:20])
    watch = CrashWatch(tmp_path)
    watch.end()
    assert len(watch.crashes) == 1
    assert not mark.exists()


def test_a_folder_that_takes_no_mark_is_no_trouble(tmp_path: Path) -> None:
    watch = CrashWatch(tmp_path / "nowhere")
    watch.end()
    assert watch.crashes == ()
