"""The whole main job, in a real window with a real map, asks the network for nothing."""

from __future__ import annotations

import _socket
import contextlib
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from renewtrack import app, demo
from renewtrack.intake import planning, storing, writing
from renewtrack.preferences import Preferences
from renewtrack.printing import make, pdf
from renewtrack.store import estates
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.map_view import MapView
from renewtrack.ui.session import Session

LONG = 30_000  # milliseconds; a map on a busy machine without a graphics card
HERE = ("00000000", "0100007F", "0" * 32, "00000000000000000000000001000000")


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    made = Session(Preferences(), keep=False)
    demo.make(tmp_path / "示范区.gpkg").close()
    yield made
    if made.file is not None:
        made.close()


@pytest.fixture
def window(session: Session, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """The window on the demo district, with the districts' buildings on the map."""

    def idle(_window: object) -> None:
        """Closing asks what to do about a running job; nobody would answer here."""
        session.tasks.cancel()
        qtbot.waitUntil(lambda: not session.tasks.running, timeout=LONG)

    shown = app.make_window(session)
    qtbot.addWidget(shown, before_close_func=idle)
    with qtbot.waitSignal(shown.painted, timeout=LONG):
        shown.show()
    with qtbot.waitSignal(shown.workspace.map.shown, timeout=LONG):
        session.open(tmp_path / "示范区.gpkg")
    return shown


def _map(window: MainWindow) -> MapView:
    view = window.workspace.map.view
    assert view is not None
    return view


def _import(session: Session, qtbot: QtBot, sheets: tuple[Path, ...]) -> None:
    def take_in(db: Any, _task: object) -> list[int]:
        return [storing.store(db, planning.plan(db, sheet), session.who).stored for sheet in sheets]

    stored: list[int] = []
    session.run_write(take_in, stored.extend)
    qtbot.waitUntil(lambda: bool(stored), timeout=LONG)


def _outside_sockets() -> list[str]:
    """Return the addresses of another machine that this process tree has sockets to (Linux)."""
    if not sys.platform.startswith("linux"):
        return []
    inodes = {inode for pid in _family() for inode in _sockets(pid)}
    found = []
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path("/proc/net", kind).read_text().splitlines()[1:]:
            parts = line.split()
            if parts[9] in inodes and parts[2].split(":")[0] not in HERE:
                found.append(f"{kind} {parts[2]}")
    return found


def _family() -> set[str]:
    """Return this process and all that it started, Chromium's among them."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[status.parent.name] = status.read_text().rpartition(")")[2].split()[1]
        except OSError:  # gone meanwhile
            continue
    family = {str(Path("/proc/self").resolve().name)}
    while True:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        if not more:
            return family
        family |= more


def _sockets(pid: str) -> Iterator[str]:
    with contextlib.suppress(OSError):  # the process is gone
        for handle in Path("/proc", pid, "fd").iterdir():
            with contextlib.suppress(OSError):  # the handle is, as that of this listing
                kind, _, inode = str(handle.readlink()).partition(":[")
                if kind == "socket":
                    yield inode.rstrip("]")


def test_the_main_job_makes_no_request(
    window: MainWindow,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    no_network: list[str],
) -> None:
    _import(session, qtbot, demo.sheets(tmp_path / "sheets"))
    first = estates.all(session.db)[0]
    session.write("edit", lambda db: estates.change(db, first.id, {"household_count": 4711}))
    pdf.write(tmp_path / "map.pdf", make.status_map(session.db))
    writing.ledger(session.db, tmp_path / "ledger.xlsx")
    assert (tmp_path / "map.pdf").stat().st_size > 0
    assert (tmp_path / "ledger.xlsx").stat().st_size > 0
    assert _map(window).refused_requests == 0
    assert _outside_sockets() == []
    assert no_network == []


def test_the_guard_refuses_and_remembers_what_leaves_this_machine(no_network: list[str]) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as leaving,
        pytest.raises(OSError, match="network"),
    ):
        leaving.connect(("192.0.2.1", 80))
    with pytest.raises(OSError, match="name"):
        socket.create_connection(("nowhere.invalid", 80), timeout=1)
    assert len(no_network) == 2
    no_network.clear()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_count_sees_a_socket_that_the_guard_does_not() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as leaving:
        try:
            _socket.socket.connect(leaving, ("192.0.2.1", 9))  # sends nothing: UDP
        except OSError:
            pytest.skip("this machine has no route to anywhere")
        assert _outside_sockets() != []
    assert _outside_sockets() == []
