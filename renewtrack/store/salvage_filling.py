"""The rows of a damaged file put into an empty new one, table by table."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable
from pathlib import Path

from renewtrack.store import (
    connecting,
    salvage_mending,
    salvage_parents,
    salvage_reading,
    salvage_source,
    sealing,
    sorting,
    table_words,
    triggers,
)
from renewtrack.store.salvage_reading import Column, Row, Table
from renewtrack.store.salvage_report import Counted, Lost, Mended, Orphan, Report

_OWN_META = ("schema_version", "format")  # the new file's own
_ORDER = ("change_log", *(table for table in table_words.TABLES if table != "change_log"))
_TELL = 1000  # rows


class Filling:
    """Fills a new file from a damaged one and remembers what was read, mended and lost."""

    def __init__(
        self, source: sqlite3.Connection, target: sqlite3.Connection, told: salvage_parents.Progress
    ) -> None:
        self._source, self._target, self._told = source, target, told
        self._tables = {name: _table(target, name) for name in _ORDER}
        self._seen: dict[str, set[int]] = {name: set() for name in _ORDER}
        self._torn: dict[str, list[range]] = {name: [] for name in _ORDER}
        self._refused: dict[str, set[int]] = {name: set() for name in _ORDER}
        self._mended: dict[tuple[str, int], Mended] = {}
        self._orphans: tuple[Orphan, ...] = ()
        self._lost: tuple[Lost, ...] = ()
        self._opened = False

    @property
    def read_any(self) -> bool:
        """Tell whether a record came over, or the file was empty and whole."""
        records = any(self._seen[table] for table in _ORDER if table != "renewtrack_meta")
        return records or bool(self._seen["renewtrack_meta"] and not any(self._torn.values()))

    def run(self, who: str) -> None:
        """Fill all tables in one transaction; SQLite's checks of links come at the end."""
        target = self._target
        db = connecting.wrapped(target)
        for setting in ("query_only = OFF", "foreign_keys = OFF", "synchronous = OFF"):
            target.execute(f"PRAGMA {setting}")
        target.execute("BEGIN IMMEDIATE")
        triggers.drop_all(db)
        for step, name in enumerate(_ORDER):
            self._told(step, len(_ORDER) + 1)
            self._from_tree(self._tables[name], step)
        self._told(len(_ORDER), len(_ORDER) + 1)
        torn = [self._tables[name] for name in _ORDER if self._torn[name]]
        if torn:
            self._from_pages(torn)
            self._from_indexes(torn)
        self._orphans = tuple(salvage_parents.settle(target))
        self._lost = tuple(self._still_lost())
        self._opened = salvage_parents.let_in(target)
        salvage_parents.name(target)
        salvage_parents.number(self._source, target, self._seen)
        salvage_parents.index_map(target)
        sorting.refresh(db)
        triggers.create_all(db)
        self._audit(who)
        sealing.seal(db, "salvage")
        target.execute("COMMIT")

    def report(self, path: Path, out: Path) -> Report:
        """Return what was read, mended and lost."""
        lost = dict.fromkeys(_ORDER, 0)
        for each in self._lost:
            lost[each.table] += each.count
        counts = {
            name: Counted(
                read=self._count(name),
                lost=lost[name],
                mended=sum(table == name for table, _ in self._mended),
            )
            for name in table_words.TABLES
        }
        mended = tuple(self._mended.values())
        return Report(path, out, counts, self._lost, mended, self._orphans, self._opened)

    def _from_tree(self, table: Table, step: int) -> None:
        torn = self._torn[table.name]
        expected = max(salvage_reading.given(self._source, table.name), _TELL)
        if not salvage_reading.whole(self._source, table):
            torn.append(range(1, salvage_reading.given(self._source, table.name) + 1))
            return
        for number, (row_id, row) in enumerate(salvage_reading.by_tree(self._source, table, torn)):
            if number % _TELL == 0:
                self._told(step + min(number / expected, 1), len(_ORDER) + 1)
            self._put(table, row_id, row)

    def _from_pages(self, torn: list[Table]) -> None:
        gone = salvage_parents.by_log(self._target, there=False)
        pages = salvage_source.pages(self._source)
        owned = salvage_reading.owned(self._source, pages, {each.name for each in torn})
        found = salvage_reading.by_pages(pages, torn, owned, self._seen)
        for number, (table, row_id, row) in enumerate(found):
            if number % _TELL == 0:
                self._told(len(_ORDER), len(_ORDER) + 1)
            if row_id not in gone.get(table.name, ()):
                self._put(table, row_id, row)

    def _from_indexes(self, torn: Iterable[Table]) -> None:
        gone = salvage_parents.by_log(self._target, there=False)
        for table in torn:
            if table.name not in triggers.LOGGED:
                continue  # of a book, an index knows too little
            skipped = self._seen[table.name] | gone.get(table.name, set())
            for row_id, known in salvage_reading.by_indexes(self._source, table, skipped):
                values = {**salvage_parents.written(self._target, table.name, row_id), **known}
                if values.get("uid") is None and "uid" in _names(table):
                    values["uid"] = str(uuid.uuid4())
                values["id"] = row_id
                row = tuple(values.get(name) for name in _names(table))
                if self._put(table, row_id, row):
                    told = tuple(name for name in _names(table) if values.get(name) is not None)
                    self._mended[table.name, row_id] = Mended(table.name, row_id, told, True)

    def _put(self, table: Table, row_id: int, row: Row) -> bool:
        """Put one row into the new file; tell whether it could be kept."""
        row, changed = salvage_mending.mended(table, row)
        if table.name == "renewtrack_meta" and (row[0] in _OWN_META or row[0] is None):
            self._seen[table.name].add(row_id)
            return False
        kept, given_way = salvage_mending.put(self._target, _insert(table), table, row)
        if not kept:
            self._refused[table.name].add(row_id)
            return False
        self._seen[table.name].add(row_id)
        columns = tuple(name for name in (*changed, *given_way) if name not in triggers.DERIVED)
        if columns:
            self._mended[table.name, row_id] = Mended(table.name, row_id, columns)
            salvage_parents.unsort(self._target, table, row_id)
        return True

    def _still_lost(self) -> Iterable[Lost]:
        """Yield the ids that were there, by the log or by the torn pages, and are not now."""
        expected = salvage_parents.by_log(self._target, there=True)
        log_torn = bool(self._torn["change_log"])
        for name in table_words.TABLES:
            wanted = self._refused[name] | expected.get(name, set())
            if log_torn or name not in triggers.LOGGED:
                wanted = wanted.union(*self._torn[name])
            dropped = {each.row_id for each in self._orphans if each.table == name and each.dropped}
            if log_torn and name in triggers.LOGGED:
                wanted -= salvage_parents.by_log(self._target, there=False).get(name, set())
            yield from _runs(name, sorted((wanted | dropped) - (self._seen[name] - dropped)))

    def _audit(self, who: str) -> None:
        """Note the salvage, and what each table holds beyond what the log can explain."""
        baseline = salvage_parents.baseline(self._target)
        self._target.execute(
            """
            INSERT INTO audit_log (at, who, event, detail)
            VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), :who, 'salvage', :detail)
            """,
            {"who": who, "detail": json.dumps({"baseline": baseline}, sort_keys=True)},
        )

    def _count(self, name: str) -> int:
        return int(self._target.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0])


def _table(target: sqlite3.Connection, name: str) -> Table:
    found = target.execute(
        'SELECT name, type, "notnull" FROM pragma_table_info(?) ORDER BY cid', (name,)
    ).fetchall()
    return Table(name, tuple(Column(each, kind, bool(needed)) for each, kind, needed in found))


def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def _insert(table: Table) -> str:
    names = ", ".join(f'"{name}"' for name in _names(table))
    verb = "INSERT OR REPLACE" if table.name == "renewtrack_meta" else "INSERT"
    return f'{verb} INTO "{table.name}" ({names}) VALUES ({", ".join("?" * len(table.columns))})'


def _runs(table: str, ids: list[int]) -> Iterable[Lost]:
    """Yield ids in runs without a gap."""
    start = 0
    for at in range(1, len(ids) + 1):
        if at == len(ids) or ids[at] != ids[at - 1] + 1:
            yield Lost(table, ids[start], ids[at - 1])
            start = at
