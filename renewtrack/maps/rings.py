"""Footprints of one ring each, as nearly all are, read from their bytes all at once."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.bool_]

_ANY = 0xFF  # what a form leaves open; no sign of a form is that
_BLOB = b"GP\x00\x03" + 36 * b"\xff"  # a GeoPackage blob with its envelope, little-endian
_POLYGON = struct.pack("<BII", 1, 3, 1)  # a WKB polygon of one ring
_SEVERAL = struct.pack("<BII", 1, 6, 1)  # several polygons, of which there is one
_COUNT = 4 * b"\xff"
_FORMS = (_BLOB + _POLYGON + _COUNT, _BLOB + _SEVERAL + _POLYGON + _COUNT)
_LEAST = 4  # corners of a closed ring


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """Closed rings: ``row`` is each one's place among the blobs, ``count`` its corners.

    ``lonlat`` (n, 2) holds the corners of all, degrees, the first of each ring repeated at its end.
    """

    row: npt.NDArray[np.intp]
    count: Ints
    lonlat: Floats


def read(blobs: Sequence[bytes | None]) -> Rings:
    """Return the rings of the blobs that hold one each; all others are left out."""
    there = blobs if None not in blobs else [blob or b"" for blob in blobs]
    size = np.fromiter(map(len, there), dtype=np.int64, count=len(there))  # type: ignore[arg-type]
    found: list[Rings] = []
    rest = np.arange(len(there))
    for form in _FORMS:
        if len(rest) or not found:
            rings = _of_one_form(there, rest, size, form)  # type: ignore[arg-type]
            found.append(rings)
            rest = np.setdiff1d(rest, rings.row, assume_unique=True)
    return Rings(
        np.concatenate([rings.row for rings in found]),
        np.concatenate([rings.count for rings in found]),
        np.concatenate([rings.lonlat for rings in found]),
    )


def _of_one_form(
    blobs: Sequence[bytes], rows: npt.NDArray[np.intp], size: Ints, form: bytes
) -> Rings:
    """Return the rings of those of some rows that begin as a form does."""
    wanted, begin = np.frombuffer(form, dtype=np.uint8), len(form)
    rows = rows[size[rows] >= begin]
    heads = b"".join([blobs[row][:begin] for row in rows.tolist()])
    signs = np.frombuffer(heads, dtype=np.uint8).reshape(len(rows), begin)
    alike = ((signs == wanted) | (wanted == _ANY)).all(axis=1)
    count = np.ascontiguousarray(signs[:, begin - 4 :]).view("<u4")[:, 0].astype(np.int64)
    whole = alike & (count >= _LEAST) & (size[rows] == begin + 16 * count)
    rows, count = rows[whole], count[whole]
    body = b"".join([blobs[row][begin:] for row in rows.tolist()])
    return Rings(rows, count, np.frombuffer(body, dtype="<f8").reshape(-1, 2))


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What rings on a plane are like: their middles, which turn left, which can be relied on."""

    middle_x: Floats
    middle_y: Floats
    left: Bits  # counter-clockwise with y growing upwards
    sound: Bits  # closed, with an area, and the middle is inside


def measure(x: Floats, y: Floats, count: Ints) -> Measured:
    """Return what closed rings are like; ``x`` and ``y`` hold the corners of all of them."""
    first = np.cumsum(count) - count
    last = first + count - 1
    from_x, from_y = x[first], y[first]
    closed = (x[last] == from_x) & (y[last] == from_y)
    x = x - np.repeat(from_x, count)  # small figures: nothing is lost in the products
    y = y - np.repeat(from_y, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        cross = x[:-1] * y[1:]
        cross -= x[1:] * y[:-1]
        cross = np.append(cross, 0.0)
        cross[last] = 0.0
        area = np.add.reduceat(cross, first)
        middle_x = np.add.reduceat(_pairs(x) * cross, first) / (3 * area)
        middle_y = np.add.reduceat(_pairs(y) * cross, first) / (3 * area)
        sound = closed & np.isfinite(middle_x + middle_y) & (area != 0)
        bent = np.flatnonzero(sound & ~_convex(x, y, first, last))
    if len(bent):
        middle = (middle_x[bent], middle_y[bent])
        sound[bent] = _holds((x, y), first[bent], count[bent], middle)
    return Measured(middle_x + from_x, middle_y + from_y, area > 0, sound)


def _pairs(values: Floats) -> Floats:
    """Return each value and the next added up."""
    found = values.copy()
    found[:-1] += values[1:]
    return found


def _convex(x: Floats, y: Floats, first: Ints, last: Ints) -> Bits:
    """Tell which rings turn one way only."""
    dx, dy = np.diff(x, append=0.0), np.diff(y, append=0.0)
    dx[last], dy[last] = dx[first], dy[first]  # so that the side after the last is the first
    turn = dx[:-1] * dy[1:]
    turn -= dx[1:] * dy[:-1]
    turn = np.append(turn, 0.0)
    turn[last] = 0.0
    return np.asarray(
        (np.minimum.reduceat(turn, first) >= 0) | (np.maximum.reduceat(turn, first) <= 0)
    )


def _holds(
    xy: tuple[Floats, Floats], first: Ints, count: Ints, middle: tuple[Floats, Floats]
) -> Bits:
    """Tell which rings hold their middle: a ray from it crosses them an odd number of times."""
    x, y = xy
    sides = count - 1
    begin = np.cumsum(sides) - sides
    at = np.repeat(first - begin, sides) + np.arange(int(sides.sum()))
    px, py = np.repeat(middle[0], sides), np.repeat(middle[1], sides)
    x0, y0, x1, y1 = x[at], y[at], x[at + 1], y[at + 1]
    crossed = (y0 > py) != (y1 > py)
    with np.errstate(invalid="ignore", divide="ignore"):
        right = px < (x1 - x0) * (py - y0) / (y1 - y0) + x0
    return np.asarray(np.add.reduceat((crossed & right).astype(np.int64), begin) % 2 == 1)
