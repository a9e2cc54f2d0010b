"""Coordinate systems by key: how each is called and how its figures become WGS 84."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from renewtrack.domain import datum, gauss_krueger, mercator, zones
from renewtrack.domain.zones import Zone
from renewtrack.words import Words

Point = tuple[float, float]  # x to the east or longitude, y to the north or latitude
Convert = Callable[[float, float], Point]
LOCAL = "local:"  # before the name of a system that the office has made itself


@dataclass(frozen=True, slots=True)
class System:
    """One coordinate system; ``key`` is stored beside the figures and never renamed."""

    key: str
    words: Words
    metric: bool
    to_wgs84: Convert
    from_wgs84: Convert


def _degrees(key: str, words: Words) -> System:
    return System(
        key,
        words,
        metric=False,
        to_wgs84=lambda x, y: datum.to_wgs84(x, y, key),
        from_wgs84=lambda lon, lat: datum.from_wgs84(lon, lat, key),
    )


def _web(key: str, words: Words, shift: str) -> System:
    """Return the Mercator square of degrees that are shifted as a system of ``datum``."""
    baidu = key in ("bd09mc", "gcj02mc")
    forth, back = (
        (mercator.baidu_forth, mercator.baidu_back) if baidu else (mercator.forth, mercator.back)
    )
    return System(
        key,
        words,
        metric=True,
        to_wgs84=lambda x, y: datum.to_wgs84(*back(x, y), shift),
        from_wgs84=lambda lon, lat: forth(*datum.from_wgs84(lon, lat, shift)),
    )


GEOGRAPHIC = (
    _degrees("wgs84", Words("WGS84", "WGS 84")),
    _degrees("cgcs2000", Words("CGCS2000", "CGCS2000")),
    _degrees("gcj02", Words("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)")),
    _degrees("bd09", Words("BD-09（百度）", "BD-09 (Baidu)")),
)
WEB = (
    _web("EPSG:3857", Words("Web 墨卡托（WGS84）", "Web Mercator (WGS 84)"), "wgs84"),
    _web("bd09mc", Words("百度墨卡托（BD-09）", "Baidu Mercator (BD-09)"), "bd09"),
    _web("gcj02mc", Words("百度墨卡托（GCJ-02）", "Baidu Mercator (GCJ-02)"), "gcj02"),
    _web("gcj02_3857", Words("Web 墨卡托（GCJ-02）", "Web Mercator (GCJ-02)"), "gcj02"),
)
_SAME = {"EPSG:4326": "wgs84", "EPSG:4490": "cgcs2000", "EPSG:900913": "EPSG:3857"}


@cache
def of_key(key: str) -> System | None:
    """Return a system that needs nothing but its key; None for others, such as local ones."""
    key = _SAME.get(key, key)
    zone = zones.of_key(key)
    if zone is not None:
        return _belt(zone)
    return next((each for each in (*GEOGRAPHIC, *WEB) if each.key == key), None)


def belts() -> tuple[System, ...]:
    """Return the Gauss-Krüger belts, those of three degrees without number first."""
    return tuple(_belt(zone) for zone in zones.every())


def name(key: str) -> Words:
    """Return what people call a system; an unknown key stands for itself."""
    if key.startswith(LOCAL):
        own = key.removeprefix(LOCAL)
        return Words(f"地方坐标系“{own}”", f"local system “{own}”")
    found = of_key(key)
    return found.words if found is not None else Words(key, key)


@cache
def _belt(zone: Zone) -> System:
    return System(
        zone.key,
        zone.words,
        metric=True,
        to_wgs84=partial(_from_belt, zone),
        from_wgs84=partial(_to_belt, zone),
    )


def _from_belt(zone: Zone, x: float, y: float) -> Point:
    east = x - zone.false_easting + zones.FALSE_EASTING
    return gauss_krueger.back(east, y, zone.meridian)


def _to_belt(zone: Zone, lon: float, lat: float) -> Point:
    east, north = gauss_krueger.forth(lon, lat, zone.meridian)
    return east + zone.false_easting - zones.FALSE_EASTING, north
