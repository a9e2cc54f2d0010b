"""The books of the file are sealed with every action, and a line altered afterwards shows."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, estates, history, reveals, sealing
from renewtrack.store.people import Identity
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def worked(db: Database, dongli: Dongli) -> Database:
    """Return a file with five actions, a look at personal details and a line of each book."""
    for year in range(1990, 1994):
        with actions.act(db, "edit", "李工"):
            estates.change(db, dongli.other, {"year_built": year})
    history.undo(db, "李工")
    with actions.act(db, "reveal", "王工"):
        reveals.note(db, "王工", "核对", "all projects")
    with actions.act(db, "note", "王工"):
        db.execute(
            "INSERT INTO audit_log (at, who, event, detail) VALUES ('2026', '王工', 'x', 'y')"
        )
        db.execute(
            "INSERT INTO export_log (at, who, what, file, rows, masked)"
            " VALUES ('2026', '王工', 'list', 'a.xlsx', 3, 1)"
        )
    return db


def told(db: Database) -> list[str]:
    return [words.en for words in sealing.findings(db)]


def test_every_action_is_sealed_and_the_chain_agrees(worked: Database) -> None:
    last = sealing.latest(worked)
    assert last is not None
    for reach, book in (
        (last.change_id, "change_log"),
        (last.group_id, "action_group"),
        (last.reveal_id, "reveal_log"),
        (last.export_id, "export_log"),
        (last.audit_id, "audit_log"),
    ):
        assert reach == worked.execute(f"SELECT MAX(id) FROM {book}").fetchone()[0] > 0
    assert told(worked) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change_log SET new = 1991.5 WHERE new = 1991",
        "UPDATE change_log SET new = CAST(new AS TEXT) WHERE new = 1991",
        "UPDATE change_log SET who = '别人' WHERE new = 1991",
        "UPDATE change_log SET at = x'00' WHERE new = 1991",
        "DELETE FROM change_log WHERE new = 1991",
        "DELETE FROM change_log WHERE id = (SELECT MAX(id) FROM change_log)",
        "UPDATE action_group SET label_zh = '没事' WHERE id = 3",
        "UPDATE action_group SET undoes = NULL WHERE undoes IS NOT NULL",
        "UPDATE reveal_log SET reason = '别的'",
        "DELETE FROM reveal_log",
        "UPDATE export_log SET rows = 2",
        "UPDATE audit_log SET detail = CAST(x'ff' AS TEXT)",
        "UPDATE seal SET at = '2020' WHERE id = 2",
        "DELETE FROM seal WHERE id = 2",
        "DELETE FROM seal WHERE id = (SELECT MAX(id) FROM seal)",
        "DELETE FROM seal",
    ],
)
def test_whatever_another_program_alters_shows(
    worked: Database, outside: sqlite3.Connection, statement: str
) -> None:
    outside.execute("PRAGMA writable_schema = OFF")
    for (name,) in outside.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log_%'"
    ).fetchall():
        outside.execute(f'DROP TRIGGER "{name}"')  # as one who knows the file would
    assert told(worked) == []
    assert outside.execute(statement).rowcount > 0
    assert told(worked) != []


def test_a_break_is_placed_and_later_seals_still_agree(
    worked: Database, outside: sqlite3.Connection
) -> None:
    outside.execute("UPDATE change_log SET new = 1 WHERE new = 1991")
    found = told(worked)
    assert len(found) == 1
    assert "seal 3 " in found[0]


def test_a_line_put_in_between_shows(worked: Database, outside: sqlite3.Connection) -> None:
    outside.execute("DELETE FROM change_log WHERE id = 3")
    outside.execute(
        "INSERT INTO change_log (id, at, op, table_name, row_id) VALUES (3, '', 'insert', 'x', 1)"
    )
    assert len(told(worked)) == 1


def test_changes_of_another_program_are_no_break_and_are_sealed_next(
    worked: Database, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    outside.execute("UPDATE estate SET remark = CAST(x'ff80' AS TEXT), year_built = 1.5")
    assert told(worked) == []
    with actions.act(worked, "edit", "李工"):
        estates.change(worked, dongli.other, {"household_count": 85})
    assert told(worked) == []
    outside.execute("UPDATE change_log SET new = 'x' WHERE column_name = 'remark'")
    assert len(told(worked)) == 1


def test_a_failed_action_leaves_the_chain_as_it_was(worked: Database, dongli: Dongli) -> None:
    before = sealing.latest(worked)

    def fail() -> None:
        with actions.act(worked, "edit", "李工"):
            estates.change(worked, dongli.other, {"year_built": 1950})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sealing.latest(worked) == before
    assert told(worked) == []


def test_an_action_that_changed_nothing_makes_no_seal(worked: Database) -> None:
    before = sealing.latest(worked)
    with actions.act(worked, "edit", "李工"):
        pass
    assert sealing.latest(worked) == before


def test_old_lines_changed_on_purpose_are_sealed_anew(worked: Database, dongli: Dongli) -> None:
    with actions.act(worked, "erase", "王工"):
        worked.execute("UPDATE change_log SET new = NULL WHERE new = 1991")
    assert told(worked) == []
    with actions.act(worked, "edit", "李工"):
        estates.change(worked, dongli.other, {"year_built": 1950})
    assert told(worked) == []
    with actions.act(worked, "edit", "李工"):
        worked.execute("UPDATE change_log SET new = NULL WHERE new = 1992")
    assert len(told(worked)) == 1


def test_a_viewer_seals_what_he_sees_and_leaves_the_values_to_the_next(
    worked: Database, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    before = sealing.latest(worked)
    outside.execute("UPDATE estate SET year_built = 1901")
    setattr(worked.conn, "identity", Identity("看客", "viewer"))  # noqa: B010
    with actions.act(worked, "note", "看客"):
        pass
    made = sealing.latest(worked)
    assert before is not None
    assert made is not None
    assert (made.change_id, made.group_id) == (before.change_id, before.group_id + 1)
    setattr(worked.conn, "identity", None)  # noqa: B010
    assert told(worked) == []
    with actions.act(worked, "edit", "李工"):
        estates.change(worked, dongli.other, {"year_built": 1950})
    assert told(worked) == []
