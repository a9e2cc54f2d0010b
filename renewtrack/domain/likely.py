"""Which coordinate systems a pair of figures may be of, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from renewtrack.domain import datum, systems, zones
from renewtrack.domain.control_points import Fit
from renewtrack.domain.systems import Point, System

_LONGITUDES, _LATITUDES = (73.0, 135.5), (3.0, 54.0)
_FARTHEST_DEGREES = 6.0  # from its meridian that a belt is used
_NEAR_M = 150_000.0  # from the middle of a district to its farthest building
MOST = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """One system in which figures give a place; ``metres`` is how far from where it should be."""

    key: str
    swapped: bool  # y was given first
    lon: float
    lat: float
    metres: float | None = None


def readings(
    x: float, y: float, fits: Mapping[str, Fit], middle: Point | None = None
) -> list[Reading]:
    """Return where figures lie in each system that gives a place in the country.

    With a ``middle`` of the district, in degrees of WGS 84, the nearest come first and those
    that lie nowhere near it are left out where any is near. One belt is named once, with its
    number before the easting or without as the figures have it.
    """
    found = [*_of(x, y, fits, middle, swapped=False), *_of(y, x, fits, middle, swapped=True)]
    if middle is None:
        return found[:MOST]
    found.sort(key=lambda each: (each.metres or 0.0, each.swapped))
    near = [each for each in found if (each.metres or 0.0) <= _NEAR_M]
    return (near or found)[:MOST]


def _of(
    x: float, y: float, fits: Mapping[str, Fit], middle: Point | None, *, swapped: bool
) -> Iterator[Reading]:
    for system in _candidates(x, y):
        lon, lat = system.to_wgs84(x, y)
        if _in_country(lon, lat):
            yield _reading(system.key, swapped, (lon, lat), middle)
    degrees = _in_country(x, y) or _in_country(y, x)
    for key, fit in fits.items():
        if fit.near(x, y) and not degrees:
            yield _reading(key, swapped, fit.to_wgs84(x, y), middle)


def _reading(key: str, swapped: bool, place: Point, middle: Point | None) -> Reading:
    metres = datum.metres_between(place, middle) if middle is not None else None
    return Reading(key, swapped, place[0], place[1], metres)


def _candidates(x: float, y: float) -> Iterator[System]:
    """Yield the systems whose figures may be so large."""
    if max(abs(x), abs(y)) <= 180:
        yield from (each for each in systems.GEOGRAPHIC if each.key != "cgcs2000")
        return
    yield from _belts(x, y)
    if 8.0e6 <= x <= 1.52e7 and 3.0e5 <= y <= 7.3e6:
        yield from systems.WEB


def _belts(x: float, y: float) -> Iterator[System]:
    if not 3.0e5 <= y <= 6.0e6:
        return
    told = zones.of_easting(x)
    for zone in zones.every():
        if zone.prefixed != (told is not None) or (told is not None and zone != told):
            continue
        if not zone.prefixed and zone.width == 6:  # the same figures as of three degrees
            continue
        if abs(x - zone.false_easting) <= _FARTHEST_DEGREES * 111_320:
            system = systems.of_key(zone.key)
            assert system is not None
            yield system


def _in_country(lon: float, lat: float) -> bool:
    return (
        isfinite(lon)
        and _LONGITUDES[0] <= lon <= _LONGITUDES[1]
        and _LATITUDES[0] <= lat <= _LATITUDES[1]
    )
