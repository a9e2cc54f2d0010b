"""The columns of a sheet as columns of a table, as ``fields.toml`` maps them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from renewtrack.domain import fields
from renewtrack.intake.columns import Cells
from renewtrack.intake.entries import Filled, of_column

OWN_WAYS = (
    "name",
    "number",
    "geom",
    "stage",
    "percent",
    "level",
    "kind",
)  # read together with other cells


@cache
def entity_columns(entity: str) -> frozenset[str]:
    """Return the columns of a table that some field is stored in."""
    return frozenset(known.columns[entity] for known in fields.FIELDS if entity in known.columns)


def entity(
    cells: Cells, table: str, places: Sequence[int], but: Collection[str] = ()
) -> dict[str, Filled]:
    """Return the columns of a table that the sheet fills, for the rows at some places."""
    found: dict[str, Filled] = {}
    for column in cells.columns.values():
        name = column.field.columns.get(table)
        if name is None or name in OWN_WAYS or name in but:
            continue
        filled = of_column(column, places)
        if name == "year_built":
            found |= _years(filled, table)
        else:
            found[name] = filled
    return found


def told(cells: Cells, name: str, key: str, values: list[object]) -> dict[str, Filled]:
    """Return one column of a table with values that were read from a field of the sheet."""
    return {name: Filled(values, cells.index(key))}


def _years(filled: Filled, table: str) -> dict[str, Filled]:
    """Return the year, and for an estate the last year of a range, as numbers."""
    values = filled.values
    split = {value: _range(str(value)) for value in set(values) if value is not None}
    split[None] = (None, None)
    found = {"year_built": Filled([split[value][0] for value in values], filled.at)}
    if table == "estate" and any(last for _, last in split.values()):
        found["year_built_to"] = Filled([split[value][1] for value in values], filled.at)
    return found


def _range(said: str) -> tuple[int | None, int | None]:
    first, _, last = said.partition("/")
    return int(first[:4]), int(last[:4]) if last else None
