"""A position outside the district, or far from every known one, is told in kilometres."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from sqlite_utils import Database

from renewtrack.intake import planning
from renewtrack.store import actions, areas, gpkg
from tests.intake import offices
from tests.intake.facts import Take
from tests.intake.offices import Grid

HERE = (116.30, 40.03)


def survey(folder: Path, *places: tuple[float, float]) -> Path:
    heads: list[offices.Cell] = ["街道", "社区", "小区名称", "楼号", "经度(WGS84)", "纬度(WGS84)"]
    rows: list[list[offices.Cell]] = [
        ["东湖街道", "湖滨社区", "临湖里", f"{number}#", *place]
        for number, place in enumerate(places, 1)
    ]
    return offices.save_xlsx(folder / "楼栋.xlsx", Grid([heads, *rows], []))


def told(db: Database, path: Path) -> list[tuple[int, str]]:
    return [(one.row, one.kind) for one in planning.plan(db, path).issues]


@pytest.fixture
def district(db: Database) -> None:
    """Give the district an area of some 17 by 22 km with its east side cut in."""
    corners = [(116.2, 39.9), (116.4, 39.9), (116.3, 40.0), (116.4, 40.1), (116.2, 40.1)]
    border = gpkg.from_wkb(shapely.Polygon(corners).wkb)
    with actions.act(db, "edit", "测试员"):
        areas.add(db, level="district", name="示范区", geom=border)


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    ("place", "kinds"),
    [
        (HERE, []),
        ((116.195, 40.0), []),  # 400 m out
        ((116.17, 40.0), ["outside_district"]),
        ((116.38, 40.0), ["outside_district"]),  # within the box, not within the border
        ((117.5, 40.0), ["outside_district"]),
    ],
)
def test_a_position_outside_the_districts_border_is_told(
    db: Database, tmp_path: Path, place: tuple[float, float], kinds: list[str]
) -> None:
    assert told(db, survey(tmp_path, HERE, place)) == [(3, kind) for kind in kinds]


def test_known_positions_speak_before_the_sheets_own(
    db: Database, take: Take, tmp_path: Path
) -> None:
    near = [(HERE[0] + 0.001 * step, HERE[1]) for step in range(4)]
    take(survey(tmp_path, *near))
    far = [(lon + 1, lat) for lon, lat in near]
    path = survey(tmp_path, *near, *far, *[(lon, lat + 0.001) for lon, lat in far])
    assert told(db, path) == [(row, "far_away") for row in range(6, 14)]
    assert told(db, survey(tmp_path, *near, (HERE[0] + 0.2, HERE[1]))) == []


def test_two_points_alone_are_not_far_from_each_other(db: Database, tmp_path: Path) -> None:
    assert told(db, survey(tmp_path, HERE, (117.5, 40.0))) == []
