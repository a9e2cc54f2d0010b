"""What happened to the money of projects: allocated, received, paid, settled, in fen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.domain.money_events import KINDS, MoneyEvent
from renewtrack.store import belonging, rows

_CORRECTED = (
    *("project_id", "project_name", "work_id", "contract_id"),
    *("source", "kind", "document_no", "payee"),
)

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, **values: object) -> int:
    """Add an event and return its id."""
    return rows.add(db, "money_event", values)


def change(db: Database, event_id: int, values: dict[str, object]) -> None:
    """Write columns of an event."""
    rows.change(db, "money_event", event_id, values)


def correct(db: Database, event_id: int, amount_fen: int, why: str, date: str) -> int | None:
    """Set what an event comes to, by an event for the difference; return its id, None for none.

    The event itself stays as it was reported; ``why`` is kept as the correction's remark.
    """
    row = rows.fetch(db, "SELECT * FROM money_event WHERE id = ?", (event_id,))[0]
    first = row["corrects_id"] or event_id
    difference = amount_fen - stands(db, event_id)
    if difference == 0:
        return None
    kept = {key: row[key] for key in _CORRECTED}
    return add(db, **kept, amount_fen=difference, corrects_id=first, date=date, remark=why)


def stands(db: Database, event_id: int) -> int:
    """Return the fen that an event comes to with every correction of it, whichever is named."""
    return int(
        rows.value(
            db,
            """
            SELECT COALESCE(SUM(other.amount_fen), 0) FROM money_event AS one
            JOIN money_event AS other
            ON COALESCE(other.corrects_id, other.id) = COALESCE(one.corrects_id, one.id)
            WHERE one.id = ?
            """,
            (event_id,),
        )
    )


def align(db: Database, project_id: int) -> None:
    """Give the corrections of a project's events the source and kind of what they correct."""
    found = rows.fetch(
        db,
        """
        SELECT one.id, first.source, first.kind FROM money_event AS one
        JOIN money_event AS first ON first.id = one.corrects_id
        WHERE first.project_id = ? AND (one.source != first.source OR one.kind != first.kind)
        """,
        (project_id,),
    )
    values = {name: [row[name] for row in found] for name in ("source", "kind")}
    rows.change_many(db, "money_event", [row["id"] for row in found], values)


def move(db: Database, ids: Sequence[int], project_id: int) -> None:
    """Give events, with their corrections, to another project; work and contract stay behind."""
    wanted = sorted(
        {
            each
            for event_id in ids
            for each in rows.column(
                db,
                """
                SELECT other.id FROM money_event AS one JOIN money_event AS other
                ON COALESCE(other.corrects_id, other.id) = COALESCE(one.corrects_id, one.id)
                WHERE one.id = ?
                """,
                (event_id,),
            )
        }
    )
    count = len(wanted)
    values: dict[str, list[object]] = {
        "project_id": [project_id] * count,
        "work_id": [None] * count,
        "contract_id": [None] * count,
    }
    rows.change_many(db, "money_event", wanted, values)


def remove(db: Database, event_id: int) -> None:
    """Delete an event with its corrections."""
    belonging.remove(db, "money_event", event_id)


def remove_of(db: Database, project_id: int) -> None:
    """Delete the events of a project."""
    for event_id in rows.column(
        db,
        "SELECT id FROM money_event WHERE project_id = ? ORDER BY corrects_id IS NULL, id",
        (project_id,),
    ):
        remove(db, event_id)


def all(db: Database) -> list[MoneyEvent]:  # noqa: A001 - reads as money_events.all(db)
    """Return every event, as they were added."""
    return rows.as_values(MoneyEvent, rows.fetch(db, "SELECT * FROM money_event ORDER BY id"))


def sums(db: Database) -> dict[str, dict[str, int]]:
    """Return the fen by source and kind of event; a source without any event is not in it."""
    if not rows.columns(db, "money_event"):  # a file of an earlier schema that is only read
        return {}
    found: dict[str, dict[str, int]] = {}
    for row in rows.fetch(
        db,
        """
        SELECT source, kind, SUM(amount_fen) AS fen FROM money_event
        GROUP BY source, kind ORDER BY source, kind
        """,
    ):
        found.setdefault(row["source"], dict.fromkeys(KINDS, 0))[row["kind"]] = row["fen"]
    return found
