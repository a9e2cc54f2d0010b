"""What was recorded of the stages of a project and of its works."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def of_project(db: Database, project_id: int) -> list[rows.Row]:
    """Return the stage events of a project and of its works, youngest first, with its kind."""
    return rows.fetch(
        db,
        """
        SELECT stage_event.*, NULL AS work FROM stage_event WHERE project_id = :project
        UNION ALL
        SELECT stage_event.*, work.kind FROM work
        JOIN stage_event ON stage_event.work_id = work.id WHERE work.project_id = :project
        ORDER BY 1 DESC
        """,
        {"project": project_id},
    )


def lacks(event: rows.Row) -> tuple[str, ...]:
    """Return the needs that lacked when a stage was forced; () for none or what cannot be read."""
    try:
        found = json.loads(event["lacking"] or "[]")
    except ValueError:  # plain text that another program wrote there
        return (str(event["lacking"]),)
    return tuple(str(each) for each in found)
