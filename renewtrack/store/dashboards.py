"""The figures of the dashboard: counts by stage and light, money, months, streets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import lateness, lifecycle, lifts
from renewtrack.store import choosing, money_matrix, rows
from renewtrack.store.choosing import PLACE, Filter

if TYPE_CHECKING:
    from sqlite_utils import Database

MONTHS = 12  # of payments that are shown
_BEGUN = "COALESCE({table}.start_actual <= :today AND {table}.start_actual GLOB '[0-9]*', 0)"


@dataclass(frozen=True, slots=True)
class Group:
    """How many records stand at a stage with a light in a street, and what they are to cost.

    ``begun``: the day on which their works began is known, also of what is held up since.
    """

    stage: str | None
    light: str
    street: str
    count: int
    fen: int
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What the dashboard shows; every count is made of ``projects`` or ``works``.

    ``money`` is fen by measure and source, ``paid`` fen by month (YYYY-MM), both of the projects
    of the filter.
    """

    projects: tuple[Group, ...]
    works: tuple[Group, ...]
    money: dict[str, dict[str, int]]
    paid: dict[str, int]
    lifts: dict[str, int]  # by group of steps
    households: int

    def count(self, of: Iterable[Group], test: str = "") -> int:
        """Return how many records pass a test: started, completed, held, or a light."""
        return sum(group.count for group in of if passes(group, test))


def passes(group: Group, test: str) -> bool:
    """Tell whether the records of a group pass a test; "" passes all."""
    if test in lateness.LIGHTS:
        return group.light == test
    return not test or _TESTS[test](group.stage) or (test == "started" and group.begun)


def read(db: Database, projects: Filter, works: Filter) -> Figures:
    """Return the figures of the projects and works of two filters, which mean the same choice."""
    chosen = _chosen(db, projects)
    return Figures(
        _groups(db, "projects", projects),
        _groups(db, "works", works),
        _money(db, chosen),
        _paid(db, chosen, projects.today),
        _lifts(db, projects),
        _households(db, projects),
    )


def ids(db: Database, kind: str, wanted: Filter, counted: Callable[[Group], bool]) -> list[int]:
    """Return the records of a filter that a figure counts; each is told as a group of one."""
    source = choosing.SOURCES[kind]
    where, parameters = choosing.conditions(source, wanted)
    found = db.conn.execute(
        f"""
        {PLACE} SELECT {source.key}, {source.facets["stage"]}, {source.facets["light"]},
            COALESCE(place.street, ''), {_BEGUN.format(table=kind[:-1])}
        FROM {source.rows} WHERE {where} ORDER BY {source.key}
        """,
        parameters,
    ).fetchall()
    return [row_id for row_id, *told in found if counted(_alone(*told))]


def _alone(stage: str | None, light: str, street: str, begun: int) -> Group:
    return Group(stage, light, street, 1, 0, bool(begun))


def paying(db: Database, wanted: Filter, of: tuple[str, str, str]) -> list[int]:
    """Return the projects of a filter that have money of (measure, source or "", month or "")."""
    measure, source, month = of
    chosen = _chosen(db, wanted)
    if month:
        found = {owner for owner, at, _ in money_matrix.by_month(db, measure, month) if at == month}
    else:
        found = {
            owner for owner, from_, _ in money_matrix.amounts(db, measure) if source in ("", from_)
        }
    return sorted(
        owner for owner in found if owner is not None and (chosen is None or owner in chosen)
    )


def with_lifts(db: Database, wanted: Filter) -> list[int]:
    """Return the buildings that have a lift on record, of the estates of a filter's projects."""
    return rows.column(db, f"SELECT DISTINCT building.id FROM {_lifts_of(db, wanted)} ORDER BY 1")


def _lifts_of(db: Database, wanted: Filter) -> str:
    """Return SQL for the lifts of a filter: those of its projects' estates, all without one."""
    chosen = _chosen(db, wanted)
    found = """lift JOIN stairwell ON stairwell.id = lift.stairwell_id
        JOIN building ON building.id = stairwell.building_id"""
    if chosen is None:
        return found
    marks = ",".join(str(int(one)) for one in sorted(chosen))
    return f"""{found} AND building.estate_id IN (
        SELECT estate_id FROM project_estate WHERE project_id IN ({marks}))"""


def _groups(db: Database, kind: str, wanted: Filter) -> tuple[Group, ...]:
    """Return the groups of projects by street too, of works by stage and light."""
    source = choosing.SOURCES[kind]
    where, parameters = choosing.conditions(source, wanted)
    street, of, head = "COALESCE(place.street, '')", source.rows, PLACE
    fen = "project.invest_total_fen"
    if kind == "works":
        street, fen = "''", "work.budget_fen"
        if wanted.is_whole:  # without a filter a work's place need not be known
            of, head = "work LEFT JOIN project ON project.id = work.project_id", ""
    found = db.conn.execute(
        f"""
        {head} SELECT {source.facets["stage"]}, {source.facets["light"]}, {street},
            {_BEGUN.format(table=kind[:-1])}, COUNT(*), COALESCE(SUM({fen}), 0)
        FROM {of} WHERE {where} GROUP BY 1, 2, 3, 4
        """,
        parameters,
    ).fetchall()
    return tuple(
        Group(stage, light, place, count, fen, bool(begun))
        for stage, light, place, begun, count, fen in found
    )


def _money(db: Database, ids: frozenset[int] | None) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for measure in (money_matrix.PLANNED, "received", "paid"):
        sums = found[measure] = {}
        for owner, source, fen in money_matrix.amounts(db, measure):
            if ids is None or owner in ids:
                sums[source] = sums.get(source, 0) + fen
    return found


def _paid(db: Database, ids: frozenset[int] | None, today: str | None) -> dict[str, int]:
    """Return what was paid in each of the last months, the present one last."""
    day = dt.date.fromisoformat(today) if today else dt.date.today()
    place = day.year * 12 + day.month - 1
    months = [f"{at // 12}-{at % 12 + 1:02}" for at in range(place - MONTHS + 1, place + 1)]
    found = dict.fromkeys(months, 0)
    for owner, month, fen in money_matrix.by_month(db, "paid", months[0]):
        if month in found and (ids is None or owner in ids):
            found[month] += fen
    return found


def _chosen(db: Database, wanted: Filter) -> frozenset[int] | None:
    """Return the projects of a filter; None where every project is in it."""
    if wanted.is_whole:
        return None
    where, parameters = choosing.conditions(choosing.PROJECTS, wanted)
    query = f"{PLACE} SELECT project.id FROM {choosing.PROJECTS.rows} WHERE {where}"
    return frozenset(rows.column(db, query, parameters))


def _lifts(db: Database, wanted: Filter) -> dict[str, int]:
    found: dict[str, int] = {}
    of = _lifts_of(db, wanted)
    for row in rows.fetch(db, f"SELECT lift.step, COUNT(*) AS count FROM {of} GROUP BY lift.step"):
        group = lifts.group_of(row["step"]) or ""
        found[group] = found.get(group, 0) + row["count"]
    return found


def _households(db: Database, wanted: Filter) -> int:
    """Return the households of the estates of the projects, each estate once."""
    where, parameters = choosing.conditions(choosing.PROJECTS, wanted)
    return int(
        rows.value(
            db,
            f"""
            {PLACE} SELECT COALESCE(SUM(household_count), 0) FROM estate WHERE id IN (
                SELECT link.estate_id FROM project_estate AS link WHERE link.project_id IN (
                    SELECT project.id FROM {choosing.PROJECTS.rows} WHERE {where}))
            """,
            parameters,
        )
    )


_TESTS = {
    "started": lifecycle.is_started,
    "completed": lifecycle.is_completed,
    "accepted": lifecycle.is_accepted,
    "held": lifecycle.is_held,
}
