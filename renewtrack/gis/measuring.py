"""Lengths and areas on the ellipsoid of WGS 84."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pyproj import Geod

Place = tuple[float, float]  # longitude, latitude in degrees


@cache
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def length_m(places: Sequence[Place]) -> float:
    """Return the length of the geodesics from place to place in metres."""
    if len(places) < 2:
        return 0.0
    lons, lats = zip(*places, strict=True)
    return float(_ellipsoid().line_length(lons, lats))


def area_m2(rings: Sequence[Sequence[Place]]) -> float:
    """Return the area inside an outer ring less its holes, in square metres."""
    areas = [_ring_m2(ring) for ring in rings]
    return max(0.0, areas[0] - sum(areas[1:])) if areas else 0.0


def perimeter_m(ring: Sequence[Place]) -> float:
    """Return the length of a ring's way round in metres; it need not be closed."""
    return length_m([*ring, ring[0]]) if ring else 0.0


def _ring_m2(ring: Sequence[Place]) -> float:
    if len(ring) < 3:
        return 0.0
    lons, lats = zip(*ring, strict=True)
    return abs(float(_ellipsoid().polygon_area_perimeter(lons, lats)[0]))
