"""Geometries go into GeoPackage blobs and come out as they were."""

from __future__ import annotations

import math
import struct

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.store import gpkg

DEGREES = st.floats(-180, 180, allow_nan=False)
SHAPES = (
    "POINT (116.3 40)",
    "LINESTRING (1 2, 3 -4)",
    "POLYGON ((0 0, 4 0, 4 5, 0 0), (1 1, 2 1, 2 2, 1 1))",
    "MULTIPOINT (1 2, 3 4)",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 7, 5 5)))",
    "GEOMETRYCOLLECTION (POINT (9 9), LINESTRING (1 2, 3 4))",
)


@pytest.mark.parametrize("wkt", SHAPES)
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_a_shape_keeps_its_bytes_and_knows_its_bounds(wkt: str, order: int, flavor: str) -> None:
    shape = shapely.from_wkt(wkt)
    wkb = shapely.to_wkb(shape, byte_order=order, flavor=flavor)
    blob = gpkg.from_wkb(wkb)
    assert gpkg.to_wkb(blob) == wkb
    min_x, min_y, max_x, max_y = shape.bounds
    assert gpkg.bounds(blob) == (min_x, max_x, min_y, max_y)


@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_heights_are_refused(flavor: str) -> None:
    shape = shapely.from_wkt("POLYGON Z ((0 0 7, 4 0 7, 4 5 7, 0 0 7))")
    with pytest.raises(ValueError, match="flat"):
        gpkg.from_wkb(shapely.to_wkb(shape, flavor=flavor))


@given(DEGREES, DEGREES)
def test_a_point_is_its_own_centre(lon: float, lat: float) -> None:
    assert gpkg.centre(gpkg.point(lon, lat)) == (lon, lat)


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_no_point_without_finite_coordinates(wrong: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        gpkg.point(wrong, 40)


@pytest.mark.parametrize("wkt", ["POINT EMPTY", "POLYGON EMPTY", "MULTIPOLYGON EMPTY"])
def test_an_empty_shape_has_no_bounds(wkt: str) -> None:
    blob = gpkg.from_wkb(shapely.to_wkb(shapely.from_wkt(wkt)))
    with pytest.raises(ValueError, match="no bounds"):
        gpkg.bounds(blob)


@given(st.binary(max_size=80))
def test_bytes_that_are_no_shape_are_refused(junk: bytes) -> None:
    for read in (gpkg.from_wkb, gpkg.to_wkb, gpkg.bounds):
        try:
            read(junk)
        except ValueError:
            continue


STUMPS = (
    "POLYGON ((0 0, 1 0, 1 1))",  # not closed
    "POLYGON ((0 0, 0 0))",
    "POLYGON ((0 0, 1 0, nan nan, 0 0))",
    "LINESTRING (0 0)",
    "POINT (1e300 1e300)",
)


def _stump(wkt: str) -> bytes:
    """Write what a sound library refuses to write."""
    kind, _, words = wkt.partition(" ")
    corners = [float(each) for each in words.strip("() ").replace(",", " ").split()]
    count = len(corners) // 2
    head = {"POINT": "", "LINESTRING": "I", "POLYGON": "II"}[kind]
    said = (1, {"POINT": 1, "LINESTRING": 2, "POLYGON": 3}[kind], *(1, count)[2 - len(head) :])
    return struct.pack("<2sBBi", b"GP", 0, 1, 4326) + struct.pack(
        f"<BI{head}{count * 2}d", *said, *corners
    )


@pytest.mark.parametrize("wkt", STUMPS)
def test_a_stump_of_another_program_is_no_position(wkt: str) -> None:
    assert gpkg.is_readable(_stump(wkt))
    assert not gpkg.has_position(_stump(wkt))


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -float("inf"), 2e9, -2e9])
@pytest.mark.parametrize("at", [0, 3, 7])
def test_a_ring_with_a_corner_nowhere_is_unsound(wrong: float, at: int) -> None:
    corners = [116.0, 40.0, 116.1, 40.0, 116.1, 40.1, 116.0, 40.0]
    head = struct.pack("<BIII", 1, 3, 1, 4)
    assert gpkg.is_sound(head + struct.pack("<8d", *corners))
    assert not gpkg.is_sound(head + struct.pack("<7d", *corners[:7]))
    corners[at] = wrong
    assert not gpkg.is_sound(head + struct.pack("<8d", *corners))
