"""Everything that the page fetches about the buildings, made ready on any thread."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from renewtrack.maps import names, packing
from renewtrack.maps.looks import Look
from renewtrack.maps.packing import Pack
from renewtrack.store.on_map import Placed


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Packed buildings and their names; two of one ``stamp`` are the same to the last byte."""

    pack: Pack
    names: bytes
    estates: bytes
    stamp: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Packed buildings and how they look."""

    packed: Packed
    look: Look

    @property
    def pack(self) -> Pack:
        """The shapes and the columns beside them."""
        return self.packed.pack

    @property
    def unplaced(self) -> int:
        """How many cannot be drawn."""
        return self.pack.unplaced


def prepare(placed: Placed, look: Look) -> Drawing:
    """Return what the page needs to draw buildings."""
    return Drawing(pack(placed), look)


def pack(placed: Placed) -> Packed:
    """Return buildings packed with their names, whatever they look like."""
    packed = packing.pack(placed)
    labels = names.pack_labels(placed.labels, packed)
    estates = names.of_estates(placed.labels, packed)
    stamp = hashlib.blake2b(digest_size=16)
    head = packed.body[: packing.HEADER.size]  # its mark stands for the whole body
    for part in (head, labels, packed.ids.tobytes()):
        stamp.update(part)
    return Packed(packed, labels, estates, stamp.digest())
