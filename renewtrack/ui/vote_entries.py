"""The lists of a vote and of a lift: ballots, objections, steps, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.ui.columns import Column
from renewtrack.ui.entry_columns import STORED
from renewtrack.ui.entry_form import Values
from renewtrack.ui.entry_list import EntrySpec, Row
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

SHARE = Column("share_fen", Words("应缴 元", "To pay, yuan"), 110, "yuan_fen")


def _dated(today: str) -> Values:
    return {"date": today}


def _ballots(db: Database, round_id: int) -> list[Row]:
    from renewtrack.store import votes

    return votes.ballots(db, round_id)


def _count(db: Database, round_id: int) -> None:
    from renewtrack.store import votes

    votes.recount(db, round_id)


def _steps(db: Database, lift_id: int) -> list[Row]:
    import json

    from renewtrack.domain import lift_gates
    from renewtrack.store import belonging

    found = belonging.of(db, "lift_event", "lift_id", lift_id)
    for row in found:
        row["lacking"] = lift_gates.listed(json.loads(row["lacking"] or "[]"))
    return found[::-1]


BALLOTS = EntrySpec(
    "ballot",
    "round_id",
    Words("表决票", "ballot"),
    STORED["ballot"],
    frozenset({"room", "owner_no"}),
    read=_ballots,
    first=lambda _: {"needed": 0},
    after=_count,
)
OBJECTIONS = EntrySpec(
    "objection",
    "round_id",
    Words("异议", "objection"),
    STORED["objection"],
    frozenset({"text", "state"}),
    first=lambda today: {"date": today, "state": "open"},
)
STEPS = EntrySpec(
    "lift_event",
    "lift_id",
    Words("步骤记录", "step"),
    STORED["lift_event"],
    read=_steps,
    editable=False,
)
PAPERS = EntrySpec(
    "paper",
    "lift_id",
    Words("手续文件", "paper"),
    STORED["paper"],
    frozenset({"kind"}),
    first=_dated,
)
