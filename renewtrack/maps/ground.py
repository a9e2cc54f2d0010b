"""The ground under the features where no base map is: boundaries and their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from renewtrack.maps import names, packing, shapes
from renewtrack.maps.features import MapArea

LEVELS = ("district", "street", "community", "grid", "estate")  # painted in this order


@dataclass(frozen=True, slots=True)
class Ground:
    """Packed boundaries, and the names beside them as JSON."""

    body: bytes
    names: bytes


def pack(areas: Sequence[MapArea]) -> Ground:
    """Return areas packed; the class of each is its place in ``LEVELS``."""
    known = [area for area in areas if area.level in LEVELS]
    drawn = shapes.from_blobs([area.geom for area in known])
    levels = np.array([LEVELS.index(known[row].level) for row in drawn.row], dtype=np.uint8)
    return Ground(packing.pack_shapes(drawn, levels), names.of_areas(known, drawn))
