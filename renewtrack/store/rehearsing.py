"""A restore that is only a test: into a folder that is thrown away, compared with the manifest."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import backup_contents, backup_places, contents, health, proving
from renewtrack.store.proving import Backup
from renewtrack.words import Words

EVERY = 30  # days
_ROOM = "rehearsal"
_AT, _OK = "rehearsed_at", "rehearsed_ok"
_FAILED = Words("备份 {name}：{what}", "Backup {name}: {what}")
_GAP = Words("附件“{name}”不在备份里", 'The attachment "{name}" is not among the backups')
_NONE = Words("还没有备份", "There are no backups yet")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How a test went: the newest backup that restores whole, and what was wrong on the way."""

    ok: bool  # the newest backup itself restores whole
    backup: Backup | None  # that does restore whole; None where none does
    findings: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Last:
    """When a restore was tested last and how it went."""

    at: str  # UTC, ISO 8601
    ok: bool


def rehearse(path: Path, now: dt.datetime | None = None) -> Rehearsal:
    """Restore the newest backup into a folder of this person's that is removed again.

    Where it fails, the one before is tried, and so on. The result is kept for ``last_rehearsal``.
    """
    findings: list[Words] = []
    passed: Backup | None = None
    found = proving.all_of(path)
    for backup in reversed(found):
        faults = _tried(path, backup)
        if not faults:
            passed = backup
            break
        findings += [_FAILED.filled(name=backup.name, what=what) for what in faults[:3]]
    if not found:
        findings.append(_NONE)
    with suppress(OSError):
        (backup_places.folder(path) / _ROOM).rmdir()
    ok = passed is not None and passed is found[-1]
    at = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    backup_places.remember(
        backup_places.folder(path), **{_AT: at.strftime("%Y-%m-%dT%H:%M:%SZ"), _OK: ok}
    )
    return Rehearsal(ok, passed, tuple(findings))


def last_rehearsal(path: Path) -> Last | None:
    """Return how the last test went; None where there was none."""
    said = backup_places.state(backup_places.folder(path))
    at, ok = said.get(_AT), said.get(_OK)
    return Last(at, ok is True) if isinstance(at, str) else None


def rehearsal_due(path: Path, now: dt.datetime | None = None) -> bool:
    """Tell whether a month has gone by since the last test; a test in the future counts as none."""
    last = last_rehearsal(path)
    if last is None:
        return bool(proving.all_of(path))
    try:
        then = dt.datetime.fromisoformat(last.at.replace("Z", "+00:00"))
    except ValueError:
        return True
    gone = (now or dt.datetime.now(dt.UTC)) - then
    return not dt.timedelta(days=-1) < gone < dt.timedelta(days=EVERY)


def _tried(path: Path, backup: Backup) -> list[Words]:
    """Restore one backup as the program would, and return what is wrong with the result."""
    from renewtrack.store import file

    # Beside the backups and not among the system's temporary files, where a kill would leave the
    # office's records: what a kill leaves here, the next test clears.
    place = backup_places.folder(path) / _ROOM
    with (
        backup_places.alone(place),
        tempfile.TemporaryDirectory(dir=place, suffix=".part") as room,
    ):
        target = Path(room) / "rehearsal.gpkg"
        try:
            sha256, _ = contents.copied(backup.path, target)
            if sha256 != backup.manifest.sha256:
                return [Words("字节与清单不符", "other bytes than its manifest says")]
            faults = list(proving.differences(backup.manifest, proving.whole(target)))
            opened = file.open_file(target)
            try:
                missing = {"attachments", "digest"}  # they lie beside, not in this folder
                faults += [
                    each.words for each in health.findings(opened.db) if each.check not in missing
                ]
            finally:
                opened.close()
        except (OSError, sqlite3.DatabaseError, UnicodeDecodeError, proving.Damaged) as failed:
            return [Words(str(failed), str(failed))]
        except UserError as refused:
            return [Words(refused.in_("zh"), refused.in_("en"))]
    gaps = backup_contents.gaps(backup.manifest, backup.path.parent)
    present = [each for each in gaps if each.present]
    return faults + [_GAP.filled(name=each.name) for each in present]
