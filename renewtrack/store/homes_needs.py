"""What the homes of a building ask for beyond the list, and what was decided of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import exports, rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


class WhyNotNeeded(UserError):
    """A need is refused without a reason."""

    words = Words(
        "不采纳要写明理由，没有写入。请填写理由后再试。",
        "A need is not adopted for a stated reason only; nothing was written. Give the reason.",
    )


@dataclass(frozen=True, slots=True)
class NeedOf:
    """One need with its home; persons in its words are masked. ``adopted`` 1, 0 or None."""

    id: int
    household_id: int
    stairwell: str | None
    room: str
    text: str
    adopted: int | None
    why: str | None


def of_building(db: Database, building_id: int) -> list[NeedOf]:
    """Return the needs of a building, those that wait for a decision first."""
    found = rows.fetch(
        db,
        """
        SELECT need.id, need.household_id, stairwell.number AS stairwell, household.room,
               need.text, need.adopted, need.why
        FROM need JOIN household ON household.id = need.household_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        WHERE household.building_id = ?
        ORDER BY need.adopted IS NOT NULL, LENGTH(stairwell.number), stairwell.number,
                 LENGTH(household.room), household.room, need.id
        """,
        (building_id,),
    )
    mask = exports.mask(db)
    return rows.as_values(NeedOf, (mask.record(dict(row)) for row in found))


def add(db: Database, household_id: int, text: str) -> int:
    """Add what a home asks for and return the need's id."""
    return rows.add(db, "need", {"household_id": household_id, "text": text})


def decide(db: Database, ids: Sequence[int], adopted: bool | None, why: str = "") -> None:
    """Adopt some needs, refuse them with a reason, or leave them open again.

    Raises WhyNotNeeded, RuntimeError outside an action.
    """
    if adopted is False and not why.strip():
        raise WhyNotNeeded
    why = why.strip()
    values: dict[str, list[object]] = {
        "adopted": [adopted] * len(ids),
        "why": [why or None] * len(ids),
    }
    rows.change_many(db, "need", list(ids), values)
