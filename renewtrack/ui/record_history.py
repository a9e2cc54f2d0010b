"""The history of one record: when, who, which field, from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from renewtrack.ui import cells, form_fields
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.history import Change

HEADS = (
    Words("时间", "When"),
    Words("谁", "Who"),
    Words("内容", "What"),
    Words("原值 → 新值", "Old → new"),
)
LIST = Words("本条记录的历史", "History of this record")
MADE = Words("新增记录", "Record added")
REMOVED = Words("删除记录", "Record deleted")
HIDDEN = Words("（个人信息）", "(personal)")
OUTSIDE = Words("其他程序", "Another program")
BLANK = Words("空", "empty")


class RecordHistory(QTreeWidget):
    """Lists the changes of a record and of what belongs to it, youngest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes: Sequence[Change] = ()
        self.setColumnCount(len(HEADS))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        heads = self.header()
        heads.setStretchLastSection(True)
        for place in (0, 1, 2):
            heads.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        say(self.setAccessibleName, LIST)
        speech.switched.connect(self._again)

    def _again(self) -> None:
        self.show_changes(self._changes)

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Show changes as the store gives them."""
        self._changes = changes
        self.clear()
        self.setHeaderLabels([text(words) for words in HEADS])
        for change in changes:
            who = change.who or text(OUTSIDE)
            item = QTreeWidgetItem(self, [local(change.at), who, *_what(change)])
            for place in range(len(HEADS)):
                item.setToolTip(place, item.text(place))


def local(at: str) -> str:
    """Return a UTC time of the log in the office's own time, to the minute."""
    try:
        moment = dt.datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return at
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _what(change: Change) -> tuple[str, str]:
    """Return what a change was about and its two values, personal details left out."""
    if change.op == "insert":
        return text(MADE), ""
    if change.op == "delete" or change.column is None:
        return text(REMOVED), ""
    column = form_fields.field_of(change.table, change.column)
    if form_fields.personal(change.table, change.column):
        return text(column.words), text(HIDDEN)
    if change.column in ("geom", "area_id"):
        return text(column.words), ""
    old, new = (
        cells.shown(column, value, speech.language) or text(BLANK)
        for value in (change.old, change.new)
    )
    return text(column.words), f"{old} → {new}"
