"""Geometries as GeoPackage blobs: made, read and measured without a geometry library."""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Callable, Iterator

Bounds = tuple[float, float, float, float]  # min x, max x, min y, max y
Corners = list[tuple[float, float]]

_SRS = 4326
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)  # by envelope indicator, OGC 12-128r19 clause 2.1.3
EMPTY_FLAG = 0x10
_LINE, _POLYGON, _COLLECTION = 2, 3, 7  # kinds of WKB; those beyond have arcs or the like
_FARTHEST = 1e9  # whatever the unit: no place is beyond
_ONE_RING = bytes.fromhex("010300000001000000")  # a plain polygon without holes
SHORTEST = 8 + 5  # the header and the head of a WKB geometry


def point(lon: float, lat: float) -> bytes:
    """Return a WGS 84 point, degrees, as a GeoPackage blob.

    Raises ValueError for a coordinate that is no finite number.
    """
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError("a position needs finite coordinates")
    return struct.pack("<2sBBiBI2d", b"GP", 0, 0x01, _SRS, 1, 1, lon, lat)


def from_wkb(wkb: bytes) -> bytes:
    """Return a flat WKB geometry in WGS 84 as a GeoPackage blob with its envelope.

    Raises ValueError for bytes that are no WKB geometry, or one with heights or measures.
    """
    box = _wkb_bounds(wkb)
    if _dimension(struct.unpack_from("<I" if wkb[0] else ">I", wkb, 1)[0]) != 2:
        raise ValueError("positions are stored flat: drop heights and measures first")
    if box is None:
        return struct.pack("<2sBBi", b"GP", 0, 0x01 | EMPTY_FLAG, _SRS) + wkb
    if wkb[0] == 1 and struct.unpack_from("<I", wkb, 1)[0] == 1:
        return struct.pack("<2sBBi", b"GP", 0, 0x01, _SRS) + wkb
    return struct.pack("<2sBBi4d", b"GP", 0, 0x01 | 1 << 1, _SRS, *box) + wkb


def to_wkb(blob: bytes) -> bytes:
    """Return the WKB inside a GeoPackage blob; ValueError if it is none."""
    return blob[_header_length(blob) :]


def bounds(blob: bytes) -> Bounds:
    """Return min x, max x, min y, max y; ValueError for an empty geometry."""
    box = _bounds_or_none(blob)
    if box is None:
        raise ValueError("an empty geometry has no bounds")
    return box


def centre(blob: bytes) -> tuple[float, float]:
    """Return longitude and latitude of the middle of the bounds."""
    min_x, max_x, min_y, max_y = bounds(blob)
    return (min_x + max_x) / 2, (min_y + max_y) / 2


def has_position(blob: object) -> bool:
    """Tell whether a stored value is a geometry that can be reckoned with and is not empty."""
    if not isinstance(blob, bytes) or _readable_bounds(blob) is None:
        return False
    return is_sound(to_wkb(blob))


def is_broken(blob: object) -> bool:
    """Tell whether a stored value is neither a position nor an empty geometry."""
    if not isinstance(blob, bytes) or has_position(blob):
        return False
    return not is_readable(blob) or _readable_bounds(blob) is not None


def is_sound(wkb: bytes) -> bool:
    """Tell whether every corner of a WKB geometry is a place, and no part is arc or stump."""
    if wkb[:9] == _ONE_RING:
        count = int.from_bytes(wkb[9:13], "little")
        if count >= 4 and len(wkb) >= 13 + 16 * count:
            return _is_sound_ring(struct.unpack_from(f"<{2 * count}d", wkb, 13))
    try:
        corners = list(_corners(wkb, [0], _sound))
    except (ValueError, struct.error, IndexError, RecursionError):
        return False
    return bool(corners) and all(abs(x) < _FARTHEST and abs(y) < _FARTHEST for x, y in corners)


def _is_sound_ring(numbers: tuple[float, ...]) -> bool:
    """Tell the same of x and y of one ring at once, since nearly every footprint is no more."""
    total = sum(numbers)  # no number where one of them is none
    return (
        numbers[:2] == numbers[-2:]
        and not math.isnan(total)
        and min(numbers) > -_FARTHEST
        and max(numbers) < _FARTHEST
    )


def is_readable(blob: object) -> bool:
    """Tell whether a stored value is a geometry to its last byte, empty or not."""
    if not isinstance(blob, bytes):
        return False
    try:
        _bounds_or_none(blob)
        _wkb_bounds(to_wkb(blob))
    except (ValueError, struct.error):
        return False
    return True


def supply_functions(conn: sqlite3.Connection) -> None:
    """Give a connection the ST_ functions which the R-tree triggers call."""
    conn.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)
    for index, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        conn.create_function(name, 1, _side(index), deterministic=True)
    conn.create_function("is_readable", 1, is_readable, deterministic=True)
    conn.create_function("centre_x", 1, lambda blob: _middle(blob, 0), deterministic=True)
    conn.create_function("centre_y", 1, lambda blob: _middle(blob, 1), deterministic=True)


def _is_empty(blob: object) -> int | None:
    if not isinstance(blob, bytes):
        return None
    return int(_readable_bounds(blob) is None)


def _side(index: int) -> Callable[[object], float | None]:
    def side(blob: object) -> float | None:
        box = _readable_bounds(blob) if isinstance(blob, bytes) else None
        return None if box is None else box[index]

    return side


def _middle(blob: object, axis: int) -> float | None:
    box = _readable_bounds(blob) if isinstance(blob, bytes) else None
    return None if box is None else (box[2 * axis] + box[2 * axis + 1]) / 2


def _readable_bounds(blob: bytes) -> Bounds | None:
    """Return the bounds; None for an empty geometry or bytes that are no geometry."""
    try:
        return _bounds_or_none(blob)
    except (ValueError, struct.error):
        return None


def _header_length(blob: bytes) -> int:
    if len(blob) < 8 or blob[:2] != b"GP":
        raise ValueError("not a GeoPackage geometry")
    indicator = blob[3] >> 1 & 7
    if indicator >= len(_ENVELOPE_BYTES):
        raise ValueError("not a GeoPackage geometry: envelope unknown")
    return 8 + _ENVELOPE_BYTES[indicator]


def _bounds_or_none(blob: bytes) -> Bounds | None:
    start = _header_length(blob)
    if blob[3] & EMPTY_FLAG:
        return None
    if start > 8:
        order = "<" if blob[3] & 1 else ">"
        return _finite(struct.unpack_from(order + "4d", blob, 8))
    return _wkb_bounds(blob[start:])


def _finite(box: Bounds) -> Bounds | None:
    """Return a box; None for that of an empty geometry. Raises ValueError for one without end."""
    if any(math.isnan(side) for side in box):
        return None
    if any(math.isinf(side) for side in box):
        raise ValueError("a geometry needs finite coordinates")
    return box


def _wkb_bounds(wkb: bytes) -> Bounds | None:
    try:
        corners = [corner for corner in _corners(wkb, [0]) if not math.isnan(corner[0])]
    except (struct.error, IndexError, RecursionError) as cut:
        raise ValueError("not a WKB geometry") from cut
    if not corners:
        return None
    xs, ys = zip(*corners, strict=True)
    return _finite((min(xs), max(xs), min(ys), max(ys)))


def _any(_: int, corners: Corners) -> Corners:
    return corners


def _sound(kind: int, corners: Corners) -> Corners:
    """Return the corners of a line or ring; raises ValueError for a stump and for any arc."""
    if kind > _COLLECTION:
        raise ValueError("a geometry with arcs")
    if corners and kind == _LINE and len(corners) == 1:
        raise ValueError("a line of one corner")
    if corners and kind == _POLYGON and (len(corners) < 4 or corners[0] != corners[-1]):
        raise ValueError("a ring that is not closed")
    return corners


def _corners(
    wkb: bytes, at: list[int], check: Callable[[int, Corners], Corners] = _any
) -> Iterator[tuple[float, float]]:
    """Yield each coordinate pair; ``at`` holds the reading position and moves on."""
    order = "<" if wkb[at[0]] else ">"
    (code,) = struct.unpack_from(order + "I", wkb, at[0] + 1)
    at[0] += 5
    kind, dimension = (code & 0xFFFF) % 1000, _dimension(code)
    check(kind, [])
    if kind == 1:
        yield _pairs(wkb, at, order, dimension, 1)[0]
    elif kind in (2, 8):
        yield from check(kind, _pairs(wkb, at, order, dimension, _count(wkb, at, order)))
    elif kind in (3, 17):
        for _ in range(_count(wkb, at, order)):
            yield from check(kind, _pairs(wkb, at, order, dimension, _count(wkb, at, order)))
    elif kind in (4, 5, 6, 7, 9, 10, 11, 12, 15, 16):
        for _ in range(_count(wkb, at, order)):
            yield from _corners(wkb, at, check)
    else:
        raise ValueError(f"not a WKB geometry: kind {code}")


def _dimension(code: int) -> int:
    if code & 0xC0000000:  # EWKB flags, as some programs write them
        return 2 + (code >> 31 & 1) + (code >> 30 & 1)
    return (2, 3, 3, 4)[code // 1000 % 4]


def _count(wkb: bytes, at: list[int], order: str) -> int:
    (count,) = struct.unpack_from(order + "I", wkb, at[0])
    at[0] += 4
    return int(count)


def _pairs(wkb: bytes, at: list[int], order: str, dimension: int, count: int) -> Corners:
    if count * dimension * 8 > len(wkb) - at[0]:
        raise ValueError("not a WKB geometry: cut short")
    numbers = struct.unpack_from(f"{order}{count * dimension}d", wkb, at[0])
    at[0] += count * dimension * 8
    return list(zip(numbers[::dimension], numbers[1::dimension], strict=True))
