from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.maps import shapes
from renewtrack.store import gpkg
from tests.maps.district import blob

SQUARE = [(116.30, 40.03), (116.31, 40.03), (116.31, 40.04), (116.30, 40.04)]
HOLE = [(116.303, 40.033), (116.306, 40.033), (116.306, 40.036), (116.303, 40.036)]


def rings_of(drawn: shapes.Shapes, shape: int) -> list[np.ndarray]:
    rings = range(drawn.ring_from[shape], drawn.ring_from[shape + 1])
    return [drawn.xy[drawn.vertex_from[r] : drawn.vertex_from[r + 1]] for r in rings]


def turn(ring: np.ndarray) -> int:
    """1 where a ring runs counter-clockwise to the eye (y grows to the south on the square)."""
    x, y = ring[:, 0].astype(float), -ring[:, 1].astype(float)
    return int(np.sign(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)))


@pytest.mark.parametrize("outer_reversed", [False, True])
@pytest.mark.parametrize("hole_reversed", [False, True])
def test_outer_rings_and_holes_run_opposite_ways_however_they_were_drawn(
    outer_reversed: bool, hole_reversed: bool
) -> None:
    outer = SQUARE[::-1] if outer_reversed else SQUARE
    hole = HOLE[::-1] if hole_reversed else HOLE
    drawn = shapes.from_blobs([blob(shapely.Polygon(outer, [hole]))])
    assert [turn(ring) for ring in rings_of(drawn, 0)] == [1, -1]


def test_no_ring_repeats_its_first_vertex() -> None:
    drawn = shapes.from_blobs([blob(shapely.Polygon(SQUARE))])
    assert len(rings_of(drawn, 0)[0]) == 4


def test_a_multipolygon_is_one_feature_of_several_rings() -> None:
    away = [(x + 0.1, y) for x, y in SQUARE]
    shape = shapely.MultiPolygon([shapely.Polygon(SQUARE, [HOLE]), shapely.Polygon(away)])
    drawn = shapes.from_blobs([blob(shape)])
    assert (len(drawn.row), len(rings_of(drawn, 0))) == (1, 3)


def test_points_and_lines_keep_their_kind() -> None:
    drawn = shapes.from_blobs(
        [
            blob(shapely.Point(116, 40)),
            blob(shapely.LineString(SQUARE)),
            blob(shapely.Polygon(SQUARE)),
        ]
    )
    kinds = {int(row): int(kind) for row, kind in zip(drawn.row, drawn.kind, strict=True)}
    assert kinds == {0: shapes.POINT, 1: shapes.LINE, 2: shapes.POLYGON}


def test_a_mixed_collection_is_drawn_by_its_polygons() -> None:
    mixed = shapely.GeometryCollection([shapely.Point(116, 40), shapely.Polygon(SQUARE)])
    drawn = shapes.from_blobs([blob(mixed)])
    assert (drawn.kind.tolist(), len(rings_of(drawn, 0))) == ([shapes.POLYGON], 1)


@pytest.mark.parametrize(
    "unusable",
    [
        None,
        b"",
        b"not a geometry",
        b"GP\x00\x01\xe6\x10\x00\x00",
        blob(shapely.Polygon()),
        gpkg.from_wkb(struct.pack("<BII4d", 1, 2, 2, 116, 40, float("nan"), 41)),
    ],
)
def test_what_cannot_be_drawn_is_left_out(unusable: bytes | None) -> None:
    drawn = shapes.from_blobs([unusable, blob(shapely.Point(116, 40))])
    assert drawn.row.tolist() == [1]


def test_the_anchor_of_an_l_shaped_building_lies_inside_it() -> None:
    corners = [(0, 0), (30, 0), (30, 2), (2, 2), (2, 30), (0, 30)]
    shape = shapely.Polygon([(116 + x / 1e4, 40 + y / 1e4) for x, y in corners])
    drawn = shapes.from_blobs([blob(shape)])
    x, y = (drawn.anchor[0] / shapes.WORLD).tolist()
    lon, lat = (x - 0.5) * 360, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))
    assert shape.contains(shapely.Point(lon, lat))


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_mercator_is_right_to_a_few_centimetres(lon: float, lat: float) -> None:
    x, y = (shapes.mercator(np.array([[lon, lat]]))[0] / shapes.WORLD).tolist()
    assert (x - 0.5) * 360 == pytest.approx(lon, abs=4e-7)
    assert np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y)))) == pytest.approx(lat, abs=4e-7)
