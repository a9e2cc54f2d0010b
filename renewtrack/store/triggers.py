"""The triggers of the project file, written from the live columns of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

FEATURES = ("area", "estate", "building", "site")
LOGGED = (  # every change is kept, and can be taken back
    *(*FEATURES, "project", "project_estate", "work", "stage_event", "funding"),
    "attachment",
    *("stairwell", "household", "item_choice", "need", "appointment"),
    *("lift", "consent_round", "money_event", "facility", "sensor", "reading", "rating"),
    *("local_system", "map_style", "base_map"),
    *("plan", "target", "contract", "variation", "paper", "site_log", "defect"),
    *("acceptance_item", "lift_event", "ballot", "objection"),
    *("crew", "slot", "quiet_rule", "work_day", "owner", "ownership", "consultation"),
    *("consultation_ballot", "meeting", "satisfaction", "photo_pair"),
    *("privacy_text", "privacy_consent"),
)
# Books that only grow: whoever rewrites a line of them leaves a trace that nothing takes back.
WATCHED = (
    *("import_batch", "cell_source", "person", "reveal_log", "export_log", "audit_log"),
    *("report_period", "plan_baseline", "renewtrack_meta"),
)
_SECRET = {"person": ("password", "failed", "locked_until")}  # never in the log
DERIVED = ("search", "sort")  # computed from other columns; never logged
_KEYED = (
    *(table for table in LOGGED if table not in ("project_estate", "reading")),
    *("import_batch", "person"),
)
# A change of these columns outdates search text and sort key.
_NAMING = {
    "area": ("name", "code"),
    "estate": ("name", "aliases"),
    "building": ("number", "aliases"),
    "project": ("name", "code"),
}
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_UUID = (
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)"
    " || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
)

# SQL for an old value inside JSON: reals to the last bit, blobs as hex.
_EXACT = (
    "CASE typeof(column2) WHEN 'real' THEN json(CASE"
    " WHEN column2 > 1.7976931348623157e308 THEN '9e999'"
    " WHEN column2 < -1.7976931348623157e308 THEN '-9e999'"
    " ELSE printf('%!.20g', column2) END)"
    " WHEN 'blob' THEN json_object('hex', hex(column2)) ELSE column2 END"
)


def create_all(db: Database) -> None:
    """Create every trigger of the tables that are there; the triggers must not exist."""
    for statement in _statements(db):
        db.execute(statement)


def written(db: Database) -> list[str]:
    """Return the statements of every trigger as they should stand in the file."""
    return list(_statements(db))


def drop_all(db: Database) -> None:
    """Drop every trigger on our tables, as a migration does before it alters them."""
    ours = {*LOGGED, *WATCHED}
    found = db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    for name, table in found.fetchall():
        if table in ours:
            db.execute(f'DROP TRIGGER "{name}"')


def create_index_table(db: Database, table: str) -> None:
    """Create the empty R-tree of a feature table and declare it."""
    db.execute(f'CREATE VIRTUAL TABLE "rtree_{table}_geom" USING rtree(id, minx, maxx, miny, maxy)')
    db.execute(
        """
        INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
        VALUES (:table, 'geom', 'gpkg_rtree_index',
                'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')
        """,
        {"table": table},
    )


def _statements(db: Database) -> Iterator[str]:
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master").fetchall()}
    for table in _KEYED:  # first: SQLite fires the youngest trigger first, the log comes before
        if table in there:
            yield _name_row(table)
    for table in FEATURES:
        yield from _rtree(table)
    for table in (*LOGGED, *WATCHED):
        if table in there:
            yield from _watch(db, table)


def _watch(db: Database, table: str) -> Iterator[str]:
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")').fetchall()]
    secret = (*DERIVED, *_SECRET.get(table, ()))
    yield from _log(table, [column for column in columns if column not in secret])
    if "sort" in columns:
        yield _outdate(table, [column for column in DERIVED if column in columns])


def _rtree(table: str) -> Iterator[str]:
    """Yield the R-tree triggers of OGC GeoPackage 1.4, annex F.3."""
    tree = f"rtree_{table}_geom"
    new_there = 'NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom")'
    new_empty = '(NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))'
    old_there = 'OLD."geom" NOTNULL AND NOT ST_IsEmpty(OLD."geom")'
    old_empty = '(OLD."geom" ISNULL OR ST_IsEmpty(OLD."geom"))'
    box = ", ".join(f'{side}(NEW."geom")' for side in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"))
    put = f'INSERT OR REPLACE INTO "{tree}" VALUES (NEW."id", {box});'
    drop_old = f'DELETE FROM "{tree}" WHERE id = OLD."id";'
    events = {
        "insert": ("INSERT", new_there, put),
        "update2": ('UPDATE OF "geom"', f'OLD."id" = NEW."id" AND {new_empty}', drop_old),
        "update4": (
            "UPDATE",
            f'OLD."id" != NEW."id" AND {new_empty}',
            f'DELETE FROM "{tree}" WHERE id IN (OLD."id", NEW."id");',
        ),
        "update5": ("UPDATE", f'OLD."id" != NEW."id" AND {new_there}', f"{drop_old} {put}"),
        "update6": (
            'UPDATE OF "geom"',
            f'OLD."id" = NEW."id" AND {new_there} AND {old_there}',
            f'UPDATE "{tree}" SET minx = ST_MinX(NEW."geom"), maxx = ST_MaxX(NEW."geom"),'
            f' miny = ST_MinY(NEW."geom"), maxy = ST_MaxY(NEW."geom") WHERE id = NEW."id";',
        ),
        "update7": (
            'UPDATE OF "geom"',
            f'OLD."id" = NEW."id" AND {new_there} AND {old_empty}',
            f'INSERT INTO "{tree}" VALUES (NEW."id", {box});',
        ),
        "delete": ("DELETE", 'OLD."geom" NOT NULL', drop_old),
    }
    for name, (event, condition, body) in events.items():
        yield (
            f'CREATE TRIGGER "{tree}_{name}" AFTER {event} ON "{table}"'
            f" WHEN {condition} BEGIN {body} END"
        )


def _log(table: str, columns: list[str]) -> Iterator[str]:
    """Yield the triggers that write the change log, in plain SQL for every program's edits.

    A new line in a book that only grows is its own record. The columns stand in a list of values,
    not in a query each: every connection reads all triggers first. The plus leaves a value as it
    is, and its column nameless, as ``column2``.
    """
    into = (
        "INSERT INTO change_log (group_id, who, at, op, table_name, row_id, column_name, old, new)"
    )
    who = f"group_id, who, {_NOW}"
    key = "id" if "id" in columns else "rowid"
    inserted = f"SELECT {who}, 'insert', '{table}', NEW.{key}, NULL, NULL, NULL FROM change_context"
    old = ", ".join(f"('{column}', +OLD.\"{column}\")" for column in columns)
    deleted = (
        f"SELECT {who}, 'delete', '{table}', OLD.{key}, NULL,"
        f" (SELECT json_group_object(column1, {_EXACT}) FROM (VALUES {old})), NULL"
        " FROM change_context"
    )
    changed = " UNION ALL ".join(
        f'SELECT \'{column}\', OLD."{column}", NEW."{column}"'
        f' WHERE OLD."{column}" IS NOT NEW."{column}"'
        for column in columns
        if column != "id"
    )
    updated = (
        f"SELECT {who}, 'update', '{table}', NEW.{key}, changed.*"
        f" FROM change_context, ({changed}) AS changed"
    )
    for event, condition, body in (
        ("insert", "", f"{into} {inserted};"),
        ("delete", "", f"{into} {deleted};"),
        ("update", f"WHEN OLD.{key} = NEW.{key}", f"{into} {updated};"),
        ("rekey", f"WHEN OLD.{key} != NEW.{key}", f"{into} {deleted}; {into} {inserted};"),
    ):
        if event == "insert" and table in WATCHED and table != "person":
            continue
        kind = "UPDATE" if event == "rekey" else event.upper()
        yield (
            f"CREATE TRIGGER log_{table}_{event} AFTER {kind} ON {table} {condition}"
            f" BEGIN {body} END"
        )


def _outdate(table: str, derived: list[str]) -> str:
    """Return the trigger that empties the derived columns after another program's renaming."""
    first = derived[0]
    renamed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in _NAMING[table])
    return (
        f"CREATE TRIGGER outdate_{table} AFTER UPDATE ON {table}"
        f" WHEN ({renamed}) AND NEW.{first} IS OLD.{first} AND NEW.{first} IS NOT NULL"
        f" BEGIN UPDATE {table} SET {', '.join(f'{name} = NULL' for name in derived)}"
        " WHERE id = NEW.id; END"
    )


def _name_row(table: str) -> str:
    """Return the trigger that gives a uid to a row which another program added without one."""
    return (
        f"CREATE TRIGGER name_{table} AFTER INSERT ON {table} WHEN NEW.uid IS NULL"
        f" BEGIN UPDATE {table} SET uid = {_UUID} WHERE id = NEW.id; END"
    )
