"""Edits of cells: what each changes in the project file, and why some are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.ui import columns
from renewtrack.ui.columns import Column
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


EDITED = Words("{whose}的{which}", "{which} of {whose}")
EDITED_MANY = Words("{whose}的{which}（{count} 格）", "{which} of {whose} ({count} cells)")
OTHERS = {
    "estates": Words("“{name}”和另外 {more} 个小区", "“{name}” and {more} more estates"),
    "buildings": Words("“{name}”和另外 {more} 栋楼", "“{name}” and {more} more buildings"),
    "projects": Words("“{name}”和另外 {more} 个项目", "“{name}” and {more} more projects"),
    "works": Words("“{name}”和另外 {more} 项改造内容", "“{name}” and {more} more works"),
}
COLUMNS_NAMED = 2


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell of one row gets a value."""

    row_id: int  # of the row shown
    target_id: int  # of the stored row that changes; an estate's stage is its project's
    column: Column
    value: object


def target(column: Column, row: object) -> int | None:
    """Return the id of the stored row that an edit of a cell changes, or None."""
    if not column.table:
        return None
    of_other = column.table == "project" and hasattr(row, "project_id")
    found = getattr(row, "project_id" if of_other else "id")
    return found if isinstance(found, int) else None


def reason(column: Column, row: object) -> Words | None:
    """Return why a cell cannot be edited; None where it can."""
    if not column.table:
        return column.why or columns.COUNTED
    return None if target(column, row) is not None else columns.NO_PROJECT


def described(kind: str, wanted: Sequence[Edit], name_of: Callable[[int], str]) -> Words:
    """Return what the history says was edited: whose cells of which columns, and how many."""
    ids = list(dict.fromkeys(edit.row_id for edit in wanted))
    heads = list(dict.fromkeys(edit.column.words for edit in wanted))
    name = name_of(ids[0])
    whose = Words(f"“{name}”", f"“{name}”")
    if len(ids) > 1:
        whose = OTHERS[kind].filled(name=name, more=len(ids) - 1)
    first = heads[:COLUMNS_NAMED]
    more = len(heads) - len(first)
    which = Words(
        "、".join(words.zh for words in first) + (f"等 {len(heads)} 列" if more else ""),
        ", ".join(words.en for words in first) + (f" and {more} more" if more else ""),
    )
    words = EDITED if len(wanted) == 1 else EDITED_MANY
    return words.filled(whose=whose, which=which, count=len(wanted))


def moves(edits: Iterable[Edit]) -> dict[tuple[str, str], list[int]]:
    """Return the edits that move a stage: the rows by their table and the stage."""
    found: dict[tuple[str, str], list[int]] = {}
    for edit in edits:
        if edit.column.kind == "stage" and isinstance(edit.value, str):
            found.setdefault((edit.column.table, edit.value), []).append(edit.target_id)
    return found


def apply(db: Database, edits: Sequence[Edit], date: str, reason: str = "") -> int:
    """Write edits inside the action under way and return how many rows changed.

    A stage is moved to on ``date`` (ISO), which leaves an event with the reason; other cells are
    plain changes. Raises ``store.moving.ReasonNeeded``.
    """
    from renewtrack.store import moving
    from renewtrack.store.moving import Move

    plain: dict[tuple[str, int], dict[str, object]] = {}
    for edit in edits:
        if edit.column.kind != "stage" or edit.value is None:
            changes = plain.setdefault((edit.column.table, edit.target_id), {})
            changes[edit.column.stored] = edit.value
    stages = moves(edits)
    for (table, stage), ids in stages.items():
        moving.move(db, table, ids, Move(stage, date, reason, fills=False))  # type: ignore[arg-type]
    touched = {*plain} | {(table, each) for (table, _), ids in stages.items() for each in ids}
    for (table, row_id), changes in plain.items():
        change(db, table, row_id, changes)
    return len(touched)


def change(db: Database, table: str, row_id: int, changes: dict[str, object]) -> None:
    """Change columns of one row of a table inside the action under way.

    The street and the community of an estate are names; the estate moves to areas so named.
    """
    from renewtrack.store import buildings, estates, projects, works

    where = {name: changes.pop(name) or "" for name in ("street", "community") if name in changes}
    if where:
        estates.move_to(db, row_id, **{name: str(value) for name, value in where.items()})
    if changes:
        module = {"estate": estates, "building": buildings, "project": projects, "work": works}
        module[table].change(db, row_id, changes)
