"""A damaged file opened to take out whatever is in it, its own bytes left as they are."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from renewtrack.store import connecting, damage, leftovers, salvage_pages
from renewtrack.store.salvage_pages import Pages

_MAGIC = b"SQLite format 3\x00"
_SIZES = [1 << power for power in range(9, 17)]


@contextmanager
def opened(path: Path, beside: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that reads past damage.

    A journal that waits is played into a working copy next to ``beside``, which is deleted at the
    end; a torn head is mended in memory.
    """
    copy = beside.with_name(beside.name + ".source.part")
    try:
        conn = _tolerant(_played(path, copy) if connecting.has_side_file(path) else path)
        with closing(conn):
            yield conn
    finally:
        leftovers.clear(copy)


def pages(conn: sqlite3.Connection) -> Pages:
    """Return the bytes that a connection reads, page by page."""
    stored = conn.serialize()
    return Pages(stored, _page_size(stored))


def _tolerant(path: Path) -> sqlite3.Connection:
    conn = damage.connect(path)
    with suppress(sqlite3.DatabaseError):
        if conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'renewtrack_meta'").fetchone():
            return conn
    conn.close()
    # SQLite could not read it, so no connection of this process holds locks that closing a
    # handle of our own would drop.
    mended = sqlite3.connect(":memory:", isolation_level=None, factory=connecting.Connection)
    mended.deserialize(_with_head(path.read_bytes()))
    damage.tolerate(mended)
    return mended


def _played(path: Path, copy: Path) -> Path:
    """Return a copy in which the journal was played back, or the file itself if that is better."""
    leftovers.clear(copy)
    for tail in ("", "-journal", "-wal"):
        side = path.with_name(path.name + tail)
        if side.is_file():
            shutil.copyfile(side, copy.with_name(copy.name + tail))
    with suppress(sqlite3.DatabaseError), closing(connecting.raw(copy, "rw")) as conn:
        conn.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        conn.execute("PRAGMA journal_mode = DELETE")
    better = len(damage.look(copy).tables) <= len(damage.look(path).tables)
    return copy if better else path


def _with_head(stored: bytes) -> bytes:
    """Return the bytes with every field of the head that is always the same in our files."""
    size = _page_size(stored)
    head = bytearray(stored[:100].ljust(100, b"\0"))
    head[0:16] = _MAGIC
    head[16:24] = (size % 65535).to_bytes(2, "big") + bytes((1, 1, 0, 64, 32, 32))
    head[28:32] = (len(stored) // size).to_bytes(4, "big")
    head[44:48] = (4).to_bytes(4, "big")
    head[56:60] = (1).to_bytes(4, "big")
    head[92:96] = head[24:28]
    whole = bytes(head) + stored[100:]
    whole = whole.ljust(-(-len(whole) // size) * size, b"\0")
    return whole if whole[100] in (0x05, 0x0D) else _with_root(whole, size)


def _with_root(stored: bytes, size: int) -> bytes:
    """Return the bytes with a first page that leads to what is left of the list of tables."""
    pages = Pages(stored, size)
    ends = {}
    for number in range(2, pages.count + 1):
        found = [each for each in salvage_pages.rows(pages, number) if _is_listing(each[1])]
        if found:
            ends[number] = found[-1][0]
    if not ends:
        return stored
    *others, last = sorted(ends, key=lambda number: ends[number])
    root = bytearray(size - 100)
    starts, at = [], size
    for number in others:
        cell = struct.pack(">I", number) + _varint(ends[number])
        at -= len(cell)
        root[at - 100 : at - 100 + len(cell)] = cell
        starts.append(at)
    struct.pack_into(">BHHHBI", root, 0, 0x05, 0, len(others), at, 0, last)
    struct.pack_into(f">{len(starts)}H", root, 12, *starts)
    return stored[:100] + bytes(root) + stored[size:]


def _is_listing(values: tuple[object, ...]) -> bool:
    """Tell whether values can be a line of SQLite's own list of tables, indexes and triggers."""
    kinds = ("table", "index", "trigger", "view")
    return len(values) == 5 and values[0] in kinds and isinstance(values[3], int)


def _varint(number: int) -> bytes:
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.append(number & 0x7F | 0x80)
    return bytes(reversed(parts))


def _page_size(stored: bytes) -> int:
    told = int.from_bytes(stored[16:18], "big")
    size = 65536 if told == 1 else told
    return size if size in _SIZES else 4096
