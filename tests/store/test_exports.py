"""Whatever goes out of the file is on record, and persons go out unmasked for a reason only."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, connecting, exports, file, history, people, rows
from renewtrack.store.exports import Going
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

MASKED = Going("王工", "ledger", "台账.xlsx")
IN_CLEAR = Going("王工", "ledger", "台账.xlsx", "街道核对联系人")


def test_an_export_is_recorded_with_person_file_rows_and_hash(db: Database, tmp_path: Path) -> None:
    content = tmp_path / "台账.xlsx"
    content.write_bytes(b"rows")
    assert exports.record(db, MASKED, 7, content)
    (export,) = exports.all(db)
    assert (export.who, export.what, export.file, export.rows) == ("王工", "ledger", "台账.xlsx", 7)
    assert (export.masked, export.reason) == (True, None)
    assert export.sha256 == hashlib.sha256(b"rows").hexdigest()


def test_the_record_keeps_no_folder(db: Database) -> None:
    exports.record(db, Going("王工", "ledger", "/home/wang/桌面/台账.xlsx"), 1)
    assert exports.all(db)[0].file == "台账.xlsx"


def test_undoing_everything_leaves_every_export(db: Database, dongli: Dongli) -> None:
    exports.record(db, MASKED, 1)
    while history.undo_target(db) is not None:
        history.undo(db, "李工")
    assert len(exports.all(db)) == 1


def test_an_export_outside_an_action_is_refused(db: Database) -> None:
    with pytest.raises(RuntimeError):
        exports.note(db, "王工", "ledger", "台账.xlsx")


def test_an_unknown_kind_of_export_is_refused_and_nothing_is_kept(db: Database) -> None:
    with pytest.raises(KeyError), actions.act(db, "export", "王工"):
        exports.note(db, "王工", "everything", "台账.xlsx")
    assert exports.all(db) == []


def test_persons_go_out_for_a_stated_reason_only(db: Database) -> None:
    with pytest.raises(exports.ReasonNeeded):
        exports.permit(db, "  ")


@pytest.mark.parametrize("role", [people.VIEWER, people.EDITOR])
def test_persons_go_out_by_a_manager_only_once_the_file_names_people(
    db: Database, role: str
) -> None:
    connecting.admit(db.conn, people.Identity("王工", role))
    assert exports.record(db, MASKED, 1)
    with pytest.raises(people.NotAllowed):
        exports.record(db, IN_CLEAR, 1)
    connecting.admit(db.conn, people.Identity("李主任", people.MANAGER))
    assert exports.record(db, IN_CLEAR, 1)
    assert [each.masked for each in exports.all(db)] == [False, True]


def test_a_file_that_cannot_be_written_lets_masked_rows_go_and_no_others(
    project: ProjectFile,
) -> None:
    db = file.connect(project.path, readonly=True)
    try:
        assert not exports.record(db, MASKED, 1)
        with pytest.raises(exports.CannotRecord):
            exports.record(db, IN_CLEAR, 1)
    finally:
        db.conn.close()
    assert exports.all(project.db) == []


def test_what_went_out_in_clear_since_a_day_is_told(db: Database) -> None:
    exports.record(db, MASKED, 1)
    exports.record(db, IN_CLEAR, 1)
    assert [each.reason for each in exports.unmasked_since(db, "2000")] == ["街道核对联系人"]
    assert exports.unmasked_since(db, "9999") == []


def test_an_owner_who_stands_on_a_ballot_only_is_hidden_in_free_texts(
    db: Database, dongli: Dongli
) -> None:
    with actions.act(db, "vote", "李工"):
        vote = rows.add(db, "consent_round", {"project_id": dongli.project, "rule_set": "art278"})
        rows.add(db, "ballot", {"round_id": vote, "room": "1", "owner": "张探针", "owner_no": 1})
    assert exports.mask(db).free("张探针反对") == "张**反对"
