"""How many wanted rows have each value of a facet, counted by groups of equal rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.store import choosing
from renewtrack.store.choosing import PLACE, Filter, Source

if TYPE_CHECKING:
    from sqlite_utils import Database


def single(
    db: Database, source: Source, wanted: Filter, names: list[str], but: str = ""
) -> dict[str, dict[str, int]]:
    """Count the values of facets with one value to a row, in one pass over the rows.

    ``but`` names the facet whose chosen values do not narrow the count.
    """
    where, parameters = choosing.conditions(source, wanted, but)
    counted: dict[str, dict[str, int]] = {name: {} for name in names}
    if not names:
        return counted
    columns = ", ".join(f"COALESCE({source.facets[name]}, '') AS {name}" for name in names)
    sums = " UNION ALL ".join(
        f"SELECT '{name}', {name}, SUM(n) FROM wanted GROUP BY {name}" for name in names
    )
    found = db.conn.execute(
        f"{PLACE}, wanted AS MATERIALIZED ({_groups(source, columns, where)}) {sums}", parameters
    ).fetchall()
    for name, value, count in found:
        counted[name][str(value)] = count
    return counted


def linked(db: Database, source: Source, wanted: Filter, name: str) -> dict[str, int]:
    """Count the values of a facet with several values to a row; each row once a value."""
    where, parameters = choosing.conditions(source, wanted, but=name)
    query = _BUILDING_WORKS if source is choosing.BUILDINGS else _PAIRS
    found = db.conn.execute(
        query.format(place=PLACE, rows=source.rows, key=source.key, where=where).replace(
            "<pairs>", source.linked[name]
        ),
        parameters,
    ).fetchall()
    counted: dict[str, int] = {}
    for value, count in found:
        if count:
            counted[str(value)] = counted.get(str(value), 0) + count
    return counted


def _groups(source: Source, columns: str, where: str) -> str:
    """Return SQL for groups of equal rows and their sizes ``n``.

    Buildings without works of their own are alike where an index has the same key, so that
    they are counted in the order of the index; the few others stand for themselves.
    """
    if not source.grouped:
        return f"SELECT {columns}, 1 AS n FROM {source.rows} WHERE {where}"
    return f"""
    SELECT {columns}, COUNT(*) AS n FROM {source.rows}
    WHERE ({where}) AND own_work.building_id IS NULL GROUP BY {source.grouped}
    UNION ALL
    SELECT {columns}, 1 FROM {source.others} WHERE {where}
    """


_PAIRS = """
{place}, wanted AS MATERIALIZED (SELECT {key} AS id FROM {rows} WHERE {where}),
pair AS MATERIALIZED (<pairs>)
SELECT value, COUNT(*) FROM pair WHERE id IN (SELECT id FROM wanted) GROUP BY value
UNION ALL
SELECT '', COUNT(*) FROM wanted WHERE id NOT IN (SELECT id FROM pair WHERE id IS NOT NULL)
"""
# A building has the works on its estate and its own; those of the estate are counted by estate.
_BUILDING_WORKS = """
{place}, wanted AS MATERIALIZED (
    SELECT building.estate_id, COUNT(*) AS n FROM {rows} WHERE {where} GROUP BY building.estate_id
), of_estate AS MATERIALIZED (
    SELECT DISTINCT estate_id, kind FROM work WHERE estate_id IS NOT NULL
), own AS MATERIALIZED (
    SELECT DISTINCT building.id, building.estate_id, all_works.kind
    FROM work AS all_works CROSS JOIN building ON building.id = all_works.building_id
    LEFT JOIN place ON place.estate_id = building.estate_id
    LEFT JOIN own_work ON own_work.building_id = building.id
    WHERE {where}
)
SELECT kind, SUM(n) FROM of_estate JOIN wanted ON wanted.estate_id = of_estate.estate_id
GROUP BY kind
UNION ALL
SELECT kind, COUNT(*) FROM own WHERE NOT EXISTS (
    SELECT 1 FROM of_estate
    WHERE of_estate.estate_id = own.estate_id AND of_estate.kind = own.kind
) GROUP BY kind
UNION ALL
SELECT '', COALESCE((SELECT SUM(n) FROM wanted
    WHERE estate_id IS NULL OR estate_id NOT IN (SELECT estate_id FROM of_estate)), 0)
    - (SELECT COUNT(DISTINCT id) FROM own
    WHERE estate_id IS NULL OR estate_id NOT IN (SELECT estate_id FROM of_estate))
"""
