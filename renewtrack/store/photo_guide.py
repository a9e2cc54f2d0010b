"""The places of the file that pictures may belong to, and how far a picture is from its place."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from renewtrack.domain import distances
from renewtrack.domain.distances import Box
from renewtrack.domain.photo_places import Ground, Guide, homes_of, names_of
from renewtrack.store import gpkg, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def read(db: Database, estate_ids: Collection[int] | None = None) -> Guide:
    """Return the places of some estates, or of all."""
    within = {"only": None if estate_ids is None else json.dumps(sorted(estate_ids))}
    chosen = "(:only IS NULL OR estate_id IN (SELECT value FROM json_each(:only)))"
    grounds = [
        Ground(row["id"], row["estate_id"] or 0, row["number"], box_of(row["geom"]))
        for row in rows.fetch(
            db, f"SELECT id, estate_id, number, geom FROM building WHERE {chosen}", within
        )
    ]
    named = rows.fetch(
        db,
        """
        SELECT id, name, aliases FROM estate
        WHERE :only IS NULL OR id IN (SELECT value FROM json_each(:only))
        """,
        within,
    )
    rooms = rows.fetch(
        db,
        f"""
        SELECT household.id, household.building_id, COALESCE(stairwell.number, '') AS unit, room
        FROM household JOIN building ON building.id = household.building_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        WHERE {chosen}
        """,
        within,
    )
    return Guide(
        grounds,
        names_of((row["id"], row["name"], rows.read("aliases", row["aliases"])) for row in named),
        homes_of((row["id"], row["building_id"], row["unit"], row["room"]) for row in rooms),
    )


def own_items(db: Database) -> tuple[str, ...]:
    """Return the items of homes that the office calls by words of its own."""
    found = rows.column(db, "SELECT DISTINCT item FROM item_choice")
    return tuple(item for item in found if isinstance(item, str) and not item.isascii())


def box_of(geom: object) -> Box | None:
    """Return the bounds of a stored geometry in degrees; None where it has no readable one."""
    if not isinstance(geom, bytes) or not gpkg.has_position(geom):
        return None
    return gpkg.bounds(geom)


class Boxes:
    """Where records lie, read once each: how far a picture is from the one it belongs to."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, int], list[Box]] = {}

    def distance(self, owner: str, owner_id: int, lon: float, lat: float) -> float | None:
        """Return metres from a place to a record; None where the record has no position."""
        key = owner, owner_id
        if key not in self._known:
            self._known[key] = self._read(owner, owner_id)
        return min((distances.to_box(lon, lat, box) for box in self._known[key]), default=None)

    def _read(self, owner: str, owner_id: int) -> list[Box]:
        query = _SHAPES.get(owner)
        if query is None:
            return []
        found = [box_of(geom) for geom in rows.column(self._db, query, {"id": owner_id})]
        return [box for box in found if box is not None]


_SHAPES = {  # of an estate its buildings too: its own position may be a point at the gate
    "building": "SELECT geom FROM building WHERE id = :id",
    "household": """
        SELECT geom FROM building JOIN household ON household.building_id = building.id
        WHERE household.id = :id
        """,
    "estate": """
        SELECT geom FROM estate WHERE id = :id
        UNION ALL SELECT geom FROM building WHERE estate_id = :id
        """,
    "site": "SELECT geom FROM site WHERE id = :id",
    "work": """
        SELECT COALESCE(site.geom, building.geom, estate.geom) FROM work
        LEFT JOIN site ON site.id = work.site_id
        LEFT JOIN building ON building.id = work.building_id
        LEFT JOIN estate ON estate.id = work.estate_id WHERE work.id = :id
        """,
}
