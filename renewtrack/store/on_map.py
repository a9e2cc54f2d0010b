"""What the map draws: buildings, estates and the boundaries of areas, with their stage."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import stages
from renewtrack.domain.places import Area
from renewtrack.store import choosing, gpkg, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class BuildingOnMap:
    """One building or estate to draw; ``bucket`` is a key of the stages' buckets."""

    id: int
    estate_id: int
    uid: str
    label: str
    bucket: str
    overdue: bool
    geom: bytes  # GeoPackage blob, WGS 84


@dataclass(frozen=True, slots=True)
class Outlines:
    """The shapes of the buildings that have a position, as columns in ascending id."""

    ids: list[int]
    estate_ids: list[int]  # 0: it stands in no estate
    geoms: list[bytes]  # GeoPackage blobs, WGS 84; one that is damaged may be among them


@dataclass(frozen=True, slots=True)
class Placed:
    """The same with what stands beside each on the map."""

    ids: list[int]
    estate_ids: list[int]  # 0: it stands in no estate
    labels: list[str]
    geoms: list[bytes]


def outlines(db: Database) -> Outlines:
    """Return the shapes of the buildings that have a position; half a million take a second."""
    found = db.conn.execute(
        """
        SELECT id, COALESCE(estate_id, 0), geom FROM building
        WHERE typeof(geom) = 'blob' AND length(geom) > :shortest ORDER BY id
        """,
        {"shortest": gpkg.SHORTEST},
    )
    ids: list[int] = []
    estates_of: list[int] = []
    geoms: list[bytes] = []
    empty = gpkg.EMPTY_FLAG
    for one, estate, geom in found:  # no list of rows: the collector would walk through them
        if not geom[3] & empty:
            ids.append(one)
            estates_of.append(estate)
            geoms.append(geom)
    return Outlines(ids, estates_of, geoms)


def placed(db: Database) -> Placed:
    """Return the buildings that have a position, with their labels.

    One that was deleted in the middle of the reading is without its number; whoever deleted it
    has the map read again.
    """
    drawn = outlines(db)
    named = dict(db.conn.execute("SELECT id, name FROM estate").fetchall())
    numbers = dict(
        db.conn.execute("SELECT id, number FROM building WHERE geom IS NOT NULL").fetchall()
    )
    labels = []
    for one, estate in zip(drawn.ids, drawn.estate_ids, strict=True):
        number = numbers.get(one, "")
        labels.append(f"{named.get(estate, '')}{number}{'' if '楼' in number else '号楼'}")
    return Placed(drawn.ids, drawn.estate_ids, labels, drawn.geoms)


def homes(db: Database) -> dict[int, int | None]:
    """Return the estate of every building."""
    return dict(db.conn.execute("SELECT id, estate_id FROM building").fetchall())


def buildings(db: Database, today: str | None = None) -> list[BuildingOnMap]:
    """Return the buildings that have a position, in the order of their ids."""
    return _drawn(
        db,
        f"""
        {choosing.PLACE}
        SELECT building.id, COALESCE(building.estate_id, 0), building.uid,
               COALESCE(place.estate, '') || building.number
               || CASE WHEN instr(building.number, '楼') THEN '' ELSE '号楼' END,
               {choosing.BUILDING_STAGE}, {choosing.BUILDING_LATE}, building.geom
        FROM {choosing.BUILDINGS.rows}
        WHERE building.geom IS NOT NULL ORDER BY building.id
        """,
        today,
    )


def estates(db: Database, today: str | None = None) -> list[BuildingOnMap]:
    """Return the estates that have a position or outline, in the order of their ids."""
    return _drawn(
        db,
        f"""
        {choosing.PLACE}
        SELECT estate.id, estate.id, estate.uid, estate.name, place.stage,
               {choosing.ESTATE_LATE}, estate.geom
        FROM {choosing.ESTATES.rows}
        WHERE estate.geom IS NOT NULL ORDER BY estate.id
        """,
        today,
    )


def areas(db: Database, level: str) -> list[Area]:
    """Return the areas of a level that have a boundary, in pinyin order."""
    found = rows.fetch(
        db,
        """
        SELECT id, geom, uid, level, code, name, parent_id FROM area
        WHERE level = :level AND ST_IsEmpty(geom) = 0 ORDER BY sort, id
        """,
        {"level": level},
    )
    return rows.as_values(Area, [row for row in found if gpkg.has_position(row["geom"])])


def estate_outlines(db: Database) -> list[Area]:
    """Return the estates that have an outline as areas of the level "estate".

    An estate with buildings on the map has no name here: its buildings bear it.
    """
    found = rows.fetch(
        db,
        """
        SELECT id, geom, uid, 'estate' AS level, code,
               CASE WHEN EXISTS (
                   SELECT 1 FROM building WHERE estate_id = estate.id AND geom IS NOT NULL
               ) THEN '' ELSE name END AS name
        FROM estate WHERE ST_MaxX(geom) > ST_MinX(geom) ORDER BY sort, id
        """,
    )
    return rows.as_values(Area, [row for row in found if gpkg.has_position(row["geom"])])


def _drawn(db: Database, query: str, today: str | None) -> list[BuildingOnMap]:
    buckets = {None: stages.NO_PROJECT.key}
    drawn = []
    found = db.conn.execute(query, {"today": today or datetime.date.today().isoformat()})
    for one, estate_id, uid, label, stage, late, geom in found.fetchall():
        if not gpkg.has_position(geom):
            continue
        bucket = buckets.get(stage) or buckets.setdefault(stage, stages.bucket_of(stage).key)
        drawn.append(BuildingOnMap(one, estate_id, uid, label, bucket, bool(late), geom))
    return drawn
