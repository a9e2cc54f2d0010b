"""Vector tiles (Mapbox Vector Tile 2.1) made from shapes of the Mercator square."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

EXTENT = 4096
_KINDS = {0: 1, 4: 1, 1: 2, 5: 2, 2: 2, 3: 3, 6: 3}  # GEOS type -> point, line, polygon
_MOVE_ONE, _CLOSE = 9, 15


def layer(name: str, shapes: Sequence[Any], tags: Sequence[Mapping[str, str]]) -> bytes:
    """Return one layer as a tile's bytes; shapes in units of the tile, tags beside them."""
    keys: dict[str, int] = {}
    values: dict[str, int] = {}
    body = b""
    for shape, named in zip(shapes, tags, strict=True):
        kind, geometry = _geometry(shape)
        if not geometry:
            continue
        pairs = [
            number
            for key, value in named.items()
            for number in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
        ]
        feature = _packed(2, pairs) + _varint(3 << 3) + _varint(kind) + _packed(4, geometry)
        body += _bytes(2, feature)
    head = _bytes(1, name.encode()) + body
    head += b"".join(_bytes(3, key.encode()) for key in keys)
    head += b"".join(_bytes(4, _bytes(1, value.encode())) for value in values)
    return _bytes(3, head + _varint(5 << 3) + _varint(EXTENT) + _varint(15 << 3) + _varint(2))


def _geometry(shape: Any) -> tuple[int, list[int]]:
    """Return a shape's kind and the pen's commands; nothing for what has no place."""
    import shapely

    if shape is None or shape.is_empty or int(shapely.get_type_id(shape)) not in _KINDS:
        return 0, []
    kind = _KINDS[int(shapely.get_type_id(shape))]
    written: list[int] = []
    last = np.zeros(2, np.int64)
    for part in shapely.get_parts(shape):
        for line in shapely.get_rings(part) if kind == 3 else [part]:
            points = np.rint(shapely.get_coordinates(line)).astype(np.int64)
            points = points[:-1] if kind == 3 else points
            if len(points) < kind:
                continue
            steps = _zigzag(np.diff(np.vstack([last, points]), axis=0))
            written += [_MOVE_ONE, *steps[:2]]
            if kind > 1:
                written += [(len(points) - 1) << 3 | 2, *steps[2:]]
            if kind == 3:
                written.append(_CLOSE)
            last = points[-1]
    return kind, written


def _zigzag(steps: npt.NDArray[np.int64]) -> list[int]:
    flat: list[int] = ((steps << 1) ^ (steps >> 63)).ravel().tolist()
    return flat


def _packed(number: int, values: Sequence[int]) -> bytes:
    return _bytes(number, b"".join(map(_varint, values))) if values else b""


def _bytes(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)
