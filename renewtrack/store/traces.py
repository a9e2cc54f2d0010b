"""Where a person stands in the tables of a file: records, history, books, drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain.persons import Person, Sought
from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

_CONTEXT = 12  # signs on either side of a sample
_SAMPLES = 200
# Columns of keys, hashes, times and numbers: no words of people stand there.
_NO_WORDS = frozenset(
    (
        *("id", "geom", "uid", "sha256", "file_sha256", "table_name", "column_name", "op"),
        *("at", "added_at", "imported_at", "locked_until", "cutoff_date"),
        *("start_plan", "start_actual", "finish_plan", "finish_actual", "accept_date"),
        *("handover_date", "date", "time", "notice_from", "notice_to", "precision", "qualifier"),
    )
)


@dataclass(frozen=True, slots=True)
class Trace:
    """How many rows of one table hold the person."""

    table: str
    count: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One place that holds the person, with the words around it, numbers masked."""

    table: str
    column: str
    words: str


def find(db: Database, person: Sought) -> tuple[Trace, ...]:
    """Return the tables that hold a person, records and books alike; raises TooLittle."""
    person.require()
    found = ((table, sum(1 for _ in hits(db, table, person))) for table in tables(db))
    return tuple(Trace(table, count) for table, count in found if count)


def samples(db: Database, person: Person) -> tuple[Sample, ...]:
    """Return places that hold a person, so that a namesake is seen before it is erased.

    Each way of writing is told once a column, at most 200 in all.
    """
    person.require()
    found: dict[Sample, None] = {}
    for table in tables(db):
        for _, values in hits(db, table, person):
            for column, value in values.items():
                for words in person.around(str(value), _CONTEXT):
                    found[Sample(table, column, words)] = None
            if len(found) >= _SAMPLES:
                return tuple(found)
    return tuple(found)


def tables(db: Database) -> list[str]:
    """Return every table with words of people in it: not the map's index, not SQLite's own."""
    return rows.column(
        db,
        """
        SELECT name FROM sqlite_master
        WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite~_%'
          ESCAPE '~' AND name NOT LIKE 'rtree~_%' ESCAPE '~'
        ORDER BY name
        """,
    )


def hits(db: Database, table: str, person: Sought) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and hit values of the rows that hold the person."""
    columns = [name for name in rows.columns(db, table) if name not in _NO_WORDS]
    if not columns:
        return
    listed = ", ".join(f'"{name}"' for name in columns)
    db.conn.create_function("holds", -1, _holds(person), deterministic=True)
    try:
        found = db.conn.execute(
            f'SELECT rowid, {listed} FROM "{table}" WHERE holds({listed})'
        ).fetchall()
    finally:
        db.conn.create_function("holds", -1, None)
    for number, *values in found:
        hit = {
            name: value
            for name, value in zip(columns, values, strict=True)
            if redacted(person, value) != value
        }
        if hit:
            yield number, hit


def _holds(person: Sought) -> Callable[..., bool]:
    needles = person.needles()

    def holds(*values: object) -> bool:
        texts = [value for value in values if isinstance(value, str)]
        blobs = [value for value in values if isinstance(value, bytes)]
        return person.in_("\x00".join(texts)) or any(
            needle in blob for blob in blobs for needle in needles
        )

    return holds


def redacted(person: Sought, value: Any) -> Any:
    """Return a stored value without the person; numbers are no words of people."""
    if isinstance(value, str):
        return person.redacted(value)
    if isinstance(value, bytes):
        for needle in person.needles():
            value = value.replace(needle, b"*" * len(needle))
    return value
