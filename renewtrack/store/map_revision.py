"""Up to which change of the file packed buildings are true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import rows

_FEW = 400  # log lines; after more all are read anew
_OF_PROJECT = "SELECT estate_id FROM project_estate WHERE project_id = "
_OF_BUILDING = "SELECT estate_id FROM building WHERE id = "
# The estates whose buildings may look different after a change of a row.
_ESTATES = {
    "estate": "SELECT :id",
    "building": f"{_OF_BUILDING} :id",
    "project": f"{_OF_PROJECT} :id",
    "project_estate": "SELECT estate_id FROM project_estate WHERE id = :id",
    "funding": f"{_OF_PROJECT} (SELECT project_id FROM funding WHERE id = :id)",
    "money_event": f"{_OF_PROJECT} (SELECT project_id FROM money_event WHERE id = :id)",
    "household": f"{_OF_BUILDING} (SELECT building_id FROM household WHERE id = :id)",
    "need": """
        SELECT building.estate_id FROM need
        LEFT JOIN household ON household.id = need.household_id
        JOIN building ON building.id = COALESCE(need.building_id, household.building_id)
        WHERE need.id = :id""",
    "work": """
        SELECT COALESCE(work.estate_id, building.estate_id) FROM work
        LEFT JOIN building ON building.id = work.building_id WHERE work.id = :id""",
}
_NO_LOOK = frozenset(  # nothing on these tells a theme anything
    [
        *("site", "appointment", "attachment", "facility", "sensor", "reading", "rating"),
        *("local_system", "map_style", "base_map", "renewtrack_meta", "export_log", "audit_log"),
        *("report_period", "plan_baseline", "plan", "target", "contract", "variation", "paper"),
        *("site_log", "defect", "acceptance_item", "lift_event", "ballot", "objection"),
        *("crew", "slot", "quiet_rule", "work_day", "owner", "ownership", "consultation"),
        *("consultation_ballot", "meeting", "satisfaction", "photo_pair"),
        *("privacy_text", "privacy_consent"),
    ]
)

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
    if not _follows(db, since):
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


def estates_touched(db: Database, since: Revision) -> frozenset[int] | None:
    """Return the estates whose buildings may look different since a revision of this file.

    None where that cannot be told by a few lines of the log.
    """
    if not _follows(db, since):
        return None
    lines = rows.fetch(
        db,
        f"""
        SELECT DISTINCT table_name, row_id, op FROM change_log
        WHERE id > :entry ORDER BY id LIMIT {_FEW + 1}
        """,
        {"entry": since.entry},
    )
    telling = [line for line in lines if line["table_name"] not in _NO_LOOK]
    if len(lines) > _FEW or any(
        line["op"] == "delete" or line["table_name"] not in _ESTATES for line in telling
    ):
        return None
    found: set[int] = set()
    for line in telling:
        found.update(rows.column(db, _ESTATES[line["table_name"]], {"id": line["row_id"]}))
    return frozenset(found)


def _follows(db: Database, since: Revision) -> bool:
    """Tell whether the file's history goes on from a revision."""
    if since.entry == 0 or revision(db).file != since.file:
        return False
    at = rows.value(db, "SELECT at FROM change_log WHERE id = :entry", {"entry": since.entry})
    return bool(at == since.at)
