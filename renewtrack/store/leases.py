"""The lease file: made in one step, locked while it is held, read by others, given up."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from renewtrack.store import processes, replacing
from renewtrack.words import Words

UNKNOWN = Words("（不详）", "(unknown)")
SOMEBODY = Words("另一个窗口或程序", "Another window or program")
VFS = ""  # SQLite's usual one; a test takes one without locks
TRIES = 40  # at a lease that comes and goes
PAUSE = 0.025  # seconds between them


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may write to a file: on which machine, by which process, since when (UTC, ISO)."""

    who: str
    host: str
    pid: int
    since: str
    token: str  # of one taking: a random number, the machine, the birth of the process

    @property
    def here(self) -> bool:
        """Tell whether the holder is a process of this machine."""
        return self._part(1) == processes.machine()

    @property
    def living(self) -> bool:
        """Tell whether the holder still runs; one of another machine is taken to run."""
        return not self.here or processes.alive(self.pid, self._part(2))

    def told(self) -> dict[str, object]:
        """Return who, host and since as sentences take them, in this machine's time."""
        try:
            since = f"{dt.datetime.fromisoformat(self.since).astimezone():%Y-%m-%d %H:%M}"
        except ValueError:
            since = self.since
        return {
            "who": self.who or SOMEBODY,
            "host": self.host or UNKNOWN,
            "since": since or UNKNOWN,
        }

    def brief(self) -> dict[str, str]:
        """Return who, host and since as a line of the audit log keeps them."""
        return {"from": self.who, "host": self.host, "since": self.since}

    def _part(self, number: int) -> str:
        return (*self.token.split("/"), "", "")[number]


NOBODY = Holder("", "", 0, "", "")  # one whose name cannot be read


def myself(who: str) -> Holder:
    """Return this process as a holder that has never been before."""
    token = f"{uuid.uuid4().hex}/{processes.machine()}/{processes.birth(os.getpid())}"
    since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return Holder(who, processes.host(), os.getpid(), since, token)


def published(lease: Path, me: Holder) -> bool:
    """Put a lease with our name beside the file in one step; False where one is there already."""
    part = lease.with_name(f"{lease.name}.{me.token[:8]}.part")
    try:
        with closing(connected(part, "rwc")) as conn:
            write(conn, me)
        replacing.put(part, lease)
    except FileExistsError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def connected(lease: Path, mode: str) -> sqlite3.Connection:
    """Return a connection to a lease; its journal is kept in memory, nothing else lies beside."""
    vfs = f"&vfs={VFS}" if VFS else ""
    uri = f"file:{quote(str(lease))}?mode={mode}{vfs}"
    conn = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=PAUSE, check_same_thread=False
    )
    try:
        conn.execute("PRAGMA journal_mode = MEMORY")
        conn.execute("PRAGMA user_version").fetchone()
    except BaseException:
        conn.close()
        raise
    return conn


def busy(failed: sqlite3.DatabaseError) -> bool:
    """Tell whether SQLite failed for a lock of somebody else."""
    return getattr(failed, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


def begun(conn: sqlite3.Connection) -> bool:
    """Lock a lease for writing; False where somebody else has."""
    try:
        conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as refused:
        if not busy(refused):
            raise
        return False
    return True


def write(conn: sqlite3.Connection, me: Holder) -> None:
    """Make ours the one row of a lease."""
    conn.execute(
        """
        CREATE TABLE IF NOT EXISTS holder
            (who TEXT, host TEXT, pid INTEGER, since TEXT, token TEXT)
        """
    )
    conn.execute("DELETE FROM holder")
    conn.execute(
        "INSERT INTO holder VALUES (:who, :host, :pid, :since, :token)",
        {
            "who": me.who,
            "host": me.host,
            "pid": me.pid,
            "since": me.since,
            "token": me.token,
        },
    )


def row(conn: sqlite3.Connection) -> Holder | None:
    """Return the row of a lease; None where nobody stands in it."""
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'holder'").fetchall():
        return None
    found = conn.execute("SELECT who, host, pid, since, token FROM holder").fetchall()
    if not found:
        return None
    who, host, pid, since, token = found[0]
    return Holder(who or "", host or "", int(pid or 0), since or "", token or "")


def written(lease: Path) -> Holder | None:
    """Return what a lease says, by a connection of its own; NOBODY where it cannot be read."""
    if not lease.exists():
        return None
    for _ in range(TRIES):
        try:
            with closing(connected(lease, "ro")) as conn:
                return row(conn)
        except sqlite3.DatabaseError as failed:
            if not lease.exists():
                return None
            if not busy(failed):
                break
        time.sleep(PAUSE)
    return NOBODY


def give_up(lease: Path, conn: sqlite3.Connection, mine: Holder) -> None:
    """Give a lease up: gone while it is still locked, or else without a name in it."""
    ours = written(lease) == mine
    if ours and (os.name == "nt" or not _gone(lease)):
        with contextlib.suppress(sqlite3.DatabaseError):
            conn.execute("DELETE FROM holder")
            conn.execute("COMMIT")
    conn.close()
    if ours and os.name == "nt":
        _gone(lease)


def _gone(lease: Path) -> bool:
    try:
        lease.unlink()
    except OSError:
        return False
    return True
