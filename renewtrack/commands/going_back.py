"""Commands that tell what was done to the file, take it back, and bring it again."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.terminal import (
    DONE,
    Terminal,
    command,
    opened,
    project_file,
    taking_over,
    who,
)
from renewtrack.store import backups, exports, history, thinning, titles
from renewtrack.store.history import Change, Group, HistoryFilter, Undone
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.masking import Mask

TAKEN_BACK = Words("已撤销：{label}", "Undone: {label}")
BROUGHT_AGAIN = Words("已重做：{label}", "Redone: {label}")
LEFT = Words(
    "以下记录之后又有改动，保持不变（共 {count} 条）：{names}",
    "These were changed since and stay as they are ({count} in all): {names}",
)
LINE = Words(
    "#{id}  {at}  {who}  {label}  改动 {changes}", "#{id}  {at}  {who}  {label}  {changes}"
)
UNDONE = Words("（已撤销）", " (undone)")
THINNING = Words(
    "将删除 {before} 以前 {groups} 项操作的 {entries} 条改动明细，这些操作以后不能再撤销；"
    "保留 {kept} 条",
    "This removes {entries} details of {groups} actions before {before}, which cannot be undone "
    "any more; {kept} stay",
)
THINNED = Words("已删除 {entries} 条改动明细", "Removed {entries} details")
NOT_THINNED = Words("没有删除。确认请加 --yes", "Nothing was removed. Add --yes to do it")
ASK = Words("删除吗？", "Remove them?")


@command("undo")
@project_file
@click.option("--group", type=int, metavar="N", help="撤销这一项操作。Take this action back.")
@click.option(
    "--leave-changed",
    is_flag=True,
    help="保留之后又改过的记录。Leave records that were changed since.",
)
@taking_over
def undo(terminal: Terminal, path: Path, group: int | None, **asked: bool) -> int:
    """撤销最近一次或指定的操作。Take back the latest action, or an earlier one."""
    with opened(path, write=True, take_over=asked["take_over"]) as project:
        done = _undone(project.db, group, leave_changed=asked["leave_changed"])
    _tell(terminal, "undone", done, TAKEN_BACK)
    return DONE


def _undone(db: Database, group_id: int | None, *, leave_changed: bool) -> Undone:
    if group_id is None:
        target = history.undo_target(db)
        if target is None or not leave_changed:
            return history.undo(db, who())
        group_id = target.id
    take_back = history.take_back if leave_changed else history.undo_group
    return take_back(db, group_id, who())


@command("redo")
@project_file
@taking_over
def redo(terminal: Terminal, path: Path, take_over: bool) -> int:
    """重做刚撤销的操作。Bring the last undone action again."""
    with opened(path, write=True, take_over=take_over) as project:
        done = history.redo(project.db, who())
    _tell(terminal, "redone", done, BROUGHT_AGAIN)
    return DONE


def _tell(terminal: Terminal, key: str, done: Undone, words: Words) -> None:
    names = Words(
        "、".join(each.zh for each in done.left), ", ".join(each.en for each in done.left)
    )
    terminal.answer(
        {
            key: done.group.words.in_(terminal.language),
            "group": done.group.id,
            "action": done.group.action,
            "changes": done.group.changes,
            "tables": sorted(done.tables),
            "left": [each.in_(terminal.language) for each in done.left],
            "left_count": done.left_count,
        },
        words.filled(label=done.group.words),
        *([LEFT.filled(count=done.left_count, names=names)] if done.left else []),
    )


@command("history")
@project_file
@click.option("--who", "person", metavar="NAME", help="只看此人的操作。Only this person's.")
@click.option("--record", metavar="T:ID", help="只看这条记录，如 estate:3。Only this record's.")
@click.option("--batch", type=int, metavar="N", help="只看这次导入。Only this import's.")
@click.option("--group", type=int, metavar="N", help="这项操作的每处改动。Each change of it.")
@click.option("--limit", type=click.IntRange(min=1), default=50, help="最多几项。At most.")
def history_(terminal: Terminal, path: Path, **asked: Any) -> int:
    """查看操作历史。Tell what was done, the latest first."""
    table, row_id = _record(asked["record"])
    which = HistoryFilter(person=asked["person"], batch=asked["batch"], table=table, row_id=row_id)
    with opened(path) as project:
        if asked["group"] is not None:
            mask = exports.mask(project.db)
            found = history.changes(project.db, asked["group"], asked["limit"])
            terminal.answer(
                [_change_document(change, mask) for change in found],
                *(_change_line(change, mask) for change in found),
            )
        else:
            groups = history.groups(project.db, which, asked["limit"])
            terminal.answer(
                [_document(group, terminal.language) for group in groups],
                *(_line(group) for group in groups),
            )
    return DONE


def _record(written: str | None) -> tuple[str | None, int | None]:
    if written is None:
        return None, None
    table, _, row_id = written.partition(":")
    if table not in titles.KINDS or not row_id.isdecimal():
        known = ", ".join(titles.KINDS)
        raise click.BadParameter(f"{written!r}: T:ID, T = {known}", param_hint="--record")
    return table, int(row_id)


def _document(group: Group, language: str) -> dict[str, Any]:
    return {
        "id": group.id,
        "at": group.at,
        "who": group.who,
        "action": group.action,
        "label": group.words.in_(language),
        "batch": group.batch_id,
        "changes": group.changes,
        "standing": group.standing,
        "left": group.left,
    }


def _line(group: Group) -> Words:
    words = LINE.filled(
        id=group.id, at=group.at, who=group.who or "-", label=group.words, changes=group.changes
    )
    return words if group.standing else Words(words.zh + UNDONE.zh, words.en + UNDONE.en)


def _change_document(change: Change, mask: Mask) -> dict[str, Any]:
    return {
        "op": change.op,
        "table": change.table,
        "row": change.row_id,
        "column": change.column,
        "old": _masked(change, change.old, mask),
        "new": _masked(change, change.new, mask),
    }


def _change_line(change: Change, mask: Mask) -> Words:
    told = f"{change.table}:{change.row_id}  {change.op}"
    if change.column is not None:
        old, new = _masked(change, change.old, mask), _masked(change, change.new, mask)
        told = f"{told}  {change.column}  {old} -> {new}"
    return Words(told, told)


def _masked(change: Change, value: object, mask: Mask) -> object:
    """Return a value of the log as it may be shown: persons masked, shapes and rows left out."""
    if change.column is None or change.column == "geom" or isinstance(value, bytes):
        return None
    return mask.field(change.column, value) if isinstance(value, str) else value


@command("thin")
@project_file
@click.option(
    "--before", required=True, metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="YYYY-MM-DD"
)
@click.option("--reason", required=True, help="理由，留在文件里。The reason; it stays in the file.")
@click.option("--yes", is_flag=True, help="不再询问。Do not ask.")
def thin(terminal: Terminal, path: Path, before: dt.datetime, reason: str, yes: bool) -> int:
    """删除过久的改动明细。Remove the details of old changes; what was done stays listed."""
    with opened(path, write=True) as project:
        found = thinning.would_remove(project.db, before.date())
        terminal.note(THINNING.filled(**_counts(found)))
        done = yes or (
            not terminal.as_json
            and sys.stdin.isatty()
            and click.confirm(ASK.in_(terminal.language), err=True)
        )
        if done:
            backups.make(path, "mass", unless_same=True, who=who())
            found = thinning.thin(project.db, before.date(), who(), reason)
            thinning.pack(project.db)
    terminal.answer(
        {**_counts(found), "done": done},
        THINNED.filled(entries=found.entries) if done else NOT_THINNED,
    )
    return DONE


def _counts(found: thinning.Thinned) -> dict[str, object]:
    return {
        "before": found.before.isoformat(),
        "entries": found.entries,
        "groups": found.groups,
        "kept": found.kept,
    }
