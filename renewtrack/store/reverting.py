"""Taking back one group of changes from its log: all of it or nothing, or all that can go."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from itertools import groupby
from typing import TYPE_CHECKING, Any

from renewtrack.errors import UserError
from renewtrack.store import leaving, rows, titles, triggers
from renewtrack.store.leaving import Orphan, Record
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


class ChangedSince(UserError):
    """A record of the action was changed afterwards."""

    words = Words(
        "不能撤销：{records}之后又有改动。没有撤销任何内容；请先处理这些改动，或直接修改。",
        "Cannot take this back: {records} changed since. Nothing was undone; "
        "settle those changes first, or edit the record directly.",
    )


def revert(db: Database, group_id: int) -> frozenset[str]:
    """Undo the changes of a group inside the action under way and return the tables touched.

    Raises ChangedSince naming up to five records that were changed since.
    """
    changed = changed_since(db, group_id)
    if changed:
        raise _refusal(db, changed)
    tables = _tables(db, group_id)
    before = _orphans(db, tables)
    blocked = _run(db, group_id, frozenset())
    if blocked:
        raise _refusal(db, blocked)
    # A later record hangs on one that is going, or its parent is gone. Orphans that another
    # program left are not of our making and stay as they were.
    made = _orphans(db, tables) - before
    if made:
        raise _refusal(db, sorted({(table, row_id) for table, row_id, _, _ in made}))
    return tables


def revert_rest(db: Database, group_id: int) -> tuple[frozenset[str], list[Record]]:
    """Undo what was not changed since; return the tables touched and the records left.

    Left are the records that were changed since, those on which a later record hangs, those whose
    own parent is gone, and those whose number or name another record has taken: each with the
    money, estates and stages that make it up. Raises ChangedSince where nothing would go.
    """
    mine = leaving.records_of(db, group_id)
    tables = _tables(db, group_id)
    before = _orphans(db, tables)
    left = leaving.whole(db, group_id, mine, changed_since(db, group_id))
    while left < mine:
        db.execute("SAVEPOINT leaving")
        blocked = _run(db, group_id, left)
        made = _orphans(db, tables) - before
        more = {*blocked, *leaving.holders(db, made, mine - left)}
        if not more and not made:
            db.execute("RELEASE leaving")
            return tables, sorted(left)
        db.execute("ROLLBACK TO leaving")
        db.execute("RELEASE leaving")
        if not more - left:
            break  # a broken link that is none of ours to mend
        left = leaving.whole(db, group_id, mine, left | more)
    raise _refusal(db, sorted(left or mine))


def changed_since(db: Database, group_id: int) -> list[Record]:
    """Return the records of a group that later changes touched, in order."""
    later = rows.fetch(
        db,
        """
        SELECT DISTINCT mine.table_name, mine.row_id, later.group_id
        FROM (SELECT DISTINCT table_name, row_id FROM change_log WHERE group_id = :group_id) AS mine
        JOIN change_log AS later
          ON later.table_name = mine.table_name AND later.row_id = mine.row_id
        WHERE later.id > (SELECT MAX(id) FROM change_log WHERE group_id = :group_id)
        ORDER BY mine.table_name, mine.row_id
        """,
        {"group_id": group_id},
    )
    if not later:
        return []
    undone, left = settled(db, group_id), leaving.by_undo(db)
    changed: dict[Record, None] = {}
    for row in later:
        record = row["table_name"], row["row_id"]
        undo = undone.get(row["group_id"])
        if undo is None or record in left.get(undo, ()):
            changed[record] = None
    return list(changed)


def _tables(db: Database, group_id: int) -> frozenset[str]:
    found = rows.column(
        db, "SELECT DISTINCT table_name FROM change_log WHERE group_id = ?", (group_id,)
    )
    return frozenset(found) & {*triggers.LOGGED}


def _run(db: Database, group_id: int, left: Collection[Record]) -> list[Record]:
    """Put every record back that is not left; return those which the file did not take."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    found = rows.fetch(
        db,
        """
        SELECT op, table_name, row_id, column_name, old FROM change_log
        WHERE group_id = :group_id AND table_name IN (SELECT value FROM json_each(:tables))
        ORDER BY id DESC
        """,
        {"group_id": group_id, "tables": json.dumps(triggers.LOGGED)},
    )
    going = (row for row in found if (row["table_name"], row["row_id"]) not in left)
    blocked: list[Record] = []
    for (table, op), changes in groupby(going, key=lambda row: (row["table_name"], row["op"])):
        blocked += _REVERSE[op](db, table, list(changes))
    return blocked


def settled(db: Database, group_id: int) -> dict[int, int]:
    """Return the later groups that cancel out, each undone one and what undid it, by the latter."""
    found: dict[int, int] = {}
    for row in rows.fetch(
        db,
        "SELECT id, undoes FROM action_group WHERE id > :id ORDER BY id DESC",
        {"id": group_id},
    ):
        if row["id"] not in found and (row["undoes"] or 0) > group_id:
            found |= {row["id"]: row["id"], row["undoes"]: row["id"]}
    return found


def _refusal(db: Database, records: list[Record]) -> ChangedSince:
    names = list(dict.fromkeys(titles.title(db, table, row_id) for table, row_id in records[:50]))
    shown = names[:5]
    rest = len(records) - len(shown)
    return ChangedSince(
        records=Words(
            "、".join(name.zh for name in shown) + (f"等{len(records)}条记录" if rest > 0 else ""),
            ", ".join(name.en for name in shown) + (f" and {rest} more" if rest > 0 else ""),
        )
    )


def _orphans(db: Database, tables: frozenset[str]) -> set[Orphan]:
    """Return the rows without their parent, among those that touch one of the tables."""
    children = {
        table
        for table in titles.KINDS
        for parent in rows.column(db, 'SELECT "table" FROM pragma_foreign_key_list(?)', (table,))
        if parent in tables or table in tables
    }
    return {
        tuple(row)
        for table in children
        for row in db.conn.execute(f'PRAGMA foreign_key_check("{table}")').fetchall()
    }


def _put_back(db: Database, table: str, changes: list[rows.Row]) -> list[Record]:
    known = set(rows.columns(db, table))
    blocked: list[Record] = []
    for change in changes:
        values = {
            name: bytes.fromhex(stored["hex"]) if isinstance(stored, dict) else stored
            for name, stored in json.loads(change["old"]).items()
            if name in known
        }
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(f":{name}" for name in values)
        if not _written(db, f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values):
            blocked.append((table, change["row_id"]))
    return blocked


def _take_out(db: Database, table: str, changes: list[rows.Row]) -> list[Record]:
    db.conn.executemany(
        f'DELETE FROM "{table}" WHERE id = ?', [(change["row_id"],) for change in changes]
    )
    return []


def _set_back(db: Database, table: str, changes: list[rows.Row]) -> list[Record]:
    blocked: list[Record] = []
    for row_id, parts in groupby(changes, key=lambda change: change["row_id"]):
        # Youngest first: the oldest value of a column is written last into the dictionary.
        values = {part["column_name"]: part["old"] for part in parts}
        marks = ", ".join(f'"{name}" = :{name}' for name in values)
        sql = f'UPDATE "{table}" SET {marks} WHERE id = :id'
        if not _written(db, sql, {**values, "id": row_id}):
            blocked.append((table, row_id))
    return blocked


def _written(db: Database, sql: str, values: dict[str, Any]) -> bool:
    try:
        db.conn.execute(sql, values)
    except sqlite3.IntegrityError:  # its number or name was taken by another record since
        return False
    return True


_REVERSE = {"insert": _take_out, "delete": _put_back, "update": _set_back}
