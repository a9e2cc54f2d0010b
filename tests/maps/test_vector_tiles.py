"""Vector tiles are read as they were written, and none asks for more than a tile may hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from renewtrack.errors import UserError
from renewtrack.maps import base_opening, vector_pictures, vector_tile_writing, vector_tiles
from renewtrack.maps.base_refusals import UnknownSystem
from renewtrack.maps.lines_base import Lines
from renewtrack.maps.vector_tiles import LINE, POINT, POLYGON
from tests.maps import made_tiles
from tests.maps.made_tiles import HERE, varint


def _field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def _tile(*pen: int) -> bytes:
    feature = b"\x18\x03" + _field(4, b"".join(map(varint, pen)))
    return _field(3, b"\x78\x02" + _field(1, b"a") + _field(2, feature))


def test_what_is_written_is_read_again() -> None:
    ring = shapely.box(0, 0, 4096, 2048)
    hole = shapely.Polygon(ring.exterior.coords, [shapely.box(10, 10, 99, 99).exterior.coords])
    shapes = [shapely.Point(1024, 2048), shapely.LineString([(0, 0), (4096, 1024)]), hole]
    (layer,) = vector_tiles.read(
        vector_tile_writing.layer("道路", shapes, [{"name": "学院路"}, {}, {"class": "湖"}])
    )
    assert layer.name == "道路"
    assert [each.kind for each in layer.features] == [POINT, LINE, POLYGON]
    assert layer.features[0].tags == {"name": "学院路"}
    assert layer.features[0].parts[0].tolist() == [[0.25, 0.5]]
    assert layer.features[1].parts[0].tolist() == [[0, 0], [1, 0.25]]
    assert [len(part) for part in layer.features[2].parts] == [5, 5]


def test_a_pen_that_closes_a_ring_a_billion_times_costs_nothing() -> None:
    (layer,) = vector_tiles.read(_tile(9, 0, 0, (1 << 27) << 3 | 7))
    assert len(layer.features[0].parts) == 1


@pytest.mark.parametrize(
    "raw",
    [
        _tile(9, 0, 0, (1 << 28) << 3 | 2, 1, 1),
        _tile(3, 1, 1),
        b"\x1a\xff\xff\xff\xff\x0f",
        b"\xff" * 20,
        b"\x1b\x1b",
        _field(3, b"\x28\x00" + _field(2, b"")),
    ],
)
def test_a_broken_tile_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        vector_tiles.read(raw)


def test_a_tile_becomes_a_picture_with_its_water_and_roads() -> None:
    picture = vector_pictures.drawn(made_tiles.streets(14, 0, 0), 256)
    assert picture is not None
    colours = {colour for _, colour in picture.getcolors(100_000) or ()}
    assert (0xD3, 0xE1, 0xEA, 255) in colours  # water
    assert (255, 255, 255, 255) in colours  # beds of roads
    hole = int(2800 / 4096 * 256)
    assert picture.getpixel((hole, hole)) == (0, 0, 0, 0)
    assert vector_pictures.drawn(b"\xff" * 9, 256) is None


def _roads(path: Path, system: str = "EPSG:4326") -> Path:
    import pyogrio

    lon, lat = HERE
    lines = [
        shapely.LineString([(lon - 0.01, lat), (lon + 0.01, lat)]),
        shapely.box(lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02),
    ]
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(lines)),
        [np.array(["学院路", "上地街道"], object)],
        ["name"],
        geometry_type="Unknown",
        crs=system,
    )
    return path


@pytest.mark.parametrize("ending", [".geojson", ".gpkg"])
def test_boundaries_and_roads_of_a_file_are_cut_into_tiles(tmp_path: Path, ending: str) -> None:
    path = _roads(tmp_path / f"道路{ending}")
    assert base_opening.kind_of(path) == "lines"
    raw = Lines(path).tile(*made_tiles.tile_at(14))
    (layer,) = vector_tiles.read(raw or b"")
    assert [each.tags.get("name") for each in layer.features] == ["学院路", "上地街道"]


def test_lines_of_a_system_that_needs_parameters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownSystem):
        Lines(_roads(tmp_path / "a.gpkg", "EPSG:4214"))


def test_a_vector_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    for name, words in (("a.geojson", "{"), ("b.shp", "x"), ("c.kml", "<kml>")):
        (tmp_path / name).write_text(words)
        with pytest.raises(UserError) as refused:
            base_opening.tried(tmp_path / name, tmp_path / "台账.gpkg")
        assert name in refused.value.in_("zh")


@pytest.mark.shared
def test_the_districts_of_a_real_shapefile_lie_in_their_place(shared: Path) -> None:
    path = shared / "data/footprints/liechtenstein/admin_shp/SELECT.shp"
    assert Lines(path).about.bounds == pytest.approx((9.47, 47.05, 9.64, 47.27), abs=0.01)
