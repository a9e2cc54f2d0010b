"""Whatever can be read of a damaged file comes into a new, sound one; what cannot is told."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from renewtrack.errors import Cancelled
from renewtrack.store import (
    actions,
    areas,
    attachments,
    buildings,
    contents,
    damage,
    estates,
    file,
    health,
    history,
    projects,
    salvage_report,
    salvaging,
    table_words,
    works,
)
from renewtrack.store.refusing import FileExists, FileMissing
from renewtrack.store.salvaging import Report

Rows = dict[str, dict[int, tuple[object, ...]]]
PAGE = 4096
ESTATES = 40


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district of some hundred pages, with every link between tables that there is."""
    path = tmp_path_factory.mktemp("sound") / "示范区.gpkg"
    made = file.create(path, "示范区")
    with actions.act(made.db, "create_demo", "测试"):
        district = areas.ensure(made.db, "district", "示范区")
        for number in range(ESTATES):
            estate = estates.add(
                made.db, name=f"第{number}小区", area_id=district, remark="备注" * 60
            )
            project = projects.add(made.db, [estate], name=f"项目{number}", phone="13812345678")
            for house in range(12):
                building = buildings.add(made.db, estate_id=estate, number=str(house + 1))
                works.add(made.db, kind="W15", building_id=building, project_id=project)
    with actions.act(made.db, "edit", "测试"):
        estates.change(made.db, 3, {"remark": "改过的备注"})
    made.close()
    return path


def rows_of(path: Path) -> Rows:
    """Return every row of our tables by rowid."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return {
            table: {
                row[0]: row[1:]
                for row in conn.execute(f'SELECT rowid, * FROM "{table}"').fetchall()
            }
            for table in table_words.TABLES
        }


def root_of(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as conn:
        found = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        return int(found.fetchone()[0])


def salvaged(tmp_path: Path, stored: bytes) -> Report:
    """Salvage a file of these bytes, and hold that it keeps them and that the new one is sound."""
    path, out = tmp_path / "damaged.gpkg", tmp_path / "new.gpkg"
    path.write_bytes(stored)
    report = salvaging.salvage(path, out, who="测试")
    assert path.read_bytes() == stored
    opened = file.open_file(out)
    assert health.findings(opened.db) == ()
    opened.close()
    return report


def test_a_sound_file_comes_over_whole(sound: Path, tmp_path: Path) -> None:
    report = salvaged(tmp_path, sound.read_bytes())
    assert report.whole
    before, after = rows_of(sound), rows_of(tmp_path / "new.gpkg")
    books = ("audit_log", "seal", "renewtrack_meta")  # the salvage is noted and sealed
    assert {name: before[name] for name in before if name not in books} == {
        name: after[name] for name in after if name not in books
    }


def test_what_was_read_of_any_torn_page_is_what_stood_there(sound: Path, tmp_path: Path) -> None:
    stored, before, chance = sound.read_bytes(), rows_of(sound), random.Random(7)
    for number in chance.sample(range(1, len(stored) // PAGE), 12):
        room = tmp_path / str(number)
        room.mkdir()
        torn = bytearray(stored)
        torn[number * PAGE : (number + 1) * PAGE] = chance.randbytes(PAGE)
        report = salvaged(room, bytes(torn))
        after = rows_of(room / "new.gpkg")
        doubtful = {(each.table, each.row_id) for each in report.mended}
        cut = {(each.table, each.row_id) for each in report.orphans}
        for table in set(table_words.TABLES) - {"audit_log", "seal", "renewtrack_meta"}:
            for row_id, row in after[table].items():
                if (table, row_id) not in doubtful | cut:
                    assert row == before[table][row_id]
            gone = set(before[table]) - set(after[table])
            told = {row_id for each in report.lost if each.table == table for row_id in _ids(each)}
            assert gone <= told


def _ids(lost: salvage_report.Lost) -> range:
    return range(lost.first, lost.last + 1)


def test_rows_are_found_without_the_tree_that_led_to_them(sound: Path, tmp_path: Path) -> None:
    stored = bytearray(sound.read_bytes())
    root = root_of(sound, "building")
    assert stored[(root - 1) * PAGE] == 5, "the root must be an inner page for this test"
    stored[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    report = salvaged(tmp_path, bytes(stored))
    assert (report.tables["building"].read, report.tables["building"].lost) == (ESTATES * 12, 0)


@pytest.mark.parametrize("torn", [100, PAGE], ids=["head", "first page"])
def test_a_file_without_its_beginning_is_salvaged(sound: Path, tmp_path: Path, torn: int) -> None:
    stored = sound.read_bytes()
    report = salvaged(tmp_path, bytes(torn) + stored[torn:])
    assert report.tables["building"].read == ESTATES * 12


def test_lost_rows_are_put_together_from_indexes_and_log(sound: Path, tmp_path: Path) -> None:
    stored = bytearray(sound.read_bytes())
    root = root_of(sound, "estate")
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.deserialize(bytes(stored))
        leaf = int.from_bytes(stored[(root - 1) * PAGE + 12 :][:2], "big")
        leaf = int.from_bytes(stored[(root - 1) * PAGE + leaf :][:4], "big")
    stored[(leaf - 1) * PAGE : leaf * PAGE] = bytes(PAGE)
    report = salvaged(tmp_path, bytes(stored))
    rebuilt = [each for each in report.mended if each.rebuilt]
    assert {each.table for each in rebuilt} == {"estate"}
    after, before = rows_of(tmp_path / "new.gpkg")["estate"], rows_of(sound)["estate"]
    assert set(after) == set(before)
    opened = file.open_file(tmp_path / "new.gpkg")
    known = {each.id: each for each in estates.all(opened.db)}
    assert [known[each.row_id].name for each in rebuilt] == [
        f"第{each.row_id - 1}小区" for each in rebuilt
    ]
    assert known[3].remark == "改过的备注"  # only the log still knows it
    opened.close()


def test_a_row_whose_parent_is_lost_is_cut_loose_or_told(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "orphans.gpkg"
    path.write_bytes(sound.read_bytes())
    with closing(sqlite3.connect(path)) as outside:
        for name in ("log_estate_delete", "log_building_delete"):
            outside.execute(f"DROP TRIGGER {name}")
        outside.execute("DELETE FROM estate WHERE id = 5")
        outside.execute("DELETE FROM building WHERE id = 1")
        outside.commit()
    report = salvaged(tmp_path, path.read_bytes())
    assert {
        (each.table, each.column, each.dropped)
        for each in report.orphans
        if each.parent == "estate"
    } == {("building", "estate_id", False), ("project_estate", "estate_id", True)}
    assert [(each.table, each.dropped) for each in report.orphans if each.parent == "building"] == [
        ("work", True)
    ]
    assert report.tables["estate"].lost == 1


def test_nothing_readable_makes_no_new_file(tmp_path: Path) -> None:
    path, out = tmp_path / "zeros.gpkg", tmp_path / "new.gpkg"
    path.write_bytes(bytes(20 * PAGE))
    with pytest.raises(salvaging.NothingReadable):
        salvaging.salvage(path, out)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_cut_off_at_any_page_never_becomes_an_empty_one(sound: Path, tmp_path: Path) -> None:
    stored = sound.read_bytes()
    path, out = tmp_path / "cut.gpkg", tmp_path / "new.gpkg"
    for pages in range(0, len(stored) // PAGE, 29):
        path.write_bytes(stored[: pages * PAGE])
        for each in tmp_path.glob("new.gpkg*"):
            each.unlink()
        try:
            report = salvaging.salvage(path, out)
        except salvaging.NothingReadable:
            assert not out.exists()
        else:
            assert report.total.read > 0
            assert report.total.lost + report.total.mended > 0


def test_a_salvage_that_is_stopped_leaves_nothing(sound: Path, tmp_path: Path) -> None:
    out = tmp_path / "new.gpkg"

    def stop(done: float, total: float) -> None:
        if done / total > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        salvaging.salvage(sound, out, stop)
    assert list(tmp_path.iterdir()) == []


def test_neither_a_missing_file_nor_an_old_name_is_taken(sound: Path, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        salvaging.salvage(tmp_path / "none.gpkg", tmp_path / "new.gpkg")
    with pytest.raises(FileExists):
        salvaging.salvage(sound, sound)


def test_a_file_of_an_old_schema_comes_into_one_of_the_present(tmp_path: Path) -> None:
    old = Path(__file__).parent / "released" / "schema-1.gpkg"
    stored = bytearray(old.read_bytes())
    root = root_of(old, "change_log")
    stored[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    report = salvaged(tmp_path, bytes(stored))
    wanted = rows_of_first(old)
    assert {table: report.tables[table].read for table in wanted} == wanted


def rows_of_first(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return {
            table: conn.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
            for table in ("area", "estate", "building", "project", "work", "funding")
        }


def test_the_report_lies_beside_in_both_languages_without_persons(
    sound: Path, tmp_path: Path
) -> None:
    stored = sound.read_bytes()
    report = salvaged(tmp_path, stored[: len(stored) // 2 // PAGE * PAGE])
    told = salvage_report.text_path(report.out).read_text("utf-8")
    document = json.loads(salvage_report.json_path(report.out).read_text("utf-8"))
    assert "抢救报告" in told
    assert "report of a salvage" in told
    assert document["tables"]["building"]["lost"] == report.tables["building"].lost > 0
    assert "13812345678" not in told + json.dumps(document)


def test_a_journal_that_waits_is_played_into_the_new_file_only(sound: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "killed.gpkg", tmp_path / "new.gpkg"
    path.write_bytes(sound.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as dying:
        dying.execute("PRAGMA cache_size = 1")
        dying.execute("PRAGMA synchronous = OFF")
        dying.execute("BEGIN")
        dying.execute("UPDATE work SET remark = hex(randomblob(400))")
        half, journal = path.read_bytes(), path.with_name("killed.gpkg-journal").read_bytes()
        dying.execute("ROLLBACK")
    room = tmp_path / "room"
    room.mkdir()
    path, out = room / "killed.gpkg", room / "new.gpkg"
    path.write_bytes(half)
    path.with_name("killed.gpkg-journal").write_bytes(journal)
    assert half != sound.read_bytes()
    report = salvaging.salvage(path, out)
    assert report.whole
    assert rows_of(out)["building"] == rows_of(sound)["building"]
    assert path.read_bytes() == half
    assert {each.name for each in room.iterdir()} == {
        "killed.gpkg",
        "killed.gpkg-journal",
        "new.gpkg",
        "new.gpkg.report.txt",
        "new.gpkg.report.json",
    }


def test_history_goes_on_and_numbers_are_not_given_twice(sound: Path, tmp_path: Path) -> None:
    stored = bytearray(sound.read_bytes())
    root = root_of(sound, "building")
    stored[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    salvaged(tmp_path, bytes(stored))
    opened = file.open_file(tmp_path / "new.gpkg")
    history.undo(opened.db, "测试")
    assert {each.id: each.remark for each in estates.all(opened.db)}[3] == "备注" * 60
    with actions.act(opened.db, "add_estate", "测试"):
        assert estates.add(opened.db, name="新小区") == ESTATES + 1
    assert health.findings(opened.db) == ()
    opened.close()


def test_attached_contents_come_along(tmp_path: Path) -> None:
    path, photo = tmp_path / "old.gpkg", tmp_path / "photo.txt"
    photo.write_text("照片")
    made = file.create(path, "示范区")
    with actions.act(made.db, "attach", "测试"):
        estate = estates.add(made.db, name="东里")
        content = contents.store(path, photo)
        attachments.attach(made.db, content, "estate", estate, "测试")
    made.close()
    salvaging.salvage(path, tmp_path / "new.gpkg")
    opened = file.open_file(tmp_path / "new.gpkg")
    assert attachments.missing(opened.db, tmp_path / "new.gpkg") == []
    opened.close()


def test_people_without_a_manager_are_let_in_again(
    tmp_path: Path, fingerprint: Callable[[Path], str]
) -> None:
    path = tmp_path / "old.gpkg"
    made = file.create(path, "示范区")
    made.close()
    with closing(sqlite3.connect(path)) as outside:
        outside.execute("INSERT INTO person (uid, name, role) VALUES ('x', '王工', 'editor')")
        outside.commit()
    report = salvaging.salvage(path, tmp_path / "new.gpkg")
    assert report.opened
    assert damage.look(tmp_path / "new.gpkg") == damage.Damage()
