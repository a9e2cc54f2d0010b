"""Files beside a project file that still hold a person who was taken out of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from renewtrack.domain.many_persons import ManyPersons
from renewtrack.domain.persons import Person, Sought, encoded
from renewtrack.store import (
    backup_contents,
    backup_places,
    backups,
    connecting,
    proving,
    replacing,
    second_disk,
    traces,
)
from renewtrack.store.refusing import CannotWrite

_BLOCK = 1 << 20
_SHORTEST, _SHORTEST_NUMBER = 6, 10  # bytes
_JSON_NUMBER = re.compile(rb'":-?[0-9][0-9.e+-]*(?=[,}])')
_SIDES = ("-journal", "-wal", "-shm")  # of the running file
_LEASE = ".in-use"  # never opened here: closing it would drop the lock that says who works


def sides(path: Path) -> list[Path]:
    """Return the files that SQLite keeps beside the running file."""
    found = (path.with_name(path.name + end) for end in _SIDES)
    return [side for side in found if side.is_file()]


def holding(path: Path, person: Sought) -> tuple[Path, ...]:
    """Return the backups and older copies beside a file that hold a person.

    Tables are read as tables, since a long text may be parted between pages, and bytes as bytes,
    since free pages and files of other kinds hold words as well.
    """
    return tuple(copy for copy in _copies(path) if _holds(copy, person))


def replace(path: Path, copies: Sequence[Path], who: str) -> Path:
    """Make a new backup, and only if it proves good overwrite and delete older copies.

    Overwriting is no promise: a disk may keep old blocks. Raises the refusals of
    ``backups.make``, CannotWrite for a copy that cannot be deleted.
    """
    made = backups.make(path, "erase", who=who)
    for copy in copies:
        if copy != made.path:
            try:
                for each in (copy, *_manifests(copy)):
                    overwrite(each)
                    each.unlink()
            except OSError as refused:
                raise CannotWrite(path=copy, what=refused) from refused
    _sweep(path)
    return made.path


def places(path: Path) -> tuple[Path, ...]:
    """Return the folders of backups of a file, on this and on other disks."""
    return (*backup_places.folders(path), *second_disk.folders(path))


def _sweep(path: Path) -> None:
    """Delete the contents of attachments that no backup names any more."""
    for place in places(path):
        left = (kept for each in proving.in_folder(place) for kept in each.manifest.attachments)
        backup_contents.sweep({kept.sha256 for kept in left}, place)


def in_bytes(content: bytes, needles: Sequence[bytes], person: Sought) -> bool:
    """Tell whether bytes hold a needle outside spared words, and outside numbers in JSON."""
    if isinstance(person, ManyPersons):
        return person.in_content(content)
    found = [needle for needle in needles if needle in content]
    if not found or not isinstance(person, Person):
        return False
    content = _JSON_NUMBER.sub(b"", content)
    for word in person.spare:
        for spared in encoded(word):
            content = content.replace(spared, b"")
    return any(needle in content for needle in found)


def certain(needles: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return the needles that stand nowhere by chance: not in shapes, hashes or long numbers."""
    return tuple(
        needle
        for needle in needles
        if len(needle) >= (_SHORTEST_NUMBER if needle.isdigit() else _SHORTEST)
    )


def _copies(path: Path) -> Iterator[Path]:
    """Yield every other file of this name, and every file of the folders of backups."""
    own = {path, *sides(path)}
    beside = path.parent.glob(path.name.replace("[", "[[]") + "*")
    kept = (each for folder in places(path) for each in folder.iterdir())
    for copy in sorted({*beside, *kept} - own):
        if copy.name.startswith(path.name + _LEASE):
            continue
        if copy.is_file() and copy.suffix != ".json":  # a manifest goes with its backup
            yield copy


def _manifests(copy: Path) -> list[Path]:
    manifest = copy.with_suffix(".json")
    return [manifest] if manifest.is_file() and manifest.name != copy.name else []


def _holds(copy: Path, person: Sought) -> bool:
    if any(
        in_bytes(each.read_bytes(), certain(person.needles()), person) for each in _manifests(copy)
    ):
        return True
    try:
        with closing(connecting.raw(copy, "ro", immutable=1)) as conn:
            return bool(traces.find(connecting.sealed(conn), person)) or _in_file(copy, person)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return _in_file(copy, person)


def overwrite(copy: Path) -> None:
    """Write zeros over a file, as far as the disk lets one."""
    left = copy.stat().st_size
    with copy.open("rb+") as file:
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK)))
    replacing.sync(copy)


def _in_file(copy: Path, person: Sought) -> bool:
    """Look at the bytes of a file that this process has no connection to."""
    return in_bytes(copy.read_bytes(), certain(person.needles()), person)
