"""Imports and the cell that each imported value came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.store import actions, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class CellSource:
    """The cell a stored value was read from; ``batch_id`` and ``file`` are filled on reading."""

    table: str
    row_id: int
    column: str
    sheet: str | None
    cell: str | None  # as people write it: C7
    raw: str | None
    precision: str | None = None
    qualifier: str | None = None
    batch_id: int | None = None
    file: str | None = None


# table, row, column, sheet, cell, raw, precision, qualifier
Line = tuple[str, int, str, str | None, str | None, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One import and how many rows it read; ``imported_at`` is UTC, ISO 8601."""

    id: int
    uid: str
    kind: str | None
    file: str
    file_sha256: str | None
    imported_at: str
    who: str | None
    rows_read: int | None
    new: int | None
    changed: int | None
    same: int | None
    rejected: int | None
    skipped: dict[str, int]
    cutoff_date: str | None
    remark: str | None


# An import stands while an action that belongs to it is not undone.
_STANDS = """EXISTS (
    SELECT 1 FROM action_group
    WHERE action_group.batch_id = import_batch.id AND undone_by IS NULL
)"""


def add(db: Database, **values: Any) -> int:
    """Add an import to the action under way and return its id.

    ``imported_at`` and ``who`` are filled from the action where they are not given.
    """
    group_id = actions.require(db)
    group = rows.fetch(db, "SELECT at, who FROM action_group WHERE id = ?", (group_id,))[0]
    batch_id = rows.add(
        db, "import_batch", {"imported_at": group["at"], "who": group["who"], **values}
    )
    db.execute(
        "UPDATE action_group SET batch_id = :batch_id WHERE id = :id",
        {"batch_id": batch_id, "id": group_id},
    )
    return batch_id


def change(db: Database, batch_id: int, values: dict[str, object]) -> None:
    """Write columns of an import, as its counts become known."""
    rows.change(db, "import_batch", batch_id, values)


def note_cells(db: Database, batch_id: int, lines: Iterable[Line]) -> None:
    """Record where values came from, each line the columns of a ``CellSource`` in their order.

    The last of one value counts.
    """
    actions.require(db)
    db.conn.executemany(
        f"""
        INSERT OR REPLACE INTO cell_source
            (batch_id, table_name, row_id, column_name, sheet, cell, raw, precision, qualifier)
        VALUES ({int(batch_id)}, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        lines,
    )


def source_of(db: Database, table: str, row_id: int) -> dict[str, CellSource]:
    """Return by column the latest cell that a row's values came from, undone imports apart."""
    found = rows.fetch(
        db,
        f"""
        SELECT table_name AS "table", row_id, column_name AS "column", sheet, cell, raw,
               precision, qualifier, batch_id, file
        FROM cell_source JOIN import_batch ON import_batch.id = batch_id
        WHERE table_name = :table AND row_id = :row_id AND {_STANDS}
        ORDER BY batch_id
        """,
        {"table": table, "row_id": row_id},
    )
    return {row["column"]: CellSource(**row) for row in found}


def known_since(db: Database, table: str, row_id: int) -> dict[str, str]:
    """Return by column the ISO date that a row's values are of, "" for all other columns.

    An imported value is of its sheet's cut-off date, else of its import; what a person or
    another program wrote is of that day.
    """
    found = rows.fetch(
        db,
        """
        SELECT COALESCE(column_name, '') AS name, change_log.at AS at,
               COALESCE(cutoff_date, substr(change_log.at, 1, 10)) AS date
        FROM change_log LEFT JOIN action_group ON action_group.id = group_id
        LEFT JOIN import_batch ON import_batch.id = batch_id
        WHERE table_name = :table AND row_id = :row_id AND op != 'delete'
        ORDER BY change_log.id
        """,
        {"table": table, "row_id": row_id},
    )
    return {row["name"]: row["date"] for row in found}


def latest(db: Database) -> Batch | None:
    """Return the latest import that is not undone, or None."""
    return next(iter(_standing(db, 1)), None)


def all(db: Database) -> list[Batch]:  # noqa: A001 - reads as batches.all(db)
    """Return the imports that are not undone, youngest first."""
    return _standing(db, -1)


def _standing(db: Database, limit: int) -> list[Batch]:
    found = rows.fetch(
        db,
        f"SELECT * FROM import_batch WHERE {_STANDS} ORDER BY id DESC LIMIT :limit",
        {"limit": limit},
    )
    return rows.as_values(Batch, found)
