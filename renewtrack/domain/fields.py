"""Fields of the office's sheets, each with the words that head it."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as slot
from typing import Any

from renewtrack.domain import tables
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``columns`` tells in which column of which record it is stored.

    ``kind`` is text, int, decimal, area, money, date, year, percent, bool, progress, content,
    coordinate, shape, visit, time, measure or ``code:<list>``. For money of one source
    ``columns["funding"]`` is that source, for what a sensor reads ``columns["reading"]`` the
    quantity, a key of ``measured``.
    """

    key: str
    words: Words
    synonyms: tuple[str, ...]
    kind: str
    unit: str
    group: str
    personal: bool = False
    columns: dict[str, str] = slot(default_factory=dict, hash=False)


def _field(row: dict[str, Any]) -> Field:
    return Field(
        row["key"],
        Words(row["zh"], row["en"]),
        tuple(row["synonyms"]),
        row["kind"],
        row.get("unit", ""),
        row["group"],
        row.get("personal", False),
        row.get("columns", {}),
    )


def _measured(row: dict[str, Any]) -> Field:
    """Return the field of what a sensor reads: each quantity has a column of its own."""
    return _field(
        {
            "key": f"measured_{row['key']}",
            "zh": row["zh"],
            "en": row["en"],
            "synonyms": [row["key"], *row["aliases"]],
            "kind": "measure",
            "unit": row["unit"],
            "group": "operation",
            "columns": {"reading": row["key"]},
        }
    )


def _own(layout: dict[str, Any]) -> tuple[Field, ...]:
    measured = tables.document("measured")["code"] if layout.get("measures") else ()
    return (*map(_field, layout.get("field", ())), *map(_measured, measured))


FIELDS = tuple(_field(row) for row in tables.document("fields")["field"])
OWN = {layout["key"]: _own(layout) for layout in tables.layouts()}  # fields of one kind of sheet
EVERY = (*FIELDS, *(known for own in OWN.values() for known in own))

_BY_KEY = {known.key: known for known in EVERY}


def field(key: str) -> Field:
    """Return the field with a key; raises KeyError for a key that no table has."""
    return _BY_KEY[key]
