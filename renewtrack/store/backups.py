"""Backups of a project file: made, proven, and only then named."""

from __future__ import annotations

import datetime as dt
import errno
import sqlite3
from contextlib import closing
from pathlib import Path

from renewtrack import __version__
from renewtrack.errors import UserError
from renewtrack.store import (
    backup_contents,
    backup_places,
    copying,
    manifests,
    proving,
    refusing,
    replacing,
)
from renewtrack.store.backup_places import BackupUnderWay, folder
from renewtrack.store.copying import Progress
from renewtrack.store.manifests import REASONS, Manifest, NotABackup
from renewtrack.store.proving import Backup, newest_good, read, verify
from renewtrack.store.proving import all_of as all  # noqa: A004 - read as backups.all(path)
from renewtrack.store.refusing import CannotWrite, DamagedFile, DiskFull, FileMissing

__all__ = [
    "REASONS",
    "Backup",
    "BackupUnderWay",
    "Manifest",
    "NotABackup",
    "all",
    "folder",
    "make",
    "newest_good",
    "read",
    "remove",
    "verify",
]


def make(  # noqa: PLR0913 - each says by its name what is asked for
    path: Path,
    reason: str,
    progress: Progress | None = None,
    folder: Path | None = None,
    *,
    unless_same: bool = False,
    who: str = "",
    at: dt.datetime | None = None,
) -> Backup:
    """Make a backup that was read back and agrees with its manifest, and return it.

    ``progress(done, total)`` may raise to stop; then, as after any failure, nothing is left.
    ``unless_same`` returns the newest one instead where it is good and holds all there is.
    ``at`` is the time to be written into it, now if None. Raises KeyError for an unknown reason,
    FileMissing, FileBusy, DamagedFile, DiskFull, CannotWrite, BackupUnderWay, HeldByOther.
    """
    REASONS[reason]
    path = Path(path)
    if not path.is_file():
        raise FileMissing(path=path)
    place = backup_places.folder(path) if folder is None else Path(folder)
    try:
        with backup_places.alone(place):
            same = _same(path, place) if unless_same else None
            if same is not None:
                return same
            written = _Writing(path, place, reason, who, at or dt.datetime.now(dt.UTC))
            backup = written.finish(progress)
    except (sqlite3.DatabaseError, OSError, UnicodeDecodeError, proving.Damaged) as failed:
        raise _told(path, place, failed) from failed
    if reason != "before_restore":  # the one to be restored may be the next to go
        from renewtrack.store import keeping

        keeping.prune(path, at, backup)
    return backup


def remove(backup: Backup) -> None:
    """Delete a backup on purpose; the manifest goes last, so that no file stands without it."""
    backup.path.unlink(missing_ok=True)
    manifests.beside(backup.path).unlink(missing_ok=True)
    replacing.sync(backup.path.parent)


class _Writing:
    """One backup on its way from ``.part`` to its name."""

    def __init__(self, path: Path, place: Path, reason: str, who: str, at: dt.datetime) -> None:
        self.path, self.place, self.reason, self.who = path, place, reason, who
        self.at = at.astimezone(dt.UTC)
        places = {*backup_places.folders(path), place}
        self.sequence = max(backup_places.numbers(sorted(places)), default=0) + 1
        newest = next(reversed(proving.all_of(path)), None)
        self.clock = proving.clock(newest.manifest if newest else None, self.at)
        # The time in the name is for people who look into the folder; the number gives the order.
        stamp = at.astimezone().strftime("%Y%m%d-%H%M%S")
        self.final = place / f"{self.sequence:06d}-{stamp}-{reason}.gpkg"
        self.part = self.final.with_name(self.final.name + ".part")

    def finish(self, progress: Progress | None) -> Backup:
        """Copy, bring onto the disk, read back, write the manifest, name; or leave nothing."""
        named = False
        try:
            copying.copy(self.path, self.part, progress)
            copying.same_mode(self.path, self.part)
            manifest = self._manifest()
            backup_places.remember(self.place, sequence=self.sequence)
            manifests.write(manifest, manifests.beside(self.final))
            replacing.replace(self.part, self.final)
            named = True
        finally:
            self.part.unlink(missing_ok=True)
            if not named:
                manifests.beside(self.final).unlink(missing_ok=True)
        replacing.sync(self.place)
        return Backup(self.final, manifest)

    def _manifest(self) -> Manifest:
        found, sha256 = proving.proven(self.part)
        return Manifest(
            format=manifests.FORMAT,
            sequence=self.sequence,
            created_at=self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            reason=self.reason,
            who=self.who,
            program=__version__,
            size=self.part.stat().st_size,
            sha256=sha256,
            attachments=backup_contents.keep(self.path, found.attached, self.place),
            clock=self.clock,
            **found.says(),
        )


def _same(path: Path, place: Path) -> Backup | None:
    """Return the newest backup of a folder where it is good and holds all that the file holds."""
    newest = next(reversed(proving.in_folder(place)), None)
    if newest is None:
        return None
    with closing(copying.source_of(path)) as conn:
        found = proving.measured(conn)
    news = any(backup_contents.is_news(path, each, place) for each in found.attached)
    same = found.agrees_with(newest.manifest) and not news
    return newest if same and proving.is_good(newest) else None


def _told(path: Path, place: Path, failed: Exception) -> UserError:
    if isinstance(failed, OSError):
        full = failed.errno == errno.ENOSPC
        return DiskFull(path=place) if full else CannotWrite(path=place, what=failed.strerror)
    if isinstance(failed, proving.Damaged):
        return DamagedFile(path=path, what=failed)
    return refusing.told(path, failed) or DamagedFile(path=path, what=failed)
