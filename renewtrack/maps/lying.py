"""How a picture lies on the earth: from degrees to its pixels and back."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from renewtrack.maps.base_refusals import BadCorners, UnknownSystem

if TYPE_CHECKING:
    from pyproj import Transformer

Floats = npt.NDArray[np.float64]
_GEODETIC = {4326, 4490, 4258, 4269, 6318, 7844}  # WGS 84, CGCS 2000 and what equals them here
_LEAST = 1e-9  # of the square of the world: what a corner must be off the line of two others


class Lying(Protocol):
    """Where the pixels of one picture are; pixels count from its upper left corner."""

    def to_pixels(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return the columns and rows of places in degrees."""

    def to_degrees(self, column: Floats, row: Floats) -> tuple[Floats, Floats]:
        """Return the longitudes and latitudes of pixels."""


class Referenced:
    """By six numbers in a coordinate system, as GeoTIFF and world files tell it."""

    def __init__(self, system: str, numbers: Sequence[float], name: str) -> None:
        """``numbers`` a, b, c, d, e, f: x = a*column + b*row + c, y = d*column + e*row + f.

        Raises UnknownSystem, BadCorners.
        """
        a, b, c, d, e, f = numbers
        self._there = np.array([[a, b, c], [d, e, f], [0.0, 0.0, 1.0]])
        if not np.isfinite(self._there).all() or abs(a * e - b * d) < 1e-30:
            raise BadCorners
        self._back = np.asarray(np.linalg.inv(self._there), dtype=np.float64)
        self._crs = crs_of(system, name)
        self._own = threading.local()  # a transformer serves one thread

    def to_pixels(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return the columns and rows of places in degrees."""
        x, y = self._transformer().transform(lon, lat)
        return _applied(self._back, np.asarray(x), np.asarray(y))

    def to_degrees(self, column: Floats, row: Floats) -> tuple[Floats, Floats]:
        """Return the longitudes and latitudes of pixels."""
        x, y = _applied(self._there, column, row)
        lon, lat = self._transformer().transform(x, y, direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)

    def _transformer(self) -> Transformer:
        """Return this thread's transformer, made at its first call."""
        from pyproj import Transformer

        made: Transformer | None = getattr(self._own, "made", None)
        if made is None:
            made = self._own.made = Transformer.from_crs("EPSG:4326", self._crs, always_xy=True)
        return made


class Cornered:
    """By its four corners in degrees of WGS 84: the picture is stretched between them."""

    def __init__(self, corners: Sequence[tuple[float, float]], width: int, height: int) -> None:
        """Corners from the upper left clockwise; raises BadCorners."""
        lonlat = np.array(corners, dtype=float)
        if lonlat.shape != (4, 2) or not np.isfinite(lonlat).all():
            raise BadCorners
        if (np.abs(lonlat) > (180.0, 85.0)).any():
            raise BadCorners
        placed = np.column_stack(square(lonlat[:, 0], lonlat[:, 1]))
        _must_be_convex(placed)
        pixels = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
        self._back = _stretch(placed, pixels)
        self._there = _stretch(pixels, placed)

    def to_pixels(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return the columns and rows of places in degrees."""
        return _applied(self._back, *square(lon, lat))

    def to_degrees(self, column: Floats, row: Floats) -> tuple[Floats, Floats]:
        """Return the longitudes and latitudes of pixels."""
        return degrees(*_applied(self._there, column, row))


def crs_of(system: str, name: str) -> str:
    """Return a system as WKT; raises UnknownSystem where it is none to be relied on.

    Beijing 54 and Xi'an 80 are such: their parameters differ from place to place.
    """
    from pyproj import CRS
    from pyproj.exceptions import ProjError

    try:
        crs = CRS.from_user_input(system)
    except ProjError:
        raise UnknownSystem(name=name, system=system[:60]) from None
    geodetic = crs.geodetic_crs
    code = geodetic.to_epsg(min_confidence=20) if geodetic is not None else None
    if code not in _GEODETIC:
        raise UnknownSystem(name=name, system=crs.name)
    return crs.to_wkt()


def square(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return places on the Mercator square: 0 to 1 from the west and from the north."""
    high = np.radians(np.clip(lat, -85.06, 85.06))
    return lon / 360 + 0.5, 0.5 - np.log(np.tan(np.pi / 4 + high / 2)) / (2 * np.pi)


def degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return longitude and latitude of places on the Mercator square."""
    return (x - 0.5) * 360, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))


def _applied(matrix: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    across, down, depth = np.tensordot(matrix, np.stack([x, y, np.ones_like(x)]), axes=1)
    return across / depth, down / depth


def _must_be_convex(placed: Floats) -> None:
    """Refuse corners that cross over, run the wrong way round or lie on one line."""
    sides = np.roll(placed, -1, axis=0) - placed
    turns = sides[:, 0] * np.roll(sides[:, 1], -1) - sides[:, 1] * np.roll(sides[:, 0], -1)
    size = float(np.abs(sides).max()) or 1.0
    if (turns <= _LEAST * size * size).any():
        raise BadCorners


def _stretch(source: Floats, target: Floats) -> Floats:
    """Return the projective map that brings four places to four others."""
    middle = source.mean(axis=0)  # far from zero, a small picture would drown in rounding
    spread = float(np.abs(source - middle).max())
    nearer = np.array([[1, 0, -middle[0]], [0, 1, -middle[1]], [0, 0, spread]]) / spread
    lines = []
    for (x, y), (u, v) in zip((source - middle) / spread, target, strict=True):
        lines.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        lines.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    system = np.array(lines)
    solved = np.linalg.solve(system[:, :8], system[:, 8])
    made: Floats = np.append(solved, 1.0).reshape(3, 3) @ nearer
    return made
