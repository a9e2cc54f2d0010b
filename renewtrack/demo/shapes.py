"""Footprints and positions of the invented district: a plane of metres laid on the earth."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renewtrack.store import gpkg

Place = tuple[float, float]
Ring = tuple[Place, ...]

_LON, _LAT = 116.30, 40.03
_A, _E2 = 6378137.0, 0.00669437999014  # WGS 84
_SINE2 = math.sin(math.radians(_LAT)) ** 2
_PER_LAT = math.radians(_A * (1 - _E2) / (1 - _E2 * _SINE2) ** 1.5)
_PER_LON = math.radians(_A * math.cos(math.radians(_LAT)) / math.sqrt(1 - _E2 * _SINE2))
_TURN = math.radians(-4)  # the whole street grid stands a little askew


@dataclass(frozen=True, slots=True)
class Frame:
    """A place and a direction (radians, counter-clockwise from east) to lay shapes out in."""

    x: float
    y: float
    angle: float

    def out(self, along: float, across: float) -> Place:
        """Return a place of the frame on the plane."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return self.x + along * cos - across * sin, self.y + along * sin + across * cos

    def within(self, place: Place) -> Place:
        """Return a place of the plane as (along, across) of the frame."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        dx, dy = place[0] - self.x, place[1] - self.y
        return dx * cos + dy * sin, dy * cos - dx * sin

    def lay(self, shape: Iterable[Place]) -> Ring:
        """Return a shape drawn around (0, 0) as it lies on the plane."""
        return tuple(self.out(*corner) for corner in shape)


def bent(u: float, v: float) -> Place:
    """Return where a point of the straight street grid really lies: streets bend a little."""
    x = u + 46 * math.sin(v / 620)
    y = v + 38 * math.sin(u / 840 + 0.7)
    return Frame(0, 0, _TURN).out(x, y)


def bearing(u: float, v: float) -> float:
    """Return the direction of the streets that run east at a point of the straight grid."""
    (x0, y0), (x1, y1) = bent(u - 1, v), bent(u + 1, v)
    return math.atan2(y1 - y0, x1 - x0)


def degrees(place: Place) -> tuple[float, float]:
    """Return WGS 84 longitude and latitude of a place on the plane."""
    return round(_LON + place[0] / _PER_LON, 8), round(_LAT + place[1] / _PER_LAT, 8)


def polygon(ring: Sequence[Place]) -> bytes:
    """Return a ring on the plane as a GeoPackage polygon in WGS 84."""
    corners = [degrees(place) for place in ring]
    corners.append(corners[0])
    wkb = struct.pack("<BIII", 1, 3, 1, len(corners))
    return gpkg.from_wkb(wkb + b"".join(struct.pack("<2d", *corner) for corner in corners))


def place_of(lon: float, lat: float) -> Place:
    """Return the place on the plane of a WGS 84 longitude and latitude."""
    return (lon - _LON) * _PER_LON, (lat - _LAT) * _PER_LAT


def line(places: Sequence[Place]) -> bytes:
    """Return a line on the plane as a GeoPackage line in WGS 84."""
    wkb = struct.pack("<BII", 1, 2, len(places))
    return gpkg.from_wkb(wkb + b"".join(struct.pack("<2d", *degrees(each)) for each in places))


def point(place: Place) -> bytes:
    """Return a place on the plane as a GeoPackage point in WGS 84."""
    return gpkg.point(*degrees(place))


def area(ring: Sequence[Place]) -> float:
    """Return the area of a ring in square metres."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def middle(ring: Sequence[Place]) -> Place:
    """Return the mean of a ring's corners."""
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def holds(ring: Sequence[Place], place: Place) -> bool:
    """Tell whether a place lies inside a ring."""
    x, y = place
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def slab(length: float, depth: float, step: float = 0.0) -> Ring:
    """Return a slab block; with a ``step`` its eastern half stands back by that much."""
    a, b = length / 2, depth / 2
    if not step:
        return ((-a, -b), (a, -b), (a, b), (-a, b))
    return (
        (-a, -b), (0, -b), (0, step - b), (a, step - b), (a, step + b), (0, step + b), (0, b),
        (-a, b),
    )  # fmt: skip


def tower(width: float, notch: float) -> Ring:
    """Return a point tower: a square with its four corners cut out."""
    a, b = width / 2, width / 2 - notch
    return (
        (-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b),
        (-a, -b), (-b, -b),
    )  # fmt: skip


def angle_block(length: float, width: float, depth: float) -> Ring:
    """Return an L of two wings."""
    a, b = length / 2, width / 2
    return ((-a, -b), (a, -b), (a, depth - b), (depth - a, depth - b), (depth - a, b), (-a, b))


def court_block(length: float, width: float, depth: float) -> Ring:
    """Return a U of three wings around a court that opens to the south."""
    a, b = length / 2, width / 2
    return (
        (-a, -b), (depth - a, -b), (depth - a, b - depth), (a - depth, b - depth),
        (a - depth, -b), (a, -b), (a, b), (-a, b),
    )  # fmt: skip
