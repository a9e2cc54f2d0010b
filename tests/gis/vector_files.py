"""Small vector files as offices send them, made by GDAL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

LON, LAT = 116.30, 40.03


def house(place: int = 0, size: float = 0.0004) -> shapely.Polygon:
    """A square house, each place further east."""
    west = LON + place * 0.001
    return shapely.box(west, LAT, west + size, LAT + size)


def bow_tie(place: int = 9) -> shapely.Polygon:
    """A house whose outline crosses itself."""
    west = LON + place * 0.001
    east, north = west + 0.0004, LAT + 0.0004
    return shapely.Polygon([(west, LAT), (east, north), (east, LAT), (west, north)])


def write(
    path: Path,
    columns: Mapping[str, Sequence[object]],
    shapes: Sequence[Any],
    crs: str | None = "EPSG:4326",
    **options: Any,
) -> Path:
    """Write a layer; the driver is told by the name's end."""
    said = {"geometry_type": "Polygon", **options}
    pyogrio.raw.write(
        str(path),
        geometry=_objects([None if each is None else shapely.to_wkb(each) for each in shapes]),
        field_data=[_objects(values) for values in columns.values()],
        fields=list(columns),
        crs=crs,
        **said,
    )
    return path


def _objects(values: Sequence[object]) -> Any:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
