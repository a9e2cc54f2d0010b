"""Journals that lie beside a file and are not its own, and a file that lost its journal."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from renewtrack.store import leftovers
from renewtrack.words import Words

_MAGIC = bytes.fromhex("d9d505f920a163d7")  # of a rollback journal that still waits
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_UNKNOWN = 0xFFFFFFFF  # as many pages as there are
_FIRST = (1).to_bytes(4, "big")
FOREIGN = Words(
    "“{name}”旁边有一份不属于它的日志（可能来自同名的另一份文件），没有写入台账，"
    "已改名保留为“{kept}”。如果最近替换或复制过文件，请核对内容，必要时恢复备份。",
    'Beside "{name}" lay a journal that is not its own (perhaps of another file of that name). '
    'Nothing of it was played in; it was kept as "{kept}". If the file was replaced or copied '
    "lately, look through its content and restore a backup where needed.",
)
OTHER_NAME = Words(
    "文件夹里有“{journal}”，却没有它所属的“{base}”。如果“{name}”就是由它改名或复制来的，"
    "最后一次没有完成的改动可能留下一半：请运行“检查文件”，必要时恢复备份。",
    'There is a "{journal}" in the folder, but not the "{base}" that it belongs to. If "{name}" '
    "is that file under a new name, or a copy of it, a change that was never finished may be in "
    "it by half: check the file, and restore a backup where needed.",
)
LOST = Words(
    "“{name}”像是在一次没有完成的写入中途被单独复制出来的：旁边缺少它的日志。"
    "请运行“检查文件”，必要时恢复备份；复制台账请用“备份”，不要只复制这一个文件。",
    '"{name}" looks as if it was copied alone in the middle of a write: its journal is missing. '
    "Check the file, and restore a backup where needed; to copy a ledger make a backup, not a "
    "copy of this file alone.",
)


def look(path: Path, ours: bool) -> tuple[Words, ...]:
    """Return what the person is told of journals beside a file, before it is opened.

    With ``ours``, nobody else has the file open and a foreign journal is set aside, which SQLite
    would play into the file. Only while this process has no connection to the file: closing it
    here would drop the locks of that connection. Raises OSError.
    """
    head = _start(path, 100)
    said = []
    if ours and head[68:72] == b"GPKG" and _foreign(head, _journal(path)):
        before = _aside(path)
        leftovers.set_aside(path)
        kept = ", ".join(sorted(_aside(path) - before))
        said.append(FOREIGN.filled(name=path.name, kept=kept))
    for journal, base in _orphans(path):
        said.append(OTHER_NAME.filled(name=path.name, journal=journal, base=base))
    if ours and not _start(_journal(path), 1) and _too_long(path, head):
        said.append(LOST.filled(name=path.name))
    return tuple(said)


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _aside(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir() if ".left-behind-" in each.name}


def _foreign(head: bytes, journal: Path) -> bool:
    """Tell whether a waiting journal is of another file or of another age.

    A transaction keeps the first page as it was before it is written anew: the file still has
    that page, or one with SQLite's count of transactions one higher, where the commit got that
    far. A journal without it is of a file whose first page, with its count of pages, still stands.
    """
    kept = _Kept.of(journal)
    if not kept.plays or len(head) < 100:
        return False
    if kept.first is None:
        return bool(kept.pages != _number(head, 28) or kept.size != _size(head))
    before = kept.first
    if before == head:
        return False
    return before[:24] != head[:24] or _number(head, 24) - _number(before, 24) != 1


@dataclass(slots=True)
class _Kept:
    """What a rollback journal says of the file as it was."""

    plays: bool = False  # whether SQLite would play any page of it in
    pages: int = 0  # of the file
    size: int = 0  # of a page
    first: bytes | None = None  # the header on page 1, if that is among those kept
    sector: int = 0

    @classmethod
    def of(cls, journal: Path) -> _Kept:
        """Read a journal, which has one part for every time that it was brought onto the disk."""
        found = cls()
        if not journal.is_file():
            return found
        with journal.open("rb") as file:
            place = 0
            while place >= 0:
                place = found._part(file, place)
        return found

    def _part(self, file: BinaryIO, place: int) -> int:
        """Read one part and return where the next begins; -1 after the last."""
        file.seek(place)
        head = file.read(28)
        if len(head) < 28 or not head.startswith(_MAGIC):
            return -1
        records, _, pages, sector, size = (_number(head, at) for at in range(8, 28, 4))
        if place == 0:
            self.pages, self.size = pages, size
            self.sector = sector
        if not records or not self.sector or not self.size:
            return -1  # not brought onto the disk: its pages stand unchanged in the file
        self.plays = True
        place += self.sector
        for _ in itertools.repeat(None) if records == _UNKNOWN else range(records):
            file.seek(place)
            number = file.read(4)
            if len(number) < 4:
                return -1
            if number == _FIRST:
                self.first = file.read(100)
            place += self.size + 8
        return -(-place // self.sector) * self.sector


def _orphans(path: Path) -> list[tuple[str, str]]:
    """Return waiting journals of ledgers that are not there, each with the name it belongs to."""
    found = []
    for tail in ("-journal", "-wal"):
        for side in sorted(path.parent.glob(f"*.gpkg{tail}")):
            base = side.with_name(side.name.removesuffix(tail))
            start = _start(side, 8)
            waits = start == _MAGIC or int.from_bytes(start[:4], "big") in _WAL_MAGIC
            if waits and not base.exists():
                found.append((side.name, base.name))
    return found


def _too_long(path: Path, head: bytes) -> bool:
    """Tell whether the file goes on behind the pages that its header counts."""
    valid = head[24:28] == head[92:96]  # the count of pages was written by the last commit
    return valid and _number(head, 28) * _size(head) < path.stat().st_size


def _size(head: bytes) -> int:
    """Return the size of a page, of which the header has room for all but the largest."""
    size = int.from_bytes(head[16:18], "big")
    return 65536 if size == 1 else size


def _start(path: Path, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError:
        return b""


def _number(written: bytes, at: int) -> int:
    return int.from_bytes(written[at : at + 4], "big")
