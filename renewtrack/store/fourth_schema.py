"""What schema 4 adds, as the fourth migration makes it; never edited once shipped."""

from __future__ import annotations

# Where the position of an area or a site came from, as estates and buildings have it.
COLUMNS = tuple(
    f"ALTER TABLE {table} ADD COLUMN {column}"
    for table in ("area", "site")
    for column in ("source_x REAL", "source_y REAL", "source_crs TEXT", "position_method TEXT")
)
TABLES = """
CREATE TABLE local_system (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    name TEXT NOT NULL UNIQUE,
    base_crs TEXT,
    points TEXT NOT NULL,
    remark TEXT
);
CREATE TABLE map_style (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    name TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL
);
CREATE TABLE base_map (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    attribution TEXT,
    approval_number TEXT,
    opacity REAL NOT NULL DEFAULT 1 CHECK (opacity BETWEEN 0 AND 1),
    shown INTEGER NOT NULL DEFAULT 1 CHECK (shown IN (0, 1)),
    place INTEGER,
    settings TEXT
);
"""
ATTRIBUTES = {
    "local_system": "地方坐标系 Local coordinate systems",
    "map_style": "地图专题 Map themes",
    "base_map": "底图 Base maps",
}
