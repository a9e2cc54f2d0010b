"""Copies of backups on another disk, for the day when this machine breaks."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import backup_contents, backup_places, contents, manifests, proving, replacing
from renewtrack.store.proving import Backup, all_of, newest_good
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.copying import Progress

REMIND_AFTER = 7  # days without a copy
_FOLDER, _LAST = "second_folder", "second_at"


class NothingToCopy(UserError):
    """There is no backup that agrees with its manifest."""

    words = Words(
        "还没有核对通过的备份，没有复制任何内容。请先“立即备份”，再复制到另一块磁盘。",
        "There is no backup yet that agrees with its manifest; nothing was copied. Back up first, "
        "then copy.",
    )


class NotCopied(UserError):
    """The other disk did not take the copy, or gives other bytes back."""

    words = Words(
        "没有复制到 {folder}（{what}）。原有的备份不受影响；"
        "请检查那块磁盘的空间和写入权限，再试一次。",
        "Nothing was copied to {folder} ({what}). The backups here are unaffected; check the space "
        "and the rights on that disk, then try again.",
    )


@dataclass(frozen=True, slots=True)
class SecondDisk:
    """Where the last copy went, when, how many days ago, and whether that is another disk."""

    folder: Path | None
    last_at: str | None  # UTC, ISO 8601
    days: int | None  # None: never; a clock that went back counts as today
    same_disk: bool

    @property
    def due(self) -> bool:
        """Tell whether the person should be reminded."""
        return self.days is None or self.days >= REMIND_AFTER


def of(path: Path, now: dt.datetime | None = None) -> SecondDisk:
    """Return what is known of the copies of a file's backups on another disk."""
    said = backup_places.state(backup_places.folder(path))
    folder, at = said.get(_FOLDER), said.get(_LAST)
    if not isinstance(folder, str) or not isinstance(at, str):
        return SecondDisk(None, None, None, same_disk=False)
    place = Path(folder)
    return SecondDisk(place, at, _days(at, now), same_disk=_same_disk(Path(path), place))


def folders(path: Path) -> list[Path]:
    """Return the folder with the copies of a file's backups, if that disk is there at present."""
    folder = of(path).folder
    if folder is None:
        return []
    place = folder / backup_places.folder(path).name
    return [place] if place.is_dir() else []


def due(path: Path, now: dt.datetime | None = None) -> SecondDisk | None:
    """Return what is known of the copies where the person should be reminded of one.

    Not in the first week of a file, while its oldest backup is young.
    """
    found = of(path, now)
    if found.days is None:
        oldest = next(iter(all_of(path)), None)
        young = oldest is None or (_days(oldest.manifest.created_at, now) or 0) < REMIND_AFTER
        return None if young else found
    return found if found.due else None


def copy_to(
    path: Path, folder: Path, progress: Progress | None = None, at: dt.datetime | None = None
) -> Backup:
    """Copy the newest good backup with its attachments to a folder, and read it back there.

    The names there hold what is whole, or nothing. Raises NothingToCopy, NotCopied.
    """
    backup = newest_good(path)
    if backup is None:
        raise NothingToCopy
    try:
        place = backup_places.made(Path(folder) / backup.path.parent.name)
        copied = _copied(backup, place, progress)
    except OSError as failed:
        what = failed.strerror or type(failed).__name__
        raise NotCopied(folder=folder, what=what) from failed
    now = (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    backup_places.remember(
        backup_places.folder(path),
        **{
            _FOLDER: str(folder),
            _LAST: now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    )
    return copied


def _copied(backup: Backup, place: Path, progress: Progress | None) -> Backup:
    target = place / backup.path.name
    copied = Backup(target, backup.manifest)
    part = target.with_name(target.name + ".part")
    try:
        contents.copied(backup.path, part, progress)
        for each in backup.manifest.attachments:
            source = backup_contents.place(backup.path.parent, each.sha256)
            if each.present and not backup_contents.is_kept(place, each) and source.is_file():
                backup_contents.brought(source, backup_contents.place(place, each.sha256))
        if contents.sha256_of(part) != backup.manifest.sha256:
            raise NotCopied(folder=place, what="SHA-256")
        manifests.write(backup.manifest, manifests.beside(target))
        replacing.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
        if not target.exists():
            manifests.beside(target).unlink(missing_ok=True)
    replacing.sync(place)
    proving.forget(target)
    if not proving.is_good(copied):
        raise NotCopied(folder=place, what="SHA-256")
    return copied


def _days(at: str, now: dt.datetime | None) -> int | None:
    try:
        then = dt.datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return None
    return max(0, ((now or dt.datetime.now(dt.UTC)) - then).days)


def _same_disk(path: Path, place: Path) -> bool:
    """Tell whether two places are on one disk, as far as the system says."""
    try:
        return os.stat(path.parent).st_dev == os.stat(place).st_dev  # noqa: PTH116
    except OSError:
        return False
