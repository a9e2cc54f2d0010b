"""Lists of what stands below buildings, projects and facilities: by ids, then rows of some ids."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from renewtrack.domain import codes, facilities, text
from renewtrack.store import rows
from renewtrack.store.record_sources import LISTS as RECORDS
from renewtrack.store.record_sources import WITH, RecordList
from renewtrack.store.refusing import UnknownColumn, UnknownTable
from renewtrack.store.resident_sources import RESIDENTS
from renewtrack.store.tracked_sources import TRACKED

if TYPE_CHECKING:
    from sqlite_utils import Database

LISTS = {**RECORDS, **TRACKED, **RESIDENTS}
KINDS = tuple(LISTS)
CHUNK = 2_000  # rows that are put together at a time


def ids(
    db: Database, kind: str, words: str = "", sort: tuple[str, bool] | None = None
) -> list[int]:
    """Return the ids of the rows that hold all the words; ``sort`` is (column, ascending).

    Raises UnknownTable, UnknownColumn. A file of an earlier schema has no rows.
    """
    wanted = _list(kind)
    if not rows.columns(db, wanted.table):
        return []
    order = wanted.order
    if sort is not None:
        if sort[0] not in wanted.columns:
            raise UnknownColumn(what=kind, name=sort[0], known=", ".join(wanted.columns))
        column = wanted.columns[sort[0]]
        order = f"({column}) IS NULL, {column} {'ASC' if sort[1] else 'DESC'}, {order}"
    parameters = _parameters()
    terms = [_found(wanted, text.fold(word), parameters) for word in words.split()]
    where = " AND ".join(terms) or "1"
    return rows.column(
        db,
        f"{WITH} SELECT {wanted.key} FROM {wanted.of} WHERE {where} ORDER BY {order}",
        parameters,
    )


def voted(db: Database) -> list[int]:
    """Return the lifts that were voted on, in the order of their list."""
    held = {*rows.column(db, "SELECT lift_id FROM consent_round WHERE lift_id IS NOT NULL")}
    return [each for each in ids(db, "lifts") if each in held]


def some(db: Database, kind: str, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """Return the records of some ids in the order asked; ids that are gone are left out."""
    listed = _list(kind)
    columns = ", ".join(f'{sql} AS "{name}"' for name, sql in listed.columns.items())
    found = rows.fetch(
        db,
        f"""
        {WITH} SELECT {listed.key} AS id, {columns} FROM {listed.of}
        WHERE {listed.key} IN (SELECT value FROM json_each(:ids))
        """,
        {**_parameters(), "ids": json.dumps([*wanted])},
    )
    by_id = {row.pop("id"): listed.shape(row) for row in found}
    return [by_id[each] for each in wanted if each in by_id]


def all(db: Database, kind: str) -> Iterator[dict[str, Any]]:  # noqa: A001 - reads as a list's all
    """Yield every record of a list in its order, some at a time."""
    every = ids(db, kind)
    for start in range(0, len(every), CHUNK):
        yield from some(db, kind, every[start : start + CHUNK])


def keys(kind: str) -> tuple[str, ...]:
    """Return the keys of a list's records."""
    listed = _list(kind)
    return tuple(listed.shape(dict.fromkeys(listed.columns)))


def table_of(kind: str) -> str:
    """Return the table whose ids a list has."""
    return _list(kind).table


def _list(kind: str) -> RecordList:
    if kind not in LISTS:
        raise UnknownTable(name=kind, known=", ".join(LISTS))
    return LISTS[kind]


def _parameters() -> dict[str, Any]:
    told = [
        [each.facility, each.grade, each.quantity, each.above, each.level]
        for each in facilities.thresholds()
    ]
    return {"thresholds": json.dumps(told)}


def _found(wanted: RecordList, word: str, parameters: dict[str, Any]) -> str:
    """Return the condition for one word: it stands in a text, or means a key of a code list."""
    mark = f"word{len(parameters)}"
    parameters[mark] = word
    terms = [f"instr(lower(COALESCE({sql}, '')), :{mark})" for sql in wanted.search]
    for column, table in wanted.coded.items():
        meant = [
            entry.key
            for entry in codes.table(table)
            if word in (entry.key, text.fold(entry.words.zh), *entry.words.en.lower().split())
        ]
        for key in meant:
            name = f"word{len(parameters)}"
            parameters[name] = key
            terms.append(f"{column} = :{name}")
    return f"({' OR '.join(terms)})"
