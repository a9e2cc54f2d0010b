"""Coordinates as sheets give them: their system, their order and their place in WGS 84."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from renewtrack.domain import systems, text, zones
from renewtrack.domain.control_points import Fit
from renewtrack.domain.systems import LOCAL

if TYPE_CHECKING:
    from pyproj import Transformer

GEOGRAPHIC = ("wgs84", "gcj02", "bd09", "cgcs2000")
METHOD = "import"
OTHER_ZONE = "other_zone"

_NAMES = (
    ("bd09mc", re.compile(r"(?:百度|bd-?0?9|baidu).{0,3}(?:墨卡托|平面|mercator|mc)")),
    ("gcj02mc", re.compile(r"gcj-?0?2-?mc")),
    ("gcj02_3857", re.compile(r"(?:高德|腾讯|火星|gcj-?0?2).{0,3}(?:墨卡托|mercator|3857)")),
    ("EPSG:3857", re.compile(r"墨卡托|mercator|epsg:3857")),
    ("bd09", re.compile(r"百度|bd-?0?9|baidu")),
    ("gcj02", re.compile(r"高德|腾讯|火星|gcj-?0?2|amap")),
    ("wgs84", re.compile(r"wgs-?_?(?:19)?84|gps|epsg:4326")),
    ("old", re.compile(r"西安80|北京54|xian80|beijing54|地方坐标|独立坐标")),
    (
        "cgcs2000",
        re.compile(r"cgcs-?_?2000|国家2000|2000国家|国家大地|大地2000|2000坐标|epsg:4490"),
    ),
)
SYSTEM_WORDS = re.compile(
    r"[_-]?(?:百度|高德|腾讯|火星|gps|bd-?0?9(?:ll)?|gcj-?0?2|wgs-?(?:19)?84|cgcs-?2000|国家2000|(?:大地)?2000)"
    r"(?:地图|坐标系|坐标)?[_-]?",
    re.IGNORECASE,
)
_EPSG = re.compile(r"epsg[::]?([0-9]{4,6})")
_MERIDIAN = re.compile(
    r"(?:中央(?:子午线|经线)|cm)[^0-9]{0,4}([0-9]{2,3})|(?<![0-9])([0-9]{2,3})(?:°|度)?(?:e)?(?:中央(?:子午线|经线))"
)
_ZONE = re.compile(r"(?<![0-9])([0-9]{2})(?:度?带|号带)")
_DMS = re.compile(r"^([0-9]{1,3})[°度:]([0-9]{1,2})['′分:]([0-9.]+)?(?:[\"″秒]|['′]{2})?$")
_SIDES = re.compile(r"^(?:东经|北纬|[ENXY])[:=]?|[EN]$", re.IGNORECASE)
_PAIR = re.compile(r"^[\[(]?([-0-9.]+)[,;/]([-0-9.]+)[\])]?$")
_DEGREES = re.compile(  # two of degrees, minutes and seconds: E116°18'2.5",N39°54'1.4"
    r"^[\[(]?((?:东经|E)?[:]?[0-9]{1,3}[°度].*?|(?:北纬|N)?[:]?[0-9]{1,2}[°度].*?)[,;/、 ]?"
    r"((?:东经|北纬|[EN])[:]?[0-9]{1,3}[°度].*|(?<=[,;/、])[0-9]{1,3}[°度].*?)[\])]?$",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$")
_LONGITUDES, _LATITUDES = (73.0, 135.5), (3.0, 54.0)
_NORTHINGS = (1.0e6, 6.0e6)
_WEB_EASTINGS, _WEB_NORTHINGS = (8.0e6, 1.52e7), (3.0e5, 7.3e6)
_LOCAL_FIGURES = 1.0e6
_WEB = tuple(each.key for each in systems.WEB)


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of a sheet's coordinate system before its figures are seen."""

    system: str | None  # a key of ``domain.systems``, "EPSG:n", "local:name", "old", or None
    meridian: int | None = None
    fit: Fit | None = None  # of a local system


@dataclass(frozen=True, slots=True)
class Position:
    """A place in WGS 84 beside the coordinates it came from (x east, y north)."""

    lon: float
    lat: float
    x: float
    y: float
    crs: str
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Why figures give no position.

    ``zero``, ``outside``, ``outside_local`` (far from a local system's control points),
    ``other_zone`` (they bear another belt's number) or ``unknown_system``.
    """

    kind: str
    x: float = 0.0
    y: float = 0.0


def reference(words: str) -> Reference:
    """Return the coordinate system that words name; its ``system`` is None where they do not."""
    plain = text.normalise(words).lower()
    meridian = _meridian(plain)
    if (epsg := _EPSG.search(plain)) and epsg[1] not in ("4326", "4490", "3857"):
        return Reference(f"EPSG:{epsg[1]}", meridian)
    found = next((key for key, pattern in _NAMES if pattern.search(plain)), None)
    return Reference(found, meridian)


def option(crs: str | None, fits: Mapping[str, Fit] | None = None) -> Reference:
    """Return the system of ``--crs``: a key of ``domain.systems``, EPSG:n, or local:name.

    ``fits`` are the local systems of the file by key; one that is not among them is none.
    """
    if not crs:
        return Reference(None)
    if crs.startswith(LOCAL):
        fit = (fits or {}).get(crs)
        return Reference(crs if fit is not None else None, fit=fit)
    known = systems.of_key(crs)
    return Reference(known.key) if known is not None else reference(crs)


def told(crs: str, fits: Mapping[str, Fit] | None = None) -> bool:
    """Tell whether words given for ``--crs`` name a system that can be used."""
    system = option(crs, fits).system
    if system is None or system == "old":
        return False
    return not system.startswith("EPSG:") or _supported(system)


def number(cell: object) -> float | None:
    """Read one coordinate: degrees, degrees-minutes-seconds, or metres; None if unreadable."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    plain = _SIDES.sub("", text.normalise(str(cell)))
    if found := _DMS.match(plain):
        return int(found[1]) + int(found[2]) / 60 + float(found[3] or 0) / 3600
    plain = plain.rstrip("°度mM米")
    try:
        return float(plain.replace(",", "") if _THOUSANDS.match(plain) else plain)
    except ValueError:
        return None


def pair(cell: object) -> tuple[float, float] | None:
    """Read two coordinates in one cell, such as ``116.39,39.9``."""
    plain = text.normalise(cell) if isinstance(cell, str) else ""
    found = _PAIR.match(plain) or _DEGREES.match(plain)
    if found is None:
        return None
    first, second = number(found[1]), number(found[2])
    return None if first is None or second is None else (first, second)


def place(x: float, y: float, known: Reference) -> Position | Misplaced:
    """Place a pair of figures, x meant as east or longitude and y as north or latitude.

    Which of the two is which is told by their size: in mainland China longitudes are 73-135 and
    latitudes 3-54 degrees, northings have 7 digits and eastings 6, or 8 with the zone before them
    (GB/T 18316; surveyors' X is north). Datum shifts and projections give WGS 84.
    """
    if x == 0 and y == 0:
        return Misplaced("zero", x, y)
    if known.fit is not None and known.system is not None:
        return _local(x, y, known.system, known.fit)
    if max(abs(x), abs(y)) <= 180:
        return _geographic(x, y, known)
    return _projected(x, y, known)


def _geographic(x: float, y: float, known: Reference) -> Position | Misplaced:
    swapped = _within(y, _LONGITUDES) and _within(x, _LATITUDES)
    if swapped:
        x, y = y, x
    if not (_within(x, _LONGITUDES) and _within(y, _LATITUDES)):
        return Misplaced("outside", x, y)
    system = systems.of_key(known.system or "")
    if system is None or system.metric:
        return Misplaced("unknown_system", x, y)
    lon, lat = system.to_wgs84(x, y)
    return Position(lon, lat, x, y, system.key, swapped)


def _local(x: float, y: float, key: str, fit: Fit) -> Position | Misplaced:
    """Place metres of a local system; where only the other order is near its points, that."""
    swapped = not fit.near(x, y) and fit.near(y, x)
    if swapped:
        x, y = y, x
    if not fit.near(x, y):
        return Misplaced("outside_local", x, y)
    lon, lat = fit.to_wgs84(x, y)
    return Position(lon, lat, x, y, key, swapped)


def _projected(x: float, y: float, known: Reference) -> Position | Misplaced:
    small = max(abs(x), abs(y)) < _LOCAL_FIGURES  # as only a local system has them
    if known.system == "old" or (known.system is None and small):
        return Misplaced("unknown_system", x, y)
    web = known.system in _WEB
    loose = web or known.system is None
    swapped = not _metric(x, y, loose) and _metric(y, x, loose)
    if swapped:
        x, y = y, x
    if not _metric(x, y, loose):
        return Misplaced("outside", x, y)
    crs = known.system if web else _projection(x, known)
    if crs is None:
        return Misplaced("unknown_system", x, y)
    if crs == OTHER_ZONE:
        return Misplaced(OTHER_ZONE, x, y)
    lon, lat = _degrees_of(crs, x, y)
    if not (_within(lon, _LONGITUDES) and _within(lat, _LATITUDES)):
        return Misplaced("outside", x, y)
    return Position(lon, lat, x, y, crs, swapped)


def _metric(x: float, y: float, web: bool) -> bool:
    """Tell figures that metres of a belt, or of a web map's square, have in the country."""
    if _within(y, _NORTHINGS) and (1e5 <= x < 1e6 or 1.3e7 <= x < 4.6e7):
        return True
    return web and _within(x, _WEB_EASTINGS) and _within(y, _WEB_NORTHINGS)


def _degrees_of(crs: str, x: float, y: float) -> tuple[float, float]:
    system = systems.of_key(crs)
    if system is not None:
        return system.to_wgs84(x, y)
    lon, lat = _transformer(crs).transform(x, y)
    return lon, lat


def _projection(easting: float, known: Reference) -> str | None:
    """Return the key of a grid, told by words, meridian or the zone's digits.

    OTHER_ZONE where an easting bears the number of another belt than the one that is said.
    """
    if known.system is not None and known.system.startswith("EPSG:"):
        zone = zones.of_key(known.system)
        if zone is not None:
            fitting = zones.fitting(zone, easting)
            return fitting.key if fitting is not None else OTHER_ZONE
        return known.system if _supported(known.system) else None
    if known.system != "cgcs2000":
        return None
    zone = zones.of_easting(easting)
    if zone is None and known.meridian is not None:
        zone = zones.of_meridian(known.meridian)
    return zone.key if zone is not None else None


def _meridian(plain: str) -> int | None:
    """Return the central meridian that words name in degrees, or by a zone's number."""
    if found := _MERIDIAN.search(plain):
        degrees = int(found[1] or found[2])
        return degrees if degrees % 3 == 0 and 75 <= degrees <= 135 else None
    if found := _ZONE.search(plain):
        zone = int(found[1])
        if 25 <= zone <= 45:
            return zone * 3
        if 13 <= zone <= 23:
            return zone * 6 - 3
    return None


def _supported(crs: str) -> bool:
    """Tell a grid on WGS 84 or CGCS2000; older datums would be metres off without parameters."""
    try:
        return _datum(crs) in (4326, 4490)
    except ValueError:
        return False


@cache
def _datum(crs: str) -> int | None:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        geodetic = CRS.from_user_input(crs).geodetic_crs
    except CRSError as unknown:
        raise ValueError(crs) from unknown
    return geodetic.to_epsg() if geodetic is not None else None


@cache
def _transformer(crs: str) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


def _within(figure: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= figure <= limits[1]
