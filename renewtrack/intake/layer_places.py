"""Estates of shapes that name none: the one they lie in, else their street's or district's rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain.places import Estate
from renewtrack.intake import matching
from renewtrack.intake.columns import Cells
from renewtrack.store import areas, gpkg

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.rows import Surroundings

REST = "{area}（未分小区）"
NO_DISTRICT = "本区"
KINDS = ("buildings",)
_SMALLEST_FIRST = ("community", "street")


@dataclass(frozen=True, slots=True)
class Ground:
    """One place with a border: its name, street and community, or a rest's name for an area."""

    name: str
    street: str | None
    community: str | None
    geom: bytes


def fill(db: Database, cells: Cells, around: Surroundings) -> None:
    """Give the rows without an estate that have a shape the name of the place they lie in."""
    column = cells.columns.get("estate_name")
    if cells.layout.kind not in KINDS or column is None or not around.outlines.by_place:
        return
    blank = [place for place in around.outlines.by_place if column.values[place] is None]
    if not blank:
        return
    grounds = _grounds(db, around)
    found = _lying_in(around, blank, grounds)
    streets, communities = cells.columns.get("street"), cells.columns.get("community")
    rest = REST.format(area=around.district or NO_DISTRICT)
    if len(found) < len(blank) and around.known.makes:
        matching.estate(around.known, None, None, rest)  # it has no street and needs none
    for place in blank:
        ground = found.get(place)
        column.values[place] = ground.name if ground is not None else rest
        for told, name in (
            (streets, ground.street if ground else None),
            (communities, ground.community if ground else None),
        ):
            if told is not None and told.values[place] is None and name:
                told.values[place] = name
        kind = "estate_by_place" if ground in grounds[0] else "no_estate_there"
        around.notes[kind].append(cells.rows[place])


def _grounds(db: Database, around: Surroundings) -> tuple[list[Ground], list[Ground]]:
    """Return the estates with a border, and the areas, the smallest first."""
    estates = [
        Ground(each.name, each.street, each.community, each.geom)
        for each in around.known.records.values()
        if isinstance(each, Estate) and each.geom is not None and _has_border(each.geom)
    ]
    below: list[Ground] = []
    for level in _SMALLEST_FIRST:
        for each in areas.communities(db) if level == "community" else areas.streets(db):
            if each.geom is not None and _has_border(each.geom):
                street = each.name if level == "street" else _parent(db, each.parent_id)
                community = each.name if level == "community" else None
                name = REST.format(area=each.name)
                below.append(Ground(name, street, community, each.geom))
    return estates, below


def _parent(db: Database, area_id: int | None) -> str | None:
    above = areas.get(db, area_id) if area_id is not None else None
    return above.name if above is not None and above.level == "street" else None


def _has_border(geom: bytes) -> bool:
    if not gpkg.has_position(geom):
        return False
    west, east, south, north = gpkg.bounds(geom)
    return (west, south) != (east, north)


def _lying_in(
    around: Surroundings, places: Sequence[int], grounds: tuple[list[Ground], list[Ground]]
) -> dict[int, Ground]:
    """Return the ground that each shape's inside lies in; an estate goes before an area."""
    import shapely

    every = [*grounds[0], *grounds[1]]
    if not every:
        return {}
    tree = shapely.STRtree([shapely.from_wkb(gpkg.to_wkb(each.geom)) for each in every])
    points = shapely.point_on_surface([around.outlines.by_place[place].shape for place in places])
    found: dict[int, Ground] = {}
    at, inside = tree.query(points, predicate="intersects")
    for index, ground in sorted(zip(at.tolist(), inside.tolist(), strict=True)):
        found.setdefault(places[index], every[ground])
    return found
