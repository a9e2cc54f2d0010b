"""One process at a time holds the lease of a file, and the others are told who, where, when."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewtrack.store import holding, leases, processes
from tests.store.second_process import SecondProcess

Start = Callable[..., SecondProcess]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "示范区.gpkg"


@pytest.fixture
def start(path: Path) -> Iterator[Start]:
    """Start other processes at the file, all ended after the test."""
    running: list[SecondProcess] = []

    def begin(vfs: str = "", host: str = "") -> SecondProcess:
        running.append(SecondProcess(path, vfs, host))
        return running[-1]

    yield begin
    for each in running:
        each.close()


def _beside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def test_a_lease_lies_beside_the_file_while_it_is_held(path: Path) -> None:
    hold = holding.take(path, "李工")
    assert _beside(path) == ["示范区.gpkg.in-use"]
    hold.release()
    assert _beside(path) == []


def test_one_process_may_take_it_twice_and_keeps_it_to_the_last_release(path: Path) -> None:
    first, second = holding.take(path, "李工"), holding.take(path, "李工")
    first.release()
    first.release()  # once more is nothing
    assert holding.held_here(path)
    second.release()
    assert not holding.held_here(path)
    assert holding.holder(path) is None


def test_the_second_is_told_who_where_and_since_when(path: Path, start: Start) -> None:
    hold = holding.take(path, "李工")
    name, words = start().ask("holding.take(path, '王工')")
    assert name == "InUse"
    for part in ("李工", processes.host(), hold.holder.told()["since"], str(path)):
        assert str(part) in words
    hold.release()


def test_a_file_that_was_let_go_can_be_taken_by_another(path: Path, start: Start) -> None:
    other = start()
    assert other.ask("holding.take(path, '王工')") == "Hold"
    with pytest.raises(holding.InUse):
        holding.take(path, "李工")
    other.ask("it.release()")
    holding.take(path, "李工").release()


def test_one_that_ends_without_letting_go_leaves_no_lease(path: Path) -> None:
    other = SecondProcess(path)
    assert other.ask("holding.take(path, '王工')") == "Hold"
    other.close()
    assert _beside(path) == []


def test_a_killed_holder_is_followed_at_once_and_named(path: Path) -> None:
    other = SecondProcess(path)
    other.ask("holding.take(path, '王工')")
    other.kill()
    assert _beside(path) == ["示范区.gpkg.in-use"]
    assert holding.holder(path) is None
    hold = holding.take(path, "李工")
    assert hold.previous is not None
    assert (hold.previous.who, hold.previous.pid) == ("王工", other.pid)
    assert holding.holder(path) == hold.holder
    hold.release()
    assert _beside(path) == []


@pytest.mark.parametrize("vfs", ["", "unix-none"])
def test_of_ten_that_start_at_once_one_holds(path: Path, start: Start, vfs: str) -> None:
    if vfs and not hasattr(os, "fork"):
        pytest.skip("only POSIX has a way without locks")
    ten = [start(vfs) for _ in range(10)]
    for each in ten:
        each.ask("None")
    for each in ten:
        each.say("holding.take(path, '王工')")
    answers = [each.hear() for each in ten]
    assert answers.count("Hold") == 1
    assert [each[0] for each in answers if each != "Hold"] == ["InUse"] * 9


def test_of_ten_that_follow_a_killed_one_at_once_one_holds(path: Path, start: Start) -> None:
    killed = SecondProcess(path)
    killed.ask("holding.take(path, '旧')")
    killed.kill()
    ten = [start() for _ in range(10)]
    for each in ten:
        each.ask("None")
    for each in ten:
        each.say("holding.take(path, '王工')")
    answers = [each.hear() for each in ten]
    assert answers.count("Hold") == 1
    assert [each[0] for each in answers if each != "Hold"] == ["InUse"] * 9


def test_of_four_that_take_and_let_go_at_once_one_gets_in_and_nothing_is_left(
    path: Path, start: Start
) -> None:
    four = [start() for _ in range(4)]
    turn = "[holding.take(path, 'x').release() for _ in range(1)]"
    held = 0
    for _ in range(15):
        for each in four:
            each.say(turn)
        held += sum(each.hear() == [None] for each in four)
        assert _beside(path) == []
    assert held >= 15


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only POSIX can do without locks")
def test_where_locks_do_not_work_the_row_still_holds_others_off(path: Path, start: Start) -> None:
    assert start("unix-none").ask("holding.take(path, '王工')") == "Hold"
    name, words = start("unix-none").ask("holding.take(path, '李工')")
    assert name == "InUse"
    assert "王工" in words


def test_a_lease_of_another_machine_is_taken_over_only_on_purpose(path: Path) -> None:
    other = SecondProcess(path, host="隔壁电脑")
    other.ask("holding.take(path, '王工')")
    other.kill()
    with pytest.raises(holding.StaleElsewhere) as told:
        holding.take(path, "李工")
    assert "隔壁电脑" in told.value.in_("zh")
    assert "王工" in told.value.in_("en")
    hold = holding.take(path, "李工", take_over=True)
    assert hold.taken_from is not None
    assert hold.taken_from.host == "隔壁电脑"
    hold.release()


def test_a_lease_that_is_none_is_taken_over_only_on_purpose(path: Path) -> None:
    holding.lease_of(path).write_bytes(b"torn by a power cut" * 200)
    with pytest.raises(holding.StaleElsewhere):
        holding.take(path, "李工")
    hold = holding.take(path, "李工", take_over=True)
    assert hold.taken_from == leases.NOBODY
    hold.release()
    assert _beside(path) == []


def test_an_empty_lease_holds_nobody_off(path: Path) -> None:
    holding.lease_of(path).touch()
    hold = holding.take(path, "李工")
    assert (hold.previous, hold.taken_from) == (None, None)
    hold.release()


def test_a_process_of_the_same_number_that_began_later_is_another(path: Path) -> None:
    other = SecondProcess(path)
    other.ask("holding.take(path, '王工')")
    other.kill()
    with closing(sqlite3.connect(holding.lease_of(path))) as lease:
        (token,) = lease.execute("SELECT token FROM holder").fetchone()
        born = token.rpartition("/")[2]
        lease.execute("UPDATE holder SET pid = ?", (os.getpid(),))
        lease.commit()
    assert processes.alive(os.getpid(), processes.birth(os.getpid()))
    assert not processes.alive(os.getpid(), born) or not born
    holding.take(path, "李工").release()


def test_a_lease_under_another_name_of_the_file_is_the_same(path: Path, start: Start) -> None:
    path.touch()
    link = path.with_name("快捷方式.gpkg")
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("this system gives no links to this account")
    hold = holding.take(link, "李工")
    assert start().ask("holding.take(path, '王工')")[0] == "InUse"
    hold.release()


def test_without_the_lock_two_would_hold(
    path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the tests above find when nothing holds anybody off."""
    assert start().ask("holding.take(path, '王工')") == "Hold"
    monkeypatch.setattr(leases, "VFS", "unix-none" if hasattr(os, "fork") else "")
    monkeypatch.setattr(leases.Holder, "living", property(lambda _: False))
    hold = holding.take(path, "李工")
    assert hold.previous is not None
    hold.release()
