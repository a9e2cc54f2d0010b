"""The ground every test stands on: no screen, no network, no trace of the person's own folders."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# More with --hypothesis-profile=default; no deadline, for no check judges a time.
settings.register_profile("checks", max_examples=40, deadline=None)
settings.load_profile("checks")
HOME = Path(tempfile.mkdtemp(prefix="renewtrack-tests-"))
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PERSONAL_FOLDERS = {
    "HOME": HOME,
    "XDG_CONFIG_HOME": HOME / "config",
    "XDG_DATA_HOME": HOME / "data",
    "XDG_STATE_HOME": HOME / "state",
    "XDG_CACHE_HOME": HOME / "cache",
    "XDG_RUNTIME_DIR": HOME / "run",
    "APPDATA": HOME / "roaming",
    "LOCALAPPDATA": HOME / "local",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": HOME / "local",
}
LOOPBACK = ("127.", "::1", "localhost")
attempts: list[str] = []  # every address outside this machine that somebody tried to reach


def _sandbox_is_possible() -> bool:
    """Chromium's sandbox needs a person who is not root and a kernel that lends name spaces."""
    if not sys.platform.startswith("linux"):
        return True
    if os.geteuid() == 0:
        return False
    child = os.fork()
    if child == 0:
        import ctypes

        clone_newuser = 0x10000000
        os._exit(0 if ctypes.CDLL(None).unshare(clone_newuser) == 0 else 1)
    return os.waitpid(child, 0)[1] == 0


def _prepare_environment() -> None:
    """Before Qt is imported: off screen, software drawing, clean folders, a fixed language."""
    for name, folder in PERSONAL_FOLDERS.items():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[name] = str(folder)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
    for name in ("QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "QT_QPA_PLATFORMTHEME", "QT_IM_MODULE"):
        os.environ.pop(name, None)
    if not _sandbox_is_possible():
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"


_prepare_environment()


def pytest_unconfigure() -> None:
    """Remove the clean folders; Chromium may still be closing its own."""
    shutil.rmtree(HOME, ignore_errors=True)


class NetworkRefused(OSError):
    """A test tried to leave this machine."""


def _refuse_outside(original: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any, *rest: Any) -> Any:
        outside = self.family != getattr(socket, "AF_UNIX", None) and not str(
            address[0]
        ).startswith(LOOPBACK)
        if outside:
            attempts.append(repr(address))
            raise NetworkRefused(f"the network was asked for: {address!r}")
        return original(self, address, *rest)

    return guarded


def _refuse_names(original: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *rest: Any, **named: Any) -> Any:
        if host and not str(host).startswith(LOOPBACK):
            attempts.append(repr(host))
            raise NetworkRefused(f"a name was looked up: {host!r}")
        return original(host, *rest, **named)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def _walled_in() -> Iterator[None]:
    """Refuse every connection that leaves this machine, for the whole run."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _refuse_outside(getattr(socket.socket, name)))
    patch.setattr(socket, "getaddrinfo", _refuse_names(socket.getaddrinfo))
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def no_network(_walled_in: None) -> Iterator[list[str]]:
    """Fail the test that tried to reach the network, even where the code swallowed the error."""
    attempts.clear()
    yield attempts
    assert not attempts, f"the network was asked for: {attempts}"


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The application class, with our URL scheme known before the first instance is made."""
    from PySide6.QtCore import QCoreApplication, QLocale, Qt
    from PySide6.QtWidgets import QApplication

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    if find_spec("renewtrack.ui.map_scheme"):
        import_module("renewtrack.ui.map_scheme").register()
    return QApplication


@pytest.fixture(autouse=True)
def _empty_clipboard() -> Iterator[None]:
    """Leave nothing on the clipboard: off screen it would crash the process at its end."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None and widgets.QApplication.instance() is not None:
        widgets.QApplication.clipboard().clear()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of practice material beside the checkout; the test is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("the practice material is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project file, made once: tests work on copies, which are there sooner."""
    from renewtrack.store import file

    path = tmp_path_factory.mktemp("blank") / "示范区.gpkg"
    file.create(path, "示范区", "110199").close()
    return path
