"""Where a stored value came from: the action that wrote it, and the cell where it was imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

WHOLE = ""  # stands for every column that nothing was written into since the row was made


@dataclass(frozen=True, slots=True)
class Origin:
    """The last action that wrote a value and still stands; ``at`` is UTC, ISO 8601.

    ``file`` and what follows are None where the value was not read from a sheet; ``action`` is
    None where another program wrote it.
    """

    at: str
    who: str | None
    action: Words | None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    raw: str | None = None
    precision: str | None = None
    qualifier: str | None = None


def of_record(db: Database, table: str, row_id: int) -> dict[str, Origin]:
    """Return by column where a row's values came from; ``WHOLE`` is how the row was made."""
    found = rows.fetch(
        db,
        """
        SELECT COALESCE(change_log.column_name, '') AS name,
               COALESCE(action_group.at, change_log.at) AS at,
               COALESCE(action_group.who, change_log.who) AS who,
               label_zh, label_en, action_group.batch_id AS batch_id, file
        FROM change_log LEFT JOIN action_group ON action_group.id = group_id
        LEFT JOIN import_batch ON import_batch.id = action_group.batch_id
        WHERE table_name = :table AND row_id = :row_id AND op != 'delete'
          AND undone_by IS NULL AND COALESCE(action, '') != 'undo'
        ORDER BY change_log.id
        """,
        {"table": table, "row_id": row_id},
    )
    cells = _cells(db, table, row_id)
    origins: dict[str, Origin] = {}
    for row in found:
        if row["name"] == WHOLE:
            origins.clear()
            for (batch_id, name), cell in cells.items():
                if batch_id == row["batch_id"]:
                    origins[name] = _origin(row, cell)
        origins[row["name"]] = _origin(row, cells.get((row["batch_id"], row["name"]), {}))
    return origins


def _cells(db: Database, table: str, row_id: int) -> dict[tuple[int, str], rows.Row]:
    """Return the cells that imports read a row's values from, by import and column."""
    found = rows.fetch(
        db,
        """
        SELECT batch_id, column_name, sheet, cell, raw, precision, qualifier FROM cell_source
        WHERE table_name = :table AND row_id = :row_id
        ORDER BY batch_id
        """,
        {"table": table, "row_id": row_id},
    )
    return {(row.pop("batch_id"), row.pop("column_name")): row for row in found}


def _origin(row: rows.Row, cell: rows.Row) -> Origin:
    words = Words(row["label_zh"], row["label_en"]) if row["label_zh"] else None
    return Origin(row["at"], row["who"], words, row["file"], **cell)
