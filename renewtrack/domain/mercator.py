"""The Mercator squares of web maps: the common one and that of Baidu."""

from __future__ import annotations

from math import atan, degrees, exp, log, pi, radians, tan

Point = tuple[float, float]

_AXIS = 6378137.0
_FARTHEST = 85.0511287798
_ENOUGH = 1e-13  # degrees
_ROUNDS = 20
# From each latitude on, the polynomial that Baidu's own scripts take: metres of a degree to the
# east, then the northing by powers of latitude / scale. The published inverse polynomials are
# 0.1 m off; the inverse here is that of these.
_BANDS: tuple[tuple[float, tuple[float, ...], float], ...] = (
    (
        75.0,
        (
            *(-0.0015702102444, 111320.7020616939, 1704480524535203, -10338987376042340),
            *(26112667856603880, -35149669176653700, 26595700718403920, -10725012454188240),
            1800819912950474,
        ),
        82.5,
    ),
    (
        60.0,
        (
            *(0.0008277824516172526, 111320.7020463578, 647795574.6671607, -4082003173.641316),
            *(10774905663.51142, -15171875531.51559, 12053065338.62167, -5124939663.577472),
            913311935.9512032,
        ),
        67.5,
    ),
    (
        45.0,
        (
            *(0.00337398766765, 111320.7020202162, 4481351.045890365, -23393751.19931662),
            *(79682215.47186455, -115964993.2797253, 97236711.15602145, -43661946.33752821),
            8477230.501135234,
        ),
        52.5,
    ),
    (
        30.0,
        (
            *(0.00220636496208, 111320.7020209128, 51751.86112841131, 3796837.749470245),
            *(992013.7397791013, -1221952.21711287, 1340652.697009075, -620943.6990984312),
            144416.9293806241,
        ),
        37.5,
    ),
    (
        15.0,
        (
            *(-0.0003441963504368392, 111320.7020576856, 278.2353980772752, 2485758.690035394),
            *(6070.750963243378, 54821.18345352118, 9540.606633304236, -2710.55326746645),
            1405.483844121726,
        ),
        22.5,
    ),
    (
        0.0,
        (
            *(-0.0003218135878613132, 111320.7020701615, 0.00369383431289, 823725.6402795718),
            *(0.46104986909093, 2351.343141331292, 1.58060784298199, 8.77738589078284),
            0.37238884252424,
        ),
        7.45,
    ),
)


def forth(lon: float, lat: float) -> Point:
    """Return metres of EPSG:3857, to the east and to the north, of degrees."""
    lat = max(-_FARTHEST, min(_FARTHEST, lat))
    return _AXIS * radians(lon), _AXIS * log(tan(pi / 4 + radians(lat) / 2))


def back(x: float, y: float) -> Point:
    """Return the degrees of metres of EPSG:3857."""
    return degrees(x / _AXIS), degrees(2 * atan(exp(y / _AXIS)) - pi / 2)


def baidu_forth(lon: float, lat: float) -> Point:
    """Return Baidu's metres of degrees, which are to be of BD-09."""
    _, powers, scale = next(band for band in _BANDS if abs(lat) >= band[0])
    east = powers[0] + powers[1] * abs(lon)
    north = _polynomial(powers[2:], abs(lat) / scale)
    return (-east if lon < 0 else east), (-north if lat < 0 else north)


def baidu_back(x: float, y: float) -> Point:
    """Return the degrees, of BD-09, of Baidu's metres: the exact inverse of ``baidu_forth``."""
    lat = abs(back(x, y)[1])  # some minutes of arc off
    for _ in range(_ROUNDS):
        _, powers, scale = next(band for band in _BANDS if lat >= band[0])
        rise = _polynomial([n * c for n, c in enumerate(powers[2:])][1:], lat / scale) / scale
        step = (abs(y) - _polynomial(powers[2:], lat / scale)) / rise
        lat = min(max(lat + step, 0.0), 90.0)
        if abs(step) < _ENOUGH:
            break
    _, powers, _ = next(band for band in _BANDS if lat >= band[0])
    lon = (abs(x) - powers[0]) / powers[1]
    return (-lon if x < 0 else lon), (-lat if y < 0 else lat)


def _polynomial(powers: tuple[float, ...] | list[float], at: float) -> float:
    value = 0.0
    for each in reversed(powers):
        value = value * at + each
    return value
