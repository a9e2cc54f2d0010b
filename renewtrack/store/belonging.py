"""What hangs on a record and goes with it when it is deleted, or stays without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.store import attachments, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

# By the table of the record: the tables that hang on it, each by its column.
GOES = {  # deleted with it
    "project": tuple(
        (table, "project_id")
        for table in (
            *("paper", "contract", "site_log", "defect", "acceptance_item", "consent_round"),
            "consultation",
        )
    ),
    "work": (("paper", "work_id"), ("consent_round", "work_id")),
    "contract": (("variation", "contract_id"),),
    "money_event": (("money_event", "corrects_id"),),
    "lift": (("lift_event", "lift_id"), ("paper", "lift_id"), ("consent_round", "lift_id")),
    "consent_round": (("ballot", "round_id"), ("objection", "round_id")),
    "plan": (("target", "plan_id"),),
    "household": (
        *(("item_choice", "household_id"), ("need", "household_id")),
        *(("appointment", "household_id"), ("satisfaction", "household_id")),
        *(("ownership", "household_id"), ("consultation_ballot", "household_id")),
        ("privacy_consent", "household_id"),
    ),
    "building": (("need", "building_id"),),
    "estate": (
        *(("quiet_rule", "estate_id"), ("need", "estate_id")),
        ("consultation", "estate_id"),
    ),
    "owner": (("ownership", "owner_id"),),
    "crew": (("slot", "crew_id"),),
    "consultation": (
        *(("consultation_ballot", "consultation_id"), ("meeting", "consultation_id")),
    ),
    "privacy_text": (("privacy_consent", "text_id"),),
}
STAYS = {  # and its column is emptied
    "project": (("lift", "project_id"),),
    "work": tuple(
        (table, "work_id") for table in ("site_log", "defect", "acceptance_item", "money_event")
    ),
    "contract": (("money_event", "contract_id"),),
    "household": (
        *(("ballot", "household_id"), ("objection", "household_id")),
        ("work", "household_id"),
    ),
    "stairwell": (("work", "stairwell_id"),),
    "plan": (("plan", "parent_id"), ("project", "plan_id")),
    "crew": (("appointment", "crew_id"),),
    "appointment": (("appointment", "follows_id"),),
    "need": (("need", "same_as_id"),),
    "consultation": (("need", "consultation_id"),),
}


def remove(db: Database, table: str, row_id: int) -> None:
    """Delete a record with what hangs on it, inside the action under way."""
    remove_below(db, table, row_id)
    rows.remove(db, table, row_id)


def remove_below(db: Database, table: str, row_id: int) -> None:
    """Delete what hangs on a record that is going to be deleted, and let go of what stays."""
    for child, column in STAYS.get(table, ()):
        ids = _of(db, child, column, row_id)
        rows.change_many(db, child, ids, {column: [None] * len(ids)})
    for child, column in GOES.get(table, ()):
        for child_id in _of(db, child, column, row_id):
            remove(db, child, child_id)
    if table in attachments.OWNERS:
        attachments.remove_of(db, table, row_id)


def of(db: Database, table: str, column: str, owner_id: int) -> list[rows.Row]:
    """Return the rows of a table that hang on a record by a column, as they were added."""
    return rows.fetch(
        db, f'SELECT * FROM "{table}" WHERE "{column}" = ? ORDER BY id', (int(owner_id),)
    )


def one(db: Database, table: str, row_id: int) -> rows.Row:
    """Return a stored row; {} for one that is gone."""
    found = rows.fetch(db, f'SELECT * FROM "{table}" WHERE id = ?', (int(row_id),))
    return found[0] if found else {}


def _of(db: Database, table: str, column: str, owner_id: int) -> list[int]:
    return rows.column(
        db, f'SELECT id FROM "{table}" WHERE "{column}" = ? ORDER BY id', (owner_id,)
    )
