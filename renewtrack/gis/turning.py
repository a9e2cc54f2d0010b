"""Layers turned from WGS 84 into the system that the person wants them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from renewtrack.gis import systems
from renewtrack.gis.writing import Layer
from renewtrack.store import gpkg

_CODES = {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490"}


@dataclass(frozen=True, slots=True)
class Turned:
    """A layer whose shapes are in the system of ``crs``, a code of the EPSG registry."""

    kind: str
    title: str
    keys: tuple[str, ...]
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    shapes: Sequence[bytes | None]
    label: str
    classed: str
    crs: str


def turn(layers: Sequence[Layer], said: str) -> list[Layer]:
    """Return layers in the system that a code names; raises UnknownSystem, OldDatum.

    Those of web maps and local ones have no code that another program would read.
    """
    key = systems.of_crs(said)
    return [_turned(layer, key) for layer in layers]


def _turned(layer: Layer, key: str) -> Layer:
    import numpy as np
    import shapely

    there = [blob is not None and gpkg.has_position(blob) for blob in layer.shapes]
    wkb = [
        gpkg.to_wkb(blob) if known and blob is not None else None
        for blob, known in zip(layer.shapes, there, strict=True)
    ]
    moved = systems.away(np.array(shapely.from_wkb(wkb), dtype=object), key)
    return Turned(
        layer.kind,
        layer.title,
        layer.keys,
        layer.heads,
        layer.rows,
        [None if each is None else gpkg.from_wkb(shapely.to_wkb(each)) for each in moved],
        layer.label,
        layer.classed,
        _CODES.get(key, key),
    )
