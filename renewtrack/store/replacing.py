"""Putting a finished file in the place of another, with patience where a scanner holds it."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from renewtrack.errors import UserError
from renewtrack.words import Words

_WAITS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.8)  # seconds, 2.5 in all


class HeldByOther(UserError):
    """Another program, such as a virus scanner, holds the file and does not let go."""

    words = Words(
        "{path} 被另一个程序（例如杀毒软件）占用，等待后仍未放开。原有内容没有改变，也没有丢失。"
        "请稍后再试，或把台账所在的文件夹加入杀毒软件的信任区。",
        "Another program, such as a virus scanner, holds {path} and did not let go. What was there "
        "is unchanged and nothing was lost. Try again later, or let the scanner leave this folder "
        "alone.",
    )


def replace(source: Path, target: Path, sleep: Callable[[float], object] = time.sleep) -> None:
    """Give a file its final name, whatever had it; tried again for about 2.5 s where it is held.

    Raises HeldByOther, OSError for anything else that is in the way.
    """
    for wait in (*_WAITS, None):
        try:
            os.replace(source, target)  # noqa: PTH105 - named for what it promises: atomic
            return
        except PermissionError as held:
            if wait is None:
                raise HeldByOther(path=target) from held
            sleep(wait)


def put(source: Path, target: Path) -> None:
    """Give a file a name that is free, in a step that only one process can make.

    Raises FileExistsError where the name is taken, OSError for anything else in the way.
    """
    if os.name == "nt":
        source.rename(target)  # refused there where the name is taken
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, as USB sticks are
        if target.exists():
            raise FileExistsError(target) from None
        source.rename(target)
    else:
        source.unlink()


def sync(path: Path) -> None:
    """Bring a file, or the entries of a folder, onto the disk; where folders cannot be, nothing."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def disk(folder: Path) -> Iterator[Callable[[], None] | None]:
    """Yield what waits for all that is written to a folder's disk meanwhile, in one call.

    It raises OSError where some of it could not be written. None where a system has no such call:
    each file is to be brought down by itself there.
    """
    call = _syncfs()
    if call is None:
        yield None
        return
    handle = os.open(folder, os.O_RDONLY)  # what failed before is not told of

    def wait() -> None:
        if call(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    try:
        yield wait
    finally:
        os.close(handle)


@functools.cache
def _syncfs() -> Callable[[int], Any] | None:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are missing, their names brought onto the disk."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync(each.parent)
