"""A row of a damaged file made fit for a sound one, and what had to be changed for it."""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Callable

from renewtrack.store import gpkg
from renewtrack.store.salvage_reading import Column, Row, Table

_UNNAMED = ("name", "number", "file")  # needed, and any text will do
_LOST_CHARACTER = "\ufffd"
_FAILED = re.compile(r"(UNIQUE|NOT NULL) constraint failed: (?:\w+\.(\w+))(?:, .*)?$")


def mended(table: Table, row: Row) -> tuple[Row, list[str]]:
    """Return a row whose values are what their columns say, and the columns that were not."""
    values, changed = list(row), []
    for at, column in enumerate(table.columns):
        value = _sound(column, row[at])
        if value is not row[at]:
            values[at] = value
            changed.append(column.name)
        elif isinstance(value, str) and _LOST_CHARACTER in value:
            changed.append(column.name)
    return tuple(values), changed


def put(conn: sqlite3.Connection, statement: str, table: Table, row: Row) -> tuple[bool, list[str]]:
    """Insert a row, giving way where a rule forbids one of its values.

    Return whether the row could be kept, and the columns that had to be changed.
    """
    changed: list[str] = []
    for _ in range(len(table.columns)):
        try:
            conn.execute(statement, row)
            return True, changed
        except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError) as refused:
            at = _yielding(table, row, str(refused))
            if at is None or table.columns[at].name in changed:
                return False, changed
            changed.append(table.columns[at].name)
            row = (*row[:at], _instead(table, row, at), *row[at + 1 :])
    return False, changed


def _sound(column: Column, value: object) -> object:
    """Return the value, or what can stand for it: None, or the text that its bytes hold."""
    if value is None or column.name == "id":
        return value
    if column.declared == "TEXT" and isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if column.declared in ("INTEGER", "REAL") and isinstance(value, (str, bytes)):
        return None
    if column.declared == "GEOMETRY" and not gpkg.is_readable(value):
        return None
    return value


def _yielding(table: Table, row: Row, refused: str) -> int | None:
    """Return which column must give way; None where the row cannot be kept."""
    names = [column.name for column in table.columns]
    failed = _FAILED.match(refused)
    if failed and failed[2] == "uid":
        return names.index("uid")
    if failed and failed[1] == "NOT NULL" and failed[2] in _UNNAMED:
        return names.index(failed[2])
    if refused.startswith("CHECK"):
        checked = [name for name in ("danger_grade", "percent") if name in refused]
        return names.index(checked[0]) if checked and checked[0] in names else None
    return None


def _instead(table: Table, row: Row, at: int) -> object:
    made: dict[str, Callable[[], object]] = {
        "uid": lambda: str(uuid.uuid4()),
        **{name: lambda: f"〔?〕{row[0]}" for name in _UNNAMED},
    }
    return made.get(table.columns[at].name, lambda: None)()
