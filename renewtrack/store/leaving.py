"""Which records stay as they are when an action is taken back that others have built upon."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from renewtrack.store import actions, audits, rows, triggers

if TYPE_CHECKING:
    from sqlite_utils import Database

Record = tuple[str, int]  # table and id
Orphan = tuple[str, int, str, int]  # its table and id, the parent's table, which foreign key

LEFT = "left"  # the event in the audit log that names what an undo left; never renamed
# Lines that make up a record of another table: what happens to it happens to them.
_PARTS = {
    "funding": (("project", "project_id"),),
    "project_estate": (("project", "project_id"),),
    "stage_event": (("project", "project_id"), ("work", "work_id")),
    "item_choice": (("household", "household_id"),),
    "need": (("household", "household_id"),),
    "consent_round": (("lift", "lift_id"), ("work", "work_id"), ("project", "project_id")),
    "lift_event": (("lift", "lift_id"),),
    "ballot": (("consent_round", "round_id"),),
    "objection": (("consent_round", "round_id"),),
    "variation": (("contract", "contract_id"),),
    "ownership": (("household", "household_id"), ("owner", "owner_id")),
    "consultation_ballot": (("consultation", "consultation_id"), ("household", "household_id")),
    "meeting": (("consultation", "consultation_id"),),
    "satisfaction": (("household", "household_id"),),
    "photo_pair": (("attachment", "before_id"), ("attachment", "after_id")),
    "privacy_consent": (("household", "household_id"),),
    "slot": (("crew", "crew_id"),),
}
_STAGES = "stage_event"  # a record's own stage must agree with them


def records_of(db: Database, group_id: int) -> frozenset[Record]:
    """Return the records that a group changed and an undo can take back."""
    found = db.conn.execute(
        """
        SELECT DISTINCT table_name, row_id FROM change_log
        WHERE group_id = :group_id AND table_name IN (SELECT value FROM json_each(:tables))
        """,
        {"group_id": group_id, "tables": json.dumps(triggers.LOGGED)},
    ).fetchall()
    return frozenset((str(table), int(row_id)) for table, row_id in found)


def whole(
    db: Database, group_id: int, mine: frozenset[Record], left: Iterable[Record]
) -> frozenset[Record]:
    """Return the records of a group to leave: those given, each with the lines that make it up.

    A stage that stays keeps its project or work as well, since both say the same.
    """
    staying = set(left) & mine
    if not staying:
        return frozenset()
    owned = list(_owned(db, group_id))
    staying |= {owner for part, owner in owned if part in staying and part[0] == _STAGES} & mine
    staying |= {part for part, owner in owned if owner in staying}
    return frozenset(staying)


def _owned(db: Database, group_id: int) -> Iterator[tuple[Record, Record]]:
    """Yield the lines of a group that belong to a record, each with that record."""
    for table, owners in _PARTS.items():
        for owner, key in owners:
            found = db.conn.execute(
                f"""
                SELECT DISTINCT row_id, CASE op WHEN 'delete'
                    THEN json_extract(old, '$.{key}') ELSE "{table}".{key} END
                FROM change_log LEFT JOIN "{table}" ON "{table}".id = row_id
                WHERE group_id = ? AND table_name = '{table}'
                """,
                (group_id,),
            ).fetchall()
            for row_id, owner_id in found:
                if owner_id is not None:
                    yield (table, row_id), (owner, owner_id)


def holders(db: Database, orphans: Iterable[Orphan], going: frozenset[Record]) -> set[Record]:
    """Return the records that must stay so that these orphans are none, while all are put back.

    Either the orphan itself is being put back, or its parent is being taken out.
    """
    found: set[Record] = set()
    for table, row_id, parent, link in orphans:
        if (table, row_id) in going:
            found.add((table, row_id))
        column = rows.value(
            db, 'SELECT "from" FROM pragma_foreign_key_list(?) WHERE id = ?', (table, link)
        )
        parent_id = rows.value(db, f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row_id,))
        if (parent, parent_id) in going:
            found.add((parent, parent_id))
    return found


def note(db: Database, undo_id: int, who: str, left: Iterable[Record]) -> None:
    """Record which records an undo left, in the audit log: later undos ask for it."""
    actions.require(db)
    by_table: dict[str, list[int]] = {}
    for table, row_id in left:
        by_table.setdefault(table, []).append(row_id)
    audits.note(db, who, LEFT, group=undo_id, left=by_table)


def by_undo(db: Database) -> dict[int, set[Record]]:
    """Return what each undo left, by the id of its group."""
    told = rows.column(db, "SELECT detail FROM audit_log WHERE event = ? ORDER BY id", (LEFT,))
    found: dict[int, set[Record]] = {}
    for detail in told:
        said = json.loads(detail)
        found[said["group"]] = {(t, row_id) for t, ids in said["left"].items() for row_id in ids}
    return found
