"""What the homes of a building take part in: item by household, and how many of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.domain import participation
from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

Choices = dict[tuple[int, str], int | None]  # (household, item) -> 1 wanted, 0 not, None undecided
Counts = dict[tuple[int, str], float]  # how many; 0 of what does not concern a home


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


def counts(db: Database, building_id: int) -> Counts:
    """Return how many of each item the homes of a building want, where a number is on record."""
    found = db.conn.execute(
        """
        SELECT choice.household_id, choice.item, choice.quantity FROM item_choice AS choice
        JOIN household ON household.id = choice.household_id
        WHERE household.building_id = ? AND choice.quantity IS NOT NULL
        """,
        (building_id,),
    )
    return {(home, item): quantity for home, item, quantity in found}


def choose(
    db: Database, household_ids: Sequence[int], items: Sequence[str], wanted: bool | None
) -> None:
    """Write what some homes say to some items, inside the action under way."""
    said = participation.answer(None if wanted is None else int(wanted), None)
    for household_id in household_ids:
        for item in items:
            answer(db, household_id, item, said)


def answer(db: Database, household_id: int, item: str, said: str) -> None:
    """Write one of the five answers of a home, inside the action under way.

    Its number stays, unless the item does not concern it; who is not asked has no record.
    """
    found = _record(db, household_id, item)
    if said == participation.NOT_ASKED:
        if found is not None:
            rows.remove(db, "item_choice", found["id"])
        return
    quantity = found["quantity"] if found is not None else None
    _write(db, (household_id, item), found, participation.stored(said, quantity))


def count(db: Database, household_id: int, item: str, quantity: float | None) -> None:
    """Write how many of an item a home wants, inside the action under way.

    A number means that it takes part; 0 that the item does not concern it; None forgets the
    number and leaves the answer.
    """
    found = _record(db, household_id, item)
    if quantity:
        _write(db, (household_id, item), found, participation.stored(participation.YES, quantity))
    elif quantity == 0:
        _write(db, (household_id, item), found, participation.stored(participation.NOT_CONCERNED))
    elif found is not None and found["quantity"]:
        rows.change(db, "item_choice", found["id"], {"quantity": None})


def _record(db: Database, household_id: int, item: str) -> rows.Row | None:
    found = rows.fetch(
        db,
        "SELECT id, quantity FROM item_choice WHERE household_id = ? AND item = ?",
        (household_id, item),
    )
    return found[0] if found else None


def _write(
    db: Database,
    of: tuple[int, str],
    found: rows.Row | None,
    said: tuple[int | None, float | None],
) -> None:
    values: dict[str, object] = {"wanted": said[0], "quantity": said[1]}
    if found is not None:
        rows.change(db, "item_choice", found["id"], values)
    else:
        rows.add(db, "item_choice", {"household_id": of[0], "item": of[1], **values})


_KINDS = """
SELECT DISTINCT CASE work.kind WHEN 'other' THEN COALESCE(work.remark, 'other') ELSE work.kind END
FROM work WHERE work.building_id = :building
   OR work.estate_id = (SELECT estate_id FROM building WHERE id = :building)
ORDER BY 1
"""
