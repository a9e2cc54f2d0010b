"""Signing in to a file that names people: the password proved, wrong tries counted and delayed.

After five wrong tries each further one has to wait, twice as long every time, up to a quarter of
an hour. The file keeps when the last try was by the time since the machine's start, which nobody
can set: a clock put forward opens nothing early. After a restart that time begins anew and counts
from there, so a clock put back, or the file on another machine, makes nobody wait longer than the
delay.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import actions, audits, connecting, limits, passwords, roles, rows
from renewtrack.store.refusing import CannotWrite, DiskFull, FileBusy
from renewtrack.store.roles import Identity
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

FREE_TRIES = 5
FIRST_DELAY, LONGEST_DELAY = 30, 900  # seconds
# Nobody is kept out of a file that a running job holds, or that stands where nothing is written.
UNWRITABLE = (CannotWrite, DiskFull, FileBusy)
Ticks = Callable[[], float]  # seconds since the machine's start


class WrongPassword(UserError):
    """Name and password do not belong together."""

    words = Words(
        "姓名或密码不对，没有登录，文件没有改动。请再试一次；忘记密码请找管理员重设。",
        "Name and password do not belong together: nobody was signed in and nothing was changed. "
        "Try again, or ask a manager for a new password.",
    )


class TooManyTries(UserError):
    """The password was wrong so often that the next try has to wait."""

    words = Words(
        "密码连续输错，没有登录，文件没有改动。请在 {seconds} 秒后再试；忘记密码请找管理员重设。",
        "The password was wrong too often: nobody was signed in and nothing was changed. Try again "
        "in {seconds} seconds, or ask a manager for a new password.",
    )


@dataclass(frozen=True, slots=True)
class _Account:
    id: int
    name: str
    role: str
    password: str | None
    failed: int
    locked_until: str | None


# Tries at a file that could not be written: (path, name) -> how many failed, when by the ticks.
_unwritten: dict[tuple[str, str], tuple[int, float]] = {}


def sign_in(
    db: Database,
    name: str,
    password: str,
    ticks: Ticks = time.monotonic,
    event: str = "sign_in",
) -> Identity:
    """Prove a password, let the connection work for its person, and return who that is.

    Every try stands in the audit log under its event. Raises WrongPassword, TooManyTries.
    """
    with limits.lifted(db.conn):
        account = _account(db, name)
        if account is None:
            _record(db, event + "_failed", "")
            raise WrongPassword
        _wait(db, account, ticks)
        if account.password is not None and not passwords.fits(account.password, password):
            _count(db, account, ticks, event)
            raise WrongPassword
        _welcome(db, account, password, event)
    identity = Identity(account.name, account.role)
    connecting.admit(db.conn, identity)
    return identity


def change_password(
    db: Database, name: str, old: str, new: str, ticks: Ticks = time.monotonic
) -> None:
    """Give oneself another password. Raises WrongPassword, TooManyTries, PasswordTooShort."""
    with limits.lifted(db.conn):
        account = _account(db, name)
        if account is None:
            raise WrongPassword
        _wait(db, account, ticks)
        if account.password is not None and not passwords.fits(account.password, old):
            _count(db, account, ticks, "password")
            raise WrongPassword
        stored = passwords.hashed(new)
        with actions.act(db, "note", name, Words("修改自己的密码", "Change the own password")):
            _store(db, account, stored)
            audits.note(db, account.name, "password_changed")


def note(db: Database, event: str, who: str) -> None:
    """Write what a signed-in person did, such as the lock, into the audit log where it can be."""
    _record(db, event, who)


def delay(failed: int) -> int:
    """Return how many seconds the next try waits after so many wrong ones."""
    if failed < FREE_TRIES:
        return 0
    return min(LONGEST_DELAY, FIRST_DELAY << min(failed - FREE_TRIES, 16))


def _account(db: Database, name: str) -> _Account | None:
    found = rows.fetch(
        db,
        """
        SELECT id, name, role, password, failed, locked_until FROM person
        WHERE name = :name AND active
        """,
        {"name": roles.spelled(name)},
    )
    return _Account(**found[0]) if found else None


def _wait(db: Database, account: _Account, ticks: Ticks) -> None:
    """Raise TooManyTries while the delay after the last wrong try runs."""
    failed, since = account.failed, _tick(account.locked_until)
    unwritten = _unwritten.get(_key(db, account.name))
    if unwritten is not None and unwritten[0] >= failed:
        failed, since = unwritten
    now = ticks()
    passed = now - since if now >= since else now  # less than then: the machine was restarted
    if passed < delay(failed):
        raise TooManyTries(seconds=int(delay(failed) - passed) + 1)


def _tick(stored: str | None) -> float:
    """Return when the last wrong try was; of what nobody can read, the machine's start."""
    try:
        return float(json.loads(stored or "{}").get("tick", 0))
    except (ValueError, TypeError, AttributeError):
        return 0.0


def _count(db: Database, account: _Account, ticks: Ticks, event: str) -> None:
    key, tick = _key(db, account.name), ticks()
    failed = max(account.failed, _unwritten.get(key, (0, 0.0))[0]) + 1
    try:
        with actions.aside(db):
            at = rows.value(db, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")
            db.execute(
                "UPDATE person SET failed = :failed, locked_until = :since WHERE id = :id",
                {
                    "failed": failed,
                    "since": json.dumps({"at": at, "tick": tick}),
                    "id": account.id,
                },
            )
            audits.note(db, account.name, event + "_failed", failed=failed)
    except UNWRITABLE:
        _unwritten[key] = failed, tick


def _welcome(db: Database, account: _Account, password: str, event: str) -> None:
    _unwritten.pop(_key(db, account.name), None)
    stored = account.password
    anew = passwords.hashed(password) if stored and passwords.outdated(stored) else stored
    with _where_it_can_be(db):
        if account.failed or anew != stored:
            _store(db, account, anew)
        audits.note(db, account.name, event, failed=account.failed)


def _store(db: Database, account: _Account, stored: str | None) -> None:
    db.execute(
        """
        UPDATE person SET password = :password, failed = 0, locked_until = NULL WHERE id = :id
        """,
        {"password": stored, "id": account.id},
    )


def _record(db: Database, event: str, who: str) -> None:
    with _where_it_can_be(db):
        audits.note(db, who, event)


@contextmanager
def _where_it_can_be(db: Database) -> Iterator[None]:
    """Write beside the actions; a file that cannot be written now keeps no such record."""
    try:
        with actions.aside(db):
            yield
    except UNWRITABLE:
        return


def _key(db: Database, name: str) -> tuple[str, str]:
    return str(rows.value(db, "SELECT file FROM pragma_database_list")), name
