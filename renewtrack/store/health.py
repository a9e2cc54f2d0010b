"""Whether a project file is whole: its pages, links, map index, books, attachments."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.store import (
    accounts,
    attachments,
    damage,
    digests,
    inspecting,
    rows,
    sealing,
    table_words,
    thinning,
    triggers,
    unreadable,
)
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_USER_VERSION = 10400  # GeoPackage 1.4
_SHOWN = 20  # of one kind
_TORN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_TRIGGERS = (b"log_", b"rtree_", b"name_", b"outdate_")  # how the names of ours begin
_FLOAT = 4e-5  # degrees; the map index keeps its boxes in 32 bits and rounds them outward


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a file: the check that found it, and what it says."""

    check: str
    words: Words


def findings(db: Database) -> tuple[Finding, ...]:
    """Run every check of ``CHECKS``; nothing is changed, and nothing found is good.

    A check that meets a torn page is itself a finding.
    """
    return tuple(Finding(name, words) for name in CHECKS for words in _run(name, db))


def of_damage(found: damage.Damage) -> tuple[Finding, ...]:
    """Return what is known of a file that cannot be opened for work."""
    return tuple(Finding("pages", words) for words in found.words)


def _run(name: str, db: Database) -> Iterator[Words]:
    try:
        yield from CHECKS[name](db)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as torn:
        # The driver gives no code for a text that is none; SQL that fails misses what it names.
        code = getattr(torn, "sqlite_errorcode", None)
        if code is not None and code & 0xFF not in _TORN:
            raise
        yield Words(
            "内容损坏，“{check}”这一项没有查完", "Damaged: check “{check}” was not completed"
        ).filled(check=name)


def _pages(db: Database) -> Iterator[Words]:
    """Every page of the file hangs together."""
    for said in rows.column(db, "PRAGMA integrity_check(20)"):
        if said != "ok":
            yield Words("文件页损坏：{what}", "A damaged page: {what}").filled(what=said)


def _links(db: Database) -> Iterator[Words]:
    """Every record that another one names is there."""
    broken = Words(
        "{table} 第 {row} 条记录指向不存在的 {parent}",
        "Record {row} of {table} points to a {parent} that is not there",
    )
    for found in rows.fetch(db, "PRAGMA foreign_key_check"):
        yield broken.filled(table=found["table"], row=found["rowid"], parent=found["parent"])


def _map_index(db: Database) -> Iterator[Words]:
    """The spatial index of every layer is sound and knows every place that has a position."""
    for layer in _layers(db):
        index = f"rtree_{layer['table_name']}_{layer['column_name']}"
        if not rows.columns(db, index):
            yield Words("图层 {t} 没有空间索引", "Layer {t} has no index").filled(**_named(layer))
            continue
        said = rows.value(db, "SELECT rtreecheck(?)", (index,))
        if said != "ok":
            yield Words("空间索引 {i} 损坏：{s}", "Index {i} is damaged: {s}").filled(
                i=index, s=said
            )
        yield from _unindexed(db, layer, index)


def _unindexed(db: Database, layer: rows.Row, index: str) -> Iterator[Words]:
    table, column = layer["table_name"], layer["column_name"]
    count = rows.value(
        db,
        f"""
        SELECT (SELECT COUNT(*) FROM "{table}"
                WHERE "{column}" IS NOT NULL AND NOT ST_IsEmpty("{column}"))
             - (SELECT COUNT(*) FROM "{index}")
        """,
    )
    if count:
        yield Words(
            "图层 {t} 的空间索引与记录相差 {count} 条", "The index of {t} is {count} records off"
        ).filled(count=count, **_named(layer))
    off = rows.value(
        db,
        f"""
        SELECT COUNT(*) FROM "{table}" JOIN "{index}" AS box ON box.id = "{table}".id
        WHERE NOT (
            ST_MinX("{column}") BETWEEN box.minx AND box.minx + {_FLOAT}
            AND ST_MaxX("{column}") BETWEEN box.maxx - {_FLOAT} AND box.maxx
            AND ST_MinY("{column}") BETWEEN box.miny AND box.miny + {_FLOAT}
            AND ST_MaxY("{column}") BETWEEN box.maxy - {_FLOAT} AND box.maxy
        )
        """,
    )
    if off:
        yield Words(
            "图层 {t} 有 {count} 条记录的位置与空间索引不同",
            "{count} records of {t} lie elsewhere than the index says",
        ).filled(count=off, **_named(layer))


def _values(db: Database) -> Iterator[Words]:
    """Every text, number and shape is what its column says."""
    for cells, words in (
        (unreadable.texts, Words("{cell} 不是可读的文字", "{cell} is no readable text")),
        (unreadable.numbers, Words("{cell} 不是数字", "{cell} is no number")),
        (unreadable.shapes, Words("{cell} 不是可读的图形", "{cell} is no readable shape")),
    ):
        found = list(cells(db.conn))
        yield from (words.filled(cell=cell) for cell in found[:_SHOWN])
        if len(found) > _SHOWN:
            yield Words("同类问题共 {n} 处", "{n} of this kind in all").filled(n=len(found))


def _books(db: Database) -> Iterator[Words]:
    """Every text that we wrote into a book is one; old values are as another program left them."""
    for table in (each for each in table_words.TABLES if each not in triggers.LOGGED):
        columns = "who, at, op, table_name, column_name" if table == "change_log" else "*"
        if damage.texts_unreadable(db.conn, table, columns):
            yield Words("“{t}”里有不可读的文字", "Unreadable text in: {t}").filled(
                t=table_words.label(table)
            )


def _watchers(db: Database) -> Iterator[Words]:
    """The triggers that keep the change log are there: no edit goes unrecorded."""
    there = set(rows.column(db, "SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for table in (*triggers.LOGGED, *triggers.WATCHED):
        if not {f"log_{table}_{event}" for event in ("update", "delete")} <= there or (
            table in triggers.LOGGED and f"log_{table}_insert" not in there
        ):
            yield Words(
                "表 {t} 的改动不再记入历史", "Changes of {t} are no longer kept in the history"
            ).filled(t=table)
    ours = {each.encode() for each in triggers.written(db)}
    for name, stored in db.conn.execute(
        """
        SELECT CAST(name AS BLOB), CAST(sql AS BLOB) FROM sqlite_master
        WHERE type = 'trigger' ORDER BY name
        """
    ).fetchall():
        if stored not in ours and name.startswith(_TRIGGERS):
            yield Words(
                "触发器 {name} 与本程序写的不同", "Trigger {name} is not as this program wrote it"
            ).filled(name=name.decode("utf-8", "replace"))


def _attachments(db: Database) -> Iterator[Words]:
    """Every attached content is in the folder beside the file, and is what was attached."""
    yield from attachments.check(db, _path(db))


def _digest(db: Database) -> Iterator[Words]:
    """Every byte is what it was at the last clean close, unless a program wrote since."""
    if digests.differs_on(_path(db), db.conn):
        yield Words("文件{what}", "The file: {what}").filled(what=inspecting.ALTERED)


def _path(db: Database) -> Path:
    return Path(rows.value(db, "SELECT file FROM pragma_database_list WHERE name = 'main'"))


def _counts(db: Database) -> Iterator[Words]:
    """The log accounts for every row: what was put in without what was taken out is there."""
    there, logged = accounts.rows_there(db.conn), accounts.rows_logged(db.conn)
    before = thinning.baseline(db)
    for table, count in there.items():
        wanted = logged[table] + before.get(table, 0)
        if count != wanted:
            yield Words(
                "“{t}”有 {count:,} 条，按改动记录应有 {wanted:,} 条",
                "There are {count:,} {t}; by the log of changes there should be {wanted:,}",
            ).filled(t=table_words.label(table), count=count, wanted=wanted)


def _edits(db: Database) -> Iterator[Words]:
    """What the log last wrote into a column stands there still."""
    if not sealing.sees_all(db):
        return
    for table, column in db.conn.execute(
        """
        SELECT DISTINCT table_name, column_name FROM change_log WHERE op = 'update'
        ORDER BY table_name, column_name
        """
    ).fetchall():
        if table not in triggers.LOGGED or column not in rows.columns(db, table):
            continue
        count = rows.value(
            db,
            f"""
            SELECT COUNT(*) FROM (
                SELECT row_id, new, MAX(id) FROM change_log
                WHERE op = 'update' AND table_name = :table AND column_name = :column
                GROUP BY row_id
            ) AS last
            JOIN "{table}" AS own ON own.id = last.row_id AND own."{column}" IS NOT last.new
            """,
            {"table": table, "column": column},
        )
        if count:
            yield Words(
                "“{t}”的 {column} 有 {count} 处与最后一次改动记录不同",
                "{count} values in {column} of {t} are not what the log wrote last",
            ).filled(t=table_words.label(table), column=column, count=count)


def _imports(db: Database) -> Iterator[Words]:
    """Every row that an import read is new, changed, the same or rejected."""
    for batch in rows.fetch(
        db,
        """
        SELECT id, rows_read, new + changed + same + rejected AS told FROM import_batch
        WHERE rows_read != new + changed + same + rejected ORDER BY id
        """,
    ):
        yield Words(
            "第 {id} 次导入读了 {rows_read} 行，登记的结果却是 {told} 行",
            "Import {id} read {rows_read} rows, but {told} are accounted for",
        ).filled(**batch)


def _sequence(db: Database) -> Iterator[Words]:
    """No number can be given out again that a record or the history already bears."""
    given = dict(db.conn.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    for table in triggers.LOGGED:
        last = rows.value(
            db,
            f"""
            SELECT MAX(
                (SELECT IFNULL(MAX(id), 0) FROM "{table}"),
                (SELECT IFNULL(MAX(row_id), 0) FROM change_log WHERE table_name = :table)
            )
            """,
            {"table": table},
        )
        if last > given.get(table, 0):
            yield Words(
                "“{t}”的编号计数是 {given}，已用到 {last}，新记录会与旧编号重复",
                "The counter of {t} stands at {given}, but {last} is in use: numbers would repeat",
            ).filled(t=table_words.label(table), given=given.get(table, 0), last=last)


def _standard(db: Database) -> Iterator[Words]:
    """The file says what a GeoPackage says, and every layer it lists is there."""
    version = rows.value(db, "PRAGMA user_version")
    if version != _USER_VERSION:
        yield Words("GeoPackage 版本号是 {v}", "The GeoPackage version is {v}").filled(v=version)
    listed = rows.column(db, "SELECT table_name FROM gpkg_contents ORDER BY table_name")
    for table in listed:
        if not rows.columns(db, table):
            yield Words(
                "登记的表 {t} 不存在", "The file lists a table {t} that is not there"
            ).filled(t=table)
    for layer in _layers(db):
        if layer["table_name"] not in listed:
            yield Words("图层 {t} 没有登记", "Layer {t} is not listed").filled(**_named(layer))


def _layers(db: Database) -> list[rows.Row]:
    return rows.fetch(
        db,
        """
        SELECT table_name, column_name FROM gpkg_geometry_columns ORDER BY table_name
        """,
    )


def _named(layer: rows.Row) -> dict[str, object]:
    return {"t": layer["table_name"]}


CHECKS: dict[str, Callable[[Database], Iterator[Words]]] = {
    "pages": _pages,
    "links": _links,
    "map_index": _map_index,
    "values": _values,
    "books": _books,
    "history": _watchers,
    "standard": _standard,
    "attachments": _attachments,
    "digest": _digest,
    "counts": _counts,
    "edits": _edits,
    "imports": _imports,
    "sequence": _sequence,
    "seals": sealing.findings,
}
