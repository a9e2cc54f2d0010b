"""Whether a backup is what its manifest says: bytes, pages, counts and sums of money."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from renewtrack.store import attachments, backup_places, connecting, contents, manifests
from renewtrack.store.manifests import MONEY, KeptFile, Manifest, NotABackup
from renewtrack.words import Words

_JITTER = dt.timedelta(minutes=5)  # by which a clock may be put right
_UNREADABLE = Words("无法读取（{what}）", "It cannot be read ({what})")
_OTHER_BYTES = Words(
    "内容与备份清单不符，可能已损坏或被改动",
    "Its bytes are not those of its manifest: damaged or altered",
)
_NOT_WHOLE = Words("文件结构损坏：{what}", "The file does not hang together: {what}")
_OTHER_COUNT = Words(
    "“{t}”应有 {should:,} 条记录，实有 {found:,} 条",
    "{t} should have {should:,} records and has {found:,}",
)
_OTHER_SUM = Words(
    "资金合计（{name}）应为 {should:,} 分，实为 {found:,} 分",
    "The sum of {name} should be {should:,} fen and is {found:,}",
)


class Damaged(Exception):
    """A file that was read back does not hang together."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One file with its manifest; whether they agree is what ``verify`` finds out."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """Return the name by which a person chooses it."""
        return self.path.stem


@dataclass(frozen=True, slots=True)
class Measured:
    """What is counted in a file, to be compared with what was counted before."""

    district: str
    schema_version: int
    change_id: int
    seal: str
    counts: dict[str, int]
    money: dict[str, int]
    attached: tuple[KeptFile, ...]  # named by the file, none of them kept yet

    def agrees_with(self, manifest: Manifest) -> bool:
        """Tell whether a manifest counts the same; what is typed and not saved does not count."""
        own = {**self.says(), "counts": {**self.counts, "draft": 0}}
        theirs = {name: getattr(manifest, name) for name in own}
        return own == {**theirs, "counts": {**manifest.counts, "draft": 0}}

    def says(self) -> dict[str, Any]:
        """Return the part of a manifest that the file itself tells."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "attached"}


def read(path: Path) -> Backup:
    """Return the backup of a path. Raises NotABackup."""
    manifest = manifests.read(manifests.beside(path)) if path.is_file() else None
    if manifest is None or path.suffix == ".part":
        raise NotABackup(name=path.name)
    return Backup(path, manifest)


def in_folder(place: Path) -> list[Backup]:
    """Return the backups of a folder by their numbers, whatever their dates say.

    A file counts with a manifest that is whole, and of the size that it names.
    """
    found = []
    for path in place.glob("*.gpkg"):
        manifest = manifests.read(manifests.beside(path))
        if manifest is not None and path.is_file() and path.stat().st_size == manifest.size:
            found.append(Backup(path, manifest))
    return sorted(found, key=attrgetter("manifest.sequence", "path.name"))


def all_of(path: Path) -> list[Backup]:
    """Return the backups of a project file, oldest first, by number and never by the clock."""
    found = [backup for place in backup_places.folders(path) for backup in in_folder(place)]
    return sorted(found, key=attrgetter("manifest.sequence", "path.name"))


def clock(newest: Manifest | None, at: dt.datetime) -> int:
    """Return how often the clock has gone back, given the newest backup and the time now."""
    if newest is None:
        return 0
    try:
        back = dt.datetime.fromisoformat(newest.created_at) - at > _JITTER
    except ValueError:  # a date that is none
        back = True
    return newest.clock + back


def newest_good(path: Path) -> Backup | None:
    """Return the newest backup that agrees with its manifest; None where none does."""
    return next((each for each in reversed(all_of(path)) if is_good(each)), None)


def is_good(backup: Backup) -> bool:
    """Tell whether the bytes are those that were read back and counted when it was made."""
    try:
        return has_its_bytes(backup)
    except OSError:
        return False


def has_its_bytes(backup: Backup) -> bool:
    """Tell the same. Raises OSError where no bytes can be read now."""
    return contents.sha256_of(backup.path) == backup.manifest.sha256


def verify(backup: Backup) -> list[Words]:
    """Return how a backup differs from its manifest: bytes, pages, counts, money; [] is good."""
    try:
        if not has_its_bytes(backup):
            return [_OTHER_BYTES]
        return list(differences(backup.manifest, whole(backup.path)))
    except OSError as failed:
        return [_UNREADABLE.filled(what=failed.strerror or type(failed).__name__)]
    except (sqlite3.DatabaseError, UnicodeDecodeError, Damaged) as broken:
        return [_NOT_WHOLE.filled(what=broken)]


def differences(
    manifest: Manifest, found: Measured, apart: frozenset[str] = frozenset()
) -> Iterator[Words]:
    """Yield how what was counted differs from a manifest; tables set ``apart`` may differ."""
    for table in sorted({*manifest.counts, *found.counts} - apart):
        should, there = manifest.counts.get(table, 0), found.counts.get(table, 0)
        if should != there:
            yield _OTHER_COUNT.filled(t=table, should=should, found=there)
    for name in MONEY:
        should, there = manifest.money.get(name, 0), found.money.get(name, 0)
        if should != there:
            yield _OTHER_SUM.filled(name=name, should=should, found=there)


def whole(path: Path) -> Measured:
    """Read every page of a file that nobody has open, and count what it holds.

    Raises Damaged, sqlite3.DatabaseError, OSError.
    """
    with closing(connecting.raw(path, "ro", immutable=1)) as conn:
        (said,) = conn.execute("PRAGMA integrity_check(3)").fetchone()
        if said != "ok":
            raise Damaged(said)
        return measured(conn)


def proven(path: Path) -> tuple[Measured, str]:
    """Read a written file back from the disk: what it holds and its SHA-256."""
    forget(path)
    with ThreadPoolExecutor(1) as beside:
        hashing = beside.submit(contents.sha256_of, path)
        found = whole(path)
        return found, hashing.result()


def measured(conn: sqlite3.Connection) -> Measured:
    """Count the rows of every table, and sum the money, through a connection."""
    stated = dict(conn.execute("SELECT key, value FROM renewtrack_meta").fetchall())
    counts = {table: _value(conn, f'SELECT COUNT(*) FROM "{table}"') for table in _tables(conn)}
    seal = "SELECT sha256 FROM seal ORDER BY id DESC LIMIT 1"
    return Measured(
        district=stated.get("district_name") or "",
        schema_version=int(stated["schema_version"]),
        change_id=_value(conn, "SELECT MAX(id) FROM change_log"),
        seal=str(_value(conn, seal) or "") if "seal" in counts else "",
        counts=counts,
        money={
            "planned_fen": _value(conn, "SELECT SUM(planned_fen) FROM funding"),
            "invest_total_fen": _value(conn, "SELECT SUM(invest_total_fen) FROM project"),
            "invest_done_fen": _value(conn, "SELECT SUM(invest_done_fen) FROM project"),
        },
        attached=tuple(_attached(conn)) if "attachment" in counts else (),
    )


def _attached(conn: sqlite3.Connection) -> Iterator[KeptFile]:
    for each in attachments.all_contents(connecting.sealed(conn)):
        yield KeptFile(each.sha256, each.size, each.name, present=False)


def _tables(conn: sqlite3.Connection) -> list[str]:
    found = conn.execute(
        """
        SELECT name FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'rtree_%'
        ORDER BY name
        """
    )
    return [name for (name,) in found.fetchall()]


def _value(conn: sqlite3.Connection, query: str) -> Any:
    row = conn.execute(query).fetchone()  # none where no seal was set yet
    return (row[0] if row else None) or 0


def forget(path: Path) -> None:
    """Ask the system to drop its copy of a file, so that what is read comes from the disk."""
    if hasattr(os, "posix_fadvise"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
