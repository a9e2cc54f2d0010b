"""People of a file: who may be added, changed and removed, and what stands of it in the books."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import (
    actions,
    backups,
    connecting,
    file,
    history,
    passwords,
    people,
    restoring,
)
from renewtrack.store.file import ProjectFile
from renewtrack.store.passwords import PasswordTooShort
from renewtrack.store.people import EDITOR, MANAGER, VIEWER, Identity

if TYPE_CHECKING:
    from sqlite_utils import Database

SECRET, OTHER = "第一个密码abc", "another secret"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash fast: what a password costs is tested once, with the real costs."""
    monkeypatch.setattr(passwords, "COSTS", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})


@pytest.fixture
def staffed(db: Database) -> Database:
    """A file with a manager, who is signed in, an editor and a viewer."""
    people.add(db, "李主任", MANAGER, SECRET, "测试")
    people.sign_in(db, "李主任", SECRET)
    people.add(db, "王工", EDITOR, SECRET, "测试")
    people.add(db, "看客", VIEWER, None, "测试")
    return db


def _names(db: Database) -> list[tuple[str, str]]:
    return [(person.name, person.role) for person in people.all(db)]


def test_in_a_file_without_people_everybody_is_a_manager(db: Database) -> None:
    assert not people.needed(db)
    assert people.role_of(db) == MANAGER
    with actions.act(db, "thin", "谁都可以"):
        pass


def test_the_first_person_is_a_manager_and_has_to_sign_in(db: Database) -> None:
    with pytest.raises(people.LastManager):
        people.add(db, "王工", EDITOR, SECRET, "测试")
    assert not people.needed(db)
    people.add(db, "李主任", MANAGER, SECRET, "测试")
    assert people.needed(db)
    with pytest.raises(people.NotSignedIn), actions.act(db, "edit", "李主任"):
        pass


def test_people_are_listed_managers_first_without_their_passwords(staffed: Database) -> None:
    assert _names(staffed) == [("李主任", MANAGER), ("王工", EDITOR), ("看客", VIEWER)]
    for identity in (staffed.conn.identity, people.NOBODY):
        connecting.admit(staffed.conn, identity)
        assert [person.protected for person in people.all(staffed)] == [True, True, False]


@pytest.mark.parametrize("name", ["王工", " 王工 ", "王工\n"])
def test_a_name_stands_once(staffed: Database, name: str) -> None:
    with pytest.raises(people.NameTaken):
        people.add(staffed, name, VIEWER, None, "测试")


@pytest.mark.parametrize("name", ["", "  ", "名" * 41])
def test_a_name_has_some_signs_and_not_too_many(staffed: Database, name: str) -> None:
    with pytest.raises(people.NameUnfit):
        people.add(staffed, name, VIEWER, None, "测试")


def test_a_short_password_is_refused_and_nobody_added(staffed: Database) -> None:
    with pytest.raises(PasswordTooShort):
        people.add(staffed, "赵工", EDITOR, "1234567", "测试")
    assert "赵工" not in dict(_names(staffed))


def test_a_manager_needs_a_password(staffed: Database) -> None:
    with pytest.raises(people.PasswordNeeded):
        people.add(staffed, "赵主任", MANAGER, None, "测试")
    with pytest.raises(people.PasswordNeeded):
        people.change(staffed, "看客", "测试", role=MANAGER)
    people.change(staffed, "看客", "测试", role=MANAGER, password=OTHER)
    assert dict(_names(staffed))["看客"] == MANAGER


def test_the_last_manager_is_neither_removed_nor_demoted(staffed: Database) -> None:
    before = _names(staffed)
    with pytest.raises(people.LastManager):
        people.remove(staffed, "李主任", "测试")
    with pytest.raises(people.LastManager):
        people.change(staffed, "李主任", "测试", role=EDITOR)
    assert _names(staffed) == before
    people.change(staffed, "王工", "测试", role=MANAGER)
    people.remove(staffed, "李主任", "测试")
    assert _names(staffed) == [("王工", MANAGER), ("看客", VIEWER)]


def test_whoever_was_removed_signs_in_no_longer_and_may_come_back(staffed: Database) -> None:
    people.remove(staffed, "王工", "测试")
    with pytest.raises(people.WrongPassword):
        people.sign_in(staffed, "王工", SECRET)
    assert staffed.execute("SELECT password FROM person WHERE name = '王工'").fetchone() == (None,)
    people.add(staffed, "王工", VIEWER, OTHER, "测试")
    assert people.sign_in(staffed, "王工", OTHER) == Identity("王工", VIEWER)


def test_removing_and_demoting_hold_at_once(staffed: Database, project: ProjectFile) -> None:
    theirs = file.connect(project.path, identity=Identity("王工", EDITOR))
    try:
        people.change(staffed, "王工", "测试", role=VIEWER)
        with pytest.raises(people.NotAllowed), actions.act(theirs, "edit", "王工"):
            pass
        people.remove(staffed, "王工", "测试")
        with pytest.raises(people.NotSignedIn), actions.act(theirs, "export", "王工"):
            pass
    finally:
        theirs.conn.close()


def test_a_role_that_is_claimed_is_not_more_than_the_file_gives(staffed: Database) -> None:
    connecting.admit(staffed.conn, Identity("王工", MANAGER))
    with pytest.raises(people.NotAllowed):
        people.add(staffed, "赵工", EDITOR, SECRET, "测试")
    connecting.admit(staffed.conn, Identity("没有这个人", MANAGER))
    with pytest.raises(people.NotSignedIn):
        people.add(staffed, "赵工", EDITOR, SECRET, "测试")


@pytest.mark.parametrize("name", ["王工", "看客"])
def test_only_managers_change_people(staffed: Database, name: str) -> None:
    people.sign_in(staffed, name, SECRET)
    before = _names(staffed)
    for change in (
        lambda: people.add(staffed, "赵工", VIEWER, None, name),
        lambda: people.change(staffed, name, name, role=MANAGER, password=OTHER),
        lambda: people.remove(staffed, "李主任", name),
    ):
        with pytest.raises(people.NotAllowed):
            change()
    assert _names(staffed) == before


def test_the_history_tells_who_changed_people_and_never_a_password(staffed: Database) -> None:
    people.change(staffed, "王工", "冒名", role=VIEWER, password=OTHER)
    group = history.groups(staffed, limit=1)[0]
    assert (group.action, group.who) == ("people", "李主任")
    assert group.words.zh == "调整人员：王工改为查看"
    said = staffed.execute("SELECT who, detail FROM audit_log ORDER BY id DESC").fetchone()
    assert said[0] == "李主任"
    assert json.loads(said[1]) == {"change": "王工", "role": VIEWER, "password": "new"}


def test_no_password_stands_anywhere_in_the_file(staffed: Database, project: ProjectFile) -> None:
    people.change_password(staffed, "李主任", SECRET, OTHER)
    with pytest.raises(people.WrongPassword):
        people.sign_in(staffed, "王工", "a wrong guess")
    content = project.path.read_bytes()
    for typed in (SECRET, OTHER, "a wrong guess"):
        for encoding in ("utf-8", "gbk", "utf-16-le"):
            assert typed.encode(encoding) not in content
    hashes = [row[0] for row in staffed.execute("SELECT password FROM person").fetchall() if row[0]]
    assert all(each.startswith("$argon2id$") for each in hashes)
    logged = json.dumps(staffed.execute("SELECT old, new FROM change_log").fetchall())
    assert "argon2" not in logged


def test_undo_brings_no_person_back(staffed: Database) -> None:
    people.remove(staffed, "看客", "测试")
    with pytest.raises(history.NothingToUndo):
        history.undo(staffed, "测试")


def test_a_file_of_the_first_schema_names_nobody(tmp_path: Path) -> None:
    released = Path(__file__).parent / "released" / "schema-1.gpkg"
    old = connecting.raw_readonly(released)
    try:
        assert not people.needed(connecting.sealed(old))
    finally:
        old.close()


def test_a_file_that_names_people_is_restored_from_its_backup(
    staffed: Database, project: ProjectFile
) -> None:
    made = backups.make(project.path, "manual")
    staffed.conn.close()
    restoring.restore(project.path, made, "李主任")
    opened = file.open_file(project.path)
    try:
        assert opened.db.conn.identity == people.NOBODY
        people.sign_in(opened.db, "李主任", SECRET)
        newest = history.groups(opened.db, limit=1)[0]
        assert (newest.action, newest.who) == ("restore", "李主任")
    finally:
        opened.close()


def test_nobody_gets_the_rights_of_the_program_by_looking_like_it(staffed: Database) -> None:
    connecting.admit(staffed.conn, Identity("", MANAGER))
    with pytest.raises(people.NotSignedIn):
        people.add(staffed, "赵工", EDITOR, SECRET, "测试")
