"""What stands in the map's view, as the list beside it shows it, and the facts of one thing."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain import stages
from renewtrack.store import choosing, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Seen:
    """One building or site in view; ``bucket`` is a key of the stages' buckets or a site's kind."""

    table: str
    id: int
    name: str
    bucket: str
    overdue: bool = False


def buildings(db: Database, ids: Sequence[int], today: str | None = None) -> list[Seen]:
    """Return some buildings by street, community, estate and number, in pinyin order."""
    found = db.conn.execute(
        f"""
        {choosing.PLACE}
        SELECT building.id, COALESCE(place.estate, '') || building.number
               || CASE WHEN instr(building.number, '楼') THEN '' ELSE '号楼' END,
               {choosing.BUILDING_STAGE}, {choosing.BUILDING_LATE}
        FROM {choosing.BUILDINGS.rows}
        WHERE building.id IN (SELECT value FROM json_each(:ids))
        ORDER BY {choosing.BUILDINGS.order}
        """,
        {"ids": json.dumps(list(ids)), "today": _today(today)},
    ).fetchall()
    none = stages.NO_PROJECT.key
    return [
        Seen("building", one, name, stages.bucket_of(stage).key if stage else none, bool(late))
        for one, name, stage, late in found
    ]


def sites(db: Database, ids: Sequence[int]) -> list[Seen]:
    """Return some sites by kind and name."""
    found = rows.fetch(
        db,
        """
        SELECT id, COALESCE(name, '') AS name, kind FROM site
        WHERE id IN (SELECT value FROM json_each(?)) ORDER BY kind, name, id
        """,
        (json.dumps(list(ids)),),
    )
    return [Seen("site", row["id"], row["name"], row["kind"]) for row in found]


def facts(db: Database, building_id: int) -> dict[str, Any]:
    """Return what the card of a building says of it; nothing that concerns a person.

    ``works`` holds the keys of the works on it or on its estate.
    """
    found = rows.fetch(
        db,
        """
        SELECT building.storeys AS storeys, building.year_built AS year_built,
               building.household_count AS household_count,
               building.floor_area_m2 AS floor_area_m2, building.structure AS structure,
               building.danger_grade AS danger_grade, building.estate_id AS estate_id,
               estate.address AS address
        FROM building LEFT JOIN estate ON estate.id = building.estate_id
        WHERE building.id = ?
        """,
        (building_id,),
    )
    if not found:
        return {}
    kinds = rows.column(
        db,
        """
        SELECT DISTINCT kind FROM work
        WHERE building_id = :building OR estate_id = :estate ORDER BY kind
        """,
        {"building": building_id, "estate": found[0].pop("estate_id")},
    )
    return {**found[0], "works": tuple(kinds)}


def site_facts(db: Database, site_id: int) -> dict[str, Any]:
    """Return what the card of a site says of it."""
    found = rows.fetch(db, "SELECT remark FROM site WHERE id = ?", (site_id,))
    if not found:
        return {}
    kinds = rows.column(
        db, "SELECT DISTINCT kind FROM work WHERE site_id = ? ORDER BY kind", (site_id,)
    )
    return {**found[0], "works": tuple(kinds)}


def _today(today: str | None) -> str:
    return today or datetime.date.today().isoformat()
