"""Everything that the page fetches about the buildings, made ready on any thread."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from renewtrack.maps import names, packing
from renewtrack.maps.looks import Look
from renewtrack.maps.packing import Pack
from renewtrack.store.on_map import Placed


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Packed buildings with their names and how they look.

    Two drawings of one ``stamp`` show the same shapes under the same names.
    """

    pack: Pack
    names: bytes
    estates: bytes
    look: Look
    stamp: bytes

    @property
    def unplaced(self) -> int:
        """How many cannot be drawn."""
        return self.pack.unplaced


def prepare(placed: Placed, look: Look) -> Drawing:
    """Return what the page needs to draw buildings; about 1.5 s for half a million."""
    packed = packing.pack(placed)
    labels = names.pack_labels(placed.labels, packed)
    estates = names.of_estates(placed.labels, packed)
    stamp = hashlib.blake2b(digest_size=16)
    for part in (packed.body, labels, packed.ids.tobytes()):
        stamp.update(part)
    return Drawing(packed, labels, estates, look, stamp.digest())
