"""Every coordinate system there and back, against an independent library and published points."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from renewtrack.domain import datum, gauss_krueger, likely, mercator, systems, zones
from renewtrack.domain.systems import System

EVERY = (*systems.GEOGRAPHIC, *systems.WEB, *systems.belts())
PEKING = (116.391275, 39.906217)


@pytest.mark.parametrize("zone", zones.every(), ids=lambda zone: zone.key)
def test_a_belt_is_the_one_of_the_registry(zone: zones.Zone) -> None:
    crs = CRS.from_user_input(zone.key)
    assert crs.coordinate_operation is not None
    told = {each.name: each.value for each in crs.coordinate_operation.params}
    assert told["Longitude of natural origin"] == zone.meridian
    assert told["False easting"] == zone.false_easting
    place = (zone.meridian + 1.37, 31.25)
    change = Transformer.from_crs("EPSG:4490", zone.key, always_xy=True)
    system = systems.of_key(zone.key)
    assert system is not None
    assert system.from_wgs84(*place) == pytest.approx(change.transform(*place), abs=1e-5)


@given(st.floats(-4, 4), st.floats(3, 54), st.sampled_from(range(75, 136, 3)))
def test_a_projection_comes_back_exactly(away: float, lat: float, meridian: int) -> None:
    east, north = gauss_krueger.forth(meridian + away, lat, meridian)
    back = gauss_krueger.back(east, north, meridian)
    assert datum.metres_between(back, (meridian + away, lat)) < 1e-6


@pytest.mark.parametrize("system", EVERY, ids=lambda system: system.key)
def test_a_system_comes_back_exactly(system: System) -> None:
    zone = zones.of_key(system.key)
    place = (zone.meridian - 0.8, 30.1) if zone is not None else PEKING
    back = system.to_wgs84(*system.from_wgs84(*place))
    assert datum.metres_between(back, place) < 1e-6


def test_web_mercator_is_that_of_the_registry() -> None:
    change = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    assert mercator.forth(*PEKING) == pytest.approx(change.transform(*PEKING), abs=1e-6)


def test_a_web_map_is_never_shifted_outside_the_mainland() -> None:
    taipei = (121.56, 25.04)
    plain = mercator.forth(*taipei)
    web = systems.of_key("gcj02_3857")
    assert web is not None
    assert web.from_wgs84(*taipei) == plain
    assert datum.metres_between(web.to_wgs84(*plain), taipei) < 1e-6


def test_an_easting_tells_its_own_belt() -> None:
    zone = zones.of_easting(39_440_500)
    assert zone is not None
    assert (zone.key, zone.meridian) == ("EPSG:4527", 117)
    said = zones.of_key("EPSG:4548")
    assert said is not None
    assert zones.fitting(said, 39_440_500) == zone
    assert zones.fitting(said, 440_500) == said
    assert zones.fitting(said, 38_440_500) is None


def first(x: float, y: float) -> tuple[str, bool]:
    found = likely.readings(x, y, {}, PEKING)
    return found[0].key, found[0].swapped


def test_figures_tell_their_system_and_order() -> None:
    east, north = gauss_krueger.forth(*PEKING, 117)
    assert first(east, north) == ("EPSG:4548", False)
    assert first(north, east) == ("EPSG:4548", True)
    assert first(39_000_000 + east, north) == ("EPSG:4527", False)
    assert first(*mercator.forth(*PEKING)) == ("EPSG:3857", False)
    assert first(PEKING[1], PEKING[0]) == ("wgs84", True)


def test_figures_of_no_system_are_none() -> None:
    assert likely.readings(5, 5e9, {}) == []


@pytest.mark.shared
def test_published_cities_are_met_in_every_system(shared: Path) -> None:
    """Within the half metre that the service adds to either side, as printed to 1 cm."""
    listed = (shared / "data/crs_vectors/china-cities.json").read_text(encoding="utf-8")
    keys = {"GCJ02": "gcj02", "BD09": "bd09", "BD09MC": "bd09mc", "GCJ02MC": "gcj02mc"}
    for city in json.loads(listed):
        places = city["coords"]
        lon, lat = places["WGS84"]
        assert mercator.forth(lon, lat) == pytest.approx(places["EPSG3857"], abs=0.001)
        for name, key in keys.items():
            system = systems.of_key(key)
            assert system is not None
            found = system.to_wgs84(*places[name])
            assert datum.metres_between((lon, lat), (found[0], lat)) <= 0.55, (city, key)
            assert datum.metres_between((lon, lat), (lon, found[1])) <= 0.55, (city, key)
            gcj = systems.GEOGRAPHIC[2].to_wgs84(*places["GCJ02"])
            assert datum.metres_between(found, gcj) < 0.03, (city, key)
