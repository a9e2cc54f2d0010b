"""Every row of a damaged file that can be read: by its tree, from its pages, from its indexes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from renewtrack.store import salvage_pages
from renewtrack.store.salvage_pages import Pages

Row = tuple[object, ...]  # in the order of the columns; the id where the table has one

_PROBES = 20_000  # of one table; a probe is some ten microseconds
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORDS = {  # columns that hold one of a few words
    ("area", "level"): ("district", "street", "community", "grid"),
    ("change_log", "op"): ("insert", "update", "delete"),
    ("person", "role"): ("viewer", "editor", "manager"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table as the present schema has it."""

    name: str
    declared: str  # TEXT, INTEGER, REAL, GEOMETRY or nothing
    needed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the present schema."""

    name: str
    columns: tuple[Column, ...]

    @property
    def keyed(self) -> bool:
        """Tell whether the first column is the id."""
        return self.columns[0].name == "id"

    def row(self, row_id: int, values: Sequence[object]) -> Row:
        """Return a row from its id and the values of the other columns."""
        return (row_id, *values) if self.keyed else tuple(values)


def by_tree(conn: sqlite3.Connection, table: Table, torn: list[range]) -> Iterator[tuple[int, Row]]:
    """Yield the rows that SQLite itself reaches, working around what is torn.

    The ids in between, which nobody can reach, are added to ``torn``.
    """
    ids = "id" if table.keyed else "rowid"
    there = _there(conn, table.name)
    names = ", ".join(
        f'"{column.name}"' if column.name in there else "NULL"  # of a later schema
        for column in table.columns
        if column.name != "id"
    )
    reader = _Reader(conn, f'SELECT {ids}, {names} FROM main."{table.name}" NOT INDEXED', ids, torn)
    for row_id, values in reader.between(1, max(_last(conn, table.name, ids), 1)):
        yield row_id, table.row(row_id, values)


def by_pages(
    pages: Pages, torn: Sequence[Table], owned: Set[int], seen: Mapping[str, Set[int]]
) -> Iterator[tuple[Table, int, Row]]:
    """Yield the rows that stand in leaf pages but hang on no tree any more.

    ``owned`` are the pages of sound tables. A page is taken for that of the one table which most
    of its rows can be of; a page that could be of two is left alone.
    """
    for number in range(1, pages.count + 1):
        found = [] if number in owned else salvage_pages.rows(pages, number)
        counts = {table.name: sum(fits(table, values) for _, values in found) for table in torn}
        most = max(counts.values(), default=0)
        owners = [table for table in torn if most and counts[table.name] == most]
        if len(owners) != 1:
            continue
        table = owners[0]
        for row_id, values in found:
            if row_id not in seen[table.name] and fits(table, values):
                yield table, row_id, table.row(row_id, values[1:] if table.keyed else values)


def owned(conn: sqlite3.Connection, pages: Pages, torn: Set[str]) -> set[int]:
    """Return the leaf pages of every table that is not torn."""
    try:
        roots = conn.execute(
            "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        ).fetchall()
    except sqlite3.DatabaseError:
        return set()
    sound = (root for name, root in roots if name not in torn)
    return {1}.union(*(salvage_pages.leaves(pages, root) for root in sound))


def by_indexes(
    conn: sqlite3.Connection, table: Table, seen: Set[int]
) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield by id what the indexes know of rows that are lost themselves."""
    known: dict[int, dict[str, object]] = {}
    for index, names in _indexes(conn, table.name):
        chosen = ", ".join(f'"{name}"' for name in names)
        try:
            for row_id, *values in conn.execute(
                f'SELECT rowid, {chosen} FROM main."{table.name}" INDEXED BY "{index}"'
            ):
                if row_id not in seen and 0 < row_id < 1 << 40:
                    known.setdefault(row_id, {}).update(zip(names, values, strict=True))
        except sqlite3.DatabaseError:  # the index is torn as well: what came stands
            continue
    yield from sorted(known.items())


def fits(table: Table, values: Sequence[object]) -> bool:
    """Tell whether values can be a row of a table: nothing else proves a page without a tree."""
    if len(table.columns) != len(values):
        return False
    for column, value in zip(table.columns, values, strict=True):
        if column.name == "id":
            if value is not None:  # the id is the row's own number and not stored
                return False
            continue
        if value is None:
            if column.needed:
                return False
        elif not _kind_fits(column, value) or not _word_fits(table.name, column.name, value):
            return False
    return True


class _Reader:
    """Reads a range of ids from both ends and halves what lies between."""

    def __init__(self, conn: sqlite3.Connection, query: str, ids: str, torn: list[range]) -> None:
        self._conn, self._query, self._ids, self._torn = conn, query, ids, torn
        self._probes = 0

    def between(self, first: int, last: int) -> Iterator[tuple[int, Row]]:
        waiting = [(first, last)]
        while waiting:
            low, high = waiting.pop()
            reached = yield from self._upward(low, high)
            if reached == high:
                continue
            low = reached + 1
            high = (yield from self._downward(low, high)) - 1
            if low >= high or self._probes > _PROBES:
                self._note(low, high)
                continue
            middle = (low + high) // 2
            waiting += [(middle + 1, high), (low, middle)]

    def _note(self, low: int, high: int) -> None:
        if low > high:
            return
        if self._torn and self._torn[-1].stop == low:
            low = self._torn.pop().start
        self._torn.append(range(low, high + 1))

    def _upward(self, low: int, high: int) -> Generator[tuple[int, Row], None, int]:
        """Yield rows from the low end and return the last id before one that is torn."""
        reached = low - 1
        try:
            for row_id, *values in self._probe(low, high, "ASC"):
                if not reached < row_id <= high:  # a page of another tree
                    return reached
                reached = row_id
                yield row_id, tuple(values)
        except sqlite3.DatabaseError:
            return reached
        return high

    def _downward(self, low: int, high: int) -> Generator[tuple[int, Row], None, int]:
        """Yield rows from the high end and return the first id above one that is torn."""
        reached = high + 1
        try:
            for row_id, *values in self._probe(low, high, "DESC"):
                if not low <= row_id < reached:
                    return reached
                reached = row_id
                yield row_id, tuple(values)
        except sqlite3.DatabaseError:
            return reached
        return low

    def _probe(self, low: int, high: int, way: str) -> sqlite3.Cursor:
        self._probes += 1
        ids = self._ids
        return self._conn.execute(
            f"{self._query} WHERE {ids} BETWEEN ? AND ? ORDER BY {ids} {way}", (low, high)
        )


def whole(conn: sqlite3.Connection, table: Table) -> bool:
    """Tell whether the file still says where a table is and which columns it has.

    A table of an earlier schema has some of the columns and no others.
    """
    try:
        there = _there(conn, table.name)
    except sqlite3.DatabaseError:
        return False
    wanted = {column.name for column in table.columns}
    return wanted <= there or (bool(there) and there < wanted)


def given(conn: sqlite3.Connection, table: str) -> int:
    """Return the highest id that was ever given in a table; 0 where nobody can tell."""
    try:
        row = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    except sqlite3.DatabaseError:
        return 0
    return row[0] if row and isinstance(row[0], int) and 0 < row[0] < 1 << 40 else 0


def _there(conn: sqlite3.Connection, table: str) -> set[str]:
    found = conn.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    return {name for (name,) in found}


def _last(conn: sqlite3.Connection, table: str, ids: str) -> int:
    try:
        last = conn.execute(f'SELECT MAX({ids}) FROM main."{table}"').fetchone()[0]
    except sqlite3.DatabaseError:
        last = None
    return max(last or 0, given(conn, table))


def _indexes(conn: sqlite3.Connection, table: str) -> list[tuple[str, list[str]]]:
    try:
        return [
            (index, [name for (name,) in _index_columns(conn, index) if name is not None])
            for (index,) in conn.execute(
                "SELECT name FROM pragma_index_list(?) WHERE partial = 0", (table,)
            ).fetchall()
        ]
    except sqlite3.DatabaseError:
        return []


def _index_columns(conn: sqlite3.Connection, index: str) -> list[tuple[str | None]]:
    return conn.execute("SELECT name FROM pragma_index_info(?)", (index,)).fetchall()


def _kind_fits(column: Column, value: object) -> bool:
    if column.name == "uid":
        return isinstance(value, str) and _UUID.fullmatch(value) is not None
    if column.declared == "TEXT":
        return isinstance(value, str)
    if column.declared == "INTEGER":
        return isinstance(value, int)
    if column.declared == "REAL":
        return isinstance(value, (int, float))
    return column.declared != "GEOMETRY" or (isinstance(value, bytes) and value[:2] == b"GP")


def _word_fits(table: str, column: str, value: object) -> bool:
    allowed = _WORDS.get((table, column))
    return allowed is None or value in allowed
