"""The history of one record: when, who, which field, from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from renewtrack.ui import cells, form_fields, plain
from renewtrack.ui.columns import Column
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.history import Change
    from renewtrack.ui.record import Record

HEADS = (
    Words("时间", "When"),
    Words("谁", "Who"),
    Words("内容", "What"),
    Words("原值 → 新值", "Old → new"),
)
LIST = Words("本条记录的历史", "History of this record")
MADE = Words("新增{kind}", "Added {kind}")
REMOVED = Words("删除{kind}", "Deleted {kind}")
LOOKED = Words("查看个人信息", "Saw personal details")
REASON = Words("理由：{reason}", "Reason: {reason}")
OF = Words("{name} · {field}", "{name} · {field}")
KINDS = {
    "estate": Words("小区", "estate"),
    "building": Words("楼栋", "building"),
    "project": Words("项目", "project"),
    "work": Words("改造内容", "work"),
    "funding": Words("资金来源", "source of money"),
}
HIDDEN = Words("（个人信息）", "(personal)")
OUTSIDE = Words("其他程序", "Another program")
BLANK = Words("空", "empty")
HEADS_STYLE = "QHeaderView::section { padding-left: 9px; }"  # over the words of their cells
WIDE = 420  # pixels from which a time stands in one line


class RecordHistory(QTreeWidget):
    """Lists the changes of a record and of what belongs to it, youngest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Record | None = None
        self.setColumnCount(len(HEADS))
        self.setRootIsDecorated(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setAlternatingRowColors(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        heads = self.header()
        heads.setStretchLastSection(True)
        heads.setStyleSheet(HEADS_STYLE)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        say(self.setAccessibleName, LIST)
        speech.switched.connect(self._again)

    def _again(self) -> None:
        if self._shown is not None:
            self.show_history(self._shown)

    def show_history(self, shown: Record) -> None:
        """Show the changes of a record and who looked at its personal details."""
        self._shown = shown
        self.clear()
        self.setHeaderLabels([text(words) for words in HEADS])
        lines = [(each.at, each.who, *_what(each, shown.names)) for each in shown.changes]
        for look in shown.looks:
            reason = text(REASON.filled(reason=look.reason))
            lines.append((look.at, look.who, text(LOOKED), reason))
        for at, who, what, values in sorted(lines, key=lambda line: moment(line[0]), reverse=True):
            item = QTreeWidgetItem(self, [local(at), who or text(OUTSIDE), what, values])
            for place in range(len(HEADS)):
                item.setToolTip(place, plain.plain_tip(item.text(place)))
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Give the time and the person two lines where it is narrow, and the rest to the values."""
        width = self.viewport().width()
        day = self.fontMetrics().horizontalAdvance("0000-00-00") + 16
        when = day if width < WIDE else day + self.fontMetrics().horizontalAdvance(" 00:00")
        who = min(self.sizeHintForColumn(1), width // 5)
        self.setColumnWidth(0, when)
        self.setColumnWidth(1, who)
        self.setColumnWidth(2, max(60, (width - when - who) * 2 // 5))
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None:
                item.setSizeHint(0, QSize(0, self._height(item)))

    def _height(self, item: QTreeWidgetItem) -> int:
        """Return the height that a line needs, so that nothing of it is cut."""
        room, wrap = self.fontMetrics(), int(Qt.TextFlag.TextWrapAnywhere)
        return 10 + max(
            room.boundingRect(
                0, 0, self.columnWidth(place) - 20, 9_999, wrap, item.text(place)
            ).height()
            for place in range(len(HEADS))
        )


def moment(at: str) -> dt.datetime:
    """Return a time of the log in the office's own zone; one that is none is the earliest."""
    try:
        read = dt.datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return dt.datetime.fromtimestamp(0, dt.UTC)
    return (read if read.tzinfo else read.replace(tzinfo=dt.UTC)).astimezone()


def local(at: str) -> str:
    """Return a UTC time of the log in the office's own time, to the minute."""
    read = moment(at)
    return read.strftime("%Y-%m-%d %H:%M") if read.timestamp() else at


def _what(change: Change, names: Mapping[tuple[str, int], Words]) -> tuple[str, str]:
    """Return what a change was about and its two values, personal details left out."""
    name = names.get((change.table, change.row_id))
    if change.op != "update" or change.column is None:
        kind = KINDS.get(change.table, Words(change.table, change.table))
        words = MADE if change.op == "insert" else REMOVED
        return text(words.filled(kind=kind)), text(name) if name is not None else ""
    column = form_fields.field_of(change.table, change.column)
    about = text(column.words if name is None else OF.filled(name=name, field=column.words))
    if form_fields.personal(change.table, change.column):
        return about, text(HIDDEN)
    if change.column in ("geom", "area_id"):
        return about, ""
    old, new = (_value(column, value) or text(BLANK) for value in (change.old, change.new))
    return about, f"{old} → {new}"


def _value(column: Column, value: object) -> str:
    """Return a value as the forms show it, dates in ISO form."""
    shown = cells.edited if column.kind == "date" else cells.shown
    return shown(column, value, speech.language)
