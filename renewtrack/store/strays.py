"""Journals that lie beside a file and are not its own, and a file that lost its journal."""

from __future__ import annotations

from pathlib import Path

from renewtrack.store import leftovers
from renewtrack.words import Words

_MAGIC = bytes.fromhex("d9d505f920a163d7")  # of a rollback journal that still waits
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_UNKNOWN = 0xFFFFFFFF
FOREIGN = Words(
    "“{name}”旁边有一份不属于它的日志（可能来自同名的另一份文件），没有写入台账，"
    "已改名保留为“{kept}”。如果最近替换或复制过文件，请核对内容，必要时恢复备份。",
    "Beside “{name}” lay a journal that is not its own (perhaps of another file of that name). "
    "Nothing of it was played in; it was kept as “{kept}”. If the file was replaced or copied "
    "lately, look through its content and restore a backup where needed.",
)
OTHER_NAME = Words(
    "文件夹里有“{journal}”，却没有它所属的“{base}”。如果“{name}”就是由它改名或复制来的，"
    "最后一次没有完成的改动可能留下一半：请运行“检查文件”，必要时恢复备份。",
    "There is a “{journal}” in the folder, but not the “{base}” that it belongs to. If “{name}” "
    "is that file under a new name, or a copy of it, a change that was never finished may be in "
    "it by half: check the file, and restore a backup where needed.",
)
LOST = Words(
    "“{name}”像是在一次没有完成的写入中途被单独复制出来的：旁边缺少它的日志。"
    "请运行“检查文件”，必要时恢复备份；复制台账请用“备份”，不要只复制这一个文件。",
    "“{name}” looks as if it was copied alone in the middle of a write: its journal is missing. "
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
    if ours and not _journal(path).exists() and _too_long(path, head):
        said.append(LOST.filled(name=path.name))
    return tuple(said)


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _aside(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir() if ".left-behind-" in each.name}


def _foreign(head: bytes, journal: Path) -> bool:
    """Tell whether a waiting journal holds the first page of another file or of another age.

    Every transaction keeps the first page as it was, with SQLite's count of transactions on it:
    the file has that count, or one more where the commit got as far as that page.
    """
    before = _first_page(journal)
    if before is None:
        return False
    same_size = before[16:18] == head[16:18]
    return not same_size or _count(head) - _count(before) not in (0, 1)


def _first_page(journal: Path) -> bytes | None:
    """Return the header of page 1 as a waiting journal keeps it; None where it keeps none."""
    head = _start(journal, 28)
    if len(head) < 28 or not head.startswith(_MAGIC):
        return None
    records, _, _, sector, size = (
        int.from_bytes(head[at : at + 4], "big") for at in range(8, 28, 4)
    )
    if not sector or not size:
        return None
    with journal.open("rb") as file:
        place, number = sector, 0
        while records in (0, _UNKNOWN) or number < records:
            file.seek(place)
            page = file.read(4)
            if len(page) < 4:
                return None
            if int.from_bytes(page, "big") == 1:
                return file.read(100)
            place, number = place + size + 8, number + 1
    return None


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
    size = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    valid = head[24:28] == head[92:96]  # the count of pages was written by the last commit
    return valid and pages * (65536 if size == 1 else size) < path.stat().st_size


def _start(path: Path, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError:
        return b""


def _count(head: bytes) -> int:
    return int.from_bytes(head[24:28], "big")
