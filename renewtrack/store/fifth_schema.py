"""What schema 5 adds, as the fifth migration makes it; never edited once shipped."""

from __future__ import annotations

# What a picture shows: the place before, during or after its renewal, and when it was taken.
COLUMNS = (
    "ALTER TABLE attachment ADD COLUMN phase TEXT CHECK (phase IN ('before', 'during', 'after'))",
    "ALTER TABLE attachment ADD COLUMN taken_on TEXT",
)
TABLES = """
CREATE TABLE report_period (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('month', 'week')),
    key TEXT NOT NULL UNIQUE,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    frozen_at TEXT NOT NULL,
    who TEXT,
    remark TEXT,
    content TEXT NOT NULL
);
"""
ATTRIBUTES = {"report_period": "已锁定的报表期 Frozen periods of reports"}
