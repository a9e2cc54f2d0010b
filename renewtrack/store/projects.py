"""Renewal projects and the estates they serve."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.domain import lifecycle, stages
from renewtrack.domain.works import Project, StageEvent
from renewtrack.store import belonging, money_events, naming, rows, works

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, estate_ids: tuple[int, ...] | list[int] = (), **values: object) -> int:
    """Add a project for some estates and return its id."""
    project_id = rows.add(db, "project", values)
    for estate_id in estate_ids:
        link(db, project_id, estate_id)
    return project_id


def change(db: Database, project_id: int, values: dict[str, object]) -> None:
    """Write columns of a project."""
    rows.change(db, "project", project_id, values)


def remove(db: Database, project_id: int) -> None:
    """Delete a project with its works, money, contracts, stages and links; the estates stay."""
    works.remove_at(db, "project_id", project_id)
    for table in ("funding", "stage_event", "project_estate"):
        for row_id in rows.column(
            db, f"SELECT id FROM {table} WHERE project_id = ? ORDER BY id", (project_id,)
        ):
            rows.remove(db, table, row_id)
    money_events.remove_of(db, project_id)
    belonging.remove(db, "project", project_id)


def link(db: Database, project_id: int, estate_id: int) -> int:
    """Let a project serve an estate and return the link's id; twice is once."""
    found = rows.value(
        db,
        "SELECT id FROM project_estate WHERE project_id = ? AND estate_id = ?",
        (project_id, estate_id),
    )
    if found is not None:
        return int(found)
    return rows.add(db, "project_estate", {"project_id": project_id, "estate_id": estate_id})


def unlink(db: Database, project_id: int, estate_id: int) -> None:
    """Take an estate out of a project."""
    for link_id in rows.column(
        db,
        "SELECT id FROM project_estate WHERE project_id = ? AND estate_id = ?",
        (project_id, estate_id),
    ):
        rows.remove(db, "project_estate", link_id)


def get(db: Database, project_id: int) -> Project | None:
    """Return a project, or None."""
    found = rows.fetch(db, "SELECT * FROM project WHERE id = ?", (project_id,))
    return next(iter(rows.as_values(Project, found)), None)


def ids_of(db: Database, uids: Sequence[str]) -> list[int]:
    """Return the ids of projects by their uids; those that are gone are left out."""
    return rows.column(
        db,
        "SELECT id FROM project WHERE uid IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(uids)),),
    )


def labels(db: Database) -> dict[str, int]:
    """Return every project by what it is called; equal names with their year, then their number."""
    found = rows.fetch(
        db, f"SELECT id, plan_year, {naming.PROJECT} AS name FROM project ORDER BY plan_year, id"
    )
    known: dict[str, int] = {}
    for row in found:
        name = row["name"] or f"#{row['id']}"
        label = name if name not in known else f"{name}（{row['plan_year'] or '—'}）"
        known[label if label not in known else f"{name} #{row['id']}"] = row["id"]
    return known


def all(db: Database) -> list[Project]:  # noqa: A001 - reads as projects.all(db)
    """Return every project, as they were added."""
    return rows.as_values(Project, rows.fetch(db, "SELECT * FROM project ORDER BY id"))


def of_estate(db: Database, estate_id: int) -> list[Project]:
    """Return the projects of an estate, the latest plan year first."""
    found = rows.fetch(
        db,
        """
        SELECT project.* FROM project
        JOIN project_estate ON project_estate.project_id = project.id
        WHERE project_estate.estate_id = ?
        ORDER BY plan_year IS NULL, plan_year DESC, project.id DESC
        """,
        (estate_id,),
    )
    return rows.as_values(Project, found)


def estates_of(db: Database, project_id: int) -> list[int]:
    """Return the ids of the estates of a project, in pinyin order."""
    return rows.column(
        db,
        """
        SELECT estate_id FROM project_estate JOIN estate ON estate.id = estate_id
        WHERE project_id = ? ORDER BY estate.sort, estate_id
        """,
        (project_id,),
    )


def links(db: Database) -> list[tuple[int, int]]:
    """Return every project by id with each of its estates, as they were linked."""
    found = rows.fetch(
        db, "SELECT project_id, estate_id FROM project_estate ORDER BY project_id, id"
    )
    return [(row["project_id"], row["estate_id"]) for row in found]


def move_to(
    db: Database, project_id: int, stage: str, date: str | None = None, *, fill: bool = False
) -> None:
    """Set a project's stage and record when it came to it; ``date`` is ISO or None.

    With ``fill`` the facts of ``told_by`` are written as well.
    """
    values: dict[str, object] = {"stage": stage}
    if fill:
        project = get(db, project_id)
        values |= told_by(project, stage, date) if project is not None else {}
    change(db, project_id, values)
    rows.add(db, "stage_event", {"project_id": project_id, "stage": stage, "date": date})


def told_by(project: Project, stage: str, date: str | None = None) -> dict[str, object]:
    """Return what a project's coming to a stage on a date tells beyond the stage, by column.

    Only dates that are empty so far are told, and 100 % once the works are completed.
    """
    told: dict[str, object] = {
        column: date
        for column in lifecycle.TOLD_BY.get(stage, ())
        if getattr(project, column) is None
    }
    reached = stages.stage(stage)
    if reached.bucket == "done" and (project.percent is None or project.percent < 100):
        told["percent"] = 100.0
    return told


def stages_of(db: Database, project_id: int) -> list[StageEvent]:
    """Return the recorded stages of a project, oldest record first."""
    found = rows.fetch(
        db, "SELECT * FROM stage_event WHERE project_id = ? ORDER BY id", (project_id,)
    )
    return rows.as_values(StageEvent, found)
