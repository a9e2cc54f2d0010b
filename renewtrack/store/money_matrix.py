"""Money by source against projects, streets or plan years; every sum to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from renewtrack.domain import codes
from renewtrack.domain.money_events import KINDS
from renewtrack.store import choosing, naming
from renewtrack.store.choosing import PLACE, Filter

if TYPE_CHECKING:
    from sqlite_utils import Database

PLANNED = "planned"
MEASURES = (PLANNED, *KINDS)
By = Literal["project", "street", "year"]
NO_PROJECT = "\0"  # the row of money whose project is not known
_HEAD = {
    "project": naming.PROJECT,
    "street": "COALESCE(place.street, '')",
    "year": "COALESCE(CAST(project.plan_year AS TEXT), '')",
}


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: its name, the projects it sums, and fen by source."""

    name: str
    ids: tuple[int, ...]
    fen: dict[str, int]

    @property
    def total(self) -> int:
        """The fen of all sources."""
        return sum(self.fen.values())


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows, and the sources that any of them has, in the order of the code list."""

    sources: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    def sums(self) -> dict[str, int]:
        """Return the fen by source over all rows."""
        found = dict.fromkeys(self.sources, 0)
        for row in self.rows:
            for source, fen in row.fen.items():
                found[source] += fen
        return found


def read(db: Database, by: By, measure: str, wanted: Filter) -> Matrix:
    """Return the matrix of one measure over the projects of a filter.

    Without a filter money of no project has a row of its own, so that the sums are the file's.
    """
    fen, members, names = _heads(db, by, wanted)
    unplaced = NO_PROJECT if wanted.is_whole else None
    of = {project_id: key for key, ids in members.items() for project_id in ids}
    for project_id, source, amount in amounts(db, measure):
        key = unplaced if project_id is None else of.get(project_id)
        if key is not None:
            cells = fen.setdefault(key, {})
            cells[source] = cells.get(source, 0) + amount
    found = tuple(
        MatrixRow(names.get(key, ""), tuple(members.get(key, ())), fen[key]) for key in fen
    )
    used = {source for row in found for source in row.fen}
    order = [code.key for code in codes.table("fund_sources")]
    unknown = sorted(used.difference(order))
    return Matrix((*(key for key in order if key in used), *unknown), found)


def _heads(
    db: Database, by: By, wanted: Filter
) -> tuple[dict[str, dict[str, int]], dict[str, list[int]], dict[str, str]]:
    """Return the empty rows in their order, their projects and their names."""
    source = choosing.PROJECTS
    where, parameters = choosing.conditions(source, wanted)
    order = f"{_HEAD['year']} DESC, " if by == "year" else ""
    fen: dict[str, dict[str, int]] = {}
    members: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for project_id, name in db.conn.execute(
        f"""
        {PLACE} SELECT project.id, {_HEAD[by]} FROM {source.rows}
        WHERE {where} ORDER BY {order}{source.order}
        """,
        parameters,
    ).fetchall():
        key = str(project_id) if by == "project" else name
        fen.setdefault(key, {})
        members.setdefault(key, []).append(project_id)
        names[key] = name
    return fen, members, names


def amounts(db: Database, measure: str) -> list[tuple[int | None, str, int]]:
    """Return (project, source, fen) of planned money or of events of a kind, each group once."""
    if measure == PLANNED:
        query = """SELECT project_id, source, planned_fen FROM funding
            WHERE planned_fen IS NOT NULL"""
    else:
        query = """SELECT project_id, source, SUM(amount_fen) FROM money_event
            WHERE kind = :kind GROUP BY project_id, source"""
    return db.conn.execute(query, {"kind": measure}).fetchall()


def having(db: Database, measure: str, source: str, ids: Sequence[int]) -> list[int]:
    """Return those of some projects that have money of a source and a measure on record."""
    has = {owner for owner, of, _ in amounts(db, measure) if of == source}
    return [each for each in ids if each in has]


def of_projects(db: Database, measure: str) -> dict[int | None, int]:
    """Return the fen of a measure by project; money of no project under None."""
    found: dict[int | None, int] = {}
    for project_id, _, fen in amounts(db, measure):
        found[project_id] = found.get(project_id, 0) + fen
    return found


def by_source(db: Database, measure: str) -> dict[int | None, dict[str, int]]:
    """Return the fen of a measure by project and source."""
    found: dict[int | None, dict[str, int]] = {}
    for project_id, source, fen in amounts(db, measure):
        cells = found.setdefault(project_id, {})
        cells[source] = cells.get(source, 0) + fen
    return found


def by_month(db: Database, kind: str, since: str) -> list[tuple[int | None, str, int]]:
    """Return (project, month as YYYY-MM, fen) of the events of a kind from a month on."""
    return db.conn.execute(
        """
        SELECT project_id, substr(date, 1, 7), SUM(amount_fen) FROM money_event
        WHERE date >= :since AND kind = :kind AND length(date) >= 7 GROUP BY 1, 2
        """,
        {"kind": kind, "since": since},
    ).fetchall()
