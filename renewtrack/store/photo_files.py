"""The files of folders and camera cards as pictures: found, read once, kept once by their bytes."""

from __future__ import annotations

import concurrent.futures
import contextlib
import hashlib
import os
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from renewtrack.domain import tables
from renewtrack.store import contents, photo_reading, replacing
from renewtrack.store.contents import Content
from renewtrack.store.photo_reading import Head
from renewtrack.words import Words

CARD = "DCIM"  # the folder of pictures on the card of every camera and phone
THREADS = 3  # more wait for the same disk
AT_A_TIME = 16  # files that a thread takes up; one by one the threads wait for each other
OTHER_KIND = Words("不是照片文件", "no file of a picture")
NOT_READ = Words("无法读取", "cannot be read")
NO_FILE = Words("不是普通文件", "no plain file")
SHUT = Words("文件夹打不开，里面的照片没有导入", "a folder that cannot be opened; none of it taken")
TOO_DEEP = Words(
    "文件夹套得太深，再里面的照片没有导入",
    "folders too deep in each other; none of it taken",
)


class NotKept(contents.NotAttached):
    """The folder of attachments cannot be written, such as on a full disk."""

    words = Words(
        "照片无法写入附件文件夹 {folder}（{what}），一张也没有导入，台账没有改动。"
        "请看磁盘是否已满、文件夹能否写入，再导入一次。",
        "The pictures cannot be written into the folder of attachments {folder} ({what}); none was "
        "taken in and the ledger is unchanged. See whether the disk is full and the folder can be "
        "written, then take them in again.",
    )


@dataclass(frozen=True, slots=True)
class Found:
    """One file and the names of the folders that it lies in, the innermost first."""

    path: Path
    folders: tuple[str, ...] = ()
    why: Words | None = None  # of a folder of which nothing is taken


@dataclass(frozen=True, slots=True)
class Kept:
    """One picture whose bytes are in the folder of contents."""

    found: Found
    content: Content
    head: Head


@dataclass(frozen=True, slots=True)
class Skipped:
    """One file that was not taken in, and why."""

    name: str
    why: Words


def found_in(sources: Sequence[Path], progress: Callable[[], object] | None = None) -> list[Found]:
    """Return the files of some files, folders and cards, in the order of their names.

    Of a card only its pictures are looked at. Hidden files and links are left alone. A folder that
    cannot be looked through is told once, as if it were a file.
    """
    every: dict[Path, Found] = {}
    for source in sources:
        if not source.is_dir():
            every.setdefault(source, Found(source, (source.parent.name,)))
            continue
        own = _inside(source) or ()
        card = next((each for each in own if each.name.upper() == CARD), None)
        start = source if card is None else Path(card.path)
        for found in _walk(start, (source.name,), progress):
            every.setdefault(found.path, found)
    return list(every.values())


def _walk(
    folder: Path, names: tuple[str, ...], progress: Callable[[], object] | None
) -> Iterator[Found]:
    if progress is not None:
        progress()
    below, inside = [], _inside(folder)
    if inside is None:
        yield Found(folder, names, SHUT)
        return
    for each in inside:
        if each.is_dir():
            below.append(each)
        else:
            yield Found(Path(each.path), names)
    deep = len(names) > int(tables.document("photos")["deep"])
    for each in below:
        if deep:
            yield Found(Path(each.path), names, TOO_DEEP)
        else:
            yield from _walk(Path(each.path), (each.name, *names), progress)


def _inside(folder: Path) -> list[os.DirEntry[str]] | None:
    """Return what lies in a folder, in the order of the names; None where it cannot be opened."""
    try:
        with os.scandir(folder) as found:
            plain = [
                each
                for each in found
                if not each.name.startswith((".", "@")) and not each.is_symlink()
            ]
    except (OSError, ValueError):
        return None
    return sorted(plain, key=lambda each: each.name)


class Keeping:
    """Copies pictures into the folder of contents; what was added is taken back unless kept.

    The final name of a content holds the whole of it, which is on the disk, or nothing: files are
    written under passing names and get their own together, after one wait for the disk.
    """

    def __init__(self, project: Path) -> None:
        self._project, self._home = project, contents.folder(project)
        self._new: list[Path] = []
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self._written: dict[Path, Path] = {}  # passing names, by the final ones
        self._wait: Callable[[], None] | None = None  # for the disk, where one call does

    def each(self, files: Sequence[Found]) -> Iterator[Kept | Skipped]:
        """Yield what became of each file, in their order; threads read and write ahead.

        Raises NotKept.
        """
        with contextlib.ExitStack() as stack:
            try:
                replacing.make_folder(self._home)
                self._wait = stack.enter_context(replacing.disk(self._home))
            except OSError as failed:
                raise self._not_kept(failed) from failed
            pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(THREADS))
            try:
                starts = range(0, len(files), AT_A_TIME)
                batches = [files[start : start + AT_A_TIME] for start in starts]
                for taken in pool.map(self._all_taken, batches):
                    yield from taken
                self._settle()
            except BaseException:
                self._stop.set()
                pool.shutdown(wait=True, cancel_futures=True)
                for part in self._written.values():
                    part.unlink(missing_ok=True)
                raise
        try:
            for folder in {each.parent for each in self._new}:
                replacing.sync(folder)
            replacing.sync(self._home)
        except OSError as failed:
            raise self._not_kept(failed) from failed

    def give_up(self) -> None:
        """Take the contents away that this run has added."""
        for path in self._new:
            path.unlink(missing_ok=True)
        self._new.clear()

    def _all_taken(self, files: Sequence[Found]) -> list[Kept | Skipped]:
        return [self._taken(each) for each in files]

    def _taken(self, found: Found) -> Kept | Skipped:
        name = contents.shown_name(found.path.name)
        if found.why is not None:
            return Skipped(name, found.why)
        if self._stop.is_set():
            return Skipped(name, NOT_READ)
        if found.path.suffix.lower() not in photo_reading.SUFFIXES:
            return Skipped(name, OTHER_KIND)
        try:
            seen = found.path.stat()
            if not stat.S_ISREG(seen.st_mode):
                return Skipped(name, NO_FILE)
            if seen.st_size > photo_reading.MOST_BYTES:
                return Skipped(name, photo_reading.TOO_LARGE)
            data = found.path.read_bytes()
        except (OSError, ValueError):
            return Skipped(name, NOT_READ)
        try:
            head = photo_reading.head(data)
        except photo_reading.Unreadable as refused:
            return Skipped(name, refused.words)
        content = Content(hashlib.sha256(data).hexdigest(), len(data), name)
        self._keep(content, data)
        return Kept(found, content, head)

    def _keep(self, content: Content, data: bytes) -> None:
        """Write the bytes unless they are there; raises NotKept."""
        final = contents.place(self._project, content.sha256)
        try:
            if _holds(final, data):
                return
            with self._guard:
                if final in self._written:
                    return
                part = self._written[final] = final.with_name(f"{final.name}.part")
                part.parent.mkdir(exist_ok=True)
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                if self._wait is None:
                    os.fsync(file.fileno())
                else:  # the disk begins now; the wait at the end is for the rest alone
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        except OSError as failed:
            raise self._not_kept(failed) from failed

    def _settle(self) -> None:
        """Give the written files their names, once their bytes are on the disk."""
        try:
            if self._wait is not None:
                self._wait()
            for final, part in self._written.items():
                if not final.exists():
                    self._new.append(final)
                replacing.replace(part, final)
        except OSError as failed:
            raise self._not_kept(failed) from failed
        self._written.clear()

    def _not_kept(self, failed: OSError) -> NotKept:
        what = failed.strerror or type(failed).__name__
        return NotKept(folder=self._home, what=what)


def _holds(path: Path, data: bytes) -> bool:
    """Tell whether a file is there and holds just these bytes."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False
