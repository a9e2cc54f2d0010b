"""Distances on the ground between places in degrees, by great circles."""

from __future__ import annotations

import math

EARTH_M = 6_371_008.8  # mean radius
Box = tuple[float, float, float, float]  # min x, max x, min y, max y


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance of two places in metres."""
    one, two = math.radians(lat), math.radians(other_lat)
    down, across = two - one, math.radians(other_lon - lon)
    half = math.sin(down / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(across / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def to_box(lon: float, lat: float, box: Box) -> float:
    """Return how far a place is from a box in metres; 0 within it."""
    west, east, south, north = box
    return metres(lon, lat, min(max(lon, west), east), min(max(lat, south), north))


def widened(box: Box, by_m: float) -> Box:
    """Return a box that reaches so many metres farther on each side."""
    west, east, south, north = box
    down = math.degrees(by_m / EARTH_M)
    across = down / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.01)
    return west - across, east + across, south - down, north + down
