"""Shapes drawn by hand: checked in words before they are stored, and taken apart for the pen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from renewtrack.errors import UserError
from renewtrack.gis import measuring
from renewtrack.gis.measuring import Place
from renewtrack.store import gpkg
from renewtrack.words import Words

POINT, LINE, POLYGON = "point", "line", "polygon"
SHAPES = (POINT, LINE, POLYGON)
LINE_CORNERS = 3  # with no more an outline cannot cross itself
SMALLEST_M2 = 1.0  # less is a slip of the hand
SHORTEST_M = 0.5
LARGEST_M2 = 50_000_000.0  # 50 km2: a street's area, no park and no building
NEAR = 8e-7  # degrees, about 9 cm: the page knows its neighbours' corners to 3 cm
TOUCH_M2 = 0.5  # a shared wall is no overlap
Ring = tuple[Place, ...]


class TooFewPlaces(UserError):
    """A shape needs more places."""

    words = Words(
        "{shape}至少要有 {least} 个不同的点，现在只有 {there} 个。没有保存；请接着画。",
        "{shape} needs {least} different points at least and has {there}. "
        "Nothing was stored; go on drawing.",
    )


class CrossesItself(UserError):
    """An outline crosses itself."""

    words = Words(
        "轮廓自己交叉了（在 {lon}, {lat} 附近），算不出面积。没有保存；"
        "请把交叉处的点拖开，或撤销几步。",
        "The outline crosses itself (near {lon}, {lat}), so that it has no area. Nothing was "
        "stored; drag the points apart there, or go some steps back.",
    )


class TooSmall(UserError):
    """A shape is too small to be meant."""

    words = Words(
        "画出的形状太小（{size}）。没有保存；请放大地图再画。",
        "What was drawn is too small ({size}). Nothing was stored; zoom in and draw again.",
    )


class TooLarge(UserError):
    """A shape is too large to be a place of a district."""

    words = Words(
        "画出的形状有 {size} 平方公里，太大了。没有保存；请检查有没有点落在远处。",
        "What was drawn covers {size} km², which is too much. Nothing was stored; look for a "
        "point that lies far away.",
    )


class OffTheMap(UserError):
    """A place is no place on earth."""

    words = Words(
        "有一个点不在地图范围内。没有保存；请在地图里画。",
        "A point lies off the map. Nothing was stored; draw on the map.",
    )


NAMES = {
    POINT: Words("点", "A point"),
    LINE: Words("线", "A line"),
    POLYGON: Words("面", "An area"),
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A shape as the pen has it: parts of rings of places, no ring repeats its first place.

    A point or a line has one ring a part; an area has its outer ring first, then its holes.
    """

    shape: str
    parts: tuple[tuple[Ring, ...], ...]


def make(sketch: Sketch) -> Any:
    """Return the shapely geometry of a sketch.

    Raises TooFewPlaces, CrossesItself, TooSmall, TooLarge, OffTheMap.
    """
    rings = [ring for part in sketch.parts for ring in part]
    for lon, lat in (place for ring in rings for place in ring):
        if not (
            math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 85.06
        ):
            raise OffTheMap
    least = SHAPES.index(sketch.shape) + 1
    for ring in rings or [()]:
        there = len(dict.fromkeys(ring))
        if there < least:
            raise TooFewPlaces(shape=NAMES[sketch.shape], least=least, there=there)
    return {POINT: _points, LINE: _lines, POLYGON: _polygons}[sketch.shape](sketch)


def crosses(sketch: Sketch) -> bool:
    """Tell whether an area in the making crosses itself as it is now."""
    return sketch.shape == POLYGON and not all(
        shapely.LinearRing(ring).is_simple
        for part in sketch.parts
        for ring in part
        if len(dict.fromkeys(ring)) > LINE_CORNERS
    )


def take_apart(blob: bytes) -> Sketch | None:
    """Return a stored geometry as a sketch; None where the pen cannot hold it."""
    geometry = shapely.from_wkb(gpkg.to_wkb(blob))
    kinds = {"Point": POINT, "LineString": LINE, "Polygon": POLYGON}
    parts = list(geometry.geoms) if hasattr(geometry, "geoms") else [geometry]
    names = {part.geom_type for part in parts}
    if len(names) != 1 or not names <= kinds.keys() or geometry.is_empty:
        return None
    shape = kinds[names.pop()]
    return Sketch(shape, tuple(_rings_of(part) for part in parts))


def to_blob(geometry: Any) -> bytes:
    """Return a geometry as it is stored: flat, outer rings counter-clockwise."""
    flat = shapely.force_2d(geometry)
    if flat.geom_type in ("Polygon", "MultiPolygon"):
        flat = shapely.orient_polygons(flat)
    return gpkg.from_wkb(shapely.to_wkb(flat, byte_order=1))


def from_blob(blob: bytes) -> Any:
    """Return a stored geometry."""
    return shapely.from_wkb(gpkg.to_wkb(blob))


def settle(geometry: Any, neighbours: Mapping[int, bytes]) -> Any:
    """Return a geometry whose corners near a neighbour's corner lie exactly on it.

    The page knows corners to 3 cm only. Where that would spoil the shape it stays as drawn.
    """
    if not neighbours or geometry.geom_type == "Point":
        return geometry
    others = shapely.union_all(
        [
            shapely.multipoints(shapely.get_coordinates(from_blob(each)))
            for each in neighbours.values()
        ]
    )
    settled = shapely.snap(geometry, others, NEAR)
    return settled if settled.is_valid and settled.geom_type == geometry.geom_type else geometry


def overlaps(geometry: Any, neighbours: Mapping[int, bytes]) -> dict[int, float]:
    """Return the square metres that an area shares with each of its neighbours."""
    if "Polygon" not in geometry.geom_type:
        return {}
    found = {}
    for one, blob in neighbours.items():
        other = shapely.make_valid(from_blob(blob))
        shared = area_m2(shapely.intersection(geometry, other)) if geometry.intersects(other) else 0
        if shared > TOUCH_M2:
            found[one] = shared
    return found


def area_m2(geometry: Any) -> float:
    """Return the area of a geometry's polygons on the ellipsoid."""
    parts = list(geometry.geoms) if hasattr(geometry, "geoms") else [geometry]
    return sum(
        measuring.area_m2([_open(ring) for ring in (part.exterior, *part.interiors)])
        for part in parts
        if part.geom_type == "Polygon" and not part.is_empty
    )


def _points(sketch: Sketch) -> Any:
    places = [ring[0] for part in sketch.parts for ring in part]
    return shapely.Point(places[0]) if len(places) == 1 else shapely.MultiPoint(places)


def _lines(sketch: Sketch) -> Any:
    lines = [_without_repeats(ring) for part in sketch.parts for ring in part]
    for line in lines:
        if (length := measuring.length_m(line)) < SHORTEST_M:
            raise TooSmall(size=f"{length:.2f} m")
    return shapely.LineString(lines[0]) if len(lines) == 1 else shapely.MultiLineString(lines)


def _polygons(sketch: Sketch) -> Any:
    made = [
        shapely.Polygon(_without_repeats(part[0]), [_without_repeats(hole) for hole in part[1:]])
        for part in sketch.parts
    ]
    geometry = made[0] if len(made) == 1 else shapely.MultiPolygon(made)
    if area_m2(geometry.convex_hull) < SMALLEST_M2:
        raise TooSmall(size="0 ㎡")
    if not geometry.is_valid:
        raise CrossesItself(**_place_of_fault(geometry))
    area = area_m2(geometry)
    if area < SMALLEST_M2:
        raise TooSmall(size=f"{area:.2f} ㎡")
    if area > LARGEST_M2:
        raise TooLarge(size=f"{area / 1e6:,.0f}")
    return geometry


def _place_of_fault(geometry: Any) -> dict[str, str]:
    """Return where GEOS found the fault, from its reason "Self-intersection[116.3 40.0]"."""
    said = shapely.is_valid_reason(geometry)
    inside = said[said.find("[") + 1 : said.rfind("]")].split()
    lon, lat = (
        (float(each) for each in inside[:2]) if len(inside) >= 2 else geometry.exterior.coords[0]
    )
    return {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}


def _without_repeats(ring: Ring) -> list[Place]:
    return [place for number, place in enumerate(ring) if not number or place != ring[number - 1]]


def _rings_of(part: Any) -> tuple[Ring, ...]:
    if part.geom_type != "Polygon":
        return (tuple((x, y) for x, y, *_ in part.coords),)
    return tuple(tuple(_open(ring)) for ring in (part.exterior, *part.interiors))


def _open(ring: Any) -> list[Place]:
    return [(x, y) for x, y, *_ in ring.coords[:-1]]
