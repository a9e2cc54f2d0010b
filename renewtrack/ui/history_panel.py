"""The history of the file: every action, and undoing one of them as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import icons, plain
from renewtrack.ui.look import light
from renewtrack.ui.record_history import HEADS_STYLE, OUTSIDE, local, moment
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.history import Group
    from renewtrack.store.reveals import Look

HEADS = (
    Words("编号", "No."),
    Words("时间", "When"),
    Words("谁", "Who"),
    Words("做了什么", "What"),
    Words("改动", "Changes"),
)
LIST = Words("操作历史", "History of actions")
UNDO = Words("撤销所选操作", "Undo the selected action")
HINT = Words(
    "一次导入或批量修改是一条，可整批撤销；重启后仍可撤销",
    "An import or a bulk edit is one line and is undone as a whole, after a restart as well",
)
LOOKED = Words(
    "查看个人信息：{what}（理由：{reason}）", "Saw personal details: {what} (reason: {reason})"
)
UNDONE = Words("已撤销", "undone")


class HistoryPanel(QWidget):
    """Lists the groups of changes, youngest first."""

    undo_asked = Signal(int)  # id of the group

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.list = QTreeWidget()
        self.undo = QPushButton()
        self._prepare()
        session.changed.connect(self.refresh)
        session.opened.connect(self.refresh)
        speech.switched.connect(self.refresh)

    def _prepare(self) -> None:
        tree = self.list
        tree.setProperty("role", "plain")
        tree.setColumnCount(len(HEADS))
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        heads = tree.header()
        heads.setStretchLastSection(False)
        heads.setStyleSheet(HEADS_STYLE)
        for place in (0, 1, 2, 4):
            heads.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        say(tree.setAccessibleName, LIST)
        tree.itemSelectionChanged.connect(self._enable)
        say(self.undo.setText, UNDO)
        icons.give(self.undo.setIcon, "undo")
        self.undo.clicked.connect(self._ask)
        hint = plain.label()
        hint.setProperty("role", "dim")
        hint.setWordWrap(True)
        say(hint.setText, HINT)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(14)
        bar.addWidget(self.undo)
        bar.addWidget(hint, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(tree, 1)
        box.addLayout(bar)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again, if anybody can see it."""
        if not self.isVisible():
            return
        self.list.clear()
        self.list.setHeaderLabels([text(words) for words in HEADS])
        if self.session.file is not None:
            from renewtrack.store import history, reveals

            db = self.session.db
            # A look has its own record, with the reason: its group of no changes says less.
            done = [group for group in history.groups(db) if group.action != "reveal"]
            lines: list[Group | Look] = [*done, *reveals.latest(db)]
            for line in sorted(lines, key=lambda each: moment(each.at), reverse=True):
                if isinstance(line, reveals.Look):
                    self._add_look(line, reveals.title(db, line))
                else:
                    self._add(line)
        self._enable()

    def _add(self, group: Group) -> None:
        what = text(group.words)
        if not group.standing:
            what = f"{what}（{text(UNDONE)}）" if speech.language == "zh" else f"{what} (undone)"
        cells = [f"#{group.id}", local(group.at), group.who or text(OUTSIDE), what]
        item = QTreeWidgetItem(self.list, [*cells, f"{group.changes:,}"])
        item.setData(0, Qt.ItemDataRole.UserRole, group.id)
        item.setData(1, Qt.ItemDataRole.UserRole, group.standing and group.changes > 0)
        item.setTextAlignment(4, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(3, plain.plain_tip(what))
        if not group.standing:
            for place in range(len(HEADS)):
                item.setForeground(place, QColor(light.tones.faint))

    def _add_look(self, look: Look, what: Words) -> None:
        """Add who looked at personal details: a line that nothing undoes."""
        words = text(LOOKED.filled(what=what, reason=look.reason))
        item = QTreeWidgetItem(self.list, ["", local(look.at), look.who or text(OUTSIDE), words])
        item.setData(1, Qt.ItemDataRole.UserRole, False)
        item.setToolTip(3, plain.plain_tip(words))

    def _enable(self) -> None:
        item = self.list.currentItem()
        standing = item is not None and bool(item.data(1, Qt.ItemDataRole.UserRole))
        self.undo.setEnabled(standing)

    def _ask(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.undo_asked.emit(int(item.data(0, Qt.ItemDataRole.UserRole)))
