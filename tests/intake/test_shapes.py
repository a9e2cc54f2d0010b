"""Shapes that come with a sheet or a layer: converted, checked, mended, put where they lie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from pyproj import Transformer
from sqlite_utils import Database

from renewtrack.intake import planning
from renewtrack.intake.options import Options
from renewtrack.store import areas, buildings, estates, gpkg, history, sites
from tests.gis.vector_files import LAT, LON, bow_tie, house, write
from tests.intake.facts import Take

EAST = Transformer.from_crs("EPSG:4326", "EPSG:4548", always_xy=True)


def survey(path: Path, *shapes: shapely.Geometry | str | None, head: str = "WKT") -> Path:
    """Write a csv of buildings with their shapes as WKT."""
    lines = [f"街道,小区名称,楼号,层数,{head}"]
    for number, shape in enumerate(shapes, 1):
        words = shape.wkt if isinstance(shape, shapely.Geometry) else shape or ""
        lines.append(f'南桥镇,东里小区,{number}号楼,6,"{words}"')
    path.write_text("\n".join(lines), "utf-8")
    return path


def shape_of(db: Database, number: str) -> shapely.Geometry:
    (found,) = [each for each in buildings.all(db) if each.number == number]
    assert found.geom is not None
    return shapely.from_wkb(gpkg.to_wkb(found.geom))


def test_a_csv_with_wkt_brings_footprints(db: Database, take: Take, tmp_path: Path) -> None:
    plan = take(survey(tmp_path / "楼.csv", house(0), house(1)), crs="wgs84")
    assert plan.counts["new"] == 2
    assert shape_of(db, "1").equals(house(0))


def test_a_grid_named_by_the_heading_is_turned_and_kept_beside(
    db: Database, take: Take, tmp_path: Path
) -> None:
    flat = shapely.transform(house(), lambda at: list(zip(*EAST.transform(*at.T), strict=True)))
    take(survey(tmp_path / "楼.csv", flat, head="图形（EPSG:4548）"))
    (made,) = buildings.all(db)
    assert shape_of(db, "1").hausdorff_distance(house()) < 1e-8
    assert made.source_crs == "EPSG:4548"
    assert made.source_x == pytest.approx(sum(flat.bounds[::2]) / 2)


def test_shapes_without_a_system_wait_for_the_person(
    db: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(survey(tmp_path / "楼.csv", house()))
    assert "which_system" in {issue.kind for issue in plan.issues}
    assert [each.geom for each in buildings.all(db)] == [None]


def test_the_same_layer_once_more_changes_nothing(take: Take, tmp_path: Path) -> None:
    path = survey(tmp_path / "楼.csv", house(0), bow_tie(), None)
    take(path, crs="wgs84")
    assert take(path, crs="wgs84").counts["same"] == 3


FINDINGS = {
    "shape_mended": [bow_tie()],
    "shape_doubled": [house(0), house(0)],
    "shape_overlaps": [house(0), shapely.affinity.translate(house(0), 0.0002)],
    "shape_sliver": [house(0, size=0.000005)],
    "shape_empty": ["POLYGON EMPTY"],
    "shape_unreadable": ["POLYGON ((116 40, 116"],
    "shape_beyond": ["POINT (400 4000)"],
    "swapped": [shapely.transform(house(), lambda at: at[:, ::-1])],
}


@pytest.mark.parametrize("kind", FINDINGS)
def test_what_is_wrong_with_a_shape_is_said_and_no_row_is_lost(
    db: Database, take: Take, tmp_path: Path, kind: str
) -> None:
    shapes = FINDINGS[kind]
    plan = take(survey(tmp_path / "楼.csv", *shapes), crs="wgs84")
    assert kind in {issue.kind for issue in plan.issues}
    assert len(buildings.all(db)) == len(shapes) == plan.rows_read


def test_a_crossing_is_mended_into_areas_of_the_same_extent(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(survey(tmp_path / "楼.csv", bow_tie()), crs="wgs84")
    mended = shape_of(db, "1")
    assert mended.is_valid
    assert mended.envelope.equals(bow_tie().envelope)


def test_swapped_axes_are_turned_round(db: Database, take: Take, tmp_path: Path) -> None:
    take(survey(tmp_path / "楼.csv", *FINDINGS["swapped"]), crs="wgs84")
    assert shape_of(db, "1").equals(house())


def _district(db: Database, take: Take, tmp_path: Path) -> None:
    """An area with its border, and an estate with its own in it."""
    street = shapely.box(LON - 0.01, LAT - 0.01, LON + 0.05, LAT + 0.01)
    estate = shapely.box(LON - 0.0005, LAT - 0.0005, LON + 0.0015, LAT + 0.001)
    take(write(tmp_path / "街道.geojson", {"区划名称": ["南桥镇"], "区划级别": ["街道"]}, [street]))
    ground = {"街道": ["南桥镇"], "小区名称": ["东里小区"]}
    take(write(tmp_path / "小区.geojson", ground, [estate]))
    assert [each.name for each in areas.streets(db)] == ["南桥镇"]
    assert estates.all(db)[0].street == "南桥镇"


def test_footprints_that_name_nothing_are_put_where_they_lie(
    db: Database, take: Take, tmp_path: Path
) -> None:
    _district(db, take, tmp_path)
    shapes = [house(0), house(1), house(20), house(200)]
    path = write(tmp_path / "楼.geojson", {"building": ["yes"] * 4}, shapes)
    plan = take(path)
    assert plan.counts == {"new": 4, "changed": 0, "same": 0, "rejected": 0}
    told = sorted((each.estate or "", each.street) for each in buildings.all(db))
    assert told == [
        ("东里小区", "南桥镇"),
        ("东里小区", "南桥镇"),
        ("南桥镇（未分小区）", "南桥镇"),
        ("示范区（未分小区）", None),
    ]


def test_parks_and_roads_come_in_as_sites(db: Database, take: Take, tmp_path: Path) -> None:
    columns = {"name": ["东里公园", None], "leisure": ["park", "playground"]}
    path = write(tmp_path / "绿地.geojson", columns, [house(0), house(1)])
    take(path)
    assert [(each.name, each.kind) for each in sites.all(db)] == [
        ("东里公园", "park"),
        (None, "square"),
    ]
    assert take(path).counts["same"] == 2


def test_another_district_stays_out(take: Take, tmp_path: Path) -> None:
    columns = {"区划名称": ["他区"], "区划级别": ["区县"]}
    plan = take(write(tmp_path / "区.geojson", columns, [house()]))
    assert plan.counts["rejected"] == 1


def test_a_layer_is_taken_back_as_a_whole(db: Database, take: Take, tmp_path: Path) -> None:
    take(survey(tmp_path / "楼.csv", house(0), house(1)), crs="wgs84")
    target = history.undo_target(db)
    assert target is not None
    history.undo(db, "测试员")
    assert not buildings.all(db)


def test_a_point_never_takes_an_outline_away(db: Database, take: Take, tmp_path: Path) -> None:
    take(survey(tmp_path / "楼.csv", house()), crs="wgs84")
    take(survey(tmp_path / "点.csv", house().centroid), crs="wgs84")
    assert shape_of(db, "1").geom_type == "Polygon"


@pytest.mark.shared
def test_the_footprints_of_kunming_come_in_whole(db: Database, shared: Path, take: Take) -> None:
    path = shared / "data/footprints/kunming/buildings.wgs84.geojson"
    features = json.loads(path.read_text("utf-8"))["features"]
    plan = take(path)
    assert plan.counts["new"] == plan.rows_read == len(features) == 140
    assert {each.estate for each in buildings.all(db)} == {
        each["properties"]["community"] for each in features
    }


@pytest.mark.shared
def test_the_projects_of_new_york_come_in_with_their_places(db: Database, shared: Path) -> None:
    path = shared / "data/capital_projects_nyc/projects.geojson"
    plan = planning.plan(db, path, Options())
    assert plan.layout.kind == "ledger"
    assert plan.rows_read == 2010
    assert plan.counts["new"] > 2000
    assert plan.around is not None
    assert len(plan.around.outlines.by_place) == 2010


@pytest.mark.shared
def test_the_communes_of_liechtenstein_come_in(db: Database, shared: Path, take: Take) -> None:
    plan = take(shared / "data/footprints/liechtenstein/admin_shp/SELECT.shp")
    assert len(areas.streets(db)) == 11
    assert plan.counts["rejected"] == 3
