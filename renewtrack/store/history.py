"""Undo and redo that survive a restart: the latest action, an earlier one, a whole import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import actions, leaving, recalling, reverting, rows, titles
from renewtrack.store.leaving import Record
from renewtrack.store.recalling import (
    HAS_CHANGES,
    Change,
    Group,
    HistoryFilter,
    Outside,
    batches,
    changes,
    groups,
    kinds,
    lines,
    of_record,
    outside_changes,
    people,
    record_count,
    size,
)
from renewtrack.store.reverting import ChangedSince
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = [
    "Change",
    "ChangedSince",
    "Group",
    "HistoryFilter",
    "NothingToRedo",
    "NothingToUndo",
    "Outside",
    "Undone",
    "WentBackPartly",
    "batches",
    "changes",
    "groups",
    "kinds",
    "later",
    "lines",
    "of_record",
    "outside_changes",
    "people",
    "record_count",
    "redo",
    "redo_target",
    "size",
    "take_back",
    "undo",
    "undo_group",
    "undo_target",
    "undo_to",
]
_NAMED = 20  # of the records left by an undo


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


class WentBackPartly(UserError):
    """Of several actions the latest were taken back, and then one could not be."""

    words = Words(
        "已撤销最近的 {done} 项操作，到这一项为止：{what}。它改过的记录之后又有改动，不能撤销。"
        "已撤销的可以逐项重做；请先处理那些改动，再试一次。",
        "The latest {done} actions were undone, up to this one: {what}. Its records were changed "
        "since, so it cannot be. What was undone can be redone one by one; settle those changes "
        "first, then try again.",
    )


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo took back or brought again, which tables it touched, what it left."""

    group: Group
    tables: frozenset[str]
    left: tuple[Words, ...] = ()  # the first records that stayed as they are
    left_count: int = 0  # all of them


def undo_target(db: Database) -> Group | None:
    """Return the group that ``undo`` would take back, named after the person's action, or None."""
    return _target(db, f"action != 'undo' AND undone_by IS NULL AND {HAS_CHANGES}", {})


def redo_target(db: Database) -> Group | None:
    """Return the undo that ``redo`` would take back, or None; a new action empties the way.

    Its words are those of the person's action that would come again.
    """
    return _target(
        db,
        f"""
        action = 'undo' AND undone_by IS NULL AND {HAS_CHANGES} AND NOT EXISTS (
            SELECT 1 FROM action_group AS later
            WHERE later.id > action_group.id AND later.action NOT IN ('undo', 'redo')
              AND EXISTS ({recalling.CHANGES} = later.id)
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
    return _take_back(db, target, who)


def redo(db: Database, who: str) -> Undone:
    """Bring the last undone action back. Raises NothingToRedo, ChangedSince."""
    target = redo_target(db)
    if target is None:
        raise NothingToRedo
    return _take_back(db, target, who)


def undo_group(db: Database, group_id: int, who: str) -> Undone:
    """Take back one action of the past, whatever came later to other records.

    Taking back an undo brings its action again, so it is kept as a redo. Raises NothingToUndo for
    a group that is unknown, undone or without changes, ChangedSince.
    """
    return _take_back(db, _standing(db, group_id), who)


def take_back(db: Database, group_id: int, who: str) -> Undone:
    """Take back an earlier action, a whole import for one, and leave what was built upon it.

    Records that were changed since, or on which later records hang, stay as they are and are
    named; the rest goes. What was taken back can be brought again like any undo. Raises
    NothingToUndo for a group that is unknown, undone or without changes, ChangedSince where
    nothing of it would go.
    """
    return _take_back(db, _standing(db, group_id), who, reverting.revert_rest)


def later(db: Database, group_id: int) -> list[Group]:
    """Return the actions that ``undo_to`` would take back, the latest first.

    An action and its undo, both later, cancel out and are left alone.
    """
    settled = reverting.settled(db, group_id)
    found = recalling.where(
        db, f"id > :id AND undone_by IS NULL AND {HAS_CHANGES}", {"id": group_id, "limit": -1}
    )
    return [group for group in found if group.id not in settled]


def undo_to(db: Database, group_id: int, who: str) -> list[Undone]:
    """Go back to what the records were after an action, by taking back all that came later.

    Each later action is taken back as an undo of its own, the latest first; records that an undo
    had left stay as they are. Raises WentBackPartly where another program changed a record
    meanwhile.
    """
    done: list[Undone] = []
    for group in later(db, group_id):
        try:
            done.append(undo_group(db, group.id, who))
        except ChangedSince as why:
            raise WentBackPartly(done=len(done), what=group.words) from why
    return done


def _standing(db: Database, group_id: int) -> Group:
    target = _target(db, f"id = :id AND undone_by IS NULL AND {HAS_CHANGES}", {"id": group_id})
    if target is None:
        raise NothingToUndo
    return target


def _all_of_it(db: Database, group_id: int) -> tuple[frozenset[str], list[Record]]:
    return reverting.revert(db, group_id), []


def _take_back(
    db: Database,
    target: Group,
    who: str,
    revert: Callable[[Database, int], tuple[frozenset[str], list[Record]]] = _all_of_it,
) -> Undone:
    action = "redo" if target.action == "undo" else "undo"
    _, batch_id = _origin(db, target.id)
    with actions.act(
        db, action, who, target.words, batch_id=batch_id if action == "redo" else None
    ) as group_id:
        tables, left = revert(db, target.id)
        db.execute(
            "UPDATE action_group SET undoes = :target WHERE id = :id",
            {"target": target.id, "id": group_id},
        )
        db.execute(
            "UPDATE action_group SET undone_by = :id WHERE id = :target",
            {"target": target.id, "id": group_id},
        )
        if left:
            leaving.note(db, group_id, who, left)
    named = dict.fromkeys(titles.title(db, table, row_id) for table, row_id in left[: 5 * _NAMED])
    return Undone(target, tables, tuple(named)[:_NAMED], len(left))


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
    found = recalling.where(db, condition, {**parameters, "limit": 1})
    return replace(found[0], words=_origin(db, found[0].id)[0]) if found else None
