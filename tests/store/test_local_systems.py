"""Local systems in the file: kept, renamed with their positions, undone, and refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlite_utils import Database

from renewtrack.domain import datum
from renewtrack.domain.control_points import AFFINE, ControlPoint, TooFewPoints
from renewtrack.store import actions, buildings, estates, gpkg, history, local_systems, rows
from renewtrack.store.local_systems import InUse, LocalSystem, NameTaken, NoName

POINTS = (
    ControlPoint("A1", 1000, 2000, 116.29, 40.02),
    ControlPoint("A2", 5270, 2013, 116.34, 40.0201),
    ControlPoint("A3", 1002, 5331, 116.29, 40.05),
)
MADE = LocalSystem(0, "城建坐标系", POINTS, AFFINE, remark="1987 年")


def add(db: Database, system: LocalSystem = MADE) -> int:
    with actions.act(db, "local_system", "测试", system.name):
        return local_systems.add(db, system)


def test_a_system_is_read_as_it_was_written(db: Database) -> None:
    made = add(db)
    (found,) = local_systems.all(db)
    assert found == replace(MADE, id=made, meridian=117)
    fit = local_systems.fits(db)["local:城建坐标系"]
    assert datum.metres_between(fit.to_wgs84(1000, 2000), (116.29, 40.02)) < 1e-6


def test_making_one_can_be_undone(db: Database) -> None:
    add(db)
    history.undo(db, "测试")
    assert local_systems.all(db) == []


@pytest.mark.parametrize(
    ("system", "refusal"),
    [
        (replace(MADE, name=" "), NoName),
        (replace(MADE, name="名" * 61), NoName),
        (replace(MADE, name="另一个", points=POINTS[:2]), TooFewPoints),
        (MADE, NameTaken),
    ],
)
def test_what_cannot_be_used_is_not_kept(
    db: Database, system: LocalSystem, refusal: type[Exception]
) -> None:
    add(db)
    with pytest.raises(refusal):
        add(db, system)
    assert len(local_systems.all(db)) == 1


def placed(db: Database) -> int:
    with actions.act(db, "add_building", "测试"):
        home = estates.add(db, name="东里")
        return buildings.add(
            db,
            estate_id=home,
            number="1",
            geom=gpkg.point(116.3, 40.03),
            source_x=1800.0,
            source_y=3100.0,
            source_crs=MADE.key,
            position_method="import",
        )


def test_positions_follow_a_new_name(db: Database) -> None:
    made, building = add(db), placed(db)
    with actions.act(db, "local_system", "测试"):
        local_systems.change(db, replace(MADE, id=made, name="新城建坐标系"))
    found = buildings.get(db, building)
    assert found is not None
    assert found.source_crs == "local:新城建坐标系"


def test_a_system_that_positions_came_from_stays(db: Database) -> None:
    made = add(db)
    placed(db)
    with pytest.raises(InUse), actions.act(db, "local_system", "测试"):
        local_systems.remove(db, made)
    assert len(local_systems.all(db)) == 1


def test_a_system_that_another_program_broke_is_left_out(db: Database) -> None:
    add(db)
    with actions.act(db, "local_system", "测试"):
        db.execute("UPDATE local_system SET points = '[[1]]'")
    assert local_systems.fits(db) == {}


@pytest.mark.parametrize("points", ["[" * 100_000, '[["a", 1' + "0" * 400 + ", 1, 116, 40]]", "{}"])
def test_points_of_another_program_that_cannot_be_read_are_none(db: Database, points: str) -> None:
    with actions.act(db, "local_system", "张工"):
        rows.add(db, "local_system", {"name": "甲", "points": points})
    assert local_systems.all(db)[0].points == ()
    assert local_systems.fits(db) == {}
