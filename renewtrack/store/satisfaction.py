"""How content homes were before and after the works, by heads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import codes
from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

BEFORE, AFTER = PHASES = ("before", "after")
CONTENT = ("very_good", "good")


@dataclass(frozen=True, slots=True)
class Contentment:
    """How many homes of a place gave each rating, before and after; ``homes`` are all of them."""

    name: str
    estate_id: int | None
    homes: int
    before: dict[str, int]
    after: dict[str, int]

    def answered(self, phase: str) -> int:
        """Return how many homes were asked and answered."""
        return sum(self._of(phase).values())

    def content(self, phase: str) -> int:
        """Return how many of them are content."""
        return sum(self._of(phase).get(key, 0) for key in CONTENT)

    def rate(self, phase: str) -> float | None:
        """Return the share of those who answered that is content, in percent."""
        answered = self.answered(phase)
        return 100 * self.content(phase) / answered if answered else None

    def _of(self, phase: str) -> dict[str, int]:
        return self.before if phase == BEFORE else self.after


def of_buildings(db: Database, building_ids: Sequence[int]) -> list[Contentment]:
    """Return the estates of some buildings with what their homes there answered."""
    ids = {"ids": json.dumps(list(building_ids))}
    found: dict[int | None, Contentment] = {
        row["id"]: Contentment(row["name"], row["id"], row["homes"], {}, {})
        for row in rows.fetch(
            db,
            f"""
            SELECT estate.id, COALESCE(estate.name, '') AS name, COUNT(*) AS homes
            {_HOMES} GROUP BY estate.id ORDER BY estate.sort, estate.id
            """,
            ids,
        )
    }
    for row in rows.fetch(
        db,
        f"""
        SELECT estate.id, satisfaction.phase, satisfaction.rating, COUNT(*) AS homes
        {_HOMES.replace("WHERE", "JOIN satisfaction ON household_id = household.id WHERE")}
        GROUP BY 1, 2, 3
        """,
        ids,
    ):
        place = found[row["id"]]
        (place.before if row["phase"] == BEFORE else place.after)[row["rating"]] = row["homes"]
    return list(found.values())


def total(found: Iterable[Contentment], name: str) -> Contentment:
    """Return the sum of some places: heads are added, rates never averaged."""
    made = Contentment(name, None, 0, {}, {})
    homes = 0
    for each in found:
        homes += each.homes
        for phase in PHASES:
            mine = made.before if phase == BEFORE else made.after
            for rating, count in (each.before if phase == BEFORE else each.after).items():
                mine[rating] = mine.get(rating, 0) + count
    return Contentment(name, None, homes, made.before, made.after)


def answers(db: Database, building_ids: Sequence[int], phase: str) -> dict[int, str]:
    """Return what each home of some buildings answered."""
    found = rows.fetch(
        db,
        """
        SELECT household_id, rating FROM satisfaction
        JOIN household ON household.id = household_id
        WHERE phase = :phase AND building_id IN (SELECT value FROM json_each(:ids))
        """,
        {"phase": phase, "ids": json.dumps(list(building_ids))},
    )
    return {row["household_id"]: row["rating"] for row in found}


def answer(db: Database, household_id: int, phase: str, rating: str | None, day: str) -> None:
    """Note how content a home is; None takes its answer away.

    Raises KeyError for a rating or phase that is none, RuntimeError outside an action.
    """
    if phase not in PHASES or (rating is not None and codes.code("ratings", rating) is None):
        raise KeyError(rating)
    known = rows.value(
        db,
        "SELECT id FROM satisfaction WHERE household_id = ? AND phase = ?",
        (household_id, phase),
    )
    if known is None and rating is not None:
        given = {"household_id": household_id, "phase": phase, "rating": rating, "date": day}
        rows.add(db, "satisfaction", given)
    elif known is not None and rating is None:
        rows.remove(db, "satisfaction", known)
    elif known is not None:
        rows.change(db, "satisfaction", known, {"rating": rating, "date": day})


_HOMES = """
FROM household JOIN building ON building.id = household.building_id
LEFT JOIN estate ON estate.id = building.estate_id
WHERE household.building_id IN (SELECT value FROM json_each(:ids))
"""
