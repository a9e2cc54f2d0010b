"""What was typed and not saved is kept in the file, outside the history, and leaves no bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewtrack.store import actions, drafts, estates, people, rows
from renewtrack.store.connecting import admit, connect
from renewtrack.store.file import ProjectFile, open_file
from renewtrack.store.people import Identity

PLACE, OTHER = '["cell","estates",1,"estate","name"]', '["new","estates",0,"","name"]'


def _kept(project: ProjectFile) -> list[tuple[str, str, str]]:
    return [(each.who, each.place, each.text) for each in drafts.all(project.db)]


def test_the_last_words_of_a_field_are_kept_and_no_earlier_ones(project: ProjectFile) -> None:
    assert drafts.keep(project.db, "张工", PLACE, "东")
    assert drafts.keep(project.db, "张工", PLACE, "东里")
    assert drafts.keep(project.db, "张工", OTHER, "新家园")
    assert _kept(project) == [("张工", PLACE, "东里"), ("张工", OTHER, "新家园")]


def test_a_draft_survives_the_end_of_the_program(project: ProjectFile) -> None:
    drafts.keep(project.db, "张工", PLACE, "东里")
    path = project.path
    project.close()
    again = open_file(path)
    try:
        assert _kept(again) == [("张工", PLACE, "东里")]
    finally:
        again.close()


def test_a_dropped_draft_is_gone_and_the_others_stay(project: ProjectFile) -> None:
    drafts.keep(project.db, "张工", PLACE, "东里")
    drafts.keep(project.db, "李工", PLACE, "西里")
    assert drafts.drop(project.db, "张工", PLACE)
    assert _kept(project) == [("李工", PLACE, "西里")]


def test_drafts_leave_no_line_in_the_history(project: ProjectFile) -> None:
    before = rows.value(project.db, "SELECT count(*) FROM change_log")
    drafts.keep(project.db, "张工", PLACE, "东里")
    drafts.drop(project.db, "张工", PLACE)
    assert rows.value(project.db, "SELECT count(*) FROM change_log") == before
    assert rows.value(project.db, "SELECT count(*) FROM action_group WHERE who = '张工'") == 0


def test_a_dropped_draft_leaves_no_bytes_behind(project: ProjectFile) -> None:
    secret = "金丝雀先生13912345678"
    drafts.keep(project.db, "张工", PLACE, secret)
    assert secret.encode() in project.db.conn.serialize()  # so that the search is no mistake
    drafts.drop(project.db, "张工", PLACE)
    assert secret.encode() not in project.db.conn.serialize()


def test_a_draft_does_not_open_the_file_for_writing(project: ProjectFile) -> None:
    drafts.keep(project.db, "张工", PLACE, "东里")
    assert rows.value(project.db, "PRAGMA query_only") == 1
    assert rows.value(project.db, "PRAGMA busy_timeout") == 5000


def test_a_file_that_another_writes_to_is_tried_again_later(project: ProjectFile) -> None:
    other = connect(project.path)
    with actions.act(other, "add_estate", "李工"):
        estates.add(other, name="西里")
        assert not drafts.keep(project.db, "张工", PLACE, "东里")
        assert not drafts.drop(project.db, "张工", PLACE)
    other.conn.close()
    assert drafts.keep(project.db, "张工", PLACE, "东里")
    assert _kept(project) == [("张工", PLACE, "东里")]


def test_a_draft_never_ends_the_action_under_way(project: ProjectFile) -> None:
    with actions.act(project.db, "add_estate", "张工"):
        estates.add(project.db, name="西里")
        assert not drafts.keep(project.db, "张工", PLACE, "东里")
    assert [each.name for each in estates.all(project.db)][-1:] == ["西里"]


def test_a_file_that_is_only_read_keeps_none_and_says_nothing(project: ProjectFile) -> None:
    reading = connect(project.path, readonly=True)
    assert not drafts.keep(reading, "张工", PLACE, "东里")
    reading.conn.close()


def test_an_older_file_that_is_only_read_has_none(tmp_path: Path) -> None:
    old = Path(__file__).parent / "released" / "schema-1.gpkg"
    copy = tmp_path / "旧.gpkg"
    copy.write_bytes(old.read_bytes())
    reading = connect(copy, readonly=True)
    assert drafts.all(reading) == []
    reading.conn.close()


def test_a_mistake_of_ours_is_not_taken_for_a_busy_file(project: ProjectFile) -> None:
    with pytest.raises(Exception, match="NOT NULL"):
        drafts.keep(project.db, "张工", PLACE, None)  # type: ignore[arg-type]


def test_people_who_sign_in_get_their_own_drafts_alone(project: ProjectFile) -> None:
    drafts.keep(project.db, "张工", PLACE, "东里")
    drafts.keep(project.db, "李工", PLACE, "西里")
    people.add(project.db, "张工", people.MANAGER, "一二三四五六七八", "张工")
    assert drafts.all(project.db) == []  # nobody has signed in
    admit(project.db.conn, Identity("张工", people.MANAGER))
    assert _kept(project) == [("张工", PLACE, "东里")]
