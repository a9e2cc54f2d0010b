"""What was done to the file: groups of changes, undo and redo that survive a restart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from renewtrack.errors import UserError
from renewtrack.store import actions, reverting, rows, triggers
from renewtrack.store.reverting import ChangedSince
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = [
    "Change",
    "ChangedSince",
    "Group",
    "NothingToRedo",
    "NothingToUndo",
    "Undone",
    "groups",
    "of_record",
    "redo",
    "redo_target",
    "undo",
    "undo_group",
    "undo_target",
]


class NothingToUndo(UserError):
    """Every action of the file is undone already, or there was none."""

    words = Words(
        "没有可以撤销的操作，内容没有改变。", "There is nothing to undo; nothing changed."
    )


class NothingToRedo(UserError):
    """Nothing was undone since the last new action."""

    words = Words(
        "没有可以重做的操作，内容没有改变。", "There is nothing to redo; nothing changed."
    )


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
class Undone:
    """What an undo or redo took back or brought again, and which tables it touched."""

    group: Group
    tables: frozenset[str]


# Undone and redone groups are chains of action_group.undoes; a group stands while nothing that
# stands undoes it. Linear undo takes the youngest standing group that is no undo itself.
_GROUP = """
SELECT id, action, label_zh, label_en, who, at, batch_id, undone_by,
       (SELECT COUNT(*) FROM change_log WHERE group_id = action_group.id) AS changes
FROM action_group
"""
_REVERTIBLE = ", ".join(f"'{table}'" for table in triggers.LOGGED)
_CHANGES = f"SELECT 1 FROM change_log WHERE table_name IN ({_REVERTIBLE}) AND group_id"
_HAS_CHANGES = f"EXISTS ({_CHANGES} = action_group.id)"


def groups(db: Database, limit: int = 200) -> list[Group]:
    """Return the latest groups, youngest first."""
    return _groups(db, "1", {"limit": limit})


def undo_target(db: Database) -> Group | None:
    """Return the group that ``undo`` would take back, named after the person's action, or None."""
    return _target(db, f"action != 'undo' AND undone_by IS NULL AND {_HAS_CHANGES}", {})


def redo_target(db: Database) -> Group | None:
    """Return the undo that ``redo`` would take back, or None; a new action empties the way.

    Its words are those of the person's action that would come again.
    """
    return _target(
        db,
        f"""
        action = 'undo' AND undone_by IS NULL AND {_HAS_CHANGES} AND NOT EXISTS (
            SELECT 1 FROM action_group AS later
            WHERE later.id > action_group.id AND later.action NOT IN ('undo', 'redo')
              AND EXISTS ({_CHANGES} = later.id)
        )
        """,
        {},
    )


def undo(db: Database, who: str) -> Undone:
    """Take back the latest action.

    Raises NothingToUndo, or ChangedSince where a record of it was changed by another program.
    """
    target = undo_target(db)
    if target is None:
        raise NothingToUndo
    return _take_back(db, target, "undo", who)


def redo(db: Database, who: str) -> Undone:
    """Bring the last undone action back. Raises NothingToRedo, ChangedSince."""
    target = redo_target(db)
    if target is None:
        raise NothingToRedo
    return _take_back(db, target, "redo", who)


def undo_group(db: Database, group_id: int, who: str) -> Undone:
    """Take back one action of the past, whatever came later to other records.

    Taking back an undo brings its action again, so it is kept as a redo. Raises NothingToUndo for
    a group that is unknown, undone or without changes, ChangedSince.
    """
    target = _target(db, f"id = :id AND undone_by IS NULL AND {_HAS_CHANGES}", {"id": group_id})
    if target is None:
        raise NothingToUndo
    return _take_back(db, target, "redo" if target.action == "undo" else "undo", who)


def of_record(db: Database, table: str, row_id: int) -> list[Change]:
    """Return the changes of one record, youngest first."""
    found = rows.fetch(
        db,
        """
        SELECT change_log.id, group_id, label_zh, label_en, change_log.who, change_log.at, op,
               table_name AS "table", row_id, column_name AS "column", old, new
        FROM change_log LEFT JOIN action_group ON action_group.id = group_id
        WHERE table_name = :table AND row_id = :row_id
        ORDER BY change_log.id DESC
        """,
        {"table": table, "row_id": row_id},
    )
    return [Change(words=_words(row), **row) for row in found]


def _take_back(db: Database, target: Group, action: str, who: str) -> Undone:
    _, batch_id = _origin(db, target.id)
    with actions.act(
        db, action, who, target.words, batch_id=batch_id if action == "redo" else None
    ) as group_id:
        tables = reverting.revert(db, target.id)
        db.execute(
            "UPDATE action_group SET undoes = :target WHERE id = :id",
            {"target": target.id, "id": group_id},
        )
        db.execute(
            "UPDATE action_group SET undone_by = :id WHERE id = :target",
            {"target": target.id, "id": group_id},
        )
    return Undone(target, tables)


def _origin(db: Database, group_id: int) -> tuple[Words, int | None]:
    """Return label and import of the person's own action behind a chain of undo and redo."""
    row = rows.fetch(
        db,
        """
        WITH RECURSIVE chain(id, undoes) AS (
            SELECT id, undoes FROM action_group WHERE id = :id
            UNION ALL
            SELECT earlier.id, earlier.undoes FROM action_group AS earlier
            JOIN chain ON earlier.id = chain.undoes
        )
        SELECT label_zh, label_en, batch_id FROM action_group
        WHERE id = (SELECT MIN(id) FROM chain)
        """,
        {"id": group_id},
    )[0]
    return Words(row["label_zh"], row["label_en"]), row["batch_id"]


def _target(db: Database, condition: str, parameters: dict[str, object]) -> Group | None:
    """Return the youngest group that meets the condition, named after the person's own action."""
    found = _groups(db, condition, {**parameters, "limit": 1})
    return replace(found[0], words=_origin(db, found[0].id)[0]) if found else None


def _groups(db: Database, condition: str, parameters: dict[str, object]) -> list[Group]:
    found = rows.fetch(db, f"{_GROUP} WHERE {condition} ORDER BY id DESC LIMIT :limit", parameters)
    standing = [row.pop("undone_by") is None for row in found]
    return [
        Group(words=_words(row) or Words("", ""), standing=stands, **row)
        for row, stands in zip(found, standing, strict=True)
    ]


def _words(row: rows.Row) -> Words | None:
    zh, en = row.pop("label_zh"), row.pop("label_en")
    return None if zh is None else Words(zh, en)
