from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.store import actions, buildings, estates, file, gpkg, map_revision, on_map


@pytest.fixture
def project(blank_file: Path, tmp_path: Path) -> file.ProjectFile:
    made = file.open_file(Path(shutil.copy(blank_file, tmp_path / "示范区.gpkg")))
    with actions.act(made.db, "create_demo", "测试"):
        estate = estates.add(made.db, name="东里")
        buildings.add(made.db, estate_id=estate, number="3", geom=gpkg.point(116.3, 40.0))
        buildings.add(made.db, estate_id=estate, number="5号楼")
    return made


CHANGES: dict[str, tuple[Callable[[Database], object], bool]] = {
    "storeys": (lambda db: buildings.change(db, 1, {"storeys": 6}), True),
    "an estate's address": (lambda db: estates.change(db, 1, {"address": "学院路"}), True),
    "a place": (lambda db: buildings.change(db, 1, {"geom": gpkg.point(116.4, 40.0)}), False),
    "a number": (lambda db: buildings.change(db, 1, {"number": "4"}), False),
    "an estate's name": (lambda db: estates.change(db, 1, {"name": "西里"}), False),
    "a building less": (lambda db: buildings.remove(db, 1), False),
}


@pytest.mark.parametrize("name", CHANGES)
def test_shapes_are_packed_anew_only_where_a_place_or_name_has_changed(
    project: file.ProjectFile, name: str
) -> None:
    change, stands = CHANGES[name]
    before = map_revision.revision(project.db)
    with actions.act(project.db, "edit", "测试"):
        change(project.db)
    assert map_revision.shapes_stand(project.db, before) is stands
    project.close()


def test_a_copy_that_went_another_way_is_another_history(project: file.ProjectFile) -> None:
    path = Path(project.path)
    project.close()
    other = Path(shutil.copy(path, path.with_name("另一份.gpkg")))
    here, there = file.open_file(path, who="甲"), file.open_file(other, who="乙")
    for each, storeys in ((here, 6), (there, 7)):
        with actions.act(each.db, "edit", "测试"):
            buildings.change(each.db, 1, {"storeys": storeys})
    later = map_revision.revision(here.db)
    with actions.act(there.db, "edit", "测试"):
        buildings.change(there.db, 1, {"storeys": 8})
    assert not map_revision.shapes_stand(there.db, later)
    here.close()
    there.close()


def test_what_is_placed_stands_in_columns_with_the_names_of_the_list(
    project: file.ProjectFile,
) -> None:
    placed = on_map.placed(project.db)
    assert (placed.ids, placed.estate_ids, placed.labels) == ([1], [1], ["东里3号楼"])
    assert placed.geoms == [gpkg.point(116.3, 40.0)]
    project.close()


def test_a_building_that_goes_while_the_map_is_read_stops_nothing(
    project: file.ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = on_map.outlines

    def meanwhile(db: Database) -> on_map.Outlines:
        found = whole(db)
        with actions.act(db, "delete", "另一窗口"):
            buildings.remove(db, 1)
        return found

    monkeypatch.setattr(on_map, "outlines", meanwhile)
    assert on_map.placed(project.db).ids == [1]
    monkeypatch.setattr(on_map, "outlines", whole)
    assert on_map.placed(project.db).ids == []
