"""Acceptance lists of projects: made from the kinds of their works, answered item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain import tables
from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def fill(db: Database, project_id: int) -> int:
    """Add the items that the kinds of a project's works ask for; return how many it lacked.

    The items stand in ``acceptance.toml``, which the office edits; inside the action under way.
    """
    works = rows.fetch(
        db, "SELECT id, kind FROM work WHERE project_id = ? ORDER BY id", (project_id,)
    )
    there = {
        (row["work_id"], row["item"])
        for row in rows.fetch(
            db, "SELECT work_id, item FROM acceptance_item WHERE project_id = ?", (project_id,)
        )
    }
    asked: list[tuple[int | None, str]] = [(None, item) for item in items("")]
    asked += [(work["id"], item) for work in works for item in items(work["kind"])]
    lacking = [each for each in asked if each not in there]
    rows.add_many(
        db,
        "acceptance_item",
        {
            "project_id": [project_id] * len(lacking),
            "work_id": [work_id for work_id, _ in lacking],
            "item": [item for _, item in lacking],
        },
    )
    return len(lacking)


def items(kind: str) -> tuple[str, ...]:
    """Return the items of a kind of work; "" for those of every project."""
    listed = tables.document("acceptance")["list"]
    return tuple(item for row in listed if row["kind"] == kind for item in row["items"])


def of_project(db: Database, project_id: int) -> list[rows.Row]:
    """Return the items of a project, those of the whole project first, with the work's kind."""
    return rows.fetch(
        db,
        """
        SELECT item.*, work.kind AS work FROM acceptance_item AS item
        LEFT JOIN work ON work.id = item.work_id
        WHERE item.project_id = :project ORDER BY item.work_id IS NOT NULL, work.kind, item.id
        """,
        {"project": project_id},
    )
