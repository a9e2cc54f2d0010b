"""Shapes of a sheet turned from its coordinate system into WGS 84, all corners at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from renewtrack.domain import systems, zones
from renewtrack.intake.positions import Reference

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WHICH, OLD, BEYOND, ZONE = "which_system", "old_datum", "shape_beyond", "other_zone"
_LONGITUDES, _LATITUDES = (73.0, 135.5), (3.0, 54.0)
_NORTHINGS = (1.0e6, 6.0e6)
_DEGREES = ("wgs84", "cgcs2000", "gcj02", "bd09")
_AS_THEY_ARE = ("wgs84", "cgcs2000")
_OLD_DATUMS = (4214, 4610, 4555)  # Beijing 1954, Xi'an 1980, New Beijing: no public parameters
Move = Callable[[Any], Any]  # an array of (x, y) into one of (lon, lat)


@dataclass(frozen=True, slots=True)
class Turned:
    """A shape in WGS 84, or why there is none; ``swapped`` where north stood before east."""

    shape: BaseGeometry | None
    crs: str = ""
    swapped: bool = False
    why: str = ""


def turn(shapes: Sequence[BaseGeometry], known: Reference) -> list[Turned]:
    """Return the shapes in WGS 84; north and east may be in either order, told by their size."""
    return [_turned(shape, known) for shape in shapes]


def _turned(shape: BaseGeometry, known: Reference) -> Turned:
    import shapely

    swapped = _is_swapped(shape, known)
    if swapped:
        shape = shapely.transform(shape, lambda places: places[:, ::-1])
    key = _key(shape, known)
    if key in (WHICH, OLD, ZONE, BEYOND):
        return Turned(None, why=key)
    try:
        if key not in _AS_THEY_ARE:
            shape = shapely.transform(shape, _move(key, known))
    except (ArithmeticError, ValueError):  # figures far beyond any system
        return Turned(None, why=BEYOND)
    if not _on_earth(shape):
        return Turned(None, why=BEYOND)
    return Turned(shape, key, swapped)


def _is_swapped(shape: BaseGeometry, known: Reference) -> bool:
    west, south, east, north = shape.bounds
    if max(abs(west), abs(east), abs(south), abs(north)) <= 180:
        both = _within((west, east), _LATITUDES) and _within((south, north), _LONGITUDES)
        return both or (max(abs(south), abs(north)) > 90 >= max(abs(west), abs(east)))
    belt = known.system == "cgcs2000" or zones.of_key(known.system or "") is not None
    return belt and _within((west, east), _NORTHINGS) and not _within((south, north), _NORTHINGS)


def _key(shape: BaseGeometry, known: Reference) -> str:
    """Return the key of the system a shape is in, or why it cannot be told."""
    system = known.system
    if system is None:
        return WHICH
    if system == "old":
        return OLD
    x, y = (abs(side) for side in shape.bounds[2:])
    if system in _DEGREES:
        if max(x, y) <= 180:
            return system
        return _belt(shape, known) if system == "cgcs2000" else BEYOND
    belt = zones.of_key(system)
    if belt is not None:
        fitting = zones.fitting(belt, shape.bounds[0])
        return fitting.key if fitting is not None else ZONE
    if systems.of_key(system) is None and known.fit is None:
        return _of_registry(system)
    return system


def _belt(shape: BaseGeometry, known: Reference) -> str:
    belt = zones.of_easting(shape.bounds[0])
    if belt is None and known.meridian is not None:
        belt = zones.of_meridian(known.meridian)
    return belt.key if belt is not None else WHICH


def _move(key: str, known: Reference) -> Move:
    if known.fit is not None:
        return _one_by_one(known.fit.to_wgs84)
    own = systems.of_key(key)
    if own is None or key.startswith("EPSG:"):
        return _by_registry(key)
    return _one_by_one(own.to_wgs84)


def _one_by_one(convert: Callable[[float, float], tuple[float, float]]) -> Move:
    import numpy as np

    return lambda places: np.array([convert(float(x), float(y)) for x, y in places]).reshape(-1, 2)


@cache
def _by_registry(key: str) -> Move:
    import numpy as np
    from pyproj import Transformer

    into = Transformer.from_crs(key, "EPSG:4326", always_xy=True)
    return lambda places: np.column_stack(into.transform(places[:, 0], places[:, 1]))


@cache
def _of_registry(key: str) -> str:
    """Return a code of the EPSG registry itself, OLD or WHICH."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        geodetic = CRS.from_user_input(key).geodetic_crs
    except CRSError:
        return WHICH
    number = geodetic.to_epsg() if geodetic is not None else None
    if geodetic is None:
        return WHICH
    return OLD if number in _OLD_DATUMS else key


def _on_earth(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    finite = all(map(math.isfinite, (west, south, east, north)))
    return finite and -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def _within(sides: tuple[float, float], limits: tuple[float, float]) -> bool:
    return limits[0] <= min(sides) and max(sides) <= limits[1]
