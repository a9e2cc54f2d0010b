"""The lease beside a project file, which one process at a time holds while it may write."""

from __future__ import annotations

import atexit
import contextlib
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import leases
from renewtrack.store.leases import NOBODY, Holder
from renewtrack.words import Words

SUFFIX = ".in-use"
_WAIT_MS = 2_000  # for one that looks at the lease just now
_OURS: dict[Path, _Lease] = {}  # what this process holds
_GUARD = threading.RLock()


class InUse(UserError):
    """Somebody else writes to the file at present."""

    words = Words(
        "{who}从 {since} 起正在电脑“{host}”上使用 {path}。为避免互相覆盖，没有打开来修改，"
        "没有改动任何内容。请在那边关闭后再试，或者只读打开查看。",
        '{who} has been using {path} on the computer "{host}" since {since}. So that nobody '
        "overwrites the other, it was not opened for changes and nothing was changed. Have it "
        "closed there and try again, or open it for reading only.",
    )


class StaleElsewhere(InUse):
    """The file is marked as used by one who cannot be asked, as on another machine."""

    words = Words(
        "{path} 标记为：{who}从 {since} 起在电脑“{host}”上使用，本机无法判断那边是否仍在使用。"
        "没有改动任何内容。请先确认那边已经关闭，然后选择“接管”（命令行 --take-over）。",
        '{path} is marked as in use: {who}, on the computer "{host}", since {since}. Whether that '
        "is still so cannot be told from here; nothing was changed. Make sure that it is closed "
        "there, then take it over (--take-over on the command line).",
    )


@dataclass(slots=True)
class _Lease:
    """The open lease file of this process, and how often it was taken."""

    path: Path  # of the lease itself
    conn: sqlite3.Connection
    holder: Holder
    count: int = 1


@dataclass(slots=True)
class Hold:
    """That this process alone writes to a file, until it lets go."""

    path: Path
    holder: Holder
    previous: Holder | None = None  # one of this machine that died holding it
    taken_from: Holder | None = None  # one that was taken over on purpose
    _released: bool = field(default=False, repr=False)

    @property
    def last(self) -> bool:
        """Tell whether this process has taken it no second time."""
        with _GUARD:
            lease = _OURS.get(_key(self.path))
            return lease is not None and lease.count == 1

    def release(self) -> None:
        """Let others write to the file, unless this process has taken it once more."""
        with _GUARD:
            lease = _OURS.get(_key(self.path))
            if self._released or lease is None:
                return
            self._released = True
            lease.count -= 1
            if lease.count == 0:
                del _OURS[_key(self.path)]
                leases.give_up(lease.path, lease.conn, lease.holder)


def take(path: Path, who: str, take_over: bool = False) -> Hold:
    """Take the lease of a project file; one process may take it several times.

    Raises InUse, StaleElsewhere where it needs ``take_over``; OSError or sqlite3.OperationalError
    where the folder takes no lease.
    """
    with _GUARD:
        known = _OURS.get(_key(path))
        if known is not None:
            known.count += 1
            return Hold(path, known.holder)
        taking = _Taking(path, leases.myself(who), take_over)
        for _ in range(leases.TRIES):
            hold = taking.tried()
            if hold is not None:
                return hold
            time.sleep(leases.PAUSE)
    raise InUse(path=path, **(holder(path) or NOBODY).told())


def holder(path: Path) -> Holder | None:
    """Return who holds a file's lease; None for nobody, or for one of this machine that died."""
    with _GUARD:
        known = _OURS.get(_key(path))
    if known is not None:
        return known.holder
    found = leases.written(lease_of(path))
    return found if found is not None and found.living else None


def held_here(path: Path) -> bool:
    """Tell whether this process holds the lease of a file."""
    with _GUARD:
        return _key(path) in _OURS


def lease_of(path: Path) -> Path:
    """Return the lease that lies beside a project file while it is held."""
    real = _key(path)
    return real.with_name(real.name + SUFFIX)


@dataclass(slots=True)
class _Taking:
    """One attempt after another at the lease of a file."""

    path: Path
    me: Holder
    take_over: bool
    previous: Holder | None = None
    taken_from: Holder | None = None

    def tried(self) -> Hold | None:
        """Return the hold; None where the lease came or went meanwhile."""
        lease = lease_of(self.path)
        if not lease.exists() and not leases.published(lease, self.me):
            return None
        try:
            conn = leases.connected(lease, "rw")
        except sqlite3.DatabaseError as failed:
            if lease.exists() and not leases.busy(failed):
                self._clear_unwritable(lease)
            return None
        try:
            if not self._locked(conn, lease):
                conn.close()
                return None
        except BaseException:
            conn.close()
            raise
        _OURS[_key(self.path)] = _Lease(lease, conn, self.me)
        return Hold(self.path, self.me, self.previous, self.taken_from)

    def _locked(self, conn: sqlite3.Connection, lease: Path) -> bool:
        """Lock the lease and make its row ours; False where another file took its place."""
        if not leases.begun(conn):
            return self._held_off(leases.written(lease))
        there = leases.row(conn)
        if there != self.me:
            self._judge(there)
            leases.write(conn, self.me)
            conn.execute("COMMIT")
            conn.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
            if not leases.begun(conn) or leases.row(conn) != self.me:
                return self._held_off(leases.written(lease))
        return leases.written(lease) == self.me

    def _judge(self, there: Holder | None) -> None:
        """Go on where a holder may be followed; raises InUse, StaleElsewhere."""
        if there is None:
            return
        if there == NOBODY or not there.here:
            if not self.take_over:
                raise StaleElsewhere(path=self.path, **there.told())
            self.taken_from = there
        elif there.living:  # its lock does not hold us off: a place without locks
            raise InUse(path=self.path, **there.told())
        else:
            self.previous = there

    def _held_off(self, there: Holder | None) -> bool:
        """Return False where the lock belongs to one who only now takes the lease over."""
        if there is None or there == self.me or not there.living:
            return False
        raise InUse(path=self.path, **there.told())

    def _clear_unwritable(self, lease: Path) -> None:
        """Take away a lease that is no database, or that belongs to another account."""
        self._judge(leases.written(lease) or NOBODY)
        lease.unlink(missing_ok=True)


def _key(path: Path) -> Path:
    return Path(path).resolve()


def _leases() -> Iterator[_Lease]:
    with _GUARD:
        while _OURS:
            yield _OURS.popitem()[1]


def _end_all() -> None:
    """Leave no lease of a program that ends in good order."""
    for lease in _leases():
        with contextlib.suppress(OSError, sqlite3.DatabaseError):
            leases.give_up(lease.path, lease.conn, lease.holder)


atexit.register(_end_all)
if sys.platform != "win32":
    os.register_at_fork(after_in_child=_OURS.clear)  # a child holds nothing of its parent's
