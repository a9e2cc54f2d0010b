"""What is wrong with shapes, and what can be put right without losing anything of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renewtrack.store import gpkg

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

METRES = 111_320.0  # of a degree of latitude
SLIVER_M2, SLIVER_M = 2.0, 0.2  # smaller, or narrower, than any house
LEAST_OVERLAP, LEAST_OVERLAP_M2 = 0.05, 4.0  # of the smaller one: a shared wall is none
SAME = 1e-8  # degrees, a millimetre
_POLYGON, _COLLECTION = 3, 7  # as WKB and shapely number kinds
_HEAD = 5  # bytes that tell the kind
_NEST, _DEEPEST = "GEOMETRYCOLLECTION", 20
_FLAT = {"Polygon": 2, "MultiPolygon": 2, "LineString": 1, "MultiLineString": 1}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say of a shape: a key of the sentences and what fills it."""

    kind: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two shapes that lie on each other, by their places; ``m2`` is 0 for the same outline."""

    first: int
    second: int
    m2: int = 0
    percent: int = 100


def of_wkb(written: Sequence[bytes | None]) -> Any:
    """Return an array of shapes; None for what is none, or has arcs, which cannot be reckoned."""
    import shapely

    return _all_of(shapely.from_wkb, [None if _is_deep(each) else each for each in written])


def of_wkt(written: Sequence[str]) -> Any:
    """Return an array of shapes; None also for one with a corner that is no place at all."""
    import numpy as np
    import shapely

    shallow = [None if each.upper().count(_NEST) > _DEEPEST else each for each in written]
    found = _all_of(shapely.from_wkt, shallow)
    corners, owners = shapely.get_coordinates(found, return_index=True)
    found[owners[~np.isfinite(corners).all(axis=1)]] = None
    return found


def _is_deep(wkb: bytes | None) -> bool:
    """Tell what may lie in itself so often that GEOS ends the program over it."""
    if not wkb or len(wkb) < _HEAD:
        return False
    code = int.from_bytes(wkb[1:_HEAD], "little" if wkb[0] else "big")
    return (code & 0xFFFF) % 1000 > _POLYGON and not gpkg.is_sound(wkb)


def _all_of(read: Callable[..., Any], written: Sequence[Any]) -> Any:
    import numpy as np
    import shapely

    given = np.empty(len(written), dtype=object)
    given[:] = written
    with np.errstate(invalid="ignore", over="ignore"):  # figures that are none say so later
        try:
            found = read(given, on_invalid="ignore")
        except NotImplementedError:  # arcs; one of them would keep all the others away
            found = np.empty(len(written), dtype=object)
            found[:] = [_one_of(read, each) for each in written]
    for place in np.flatnonzero(shapely.get_type_id(found) == _COLLECTION).tolist():
        try:
            shapely.get_coordinates(found[place])
        except shapely.errors.GEOSException:  # arcs within
            found[place] = None
    return found


def _one_of(read: Callable[..., Any], written: Any) -> Any:
    try:
        return read(written, on_invalid="ignore")
    except NotImplementedError:
        return None


def mended(shape: BaseGeometry) -> tuple[BaseGeometry, list[Finding]]:
    """Return a shape in degrees that can be stored, and what was found and done."""
    import shapely

    said = []
    shape = shapely.force_2d(shape)
    if not shape.is_valid:
        told = shapely.is_valid_reason(shape).partition("[")[2].rstrip("]")
        where = " ".join(f"{float(each):.6f}" for each in told.split())
        before = square_metres(shape)
        shape = _flat(shapely.make_valid(shape), _FLAT.get(shape.geom_type, 0))
        after = square_metres(shape)
        said.append(Finding("shape_mended", {"where": where, "before": before, "after": after}))
    elif shape.geom_type == "GeometryCollection":
        parts = len(shape.geoms)
        shape = _flat(shape, 2)
        left = parts - len(getattr(shape, "geoms", [shape]))
        said.append(Finding("shape_parts", {"count": left}))
    if len(getattr(shape, "geoms", ())) == 1:
        shape = shape.geoms[0]
    if is_sliver(shape):
        said.append(Finding("shape_sliver", {"area": f"{_square(shape):.1f}"}))
    return shape, said


def stored(shape: BaseGeometry) -> bytes:
    """Return a shape as it is stored, its outer rings counter-clockwise."""
    import shapely

    if shape.geom_type in ("Polygon", "MultiPolygon"):
        shape = shapely.orient_polygons(shape)
    return gpkg.from_wkb(shapely.to_wkb(shape, byte_order=1))


def same(shape: BaseGeometry, blob: bytes) -> bool:
    """Tell whether a stored geometry is this one, to the millimetre."""
    import shapely

    there = shapely.from_wkb(gpkg.to_wkb(blob))
    if shape.geom_type != there.geom_type:
        return False
    return bool(shapely.equals_exact(shape.normalize(), there.normalize(), SAME))


def square_metres(shape: BaseGeometry) -> int:
    """Return the area of a shape in degrees, to a whole square metre."""
    return round(_square(shape))


def _square(shape: BaseGeometry) -> float:
    if shape.is_empty:
        return 0.0
    _, south, _, north = shape.bounds
    across = METRES * math.cos(math.radians((south + north) / 2))
    return float(shape.area) * across * METRES


def is_sliver(shape: BaseGeometry) -> bool:
    """Tell an area that is smaller or narrower than any building."""
    if _FLAT.get(shape.geom_type) != 2 or shape.is_empty:
        return False
    square = _square(shape)
    _, south, _, north = shape.bounds
    length = shape.length * METRES * (1 + math.cos(math.radians((south + north) / 2))) / 2
    return square < SLIVER_M2 or 2 * square / max(length, 1e-9) < SLIVER_M


def doubled(shapes: Sequence[BaseGeometry | None]) -> Iterator[Pair]:
    """Yield the areas that are the same as an earlier one, or lie on it in part."""
    import numpy as np
    import shapely

    areas = np.array(
        [each if each is not None and _FLAT.get(each.geom_type) == 2 else None for each in shapes],
        dtype=object,
    )
    if len(areas) < 2:
        return
    tree = shapely.STRtree(areas)
    one, other = tree.query(areas, predicate="intersects")
    later = one > other
    for first, second in sorted(zip(other[later].tolist(), one[later].tolist(), strict=True)):
        pair = _pair(areas, first, second)
        if pair is not None:
            yield pair


def _pair(areas: Any, first: int, second: int) -> Pair | None:
    common = areas[first].intersection(areas[second])
    square = _square(common)
    smaller = min(_square(areas[first]), _square(areas[second])) or 1.0
    larger = max(_square(areas[first]), _square(areas[second])) or 1.0
    if square / larger > 0.999:
        return Pair(first, second)
    if square < LEAST_OVERLAP_M2 or square / smaller < LEAST_OVERLAP:
        return None
    return Pair(first, second, round(square), round(100 * square / smaller))


def _flat(shape: Any, wanted: int) -> BaseGeometry:
    """Return the parts of a collection that are of a dimension, else the flattest there are."""
    import shapely

    parts = list(shapely.get_parts(shape))
    parts = [one for part in parts for one in shapely.get_parts(part)]
    sizes = [int(each) for each in shapely.get_dimensions(parts)] if parts else []
    best = wanted if wanted in sizes else max(sizes, default=-1)
    kept = [part for part, size in zip(parts, sizes, strict=True) if size == best]
    if len(kept) == 1:
        found: BaseGeometry = kept[0]
        return found
    made: BaseGeometry = (
        shapely.multipolygons(kept)
        if best == 2
        else shapely.multilinestrings(kept)
        if best == 1
        else shapely.multipoints(kept)
    )
    return made
