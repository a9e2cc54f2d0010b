"""The map's plane against PROJ."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest

from renewtrack.printing.projection import Plane


@pytest.mark.parametrize(
    ("lon", "lat"), [(116.4, 39.9), (87.6, 43.8), (110.3, 20.0), (126.6, 53.3)]
)
def test_the_plane_is_a_transverse_mercator_to_the_millimetre(lon: float, lat: float) -> None:
    proj = pyproj.Proj(proj="tmerc", lon_0=lon, lat_0=lat, k=1, ellps="GRS80")
    lons, lats = (side.ravel() for side in np.meshgrid(
        lon + np.linspace(-0.3, 0.3, 9), lat + np.linspace(-0.3, 0.3, 9)
    ))  # fmt: skip
    east, north = Plane(lon, lat).forward(lons, lats)
    wanted_east, wanted_north = proj(lons, lats)
    assert np.abs(east - wanted_east).max() < 0.001
    assert np.abs(north - wanted_north).max() < 0.001


def test_there_and_back_is_the_same_place() -> None:
    plane = Plane(116.4, 39.9)
    lon, lat = plane.back(8_000.0, -12_000.0)
    east, north = plane.forward(np.array([lon]), np.array([lat]))
    assert (east[0], north[0]) == pytest.approx((8_000.0, -12_000.0), abs=0.001)
