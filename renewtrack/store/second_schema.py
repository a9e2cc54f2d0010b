"""The tables that schema 2 adds, as the second migration makes them; never edited once shipped."""

from __future__ import annotations

TABLES = """
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    estate_id INTEGER REFERENCES estate(id),
    building_id INTEGER REFERENCES building(id),
    project_id INTEGER REFERENCES project(id),
    work_id INTEGER REFERENCES work(id),
    site_id INTEGER REFERENCES site(id),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    name TEXT NOT NULL,
    added_at TEXT,
    who TEXT,
    remark TEXT
);
CREATE INDEX attachment_estate ON attachment(estate_id);
CREATE INDEX attachment_building ON attachment(building_id);
CREATE INDEX attachment_project ON attachment(project_id);
CREATE INDEX attachment_work ON attachment(work_id);
CREATE INDEX attachment_site ON attachment(site_id);
CREATE INDEX attachment_content ON attachment(sha256);
CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'manager')),
    password TEXT,
    active INTEGER NOT NULL DEFAULT 1,
    failed INTEGER NOT NULL DEFAULT 0,
    locked_until TEXT,
    added_at TEXT
);
CREATE TABLE export_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT,
    what TEXT NOT NULL,
    file TEXT NOT NULL,
    rows INTEGER,
    masked INTEGER NOT NULL,
    reason TEXT,
    sha256 TEXT
);
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT,
    event TEXT NOT NULL,
    detail TEXT
);
CREATE TABLE seal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    reveal_id INTEGER NOT NULL,
    export_id INTEGER NOT NULL,
    audit_id INTEGER NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    place TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (who, place)
);
"""

ATTRIBUTES = {"attachment": "附件 Attachments"}
