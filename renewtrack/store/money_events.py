"""What happened to the money of projects: allocated, received, paid, settled, in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.money_events import KINDS, MoneyEvent
from renewtrack.store import belonging, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, **values: object) -> int:
    """Add an event and return its id."""
    return rows.add(db, "money_event", values)


def change(db: Database, event_id: int, values: dict[str, object]) -> None:
    """Write columns of an event."""
    rows.change(db, "money_event", event_id, values)


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
