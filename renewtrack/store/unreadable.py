"""Cells and shapes which another program left and nobody can read, found without reading them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from renewtrack.store import triggers

_ODD = {"TEXT": "('blob')", "INTEGER": "('text', 'blob')", "REAL": "('text', 'blob')"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one row, by the names and the id it has in the file."""

    table: str
    row_id: int
    column: str

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}: {self.column}"


def texts(conn: sqlite3.Connection) -> Iterator[Cell]:
    """Yield the texts that are bytes, or no UTF-8."""
    for table, names in _columns(conn, "TEXT"):
        if _all_text(conn, table, names):
            continue
        for name in names:
            found = conn.execute(
                f"""
                SELECT id, typeof("{name}"), CAST("{name}" AS BLOB) FROM "{table}"
                WHERE "{name}" IS NOT NULL ORDER BY id
                """
            )
            for row_id, kind, stored in found.fetchall():
                if kind == "blob" or not _is_utf8(stored):
                    yield Cell(table, row_id, name)


def numbers(conn: sqlite3.Connection) -> Iterator[Cell]:
    """Yield the counts, years and sizes that hold a text or bytes."""
    for declared in ("INTEGER", "REAL"):
        for table, names in _columns(conn, declared):
            yield from _odd(conn, table, names, declared)


def shapes(conn: sqlite3.Connection) -> Iterator[Cell]:
    """Yield the geometries that are none."""
    for table in triggers.FEATURES:
        found = conn.execute(
            f"""
            SELECT id FROM "{table}" WHERE geom IS NOT NULL AND NOT is_readable(geom) ORDER BY id
            """
        )
        yield from (Cell(table, row_id, "geom") for (row_id,) in found.fetchall())


def _columns(conn: sqlite3.Connection, declared: str) -> Iterator[tuple[str, list[str]]]:
    for table in triggers.LOGGED:
        found = conn.execute(
            "SELECT name FROM pragma_table_info(?) WHERE type = ?", (table, declared)
        )
        names = [name for (name,) in found.fetchall() if name not in triggers.DERIVED]
        if names:
            yield table, names


def _all_text(conn: sqlite3.Connection, table: str, names: list[str]) -> bool:
    """Tell, at the speed of one reading, whether every text of a table can be read."""
    chosen = ", ".join(f'"{name}"' for name in names)
    try:
        for _ in conn.execute(f'SELECT {chosen} FROM "{table}"'):
            pass
    except (sqlite3.OperationalError, UnicodeDecodeError) as undecodable:
        if getattr(undecodable, "sqlite_errorcode", None) is not None:
            raise
        return False
    odd = " OR ".join(f'typeof("{name}") IN {_ODD["TEXT"]}' for name in names)
    return conn.execute(f'SELECT 1 FROM "{table}" WHERE {odd} LIMIT 1').fetchone() is None


def _odd(conn: sqlite3.Connection, table: str, names: list[str], declared: str) -> Iterator[Cell]:
    """Yield the values whose storage class is not the declared one."""
    for name in names:
        found = conn.execute(
            f"""
            SELECT id FROM "{table}" WHERE typeof("{name}") IN {_ODD[declared]} ORDER BY id
            """
        )
        yield from (Cell(table, row_id, name) for (row_id,) in found.fetchall())


def _is_utf8(stored: bytes) -> bool:
    try:
        stored.decode()
    except UnicodeDecodeError:
        return False
    return True
