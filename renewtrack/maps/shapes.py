"""Geometries as flat integer arrays on the Mercator square, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from renewtrack.maps import rings
from renewtrack.store import gpkg, sound_shapes

WORLD = 1 << 30  # units along the Mercator square: one is about 3 cm
POINT, LINE, POLYGON = 0, 1, 2
_MAX_LATITUDE = 85.0511287798
_CHUNK = 16_000  # blobs
_SPREADING = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
_BASIC_KIND = np.array([POINT, LINE, LINE, POLYGON, POINT, LINE, POLYGON, POINT])  # by GEOS type id

Ints = npt.NDArray[np.int32]
Counts = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The drawable ones of some geometries, in spatial order.

    ``row`` is each shape's place among the geometries given; ``kind`` POINT, LINE or POLYGON;
    shape i has rings ``ring_from[i]:ring_from[i+1]``, ring r has vertices
    ``vertex_from[r]:vertex_from[r+1]`` of ``xy`` (v, 2). Outer rings run counter-clockwise in
    degrees, holes clockwise, and no ring repeats its first vertex. ``anchor`` (n, 2) lies inside.
    """

    row: npt.NDArray[np.intp]
    kind: npt.NDArray[np.uint8]
    ring_from: Counts
    vertex_from: Counts
    xy: Ints
    anchor: Ints


def from_blobs(blobs: Sequence[bytes | None]) -> Shapes:
    """Return the shapes of GeoPackage blobs; what cannot be drawn is left out."""
    parts = [_NONE]
    for begin in range(0, len(blobs), _CHUNK):  # what fits into the processor's cache
        some = _simple(rings.read(blobs[begin : begin + _CHUNK]))
        parts.append(replace(some, row=some.row + begin))
    left = np.ones(len(blobs), dtype=bool)
    left[np.concatenate([each.row for each in parts])] = False
    rest = np.flatnonzero(left)
    if len(rest):
        others = _from_wkb([blobs[row] for row in rest.tolist()])
        parts.append(replace(others, row=rest[others.row]))
    return _sorted(_joined(parts))


def _from_wkb(blobs: Sequence[bytes | None]) -> Shapes:
    with np.errstate(invalid="ignore"):  # a place that is no number is left out further on
        geometries = sound_shapes.of_wkb([_wkb(blob) for blob in blobs])
    return _of_geometries(geometries)


def _simple(found: rings.Rings) -> Shapes:
    """Return those of some rings that are polygons beyond doubt, in their order."""
    if not len(found.row):
        return _NONE
    x, y = _units(found.lonlat)
    measured = rings.measure(x, -y, found.count)
    first = np.cumsum(found.count) - found.count
    sound = measured.sound
    if sound.all() and measured.left.all():
        keep = np.ones(len(x), dtype=bool)
        keep[first + found.count - 1] = False  # none repeats its first corner
        count, corners = found.count - 1, np.flatnonzero(keep)
    else:
        count = found.count[sound] - 1
        step = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        backwards = np.repeat(~measured.left[sound], count)
        step[backwards] = (np.repeat(count, count) - step)[backwards]  # 0 stands at the end too
        corners = np.repeat(first[sound], count) + step
    return Shapes(
        row=found.row[sound],
        kind=np.full(len(count), POLYGON, dtype=np.uint8),
        ring_from=np.arange(len(count) + 1, dtype=np.uint32),
        vertex_from=_ends(count),
        xy=_whole(x[corners], y[corners]),
        anchor=_whole(measured.middle_x[sound], -measured.middle_y[sound]),
    )


def _joined(parts: Sequence[Shapes]) -> Shapes:
    return Shapes(
        row=np.concatenate([each.row for each in parts]),
        kind=np.concatenate([each.kind for each in parts]),
        ring_from=_ends(np.concatenate([np.diff(each.ring_from) for each in parts])),
        vertex_from=_ends(np.concatenate([np.diff(each.vertex_from) for each in parts])),
        xy=np.concatenate([each.xy for each in parts]),
        anchor=np.concatenate([each.anchor for each in parts]),
    )


def _sorted(drawn: Shapes) -> Shapes:
    """Return shapes in spatial order."""
    order = np.argsort(_morton(drawn.anchor), kind="stable")
    ring_order, ring_counts = _taken(drawn.ring_from, order)
    vertex_order, vertex_counts = _taken(drawn.vertex_from, ring_order)
    return Shapes(
        row=drawn.row[order],
        kind=drawn.kind[order],
        ring_from=_ends(ring_counts),
        vertex_from=_ends(vertex_counts),
        xy=drawn.xy[vertex_order],
        anchor=drawn.anchor[order],
    )


def _taken(
    begins: Counts, order: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the places of what owners hold when they are taken in an order, and how many each."""
    begins = begins.astype(np.intp)
    counts = np.diff(begins)[order]
    start = np.cumsum(counts) - counts
    return np.repeat(begins[:-1][order] - start, counts) + np.arange(int(counts.sum())), counts


def _ends(counts: npt.NDArray[Any]) -> Counts:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)


def _of_geometries(geometries: npt.NDArray[Any]) -> Shapes:
    import shapely

    bounds = shapely.bounds(geometries) if len(geometries) else np.empty((0, 4))
    drawable = np.asarray(np.isfinite(bounds).all(axis=1), dtype=bool)
    lonlat, owner = shapely.get_coordinates(geometries, return_index=True)
    drawable[owner[~np.isfinite(lonlat).all(axis=1)]] = False
    row = np.flatnonzero(drawable)
    chosen = geometries[row]
    parts, owner, kind = _basic_parts(chosen)
    rings, ring_owner, outer = _rings(parts, owner)
    lonlat, vertex_owner = shapely.get_coordinates(rings, return_index=True)
    keep = _order(rings, outer, vertex_owner)
    return Shapes(
        row=row,
        kind=kind,
        ring_from=_starts(ring_owner, len(row)),
        vertex_from=_starts(vertex_owner[keep], len(rings)),
        xy=mercator(lonlat[keep]),
        anchor=mercator(_anchors(chosen)),
    )


def mercator(lonlat: npt.NDArray[np.float64]) -> Ints:
    """Return degrees (n, 2) as units of the Mercator square, x to the east, y to the south."""
    return _whole(*_units(lonlat))


def _units(lonlat: npt.NDArray[np.float64]) -> tuple[Floats, Floats]:
    lat = np.radians(np.clip(lonlat[:, 1], -_MAX_LATITUDE, _MAX_LATITUDE))
    y = np.arctanh(np.sin(lat, out=lat), out=lat)
    return (lonlat[:, 0] / 360 + 0.5) * WORLD, (0.5 - y / (2 * np.pi)) * WORLD


def _whole(x: Floats, y: Floats) -> Ints:
    found = np.empty((len(x), 2), dtype=np.int32)
    found[:, 0] = np.clip(np.rint(x), 0, WORLD)
    found[:, 1] = np.clip(np.rint(y), 0, WORLD)
    return found


def _wkb(blob: bytes | None) -> bytes | None:
    """Return the WKB of a blob; None for bytes that are no geometry (nothing to draw)."""
    if not blob:
        return None
    try:
        return gpkg.to_wkb(blob)
    except ValueError:
        return None


def _basic_parts(
    chosen: npt.NDArray[Any],
) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp], npt.NDArray[np.uint8]]:
    """Return polygons, lines and points, whose they are, and each owner's kind.

    A mixed collection is drawn by its polygons if it has any, else by its lines.
    """
    import shapely

    parts, owner = shapely.get_parts(chosen, return_index=True)
    while (shapely.get_type_id(parts) > 3).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    part_kind = _BASIC_KIND[shapely.get_type_id(parts)]
    kind = np.zeros(len(chosen), dtype=np.uint8)
    np.maximum.at(kind, owner, part_kind.astype(np.uint8))
    same = (part_kind == kind[owner]) & ~shapely.is_empty(parts)
    return parts[same], owner[same], kind


def _rings(
    parts: npt.NDArray[Any], owner: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp], npt.NDArray[np.int8]]:
    """Return all rings, lines and points, whose they are, and 1 outer, 0 hole, -1 no ring."""
    import shapely

    is_polygon = shapely.get_type_id(parts) == 3
    rings, of_part = shapely.get_rings(parts[is_polygon], return_index=True)
    first = np.r_[True, of_part[1:] != of_part[:-1]] if len(of_part) else np.empty(0, dtype=bool)
    everything = np.concatenate([rings, parts[~is_polygon]])
    owners = np.concatenate([owner[is_polygon][of_part], owner[~is_polygon]])
    outer = np.concatenate([first.astype(np.int8), np.full((~is_polygon).sum(), -1, np.int8)])
    order = np.argsort(owners, kind="stable")
    return everything[order], owners[order], outer[order]


def _order(
    rings: npt.NDArray[Any], outer: npt.NDArray[np.int8], vertex_owner: npt.NDArray[np.intp]
) -> npt.NDArray[np.intp]:
    """Return which vertices to take and in what order: turned the right way, not closed."""
    import shapely

    start = _starts(vertex_owner, len(rings)).astype(np.intp)
    place = np.arange(len(vertex_owner)) - start[vertex_owner]
    length = np.diff(start)[vertex_owner]
    turned = (outer >= 0) & (shapely.is_ccw(rings) != (outer == 1))
    walked = np.where(turned[vertex_owner], length - 1 - place, place)
    closing = (outer >= 0)[vertex_owner] & (place == length - 1)
    order: npt.NDArray[np.intp] = (walked + start[vertex_owner])[~closing]
    return order


def _anchors(chosen: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return a place inside each geometry: its centroid where that lies inside."""
    import shapely

    anchor = shapely.get_coordinates(shapely.centroid(chosen))
    area = shapely.get_dimensions(chosen) == 2
    away = np.flatnonzero(area)
    away = away[~shapely.contains_xy(chosen[away], anchor[away, 0], anchor[away, 1])]
    if len(away):
        valid = shapely.make_valid(chosen[away])
        anchor[away] = shapely.get_coordinates(shapely.point_on_surface(valid))
    return np.asarray(anchor)


def _starts(owner: npt.NDArray[np.intp], owners: int) -> Counts:
    """Return where each owner's things begin, and the end: (owners + 1,)."""
    counts = np.bincount(owner, minlength=owners)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)


def _morton(xy: Ints) -> npt.NDArray[np.int64]:
    """Return a key that sorts near things together (Z-order of squares of about 20 m)."""
    return _spread(xy[:, 0] >> 9) | _spread(xy[:, 1] >> 9) << 1


def _spread(side: Ints) -> npt.NDArray[np.int64]:
    """Return numbers with a zero bit before each of theirs."""
    bits = side.astype(np.int64)
    for shift, mask in _SPREADING:
        bits = (bits | bits << shift) & mask
    return bits


_NONE = Shapes(
    row=np.empty(0, dtype=np.intp),
    kind=np.empty(0, dtype=np.uint8),
    ring_from=np.zeros(1, dtype=np.uint32),
    vertex_from=np.zeros(1, dtype=np.uint32),
    xy=np.empty((0, 2), dtype=np.int32),
    anchor=np.empty((0, 2), dtype=np.int32),
)
