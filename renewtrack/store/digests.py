"""What a cleanly closed file was, byte for byte, so that a disk that loses bits is found out."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import backup_places, connecting, contents, manifests, replacing

_COUNTER = slice(24, 28)  # SQLite's own count of transactions, in the header of the file


@dataclass(frozen=True, slots=True)
class Digest:
    """A file's bytes, and SQLite's count of the transactions that led to them."""

    change_counter: int
    size: int
    sha256: str
    seal: str | None = None  # of the last action; None where it cannot be read


def note(path: Path) -> Digest | None:
    """Keep the digest of a file that no connection of this process has open; None if it cannot be.

    Not being able to loses nothing: then ``differs`` cannot tell.
    """
    path = Path(path)
    forget(path)
    found = of_file(path)
    if found is not None:
        with suppress(OSError, UserError):
            place = backup_places.made(backup_places.folder(path))
            manifests.write_json(asdict(found), place / backup_places.DIGEST)
    return found


def forget(path: Path) -> None:
    """Drop what was noted, for good, before another file has the name and seems to have rotted."""
    for place in backup_places.folders(Path(path)):
        noted = place / backup_places.DIGEST
        with suppress(OSError):
            if noted.exists():
                noted.unlink()
                replacing.sync(place)


def differs(path: Path) -> bool | None:
    """Tell whether bytes changed that no transaction changed; None where that cannot be told.

    Only while no connection of this process has the file open: closing it here would drop the
    locks of that connection.
    """
    noted = noted_of(Path(path))
    found = of_file(Path(path)) if noted is not None else None
    return None if found is None else _compare(noted, found)


def differs_on(path: Path, conn: sqlite3.Connection) -> bool | None:
    """Tell the same as ``differs`` through a connection that has the file open."""
    noted = noted_of(Path(path))
    return None if noted is None else _compare(noted, of_connection(conn))


def noted_of(path: Path) -> Digest | None:
    """Return what was noted of a file; None where nothing was, or it cannot be read."""
    for place in backup_places.folders(path):
        said = manifests.read_json(place / backup_places.DIGEST)
        with suppress(TypeError):
            return Digest(**said)
    return None


def of_file(path: Path) -> Digest | None:
    """Return the digest of a file at rest; None for one with a journal, or that cannot be read."""
    try:
        if connecting.has_side_file(path):
            return None
        with path.open("rb") as file:
            header = file.read(100)
        with closing(connecting.raw(path, "ro", immutable=1)) as conn:
            seal = _seal(conn)
        return Digest(_counter(header), path.stat().st_size, contents.sha256_of(path), seal)
    except OSError:
        return None
    except sqlite3.DatabaseError:  # too broken for its settings
        return Digest(_counter(header), path.stat().st_size, contents.sha256_of(path))


def of_connection(conn: sqlite3.Connection) -> Digest:
    """Return the digest of what a connection has open, by way of memory."""
    everything = conn.serialize()
    sha256 = hashlib.sha256(everything).hexdigest()
    return Digest(_counter(everything[:100]), len(everything), sha256, _seal(conn))


def _seal(conn: sqlite3.Connection) -> str | None:
    try:
        found = conn.execute("SELECT sha256 FROM seal ORDER BY id DESC LIMIT 1").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None
    return str(found[0]) if found else ""


def _counter(header: bytes) -> int:
    return int.from_bytes(header[_COUNTER], "big")


def _compare(noted: Digest | None, found: Digest) -> bool | None:
    if noted is None or noted.change_counter != found.change_counter:
        return None  # another program has written since, as it may
    if None not in (noted.seal, found.seal) and noted.seal != found.seal:
        return None  # a copy with a history of its own was put here; a rotten seal shows by itself
    return (noted.size, noted.sha256) != (found.size, found.sha256)
