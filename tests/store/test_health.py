"""A whole file has no findings; each kind of damage is named by the check that is there for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewtrack.store import attachments, contents, estates, file, gpkg, health, history
from renewtrack.store.actions import act
from renewtrack.store.file import ProjectFile


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    made = file.create(tmp_path / "district.gpkg", "示范区")
    with act(made.db, "add_estate", "王工"):
        estates.add(made.db, name="东里小区", geom=gpkg.point(116.31, 40.03))
    yield made
    made.close()


def _damage(project: ProjectFile, statement: str) -> None:
    """Write to the file as a foreign program does: with none of our safeguards."""
    foreign = sqlite3.connect(project.path)
    foreign.execute(statement)
    foreign.commit()
    foreign.close()


def _found(project: ProjectFile) -> set[str]:
    return {finding.check for finding in health.findings(project.db)}


def test_a_new_file_with_an_estate_on_the_map_is_whole(project: ProjectFile) -> None:
    assert health.findings(project.db) == ()


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("links", "INSERT INTO funding (project_id, source) VALUES (4711, 'central')"),
        ("map_index", "DELETE FROM rtree_estate_geom"),
        ("map_index", "DROP TABLE rtree_estate_geom"),
        ("map_index", "UPDATE rtree_estate_geom SET maxx = maxx + 1"),
        ("history", "DROP TRIGGER log_estate_update"),
        (
            "history",
            "CREATE TRIGGER log_estate_quiet AFTER UPDATE ON estate BEGIN SELECT 1; END",
        ),
        ("standard", "PRAGMA user_version = 10200"),
        (
            "standard",
            "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('x', 'attributes')",
        ),
    ],
)
def test_damage_is_found_by_the_check_for_it(project: ProjectFile, check: str, damage: str) -> None:
    _damage(project, damage)
    assert _found(project) == {check}


def _quietly(project: ProjectFile, statement: str) -> None:
    """Write past our triggers, as a bit that rots does."""
    foreign = sqlite3.connect(project.path)
    gpkg.supply_functions(foreign)
    kept = foreign.execute("SELECT sql FROM sqlite_master WHERE name LIKE 'log_%'").fetchall()
    names = foreign.execute("SELECT name FROM sqlite_master WHERE name LIKE 'log_%'").fetchall()
    for (name,) in names:
        foreign.execute(f"DROP TRIGGER {name}")
    foreign.execute(statement)
    for (sql,) in kept:
        foreign.execute(sql)
    foreign.commit()
    foreign.close()


@pytest.mark.parametrize(
    ("checks", "statement"),
    [
        ({"counts"}, "INSERT INTO project (name) VALUES ('谁')"),
        ({"edits"}, "UPDATE estate SET remark = '别的'"),
        ({"sequence"}, "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'estate'"),
        (
            {"imports"},
            "INSERT INTO import_batch (file, imported_at, rows_read, new, changed, same, rejected)"
            " VALUES ('a.xlsx', '2026', 10, 1, 2, 3, 3)",
        ),
        ({"seals"}, "UPDATE action_group SET who = '别人'"),
        ({"books"}, "INSERT INTO draft VALUES (1, '', '', '', CAST(x'ff' AS TEXT))"),
    ],
)
def test_what_no_transaction_of_ours_wrote_is_found(
    project: ProjectFile, checks: set[str], statement: str
) -> None:
    with act(project.db, "edit", "王工"):
        estates.change(project.db, 1, {"remark": "记录过的备注"})
    _quietly(project, statement)
    assert _found(project) == checks


def test_a_history_of_edits_deletes_undo_and_redo_is_whole(project: ProjectFile) -> None:
    with act(project.db, "edit", "王工"):
        estates.change(project.db, 1, {"remark": "一", "floor_area_m2": 0.1})
    with act(project.db, "delete", "王工"):
        estates.remove(project.db, 1)
    for step in (history.undo, history.undo, history.redo, history.undo, history.undo):
        step(project.db, "王工")
        assert health.findings(project.db) == ()


def test_a_check_that_meets_a_text_that_is_none_is_a_finding(project: ProjectFile) -> None:
    _quietly(project, "UPDATE change_log SET table_name = CAST(x'ff' AS TEXT) WHERE id = 1")
    assert {"counts", "books"} <= _found(project)


def test_a_missing_attachment_is_found(project: ProjectFile, tmp_path: Path) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"photo")
    content = contents.store(project.path, photo)
    with act(project.db, "attach", "王工"):
        attachments.attach(project.db, content, "estate", 1, "王工")
    assert _found(project) == set()
    contents.place(project.path, content.sha256).unlink()
    assert _found(project) == {"attachments"}
