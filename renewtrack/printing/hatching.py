"""Hatches as vector lines cut to the shapes, so that black and white tells the stages apart."""

from __future__ import annotations

import math

import numpy as np

from renewtrack.printing.sheet import Floats, Indices, Paths, Pen, starts

# How a hatch is drawn: the angles of its lines in degrees, or dots.  "solid", "empty" and "none"
# have no lines: the fill and the outline say them.
ANGLES = {
    "diagonal": (45.0,),
    "back": (135.0,),
    "horizontal": (0.0,),
    "vertical": (90.0,),
    "cross": (45.0, 135.0),
    "grid": (0.0, 90.0),
    "dots": (30.0,),
}


def spacing(short_sides: Floats) -> float:
    """Return the distance of hatch lines in mm: finer where the shapes are small."""
    typical = float(np.median(short_sides)) if len(short_sides) else 2.0
    return min(0.9, max(0.42, typical * 0.45))


def hatch(shapes: Paths, kind: str, apart: float, colour: str) -> list[Paths]:
    """Return the hatch of closed shapes: lines ``apart`` mm from one another, or dots."""
    if not len(shapes):
        return []
    if kind == "dots":
        pen = Pen(colour, min(0.4, apart * 0.5), round_ends=True)
        return [_as_paths(_dots(scanned(shapes, 30.0, apart), apart), pen)]
    pen = Pen(colour, min(0.22, apart * 0.28))
    return [_as_paths(scanned(shapes, angle, apart), pen) for angle in ANGLES.get(kind, ())]


def scanned(shapes: Paths, angle: float, apart: float) -> Floats:
    """Return the parts of parallel lines that lie inside the shapes, (n, 2, 2) in mm.

    Every edge is cut by every line that it crosses; sorted along its line, each pair of cuts of
    one shape is a piece inside (even-odd, so holes stay free).
    """
    turned = shapes.points @ _turn(-angle)
    begin, end, owner = _edges(shapes, turned)
    first = np.ceil(np.minimum(begin[:, 1], end[:, 1]) / apart).astype(np.int64)
    count = np.ceil(np.maximum(begin[:, 1], end[:, 1]) / apart).astype(np.int64) - first
    edge = np.repeat(np.arange(len(first)), count)
    row = first[edge] + np.arange(len(edge)) - np.repeat(starts(count)[:-1], count)
    share = (row * apart - begin[edge, 1]) / (end[edge, 1] - begin[edge, 1])
    x = begin[edge, 0] + share * (end[edge, 0] - begin[edge, 0])
    order = np.lexsort((x, row, owner[edge]))
    cuts = np.column_stack([x, row * apart])[order]
    pieces = cuts[: len(cuts) // 2 * 2].reshape(-1, 2, 2)
    return np.asarray(pieces @ _turn(angle), float)


def _edges(shapes: Paths, points: Floats) -> tuple[Floats, Floats, Indices]:
    """Return begin and end of every edge and the part that it belongs to."""
    is_last = np.zeros(len(points), bool)
    is_last[shapes.lines[1:] - 1] = True
    edge = np.flatnonzero(~is_last)
    part_of_line = np.repeat(np.arange(len(shapes)), np.diff(shapes.parts))
    part_of_point = np.repeat(part_of_line, np.diff(shapes.lines))
    return points[edge], points[edge + 1], part_of_point[edge]


def _dots(pieces: Floats, apart: float) -> Floats:
    """Return dots along the pieces as lines a hair long, in step from line to line."""
    begin, vector = pieces[:, 0], pieces[:, 1] - pieces[:, 0]
    length = np.hypot(vector[:, 0], vector[:, 1])
    direction = vector / np.where(length == 0, 1, length)[:, None]
    along = (begin * direction).sum(axis=1)
    first = np.ceil(along / apart)
    count = np.maximum(0, np.floor((along + length) / apart) - first + 1).astype(np.int64)
    piece = np.repeat(np.arange(len(pieces)), count)
    step = first[piece] + np.arange(len(piece)) - np.repeat(starts(count)[:-1], count)
    offset = (step * apart - along[piece])[:, None] * direction[piece]
    spots = begin[piece] + offset
    return np.stack([spots, spots + np.array([0.01, 0.0])], axis=1)


def _turn(degrees: float) -> Floats:
    """Return the matrix that turns row vectors."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[cos, sin], [-sin, cos]])


def _as_paths(pieces: Floats, pen: Pen) -> Paths:
    count = len(pieces)
    every_other = np.arange(0, 2 * count + 1, 2, dtype=np.int64)
    each = np.arange(count + 1, dtype=np.int64)
    return Paths(pieces.reshape(-1, 2), every_other, each, "hatch", pen)
