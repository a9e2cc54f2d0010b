"""The Gauss-Krüger projection on the ellipsoid of CGCS2000, there and back."""

from __future__ import annotations

from math import asinh, atan, atan2, atanh, cos, cosh, degrees, hypot, radians, sin, sinh, sqrt

Point = tuple[float, float]

# GB 22021-2008; C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers (2011),
# eq. 35 and 36, of which the fourth order is enough for 1e-7 m.
AXIS = 6378137.0
FLATTENING = 1 / 298.257222101
FALSE_EASTING = 500_000.0
_N = FLATTENING / (2 - FLATTENING)
_E = sqrt(FLATTENING * (2 - FLATTENING))
_RADIUS = AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_FORTH = (
    _N / 2 - 2 / 3 * _N**2 + 5 / 16 * _N**3 + 41 / 180 * _N**4,
    13 / 48 * _N**2 - 3 / 5 * _N**3 + 557 / 1440 * _N**4,
    61 / 240 * _N**3 - 103 / 140 * _N**4,
    49561 / 161280 * _N**4,
)
_BACK = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - 1 / 360 * _N**4,
    1 / 48 * _N**2 + 1 / 15 * _N**3 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)
_ROUNDS = 8  # of Newton; three are needed


def forth(lon: float, lat: float, meridian: float) -> Point:
    """Return easting (with 500 km added) and northing in metres of a point in degrees."""
    phi, away = radians(lat), radians(lon - meridian)
    conformal = sinh(atanh(sin(phi)) - _E * atanh(_E * sin(phi)))
    xi = atan2(conformal, cos(away))
    eta = asinh(sin(away) / hypot(conformal, cos(away)))
    north, east = xi, eta
    for order, a in enumerate(_FORTH, 1):
        north += a * sin(2 * order * xi) * cosh(2 * order * eta)
        east += a * cos(2 * order * xi) * sinh(2 * order * eta)
    return _RADIUS * east + FALSE_EASTING, _RADIUS * north


def back(east: float, north: float, meridian: float) -> Point:
    """Return the degrees of an easting and northing: the exact inverse of ``forth``."""
    xi, eta = north / _RADIUS, (east - FALSE_EASTING) / _RADIUS
    upright, side = xi, eta
    for order, b in enumerate(_BACK, 1):
        upright -= b * sin(2 * order * xi) * cosh(2 * order * eta)
        side -= b * cos(2 * order * xi) * sinh(2 * order * eta)
    across = hypot(sinh(side), cos(upright))
    away = atan2(sinh(side), cos(upright))
    return meridian + degrees(away), degrees(atan(_slope(sin(upright) / across)))


def _slope(conformal: float) -> float:
    """Return the tangent of the latitude from that of the conformal latitude."""
    slope = conformal
    for _ in range(_ROUNDS):
        length = hypot(1, slope)
        sigma = sinh(_E * atanh(_E * slope / length))
        reached = slope * hypot(1, sigma) - sigma * length
        step = (conformal - reached) / hypot(1, reached)
        step *= (1 + (1 - _E * _E) * slope * slope) / ((1 - _E * _E) * length)
        slope += step
        if abs(step) < 1e-15 * max(1.0, abs(slope)):
            break
    return slope
