"""A local system found by control points, its residuals, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin

import pytest

from renewtrack.domain import control_points, datum, gauss_krueger
from renewtrack.domain.control_points import (
    AFFINE,
    SIMILAR,
    ControlPoint,
    PointsFarOff,
    PointsMixedUp,
    PointsTogether,
    TooFewPoints,
)

MERIDIAN = 117
CORNERS = ((0.0, 0.0), (4_000.0, 200.0), (150.0, 3_000.0), (3_900.0, 3_100.0))


def point(name: str, x: float, y: float, stretch: float = 1.0) -> ControlPoint:
    """Return a point of a grid turned by 12 degrees, 30 ppm too long, and so far from Peking."""
    turn, scale = radians(12), 1.00003
    east = 440_000 + scale * (cos(turn) * x * stretch - sin(turn) * y)
    north = 4_430_000 + scale * (sin(turn) * x * stretch + cos(turn) * y)
    lon, lat = gauss_krueger.back(east, north, MERIDIAN)
    return ControlPoint(name, x, y, lon, lat)


POINTS = tuple(point(f"K{number}", *corner) for number, corner in enumerate(CORNERS, 1))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_true_parameters_are_found(count: int) -> None:
    found = control_points.fit(POINTS[:count])
    assert (found.turn, found.scale) == pytest.approx((12, 1.00003), abs=1e-7)
    assert found.rms < 1e-6
    assert found.exact is (count == 2)


def test_a_place_goes_there_and_back() -> None:
    found = control_points.fit(POINTS)
    true = point("", 1234.5, 2345.6)
    there = found.to_wgs84(1234.5, 2345.6)
    assert datum.metres_between(there, (true.lon, true.lat)) < 1e-5
    assert found.from_wgs84(*there) == pytest.approx((1234.5, 2345.6), abs=1e-6)


def test_a_wrong_point_shows_in_the_residuals() -> None:
    wrong = replace(POINTS[3], x=POINTS[3].x + 0.8)
    found = control_points.fit((*POINTS[:3], wrong))
    worst = max(found.residuals, key=lambda each: each.metres)
    assert worst.name == "K4"
    assert 0.1 < found.rms < 0.8


def test_an_affine_fit_takes_a_stretch_that_four_parameters_cannot() -> None:
    stretched = [point(f"K{n}", *corner, stretch=1.001) for n, corner in enumerate(CORNERS)]
    assert control_points.fit(stretched).rms > 0.5
    assert control_points.fit(stretched, AFFINE).rms < 1e-6


@pytest.mark.parametrize(("method", "count"), [(SIMILAR, 1), (SIMILAR, 0), (AFFINE, 2)])
def test_too_few_points_are_refused(method: str, count: int) -> None:
    with pytest.raises(TooFewPoints):
        control_points.fit(POINTS[:count], method)


def test_points_in_one_place_are_refused() -> None:
    with pytest.raises(PointsTogether):
        control_points.fit((POINTS[0], replace(POINTS[0], name="again")))


def test_points_on_one_line_are_refused_for_an_affine_fit() -> None:
    line = [point(str(n), 1000.0 * n, 500.0 * n) for n in range(4)]
    with pytest.raises(PointsTogether):
        control_points.fit(line, AFFINE)
    assert control_points.fit(line).rms < 1e-6


def test_points_in_another_unit_are_refused() -> None:
    feet = [replace(one, x=one.x * 3.28, y=one.y * 3.28) for one in POINTS]
    with pytest.raises(PointsMixedUp):
        control_points.fit(feet)


def test_a_point_abroad_is_refused() -> None:
    with pytest.raises(PointsFarOff):
        control_points.fit((*POINTS, ControlPoint("far", 0, 0, 2.35, 48.86)))


def test_axes_changed_over_are_noticed() -> None:
    turned = [replace(one, x=one.y, y=one.x) for one in POINTS]
    found = control_points.fit(POINTS)
    assert not control_points.swapped_fits_better(POINTS, found)
    assert control_points.swapped_fits_better(turned, None)
