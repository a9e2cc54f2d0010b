"""Where the backups of a file lie: the folder beside it, its lock, its state, its leavings."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from renewtrack import paths
from renewtrack.errors import UserError
from renewtrack.store import manifests, replacing
from renewtrack.words import Words

STATE, DIGEST, FILES = "state.json", "digest.json", "files"
_LOCK = "backup.lock"
_MANY = 10**15  # more backups than anybody makes
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 2, 2, 3)  # seconds, 10 in all
_HELD = {errno.EAGAIN, errno.EACCES, errno.EDEADLK, errno.EWOULDBLOCK}
_NUMBERED = re.compile(r"(\d{6,18})-")
_OURS = re.compile(  # what a killed run leaves; all else in the folder is a person's
    r"(\d{6,18}-.+\.(gpkg|json)|state\.json|digest\.json|tmp\w{8})\.part(-journal|-wal|-shm)?",
    re.ASCII,
)


class BackupUnderWay(UserError):
    """Another process is making a backup of the same file, and takes long over it."""

    words = Words(
        "另一个程序正在备份这个台账，等了一会儿还没有完成；没有改动任何内容。请稍后再试。",
        "Another program is making a backup of this ledger and has not finished; nothing was "
        "changed. Try again in a moment.",
    )


def beside(path: Path) -> Path:
    """Return ``X.backups`` beside ``X.gpkg``, whether or not it is there."""
    real = Path(path).resolve()
    return real.with_name(real.stem + ".backups")


def own(path: Path) -> Path:
    """Return the folder among the person's own files, for a place that cannot be written."""
    real = Path(path).resolve()
    mark = hashlib.sha256(os.fsencode(real)).hexdigest()[:12]
    return paths.data_folder() / "backups" / f"{real.stem}-{mark}"


def folder(path: Path) -> Path:
    """Return the folder of backups: beside the file, or the person's own where that fails."""
    place = beside(path)
    there = place if place.is_dir() else place.parent
    effective = os.access in os.supports_effective_ids
    return place if os.access(there, os.W_OK, effective_ids=effective) else own(path)


def folders(path: Path) -> list[Path]:
    """Return the folders of backups that are there, the one beside the file first."""
    return [place for place in (beside(path), own(path)) if place.is_dir()]


def made(place: Path) -> Path:
    """Make a folder of backups where it is missing. Raises OSError."""
    replacing.make_folder(place)
    return place


def numbers(places: list[Path]) -> Iterator[int]:
    """Yield the numbers of everything that was ever numbered there, whole or not."""
    for place in places:
        said = state(place).get("sequence")
        if isinstance(said, int) and said < _MANY:  # else somebody else's word
            yield said
        for each in place.iterdir():
            if found := _NUMBERED.match(each.name):
                yield int(found[1])


def state(place: Path) -> dict[str, Any]:
    """Return what is remembered of a folder of backups."""
    return manifests.read_json(place / STATE)


def remember(place: Path, **changes: object) -> None:
    """Keep something about a folder of backups; not being able to loses no backup."""
    with suppress(OSError, UserError):
        manifests.write_json({**state(made(place)), **changes}, place / STATE)


@contextmanager
def alone(place: Path, sleep: Callable[[float], object] = time.sleep) -> Iterator[None]:
    """Work in a folder of backups while nobody else does, on what dead runs have left cleared.

    The system lets the lock go with the process that held it. Raises BackupUnderWay, OSError.
    """
    lock = made(place) / _LOCK
    handle = _taken(lock, sleep)
    try:
        clear(place)
        yield
    finally:
        if os.name != "nt":  # an open file cannot be deleted there
            lock.unlink(missing_ok=True)
        os.close(handle)


def clear(place: Path) -> None:
    """Remove what a killed run began: parts, and the manifest of a part that got no name."""
    for part in sorted(place.glob("*.part*")):
        if not _OURS.fullmatch(part.name):
            continue
        named = place / part.name.partition(".part")[0]
        if part.name.endswith(".part") and named.suffix == ".gpkg" and not named.exists():
            manifests.beside(named).unlink(missing_ok=True)
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def _taken(lock: Path, sleep: Callable[[float], object]) -> int:
    for wait in (*_WAITS, None):
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        # Whoever held it may have removed the name meanwhile: a lock on no name is none.
        if _locked(handle) and _is_that(lock, handle):
            return handle
        os.close(handle)
        if wait is not None:
            sleep(wait)
    raise BackupUnderWay


def _is_that(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _locked(handle: int) -> bool:
    """Lock an open file without waiting; False where another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as refused:
        # A disk without locks, such as some shares, must not be one without backups.
        return refused.errno not in _HELD
    return True
