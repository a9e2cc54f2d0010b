"""Signing in on the command line: --as, passwords from the environment, and who may do what."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewtrack.commands import signing
from renewtrack.store import actions, estates, file, history, passwords, people, projects
from tests.test_cli import Run
from tests.test_cli import run as run

SECRET, OTHER = "第一个密码abc", "another secret"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COSTS", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})
    monkeypatch.setenv(signing.PASSWORD, SECRET)
    monkeypatch.setenv(signing.NEW_PASSWORD, SECRET)


@pytest.fixture
def free(tmp_path: Path) -> Path:
    """A file that names no people, with one project and its telephone."""
    made = file.create(tmp_path / "district.gpkg", "示范区")
    with actions.act(made.db, "add_estate", "测试"):
        estate = estates.add(made.db, name="东里")
        projects.add(made.db, [estate], name="改造", leader="张三丰", phone="13812345678")
    made.close()
    return made.path


@pytest.fixture
def path(free: Path, run: Run) -> Path:
    """The same file with a manager, an editor and a viewer."""
    assert run("people", free, "--add", "李主任", "--role", "manager").code == 0
    for name, role in (("王工", "editor"), ("看客", "viewer")):
        assert run("people", free, "--as", "李主任", "--add", name, "--role", role).code == 0
    return free


def test_a_file_without_people_says_that_everybody_may_do_everything(run: Run, free: Path) -> None:
    assert "没有设人员" in run("people", free).out
    assert run("people", free, "--json").document == {"people": []}
    assert run("undo", free).code == 0


def test_people_are_listed(run: Run, path: Path) -> None:
    assert run("people", path, "--json").document["people"] == [
        {"name": "李主任", "role": "manager", "password": True},
        {"name": "王工", "role": "editor", "password": True},
        {"name": "看客", "role": "viewer", "password": True},
    ]


def test_without_signing_in_one_looks_and_changes_nothing(run: Run, path: Path) -> None:
    assert run("query", path, "projects").code == 0
    answer = run("undo", path, "--json")
    assert (answer.code, answer.document["refused"]) == (3, "NotSignedIn")


def test_whoever_signs_in_stands_in_the_history(run: Run, path: Path) -> None:
    assert run("undo", path, "--as", "王工").code == 0
    opened = file.open_file(path)
    assert history.groups(opened.db, limit=1)[0].who == "王工"
    opened.close()


@pytest.mark.parametrize("name", ["王工", "看客"])
def test_people_are_changed_by_managers_only(run: Run, path: Path, name: str) -> None:
    for change in (["--add", "赵工"], ["--role", "看客=manager"], ["--remove", "王工"]):
        answer = run("people", path, "--as", name, *change, "--json")
        assert (answer.code, answer.document["refused"]) == (3, "NotAllowed")


def test_a_viewer_undoes_nothing(run: Run, path: Path) -> None:
    assert run("undo", path, "--as", "看客", "--json").document["refused"] == "NotAllowed"


def test_roles_passwords_and_removal(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = ("people", path, "--as", "李主任")
    assert run(*manager, "--role", "看客=editor").code == 0
    monkeypatch.setenv(signing.NEW_PASSWORD, OTHER)
    assert run(*manager, "--reset", "看客").code == 0
    left = run(*manager, "--remove", "王工", "--json").document["people"]
    assert [(each["name"], each["role"]) for each in left] == [
        ("李主任", "manager"),
        ("看客", "editor"),
    ]
    monkeypatch.setenv(signing.PASSWORD, OTHER)
    assert run("undo", path, "--as", "看客").code == 0


@pytest.mark.parametrize("role", ["chief", "王工=", "王工=chief", "王工"])
def test_a_role_that_is_none_is_wrong_use(run: Run, path: Path, role: str) -> None:
    assert run("people", path, "--as", "李主任", "--role", role).code == 2


def test_a_wrong_password_is_refused_and_the_sixth_try_waits(
    run: Run,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(signing.PASSWORD, "wrong-wrong")
    refused = [run("undo", path, "--as", "王工", "--json").document["refused"] for _ in range(6)]
    assert refused == ["WrongPassword"] * 5 + ["TooManyTries"]


def test_a_program_that_gives_no_password_is_told_where_to(
    run: Run,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(signing.PASSWORD)
    answer = run("undo", path, "--as", "王工", "--lang", "en")
    assert answer.code == 3
    assert signing.PASSWORD in answer.err


def test_nobody_of_that_name(run: Run, path: Path) -> None:
    assert run("undo", path, "--as", "没有这个人", "--json").document["refused"] == "NoSuchPerson"


def test_no_password_is_ever_printed(run: Run, path: Path) -> None:
    for arguments in (("people", path), ("history", path), ("undo", path, "--as", "王工")):
        answer = run(*arguments)
        assert SECRET not in answer.out + answer.err
        assert "argon2" not in answer.out + answer.err


def test_the_last_manager_stays(run: Run, path: Path) -> None:
    answer = run("people", path, "--as", "李主任", "--remove", "李主任", "--json")
    assert answer.document["refused"] == people.LastManager.__name__
