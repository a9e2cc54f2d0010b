"""Positions and outlines as the map's pen writes them, the source kept beside each."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import gpkg, rows, triggers
from renewtrack.store.gpkg import Bounds
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

DRAWN = "drawn"  # stored in position_method: put in by hand on the map
SYSTEM = "wgs84"
TABLES = triggers.FEATURES
MOST_NEAR = 2_000  # neighbours looked at; more is no neighbourhood


class Gone(UserError):
    """The record was deleted while its shape was drawn."""

    words = Words(
        "要修改的记录已经不在台账里（可能刚被删除或撤销），图形没有保存。请重新选择。",
        "The record is in the ledger no longer (deleted or undone a moment ago), so the shape was "
        "not stored. Choose it again.",
    )


def values(blob: bytes, method: str = DRAWN) -> dict[str, object]:
    """Return the columns of a drawn position: the geometry and where it came from."""
    lon, lat = gpkg.centre(blob)
    return {
        "geom": blob,
        "source_x": lon,
        "source_y": lat,
        "source_crs": SYSTEM,
        "position_method": method,
    }


def put(db: Database, table: str, row_id: int, blob: bytes) -> None:
    """Write a drawn geometry inside the action under way.

    Raises Gone for a row that is not there, ValueError for a table without geometry.
    """
    if table not in TABLES:
        raise ValueError(f"{table} has no position")
    try:
        rows.change(db, table, row_id, values(blob))
    except LookupError:
        raise Gone from None


def of(db: Database, table: str, row_id: int) -> bytes | None:
    """Return the geometry of a row; None where it has no readable one."""
    if table not in TABLES:
        raise ValueError(f"{table} has no position")
    blob = rows.value(db, f"SELECT geom FROM {table} WHERE id = ?", (row_id,))
    return blob if isinstance(blob, bytes) and gpkg.has_position(blob) else None


def broken(db: Database, table: str, ids: Collection[int]) -> dict[int, bytes]:
    """Return what stands for a geometry in some rows and cannot be reckoned with, by id."""
    if table not in TABLES:
        raise ValueError(f"{table} has no position")
    found = rows.fetch(
        db,
        f"""
        SELECT id, geom FROM {table}
        WHERE geom IS NOT NULL AND id IN (SELECT value FROM json_each(?))
        """,
        (json.dumps(list(ids)),),
    )
    return {row["id"]: row["geom"] for row in found if gpkg.is_broken(row["geom"])}


def near(db: Database, table: str, box: Bounds, but: Collection[int] = ()) -> dict[int, bytes]:
    """Return the geometries of a table whose boxes touch a box, by id, without some rows."""
    if table not in TABLES:
        raise ValueError(f"{table} has no position")
    min_x, max_x, min_y, max_y = box
    found = rows.fetch(
        db,
        f"""
        SELECT id, geom FROM {table}
        WHERE id IN (
            SELECT id FROM rtree_{table}_geom
            WHERE maxx >= :min_x AND minx <= :max_x AND maxy >= :min_y AND miny <= :max_y
        )
        ORDER BY id LIMIT :most
        """,
        {"min_x": min_x, "max_x": max_x, "min_y": min_y, "max_y": max_y, "most": MOST_NEAR},
    )
    return {
        row["id"]: row["geom"]
        for row in found
        if row["id"] not in but and gpkg.has_position(row["geom"])
    }


def names(db: Database, ids: Collection[int]) -> dict[int, str]:
    """Return what some buildings are called: the estate's name followed by the number."""
    marks = ",".join(str(int(each)) for each in ids)
    found = rows.fetch(
        db,
        f"""
        SELECT building.id AS id, COALESCE(estate.name, '') || building.number
               || CASE WHEN instr(building.number, '楼') THEN '' ELSE '号楼' END AS name
        FROM building LEFT JOIN estate ON estate.id = building.estate_id
        WHERE building.id IN ({marks}) ORDER BY building.id
        """,
    )
    return {row["id"]: row["name"] for row in found}


def facts_of(db: Database, building_id: int) -> Mapping[str, object]:
    """Return the columns of a building that its parts share once it is split."""
    found = rows.fetch(
        db,
        """
        SELECT estate_id, number, storeys, structure, year_built, danger_grade, ownership
        FROM building WHERE id = ?
        """,
        (building_id,),
    )
    return found[0] if found else {}


def split(
    db: Database, building_id: int, parts: Sequence[bytes], numbers: Sequence[str]
) -> list[int]:
    """Give a building the first of some outlines and add a building for each other one.

    ``numbers`` are those of the new buildings. They share what a wall does not change (storeys,
    structure, year, grade, ownership); counts, works and households stay with the first. Raises
    sqlite3.IntegrityError where a number is taken.
    """
    shared = {key: said for key, said in facts_of(db, building_id).items() if key != "number"}
    put(db, "building", building_id, parts[0])
    return [
        rows.add(db, "building", {**shared, "number": number, **values(part)})
        for part, number in zip(parts[1:], numbers, strict=True)
    ]


def estate_of(db: Database, building_id: int | None) -> int | None:
    """Return the estate of a building, or None."""
    found = rows.value(db, "SELECT estate_id FROM building WHERE id = ?", (building_id,))
    return None if found is None else int(found)
