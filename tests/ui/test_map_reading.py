"""After an edit only what it touched is read again, and the map is as if all had been."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlite_utils import Database

from renewtrack.maps.theme import THEMES
from renewtrack.store import (
    actions,
    buildings,
    estates,
    file,
    funding,
    gpkg,
    map_revision,
    projects,
    works,
)
from renewtrack.ui import map_reading

TODAY = "2026-06-30"
EDITS: dict[str, Callable[[Database], object]] = {
    "a stage": lambda db: projects.change(db, 1, {"stage": "S90"}),
    "a building's structure": lambda db: buildings.change(db, 2, {"structure": "brick_concrete"}),
    "a year": lambda db: estates.change(db, 2, {"year_built": 1979}),
    "a work on a building": lambda db: works.add(db, kind="W15", building_id=1, stage="S70"),
    "money planned": lambda db: funding.set_planned(db, 1, {"central": 100}),
    "a work less": lambda db: works.remove(db, 1),
    "nothing": lambda db: None,
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = file.create(tmp_path_factory.mktemp("map") / "示范区.gpkg", "示范区")
    with actions.act(made.db, "create_demo", "测试"):
        for name in ("东里", "西里", "南里"):
            estate = estates.add(made.db, name=name)
            for number in ("1", "2"):
                buildings.add(
                    made.db, estate_id=estate, number=number, geom=gpkg.point(116.3, 40.0)
                )
        renewal = projects.add(made.db, [1, 3], plan_year=2025, stage="S30")
        works.add(made.db, kind="W15", estate_id=3, project_id=renewal)
    yield made.db
    made.close()


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_read_again_is_as_if_all_had_been_read(db: Database, edit: str) -> None:
    known = {theme.key: map_reading.read(db, TODAY, theme, None).known for theme in THEMES}
    with actions.act(db, "edit", "测试"):
        EDITS[edit](db)
    for theme in THEMES:
        again = map_reading.read(db, TODAY, theme, known[theme.key]).drawing.look
        anew = map_reading.read(db, TODAY, theme, None).drawing.look
        assert again.classes.tolist() == anew.classes.tolist(), theme.key
        assert again.overdue.tolist() == anew.overdue.tolist(), theme.key


def test_an_edit_of_one_estate_is_known_to_touch_only_that_one(db: Database) -> None:
    before = map_revision.revision(db)
    with actions.act(db, "edit", "测试"):
        buildings.change(db, 3, {"storeys": 6})
    assert map_revision.estates_touched(db, before) == {2}
