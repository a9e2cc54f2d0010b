"""SQL that brings, beside a building, what its works, money, households and lifts add up to."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.domain import codes


@dataclass(frozen=True, slots=True)
class Join:
    """One table more beside ``choosing.BUILDINGS.rows``: its query under a name, and the join."""

    name: str
    query: str
    on: str

    @property
    def joined(self) -> str:
        """Return the JOIN that brings it."""
        return f"LEFT JOIN ({self.query}) AS {self.name} ON {self.on}"


def _kinds(group: str) -> str:
    return ", ".join(f"'{each.key}'" for each in codes.table("work_types") if each.group == group)


# Which groups of works a row has, as bits: 1 basic, 2 improving, 4 upgrading, 8 any other.
_GROUPS = f"""MAX(kind IN ({_kinds("basic")})) + 2 * MAX(kind IN ({_kinds("improving")}))
    + 4 * MAX(kind IN ({_kinds("upgrading")})) + 8 AS bits"""

PROJECT = Join("project", "SELECT * FROM project", "project.id = place.project_id")
ESTATE = Join("estate", "SELECT * FROM estate", "estate.id = building.estate_id")
ESTATE_WORKS = Join(
    "estate_works",
    f"SELECT estate_id, {_GROUPS} FROM work WHERE estate_id IS NOT NULL GROUP BY estate_id",
    "estate_works.estate_id = building.estate_id",
)
BUILDING_WORKS = Join(
    "building_works",
    f"SELECT building_id, {_GROUPS} FROM work WHERE building_id IS NOT NULL GROUP BY building_id",
    "building_works.building_id = building.id",
)
# A correction is a negative amount, so that a sum can be 0 or less where there are events.
MONEY = Join(
    "money",
    """SELECT project.id AS project_id, planned_fen, received_fen, paid_fen, allocated_fen
    FROM project
    LEFT JOIN (SELECT project_id, SUM(planned_fen) AS planned_fen FROM funding GROUP BY project_id)
        AS plan ON plan.project_id = project.id
    LEFT JOIN (
        SELECT project_id, SUM(CASE kind WHEN 'received' THEN amount_fen END) AS received_fen,
               SUM(CASE kind WHEN 'paid' THEN amount_fen END) AS paid_fen,
               SUM(CASE kind WHEN 'allocated' THEN amount_fen END) AS allocated_fen
        FROM money_event WHERE project_id IS NOT NULL GROUP BY project_id
    ) AS event ON event.project_id = project.id""",
    "money.project_id = place.project_id",
)
HOMES = Join(
    "homes",
    """SELECT building_id, COUNT(*) AS known, COUNT(agree) AS asked,
           COALESCE(SUM(agree = 'yes'), 0) AS agreed, COALESCE(SUM(agree = 'no'), 0) AS refused
    FROM household GROUP BY building_id""",
    "homes.building_id = building.id",
)
# Who takes part in anything at all.
TAKERS = Join(
    "takers",
    """SELECT building_id, COUNT(*) AS known,
           SUM(EXISTS (SELECT 1 FROM item_choice WHERE household_id = household.id)) AS asked,
           SUM(EXISTS (SELECT 1 FROM item_choice
               WHERE household_id = household.id AND wanted = 1)) AS taking
    FROM household GROUP BY building_id""",
    "takers.building_id = building.id",
)


def of_item(key: str) -> Join:
    """Return the answers of the homes to an item: all, asked, taking part, not concerned."""
    return Join(
        "takers",
        f"""SELECT household.building_id, COUNT(*) AS known, COUNT(choice.id) AS asked,
               COALESCE(SUM(choice.wanted = 1), 0) AS taking,
               COALESCE(SUM(choice.wanted IS NULL AND choice.quantity = 0), 0) AS aside
        FROM household LEFT JOIN item_choice AS choice
            ON choice.household_id = household.id AND choice.item = '{key}'
        GROUP BY household.building_id""",
        "takers.building_id = building.id",
    )


# Of a building and its homes; what says the same as another need counts once.
NEEDS = Join(
    "needs",
    """SELECT building_id, COUNT(*) AS told, SUM(adopted IS NULL) AS waiting FROM (
        SELECT COALESCE(need.building_id, household.building_id) AS building_id, need.adopted
        FROM need LEFT JOIN household ON household.id = need.household_id
        WHERE need.estate_id IS NULL AND need.same_as_id IS NULL
    ) GROUP BY building_id""",
    "needs.building_id = building.id",
)
# The lift that is farthest on stands for the building.
LIFTS = Join(
    "lifts",
    """SELECT stairwell.building_id, COUNT(*) AS lifts, MAX(lift.step) AS step
    FROM lift JOIN stairwell ON stairwell.id = lift.stairwell_id GROUP BY stairwell.building_id""",
    "lifts.building_id = building.id",
)
