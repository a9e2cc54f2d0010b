"""Geometry from the project file to paper: whole arrays at a time, no feature by itself."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from renewtrack.printing.projection import Plane
from renewtrack.printing.sheet import Box, Floats, Indices, Paths, starts
from renewtrack.store import sound_shapes

_POLYGONS = (3, 6)  # shapely's type numbers of Polygon and MultiPolygon
SYMBOL_RADIUS = 1.0  # mm at 1:10000, of a feature that is known by a point only
LEAST_RADIUS, MOST_RADIUS = 0.5, 1.4


@dataclass(frozen=True, slots=True)
class Ground:
    """Features in degrees: polygons as paths with an owner each, the others as points."""

    polygons: Paths
    polygon_owners: Indices
    points: Floats
    point_owners: Indices
    empty: int

    def extent(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north, or None where there is nothing."""
        points = np.concatenate([self.polygons.points, self.points])
        if not len(points):
            return None
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return float(west), float(south), float(east), float(north)


@dataclass(frozen=True, slots=True)
class View:
    """A frame on paper in mm and the ground that it shows at a scale."""

    frame: Box
    plane: Plane
    scale: int

    @property
    def symbol_radius(self) -> float:
        """Return the radius in mm of a point's symbol: smaller where more ground is shown."""
        wanted = SYMBOL_RADIUS * math.sqrt(10_000 / self.scale)
        return min(MOST_RADIUS, max(LEAST_RADIUS, wanted))

    def on_paper(self, degrees: Floats) -> Floats:
        """Return millimetres on the page of points (n, 2) in degrees."""
        if not len(degrees):
            return np.empty((0, 2))
        east, north = self.plane.forward(degrees[:, 0], degrees[:, 1])
        x, y = self.frame.centre
        return np.column_stack([x + east * 1000 / self.scale, y - north * 1000 / self.scale])


def read(geometries: list[bytes]) -> Ground:
    """Read WKB; what is neither polygon nor empty is known by its middle."""
    shapes = sound_shapes.of_wkb(geometries)
    owners = np.arange(len(geometries), dtype=np.int64)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    is_polygon = np.isin(shapely.get_type_id(shapes), _POLYGONS) & ~empty
    middles = shapely.centroid(shapes[~is_polygon & ~empty])
    polygons, polygon_owners = _polygons(shapes[is_polygon], owners[is_polygon])
    return Ground(
        polygons,
        polygon_owners,
        shapely.get_coordinates(middles),
        owners[~is_polygon & ~empty],
        int(empty.sum()),
    )


def _polygons(shapes: NDArray[np.object_], owners: Indices) -> tuple[Paths, Indices]:
    """Flatten polygons into paths; holes run against their rims so that they stay empty."""
    parts, of_shape = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    lines = starts(np.bincount(of_ring, minlength=len(rings)))
    counts = starts(np.bincount(of_part, minlength=len(parts)))
    return Paths(points, lines, counts, "ground"), owners[of_shape]


def on_paper(ground: Ground, view: View, glyphs: list[str]) -> tuple[Paths, Indices]:
    """Return every feature as a shape in mm with its owner; points become symbols by glyph."""
    drawn = ground.polygons
    shapes = [
        Paths(view.on_paper(drawn.points), drawn.lines, drawn.parts, "feature"),
        *(
            symbol(glyphs[owner], x, y, view.symbol_radius)
            for owner, (x, y) in zip(ground.point_owners, view.on_paper(ground.points), strict=True)
        ),
    ]
    return joined(shapes), np.concatenate([ground.polygon_owners, ground.point_owners])


def lines_on_paper(lines: shapely.Geometry, view: View) -> Paths:
    """Return lines in degrees as open paths in mm."""
    points, of_line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    offsets = starts(np.bincount(of_line))
    return Paths(view.on_paper(points), offsets, np.arange(len(offsets)), "boundary")


def joined(shapes: list[Paths]) -> Paths:
    """Put paths behind one another."""
    return Paths(
        np.concatenate([shape.points for shape in shapes]),
        starts(np.concatenate([np.diff(shape.lines) for shape in shapes])),
        starts(np.concatenate([np.diff(shape.parts) for shape in shapes])),
        "feature",
    )


def bounds(paths: Paths) -> Floats:
    """Return left, top, right, bottom of every part, in mm; shape (parts, 4)."""
    if not len(paths):
        return np.empty((0, 4))
    first = paths.lines[paths.parts[:-1]]
    low = np.minimum.reduceat(paths.points, first, axis=0)
    high = np.maximum.reduceat(paths.points, first, axis=0)
    return np.hstack([low, high])


def symbol(glyph: str, x: float, y: float, radius: float = SYMBOL_RADIUS) -> Paths:
    """Return the closed shape that stands for a class's glyph."""
    corners = np.array(_SYMBOLS.get(glyph, _SQUARE)) * radius + (x, y)
    ring = np.vstack([corners, corners[:1]])
    return Paths(ring, np.array([0, len(ring)]), np.array([0, 1]), "feature")


def _wheel(count: int, turn: float = 0.0, radius: float = 1.0) -> list[tuple[float, float]]:
    angles = [turn + index * 2 * math.pi / count for index in range(count)]
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


_SQUARE = [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)]
_ARM, _TIP = 0.32, 0.95
_CROSS = [
    (x * math.cos(math.pi / 4) - y * math.sin(math.pi / 4), x * 0.7071 + y * 0.7071)
    for x, y in (
        (-_ARM, -_TIP), (_ARM, -_TIP), (_ARM, -_ARM), (_TIP, -_ARM), (_TIP, _ARM), (_ARM, _ARM),
        (_ARM, _TIP), (-_ARM, _TIP), (-_ARM, _ARM), (-_TIP, _ARM), (-_TIP, -_ARM), (-_ARM, -_ARM),
    )
]  # fmt: skip


def _pie(share: float) -> list[tuple[float, float]]:
    """Return the part of a disc that begins above and goes round to the right."""
    steps = max(2, round(24 * share))
    turns = (2 * math.pi * share * step / steps - math.pi / 2 for step in range(steps + 1))
    return [(0.0, 0.0), *((math.cos(turn), math.sin(turn)) for turn in turns)]


def _star() -> list[tuple[float, float]]:
    rims = [1.25, 0.52] * 5
    turns = (math.pi * place / 5 - math.pi / 2 for place in range(10))
    return [(rim * math.cos(t), rim * math.sin(t)) for rim, t in zip(rims, turns, strict=True)]


_PLUS = [(0.7071 * (x - y), 0.7071 * (x + y)) for x, y in _CROSS]
_SYMBOLS = {
    "◔": _pie(0.25),
    "◑": _pie(0.5),
    "◕": _pie(0.75),
    "■": _SQUARE,
    "□": _SQUARE,
    "◆": _wheel(4, radius=1.2),
    "△": _wheel(3, turn=-math.pi / 2, radius=1.25),
    "▼": _wheel(3, turn=math.pi / 2, radius=1.25),
    "✚": _PLUS,
    "★": _star(),
    "○": _wheel(20),
    "●": _wheel(20),
    "◇": _wheel(4, radius=1.2),
    "▲": _wheel(3, turn=-math.pi / 2, radius=1.25),
    "✖": _CROSS,
}
