"""Torn tables covered by temporary ones with the rows that can be read, so that lists can be shown.

They live in memory, in one connection; SQLite takes a temporary table before one of the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from renewtrack.store import salvage_reading, triggers
from renewtrack.store.salvage_reading import Column, Table


def put(conn: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Cover some tables of the file for whoever reads through this connection."""
    hit = set(tables)
    trees = {f"rtree_{layer}_geom": layer for layer in triggers.FEATURES}
    conn.execute("PRAGMA query_only = OFF")
    conn.execute("PRAGMA temp_store = MEMORY")
    try:
        for name in sorted(hit):
            if not any(name.startswith(tree) for tree in trees):
                _cover(conn, name)
        for tree, layer in trees.items():
            if any(name.startswith(tree) for name in hit):
                _cover_tree(conn, tree, layer)
    finally:
        conn.execute("PRAGMA query_only = ON")


def _cover(conn: sqlite3.Connection, name: str) -> None:
    found = conn.execute(
        "SELECT name, type, pk FROM pragma_table_info(?, 'main') ORDER BY cid", (name,)
    ).fetchall()
    if not found:
        return
    table = Table(name, tuple(Column(each, kind, False) for each, kind, _ in found))
    columns = ", ".join(
        f'"{each}" {kind}' + (" PRIMARY KEY" if key and kind == "INTEGER" else "")
        for each, kind, key in found
    )
    conn.execute(f'CREATE TEMP TABLE "{name}" ({columns})')
    marks = ", ".join("?" * len(found))
    read = (row for _, row in salvage_reading.by_tree(conn, table, []))
    conn.executemany(f'INSERT INTO temp."{name}" VALUES ({marks})', read)


def _cover_tree(conn: sqlite3.Connection, tree: str, layer: str) -> None:
    """Make a map index anew from the shapes themselves."""
    conn.execute(f'CREATE TEMP TABLE "{tree}" (id INTEGER PRIMARY KEY, minx, maxx, miny, maxy)')
    conn.execute(
        f"""
        INSERT INTO temp."{tree}"
        SELECT id, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom)
        FROM "{layer}" WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)
        """
    )
