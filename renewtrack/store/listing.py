"""What the tables of the window show: which rows, in which order, how many, of which values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

from renewtrack.store import choosing, counting, listed
from renewtrack.store import rows as table_rows
from renewtrack.store.choosing import PLACE, SOURCES, Filter, Source
from renewtrack.store.listed import BuildingRow, EstateRow, ProjectRow, WorkRow
from renewtrack.store.refusing import UnknownColumn, UnknownTable

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = [
    "KINDS",
    "BuildingRow",
    "EstateRow",
    "FacetValue",
    "Filter",
    "ProjectRow",
    "Sums",
    "WorkRow",
    "facets",
    "ids",
    "rows",
    "sums",
    "total",
]

KINDS = ("estates", "buildings", "projects", "works")
EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many rows have it; "" is not known."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What the listed rows add up to; 0 where nothing is known."""

    count: int
    buildings: int
    households: int
    floor_area_m2: float
    invest_total_fen: int
    budget_fen: int = 0  # of works


def ids(
    db: Database,
    kind: str,
    wanted: Filter = EVERYTHING,
    sort: tuple[str, bool] | None = None,
) -> list[int]:
    """Return the ids of the wanted rows; ``sort`` is (column, ascending), unknown values last.

    Without it, and between equals, by street, community, estate and number, in pinyin order.
    Raises UnknownTable, UnknownColumn.
    """
    source = _source(kind)
    order = source.order
    if sort is not None:
        order = f"{_sorted_by(kind, source, sort)}, {order}"
    where, parameters = choosing.conditions(source, wanted)
    return table_rows.column(
        db,
        f"{PLACE} SELECT {source.key} FROM {source.rows} WHERE {where} ORDER BY {order}",
        parameters,
    )


@overload
def rows(
    db: Database, kind: Literal["estates"], wanted: Sequence[int], today: str | None = None
) -> list[EstateRow]: ...


@overload
def rows(
    db: Database, kind: Literal["buildings"], wanted: Sequence[int], today: str | None = None
) -> list[BuildingRow]: ...


@overload
def rows(
    db: Database, kind: Literal["projects"], wanted: Sequence[int], today: str | None = None
) -> list[ProjectRow]: ...


@overload
def rows(
    db: Database, kind: str, wanted: Sequence[int], today: str | None = None
) -> list[EstateRow] | list[BuildingRow] | list[ProjectRow] | list[WorkRow]: ...


def rows(
    db: Database, kind: str, wanted: Sequence[int], today: str | None = None
) -> list[EstateRow] | list[BuildingRow] | list[ProjectRow] | list[WorkRow]:
    """Return the rows of some ids in the order asked; ids that are gone are left out."""
    return listed.rows(db, kind, wanted, today)


def facets(db: Database, kind: str, wanted: Filter = EVERYTHING) -> dict[str, list[FacetValue]]:
    """Return for each facet its values with counts, which follow all other facets and the text.

    Values that are chosen are always among them. Raises UnknownTable, UnknownColumn.
    """
    source = _source(kind)
    counted: dict[str, dict[str, int]] = {}
    open_facets = [name for name in source.facets if not wanted.chosen.get(name)]
    counted |= counting.single(db, source, wanted, open_facets)
    for name in source.facets:
        if name not in counted:
            counted |= counting.single(db, source, wanted, [name], but=name)
    for name in source.linked:
        counted[name] = counting.linked(db, source, wanted, name)
    return {
        name: [
            FacetValue(value, counted[name].get(value, 0))
            for value in sorted(
                {*counted[name], *wanted.chosen.get(name, ())},
                key=lambda value: (value == choosing.NOT_KNOWN, value),
            )
        ]
        for name in (*source.facets, *source.linked)
    }


def sums(db: Database, kind: str, wanted: Filter | Sequence[int] = EVERYTHING) -> Sums:
    """Return what the wanted rows, by filter or by ids, add up to.

    An estate adds its own counts, also where several projects serve it; a building counts as
    one; money is that of the projects of the rows, each counted once.
    """
    source = _source(kind)
    if not isinstance(wanted, Filter):
        wanted = Filter(only=frozenset(wanted))
    where, parameters = choosing.conditions(source, wanted)
    row = table_rows.fetch(
        db,
        f"""
        {PLACE} SELECT COUNT(*) AS count, {_ADDED[kind]}
        FROM {source.rows} WHERE {where}
        """,
        parameters,
    )[0]
    if kind == "projects":
        row |= _served(db, where, parameters)
    row["invest_total_fen"] = table_rows.value(
        db,
        f"""
        {PLACE}, wanted AS MATERIALIZED (
            SELECT DISTINCT {_PROJECT[kind]} AS project_id FROM {source.rows} WHERE {where}
        )
        SELECT COALESCE(SUM(invest_total_fen), 0) FROM project
        WHERE id IN (SELECT project_id FROM wanted)
        """,
        parameters,
    )
    return Sums(**row)


def _served(db: Database, where: str, parameters: dict[str, Any]) -> table_rows.Row:
    """Return what the estates of the wanted projects add up to, each estate once."""
    return table_rows.fetch(
        db,
        f"""
        {PLACE}, wanted AS MATERIALIZED (
            SELECT project.id FROM {choosing.PROJECTS.rows} WHERE {where}
        )
        SELECT {_ADDED["estates"]} FROM estate WHERE id IN (
            SELECT estate_id FROM project_estate WHERE project_id IN (SELECT id FROM wanted))
        """,
        parameters,
    )[0]


def total(db: Database, kind: str) -> int:
    """Return how many rows a list has without any filter."""
    _source(kind)
    return int(table_rows.value(db, f'SELECT COUNT(*) FROM "{kind[:-1]}"'))


_ADDED = {
    "estates": """COALESCE(SUM(estate.building_count), 0) AS buildings,
        COALESCE(SUM(estate.household_count), 0) AS households,
        COALESCE(SUM(estate.floor_area_m2), 0.0) AS floor_area_m2""",
    "buildings": """COUNT(*) AS buildings,
        COALESCE(SUM(building.household_count), 0) AS households,
        COALESCE(SUM(building.floor_area_m2), 0.0) AS floor_area_m2""",
    "projects": "0 AS buildings, 0 AS households, 0.0 AS floor_area_m2",
}
_ADDED["works"] = """COUNT(DISTINCT work.building_id) AS buildings, 0 AS households,
    0.0 AS floor_area_m2, COALESCE(SUM(work.budget_fen), 0) AS budget_fen"""
_PROJECT = {
    "estates": "place.project_id",
    "buildings": "place.project_id",
    "projects": "project.id",
    "works": "work.project_id",
}


def _source(kind: str) -> Source:
    if kind not in SOURCES:
        raise UnknownTable(name=kind, known=", ".join(KINDS))
    return SOURCES[kind]


def _sorted_by(kind: str, source: Source, sort: tuple[str, bool]) -> str:
    name, ascending = sort
    if name not in source.sorts:
        raise UnknownColumn(what=kind, name=name, known=", ".join(source.sorts))
    column = source.sorts[name]
    return f"({column}) IS NULL, {column} {'ASC' if ascending else 'DESC'}"
