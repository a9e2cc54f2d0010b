"""Shifts between WGS 84 and the coordinates of Chinese web maps."""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin, sqrt

from renewtrack.domain.mainland import inside_mainland as inside_mainland

SYSTEMS = ("wgs84", "cgcs2000", "gcj02", "bd09")

Point = tuple[float, float]

# Krasovsky 1940, which the published GCJ-02 formula uses.
AXIS = 6378245.0
FLATTENING = 0.00669342162296594323  # squared eccentricity
BD_TURN = pi * 3000 / 180
BD_LON, BD_LAT = 0.0065, 0.006
_WEST, _EAST, _SOUTH, _NORTH = 70.0, 140.0, 0.0, 60.0  # well around the mainland
_ENOUGH = 1e-13  # degrees, about 1e-8 m
_ROUNDS = 30  # about 8 are needed


def from_wgs84(lon: float, lat: float, system: str) -> Point:
    """Return a WGS 84 point in ``system``, one of ``SYSTEMS``; degrees, longitude first.

    CGCS 2000 is taken for WGS 84: they differ by centimetres. Points outside the mainland
    (``inside_mainland``) are never shifted. Raises KeyError for other systems.
    """
    shift = _SHIFTS[system]
    return shift(lon, lat) if inside_mainland(lon, lat) else (lon, lat)


def to_wgs84(x: float, y: float, system: str) -> Point:
    """Return a point of ``system`` in WGS 84: the exact inverse of ``from_wgs84``.

    Found by fixed point, below 1e-6 m; where the answer lies outside the mainland the point
    was never shifted and comes back as it is. Within a shift's length (1.4 km) outside Hong Kong
    and Macau the two answers overlap; the mainland's is taken.
    """
    shift = _SHIFTS[system]
    if not (_WEST < x < _EAST and _SOUTH < y < _NORTH):  # where the formula leads nowhere
        return x, y
    lon, lat = x, y
    for _ in range(_ROUNDS):
        shifted_lon, shifted_lat = shift(lon, lat)
        lon, lat = lon + x - shifted_lon, lat + y - shifted_lat
        if abs(x - shifted_lon) < _ENOUGH and abs(y - shifted_lat) < _ENOUGH:
            break
    return (lon, lat) if inside_mainland(lon, lat) else (x, y)


def metres_between(first: Point, second: Point) -> float:
    """Return the distance of two points some kilometres apart, good to a thousandth."""
    latitude = (first[1] + second[1]) / 2 * pi / 180
    east = (second[0] - first[0]) * cos(latitude) * 111_320
    return hypot(east, (second[1] - first[1]) * 111_133)


def _stay(lon: float, lat: float) -> Point:
    return lon, lat


def _gcj02(lon: float, lat: float) -> Point:
    x, y = lon - 105.0, lat - 35.0
    waves = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20 * sin(pi * y) + 40 * sin(pi / 3 * y)) * 2 / 3
    north += (160 * sin(pi / 12 * y) + 320 * sin(pi / 30 * y)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20 * sin(pi * x) + 40 * sin(pi / 3 * x)) * 2 / 3
    east += (150 * sin(pi / 12 * x) + 300 * sin(pi / 30 * x)) * 2 / 3
    latitude = lat * pi / 180
    curve = 1 - FLATTENING * sin(latitude) ** 2
    meridian = AXIS * (1 - FLATTENING) / (curve * sqrt(curve))
    parallel = AXIS / sqrt(curve) * cos(latitude)
    return lon + east * 180 / (parallel * pi), lat + north * 180 / (meridian * pi)


def _bd09(lon: float, lat: float) -> Point:
    x, y = _gcj02(lon, lat)
    length = hypot(x, y) + 0.00002 * sin(y * BD_TURN)
    angle = atan2(y, x) + 0.000003 * cos(x * BD_TURN)
    return length * cos(angle) + BD_LON, length * sin(angle) + BD_LAT


_SHIFTS: dict[str, Callable[[float, float], Point]] = {
    "wgs84": _stay,
    "cgcs2000": _stay,
    "gcj02": _gcj02,
    "bd09": _bd09,
}
