"""The office's own boundaries and roads as a base map: a vector file cut into tiles."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from renewtrack.domain import vector_drivers, vector_files
from renewtrack.maps import tile_source, vector_tile_writing
from renewtrack.maps.base_refusals import Broken, NotABase, UnknownSystem
from renewtrack.maps.lying import crs_of, square
from renewtrack.maps.tile_source import VECTOR, About

LARGEST_FILE = 300 << 20  # bytes
MOST_FEATURES = 300_000
MOST_VERTICES = 8_000_000
_KINDS = (vector_files.GPKG, vector_files.SHP, vector_files.GEOJSON, vector_files.KML)
_HIGHEST = 18
_MARGIN = 0.03  # of a tile's side, so that no seam shows
_LEAST = 0.4  # pixels: what is smaller at a zoom is left out of its tiles
_NAMES = ("name", "名称", "NAME", "Name", "道路名称", "路名", "mc", "MC", "XZQMC")
_CLASSES = ("highway", "fclass", "class", "kind", "type", "等级", "道路等级", "boundary", "类型")


class Lines:
    """An open vector file."""

    def __init__(self, path: Path) -> None:
        """Read it; raises NotABase, Broken, UnknownSystem, OSError."""
        if path.stat().st_size > LARGEST_FILE:
            raise Broken(name=path.name)
        with path.open("rb") as file:
            if vector_files.told(file.read(4096), path.name) not in _KINDS:
                raise NotABase(name=path.name)
        lonlat, self._tags = _read(path)
        self._shapes = _on_the_square(lonlat)
        self._lock = threading.Lock()  # the tree is made when it is first asked
        import shapely

        self._tree = shapely.STRtree(self._shapes)
        west, south, east, north = shapely.total_bounds(lonlat)
        bounds = tile_source.extent(*map(float, (west, south, east, north)))
        self.about = About(VECTOR, 0, _HIGHEST, bounds)

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a vector tile of the layer "lines"; None where nothing is."""
        import shapely

        side = 2.0**-zoom
        box = shapely.box(
            *((each - _MARGIN) * side for each in (x, y)),
            *((each + 1 + _MARGIN) * side for each in (x, y)),
        )
        with self._lock:
            found = np.sort(self._tree.query(box))
        if not len(found):
            return None
        bounds = shapely.bounds(self._shapes[found])
        size = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
        pixel = side / 256
        found = found[(size >= _LEAST * pixel) | (shapely.get_dimensions(self._shapes[found]) == 0)]
        shapes = shapely.simplify(self._shapes[found], pixel / 4, preserve_topology=False)
        shapes = shapely.clip_by_rect(shapes, *box.bounds)
        placed = shapely.transform(
            shapes, lambda at: (at / side - (x, y)) * vector_tile_writing.EXTENT
        )
        return vector_tile_writing.layer("lines", placed, [self._tags[row] for row in found])

    def close(self) -> None:
        """Let it go; nothing is open."""


def _read(path: Path) -> tuple[npt.NDArray[Any], list[dict[str, str]]]:
    """Return geometries in degrees with their names and classes."""
    pyogrio = vector_drivers.guarded()
    import shapely
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        meta, _, blobs, columns = pyogrio.raw.read(
            path, columns=[*_NAMES, *_CLASSES], max_features=MOST_FEATURES + 1, force_2d=True
        )
        shapes = shapely.from_wkb(blobs, on_invalid="ignore")
    except (DataSourceError, DataLayerError):
        raise NotABase(name=path.name) from None
    except (ValueError, TypeError, RuntimeError, UnicodeDecodeError):
        raise Broken(name=path.name) from None
    known = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    known &= np.isfinite(shapely.bounds(shapes)).all(axis=1)
    count = int(shapely.get_num_coordinates(shapes).sum())
    if not known.any() or len(shapes) > MOST_FEATURES or count > MOST_VERTICES:
        raise Broken(name=path.name)
    fields = {str(name): values for name, values in zip(meta["fields"], columns, strict=True)}
    tags = [_tags(fields, row) for row in np.flatnonzero(known).tolist()]
    return _in_degrees(shapes[known], str(meta["crs"] or ""), path.name), tags


def _tags(fields: dict[str, Any], row: int) -> dict[str, str]:
    tags = {}
    for key, names in (("name", _NAMES), ("class", _CLASSES)):
        told = (tile_source.plain(fields[name][row]) for name in names if name in fields)
        text = next((each for each in told if each and each != "None"), "")
        if text:
            tags[key] = text
    return tags


def _in_degrees(shapes: npt.NDArray[Any], system: str, name: str) -> npt.NDArray[Any]:
    """Return shapes in WGS 84; raises UnknownSystem."""
    import shapely
    from pyproj import Transformer

    known = crs_of(system or "EPSG:4326", name)
    turned = Transformer.from_crs(known, "EPSG:4326", always_xy=True)

    def move(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(turned.transform(at[:, 0], at[:, 1]))

    made: npt.NDArray[Any] = shapely.transform(shapes, move)
    west, south, east, north = shapely.total_bounds(made)
    if not (-180.001 <= west <= east <= 180.001 and -90.001 <= south <= north <= 90.001):
        raise UnknownSystem(name=name, system=system or "?")
    return made


def _on_the_square(lonlat: npt.NDArray[Any]) -> npt.NDArray[Any]:
    import shapely

    made: npt.NDArray[Any] = shapely.transform(
        lonlat, lambda at: np.column_stack(square(at[:, 0], at[:, 1]))
    )
    return made
