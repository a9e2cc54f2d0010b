"""Geometries as flat integer arrays on the Mercator square, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from renewtrack.store import gpkg

WORLD = 1 << 30  # units along the Mercator square: one is about 3 cm
POINT, LINE, POLYGON = 0, 1, 2
_MAX_LATITUDE = 85.0511287798
_BASIC_KIND = np.array([POINT, LINE, LINE, POLYGON, POINT, LINE, POLYGON, POINT])  # by GEOS type id

Ints = npt.NDArray[np.int32]
Counts = npt.NDArray[np.uint32]


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
    import shapely

    with np.errstate(invalid="ignore"):  # a place that is no number is left out further on
        geometries = shapely.from_wkb([_wkb(blob) for blob in blobs], on_invalid="ignore")
    return from_geometries(geometries)


def from_geometries(geometries: npt.NDArray[Any]) -> Shapes:
    """Return the shapes of shapely geometries in degrees; None and empty ones are left out."""
    import shapely

    bounds = shapely.bounds(geometries) if len(geometries) else np.empty((0, 4))
    drawable = np.asarray(np.isfinite(bounds).all(axis=1), dtype=bool)
    lonlat, owner = shapely.get_coordinates(geometries, return_index=True)
    drawable[owner[~np.isfinite(lonlat).all(axis=1)]] = False
    row = np.flatnonzero(drawable)
    middle = mercator((bounds[row, :2] + bounds[row, 2:]) / 2)
    row = row[np.argsort(_morton(middle), kind="stable")]
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
    lat = np.radians(np.clip(lonlat[:, 1], -_MAX_LATITUDE, _MAX_LATITUDE))
    x = lonlat[:, 0] / 360 + 0.5
    y = 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    units = np.stack([x, y], axis=1) * WORLD
    return np.clip(np.rint(units), 0, WORLD).astype(np.int32)


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
    """Return a key that sorts near things together (Z-order, 15 bits a side)."""
    key = np.zeros(len(xy), dtype=np.int64)
    for axis in (0, 1):
        side = xy[:, axis].astype(np.int64) >> 9  # about 20 m
        for bit in range(21):
            key |= ((side >> bit) & 1) << (2 * bit + axis)
    return key
