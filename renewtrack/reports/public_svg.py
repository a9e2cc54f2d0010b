"""Maps of the public page: outlines in the colours of their stage, as SVG without any script."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

WIDE, HIGH, RIM = 1000.0, 640.0, 12.0
HULL = 0.00008  # degrees, about 8 m round the buildings of an estate without an outline


@dataclass(frozen=True, slots=True)
class Area:
    """One shape: its geometry in degrees, its class, its name, and the page that it leads to."""

    shape: shapely.Geometry
    bucket: str
    name: str
    link: str = ""


def drawn(areas: Sequence[Area], lines: Sequence[shapely.Geometry], title: str) -> str:
    """Return an SVG of areas over boundary lines; "" where nothing has a place."""
    every = [area.shape for area in areas if not area.shape.is_empty]
    if not every:
        return ""
    west, south, east, north = shapely.total_bounds(np.array(every, object)).tolist()
    flat = math.cos(math.radians((south + north) / 2))
    across, up = max((east - west) * flat, 1e-6), max(north - south, 1e-6)
    unit = min((WIDE - 2 * RIM) / across, (HIGH - 2 * RIM) / up)
    high = round(up * unit + 2 * RIM)

    def placed(points: NDArray[np.float64]) -> NDArray[np.float64]:
        x = (points[:, 0] - west) * flat * unit + RIM
        return np.column_stack([x, (north - points[:, 1]) * unit + RIM])

    parts = [
        f'<svg class="map" viewBox="0 0 {WIDE:g} {high}" role="img" '
        f'aria-label="{html.escape(title, quote=True)}">'
        f"<title>{html.escape(title)}</title>"
    ]
    parts += [f'<path class="line" d="{_path(line, placed)}"/>' for line in lines]
    parts += [_area(area, placed) for area in areas if not area.shape.is_empty]
    return "".join([*parts, "</svg>"])


def _area(area: Area, placed: object) -> str:
    name = html.escape(area.name)
    path = (
        f'<path class="{area.bucket}" d="{_path(area.shape, placed)}"><title>{name}</title></path>'
    )
    if not area.link:
        return path
    return f'<a href="{html.escape(area.link, quote=True)}">{path}</a>'


def _path(shape: shapely.Geometry, placed: object) -> str:
    """Return the path data of a shape's rings or lines, to a tenth of a unit."""
    return "".join(_ring(ring, placed) for ring in _rings(shape))


def _rings(shape: shapely.Geometry) -> Iterable[tuple[NDArray[np.float64], bool]]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            for ring in shapely.get_rings(part):
                yield shapely.get_coordinates(ring), True
        elif part.geom_type in ("LineString", "LinearRing"):
            yield shapely.get_coordinates(part), False


def _ring(ring: tuple[NDArray[np.float64], bool], placed: object) -> str:
    assert callable(placed)
    points, closed = ring
    told = [f"{x:.1f} {y:.1f}" for x, y in placed(points).tolist()]
    return "M" + "L".join(told[:-1] if closed else told) + ("Z" if closed else "")


def around(shapes: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Return the ground of some buildings: their hull with a rim."""
    hull = shapely.convex_hull(shapely.GeometryCollection(list(shapes)))
    return shapely.buffer(hull, HULL, quad_segs=2)
