"""Which backups stay: the last hours, days and months, and always the last three that are good."""

from __future__ import annotations

import bisect
import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import (
    backup_contents,
    backup_places,
    backups,
    connecting,
    inspecting,
    proving,
)
from renewtrack.store.proving import Backup

LIMITS = ((13, 24), (10, 30), (7, 12))  # signs of an ISO time: hours, days, months with a backup
LAST_GOOD = 3
LAST_OF_A_REASON = 3
ON_PURPOSE = ("import", "upgrade", "mass", "manual", "before_restore", "erase")


def prune(path: Path, now: dt.datetime | None = None, proven: Backup | None = None) -> list[Backup]:
    """Delete the backups that are no longer wanted, and return them; nothing on any doubt.

    Nothing goes while the file itself is missing or fails its check, and never one of the last
    three that agree with their manifests. Only the time zone is taken from ``now``: what counts is
    the order of the backups, so no jump of the clock makes one young or old. ``proven`` is a
    backup that was made and read back just now: the file is as whole as it.
    """
    zone = (now or dt.datetime.now().astimezone()).tzinfo
    if proven is None and not _sound(Path(path)):
        return []
    gone: list[Backup] = []
    for place in backup_places.folders(path):
        try:
            with backup_places.alone(place):
                gone += _prune(place, zone, _Judge(proven))
        except (OSError, UserError):  # held, read-only, or another one at work: the next time
            continue
    return gone


def _sound(path: Path) -> bool:
    """Tell whether the file is ours and hangs together, as far as a quick look can tell."""
    try:
        with closing(connecting.raw_readonly(path)) as conn:
            inspecting.stated_version(path, conn)
            inspecting.check(path, conn)
            inspecting.check_texts(path, conn)
    except (UserError, sqlite3.DatabaseError, UnicodeDecodeError, OSError):
        return False
    return True


def _prune(place: Path, zone: dt.tzinfo | None, judge: _Judge) -> list[Backup]:
    ordered = proving.in_folder(place)
    grouped = [*groups(ordered[::-1], zone)]
    wanted = {members[0].path for members in grouped}
    spare = [each for each in ordered if each.path not in wanted]
    if not spare:
        return []
    wanted |= judge.last_good(ordered)
    for members in grouped:
        if not {each.path for each in spare}.isdisjoint(each.path for each in members):
            wanted |= judge.first_good(members)
    gone = [each for each in spare if each.path not in wanted]
    for each in gone:
        backups.remove(each)
    left = {kept.sha256 for each in proving.in_folder(place) for kept in each.manifest.attachments}
    backup_contents.sweep(left, place)
    return gone


class _Judge:
    """Reads backups, each once, before another one goes because they are there."""

    def __init__(self, proven: Backup | None) -> None:
        self._known: dict[Path, bool | None] = {proven.path: True} if proven else {}

    def good(self, backup: Backup) -> bool | None:
        """Tell whether a backup is what its manifest says; None where it cannot be read now."""
        if backup.path not in self._known:
            try:
                self._known[backup.path] = proving.has_its_bytes(backup)
            except OSError:
                self._known[backup.path] = None
        return self._known[backup.path]

    def last_good(self, ordered: Sequence[Backup]) -> set[Path]:
        """Return the youngest good ones, and what cannot be judged among them."""
        found: set[Path] = set()
        count = 0
        for each in reversed(ordered):
            if count == LAST_GOOD:
                break
            good = self.good(each)
            count += bool(good)
            if good is not False:
                found.add(each.path)
        return found

    def first_good(self, members: Sequence[Backup]) -> set[Path]:
        """Return the youngest good one of a group; all where there is none, or none can be told."""
        for each in members:
            if self.good(each):
                return {each.path}
        return {each.path for each in members}


def groups(newest: Sequence[Backup], zone: dt.tzinfo | None) -> Iterator[list[Backup]]:
    """Yield the groups of which the youngest good one stays, each youngest first.

    Those whose dates agree with their order are grouped by hour, day and month. The others, made
    while the clock was off, are grouped for themselves, so they take no place from the first. And
    whatever the dates say: all of the last two, one of the two before them, one of each two of the
    four before those, and so on.
    """
    times = {each.path: _local(each, zone) for each in newest}
    steady = {each.path for each in _in_order(newest[::-1])}
    for some in (
        [each for each in newest if each.path in steady],
        [each for each in newest if each.path not in steady],
    ):
        for signs, limit in LIMITS:
            yield from _by_time(some, times, signs)[:limit]
    yield from _by_number(newest)
    for reason in ON_PURPOSE:
        made = [each for each in newest if each.manifest.reason == reason]
        yield from ([each] for each in made[:LAST_OF_A_REASON])


def _by_time(newest: Sequence[Backup], times: dict[Path, str], signs: int) -> list[list[Backup]]:
    """Group backups by hour, day or month; one that the clock went through again is another."""
    found: dict[tuple[int, str], list[Backup]] = {}
    for each in newest:
        found.setdefault((each.manifest.clock, times[each.path][:signs]), []).append(each)
    return [*found.values()]


def _by_number(newest: Sequence[Backup]) -> list[list[Backup]]:
    """Group backups by how many were made since: ever larger blocks of numbers."""
    found: dict[tuple[int, int], list[Backup]] = {}
    for each in newest:
        age = newest[0].manifest.sequence - each.manifest.sequence
        power = max(age, 1).bit_length() - 1
        found.setdefault((power, each.manifest.sequence >> power), []).append(each)
    return [*found.values()]


def _in_order(oldest: Sequence[Backup]) -> Iterator[Backup]:
    """Return the longest run of backups, with gaps, in which no date goes back."""
    tails: list[str] = []  # the earliest end of a run of each length
    lengths = []
    for each in oldest:
        length = bisect.bisect_right(tails, each.manifest.created_at)
        tails[length : length + 1] = [each.manifest.created_at]
        lengths.append(length)
    wanted, later = len(tails) - 1, max(tails, default="")
    for each, length in zip(reversed(oldest), reversed(lengths), strict=True):
        if length == wanted and each.manifest.created_at <= later:
            yield each
            wanted, later = wanted - 1, each.manifest.created_at


def _local(backup: Backup, zone: dt.tzinfo | None) -> str:
    """Return when a backup says it was made, by the clock on the wall."""
    try:
        return dt.datetime.fromisoformat(backup.manifest.created_at).astimezone(zone).isoformat()
    except (ValueError, OverflowError):  # a date that is none stands at its place in the order
        return ""
