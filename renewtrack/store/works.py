"""Works: one work type on one estate, building or site."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

from renewtrack.domain.works import Work
from renewtrack.store import belonging, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

Place = Literal["estate_id", "building_id", "site_id", "project_id"]


def add(db: Database, **values: object) -> int:
    """Add a work and return its id; it needs exactly one of estate, building and site."""
    return rows.add(db, "work", values)


def change(db: Database, work_id: int, values: dict[str, object]) -> None:
    """Write columns of a work."""
    rows.change(db, "work", work_id, values)


def remove(db: Database, work_id: int) -> None:
    """Delete a work with the record of its stages, its papers and votes; its money stays."""
    for event_id in rows.column(
        db, "SELECT id FROM stage_event WHERE work_id = ? ORDER BY id", (work_id,)
    ):
        rows.remove(db, "stage_event", event_id)
    belonging.remove(db, "work", work_id)


def remove_at(db: Database, place: Place, place_id: int) -> None:
    """Delete the works at a place or of a project."""
    for work_id in rows.column(
        db, f"SELECT id FROM work WHERE {place} = ? ORDER BY id", (place_id,)
    ):
        remove(db, work_id)


def get(db: Database, work_id: int) -> Work | None:
    """Return a work, or None."""
    return next(iter(_where(db, "id", work_id)), None)


def of_estate(db: Database, estate_id: int) -> list[Work]:
    """Return the works on an estate as a whole, as they were added."""
    return _where(db, "estate_id", estate_id)


def of_building(db: Database, building_id: int) -> list[Work]:
    """Return the works on one building, as they were added."""
    return _where(db, "building_id", building_id)


def of_project(db: Database, project_id: int) -> list[Work]:
    """Return the works of a project, as they were added."""
    return _where(db, "project_id", project_id)


def of_all_projects(db: Database) -> list[Work]:
    """Return the works of every project, as they were added."""
    found = rows.fetch(db, "SELECT * FROM work WHERE project_id IS NOT NULL ORDER BY id")
    return rows.as_values(Work, found)


def of_projects(db: Database, project_ids: Collection[int]) -> list[int]:
    """Return the works of some projects."""
    return rows.column(
        db,
        "SELECT id FROM work WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(project_ids)),),
    )


def projects_of(db: Database, work_ids: Collection[int]) -> list[int]:
    """Return the projects that some works belong to."""
    return rows.column(
        db,
        """
        SELECT DISTINCT project_id FROM work WHERE project_id IS NOT NULL
        AND id IN (SELECT value FROM json_each(?)) ORDER BY project_id
        """,
        (json.dumps(sorted(work_ids)),),
    )


def estates_of(db: Database, work_ids: Collection[int]) -> list[int]:
    """Return the estates that works stand in, each once; works at sites stand in none."""
    return rows.column(
        db,
        f"""
        SELECT DISTINCT COALESCE(work.estate_id, building.estate_id) AS estate_id FROM work
        LEFT JOIN building ON building.id = work.building_id
        WHERE work.id IN ({",".join(str(int(each)) for each in work_ids)})
          AND COALESCE(work.estate_id, building.estate_id) IS NOT NULL
        ORDER BY estate_id
        """,
    )


def buildings_of(db: Database, work_ids: Collection[int]) -> tuple[list[int], list[int]]:
    """Return the buildings that works stand on, and the estates of works on whole estates."""
    found = rows.fetch(
        db,
        f"""
        SELECT DISTINCT building_id, estate_id FROM work
        WHERE id IN ({",".join(str(int(each)) for each in work_ids)})
        """,
    )
    return (
        [row["building_id"] for row in found if row["building_id"] is not None],
        [row["estate_id"] for row in found if row["estate_id"] is not None],
    )


def at(db: Database, building_ids: Collection[int], estate_ids: Collection[int]) -> list[int]:
    """Return the works on some buildings and on some estates as wholes."""
    buildings, estates = (
        ",".join(str(int(each)) for each in ids) for ids in (building_ids, estate_ids)
    )
    return rows.column(
        db,
        f"""
        SELECT id FROM work WHERE building_id IN ({buildings}) OR estate_id IN ({estates})
        ORDER BY id
        """,
    )


def kinds_ever(db: Database, place: Place, place_id: int) -> dict[int, str]:
    """Return the kinds of the works at a place or of a project by id, deleted ones as well."""
    found = rows.fetch(
        db,
        f"""
        SELECT row_id AS id, json_extract(old, '$.kind') AS kind FROM change_log
        WHERE table_name = 'work' AND op = 'delete' AND json_extract(old, '$.{place}') = :id
        UNION ALL SELECT id, kind FROM work WHERE {place} = :id
        """,
        {"id": place_id},
    )
    return {row["id"]: row["kind"] for row in found}


def _where(db: Database, column: str, wanted: int) -> list[Work]:
    found = rows.fetch(db, f"SELECT * FROM work WHERE {column} = ? ORDER BY id", (wanted,))
    return rows.as_values(Work, found)
