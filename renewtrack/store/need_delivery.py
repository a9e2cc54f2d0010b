"""What was promised of needs against what the works have delivered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import need_states
from renewtrack.store import needs, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.needs import NeedLine

FINISHED = "(work.stage >= 'S80' AND work.stage < 'X' OR work.finish_actual IS NOT NULL)"
# The works of a need's item at its place: its building's and, for all of it, its estate's; works
# of one stairwell or home count for those only.
_WORKS = f"""
SELECT need.id, COUNT(work.id) AS works, COALESCE(SUM({FINISHED}), 0) AS finished
FROM {needs.JOINED}
LEFT JOIN work ON work.kind = need.item AND COALESCE(work.stage, '') < 'X' AND (
    work.estate_id = estate.id OR work.building_id = building.id
    AND (work.stairwell_id IS NULL OR work.stairwell_id = stairwell.id)
    AND (work.household_id IS NULL OR work.household_id = household.id))
WHERE need.id IN (SELECT value FROM json_each(:ids)) GROUP BY need.id
"""


@dataclass(frozen=True, slots=True)
class Promise:
    """An adopted need and what has become of the works of its item at its place."""

    need: NeedLine
    works: int
    finished: int

    @property
    def state(self) -> str:
        """Return one of ``need_states.DELIVERIES``."""
        return need_states.delivery(self.need.delivered_on, self.works, self.finished)


def promises(db: Database, lines: Sequence[NeedLine]) -> list[Promise]:
    """Return the adopted needs among some, what is not delivered first; linked ones count once."""
    adopted = [each for each in lines if each.adopted == 1 and each.same_as_id is None]
    ids = json.dumps([each.id for each in adopted])
    works = {row["id"]: row for row in rows.fetch(db, _WORKS, {"ids": ids})}
    found = [Promise(each, works[each.id]["works"], works[each.id]["finished"]) for each in adopted]
    order = {state: place for place, state in enumerate(("ready", "working", "no_work", "done"))}
    return sorted(found, key=lambda each: order[each.state])


def counts(found: Sequence[Promise]) -> dict[str, int]:
    """Return how many promises are in each state."""
    told = Counter(each.state for each in found)
    return {state: told.get(state, 0) for state in need_states.DELIVERIES}
