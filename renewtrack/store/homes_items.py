"""What the homes of a building take part in: item by household, and how many of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.store import households, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

Choices = dict[tuple[int, str], int | None]  # (household, item) -> 1 wanted, 0 not, None undecided


def of_building(db: Database, building_id: int) -> tuple[list[str], Choices]:
    """Return the items that any home of a building was asked about, and every answer.

    Items are those of the building's works and its estate's too, the most wanted first; an item
    that a home was not asked about is not in its answers.
    """
    found = rows.fetch(
        db,
        """
        SELECT choice.household_id AS home, choice.item, choice.wanted FROM item_choice AS choice
        JOIN household ON household.id = choice.household_id WHERE household.building_id = ?
        """,
        (building_id,),
    )
    choices: Choices = {(row["home"], row["item"]): row["wanted"] for row in found}
    wanted: dict[str, int] = {}
    for (_, item), answer in choices.items():
        wanted[item] = wanted.get(item, 0) + (answer == 1)
    for kind in rows.column(db, _KINDS, {"building": building_id}):
        wanted.setdefault(kind, 0)
    return sorted(wanted, key=lambda item: (-wanted[item], item)), choices


def choose(
    db: Database, household_ids: Sequence[int], items: Sequence[str], wanted: bool | None
) -> None:
    """Write what some homes say to some items, inside the action under way."""
    for household_id in household_ids:
        for item in items:
            households.choose(db, household_id, item, wanted)


_KINDS = """
SELECT DISTINCT work.kind FROM work WHERE work.building_id = :building
   OR work.estate_id = (SELECT estate_id FROM building WHERE id = :building)
ORDER BY work.kind
"""
