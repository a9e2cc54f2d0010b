"""An import is taken back later: what others built upon it stays and is named, the rest goes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import (
    actions,
    batches,
    buildings,
    estates,
    funding,
    history,
    leaving,
    projects,
    rows,
    sealing,
    works,
)
from tests.store.conftest import Dongli
from tests.store.test_history import content

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def imported(db: Database, dongli: Dongli) -> int:
    """Return the group of an import: a new estate with two buildings, a project, two changes."""
    with actions.act(db, "import", "张工", "十月.xlsx") as group:
        batches.add(db, file="十月.xlsx", kind="estates")
        added = estates.add(db, name="新里", area_id=dongli.community)
        for number in ("1", "2"):
            buildings.add(db, estate_id=added, number=number)
        renewal = projects.add(db, [added], plan_year=2026, stage="S10")
        funding.set_planned(db, renewal, {"central": 100, "city": 50})
        projects.move_to(db, renewal, "S30", "2026-03")
        projects.move_to(db, dongli.project, "S80", "2026-04")
        estates.change(db, dongli.estate, {"year_built": 1999})
        estates.change(db, dongli.other, {"year_built": 2000})
    return group


def one(db: Database, query: str, *parameters: object) -> object:
    return rows.value(db, query, parameters)


def named(undone: history.Undone) -> list[str]:
    return [words.zh for words in undone.left]


def test_an_import_that_nobody_touched_goes_whole(db: Database, imported: int) -> None:
    before = content(db)
    undone = history.take_back(db, imported, "李工")
    assert (undone.left, undone.left_count) == ((), 0)
    assert one(db, "SELECT COUNT(*) FROM estate WHERE name = '新里'") == 0
    history.redo(db, "李工")
    assert content(db) == before


def test_records_changed_since_stay_and_are_named_and_the_rest_goes(
    db: Database, dongli: Dongli, imported: int
) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"remark": "已核对"})
    undone = history.take_back(db, imported, "李工")
    assert named(undone) == ["小区“福雅里”"]
    assert undone.left_count == 1
    assert one(db, "SELECT year_built FROM estate WHERE id = ?", dongli.other) == 2000
    assert one(db, "SELECT remark FROM estate WHERE id = ?", dongli.other) == "已核对"
    assert one(db, "SELECT year_built FROM estate WHERE id = ?", dongli.estate) == 1993
    assert one(db, "SELECT COUNT(*) FROM estate WHERE name = '新里'") == 0


def test_a_plain_undo_of_the_same_import_stays_strict(
    db: Database, dongli: Dongli, imported: int
) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"remark": "已核对"})
    before = content(db)
    with pytest.raises(history.ChangedSince):
        history.undo_group(db, imported, "李工")
    assert content(db) == before


def test_what_later_records_hang_on_stays_with_all_above_it(
    db: Database, dongli: Dongli, imported: int
) -> None:
    building = one(db, "SELECT id FROM building WHERE number = '2' ORDER BY id DESC")
    with actions.act(db, "add_work", "李工"):
        works.add(db, kind="B14", building_id=int(str(building)))
    undone = history.take_back(db, imported, "李工")
    assert set(named(undone)) == {"小区“新里”", "楼栋“新里2号楼”"}
    left = one(
        db,
        "SELECT group_concat(number) FROM building JOIN estate ON estate.id = estate_id"
        " WHERE name = '新里'",
    )
    assert left == "2"
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_project_that_stays_keeps_its_money_its_stages_and_its_estate(
    db: Database, dongli: Dongli, imported: int
) -> None:
    renewal = one(db, "SELECT MAX(id) FROM project")
    with actions.act(db, "edit", "李工"):
        projects.change(db, int(str(renewal)), {"remark": "已核对"})
    history.take_back(db, imported, "李工")
    assert one(db, "SELECT COUNT(*) FROM funding WHERE project_id = ?", renewal) == 2
    assert one(db, "SELECT stage FROM stage_event WHERE project_id = ?", renewal) == "S30"
    assert one(db, "SELECT COUNT(*) FROM project_estate WHERE project_id = ?", renewal) == 1
    assert one(db, "SELECT COUNT(*) FROM estate WHERE name = '新里'") == 1
    assert (
        one(db, "SELECT COUNT(*) FROM building WHERE number IN ('1', '2')") == 2
    )  # 上地东里's own


def test_a_stage_dated_since_keeps_its_project_at_that_stage(
    db: Database, dongli: Dongli, imported: int
) -> None:
    with actions.act(db, "edit", "李工"):
        db.execute(
            "UPDATE stage_event SET date = '2026-05' WHERE project_id = ? AND stage = 'S80'",
            (dongli.project,),
        )
    history.take_back(db, imported, "李工")
    assert one(db, "SELECT stage FROM project WHERE id = ?", dongli.project) == "S80"
    assert (
        one(
            db,
            "SELECT date FROM stage_event WHERE project_id = ? AND stage = 'S80'",
            dongli.project,
        )
        == "2026-05"
    )


def test_a_deleted_record_whose_parent_is_gone_stays_deleted(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "delete", "李工") as deletion:
        for each in dongli.buildings:
            buildings.remove(db, each)
        estates.change(db, dongli.other, {"year_built": 2000})
    with actions.act(db, "delete", "李工"):
        estates.remove(db, dongli.estate)
    undone = history.take_back(db, deletion, "李工")
    assert undone.left_count == 3
    assert one(db, "SELECT COUNT(*) FROM building") == 0
    assert one(db, "SELECT year_built FROM estate WHERE id = ?", dongli.other) is None


def test_a_number_taken_since_leaves_that_record_only(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "delete", "李工") as deletion:
        for each in dongli.buildings:
            buildings.remove(db, each)
    with actions.act(db, "add_building", "李工"):
        buildings.add(db, estate_id=dongli.estate, number="1")
    undone = history.take_back(db, deletion, "李工")
    assert named(undone) == ["楼栋“上地东里小区1号楼”"]
    assert one(db, "SELECT group_concat(number) FROM (SELECT number FROM building ORDER BY 1)") == (
        "1,12,2"
    )


def test_where_nothing_would_go_it_is_refused(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "import", "张工") as group:
        estates.change(db, dongli.other, {"year_built": 2000})
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"year_built": 2001})
    groups = history.groups(db)
    with pytest.raises(history.ChangedSince):
        history.take_back(db, group, "李工")
    assert history.groups(db) == groups


def test_a_partial_undo_is_redone_and_undone_again(
    db: Database, dongli: Dongli, imported: int
) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"remark": "已核对"})
    whole = content(db)
    history.take_back(db, imported, "李工")
    partly = content(db)
    assert history.redo(db, "李工").left == ()
    assert content(db) == whole
    history.undo(db, "李工")
    assert content(db) == partly


def test_what_was_left_still_counts_as_changed_for_older_actions(
    db: Database, dongli: Dongli
) -> None:
    """The undone import still holds the estate's year: undoing what came before would lose it."""
    with actions.act(db, "edit", "李工") as first:
        estates.change(db, dongli.other, {"year_built": 1980})
    with actions.act(db, "import", "张工") as second:
        estates.change(db, dongli.other, {"year_built": 2000})
        estates.change(db, dongli.estate, {"year_built": 2000})
    with actions.act(db, "edit", "李工") as third:
        estates.change(db, dongli.other, {"remark": "已核对"})
    history.take_back(db, second, "李工")
    history.undo_group(db, third, "李工")
    with pytest.raises(history.ChangedSince):
        history.undo_group(db, first, "李工")
    assert one(db, "SELECT year_built FROM estate WHERE id = ?", dongli.other) == 2000


def test_the_history_tells_how_much_an_undo_left(
    db: Database, dongli: Dongli, imported: int
) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"remark": "已核对"})
    history.take_back(db, imported, "李工")
    latest, _, old, *_ = history.groups(db)
    assert (latest.action, latest.left, old.standing) == ("undo", 1, False)
    assert leaving.by_undo(db) == {latest.id: {("estate", dongli.other)}}
    assert list(sealing.findings(db)) == []


def test_what_another_program_changed_stays_too(
    db: Database, dongli: Dongli, imported: int, outside: sqlite3.Connection
) -> None:
    outside.execute("UPDATE estate SET year_built = 1900 WHERE id = ?", (dongli.other,))
    assert history.take_back(db, imported, "李工").left_count == 1
    assert one(db, "SELECT year_built FROM estate WHERE id = ?", dongli.other) == 1900


def test_an_unknown_or_undone_action_is_refused(db: Database, imported: int) -> None:
    history.take_back(db, imported, "李工")
    for group in (imported, 4711):
        with pytest.raises(history.NothingToUndo):
            history.take_back(db, group, "李工")


def test_going_back_to_an_action_undoes_all_that_came_later(db: Database, dongli: Dongli) -> None:
    states, groups = [], []
    for year in range(1990, 1996):
        with actions.act(db, "edit", "李工") as group:
            estates.change(db, dongli.estate, {"year_built": year})
        states.append(content(db))
        groups.append(group)
    history.undo(db, "李工")
    history.undo(db, "李工")
    assert [each.id for each in history.later(db, groups[1])] == [groups[3], groups[2]]
    assert len(history.undo_to(db, groups[1], "李工")) == 2
    assert content(db) == states[1]
    history.undo_to(db, groups[4], "李工")
    assert content(db) == states[4]


def test_going_back_stops_at_what_another_program_changed(
    db: Database, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    with actions.act(db, "edit", "李工") as first:
        estates.change(db, dongli.other, {"year_built": 1})
    with actions.act(db, "edit", "李工", "第二步"):
        estates.change(db, dongli.other, {"year_built": 2})
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.estate, {"year_built": 3})
    outside.execute("UPDATE estate SET year_built = 1900 WHERE id = ?", (dongli.other,))
    with pytest.raises(history.WentBackPartly) as stopped:
        history.undo_to(db, first, "李工")
    assert "最近的 1 项" in stopped.value.in_("zh")
    assert "第二步" in stopped.value.in_("zh")
    assert one(db, "SELECT year_built FROM estate WHERE id = ?", dongli.estate) == 1993
