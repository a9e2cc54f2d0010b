"""Many points at once, as exact as one; and the systems that layers say they are in."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from renewtrack.domain import control_points, datum
from renewtrack.domain import systems as known
from renewtrack.domain.control_points import ControlPoint
from renewtrack.gis import systems
from renewtrack.gis.systems import OldDatum, UnknownSystem

PLACES = np.array([(116.39, 39.9), (113.55, 22.22), (121.56, 25.04), (2.35, 48.86), (105.85, 21.0)])


@pytest.mark.parametrize("key", [*datum.SYSTEMS, *(each.key for each in known.WEB)])
def test_many_points_are_shifted_as_one(key: str) -> None:
    one = known.of_key(key)
    assert one is not None
    found = systems.from_wgs84(PLACES, key)
    assert found == pytest.approx(np.array([one.from_wgs84(*place) for place in PLACES]), abs=1e-9)
    assert systems.to_wgs84(found, key) == pytest.approx(PLACES, abs=1e-10)


def test_a_belt_comes_back_for_many_points() -> None:
    places = np.array([PLACES[0], PLACES[0] + (0.3, 0.4)])
    there = systems.from_wgs84(places, "EPSG:4527")
    assert 39e6 < there[0, 0] < 40e6
    assert systems.to_wgs84(there, "EPSG:4527") == pytest.approx(places, abs=1e-10)


def test_shapes_move_by_a_local_system() -> None:
    fit = control_points.fit(
        [ControlPoint("a", 0, 0, 116.3, 40.0), ControlPoint("b", 4268, 0, 116.35, 40.0)]
    )
    (moved,) = systems.move(np.array([shapely.Point(0, 0)]), "local:x", fit)
    assert (moved.x, moved.y) == pytest.approx((116.3, 40.0), abs=1e-9)


@pytest.mark.parametrize(
    ("said", "key"),
    [("EPSG:4326", "wgs84"), ("EPSG:4490", "cgcs2000"), ("EPSG:4526", "EPSG:4526"),
     ("EPSG:3857", "EPSG:3857"), ("EPSG:32650", "EPSG:32650"), (4548, "EPSG:4548")],
)  # fmt: skip
def test_the_system_of_a_layer_is_known(said: object, key: str) -> None:
    assert systems.of_crs(said) == key


@pytest.mark.parametrize("said", ["EPSG:2437", "EPSG:2383", "EPSG:4214", "EPSG:4610"])
def test_an_old_datum_is_refused(said: str) -> None:
    with pytest.raises(OldDatum):
        systems.of_crs(said)


@pytest.mark.parametrize("said", ["nonsense", None, "EPSG:999999", "local:没有"])
def test_what_is_no_system_is_refused(said: object) -> None:
    with pytest.raises(UnknownSystem):
        systems.of_crs(said)


def test_a_local_system_without_its_points_is_refused() -> None:
    with pytest.raises(UnknownSystem):
        systems.to_wgs84(PLACES, "local:没有")
