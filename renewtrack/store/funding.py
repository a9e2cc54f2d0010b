"""Planned money of a project by source, in fen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from renewtrack.domain.works import Funding
from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def of_project(db: Database, project_id: int) -> tuple[Funding, ...]:
    """Return the sources of a project's money, as they were added."""
    found = rows.fetch(db, "SELECT * FROM funding WHERE project_id = ? ORDER BY id", (project_id,))
    return tuple(rows.as_values(Funding, found))


def all(db: Database) -> list[Funding]:  # noqa: A001 - reads as funding.all(db)
    """Return the sources of every project's money, as they were added."""
    return rows.as_values(Funding, rows.fetch(db, "SELECT * FROM funding ORDER BY id"))


def sources_ever(db: Database, project_id: int) -> dict[int, str]:
    """Return the sources of a project's money by id, deleted ones as well."""
    found = rows.fetch(
        db,
        """
        SELECT row_id AS id, json_extract(old, '$.source') AS source FROM change_log
        WHERE table_name = 'funding' AND op = 'delete' AND json_extract(old, '$.project_id') = :id
        UNION ALL SELECT id, source FROM funding WHERE project_id = :id
        """,
        {"id": project_id},
    )
    return {row["id"]: row["source"] for row in found}


def get(db: Database, funding_id: int) -> Funding | None:
    """Return one source of one project, or None."""
    found = rows.fetch(db, "SELECT * FROM funding WHERE id = ?", (funding_id,))
    return next(iter(rows.as_values(Funding, found)), None)


def add(db: Database, **values: object) -> int:
    """Add a source and return its id; sqlite3.IntegrityError where the project has it."""
    return rows.add(db, "funding", values)


def change(db: Database, funding_id: int, values: dict[str, object]) -> None:
    """Write columns of a source."""
    rows.change(db, "funding", funding_id, values)


def remove(db: Database, funding_id: int) -> None:
    """Delete a source."""
    rows.remove(db, "funding", funding_id)


def set_planned(db: Database, project_id: int, planned: Mapping[str, int | None]) -> None:
    """Write planned fen by source; None takes the source out. Other sources stay."""
    standing = {source.source: source for source in of_project(db, project_id)}
    for source, fen in planned.items():
        found = standing.get(source)
        if found is None and fen is not None:
            add(db, project_id=project_id, source=source, planned_fen=fen)
        elif found is not None and fen is None:
            remove(db, found.id)
        elif found is not None and found.planned_fen != fen:
            change(db, found.id, {"planned_fen": fen})
