"""Every write to the file: one named action in one transaction, kept as one group of changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import refusing, roles, sealing, sorting
from renewtrack.store.roles import EDITOR, MANAGER, VIEWER
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of write and what the history calls it; ``{detail}`` is filled when it runs."""

    key: str  # stored in the project file; never renamed
    words: Words
    role: str = EDITOR  # the least role that may do it
    kept: bool = False  # in the history also where it changed no record


ACTIONS = (
    Action("create_demo", Words("生成示范数据{detail}", "Make the demo district{detail}")),
    Action("import", Words("导入{detail}", "Import {detail}")),
    Action("edit", Words("修改{detail}", "Edit {detail}")),
    Action("bulk_edit", Words("批量修改{detail}", "Edit many: {detail}")),
    Action("move_stage", Words("调整阶段{detail}", "Move stage {detail}")),
    Action("add_area", Words("新增区域{detail}", "Add area {detail}")),
    Action("add_estate", Words("新增小区{detail}", "Add estate {detail}")),
    Action("add_building", Words("新增楼栋{detail}", "Add building {detail}")),
    Action("add_project", Words("新增项目{detail}", "Add project {detail}")),
    Action("add_work", Words("新增改造内容{detail}", "Add work {detail}")),
    Action("fund", Words("修改资金{detail}", "Change funding {detail}")),
    Action("vote", Words("表决{detail}", "Vote: {detail}")),
    Action("book", Words("入户预约{detail}", "Visits{detail}")),
    Action("plan", Words("规划目标{detail}", "Plans and targets: {detail}")),
    Action("baseline", Words("锁定年度计划 {detail}", "Freeze the plan of {detail}"), kept=True),
    Action("place", Words("调整位置{detail}", "Move on the map {detail}")),
    Action("add_site", Words("新增场地{detail}", "Add site {detail}")),
    Action("divide", Words("拆分合并：{detail}", "Split or merge: {detail}")),
    Action("map_style", Words("保存地图专题{detail}", "Save the map theme {detail}")),
    Action("base_map", Words("调整底图{detail}", "Change base maps{detail}")),
    Action("local_system", Words("调整地方坐标系{detail}", "Change the local system {detail}")),
    Action("freeze", Words("锁定报表期 {detail}", "Freeze the report of {detail}"), kept=True),
    Action(
        "unfreeze", Words("解除锁定 {detail}", "Open the frozen report of {detail}"), MANAGER, True
    ),
    Action("delete", Words("删除{detail}", "Delete {detail}")),
    Action("attach", Words("添加附件{detail}", "Attach {detail}")),
    Action("reveal", Words("查看个人信息{detail}", "Reveal personal details {detail}"), kept=True),
    Action("undo", Words("撤销：{detail}", "Undo: {detail}")),
    Action("redo", Words("重做：{detail}", "Redo: {detail}")),
    Action("export", Words("导出{detail}", "Export {detail}"), VIEWER, kept=True),
    Action("note", Words("记录：{detail}", "Note: {detail}"), VIEWER, kept=True),
    Action("upgrade", Words("升级文件{detail}", "Upgrade the file {detail}"), kept=True),
    Action("restore", Words("恢复备份{detail}", "Restore a backup {detail}"), MANAGER, kept=True),
    Action("people", Words("调整人员{detail}", "Change people {detail}"), MANAGER, kept=True),
    Action("thin", Words("精简历史{detail}", "Thin the history {detail}"), MANAGER, kept=True),
    Action("erase", Words("清除个人信息{detail}", "Erase a person {detail}"), MANAGER, kept=True),
)
_BY_KEY = {action.key: action for action in ACTIONS}


@contextmanager
def act(
    db: Database, action: str, who: str, detail: str | Words = "", batch_id: int | None = None
) -> Iterator[int]:
    """Run the body as one action and yield the id of its group of changes.

    All of it is stored or, after any exception, none. A group that changed nothing and belongs
    to no import is not kept, but a look at personal details always is. Raises RuntimeError inside
    another action, KeyError for an action that ``ACTIONS`` does not name, NotAllowed, and FileBusy,
    DiskFull, CannotWrite, Unconfirmed, DamagedFile where the disk or a program is in the way.
    """
    if db.conn.in_transaction:
        raise RuntimeError("an action is already under way on this connection")
    label = _BY_KEY[action].words.filled(detail=detail)
    with refusing.in_words(_path(db)):
        roles.permit(db, _BY_KEY[action].role)
    group_id = 0
    try:
        with aside(db):
            group_id = _begin(db, action, label, roles.signed(db, who), batch_id)
            yield group_id
            _finish(db, group_id, action)
    except refusing.CannotWrite as failed:  # the disk may have failed after the last page
        if _stands(db, group_id):
            raise refusing.Unconfirmed(path=_path(db)) from failed
        raise


@contextmanager
def aside(db: Database) -> Iterator[None]:
    """Run what is no action of a person, such as a sign-in, in one transaction of its own.

    Raises FileBusy, DiskFull, CannotWrite or DamagedFile as ``act`` does.
    """
    try:
        with _transaction(db):
            yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as failed:
        told = refusing.told(_path(db), failed)
        if told is None:
            raise
        raise told from failed


@contextmanager
def _transaction(db: Database) -> Iterator[None]:
    db.execute("PRAGMA query_only = OFF")
    try:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("COMMIT")
    finally:
        db.rollback()  # after COMMIT there is nothing left to take back
        db.execute("PRAGMA query_only = ON")


def _stands(db: Database, group_id: int) -> bool:
    try:
        found = db.execute("SELECT 1 FROM action_group WHERE id = :id", {"id": group_id})
        return found.fetchone() is not None
    except sqlite3.Error:
        return False


def _path(db: Database) -> str:
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def require(db: Database) -> int:
    """Return the group under way; RuntimeError outside an action."""
    group_id = None
    if db.conn.in_transaction:
        group_id = db.execute("SELECT group_id FROM change_context WHERE id = 1").fetchone()[0]
    if group_id is None:
        raise RuntimeError("writing needs an action: use it inside `with act(...)`")
    return int(group_id)


def _begin(db: Database, action: str, label: Words, who: str, batch_id: int | None) -> int:
    cursor = db.execute(
        """
        INSERT INTO action_group (action, label_zh, label_en, who, at, batch_id)
        VALUES (:action, :zh, :en, :who, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), :batch_id)
        """,
        {
            "action": action,
            "zh": label.zh.strip(),
            "en": label.en.strip(),
            "who": who,
            "batch_id": batch_id,
        },
    )
    group_id = cursor.lastrowid
    assert group_id is not None
    db.execute(
        "UPDATE change_context SET group_id = :group_id, who = :who WHERE id = 1",
        {"group_id": group_id, "who": who},
    )
    return group_id


def _finish(db: Database, group_id: int, action: str) -> None:
    sorting.refresh(db)
    touched = {"group_id": group_id}
    db.execute(
        """
        UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        WHERE table_name IN (SELECT table_name FROM change_log WHERE group_id = :group_id)
        """,
        touched,
    )
    db.execute(
        """
        DELETE FROM action_group
        WHERE id = :group_id AND batch_id IS NULL
          AND action NOT IN (SELECT value FROM json_each(:kept))
          AND NOT EXISTS (SELECT 1 FROM change_log WHERE group_id = :group_id)
        """,
        {**touched, "kept": json.dumps([each.key for each in ACTIONS if each.kept])},
    )
    db.execute("UPDATE change_context SET group_id = NULL, who = NULL WHERE id = 1")
    sealing.seal(db, action)
