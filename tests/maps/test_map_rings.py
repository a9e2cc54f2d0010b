from __future__ import annotations

import numpy as np
import pytest
import shapely

from renewtrack.maps import rings, shapes
from renewtrack.store import gpkg
from tests.benchmarks import big_district
from tests.maps.district import blob

SQUARE = shapely.Polygon([(116.30, 40.03), (116.31, 40.03), (116.31, 40.04), (116.30, 40.04)])
ANGLE = shapely.Polygon(
    [(116.3, 40.0), (116.4, 40.0), (116.4, 40.01), (116.31, 40.01), (116.31, 40.1), (116.3, 40.1)]
)
KNOT = shapely.Polygon([(116.3, 40.0), (116.4, 40.1), (116.4, 40.0), (116.3, 40.1)])
LINE_LIKE = shapely.Polygon([(116.3, 40.0), (116.4, 40.0), (116.5, 40.0)])


def simple(*geometries: shapely.Geometry) -> list[int]:
    """The places of those that are drawn without a geometry library."""
    return shapes._simple(rings.read([blob(each) for each in geometries])).row.tolist()


def test_a_plain_footprint_and_one_of_several_that_is_alone_are_read_from_their_bytes() -> None:
    assert simple(SQUARE, shapely.MultiPolygon([SQUARE])) == [0, 1]


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.Point(116.3, 40.0),
        SQUARE.difference(SQUARE.centroid.buffer(0.001)),
        shapely.MultiPolygon([SQUARE, shapely.Polygon([(1, 1), (2, 1), (2, 2)])]),
        KNOT,
        LINE_LIKE,
        ANGLE,
    ],
    ids=["point", "hole", "two parts", "knot", "no area", "middle outside"],
)
def test_all_that_is_not_plain_is_left_to_the_geometry_library(geometry: shapely.Geometry) -> None:
    assert simple(geometry) == []
    assert shapes.from_blobs([blob(geometry)]).row.tolist() == [0]


@pytest.mark.parametrize(
    "spoiled",
    [
        b"",
        b"GP",
        gpkg.from_wkb(shapely.to_wkb(SQUARE))[:-1],
        gpkg.from_wkb(shapely.to_wkb(SQUARE))[:60],
        gpkg.from_wkb(shapely.to_wkb(SQUARE)).replace(b"\x05\0\0\0", b"\xff\xff\xff\x7f"),
        gpkg.from_wkb(shapely.to_wkb(SQUARE)) + b"more",
    ],
)
def test_bytes_cut_short_or_lying_about_their_length_are_not_read(spoiled: bytes) -> None:
    assert len(rings.read([spoiled, None]).row) == 0


def test_both_ways_of_reading_agree_on_real_or_invented_footprints() -> None:
    real = big_district.data_folder() is not None
    blobs = list(big_district.real_blobs(600) if real else big_district.invented_blobs(600))
    slow, fast = shapes._sorted(shapes._from_wkb(blobs)), shapes.from_blobs(blobs)
    place = {row: index for index, row in enumerate(slow.row.tolist())}
    same = [place[row] for row in fast.row.tolist()]
    assert len(same) == len(blobs)
    assert abs(fast.anchor - slow.anchor[same]).max() <= 1
    for mine, row in enumerate(same):
        assert corners(fast, mine) == corners(slow, row)


def corners(drawn: shapes.Shapes, shape: int) -> list[list[tuple[int, int]]]:
    """The rings of a shape, each from its least corner on and in its own direction."""
    found = []
    for ring in range(drawn.ring_from[shape], drawn.ring_from[shape + 1]):
        walked = [
            tuple(xy)
            for xy in drawn.xy[drawn.vertex_from[ring] : drawn.vertex_from[ring + 1]].tolist()
        ]
        start = int(np.argmin([x * 2**31 + y for x, y in walked]))
        found.append(walked[start:] + walked[:start])
    return found
