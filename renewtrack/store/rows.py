"""Reading and writing single rows of the tables, with every column name checked."""

from __future__ import annotations

import dataclasses
import json
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from renewtrack.store import actions, gpkg, sorting, triggers
from renewtrack.store.refusing import UnknownColumn

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")
Row = dict[str, Any]
Parameters = Mapping[str, object] | Sequence[object]

_READ_ONLY = frozenset({"id", *triggers.DERIVED})
_CODED = frozenset({"geom", "aliases", "skipped"})  # columns that ``read`` makes a value of


def fetch(db: Database, query: str, parameters: Parameters = ()) -> list[Row]:
    """Return all rows of a query; nothing stays open that another program would wait for."""
    cursor = db.conn.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def column(db: Database, query: str, parameters: Parameters = ()) -> list[Any]:
    """Return the first column of a query."""
    return [row[0] for row in db.conn.execute(query, parameters).fetchall()]


def value(db: Database, query: str, parameters: Parameters = ()) -> Any:
    """Return the first value of a query; None without a row."""
    row = db.conn.execute(query, parameters).fetchone()
    return None if row is None else row[0]


def columns(db: Database, table: str) -> tuple[str, ...]:
    """Return the names of a table's columns; () for a table that is not there."""
    return tuple(column(db, "SELECT name FROM pragma_table_info(?)", (table,)))


def as_values(kind: type[T], found: Iterable[Row]) -> list[T]:
    """Return rows as frozen values; columns the value does not have are left out."""
    assert dataclasses.is_dataclass(kind)
    rows = list(found)
    fields = {field.name for field in dataclasses.fields(kind)}
    names = [name for name in (rows[0] if rows else ()) if name in fields]
    coded = [name for name in names if name in _CODED]
    result: list[T] = []
    for row in rows:
        given = {name: row[name] for name in names}
        for name in coded:
            given[name] = read(name, given[name])
        result.append(kind(**given))
    return result


def add(db: Database, table: str, values: Mapping[str, object]) -> int:
    """Add a row and return its id; a ``uid`` is given to it where none comes with it.

    Raises UnknownColumn, RuntimeError outside an action.
    """
    actions.require(db)
    known = _writable(db, table, values)
    row = {name: _stored(given) for name, given in values.items()}
    if "uid" in known and row.get("uid") is None:
        row["uid"] = str(uuid.uuid4())
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(f":{name}" for name in row)
    cursor = db.conn.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', row)
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def add_many(db: Database, table: str, columns: Mapping[str, Sequence[object]]) -> range:
    """Add rows given column by column and return their ids, in the same order.

    Raises UnknownColumn, RuntimeError outside an action.
    """
    actions.require(db)
    known = _writable(db, table, columns)
    count = max(map(len, columns.values()), default=0)
    if not count:
        return range(0)
    given: dict[str, Sequence[object]] = {
        name: _all_stored(values) for name, values in columns.items()
    }
    if "uid" in known and "uid" not in given:
        given["uid"] = _uids(count)
    given |= sorting.derived(table, given)
    first = _next_id(db, table)
    names = ", ".join(f'"{name}"' for name in ("id", *given))
    marks = ", ".join("?" for _ in range(len(given) + 1))
    ids = range(first, first + count)
    db.conn.executemany(
        f'INSERT INTO "{table}" ({names}) VALUES ({marks})', zip(ids, *given.values(), strict=True)
    )
    return ids


def change_many(
    db: Database, table: str, ids: Sequence[int], columns: Mapping[str, Sequence[object]]
) -> None:
    """Write the same columns of several rows, given column by column.

    Raises UnknownColumn, RuntimeError outside an action.
    """
    actions.require(db)
    _writable(db, table, columns)
    if not ids or not columns:
        return
    marks = ", ".join(f'"{name}" = ?' for name in columns)
    given = [_all_stored(values) for values in columns.values()]
    db.conn.executemany(f'UPDATE "{table}" SET {marks} WHERE id = ?', zip(*given, ids, strict=True))


def change(db: Database, table: str, row_id: int, values: Mapping[str, object]) -> None:
    """Write columns of one row.

    Raises UnknownColumn, LookupError for a row that is not there, RuntimeError outside an action.
    """
    actions.require(db)
    _writable(db, table, values)
    if not values:
        return
    row = {name: _stored(given) for name, given in values.items()}
    marks = ", ".join(f'"{name}" = :{name}' for name in row)
    cursor = db.conn.execute(f'UPDATE "{table}" SET {marks} WHERE id = :id', {**row, "id": row_id})
    if cursor.rowcount != 1:
        raise LookupError(f"{table} has no row {row_id}")


def remove(db: Database, table: str, row_id: int) -> None:
    """Delete one row, whose dependent rows must be gone already.

    Raises LookupError for a row that is not there, RuntimeError outside an action.
    """
    actions.require(db)
    cursor = db.conn.execute(f'DELETE FROM "{table}" WHERE id = :id', {"id": row_id})
    if cursor.rowcount != 1:
        raise LookupError(f"{table} has no row {row_id}")


_JSON = frozenset({list, tuple, dict})
_KNOWN: dict[str, tuple[str, ...]] = {}


def _writable(db: Database, table: str, values: Mapping[str, object]) -> tuple[str, ...]:
    known = _KNOWN.get(table)
    if known is None:
        known = tuple(name for name in columns(db, table) if name not in _READ_ONLY)
        _KNOWN[table] = known
    for name in values:
        if name not in known:
            raise UnknownColumn(what=table, name=name, known=", ".join(known))
    return known


def _next_id(db: Database, table: str) -> int:
    return int(
        value(
            db,
            f"""
            SELECT 1 + MAX(COALESCE((SELECT MAX(id) FROM "{table}"), 0),
                           COALESCE((SELECT seq FROM sqlite_sequence WHERE name = ?), 0))
            """,
            (table,),
        )
    )


def _uids(count: int) -> list[str]:
    """Return random UUIDs of version 4, made together."""
    signs = os.urandom(16 * count).hex()
    each = (signs[start : start + 32] for start in range(0, len(signs), 32))
    return [f"{u[:8]}-{u[8:12]}-4{u[13:16]}-a{u[17:20]}-{u[20:]}" for u in each]


def _all_stored(values: Sequence[object]) -> Sequence[object]:
    if not _JSON.isdisjoint(map(type, values)):
        return [_stored(given) for given in values]
    return values


def _stored(given: object) -> object:
    if isinstance(given, (list, tuple, dict)):
        return json.dumps(given, ensure_ascii=False)
    return given


def read(name: str, stored: Any) -> Any:
    """Return a column as its value: names and counts are kept as JSON.

    A shape that is empty or that nobody can read is no position.
    """
    if name == "geom":
        return stored if stored is not None and gpkg.has_position(stored) else None
    if name not in _CODED:
        return stored
    empty: Any = () if name == "aliases" else {}
    try:
        found = json.loads(stored) if stored else empty
    except ValueError:  # plain text that another program wrote there
        found = [stored] if name == "aliases" else {}
    return tuple(found) if isinstance(found, list) else found
