"""What a file on disk is, found out without changing a byte of a sound one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path

from renewtrack.store import connecting, digests, refusing, unreadable
from renewtrack.store.refusing import DamagedFile, FileMissing, NotOurs
from renewtrack.words import Words

_MAGIC = b"SQLite format 3\x00"
_GPKG = 0x47504B47
ALTERED = Words(
    "内容与上次正常关闭时不同，而其间没有程序写过它",
    "its bytes are not those of its last clean close, and no program has written to it since",
)


def schema_version(path: Path) -> int:
    """Return the schema version of a project file.

    The file is read as if nobody could write it: no lock, no journal, no side files; only one
    that a killed program left half written is brought back first. Raises FileMissing, NotOurs,
    DamagedFile, FileBusy, CannotWrite.
    """
    if not path.exists():
        raise FileMissing(path=path)
    if not path.is_file() or path.stat().st_size == 0:
        raise NotOurs(path=path)
    waiting = connecting.has_side_file(path)
    try:
        return _as_it_lies(path)
    except (DamagedFile, NotOurs):
        # A kill amid a commit leaves pages of two states; its journal makes them one again.
        waiting |= connecting.has_side_file(path)
        if not (waiting and connecting.writable(path) and _was_ours(path)):
            raise
    return _rolled_back(path)


def _as_it_lies(path: Path) -> int:
    try:
        with closing(connecting.raw(path, "ro", immutable=1)) as conn:
            version = stated_version(path, conn)
            if not connecting.has_side_file(path):
                check(path, conn)
                check_texts(path, conn)
                if digests.differs_on(path, conn):
                    raise DamagedFile(path=path, what=ALTERED)
            return version
    except (sqlite3.DatabaseError, UnicodeDecodeError) as broken:
        if _was_ours(path):
            raise DamagedFile(path=path, what=broken) from broken
        raise NotOurs(path=path) from broken


def _rolled_back(path: Path) -> int:
    try:
        with closing(connecting.raw(path, "rw")) as conn:
            return stated_version(path, conn)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as failed:
        raise refusing.told(path, failed) or DamagedFile(path=path, what=failed) from failed


def check(path: Path, conn: sqlite3.Connection) -> None:
    """Raise DamagedFile unless every page of the file hangs together."""
    try:
        found = [row[0] for row in conn.execute("PRAGMA quick_check(3)").fetchall()]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as broken:
        raise DamagedFile(path=path, what=broken) from broken
    if found != ["ok"]:
        raise DamagedFile(path=path, what="; ".join(str(line) for line in found))


def check_texts(path: Path, conn: sqlite3.Connection) -> None:
    """Raise DamagedFile for a text that is none: no list or map could show its record."""
    found = [str(cell) for cell in islice(unreadable.texts(conn), 3)]
    conn.execute("SELECT sql FROM sqlite_master").fetchall()  # raises where one is no UTF-8
    if found:
        raise DamagedFile(path=path, what="; ".join(found))


def stated_version(path: Path, conn: sqlite3.Connection) -> int:
    """Return the schema version that a connection finds. Raises NotOurs, DamagedFile."""
    tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master").fetchall()}
    if not {"renewtrack_meta", "gpkg_contents"} <= tables:
        raise NotOurs(path=path)
    stated = dict(conn.execute("SELECT key, value FROM renewtrack_meta").fetchall())
    if stated.get("format") != "renewtrack":
        raise NotOurs(path=path)
    if not isinstance(stated.get("district_name") or "", str):
        raise DamagedFile(path=path, what="district_name")
    (application,) = conn.execute("PRAGMA application_id").fetchone()
    if application != _GPKG:
        raise DamagedFile(path=path, what="application_id")
    try:
        version = int(stated["schema_version"])
    except (KeyError, TypeError, ValueError) as unknown:
        raise DamagedFile(path=path, what="schema_version") from unknown
    if version < 1:
        raise DamagedFile(path=path, what="schema_version")
    return version


def _was_ours(path: Path) -> bool:
    """Tell whether an unreadable file has marks of ours in its first pages."""
    # Reading by open() is safe here: SQLite could not open the file, so no connection of this
    # process holds locks that closing would drop.
    with path.open("rb") as file:
        start = file.read(65536)
    if start[68:72] == b"GPKG":
        return start.startswith(_MAGIC) or b"renewtrack" in start or b"gpkg_contents" in start
    return b"renewtrack_meta" in start
