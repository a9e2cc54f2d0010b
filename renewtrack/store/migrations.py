"""The numbered steps from an empty file to the present schema; a shipped step is never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.store import (
    fifth_schema,
    first_schema,
    fourth_schema,
    second_schema,
    seventh_schema,
    sixth_schema,
    third_schema,
    triggers,
)

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

SCHEMA_VERSION = 8


def steps() -> Migrations:
    """Return the migrations, oldest first; the n-th brings the file to schema n.

    They know no triggers: ``upgrading.migrate`` drops them all before, and writes them after.
    """
    from sqlite_utils import Migrations

    migrations = Migrations("renewtrack")
    migrations(name="001_first_schema")(_first_schema)
    migrations(name="002_trust")(_trust)
    migrations(name="003_homes_money_operation")(_homes_money_operation)
    migrations(name="004_map")(_map)
    migrations(name="005_reports")(_reports)
    migrations(name="006_works_money_consent")(_works_money_consent)
    migrations(name="007_residents")(_residents)
    migrations(name="008_short_triggers")(_short_triggers)
    return migrations


def _first_schema(db: Database) -> None:
    for script in (
        first_schema.STANDARD,
        first_schema.PLACES,
        first_schema.PLANS,
        first_schema.BOOKS,
    ):
        _run(db, script)
    for table, title in first_schema.FEATURES.items():
        _register(db, table, "features", title)
        db.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (:table, 'geom', 'GEOMETRY', 4326, 0, 0)",
            {"table": table},
        )
        triggers.create_index_table(db, table)
    for table, title in first_schema.ATTRIBUTES.items():
        _register(db, table, "attributes", title)


def _trust(db: Database) -> None:
    """Add attachments, people, what went out, what was audited, seals and drafts."""
    _run(db, second_schema.TABLES)
    for table, title in second_schema.ATTRIBUTES.items():
        _register(db, table, "attributes", title)


def _homes_money_operation(db: Database) -> None:
    """Add stairwells, households, lifts, consent, money events, facilities and their readings."""
    _run(db, third_schema.TABLES)
    for table, title in third_schema.ATTRIBUTES.items():
        _register(db, table, "attributes", title)


def _map(db: Database) -> None:
    """Add where positions of areas and sites came from, local systems, map themes, base maps."""
    for statement in fourth_schema.COLUMNS:
        db.execute(statement)
    _run(db, fourth_schema.TABLES)
    for table, title in fourth_schema.ATTRIBUTES.items():
        _register(db, table, "attributes", title)


def _reports(db: Database) -> None:
    """Add what a picture shows and when it was taken, and the frozen periods of reports."""
    for statement in fifth_schema.COLUMNS:
        db.execute(statement)
    _run(db, fifth_schema.TABLES)
    for table, title in fifth_schema.ATTRIBUTES.items():
        _register(db, table, "attributes", title)


def _works_money_consent(db: Database) -> None:
    """Add plans, contracts, papers, site logs, defects, ballots; votes on more than lifts."""
    _run(db, sixth_schema.TABLES)
    for statement in sixth_schema.COLUMNS:
        db.execute(statement)
    _run(db, sixth_schema.INDEXES)
    for table, title in sixth_schema.ATTRIBUTES.items():
        _register(db, table, "attributes", title)


def _residents(db: Database) -> None:
    """Add crews, quiet rules, owners, consultations and pairs of pictures; needs of any place."""
    _run(db, seventh_schema.TABLES)
    for statement in seventh_schema.COLUMNS:
        db.execute(statement)
    _run(db, seventh_schema.INDEXES)
    for table, title in seventh_schema.ATTRIBUTES.items():
        _register(db, table, "attributes", title)


def _short_triggers(db: Database) -> None:
    """Change no table: the triggers, two fifths as long since, are written after the steps."""


def _run(db: Database, script: str) -> None:
    """Run a script's statements, each of which ends a line, within the caller's transaction."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _register(db: Database, table: str, data_type: str, title: str) -> None:
    db.execute(
        """
        INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)
        VALUES (:table, :data_type, :title, :srs)
        """,
        {
            "table": table,
            "data_type": data_type,
            "title": title,
            "srs": 4326 if data_type == "features" else None,
        },
    )
