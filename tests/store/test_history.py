"""What was done can be undone and redone, also after a restart, wholly or not at all."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renewtrack.store import (
    actions,
    areas,
    batches,
    buildings,
    estates,
    file,
    funding,
    history,
    projects,
    rows,
    works,
)
from renewtrack.store.file import ProjectFile
from renewtrack.words import Words
from tests.store.conftest import Dongli, square

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = (
    "area",
    "estate",
    "building",
    "site",
    "project",
    "project_estate",
    "work",
    "stage_event",
    "funding",
)


def content(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return everything people entered, with the map index."""
    found = {table: db.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in TABLES}
    for table in ("estate", "building"):
        found[f"rtree_{table}"] = db.execute(
            f"SELECT * FROM rtree_{table}_geom ORDER BY id"
        ).fetchall()
    return found


def test_undo_takes_back_an_edit_and_redo_brings_it_again(db: Database, dongli: Dongli) -> None:
    before = content(db)
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.estate, {"name": "东里花园", "floor_area_m2": 0.1})
    after = content(db)
    history.undo(db, "李工")
    assert content(db) == before
    history.redo(db, "李工")
    assert content(db) == after


def test_a_deleted_estate_comes_back_exactly(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(
            db,
            dongli.estate,
            {"geom": square(116.1, 40.1), "source_x": 1 / 3, "remark": "a\x00b'\"\n🏠"},
        )
        works.add(db, kind="B14", building_id=dongli.buildings[0], stage="S70", quantity=0.1)
        projects.move_to(db, dongli.project, "S80", "2025-05")
    before = content(db)
    with actions.act(db, "delete", "李工"):
        estates.remove(db, dongli.estate)
    assert content(db)["building"] == []
    undone = history.undo(db, "李工")
    assert content(db) == before
    assert {"estate", "building", "work", "project_estate"} <= undone.tables


def test_a_deleted_project_comes_back_with_its_money(db: Database, dongli: Dongli) -> None:
    before = content(db)
    with actions.act(db, "delete", "李工"):
        projects.remove(db, dongli.project)
    assert funding.of_project(db, dongli.project) == ()
    history.undo(db, "李工")
    assert content(db) == before


def test_undo_is_unlimited_and_survives_a_restart(project: ProjectFile, dongli: Dongli) -> None:
    states = [content(project.db)]
    for year in range(1990, 2000):
        with actions.act(project.db, "edit", "李工"):
            estates.change(project.db, dongli.estate, {"year_built": year})
        states.append(content(project.db))
    project.close()
    opened = file.open_file(project.path)
    for state in reversed(states[:-1]):
        history.undo(opened.db, "王工")
        assert content(opened.db) == state
    opened.close()
    again = file.open_file(project.path)
    for state in states[1:]:
        history.redo(again.db, "王工")
        assert content(again.db) == state
    assert history.redo_target(again.db) is None
    again.close()


def test_a_new_action_ends_the_way_forward(db: Database, dongli: Dongli) -> None:
    for year in (1990, 1991):
        with actions.act(db, "edit", "李工"):
            estates.change(db, dongli.estate, {"year_built": year})
    history.undo(db, "李工")
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.estate, {"year_built": 2000})
    history.undo(db, "李工")
    history.redo(db, "李工")
    with pytest.raises(history.NothingToRedo):
        history.redo(db, "李工")


def test_nothing_to_undo_is_told(db: Database) -> None:
    with pytest.raises(history.NothingToUndo):
        history.undo(db, "李工")


def test_undo_refuses_and_names_what_another_program_changed(
    db: Database, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    with actions.act(db, "bulk_edit", "李工"):
        estates.change(db, dongli.estate, {"year_built": 2001})
        estates.change(db, dongli.other, {"year_built": 2001})
    outside.execute("UPDATE estate SET year_built = 1980 WHERE id = ?", (dongli.other,))
    before = content(db)
    with pytest.raises(history.ChangedSince) as refused:
        history.undo(db, "李工")
    assert "小区“福雅里”" in refused.value.in_("zh")
    assert 'estate "福雅里"' in refused.value.in_("en")
    assert "上地东里" not in refused.value.in_("zh")
    assert content(db) == before


def test_undo_refuses_to_orphan_what_was_added_since(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "add_estate", "李工"):
        added = estates.add(db, name="新里", area_id=dongli.community)
    group = history.undo_target(db)
    assert group is not None
    with actions.act(db, "add_building", "李工"):
        buildings.add(db, estate_id=added, number="7")
    before = content(db)
    with pytest.raises(history.ChangedSince) as refused:
        history.undo_group(db, group.id, "李工")
    assert "新里7号楼" in refused.value.in_("zh")
    assert content(db) == before


def test_an_old_action_is_taken_back_on_its_own(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工") as first:
        estates.change(db, dongli.estate, {"year_built": 1990})
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"year_built": 1991})
    history.undo_group(db, first, "李工")
    found = [estate.year_built for estate in estates.all(db)]
    assert sorted(found, key=str) == [1991, 1993]


def test_a_number_taken_since_is_named(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "delete", "李工") as deletion:
        buildings.remove(db, dongli.buildings[0])
    with actions.act(db, "add_building", "李工"):
        buildings.add(db, estate_id=dongli.estate, number="1")
    with pytest.raises(history.ChangedSince) as refused:
        history.undo_group(db, deletion, "李工")
    assert "上地东里小区1号楼" in refused.value.in_("zh")


def test_swapped_numbers_are_swapped_back(db: Database, dongli: Dongli) -> None:
    before = content(db)
    one, two, _ = dongli.buildings
    with actions.act(db, "bulk_edit", "李工"):
        buildings.change(db, one, {"number": "临时"})
        buildings.change(db, two, {"number": "1"})
        buildings.change(db, one, {"number": "2"})
    history.undo(db, "李工")
    assert content(db) == before


def test_an_import_of_thousands_is_undone_quickly_and_comes_again(db: Database) -> None:
    empty = content(db)

    def take_in() -> int:
        with actions.act(db, "import", "李工", "普查表.csv"):
            batch = batches.add(db, file="普查表.csv", kind="buildings", rows_read=5000)
            street = areas.ensure(db, "street", "上地街道")
            estate = estates.add(db, name="东里", area_id=street)
            cells: list[batches.Line] = []
            for number in range(5000):
                row = buildings.add(
                    db, estate_id=estate, number=str(number), geom=square(116 + number / 1e5, 40)
                )
                said = (str(number), None, None)
                cells.append(("building", row, "number", "表", "A1", *said))
            batches.note_cells(db, batch, cells)
        return row

    row = take_in()
    assert batches.source_of(db, "building", row)["number"].raw == "4999"
    started = time.perf_counter()
    history.undo(db, "李工")
    assert time.perf_counter() - started < 5
    assert content(db) == empty
    assert batches.latest(db) is None
    assert batches.source_of(db, "building", row) == {}
    history.redo(db, "李工")
    assert batches.source_of(db, "building", row)["number"].file == "普查表.csv"
    history.undo(db, "李工")
    take_in()
    assert len(content(db)["building"]) == 5000


def test_the_log_names_group_person_and_true_values(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工", "上地东里小区") as group:
        estates.change(db, dongli.estate, {"year_built": 1994, "name": "上地东里小区"})
    change = history.of_record(db, "estate", dongli.estate)[0]
    assert (change.group_id, change.who, change.op, change.column) == (
        group,
        "李工",
        "update",
        "year_built",
    )
    assert (change.old, change.new) == (1993, 1994)
    assert change.words is not None
    assert change.words.zh == "修改上地东里小区"
    assert change.at.endswith("Z")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    value=st.one_of(
        st.none(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False),
        st.text(st.characters(exclude_categories=["Cs"])),
    )
)
def test_any_value_comes_back_from_a_deletion(
    db: Database, dongli: Dongli, value: float | str | None
) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"source_x": value, "remark": str(value)})
    before = rows.fetch(db, "SELECT source_x, remark FROM estate WHERE id = ?", (dongli.other,))
    with actions.act(db, "delete", "李工"):
        estates.remove(db, dongli.other)
    history.undo(db, "李工")
    after = rows.fetch(db, "SELECT source_x, remark FROM estate WHERE id = ?", (dongli.other,))
    assert after == before


def test_taking_back_an_undo_leaves_undo_and_redo_the_right_way_round(
    db: Database, dongli: Dongli
) -> None:
    def name() -> str:
        return str(rows.value(db, "SELECT name FROM estate WHERE id = ?", (dongli.estate,)))

    for new in ("甲里", "乙里"):
        with actions.act(db, "edit", "李工", new):
            estates.change(db, dongli.estate, {"name": new})
    history.undo(db, "李工")
    history.undo_group(db, history.groups(db, limit=1)[0].id, "李工")
    assert name() == "乙里"
    assert history.redo_target(db) is None
    history.undo(db, "李工")
    assert name() == "甲里"
    history.redo(db, "李工")
    assert name() == "乙里"
    assert [history.undo(db, "李工") and name() for _ in range(2)] == ["甲里", "上地东里小区"]


def test_undo_and_redo_are_named_after_the_persons_action(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工", "乙里"):
        estates.change(db, dongli.estate, {"name": "乙里"})
    for step in (history.undo, history.redo, history.undo, history.redo):
        assert step(db, "李工").group.words.zh == "修改乙里"
    history.undo_group(db, history.groups(db, limit=1)[0].id, "李工")
    target = history.redo_target(db)
    assert target is not None
    assert target.words == Words("修改乙里", "Edit 乙里")
    history.undo_group(db, target.id, "李工")
    told = [group.words.zh for group in history.groups(db, limit=6)]
    assert told == ["重做：修改乙里", "撤销：修改乙里"] * 3


def test_a_look_at_personal_details_cannot_be_taken_back(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "reveal", "王工") as look:
        pass
    assert [group.action for group in history.groups(db, limit=1)] == ["reveal"]
    target = history.undo_target(db)
    assert target is not None
    assert target.action == "create_demo"
    with pytest.raises(history.NothingToUndo):
        history.undo_group(db, look, "王工")
    history.undo(db, "王工")
    with actions.act(db, "reveal", "王工"):
        pass
    assert history.redo_target(db) is not None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM estate WHERE id = :estate",
        "INSERT INTO building (estate_id, number, uid) VALUES (4711, '1', 'x')",
    ],
)
def test_an_orphan_of_another_program_does_not_stop_undo(
    db: Database, dongli: Dongli, outside: sqlite3.Connection, statement: str
) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"year_built": 2001})
    outside.execute(statement, {"estate": dongli.estate})
    assert db.execute("PRAGMA foreign_key_check").fetchall()
    history.undo(db, "李工")
    after = rows.value(db, "SELECT year_built FROM estate WHERE id = ?", (dongli.other,))
    assert after is None
