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
    coordinate or ``code:<list>``. For money of one source ``columns["funding"]`` is that source.
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


FIELDS = tuple(_field(row) for row in tables.document("fields")["field"])

_BY_KEY = {known.key: known for known in FIELDS}


def field(key: str) -> Field:
    """Return the field with a key; raises KeyError for a key that no table has."""
    return _BY_KEY[key]
