"""The class or the value of every building on the map, and the filter that a class means."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import classing, map_columns
from renewtrack.store.choosing import BUILDING_LATE, BUILDINGS, PLACE, Linked
from renewtrack.store.classing import Classing
from renewtrack.store.map_columns import Column

if TYPE_CHECKING:
    from sqlite_utils import Database

# What stands for a building in a list of a kind, and the join that brings it.
_OF = {
    "buildings": ("building.id", ""),
    "estates": ("building.estate_id", ""),
    "projects": (
        "link.project_id",
        " JOIN project_estate AS link ON link.estate_id = building.estate_id",
    ),
    "works": (
        "listed.id",
        " JOIN work AS listed ON listed.building_id = building.id"
        " OR listed.estate_id = building.estate_id",
    ),
}
# Estates in the place of buildings, for a ledger without a survey: what only buildings have is
# not known of them.
_AS_BUILDINGS = """(
    SELECT id, id AS estate_id, geom, year_built, household_count, population, floor_area_m2,
           ownership, building_count, NULL AS storeys, NULL AS structure, NULL AS danger_grade,
           NULL AS unit_count, NULL AS height_m FROM estate
) AS building LEFT JOIN place ON place.estate_id = building.estate_id
  LEFT JOIN own_work ON own_work.building_id IS NULL AND own_work.building_id = building.id"""
_ON_ESTATES = {
    "homes",
    "needs",
    "lifts",
    "building_works",
    "kind_of_building",
    "takers",
}  # joined by building


@dataclass(frozen=True, slots=True)
class Sorted:
    """Buildings in ascending id with the place of each one's class, and whether it is late."""

    ids: list[int]
    places: list[int]
    overdue: list[bool]


def sort_into(
    db: Database,
    wanted: Classing,
    today: str | None = None,
    of: str = "buildings",
    estates: Collection[int] | None = None,
) -> Sorted:
    """Return the classes of all buildings that have a position, or of ``estates`` instead.

    With ``estates`` only the buildings of these. Raises UnknownColumn.
    """
    column = map_columns.column(wanted.column)
    place, parameters = classing.place(wanted, _value(column, of), "sorted")
    only = "" if estates is None else "AND building.estate_id IN (SELECT value FROM json_each(:of))"
    found = db.conn.execute(
        f"""
        {PLACE} SELECT building.id, {place}, {BUILDING_LATE}
        FROM {_rows(column, of)} WHERE building.geom IS NOT NULL {only} ORDER BY building.id
        """,
        {**parameters, "today": today or _today(), "of": json.dumps(list(estates or ()))},
    ).fetchall()
    ids, places, late = zip(*found, strict=True) if found else ((), (), ())
    return Sorted(list(ids), list(places), [bool(each) for each in late])


def count_into(db: Database, wanted: Classing, today: str | None = None) -> tuple[int, ...]:
    """Return how many buildings fall into each class, those without a position as well."""
    column = map_columns.column(wanted.column)
    place, parameters = classing.place(wanted, column.value, "sorted")
    found = db.conn.execute(
        f"{PLACE} SELECT {place}, COUNT(*) FROM {_rows(column)} GROUP BY 1",
        {**parameters, "today": today or _today()},
    )
    counts = dict(found.fetchall())
    return tuple(counts.get(at, 0) for at in range(len(wanted.keys)))


def figures(db: Database, key: str, today: str | None = None) -> list[float]:
    """Return the known figures of a column, of all buildings, in ascending order."""
    column = map_columns.column(key)
    found = db.conn.execute(
        f"""
        {PLACE} SELECT CAST({column.value} AS REAL) AS value FROM {_rows(column)}
        WHERE {column.value} IS NOT NULL ORDER BY value
        """,
        {"today": today or _today()},
    )
    return [row[0] for row in found]


def counted(db: Database, key: str, today: str | None = None) -> Counter[str]:
    """Return how many buildings have each value of a column; "" is not known."""
    column = map_columns.column(key)
    found = db.conn.execute(
        f"""
        {PLACE} SELECT CAST(COALESCE({column.value}, '') AS TEXT) AS value, COUNT(*)
        FROM {_rows(column)} GROUP BY 1 ORDER BY COUNT(*) DESC, 1
        """,
        {"today": today or _today()},
    )
    return Counter(dict(found.fetchall()))


def linked(wanted: Classing, kind: str, mark: str) -> Linked:
    """Return the filter of a list of a kind by the classes of its buildings.

    ``mark`` begins the names of its parameters. Raises UnknownColumn.
    """
    column = map_columns.column(wanted.column)
    place, parameters = classing.place(wanted, column.value, mark)
    steps = "".join(f" WHEN {at} THEN :{mark}k{at}" for at in range(len(wanted.keys)))
    parameters |= {f"{mark}k{at}": key for at, key in enumerate(wanted.keys)}
    of, more = _OF[kind]
    query = f"SELECT {of} AS id, CASE {place}{steps} END AS value FROM {_rows(column)}{more}"
    return Linked(query, parameters)


def linked_ids(ids: Mapping[str, Sequence[int]], kind: str, mark: str) -> Linked:
    """Return the filter of a list of a kind by values that are known by the buildings' ids."""
    of, more = _OF[kind]
    parts: list[str] = []
    parameters: dict[str, str] = {}
    for at, (value, members) in enumerate(ids.items()):
        parts.append(
            f"SELECT {of} AS id, :{mark}k{at} AS value FROM building{more}"
            f" WHERE building.id IN (SELECT value FROM json_each(:{mark}i{at}))"
        )
        parameters |= {f"{mark}k{at}": value, f"{mark}i{at}": json.dumps(list(members))}
    return Linked(" UNION ALL ".join(parts) or "SELECT NULL AS id, NULL AS value", parameters)


def _rows(column: Column, of: str = "buildings") -> str:
    joins = column.joins
    rows = BUILDINGS.rows
    if of == "estates":
        rows = _AS_BUILDINGS
        joins = tuple(each for each in joins if each.name not in _ON_ESTATES)
    return " ".join((rows, *(each.joined for each in joins)))


def _value(column: Column, of: str) -> str:
    """Return a column's SQL; not known of estates where it needs what only buildings have."""
    if of == "estates" and any(each.name in _ON_ESTATES for each in column.joins):
        return "NULL"
    return column.value


def _today() -> str:
    return datetime.date.today().isoformat()
