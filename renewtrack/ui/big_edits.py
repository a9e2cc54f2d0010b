"""Changes of many records in one step: asked for by number, written after a backup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from renewtrack.ui import asking
from renewtrack.ui.edits import Edit
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.ui.session import Session
    from renewtrack.ui.table_model import LedgerModel
    from renewtrack.ui.tasks import Task

T = TypeVar("T")
TITLE = Words("覆盖已有内容", "Write over what is there")
ASK = Words(
    "这一步会改掉 {count} 条记录里已有的内容。之前会自动备份，之后可以撤销。\n"
    "确认请输入记录条数 {count}：",
    "This writes over values of {count} records. A backup is made before, and it can be undone.\n"
    "To confirm, type the number {count}:",
)
WRITING = Words("正在备份并写入…", "Backing up and writing…")


def overwritten(model: LedgerModel, wanted: Sequence[Edit]) -> int:
    """Return how many records lose a value to these edits; empty cells lose none."""
    losing = set()
    for edit in wanted:
        place = model.place(edit.row_id)
        row = model.row(place) if place is not None else None
        if getattr(row, edit.column.key, None) not in (None, "", ()):
            losing.add((edit.column.table, edit.target_id))
    return len(losing)


def is_big(session: Session, count: int) -> bool:
    """Tell whether so many records are many for the open file."""
    from renewtrack.store import history, sizing

    return count > 1 and sizing.is_big(count, history.record_count(session.db))


def agreed(parent: QWidget, count: int) -> bool:
    """Ask for the number of records that lose a value."""
    return asking.number(parent, TITLE, ASK.filled(count=count), count)


def write(
    session: Session,
    action: str,
    change: Callable[[Database], T],
    detail: str | Words,
    words: Words = WRITING,
) -> Task:
    """Make one big named change in a thread, after a backup."""
    who = session.who

    def job(db: Database, _: Task) -> T:
        from renewtrack.store import actions

        with actions.act(db, action, who, detail):
            return change(db)

    return session.run_write(session.backed_up("mass", job), words=words)
