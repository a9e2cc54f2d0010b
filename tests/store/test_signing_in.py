"""Signing in: the right password opens, wrong ones are counted and wait, by no clock to be set."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import connecting, file, passwords, people, signing_in
from renewtrack.store.file import ProjectFile
from renewtrack.store.passwords import PasswordTooShort
from renewtrack.store.people import EDITOR, MANAGER, VIEWER, Identity, TooManyTries, WrongPassword

if TYPE_CHECKING:
    from sqlite_utils import Database

SECRET, WRONG, OTHER = "第一个密码abc", "wrong-wrong", "another secret"
YEAR = 365 * 24 * 3600


@dataclass
class Ticks:
    """The time since the machine's start, as a test wants it."""

    now: float = 50_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COSTS", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})


@pytest.fixture
def staffed(db: Database, _cheap: None) -> Database:
    """A file with a manager, an editor and a viewer without password; nobody is signed in."""
    people.add(db, "李主任", MANAGER, SECRET, "测试")
    people.sign_in(db, "李主任", SECRET)
    people.add(db, "王工", EDITOR, SECRET, "测试")
    people.add(db, "看客", VIEWER, None, "测试")
    connecting.admit(db.conn, people.NOBODY)
    return db


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def fail(staffed: Database, ticks: Ticks) -> Callable[[int], None]:
    """Try a wrong password so many times, waiting before each as long as is asked for."""

    def tried(times: int) -> None:
        for _ in range(times):
            ticks.now += signing_in.LONGEST_DELAY
            with pytest.raises(WrongPassword):
                people.sign_in(staffed, "王工", WRONG, ticks)

    return tried


def _waits(db: Database, ticks: Ticks) -> bool:
    try:
        people.sign_in(db, "王工", SECRET, ticks)
    except TooManyTries:
        return True
    return False


def test_the_right_password_tells_who_it_is(staffed: Database) -> None:
    assert people.sign_in(staffed, " 王工", SECRET) == Identity("王工", EDITOR)
    assert staffed.conn.identity == Identity("王工", EDITOR)


def test_whoever_has_no_password_signs_in_by_name(staffed: Database) -> None:
    assert people.sign_in(staffed, "看客", "") == Identity("看客", VIEWER)


@pytest.mark.parametrize(
    ("name", "password"), [("王工", WRONG), ("王工", ""), ("没有这个人", SECRET)]
)
def test_anything_else_opens_nothing(staffed: Database, name: str, password: str) -> None:
    with pytest.raises(WrongPassword):
        people.sign_in(staffed, name, password)
    assert staffed.conn.identity == people.NOBODY


def test_a_password_is_the_same_however_the_keyboard_puts_accents(staffed: Database) -> None:
    people.sign_in(staffed, "李主任", SECRET)
    people.change(staffed, "王工", "李主任", password="café café")
    assert people.sign_in(staffed, "王工", "cafe\u0301 cafe\u0301").name == "王工"


def test_every_try_stands_in_the_audit_log_and_no_typed_word(staffed: Database) -> None:
    for name, password in (("王工", WRONG), ("a password typed here", WRONG), ("王工", SECRET)):
        with contextlib.suppress(WrongPassword):
            people.sign_in(staffed, name, password)
    found = staffed.execute("SELECT who, event, detail FROM audit_log ORDER BY id DESC LIMIT 3")
    assert found.fetchall() == [
        ("王工", "sign_in", '{"failed": 1}'),
        ("", "sign_in_failed", "{}"),
        ("王工", "sign_in_failed", '{"failed": 1}'),
    ]


def test_five_wrong_tries_make_the_sixth_wait(
    staffed: Database, fail: Callable[[int], None], ticks: Ticks
) -> None:
    fail(4)
    assert not _waits(staffed, ticks)
    fail(5)
    assert _waits(staffed, ticks)
    ticks.now += signing_in.FIRST_DELAY - 1
    assert _waits(staffed, ticks)
    ticks.now += 1
    assert not _waits(staffed, ticks)


def test_the_delay_grows_to_a_quarter_of_an_hour_and_no_further() -> None:
    delays = [signing_in.delay(failed) for failed in (0, 4, 5, 6, 7, 8, 9, 10, 50, 10_000)]
    assert delays == [0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_others_sign_in_while_one_waits(
    staffed: Database, fail: Callable[[int], None], ticks: Ticks
) -> None:
    fail(5)
    assert people.sign_in(staffed, "李主任", SECRET, ticks).name == "李主任"


def test_the_delay_outlives_a_restart_of_the_program(
    staffed: Database, project: ProjectFile, fail: Callable[[int], None], ticks: Ticks
) -> None:
    fail(5)
    again = file.connect(project.path)
    try:
        assert _waits(again, ticks)
    finally:
        again.conn.close()


@pytest.mark.parametrize("years", [-10, 10])
def test_no_clock_of_the_machine_ends_or_stretches_the_delay(
    staffed: Database, fail: Callable[[int], None], ticks: Ticks, years: int
) -> None:
    fail(5)
    stored = json.loads(staffed.execute("SELECT MAX(locked_until) FROM person").fetchone()[0])
    stored["at"] = f"{2026 + years}-01-01T00:00:00.000Z"  # as if the try had been then
    staffed.execute("PRAGMA query_only = OFF")
    connecting.admit(staffed.conn, None)
    staffed.execute("UPDATE person SET locked_until = ? WHERE failed", (json.dumps(stored),))
    assert _waits(staffed, ticks)
    ticks.now += signing_in.FIRST_DELAY
    assert not _waits(staffed, ticks)


def test_a_restart_of_the_machine_neither_ends_the_delay_early_nor_stretches_it(
    staffed: Database, fail: Callable[[int], None], ticks: Ticks
) -> None:
    fail(5)
    ticks.now = 10.0  # seconds after the start
    assert _waits(staffed, ticks)
    ticks.now = float(signing_in.FIRST_DELAY)
    assert not _waits(staffed, ticks)


@pytest.mark.parametrize("written", ["2099-01-01", "{", "[1]", '{"tick": "x"}', "null"])
def test_what_nobody_can_read_locks_nobody_out(
    staffed: Database, fail: Callable[[int], None], ticks: Ticks, written: str
) -> None:
    fail(5)
    connecting.admit(staffed.conn, None)
    staffed.execute("PRAGMA query_only = OFF")
    staffed.execute("UPDATE person SET locked_until = ? WHERE failed", (written,))
    assert not _waits(staffed, ticks)


def test_a_new_password_ends_the_waiting(
    staffed: Database, fail: Callable[[int], None], ticks: Ticks
) -> None:
    fail(6)
    people.sign_in(staffed, "李主任", SECRET)
    people.change(staffed, "王工", "李主任", password=OTHER)
    assert people.sign_in(staffed, "王工", OTHER, ticks).name == "王工"


def test_a_file_that_cannot_be_written_counts_wrong_tries_too(
    staffed: Database, project: ProjectFile, ticks: Ticks
) -> None:
    reading = file.connect(project.path, readonly=True)
    try:
        for _ in range(5):
            with pytest.raises(WrongPassword):
                people.sign_in(reading, "王工", WRONG, ticks)
        assert _waits(reading, ticks)
        ticks.now += signing_in.FIRST_DELAY
        assert not _waits(reading, ticks)
    finally:
        reading.conn.close()


def test_everybody_changes_the_own_password_and_nobody_without_knowing_it(
    staffed: Database,
) -> None:
    people.sign_in(staffed, "看客", "")
    people.change_password(staffed, "看客", "", SECRET)
    with pytest.raises(WrongPassword):
        people.change_password(staffed, "看客", WRONG, OTHER)
    with pytest.raises(PasswordTooShort):
        people.change_password(staffed, "看客", SECRET, "short")
    people.change_password(staffed, "看客", SECRET, OTHER)
    assert people.sign_in(staffed, "看客", OTHER).role == VIEWER


def test_nobody_changes_a_password_before_signing_in(staffed: Database) -> None:
    with pytest.raises(people.NotSignedIn):
        people.change_password(staffed, "王工", SECRET, OTHER)
    assert people.sign_in(staffed, "王工", SECRET).name == "王工"


def test_the_real_costs_are_those_of_the_standard_and_old_hashes_are_made_anew(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    dear = dict(passwords.COSTS)
    assert dear == {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
    monkeypatch.setattr(passwords, "COSTS", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})
    people.add(project.db, "李主任", MANAGER, SECRET, "测试")
    monkeypatch.setattr(passwords, "COSTS", dear)
    people.sign_in(project.db, "李主任", SECRET)
    (stored,) = project.db.execute("SELECT password FROM person").fetchone()
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert people.sign_in(project.db, "李主任", SECRET).role == MANAGER


@pytest.mark.parametrize("stored", ["", "plain", "$argon2id$v=19$broken"])
def test_a_hash_that_nobody_can_read_fits_no_password(stored: str) -> None:
    assert not passwords.fits(stored, stored)


def test_argon2_comes_with_the_first_password_only() -> None:
    code = (
        "import sys; import renewtrack.store.people, renewtrack.app; print('argon2' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
