"""Putting a backup in the place of a file, whose present content is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import (
    actions,
    audits,
    backup_contents,
    connecting,
    contents,
    copying,
    digests,
    holding,
    leftovers,
    migrations,
    proving,
    refusing,
    replacing,
    roles,
)
from renewtrack.store.leases import Holder
from renewtrack.store.manifests import KeptFile
from renewtrack.store.proving import Backup
from renewtrack.store.rehearsing import Last, Rehearsal, last_rehearsal, rehearsal_due, rehearse
from renewtrack.words import Words

__all__ = [
    "BadBackup",
    "Last",
    "Rehearsal",
    "Restored",
    "last_rehearsal",
    "rehearsal_due",
    "rehearse",
    "restore",
]

_ENDS = ("-journal", "-wal", "")
_OWN = frozenset({"action_group", "audit_log", "seal", "change_log", "gpkg_contents"})


class BadBackup(UserError):
    """The backup does not agree with its manifest, so nothing was put in its place."""

    words = Words(
        "备份 {name} 与清单不符（{what}），没有恢复，现有文件没有改动。请选择另一份备份。",
        "The backup {name} does not agree with its manifest ({what}). It was not restored and the "
        "present file is unchanged. Choose another backup.",
    )


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, where the file before is kept, which attachments are missing."""

    backup: Backup
    kept: Path | None  # None where there was no file
    missing: tuple[KeptFile, ...] = ()


def restore(path: Path, backup: Backup, who: str, take_over: bool = False) -> Restored:
    """Put a backup in the place of a file that nobody has open.

    It is verified on its way, before anything else. The file that was there is kept as
    ``NAME.before-restore-N``. At every moment the name holds the old or the new file, whole.
    Raises BadBackup, FileBusy while this process has the file open or another one writes, InUse,
    DiskFull, CannotWrite, HeldByOther; then nothing changed. Unconfirmed where it was done and the
    disk failed after it.
    """
    path = connecting.followed(Path(path))
    if connecting.open_on(path):
        raise refusing.FileBusy(path=path)
    try:
        hold = holding.take(path, who, take_over)
        try:
            return _Restoring(path, backup, who, hold.taken_from).finish()
        finally:
            hold.release()
    except OSError as failed:
        raise refusing.of_disk(path, failed) from failed
    except sqlite3.DatabaseError as failed:
        raise refusing.told(path, failed) or refusing.CannotWrite(
            path=path, what=failed
        ) from failed


class _Restoring:
    """One restoring on its way."""

    def __init__(self, path: Path, backup: Backup, who: str, before: Holder | None) -> None:
        self.path, self.backup, self.who, self.before = path, backup, who, before
        self.part = path.with_name(path.name + ".part")

    def finish(self) -> Restored:
        """Write the new file aside, keep the old one, and change their places in one step."""
        leftovers.clear(self.part)
        try:
            self._write()
            kept = self._keep() if self.path.exists() else None
            missing = backup_contents.bring_back(
                self.backup.manifest, self.backup.path.parent, self.path
            )
            # A journal of the old file would be played into the new one, so it goes before; the
            # old file is settled by then, or is kept together with its journal.
            leftovers.set_aside(self.path)
            digests.forget(self.path)
            replacing.replace(self.part, self.path)
        finally:
            leftovers.drop(self.part)
        try:
            replacing.sync(self.path.parent)
        except OSError as failed:  # the name holds the new file already
            raise refusing.Unconfirmed(path=self.path) from failed
        return Restored(self.backup, kept, missing)

    def _write(self) -> None:
        """Copy the backup, let it say that it was restored, and read it back."""
        manifest = self.backup.manifest
        sha256, _ = contents.copied(self.backup.path, self.part)
        if sha256 != manifest.sha256:
            raise BadBackup(name=self.backup.name, what="SHA-256")
        copying.same_mode(self.path if self.path.exists() else self.backup.path, self.part)
        if manifest.schema_version == migrations.SCHEMA_VERSION:
            self._note()
        found, _ = proving.proven(self.part)
        faults = list(proving.differences(manifest, found, _OWN))
        if faults:
            raise BadBackup(name=self.backup.name, what=faults[0])

    def _note(self) -> None:
        """Record the restoring in the history of the file to be; an older one upgrades later."""
        with closing(connecting.raw(self.part, "rw")) as conn:
            db = connecting.wrapped(conn)
            connecting.admit(conn, roles.UPKEEP)  # may it be: the caller asked the file that was
            with actions.act(db, "restore", self.who, self.backup.name):
                audits.note(db, self.who, "restore", backup=self.backup.name)
                if self.before is not None:
                    audits.note(db, self.who, "take_over", **self.before.brief())
        replacing.sync(self.part)

    def _keep(self) -> Path:
        """Keep the file that is there under a free name, with a journal that could not be settled.

        A copy, so that nobody can write into both; a second name where the disk cannot be read.
        """
        self._settle()
        kept = self._free()
        for end in _ENDS:  # the file last: what has its name is whole
            source = self.path.with_name(self.path.name + end)
            if source.is_file() and (not end or source.stat().st_size):
                self._copy(source, kept.with_name(kept.name + end))
        replacing.sync(kept.parent)
        return kept

    def _settle(self) -> None:
        """Let SQLite bring the old file to rest; raises FileBusy while another program writes.

        What it cannot read it leaves as it is, journal and all.
        """
        try:
            with closing(connecting.raw(self.path, "rw")) as conn:
                conn.execute("PRAGMA journal_mode = TRUNCATE")  # folds a WAL in
                conn.execute("BEGIN EXCLUSIVE")
                conn.execute("ROLLBACK")
        except sqlite3.Error as failed:
            told = refusing.told(self.path, failed)
            if isinstance(told, refusing.FileBusy):
                raise told from failed
        for end in ("-journal", "-wal"):
            side = self.path.with_name(self.path.name + end)
            if side.is_file() and side.stat().st_size == 0:  # nothing to play, nothing to keep
                side.unlink()

    def _free(self) -> Path:
        """Return a name that no kept file has, nor a journal whose file a kill kept from it."""
        for number in count(1):
            kept = self.path.with_name(f"{self.path.name}.before-restore-{number}")
            kept.with_name(kept.name + ".part").unlink(missing_ok=True)
            if not any(kept.with_name(kept.name + end).exists() for end in _ENDS):
                break
        return kept

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        part = target.with_name(target.name + ".part")
        try:
            contents.copied(source, part)
        except OSError:
            part.unlink(missing_ok=True)
            backup_contents.linked(source, part)
        replacing.replace(part, target)
