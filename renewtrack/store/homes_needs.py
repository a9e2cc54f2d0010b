"""What the homes of a building ask for beyond the list, and what was decided of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import needs
from renewtrack.store.needs import WhyNotNeeded as WhyNotNeeded

if TYPE_CHECKING:
    from sqlite_utils import Database


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
    referred_to: str | None = None


def of_building(db: Database, building_id: int) -> list[NeedOf]:
    """Return the needs of a building's homes, those that wait for a decision first."""
    return [
        NeedOf(
            line.id,
            line.household_id,
            line.stairwell,
            line.room or "",
            line.text,
            line.adopted,
            line.why,
            line.referred_to,
        )
        for line in needs.of_building(db, building_id)
        if line.household_id is not None
    ]


def add(db: Database, household_id: int, text: str) -> int:
    """Add what a home asks for, its category as its words suggest, and return the need's id."""
    from renewtrack.domain import need_states

    category = need_states.suggested(text)
    return needs.add(db, {"household_id": household_id}, text, category=category, source="home")


def decide(db: Database, ids: Sequence[int], adopted: bool | None, why: str = "") -> None:
    """Adopt some needs, refuse them with a reason, or leave them open again.

    Raises WhyNotNeeded, RuntimeError outside an action.
    """
    needs.decide(db, ids, adopted, why)
