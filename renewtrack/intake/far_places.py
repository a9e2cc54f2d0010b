"""Positions that lie outside the district, or far from all its other places."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from renewtrack.domain import datum
from renewtrack.intake import shifts
from renewtrack.store import gpkg

if TYPE_CHECKING:
    from renewtrack.intake.rows import Surroundings

FAR_KM = 30.0
OUTSIDE_KM = 1.0  # borders are drawn roughly
_ENOUGH = 3  # known positions from which the sheet's own count no more


def of_rows(around: Surroundings) -> dict[int, tuple[str, int]]:
    """Return the kind of issue and the kilometres for each row (zero-based) that lies too far."""
    if not around.placed:
        return {}
    if around.known.district is not None:
        return _outside(around, around.known.district)
    known = shifts.known_points(around)
    sheet = [(lon, lat) for _, lon, lat in around.placed]
    points = known if len(known) >= _ENOUGH else [*known, *sheet]
    if len(points) < _ENOUGH:
        return {}
    middle = median(point[0] for point in points), median(point[1] for point in points)
    usual = median(datum.metres_between(middle, point) for point in points) / 1000
    found = {}
    for row, lon, lat in around.placed:
        km = datum.metres_between(middle, (lon, lat)) / 1000
        if km > max(FAR_KM, 6 * usual):
            found[row] = ("far_away", round(km))
    return found


def _outside(around: Surroundings, district: bytes) -> dict[int, tuple[str, int]]:
    import shapely
    from shapely import ops

    area = shapely.from_wkb(gpkg.to_wkb(district))
    shapely.prepare(area)
    found = {}
    for row, lon, lat in around.placed:
        point = shapely.Point(lon, lat)
        if area.intersects(point):
            continue
        nearest, _ = ops.nearest_points(area, point)
        km = datum.metres_between((nearest.x, nearest.y), (lon, lat)) / 1000
        if km > OUTSIDE_KM:
            found[row] = ("outside_district", round(km))
    return found
