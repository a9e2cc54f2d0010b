"""Where the program's own files and the person's files lie."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import platformdirs

APP = "renewtrack"
ROOT = Path(__file__).resolve().parent.parent


def resources(*parts: str) -> Path:
    """Return a path below ``resources/``, which ships with the program."""
    beside = ROOT / "resources"
    folder = beside if beside.is_dir() else Path(__file__).resolve().parent / "resources"
    return folder.joinpath(*parts)


def config_folder() -> Path:
    """Return the folder of this person's preferences, made if missing."""
    return _made(Path(platformdirs.user_config_dir(APP, appauthor=False)))


def data_folder() -> Path:
    """Return the folder of this person's project files, made if missing."""
    return _made(Path(platformdirs.user_data_dir(APP, appauthor=False)))


def layouts_folder() -> Path:
    """Return the folder of the remembered layouts of senders, made if missing."""
    return _made(Path(platformdirs.user_data_dir(APP, appauthor=False)) / "layouts")


def print_folder() -> Path:
    """Return the folder of the office's own print layouts, made if missing."""
    return _made(Path(platformdirs.user_data_dir(APP, appauthor=False)) / "print")


def log_folder() -> Path:
    """Return the folder of the technical log, made if missing."""
    return _made(Path(platformdirs.user_log_dir(APP, appauthor=False)))


def _made(folder: Path) -> Path:
    """Make a folder; where that cannot be, as without a home, use this run's folder in temp."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _temporary()
    return folder


@functools.cache
def _temporary() -> Path:
    """Return a new folder that only this person can read."""
    return Path(tempfile.mkdtemp(prefix=f"{APP}-"))
