"""Shapes and names packed for the page of a map that is given away."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from renewtrack.maps import names, shapes

HEADER = struct.Struct("<4I")  # shapes, rings, vertices, 0
_NEAR = shapes.WORLD // 20_000  # about 2 km: what lies farther from its estate is misplaced


@dataclass(frozen=True, slots=True)
class Name:
    """A name with how many things bear it and where to write it, in Mercator units."""

    words: str
    count: int
    x: int
    y: int


def pack(drawn: shapes.Shapes, levels: npt.NDArray[np.uint8] | None = None) -> bytes:
    """Return shapes packed, little-endian, each part aligned to four bytes.

    The header; u32 first ring of each shape and the end; u32 first vertex of each ring and the
    end; i32 x, y of each vertex; i32 x, y of each anchor; u8 kind in bits 0-1, level above.
    """
    count, rings = len(drawn.row), len(drawn.vertex_from) - 1
    levels = np.zeros(count, dtype=np.uint8) if levels is None else levels
    return b"".join(
        (
            HEADER.pack(count, rings, len(drawn.xy), 0),
            drawn.ring_from.astype("<u4").tobytes(),
            drawn.vertex_from.astype("<u4").tobytes(),
            drawn.xy.astype("<i4").tobytes(),
            drawn.anchor.astype("<i4").tobytes(),
            (drawn.kind | np.left_shift(levels, 2, dtype=np.uint8)).astype(np.uint8).tobytes(),
        )
    )


def pack_texts(texts: Sequence[str]) -> bytes:
    """Return texts packed: u32 how many; u32 where each begins, and the end; UTF-8."""
    written = [text.encode("utf-8", "replace") for text in texts]
    ends = np.cumsum([0, *map(len, written)], dtype=np.int64).astype("<u4")
    return struct.pack("<I", len(written)) + ends.tobytes() + b"".join(written)


def estates(labels: Sequence[str], groups: Sequence[int], drawn: shapes.Shapes) -> list[Name]:
    """Return the estates amid their buildings, the larger ones first; misplaced ones left out."""
    members: dict[int, list[int]] = {}
    for place, row in enumerate(drawn.row.tolist()):
        members.setdefault(groups[row], []).append(place)
    found = []
    for places in members.values():
        label = labels[int(drawn.row[places[0]])]
        xy = drawn.anchor[places]
        middle = np.median(xy, axis=0)
        near = xy[(abs(xy - middle) < _NEAR).all(axis=1)]
        low, high = (near.min(axis=0), near.max(axis=0)) if len(near) else (middle, middle)
        x, y = ((low + high) / 2).astype(int).tolist()
        found.append(Name(names.split(label)[0] or label, len(places), x, y))
    return sorted(found, key=lambda each: (-each.count, each.words))
