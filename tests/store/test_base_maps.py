"""Base maps in the file: kept in order, as one step that can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import base_maps, history
from renewtrack.store.actions import act
from renewtrack.store.base_maps import ONLINE, PICTURE, BaseMap
from renewtrack.store.file import ProjectFile

if TYPE_CHECKING:
    from sqlite_utils import Database

AERIAL = BaseMap(
    name="航片",
    kind=PICTURE,
    path="图/航片.tif",
    attribution="区测绘院",
    approval_number="京S(2025)001号",
    opacity=0.6,
    settings={"corners": [[1.0, 2.0]] * 4},
)
ROADS = BaseMap(name="路", path="/数据/路.mbtiles", shown=False)
WEB = BaseMap(name="天地图", kind=ONLINE, path="https://t0.example/{z}/{x}/{y}")


def _keep(db: Database, *wanted: BaseMap) -> None:
    with act(db, "base_map", "张工"):
        base_maps.keep(db, wanted)


def _known(db: Database) -> list[BaseMap]:
    return [replace(each, id=0) for each in base_maps.all(db)]


def test_they_come_back_as_they_were_kept(project: ProjectFile) -> None:
    _keep(project.db, AERIAL, ROADS, WEB)
    assert _known(project.db) == [AERIAL, ROADS, WEB]


def test_another_order_and_a_removal_are_one_step_that_can_be_taken_back(
    project: ProjectFile,
) -> None:
    _keep(project.db, AERIAL, ROADS, WEB)
    first, second, _ = base_maps.all(project.db)
    _keep(project.db, replace(second, opacity=0.3), first)
    assert _known(project.db) == [replace(ROADS, opacity=0.3), AERIAL]
    history.undo(project.db, "张工")
    assert _known(project.db) == [AERIAL, ROADS, WEB]


def test_keeping_the_same_changes_nothing(project: ProjectFile) -> None:
    _keep(project.db, AERIAL, ROADS)
    before = history.undo_target(project.db)
    _keep(project.db, *base_maps.all(project.db))
    assert history.undo_target(project.db) == before


def test_a_file_below_the_ledger_is_known_by_its_way_from_there(tmp_path: Path) -> None:
    ledger = tmp_path / "台账" / "示范区.gpkg"
    inside, outside = tmp_path / "台账" / "图" / "a.tif", tmp_path / "b.tif"
    assert base_maps.path_from(ledger, inside) == "图/a.tif"
    assert BaseMap(path="图/a.tif").file(ledger) == inside
    assert BaseMap(path=base_maps.path_from(ledger, outside)).file(ledger) == outside.resolve()


def test_settings_that_another_program_broke_are_none(project: ProjectFile) -> None:
    _keep(project.db, AERIAL)
    with act(project.db, "base_map", "张工"):
        project.db.execute("UPDATE base_map SET settings = '[' ")
    assert _known(project.db)[0].settings == {}


@pytest.mark.parametrize("stored", [float("inf"), float("-inf"), 7, -1, "x", None])
def test_an_opacity_that_another_program_wrote_lies_between_none_and_all(stored: object) -> None:
    assert 0 <= base_maps._share(stored) <= 1
