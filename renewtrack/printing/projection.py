"""The map's plane: an ellipsoidal transverse Mercator round the map's own centre.

The plain Mercator of the screen stretches by 1 / cos(latitude); dividing by the stretch of one
latitude still leaves 0.3 % between the axes and a tenth of a percent over a district.  On paper
the central meridian goes through the map's centre with scale 1, so a length 10 km off the centre
is wrong by 1.2 millionths and a measured millimetre is a millimetre.  Series: J. P. Snyder,
Map Projections: A Working Manual (USGS 1395, 1987), formulas 8-9 to 8-15 and 3-21; ellipsoid of
CGCS2000 (GB 22021-2008), which differs from WGS 84 by less than a millimetre here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renewtrack.printing.sheet import Floats

SEMI_MAJOR = 6_378_137.0  # m
FLATTENING = 1 / 298.257222101
_E2 = FLATTENING * (2 - FLATTENING)
_EP2 = _E2 / (1 - _E2)


@dataclass(frozen=True, slots=True)
class Plane:
    """A metric plane touching the ground at ``lon``, ``lat`` (degrees)."""

    lon: float
    lat: float

    def forward(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return metres east and north of the centre."""
        phi = np.radians(lat)
        sin, cos, tan = np.sin(phi), np.cos(phi), np.tan(phi)
        radius = SEMI_MAJOR / np.sqrt(1 - _E2 * sin**2)
        t, c, a = tan**2, _EP2 * cos**2, np.radians(lon - self.lon) * cos
        east = radius * (
            a + (1 - t + c) * a**3 / 6 + (5 - 18 * t + t**2 + 72 * c - 58 * _EP2) * a**5 / 120
        )
        lift = a**2 / 2 + (5 - t + 9 * c + 4 * c**2) * a**4 / 24
        north = _arc(phi) - _arc(np.radians(np.float64(self.lat))) + radius * tan * lift
        return east, north

    def lon_on_row(self, lon_guess: float, lat: float, east: float) -> float:
        """Return the longitude at which a parallel passes a distance east of the centre."""
        lon = lon_guess
        for _ in range(4):
            reached = float(self.forward(np.array(lon), np.array(lat))[0])
            lon += np.degrees((east - reached) / (SEMI_MAJOR * np.cos(np.radians(lat))))
        return lon

    def lat_on_column(self, lat_guess: float, lon: float, north: float) -> float:
        """Return the latitude at which a meridian passes a distance north of the centre."""
        lat = lat_guess
        for _ in range(5):
            reached = float(self.forward(np.array(lon), np.array(lat))[1])
            lat += np.degrees((north - reached) / SEMI_MAJOR)
        return lat

    def back(self, east: float, north: float) -> tuple[float, float]:
        """Return longitude and latitude of a point of the plane, in degrees."""
        lon, lat = self.lon, self.lat
        for _ in range(4):
            lat = self.lat_on_column(lat, lon, north)
            lon = self.lon_on_row(lon, lat, east)
        return float(lon), float(lat)


def _arc(phi: Floats) -> Floats:
    """Return the length of the meridian from the equator, in metres."""
    e4, e6 = _E2**2, _E2**3
    return SEMI_MAJOR * (
        (1 - _E2 / 4 - 3 * e4 / 64 - 5 * e6 / 256) * phi
        - (3 * _E2 / 8 + 3 * e4 / 32 + 45 * e6 / 1024) * np.sin(2 * phi)
        + (15 * e4 / 256 + 45 * e6 / 1024) * np.sin(4 * phi)
        - (35 * e6 / 3072) * np.sin(6 * phi)
    )
