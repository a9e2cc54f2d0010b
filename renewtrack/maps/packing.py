"""Features as one packed binary for the page, drawn without being parsed."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from renewtrack.maps import shapes
from renewtrack.maps.features import MapFeature
from renewtrack.maps.theme import Theme

MAGIC = b"RTMP"
VERSION = 1
HEADER = struct.Struct("<4s5I8x")  # magic, version, features, rings, vertices, unplaced
OVERDUE = 4  # flags: bits 0-1 the kind of shape, bit 2 overdue


@dataclass(frozen=True, slots=True)
class Pack:
    """Packed features.

    ``order`` holds each one's place in the sequence that was packed, ``anchor`` (n, 2) a place
    inside each in Mercator units, ``unplaced`` counts those left out.
    """

    body: bytes
    order: tuple[int, ...]
    anchor: shapes.Ints
    unplaced: int


def pack(features: Sequence[MapFeature], theme: Theme) -> Pack:
    """Return features packed, spatially sorted; those without a drawable geometry are counted.

    Little-endian: the header of 32 bytes; u32 first ring of each feature and the end; u32 first
    vertex of each ring and the end; i32 x, y of each vertex (``shapes.WORLD`` to the square);
    i32 x, y of each anchor; i32 id; i32 estate id; u8 class; u8 flags.
    """
    drawn = shapes.from_blobs([feature.geom for feature in features])
    chosen = [features[row] for row in drawn.row]
    place = {each.key: index for index, each in enumerate(theme.classes)}
    other = len(theme.classes) - 1
    columns = _Columns(
        ids=np.array([each.id for each in chosen], dtype=np.int32),
        groups=np.array([each.estate_id for each in chosen], dtype=np.int32),
        classes=np.array([place.get(each.bucket, other) for each in chosen], dtype=np.uint8),
        overdue=np.array([each.overdue for each in chosen], dtype=bool),
    )
    unplaced = len(features) - len(chosen)
    body = _body(drawn, columns, unplaced)
    return Pack(body, tuple(drawn.row.tolist()), drawn.anchor, unplaced)


def pack_shapes(drawn: shapes.Shapes, classes: npt.NDArray[np.uint8]) -> bytes:
    """Return shapes of the ground packed alike; ``classes`` (n,) say how each is drawn."""
    count = len(drawn.row)
    none = np.zeros(count, dtype=np.int32)
    ids = np.arange(count, dtype=np.int32)
    return _body(drawn, _Columns(ids, none, classes, np.zeros(count, dtype=bool)), 0)


@dataclass(frozen=True, slots=True)
class _Columns:
    ids: npt.NDArray[np.int32]
    groups: npt.NDArray[np.int32]
    classes: npt.NDArray[np.uint8]
    overdue: npt.NDArray[np.bool_]


def _body(drawn: shapes.Shapes, columns: _Columns, unplaced: int) -> bytes:
    flags = drawn.kind | np.where(columns.overdue, OVERDUE, 0).astype(np.uint8)
    count, rings = len(drawn.row), len(drawn.vertex_from) - 1
    return b"".join(
        (
            HEADER.pack(MAGIC, VERSION, count, rings, len(drawn.xy), unplaced),
            drawn.ring_from.astype("<u4").tobytes(),
            drawn.vertex_from.astype("<u4").tobytes(),
            drawn.xy.astype("<i4").tobytes(),
            drawn.anchor.astype("<i4").tobytes(),
            columns.ids.astype("<i4").tobytes(),
            columns.groups.astype("<i4").tobytes(),
            columns.classes.tobytes(),
            flags.astype(np.uint8).tobytes(),
        )
    )
