"""What the history tells: actions by filter and page by page, and the changes of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.store import batches as imports
from renewtrack.store import leaving, rows, triggers
from renewtrack.store.batches import Batch
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

PAGE = 200  # actions read at a time


@dataclass(frozen=True, slots=True)
class Group:
    """One action of one person; ``standing`` is False once it is undone."""

    id: int
    action: str
    words: Words
    who: str | None
    at: str  # UTC, ISO 8601
    batch_id: int | None
    changes: int
    standing: bool
    revertible: bool = False  # it stands, and there is something to take back
    left: int = 0  # records that this undo left as they were


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change log; ``words`` is None for an edit by another program."""

    id: int
    group_id: int | None
    words: Words | None
    who: str | None
    at: str  # UTC, ISO 8601
    op: str
    table: str
    row_id: int
    column: str | None
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Outside:
    """Changes by another program between two actions, from the first log entry to the last."""

    first: int
    last: int
    at: str  # UTC, ISO 8601, of the last
    changes: int


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which actions to show; every part that is given must be met."""

    person: str | None = None
    batch: int | None = None
    table: str | None = None
    row_id: int | None = None
    action: str | None = None
    since: str | None = None  # UTC, ISO 8601, included
    until: str | None = None  # UTC, ISO 8601, not included
    text: str = ""  # in the action's words, in either language


# Undone and redone groups are chains of action_group.undoes; a group stands while nothing that
# stands undoes it. Linear undo takes the youngest standing group that is no undo itself.
_REVERTIBLE = ", ".join(f"'{table}'" for table in triggers.LOGGED)
CHANGES = f"SELECT 1 FROM change_log WHERE table_name IN ({_REVERTIBLE}) AND group_id"
HAS_CHANGES = f"EXISTS ({CHANGES} = action_group.id)"
_GROUP = f"""
SELECT id, action, label_zh, label_en, who, at, batch_id, undone_by IS NULL AS standing,
       (SELECT COUNT(*) FROM change_log WHERE group_id = action_group.id) AS changes,
       undone_by IS NULL AND {HAS_CHANGES} AS revertible
FROM action_group
"""
_CHANGE = """
SELECT change_log.id, group_id, label_zh, label_en, change_log.who, change_log.at, op,
       table_name AS "table", row_id, column_name AS "column", old, new
FROM change_log LEFT JOIN action_group ON action_group.id = group_id
"""
_OF_RECORD = "table_name = :table AND (:row_id IS NULL OR row_id = :row_id)"
_FILTERS = {
    "person": "who = :person",
    "batch": "batch_id = :batch",
    "table": f"id IN (SELECT group_id FROM change_log WHERE {_OF_RECORD})",
    "action": "action = :action",
    "since": "at >= :since",
    "until": "at < :until",
    "text": "(instr(label_zh, :text) OR instr(lower(label_en), lower(:text)))",
}


def groups(
    db: Database,
    which: HistoryFilter | None = None,
    limit: int = PAGE,
    before_id: int | None = None,
) -> list[Group]:
    """Return the latest actions that meet a filter, youngest first, older than ``before_id``."""
    chosen = which or HistoryFilter()
    conditions = [sql for part, sql in _FILTERS.items() if getattr(chosen, part) not in (None, "")]
    if before_id is not None:
        conditions.append("id < :before_id")
    parameters = {part: getattr(chosen, part) for part in (*_FILTERS, "row_id")}
    return where(
        db, " AND ".join(conditions) or "1", {**parameters, "limit": limit, "before_id": before_id}
    )


def where(db: Database, condition: str, parameters: dict[str, object]) -> list[Group]:
    """Return the groups that meet a condition in SQL, youngest first."""
    found = rows.fetch(db, f"{_GROUP} WHERE {condition} ORDER BY id DESC LIMIT :limit", parameters)
    undos = any(row["action"] in ("undo", "redo") for row in found)
    left = {undo: len(records) for undo, records in leaving.by_undo(db).items()} if undos else {}
    for row in found:
        row |= {key: bool(row[key]) for key in ("standing", "revertible")}
    return [
        Group(words=_words(row) or Words("", ""), left=left.get(row["id"], 0), **row)
        for row in found
    ]


def lines(
    db: Database,
    which: HistoryFilter | None = None,
    limit: int = PAGE,
    before_id: int | None = None,
) -> list[Group | Outside]:
    """Return a page of actions as ``groups`` does, with what other programs changed in between.

    Other programs have no name, no import and no kind of action: a filter by one of these leaves
    them out.
    """
    chosen = which or HistoryFilter()
    page = groups(db, chosen, limit, before_id)
    if any((chosen.person, chosen.batch, chosen.action, chosen.text)):
        return list(page)
    ends = [_first_change(db, group.id) for group in page]
    younger = _first_change(db, before_id) if before_id is not None else None
    older = None if len(page) == limit else 0
    found: list[Group | Outside] = []
    for group, first in zip((*page, None), (*ends, older), strict=True):
        if first is not None:
            outside = _outside(db, chosen, first, younger)
            found += [outside] if outside is not None else []
            younger = first
        found += [group] if group is not None else []
    return found


def _first_change(db: Database, group_id: int) -> int | None:
    """Return the first log entry of a group; of one without any, that of the next younger one."""
    first = rows.value(
        db,
        "SELECT id FROM change_log WHERE group_id >= ? ORDER BY group_id, id LIMIT 1",
        (group_id,),
    )
    return int(first) if first is not None else None


def _outside(db: Database, chosen: HistoryFilter, after: int, before: int | None) -> Outside | None:
    record = f"AND {_OF_RECORD}" if chosen.table is not None else ""
    found = rows.fetch(
        db,
        f"""
        SELECT MIN(id) AS first, MAX(id) AS last, MAX(at) AS at, COUNT(*) AS changes
        FROM change_log
        WHERE group_id IS NULL AND id > :after AND (:before IS NULL OR id < :before)
          AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until) {record}
        """,
        {
            "after": after,
            "before": before,
            "since": chosen.since,
            "until": chosen.until,
            "table": chosen.table,
            "row_id": chosen.row_id,
        },
    )[0]
    return Outside(**found) if found["changes"] else None


def changes(db: Database, group_id: int, limit: int = -1, after: int = 0) -> list[Change]:
    """Return the changes of one action in the order they were made, later than entry ``after``."""
    return _changes(
        db,
        "group_id = :group_id AND change_log.id > :after ORDER BY change_log.id LIMIT :limit",
        {"group_id": group_id, "limit": limit, "after": after},
    )


def outside_changes(
    db: Database, outside: Outside, limit: int = -1, after: int = 0
) -> list[Change]:
    """Return changes that other programs made, later than entry ``after``."""
    return _changes(
        db,
        """
        group_id IS NULL AND change_log.id BETWEEN :first AND :last AND change_log.id > :after
        ORDER BY change_log.id LIMIT :limit
        """,
        {"first": outside.first, "last": outside.last, "limit": limit, "after": after},
    )


def of_record(db: Database, table: str, row_id: int) -> list[Change]:
    """Return the changes of one record, youngest first."""
    return _changes(
        db,
        "table_name = :table AND row_id = :row_id ORDER BY change_log.id DESC",
        {"table": table, "row_id": row_id},
    )


def people(db: Database) -> list[str]:
    """Return everybody who did something, the busiest first."""
    return rows.column(
        db,
        """
        SELECT who FROM action_group WHERE who IS NOT NULL AND who != ''
        GROUP BY who ORDER BY COUNT(*) DESC, who
        """,
    )


def batches(db: Database) -> list[Batch]:
    """Return every import, also those that were undone, youngest first."""
    found = rows.fetch(
        db,
        """
        SELECT * FROM import_batch WHERE id IN (SELECT batch_id FROM action_group)
        ORDER BY id DESC
        """,
    )
    return rows.as_values(imports.Batch, found)


def size(db: Database, group_id: int) -> int:
    """Return how many records an action changed."""
    return len(leaving.records_of(db, group_id))


def record_count(db: Database) -> int:
    """Return how many records people keep in the file, of every kind that stands for itself."""
    return sum(
        int(rows.value(db, f"SELECT COUNT(*) FROM {table}"))
        for table in ("estate", "building", "site", "project", "work")
    )


def kinds(db: Database) -> list[str]:
    """Return the keys of the kinds of action that the file has, the most frequent first."""
    return rows.column(
        db, "SELECT action FROM action_group GROUP BY action ORDER BY COUNT(*) DESC, action"
    )


def _changes(db: Database, condition: str, parameters: dict[str, object]) -> list[Change]:
    found = rows.fetch(db, f"{_CHANGE} WHERE {condition}", parameters)
    return [Change(words=_words(row), **row) for row in found]


def _words(row: rows.Row) -> Words | None:
    zh, en = row.pop("label_zh"), row.pop("label_en")
    return None if zh is None else Words(zh, en)
