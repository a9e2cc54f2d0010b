"""How far the targets of plans are reached, from what is finished, and until the year's end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from renewtrack.domain import targets
from renewtrack.domain.targets import AREA, LENGTH, Metric, Thing
from renewtrack.store import gpkg, target_facts

if TYPE_CHECKING:
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry
    from sqlite_utils import Database

HECTARE, KILOMETRE = 10_000.0, 1_000.0
_DIMENSION = {AREA: 2, LENGTH: 1}


@dataclass(frozen=True, slots=True)
class Reached:
    """One target: planned, reached and forecast in the metric's unit, and the rows behind.

    ``undated`` counts what was finished on an unknown day and so in no year; ``unmeasured`` what
    counts but adds nothing, having neither shape nor quantity in a unit that fits.
    """

    id: int
    plan_id: int
    plan: str
    level: str
    metric: Metric
    year: int | None
    planned: float
    base: float
    done: float
    forecast: float
    undated: int
    unmeasured: int
    rows: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float | None:
        """What is reached in per cent; None where nothing was planned."""
        return 100 * (self.base + self.done) / self.planned if self.planned else None


def read(db: Database, today: str) -> list[Reached]:
    """Return every target of the file with what is reached on a day (ISO), by level and plan."""
    day = dt.date.fromisoformat(today)
    known: dict[tuple[str, int | None], list[Thing]] = {}
    found = []
    for row in target_facts.targets(db):
        metric = targets.metrics().get(row["metric"])
        if metric is None:
            continue
        key = (metric.key, row["area_id"])
        if key not in known:
            known[key] = target_facts.things(db, metric, row["area_id"])
        within = targets.window(row["year_from"], row["year_to"], row["year"])
        counted = targets.count(known[key], within, day)
        base = row["base"] or 0.0
        done, unmeasured = measured(metric, counted.done)
        ahead, _ = measured(metric, (*counted.done, *counted.expected))
        found.append(
            Reached(
                row["id"],
                row["plan_id"],
                row["plan"],
                row["level"],
                metric,
                row["year"],
                row["planned"],
                base,
                done,
                base + ahead,
                len(counted.undated),
                unmeasured,
                tuple(each.row for each in counted.done),
            )
        )
    return found


def measured(metric: Metric, things: Iterable[Thing]) -> tuple[float, int]:
    """Return what things come to in the metric's unit, and how many of them add nothing.

    Ground that is covered twice counts once; a thing without a fitting shape adds its quantity.
    """
    total, unmeasured = 0.0, 0
    shapes: list[BaseGeometry] = []
    for thing in things:
        shape = _shape(metric.measure, thing.geom)
        if shape is not None:
            shapes.append(shape)
        elif thing.amount is not None:
            total += thing.amount
        else:
            unmeasured += 1
    return total + _on_ground(metric.measure, shapes), unmeasured


def _shape(measure: str, blob: bytes | None) -> BaseGeometry | None:
    """Return the area or line of a stored geometry; None where it is not of that kind."""
    if blob is None or measure not in _DIMENSION:
        return None
    import shapely

    shape = shapely.make_valid(shapely.from_wkb(gpkg.to_wkb(blob)))
    fits = int(shapely.get_dimensions(shape)) == _DIMENSION[measure] and not shape.is_empty
    return shape if fits else None


def _on_ground(measure: str, shapes: list[BaseGeometry]) -> float:
    if not shapes:
        return 0.0
    import shapely

    whole = shapely.union_all(shapes)
    parts = [
        part
        for part in shapely.get_parts(whole)
        if int(shapely.get_dimensions(part)) == _DIMENSION[measure]
    ]
    if measure == LENGTH:
        return sum(float(_ellipsoid().geometry_length(part)) for part in parts) / KILOMETRE
    flat = shapely.orient_polygons(parts)
    return sum(abs(_ellipsoid().geometry_area_perimeter(part)[0]) for part in flat) / HECTARE


@cache
def _ellipsoid() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")
