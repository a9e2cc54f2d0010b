"""The columns of a sheet as columns of a table, as ``fields.toml`` maps them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from renewtrack.domain import fields
from renewtrack.intake.columns import Cells, ColumnValues
from renewtrack.intake.entries import Filled

OWN_WAYS = ("name", "number", "geom", "stage", "percent")  # read together with other cells


@cache
def entity_columns(entity: str) -> frozenset[str]:
    """Return the columns of a table that some field is stored in."""
    return frozenset(known.columns[entity] for known in fields.FIELDS if entity in known.columns)


def entity(
    cells: Cells, table: str, places: Sequence[int], but: Collection[str] = ()
) -> dict[str, Filled]:
    """Return the columns of a table that the sheet fills, for the rows at some places."""
    found: dict[str, Filled] = {}
    every = len(places) == len(cells.rows)
    for column in cells.columns.values():
        name = column.field.columns.get(table)
        if name is None or name in OWN_WAYS or name in but:
            continue
        values = list(column.values) if every else [column.values[place] for place in places]
        if name == "year_built":
            found |= _years(column, values, table)
        else:
            found[name] = Filled(values, column.column.index, column.beside)
    return found


def _years(column: ColumnValues, values: list[object], table: str) -> dict[str, Filled]:
    """Return the year, and for an estate the last year of a range, as numbers."""
    split = {value: _range(str(value)) for value in set(values) if value is not None}
    split[None] = (None, None)
    index = column.column.index
    found = {"year_built": Filled([split[value][0] for value in values], index)}
    if table == "estate" and any(last for _, last in split.values()):
        found["year_built_to"] = Filled([split[value][1] for value in values], index)
    return found


def _range(said: str) -> tuple[int | None, int | None]:
    first, _, last = said.partition("/")
    return int(first[:4]), int(last[:4]) if last else None
