"""Up to which change of the file packed buildings are true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Revision:
    """The last line of a file's change log; ``entry`` 0 where the log is empty."""

    file: str  # when the file was created
    entry: int
    at: str


def revision(db: Database) -> Revision:
    """Return the revision of the file as it is now."""
    created = rows.value(db, "SELECT value FROM renewtrack_meta WHERE key = 'created_at'")
    last = rows.fetch(db, "SELECT id, at FROM change_log ORDER BY id DESC LIMIT 1")
    entry, at = (int(last[0]["id"]), str(last[0]["at"])) if last else (0, "")
    return Revision(str(created or ""), entry, at)


def shapes_stand(db: Database, since: Revision) -> bool:
    """Tell whether no place or name of a building has changed since a revision of this file.

    A file of another history, such as a backup put back, has another line at that place.
    """
    if since.entry == 0 or revision(db).file != since.file:
        return False
    at = rows.value(db, "SELECT at FROM change_log WHERE id = :entry", {"entry": since.entry})
    if at != since.at:
        return False
    changed = rows.value(
        db,
        """
        SELECT EXISTS (
            SELECT 1 FROM change_log WHERE id > :entry AND (
                table_name = 'building'
                AND (op != 'update' OR column_name IN ('geom', 'number', 'estate_id'))
                OR table_name = 'estate' AND (op = 'delete' OR column_name = 'name')
            )
        )
        """,
        {"entry": since.entry},
    )
    return not changed
