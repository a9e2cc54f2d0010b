"""A person who is erased is nowhere in the file any more, and no undo brings them back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain.masking import ERASED
from renewtrack.domain.persons import Person, encoded
from renewtrack.store import (
    actions,
    backups,
    batches,
    connecting,
    erased_copies,
    erasing,
    estates,
    exports,
    file,
    health,
    history,
    people,
    projects,
    reveals,
    rows,
    sealing,
    second_disk,
)
from renewtrack.store.connecting import Connection
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

NAME, PHONE, ID = "张探针", "13800008000", "11010119900307123X"
PERSON = Person(NAME, PHONE, ID)
BOOKS = {
    *("project", "estate", "change_log", "action_group", "import_batch", "cell_source", "draft"),
    *("reveal_log", "export_log", "audit_log"),
}


@pytest.fixture
def planted(db: Database, dongli: Dongli) -> Dongli:
    """The person in every place a file can hold one: records, log, labels, books, drafts."""
    with actions.act(db, "edit", "王工", NAME):
        projects.change(
            db,
            dongli.project,
            {"leader": NAME, "phone": "138-0000-8000", "problem": f"{NAME}反映漏水 {ID}"},
        )
        estates.change(db, dongli.other, {"aliases": (f"{NAME}家", "福雅")})
    with actions.act(db, "edit", "王工"):
        projects.change(db, dongli.project, {"leader": "李四", "contact": NAME})
    with actions.act(db, "delete", "王工"):
        projects.remove(db, projects.add(db, [dongli.other], plan_year=2024, contact=NAME))
    with actions.act(db, "import", "王工", f"{NAME}信访.xlsx"):
        batch = batches.add(db, kind="ledger", file=f"{NAME}信访.xlsx")
        cell = ("project", dongli.project, "leader", "表", "C7", NAME, None, None)
        batches.note_cells(db, batch, [cell])
    with actions.act(db, "export", "王工"):
        reveals.note(db, "王工", f"核对{NAME}", "projects")
        exports.note(db, "王工", "ledger", f"{NAME}.xlsx", 1, False, f"给{NAME}", "")
        _insert(db, "audit_log (at, who, event, detail) VALUES ('2026', 'x', 'note', :name)")
        _insert(db, "draft (at, who, place, text) VALUES ('2026', '王工', 'project', :name)")
    return dongli


def _insert(db: Database, what: str) -> None:
    db.execute(f"INSERT INTO {what}", {"name": NAME})


def _bytes(project: ProjectFile) -> bytes:
    """Close the file and return the bytes of it and of all that lies beside it."""
    project.close()
    return b"".join(each.read_bytes() for each in project.path.parent.iterdir() if each.is_file())


def _needles() -> list[bytes]:
    written = (NAME, PHONE, "138-0000-8000", ID)
    return [needle for words in written for needle in encoded(words)]


def test_the_person_is_found_in_every_book(db: Database, planted: Dongli) -> None:
    found = {trace.table: trace.count for trace in erasing.find(db, PERSON)}
    assert set(found) == BOOKS
    assert found["project"] == 1


def test_nothing_of_the_person_is_left_in_any_encoding(
    project: ProjectFile, planted: Dongli
) -> None:
    erased = erasing.erase(project.db, PERSON, "李主任", "本人申请")
    assert {trace.table for trace in erased.counts} == BOOKS
    assert erasing.find(project.db, PERSON) == ()
    content = _bytes(project)
    assert [needle for needle in _needles() if needle in content] == []


def test_the_search_of_bytes_can_fail(project: ProjectFile, planted: Dongli) -> None:
    content = _bytes(project)
    assert {NAME.encode(), b"138-0000-8000", ID.encode()} <= {
        needle for needle in _needles() if needle in content
    }


def test_everybody_else_stays(db: Database, planted: Dongli) -> None:
    erasing.erase(db, PERSON, "李主任", "本人申请")
    kept = projects.get(db, planted.project)
    assert kept is not None
    assert (kept.leader, kept.contact, kept.phone) == ("李四", ERASED, ERASED)
    assert kept.problem == f"{ERASED}反映漏水 {ERASED}"
    assert db.execute("SELECT COUNT(*) FROM building").fetchone() == (3,)


def test_no_undo_and_no_redo_brings_the_person_back(project: ProjectFile, planted: Dongli) -> None:
    db = project.db
    erasing.erase(db, PERSON, "李主任", "本人申请")
    target = history.undo_target(db)
    assert target is not None
    assert target.action != "erase"
    while history.undo_target(db) is not None:
        history.undo(db, "李工")
        assert erasing.find(db, PERSON) == ()
    while history.redo_target(db) is not None:
        history.redo(db, "李工")
    assert erasing.find(db, PERSON) == ()
    assert NAME.encode() not in _bytes(project)


def test_the_audit_tells_who_erased_how_many_rows_and_why_but_not_whom(
    db: Database, planted: Dongli
) -> None:
    erasing.erase(db, PERSON, "李主任", f"{NAME}本人申请")
    who, detail = db.execute("SELECT who, detail FROM audit_log WHERE event = 'erase'").fetchone()
    told = json.loads(detail)
    assert who == "李主任"
    assert told["reason"] == f"{ERASED}本人申请"
    assert set(told["tables"]) == BOOKS
    assert history.groups(db)[0].action == "erase"


def test_the_file_is_whole_and_sealed_afterwards(db: Database, planted: Dongli) -> None:
    erasing.erase(db, PERSON, "李主任", "本人申请")
    assert health.findings(db) == ()
    assert list(sealing.findings(db)) == []


def test_edits_are_logged_again_afterwards(db: Database, planted: Dongli) -> None:
    erasing.erase(db, PERSON, "李主任", "本人申请")
    with actions.act(db, "edit", "王工"):
        projects.change(db, planted.project, {"leader": "赵六"})
    assert history.groups(db)[0].changes == 1


def test_the_name_of_a_place_is_searched_by_its_clean_name(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "王工"):
        estates.change(db, dongli.other, {"name": f"{NAME}自建房"})
    erasing.erase(db, PERSON, "李主任", "本人申请")
    search = rows.value(db, "SELECT search FROM estate WHERE id = ?", (dongli.other,))
    assert "zijianfang" in search
    assert "tanzhen" not in search


def test_two_rows_told_apart_by_the_person_stay_two(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "王工"):
        for row_id, number in zip(dongli.buildings, (NAME, "张 探针"), strict=False):
            rows.change(db, "building", row_id, {"number": number})
    erasing.erase(db, PERSON, "李主任", "本人申请")
    numbers = set(rows.column(db, "SELECT number FROM building"))
    assert len(numbers) == 3
    assert erasing.find(db, PERSON) == ()


def test_a_namesake_is_seen_before_and_can_be_spared(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "王工"):
        projects.change(db, dongli.project, {"leader": "张三丰", "remark": "张三 13911112222"})
    zhang_san = Person("张三")
    shown = {sample.words for sample in erasing.samples(db, zhang_san)}
    assert {"张三丰", "张三 139****2222"} <= shown
    erasing.erase(db, Person("张三", spare=("张三丰",)), "李主任", "本人申请")
    kept = projects.get(db, dongli.project)
    assert kept is not None
    assert (kept.leader, kept.remark) == ("张三丰", f"{ERASED} 13911112222")


def test_a_sum_of_money_with_the_digits_of_the_telephone_stays(
    db: Database, dongli: Dongli
) -> None:
    with actions.act(db, "edit", "王工"):
        rich = projects.add(db, [dongli.other], invest_total_fen=int(PHONE), contact=NAME)
    with actions.act(db, "delete", "王工"):
        projects.remove(db, rich)
    erasing.erase(db, PERSON, "李主任", "本人申请")
    history.undo(db, "王工")
    kept = projects.get(db, rich)
    assert kept is not None
    assert (kept.invest_total_fen, kept.contact) == (int(PHONE), ERASED)


def test_exports_that_went_out_in_clear_since_are_named(db: Database, planted: Dongli) -> None:
    erased = erasing.erase(db, PERSON, "李主任", "本人申请")
    assert [each.what for each in erased.exports_since] == ["ledger"]


@pytest.mark.parametrize(
    "beside", ["{name}.before-v2", "{name}.before-restore-1", "示范区.backups/00001.gpkg"]
)
def test_copies_that_still_hold_the_person_are_named(
    project: ProjectFile, planted: Dongli, beside: str
) -> None:
    copy = project.path.parent / beside.format(name=project.path.name)
    copy.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(copy)) as target:
        project.db.conn.backup(target)
    innocent = project.path.with_name(f"{project.path.name}.before-v1")
    innocent.write_bytes(b"nobody")
    erased = erasing.erase(project.db, PERSON, "李主任", "本人申请")
    assert erased.backups_holding == (copy,)


def test_copies_on_another_disk_are_named_as_well(
    project: ProjectFile, planted: Dongli, tmp_path: Path
) -> None:
    disk = tmp_path / "移动硬盘"
    disk.mkdir()
    backups.make(project.path, "manual")
    copied = second_disk.copy_to(project.path, disk)
    erased = erasing.erase(project.db, PERSON, "李主任", "本人申请")
    assert copied.path in erased.backups_holding
    erased_copies.replace(project.path, erased.backups_holding, "李主任")
    assert not copied.path.exists()
    assert erased_copies.holding(project.path, PERSON) == ()


def test_old_copies_give_way_to_a_new_backup_on_purpose(
    project: ProjectFile, planted: Dongli
) -> None:
    old = backups.make(project.path, "manual").path
    erased = erasing.erase(project.db, PERSON, "李主任", "本人申请")
    assert erased.backups_holding == (old,)
    new = erased_copies.replace(project.path, erased.backups_holding, "李主任")
    assert [backup.path for backup in backups.all(project.path)] == [new]
    assert backups.verify(backups.all(project.path)[0]) == []
    assert erased_copies.holding(project.path, PERSON) == ()


def test_no_old_copy_goes_where_the_new_backup_fails(
    project: ProjectFile, planted: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = backups.make(project.path, "manual").path

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(backups, "make", fail)
    with pytest.raises(ZeroDivisionError):
        erased_copies.replace(project.path, [old], "李主任")
    assert old.is_file()


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16-le", "utf-16-be"])
def test_leftovers_of_any_encoding_are_named(
    project: ProjectFile, planted: Dongli, encoding: str
) -> None:
    left = project.path.with_name(f"{project.path.name}-journal.left-behind-1")
    left.write_bytes(b"\x00" + NAME.encode(encoding) + b"\x00")
    assert erased_copies.holding(project.path, PERSON) == (left,)


def test_a_side_file_that_holds_the_person_is_no_success(
    project: ProjectFile, planted: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = project.path.with_name("beside")
    side.write_bytes(NAME.encode())
    monkeypatch.setattr(erased_copies, "sides", lambda _: [side])
    with pytest.raises(erasing.StillThere):
        erasing.erase(project.db, PERSON, "李主任", "本人申请")


def test_the_lock_of_whoever_works_in_the_file_is_never_opened(project: ProjectFile) -> None:
    project.close()
    opened = file.open_file(project.path, who="李主任")
    assert project.path.with_name(f"{project.path.name}.in-use").is_file()
    searched = (*erased_copies._copies(opened.path), *erased_copies.sides(opened.path))
    assert [each.name for each in searched if ".in-use" in each.name] == []
    opened.close()


def test_without_a_reason_nothing_is_erased(
    project: ProjectFile, planted: Dongli, fingerprint: Callable[[Path], str]
) -> None:
    before = fingerprint(project.path)
    with pytest.raises(erasing.ReasonNeeded):
        erasing.erase(project.db, PERSON, "李主任", " ")
    assert fingerprint(project.path) == before


def test_an_editor_erases_nobody(db: Database, planted: Dongli) -> None:
    assert isinstance(db.conn, Connection)
    db.conn.identity = people.Identity("王工", people.EDITOR)
    with pytest.raises(people.NotAllowed):
        erasing.erase(db, PERSON, "王工", "本人申请")
    db.conn.identity = None
    assert erasing.find(db, PERSON)


def test_whoever_signs_in_to_the_file_is_not_erased(db: Database, planted: Dongli) -> None:
    with actions.act(db, "people", "李主任"):
        _insert(db, "person (name, role) VALUES (:name, 'viewer')")
        _insert(db, "person (name, role) VALUES ('李主任', 'manager')")
    connecting.admit(db.conn, people.Identity("李主任", people.MANAGER))
    with pytest.raises(erasing.StillSignsIn):
        erasing.erase(db, PERSON, "李主任", "本人申请")


def test_a_crash_in_the_middle_leaves_all_as_it_was(
    project: ProjectFile, planted: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = erasing.find(project.db, PERSON)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(erasing, "_audit", fail)
    with pytest.raises(ZeroDivisionError):
        erasing.erase(project.db, PERSON, "李主任", "本人申请")
    assert erasing.find(project.db, PERSON) == found
    with actions.act(project.db, "edit", "王工"):
        projects.change(project.db, planted.project, {"remark": "还在记录"})
    assert history.groups(project.db)[0].changes == 1


def test_another_reader_in_the_middle_of_its_work_is_told_of(
    project: ProjectFile, planted: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = file.connect(project.path, readonly=True)
    project.db.execute("PRAGMA busy_timeout = 0")
    pack = erasing.pack

    def pack_while_somebody_reads(db: Database) -> None:
        reader.conn.execute("BEGIN")
        reader.conn.execute("SELECT COUNT(*) FROM project").fetchall()
        pack(db)

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "pack", pack_while_somebody_reads)
        with pytest.raises(erasing.NotPacked):
            erasing.erase(project.db, PERSON, "李主任", "本人申请")
    reader.conn.close()
    assert erasing.erase(project.db, PERSON, "李主任", "再做一次").counts == ()
