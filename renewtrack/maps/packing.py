"""Shapes as one packed binary for the page, drawn without being parsed."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from renewtrack.maps import shapes
from renewtrack.maps.looks import Look
from renewtrack.store.on_map import Outlines, Placed

MAGIC = b"RTMP"
VERSION = 2
HEADER = struct.Struct("<4s5I8s")  # magic, version, features, rings, vertices, unplaced, mark

Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Packed buildings.

    ``ids`` and ``groups`` are the columns of what was packed, in ascending id; ``order`` holds
    the place among them of each one that is drawn.
    """

    body: bytes
    ids: Ids
    groups: Ids
    order: npt.NDArray[np.intp]

    @property
    def mark(self) -> str:
        """What tells the body from any other, as it stands in its header."""
        return self.body[HEADER.size - 8 : HEADER.size].hex()

    @property
    def unplaced(self) -> int:
        """How many have no geometry that can be drawn."""
        return len(self.ids) - len(self.order)

    @property
    def anchor(self) -> shapes.Ints:
        """A place inside each one that is drawn (n, 2), in Mercator units."""
        _, _, count, rings, vertices, *_ = HEADER.unpack_from(self.body)
        begin = HEADER.size + 4 * (count + 1 + rings + 1) + 8 * vertices
        found = np.frombuffer(self.body, "<i4", 2 * count, begin).reshape(count, 2)
        return found.astype(np.int32, copy=False)


def pack(placed: Placed | Outlines) -> Pack:
    """Return buildings packed, spatially sorted; those without a drawable geometry are counted.

    Little-endian: the header of 32 bytes, whose last 8 are a digest of what follows; u32 first
    ring of each feature and the end; u32 first vertex of each ring and the end; i32 x, y of each
    vertex (``shapes.WORLD`` to the square); i32 x, y of each anchor; i32 id; i32 estate id; u8
    kind in bits 0-1 and class in bits 2-7.
    """
    drawn = shapes.from_blobs(placed.geoms)
    ids = np.array(placed.ids, dtype=np.int32)
    groups = np.array(placed.estate_ids, dtype=np.int32)
    unplaced = len(ids) - len(drawn.row)
    body = _body(drawn, ids[drawn.row], groups[drawn.row], drawn.kind, unplaced)
    return Pack(body, ids, groups, drawn.row)


def kept(body: bytes, ids: Ids, groups: Ids) -> Pack:
    """Return a pack as it was made before; ValueError for a body that is not of these ids."""
    magic, version, count, rings, vertices, *_ = HEADER.unpack_from(body)
    begin = HEADER.size + 4 * (count + 1 + rings + 1) + 8 * vertices + 8 * count
    if (magic, version) != (MAGIC, VERSION) or len(body) != begin + 9 * count:
        raise ValueError("not a pack of this version")
    drawn = np.frombuffer(body, "<i4", count, begin)
    order = np.searchsorted(ids, drawn)
    if len(ids) != len(groups) or (
        count and not np.array_equal(ids.take(order, mode="clip"), drawn)
    ):
        raise ValueError("a pack of other buildings")
    return Pack(body, ids, groups, order)


def pack_look(look: Look, order: npt.NDArray[np.intp]) -> bytes:
    """Return how packed buildings look: u8 class of each, then u8 1 where it is overdue.

    What has no class of the theme is in its last.
    """
    classes = np.minimum(look.classes[order], len(look.theme.classes) - 1)
    return classes.astype(np.uint8).tobytes() + look.overdue[order].astype(np.uint8).tobytes()


def pack_shapes(
    drawn: shapes.Shapes, classes: npt.NDArray[np.uint8], ids: Ids | None = None
) -> bytes:
    """Return other shapes packed alike; ``classes`` (n,) say how each is drawn.

    Without ``ids`` each has its place among the shapes for an id.
    """
    count = len(drawn.row)
    numbers = np.arange(count, dtype=np.int32) if ids is None else ids
    flags = drawn.kind | np.left_shift(classes, 2, dtype=np.uint8)
    return _body(drawn, numbers, np.zeros(count, dtype=np.int32), flags, 0)


def _body(
    drawn: shapes.Shapes, ids: Ids, groups: Ids, flags: npt.NDArray[np.uint8], unplaced: int
) -> bytes:
    count, rings = len(drawn.row), len(drawn.vertex_from) - 1
    parts = (
        drawn.ring_from.astype("<u4").tobytes(),
        drawn.vertex_from.astype("<u4").tobytes(),
        drawn.xy.astype("<i4").tobytes(),
        drawn.anchor.astype("<i4").tobytes(),
        ids.astype("<i4").tobytes(),
        groups.astype("<i4").tobytes(),
        flags.astype(np.uint8).tobytes(),
    )
    mark = hashlib.blake2b(digest_size=8)
    for part in parts:
        mark.update(part)
    counts = (count, rings, len(drawn.xy), unplaced)
    return b"".join((HEADER.pack(MAGIC, VERSION, *counts, mark.digest()), *parts))
