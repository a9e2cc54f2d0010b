"""The program's own Python environment in ``.venv``, made and filled from the lock."""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from renewtrack.first_run import apt, launchers, packages, refusals
from renewtrack.first_run.pip_settings import HOST_PYTHON
from renewtrack.first_run.telling import say
from renewtrack.words import Words

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = FOLDER / "renewtrack-lock"  # what is installed, once it is whole
UNFINISHED = FOLDER / "renewtrack-unfinished"  # stands while an installation runs
ROOM_NEEDED_GB = 2.5
PIP_WITH_PYTHON_OPTION = (22, 3)


def python(folder: Path = FOLDER) -> Path:
    """Return the environment's interpreter, as the system lays it out."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _site_packages() -> Path:
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return FOLDER.joinpath(*(["Lib"] if os.name == "nt" else ["lib", version]), "site-packages")


def runs_here() -> bool:
    """Tell whether this process is the environment's own interpreter."""
    return Path(sys.prefix).resolve() == FOLDER.resolve()


def ready() -> bool:
    """Tell whether the environment holds exactly what the lock asks for."""
    return python().exists() and _read(STAMP) == _mark()


def _mark() -> str:
    version = ".".join(str(part) for part in sys.version_info[:2])
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} python {version} {ROOT}\n"


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def ensure(again: str, pip_options: list[str]) -> None:
    """Make and fill the environment where it is not whole yet.

    ``again`` is the line that repeats this start; refusals show it.
    """
    if ready():
        return
    _check_room(again)
    try:
        _make()
        UNFINISHED.touch()
        packages.install(packages.Target(python(), _site_packages()), LOCK, pip_options, again)
        _check_loads(again)
        launchers.put(python(), _site_packages(), ROOT)
        STAMP.write_text(_mark(), "utf-8")
        UNFINISHED.unlink()
    except OSError as trouble:
        raise _of_the_disk(trouble, again) from trouble


def _check_room(again: str) -> None:
    if not os.access(ROOT, os.W_OK):
        raise refusals.FolderReadOnly(again, folder=ROOT)
    if shutil.disk_usage(ROOT).free < ROOM_NEEDED_GB * 1e9:
        raise _full(again)


def _full(again: str) -> refusals.DiskFull:
    free = shutil.disk_usage(ROOT).free / 1e9
    return refusals.DiskFull(again, folder=ROOT, needed=ROOM_NEEDED_GB, free=f"{free:.1f}")


def _of_the_disk(trouble: OSError, again: str) -> refusals.NotReady:
    if trouble.errno == errno.ENOSPC:
        return _full(again)
    return refusals.NoVenv(again, folder=FOLDER, reason=trouble.strerror or trouble)


def _make() -> None:
    """Make ``.venv``, anew where an installation was cut off or another Python made it."""
    if python().exists() and not UNFINISHED.exists() and _same_python():
        return
    say(Words("建立运行环境", "Making the environment"), FOLDER)
    command = [HOST_PYTHON, "-m", "venv", "--clear"]
    if _pip_version() < PIP_WITH_PYTHON_OPTION:
        if importlib.util.find_spec("ensurepip") is None:
            _get_pip()
        else:
            _run_venv([*command, str(FOLDER)])
            return
    _run_venv([*command, "--without-pip", str(FOLDER)])


def _same_python() -> bool:
    """The interpreter may be a dangling link, or of another version after a system upgrade."""
    asked = [str(python()), "-c", "import sys; print(sys.version_info[:2])"]
    try:
        run = subprocess.run(asked, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return run.stdout.strip() == str(tuple(sys.version_info[:2]))


def _run_venv(command: list[str]) -> None:
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if run.returncode:
        said = (run.stderr + run.stdout).strip().splitlines()
        raise refusals.NoVenv(
            apt.line(["python3-venv"]) if apt.is_here() else "python3 -m venv --help",
            folder=FOLDER,
            reason=said[-1] if said else run.returncode,
        )


def _pip_version() -> tuple[int, ...]:
    run = subprocess.run(
        [HOST_PYTHON, "-m", "pip", "--version"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode:
        return (0,)
    return tuple(int(part) for part in run.stdout.split()[1].split(".")[:2] if part.isdigit())


def _get_pip() -> None:
    """Install Debian's pip where we may; this Python can neither use one nor make one."""
    if apt.is_here() and apt.may_install():
        apt.update()
        apt.install(["python3-pip"])
        if _pip_version() >= PIP_WITH_PYTHON_OPTION:
            return
    by_hand = apt.line(["python3-pip"]) if apt.is_here() else "python3 -m ensurepip --upgrade"
    raise refusals.NoPip(by_hand)


def _check_loads(again: str) -> None:
    """Load Qt once; what the table of system libraries does not know shows itself here."""
    run = subprocess.run(
        [str(python()), "-c", "import PySide6.QtWidgets, PySide6.QtWebEngineWidgets"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode:
        said = run.stderr.strip().splitlines()
        raise refusals.StillMissing(again, reason=said[-1] if said else run.returncode)
