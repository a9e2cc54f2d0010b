"""Coordinate systems of layers: which one a layer is in, and many points to WGS 84 and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from renewtrack.domain import datum, systems, tables
from renewtrack.domain.control_points import Fit
from renewtrack.errors import UserError
from renewtrack.words import Words

if TYPE_CHECKING:
    from pyproj import CRS, Transformer

Points = npt.NDArray[np.float64]  # (n, 2), x to the east or longitude first
_OLD = {  # code of the datum's degrees: a name it goes by, and what people call it
    "4214": ("beijing 1954", Words("北京54", "Beijing 1954")),
    "4610": ("xian 1980", Words("西安80", "Xi'an 1980")),
    "4555": ("new beijing", Words("新北京54", "New Beijing")),
}
_MODERN = (4326, 4490)
_ENOUGH, _ROUNDS = 1e-13, 30


class OldDatum(UserError):
    """A layer stands on a datum whose way to WGS 84 is not public."""

    words = Words(
        "坐标系“{name}”属于{datum}，换算参数没有公开，直接换算会差几十到上百米，所以没有换算。"
        "请用控制点建一个地方坐标系，再选它。",
        "The system “{name}” stands on {datum}, whose parameters are not public: it would come "
        "out tens of metres off, so nothing was converted. Make a local system by control points "
        "and choose that.",
    )


class UnknownSystem(UserError):
    """A name or code is no coordinate system that can be used."""

    words = Words(
        "不认识坐标系“{name}”。可用 wgs84、cgcs2000、gcj02、bd09、EPSG 编号（WGS84 或 CGCS2000 "
        "的投影），或台账里建好的地方坐标系。",
        "“{name}” is no coordinate system we know. Use wgs84, cgcs2000, gcj02, bd09, an EPSG "
        "number on WGS 84 or CGCS2000, or a local system of the file.",
    )


def of_crs(crs: object) -> str:
    """Return the key of a layer's own system: text, code or anything pyproj takes.

    Raises OldDatum for Beijing 1954 and Xi'an 1980, UnknownSystem for what is no system on WGS 84
    or CGCS2000.
    """
    found = _crs(crs)
    geodetic = found.geodetic_crs
    base = geodetic.to_epsg(min_confidence=20) if geodetic is not None else None
    name = found.name
    plain = (geodetic.name if geodetic is not None else name).lower().replace("_", " ")
    for code, (known, words) in _OLD.items():
        if str(base) == code or known in plain:
            raise OldDatum(name=name, datum=words)
    if base not in _MODERN and not any(
        s in plain for s in ("wgs 84", "wgs 1984", "china geodetic")
    ):
        raise UnknownSystem(name=name)
    code_of = found.to_epsg(min_confidence=70)
    key = f"EPSG:{code_of}" if code_of is not None else found.to_wkt()
    known_system = systems.of_key(key)
    return known_system.key if known_system is not None else key


def to_wgs84(points: Points, key: str, fit: Fit | None = None) -> Points:
    """Return points of a system as degrees of WGS 84; ``fit`` is that of a local system.

    Raises UnknownSystem, OldDatum.
    """
    return _both(key, fit)[0](np.asarray(points, dtype=np.float64))


def from_wgs84(points: Points, key: str, fit: Fit | None = None) -> Points:
    """Return degrees of WGS 84 in a system: the exact inverse of ``to_wgs84``."""
    return _both(key, fit)[1](np.asarray(points, dtype=np.float64))


def move(geometries: npt.NDArray[Any], key: str, fit: Fit | None = None) -> npt.NDArray[Any]:
    """Return shapely geometries of a system in WGS 84."""
    import shapely

    moved: npt.NDArray[Any] = shapely.transform(geometries, lambda xy: to_wgs84(xy, key, fit))
    return moved


def away(geometries: npt.NDArray[Any], key: str, fit: Fit | None = None) -> npt.NDArray[Any]:
    """Return shapely geometries of WGS 84 in a system."""
    import shapely

    moved: npt.NDArray[Any] = shapely.transform(geometries, lambda xy: from_wgs84(xy, key, fit))
    return moved


Convert = Callable[[Points], Points]


def _both(key: str, fit: Fit | None) -> tuple[Convert, Convert]:
    if fit is not None:
        return _each(fit.to_wgs84), _each(fit.from_wgs84)
    if key in ("wgs84", "cgcs2000"):
        return np.copy, np.copy
    if key in datum.SYSTEMS:
        return (lambda xy: _unshift(xy, key)), (lambda xy: _shift(xy, key))
    known = systems.of_key(key)
    if known is not None and known in systems.WEB:
        return _each(known.to_wgs84), _each(known.from_wgs84)
    if key.startswith(systems.LOCAL):
        raise UnknownSystem(name=key.removeprefix(systems.LOCAL))
    of_crs(key)  # raises where it is none of ours
    return _projected(key)


def _projected(key: str) -> tuple[Convert, Convert]:
    def back(xy: Points) -> Points:
        return np.column_stack(_transformer(key).transform(xy[:, 0], xy[:, 1]))

    def forth(xy: Points) -> Points:
        moved = _transformer(key).transform(xy[:, 0], xy[:, 1], direction="INVERSE")
        return np.column_stack(moved)

    return back, forth


def _each(convert: Callable[[float, float], tuple[float, float]]) -> Convert:
    def all_of(xy: Points) -> Points:
        moved = [convert(x, y) for x, y in xy.tolist()]
        return np.array(moved, dtype=np.float64).reshape(-1, 2)

    return all_of


@cache
def _transformer(key: str) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs(key, "EPSG:4326", always_xy=True)


def _crs(crs: object) -> CRS:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(crs)
    except (CRSError, TypeError) as unknown:
        raise UnknownSystem(name=str(crs)[:60]) from unknown


# -- the shifts of web maps, as ``domain.datum`` has them, for many points at once


def _shift(points: Points, key: str) -> Points:
    inside = _inside(points)
    return np.where(inside[:, None], _moved(points, key), points)


def _unshift(points: Points, key: str) -> Points:
    found = points.copy()
    for _ in range(_ROUNDS):
        away = points - _moved(found, key)
        found += away
        if len(away) == 0 or np.nanmax(np.abs(away), initial=0.0) < _ENOUGH:
            break
    return np.where(_inside(found)[:, None], found, points)


def _moved(points: Points, key: str) -> Points:
    with np.errstate(invalid="ignore"):
        moved = _gcj02(points[:, 0], points[:, 1])
        return moved if key == "gcj02" else _bd09(moved)


def _gcj02(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Points:
    sin, pi = np.sin, np.pi
    x, y = lon - 105.0, lat - 35.0
    waves = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    root = np.sqrt(np.abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + 20 * sin(pi * y) + 40 * sin(pi / 3 * y)) * 2 / 3
    north += (160 * sin(pi / 12 * y) + 320 * sin(pi / 30 * y)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + 20 * sin(pi * x) + 40 * sin(pi / 3 * x)) * 2 / 3
    east += (150 * sin(pi / 12 * x) + 300 * sin(pi / 30 * x)) * 2 / 3
    latitude = np.radians(lat)
    curve = 1 - datum.FLATTENING * sin(latitude) ** 2
    meridian = datum.AXIS * (1 - datum.FLATTENING) / (curve * np.sqrt(curve))
    parallel = datum.AXIS / np.sqrt(curve) * np.cos(latitude)
    return np.column_stack([lon + np.degrees(east / parallel), lat + np.degrees(north / meridian)])


def _bd09(moved: Points) -> Points:
    x, y = moved[:, 0], moved[:, 1]
    length = np.hypot(x, y) + 0.00002 * np.sin(y * datum.BD_TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * datum.BD_TURN)
    return np.column_stack(
        [length * np.cos(angle) + datum.BD_LON, length * np.sin(angle) + datum.BD_LAT]
    )


def _inside(points: Points) -> npt.NDArray[np.bool_]:
    """Return which points lie on the mainland, as ``domain.mainland`` draws it."""
    import shapely

    land, holes = _mainland()
    inside: npt.NDArray[np.bool_] = shapely.contains_xy(land, points[:, 0], points[:, 1])
    inside &= ~shapely.contains_xy(holes, points[:, 0], points[:, 1])
    return inside


@cache
def _mainland() -> tuple[Any, Any]:
    import shapely

    areas = []
    for name in ("inside", "outside"):
        rings = tables.document("mainland")[name]
        drawn = [
            shapely.Polygon(zip(ring["points"][::2], ring["points"][1::2], strict=True))
            for ring in rings
        ]
        area = shapely.unary_union([shapely.make_valid(each) for each in drawn])
        shapely.prepare(area)
        areas.append(area)
    return areas[0], areas[1]
