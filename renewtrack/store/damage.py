"""Which tables of a damaged file are hit, and the file opened only to look at it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from renewtrack.store import (
    connecting,
    damage_shadows,
    digests,
    fifth_schema,
    first_schema,
    fourth_schema,
    gpkg,
    inspecting,
    migrations,
    second_schema,
    seventh_schema,
    sixth_schema,
    table_words,
    third_schema,
)
from renewtrack.store.connecting import Connection
from renewtrack.store.refusing import DamagedFile
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.people import Identity

STANDARD = (*("gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions"),)
_SHOWN = (*table_words.TABLES, *STANDARD)  # without one of these, lists and map fail
_LATER = tuple(  # what the schemas from the second on added
    frozenset(name for name in table_words.TABLES if f"CREATE TABLE {name} " in added)
    for added in (
        second_schema.TABLES,
        third_schema.TABLES,
        fourth_schema.TABLES,
        fifth_schema.TABLES,
        sixth_schema.TABLES,
        seventh_schema.TABLES,
    )
)
_PAGES = Words("“{t}”里有损坏的页", "Damaged pages in: {t}")
_INDEX = Words("“{t}”的记录与索引不一致", "Records and index disagree in: {t}")
_TEXTS = Words("“{t}”里有不可读的文字", "Unreadable text in: {t}")
_GONE = Words("“{t}”不见了", "Missing: {t}")
_CUT = Words(
    "文件被截断：应有 {wanted:,} 字节，只剩 {found:,} 字节",
    "The file was cut short: {found:,} of {wanted:,} bytes are left",
)
_HEAD = Words("文件的表目录损坏", "The file's list of its tables is damaged")
_ALTERED = Words("文件{what}", "The file: {what}").filled(what=inspecting.ALTERED)
_ELSEWHERE = Words("文件结构损坏（{what}）", "The structure of the file is damaged ({what})")


@dataclass(frozen=True, slots=True)
class Damage:
    """What is hit: the tables by name, and sentences; ``readable`` if the lists can be shown.

    ``only_altered``: all hangs together, but some byte is not what it was at the last clean close.
    """

    tables: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    readable: bool = True
    only_altered: bool = False

    def __bool__(self) -> bool:
        return bool(self.tables or self.words)


@dataclass(frozen=True, slots=True)
class Opened:
    """A damaged file opened to be looked at, and what it says of itself."""

    db: Database
    stated: dict[str, str]
    damage: Damage


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection that reads whatever can be read and never changes a byte.

    No lock, journal or side file; a torn schema or an end that is cut off is no obstacle, and
    bytes that are no text come as replacement signs. Raises sqlite3.OperationalError.
    """
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, factory=Connection)
    try:
        tolerate(conn)
    except BaseException:
        conn.close()
        raise
    return conn


def connected(path: Path, found: Damage, identity: Identity | None = None) -> Database:
    """Return a further connection to a damaged file, for one thread and for whom it works."""
    conn = connect(path)
    damage_shadows.put(conn, found.tables)
    return connecting.admitted(connecting.sealed(conn), identity)


def tolerate(conn: sqlite3.Connection) -> None:
    """Make a connection read on over damage; what is torn still raises sqlite3.DatabaseError."""
    conn.execute("PRAGMA writable_schema = ON")  # go on where a line of the schema is torn
    conn.execute("PRAGMA query_only = ON")
    conn.execute("PRAGMA cell_size_check = ON")
    conn.text_factory = lambda stored: stored.decode("utf-8", "replace")
    gpkg.supply_functions(conn)


def opened(path: Path) -> Opened:
    """Open a damaged file of the present schema to look at it.

    Raises DamagedFile where the lists cannot be shown.
    """
    try:
        conn = connect(path)
        try:
            found = look(path, conn)
            damage_shadows.put(conn, found.tables)
            stated = _stated(conn)
            version = stated.get("schema_version")
            if not found.readable or version != str(migrations.SCHEMA_VERSION):
                raise DamagedFile(path=path, what=_brief(found))
            return Opened(connecting.sealed(conn), stated, found)
        except BaseException:
            conn.close()
            raise
    except sqlite3.DatabaseError as broken:
        raise DamagedFile(path=path, what=broken) from broken


def look(path: Path, conn: sqlite3.Connection | None = None) -> Damage:
    """Read every table to its end and tell which are hit; nothing is changed.

    A connection that is given must come from ``connect``.
    """
    try:
        if conn is not None:
            return _looked(path, conn)
        with closing(connect(path)) as own:
            return _looked(path, own)
    except sqlite3.DatabaseError:
        return Damage(tuple(table_words.TABLES), (_HEAD,), readable=False)


def _looked(path: Path, conn: sqlite3.Connection) -> Damage:
    there = [
        name
        for name, kind in conn.execute("SELECT name, type FROM sqlite_master").fetchall()
        if kind == "table"
    ]
    if not there:
        return Damage(tuple(table_words.TABLES), (_HEAD,), readable=False)
    hit: dict[str, Words] = {}
    for table in _expected(conn, there):
        if table not in there:
            hit[table] = _GONE
    for table in there:
        words = _trouble(conn, table)
        if words is not None:
            hit[table] = words
    sentences = [*_cut(path, conn), *_named(hit)]
    if not sentences:
        sentences = [*_elsewhere(conn), *_schema(path)]
    readable = {table for table, words in hit.items() if words is _GONE}.isdisjoint(_SHOWN)
    if not sentences and digests.differs_on(path, conn):
        return Damage(words=(_ALTERED,), only_altered=True)
    return Damage(tuple(hit), tuple(sentences), readable)


def _expected(conn: sqlite3.Connection, there: list[str]) -> tuple[str, ...]:
    stated = _stated(conn).get("schema_version", "")
    lacking: frozenset[str] = frozenset()
    for version, added in enumerate(_LATER, start=2):
        if stated.isdecimal() and int(stated) < version and added.isdisjoint(there):
            lacking |= added
    ours = tuple(name for name in table_words.TABLES if name not in lacking)
    return (*ours, *STANDARD, *(f"rtree_{layer}_geom" for layer in first_schema.FEATURES))


def _stated(conn: sqlite3.Connection) -> dict[str, str]:
    try:
        return dict(conn.execute("SELECT key, value FROM renewtrack_meta").fetchall())
    except sqlite3.DatabaseError:
        return {}


def _trouble(conn: sqlite3.Connection, table: str) -> Words | None:
    """Return what is wrong with a table, to be filled with its label; None where it is sound."""
    if table.startswith("rtree_") and table.endswith("_geom"):
        return None  # virtual: its shadow tables are read for themselves
    try:
        undecodable = texts_unreadable(conn, table)
    except sqlite3.DatabaseError:
        return _PAGES
    try:
        said = conn.execute(f"PRAGMA integrity_check('{table}')").fetchall()
    except sqlite3.DatabaseError as torn:
        said = [(str(torn),)]
    if said != [("ok",)]:
        return _INDEX if _counted(conn, table) else _PAGES
    return _TEXTS if undecodable else None


def texts_unreadable(conn: sqlite3.Connection, table: str, columns: str = "*") -> bool:
    """Read every value of a table past its indexes; tell whether a text of it is none.

    Raises sqlite3.DatabaseError where a page is torn.
    """
    before, found = conn.text_factory, []

    def decoded(stored: bytes) -> None:
        try:
            stored.decode()
        except UnicodeDecodeError:
            found.append(True)

    conn.text_factory = decoded
    try:
        for _ in conn.execute(f'SELECT {columns} FROM "{table}" NOT INDEXED'):
            pass
    finally:
        conn.text_factory = before
    return bool(found)


def _counted(conn: sqlite3.Connection, table: str) -> bool:
    """Tell whether a table holds as many rows as its indexes say."""
    rows = conn.execute(f'SELECT COUNT(*) FROM "{table}" NOT INDEXED').fetchone()
    for (index,) in conn.execute(
        "SELECT name FROM pragma_index_list(?) WHERE partial = 0", (table,)
    ).fetchall():
        try:
            counted = conn.execute(f'SELECT COUNT(*) FROM "{table}" INDEXED BY "{index}"')
            if counted.fetchone() != rows:
                return False
        except sqlite3.OperationalError:  # an index that SQL cannot name
            continue
        except sqlite3.DatabaseError:  # the index itself is torn
            continue
    return True


def _named(hit: dict[str, Words]) -> Iterator[Words]:
    """Yield one sentence for each kind of trouble, with the tables it is in."""
    for words in (_GONE, _PAGES, _INDEX, _TEXTS):
        tables = tuple(table for table, found in hit.items() if found is words)
        if tables:
            yield words.filled(t=table_words.listed(tables))


def _cut(path: Path, conn: sqlite3.Connection) -> Iterator[Words]:
    try:
        head = conn.serialize()[:100]
    except sqlite3.DatabaseError:
        return
    size = int.from_bytes(head[16:18], "big")
    wanted = int.from_bytes(head[28:32], "big") * (65536 if size == 1 else size)
    found = path.stat().st_size
    if found < wanted and head[24:28] == head[92:96]:  # the page count in the head is valid
        yield _CUT.filled(wanted=wanted, found=found)


def _elsewhere(conn: sqlite3.Connection) -> Iterator[Words]:
    """Yield what SQLite says of pages that belong to no table."""
    try:
        said = conn.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as broken:
        said = str(broken)
    if said != "ok":
        yield _ELSEWHERE.filled(what=str(said).splitlines()[-1])


def _schema(path: Path) -> Iterator[Words]:
    """Yield a sentence where a line of the schema, such as a trigger, can no longer be read."""
    try:
        with closing(connecting.raw(path, "ro", immutable=1)) as strict:
            strict.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError:
        yield _HEAD


def _brief(found: Damage) -> str:
    return "; ".join(f"{words.zh} {words.en}" for words in found.words)
