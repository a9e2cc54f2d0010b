"""Taking back one group of changes from its log, all of it or nothing."""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby
from typing import TYPE_CHECKING, Any

from renewtrack.errors import UserError
from renewtrack.store import rows, titles, triggers
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


_Orphan = tuple[str, int, str, int]  # its table and id, the parent's table, which foreign key


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
    _refuse_changed(db, group_id)
    db.execute("PRAGMA defer_foreign_keys = ON")
    tables = frozenset(
        rows.column(
            db, "SELECT DISTINCT table_name FROM change_log WHERE group_id = ?", (group_id,)
        )
    ) & {*triggers.LOGGED}
    before = _orphans(db, tables)
    found = rows.fetch(
        db,
        """
        SELECT op, table_name, row_id, column_name, old FROM change_log
        WHERE group_id = :group_id AND table_name IN (SELECT value FROM json_each(:tables))
        ORDER BY id DESC
        """,
        {"group_id": group_id, "tables": json.dumps(triggers.LOGGED)},
    )
    for (table, op), changes in groupby(found, key=lambda row: (row["table_name"], row["op"])):
        _REVERSE[op](db, table, list(changes))
    _refuse_orphans(db, _orphans(db, tables) - before)
    return tables


def _refuse_changed(db: Database, group_id: int) -> None:
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
    settled = _settled(db, group_id)
    changed = dict.fromkeys(
        (row["table_name"], row["row_id"]) for row in later if row["group_id"] not in settled
    )
    if changed:
        _refuse(db, list(changed))


def _settled(db: Database, group_id: int) -> set[int]:
    """Return the later groups that cancel out: each undone one with what undid it."""
    settled: set[int] = set()
    for row in rows.fetch(
        db,
        "SELECT id, undoes FROM action_group WHERE id > :id ORDER BY id DESC",
        {"id": group_id},
    ):
        if row["id"] not in settled and (row["undoes"] or 0) > group_id:
            settled |= {row["id"], row["undoes"]}
    return settled


def _refuse(db: Database, records: list[tuple[str, int]]) -> None:
    names = list(dict.fromkeys(titles.title(db, table, row_id) for table, row_id in records[:50]))
    shown = names[:5]
    rest = len(records) - len(shown)
    raise ChangedSince(
        records=Words(
            "、".join(name.zh for name in shown) + (f"等{len(records)}条记录" if rest > 0 else ""),
            ", ".join(name.en for name in shown) + (f" and {rest} more" if rest > 0 else ""),
        )
    )


def _orphans(db: Database, tables: frozenset[str]) -> set[_Orphan]:
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


def _refuse_orphans(db: Database, made: set[_Orphan]) -> None:
    """Refuse where a later record hangs on one that is going, or on one that is gone.

    Orphans that another program left are not of our making and stay as they were.
    """
    if made:
        _refuse(db, sorted({(table, row_id) for table, row_id, _, _ in made}))


def _put_back(db: Database, table: str, changes: list[rows.Row]) -> None:
    known = set(rows.columns(db, table))
    for change in changes:
        values = {
            name: bytes.fromhex(stored["hex"]) if isinstance(stored, dict) else stored
            for name, stored in json.loads(change["old"]).items()
            if name in known
        }
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(f":{name}" for name in values)
        _write(
            db,
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
            values,
            (table, change["row_id"]),
        )


def _take_out(db: Database, table: str, changes: list[rows.Row]) -> None:
    db.conn.executemany(
        f'DELETE FROM "{table}" WHERE id = ?', [(change["row_id"],) for change in changes]
    )


def _set_back(db: Database, table: str, changes: list[rows.Row]) -> None:
    for row_id, parts in groupby(changes, key=lambda change: change["row_id"]):
        # Youngest first: the oldest value of a column is written last into the dictionary.
        values = {part["column_name"]: part["old"] for part in parts}
        marks = ", ".join(f'"{name}" = :{name}' for name in values)
        _write(
            db,
            f'UPDATE "{table}" SET {marks} WHERE id = :id',
            {**values, "id": row_id},
            (table, row_id),
        )


def _write(db: Database, sql: str, values: dict[str, Any], record: tuple[str, int]) -> None:
    try:
        db.conn.execute(sql, values)
    except sqlite3.IntegrityError:  # its number or name was taken by another record since
        _refuse(db, [record])


_REVERSE = {"insert": _take_out, "delete": _put_back, "update": _set_back}
