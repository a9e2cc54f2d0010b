"""The works of a place or a project: what is done there, and how far each is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import codes, stages
from renewtrack.domain.codes import Code
from renewtrack.domain.works import Work
from renewtrack.ui import cells, glyphs, icons, plain, plain_list
from renewtrack.ui.columns import Column
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

HEADS = (Words("改造内容", "Work"), Words("状态", "Stage"), Words("进度", "Progress"))
LIST = Words("改造内容清单", "List of works")
ADD = Words("新增", "Add")
REMOVE = Words("移除", "Remove")
STAGE = Words("状态", "Stage")
PRESENT = Words("{work}（已有）", "{work} (present)")
AS_PROJECT = Words("随项目", "As project")
NONE = Words("还没有登记改造内容", "No works are recorded yet")
GROUPS = {
    "basic": Words("基础类", "Basic"),
    "improving": Words("完善类", "Improving"),
    "upgrading": Words("提升类", "Upgrading"),
}
PERCENT = Column("percent", HEADS[2], 0, "percent", "work")


class WorksList(QWidget):
    """Lists works; tells which kind to add, which work to remove or to move to a stage."""

    added = Signal(str)  # key of work_types
    removed = Signal(int)  # id of the work
    moved = Signal(int, object)  # id of the work, stage key or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._works: Sequence[Work] = ()
        self._taken: frozenset[str] = frozenset()
        self.list = QTreeWidget()
        self._none = plain.label()
        self.closed = False  # nothing may be changed here
        self.add = QPushButton()
        self.remove = QPushButton()
        self.stage = QPushButton()
        self._prepare()
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def _prepare(self) -> None:
        tree = self.list
        plain_list.prepare(tree, LIST, len(HEADS), 0)
        tree.itemSelectionChanged.connect(self._enable)
        self._none.setProperty("role", "dim")
        say(self._none.setText, NONE)
        bar = QHBoxLayout()
        for button, words, sign in (
            (self.add, ADD, "add"),
            (self.stage, STAGE, "project"),
            (self.remove, REMOVE, "remove"),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, sign)
            bar.addWidget(button)
        bar.addStretch(1)
        self.add.clicked.connect(self._ask_kind)
        self.stage.clicked.connect(self._ask_stage)
        self.remove.clicked.connect(lambda: self.removed.emit(self.picked))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._none)
        box.addWidget(tree, 1)
        box.addLayout(bar)

    def show_works(self, works: Sequence[Work], taken: frozenset[str]) -> None:
        """Show works in their order; the kinds ``taken`` cannot be added once more."""
        kept = self.picked
        self._works, self._taken = works, taken
        self.list.clear()
        self.list.setHeaderLabels([text(words) for words in HEADS])
        for work in works:
            stage = text(cells.stage_words(work.stage) if work.stage else AS_PROJECT)
            name = text(cells.code_words("work_types", work.kind))
            share = cells.shown(PERCENT, work.percent, speech.language)
            item = QTreeWidgetItem(self.list, [name, stage, share])
            item.setData(0, Qt.ItemDataRole.UserRole, work.id)
            item.setToolTip(0, plain.plain_tip(name))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if work.stage:
                bucket = stages.bucket_of(work.stage)
                item.setIcon(1, glyphs.icon(bucket))
                item.setForeground(1, glyphs.text_colour(bucket))
            if work.id == kept:
                self.list.setCurrentItem(item)
        self._none.setVisible(not works)
        self._enable()

    def _again(self) -> None:
        self.show_works(self._works, self._taken)

    @property
    def picked(self) -> int:
        """Return the id of the work under the cursor, 0 for none."""
        item = self.list.currentItem()
        return int(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None else 0

    def _enable(self) -> None:
        self.add.setEnabled(not self.closed)
        for button in (self.remove, self.stage):
            button.setEnabled(self.picked > 0 and not self.closed)

    def kinds_menu(self) -> QMenu:
        """Return the menu of work types, by the groups of the State Council's list."""
        menu = QMenu(self)
        for key, words in GROUPS.items():
            sub = menu.addMenu(text(words))
            for code in (each for each in codes.table("work_types") if each.group == key):
                self._offer(sub, code)
        for code in (each for each in codes.table("work_types") if each.group not in GROUPS):
            self._offer(menu, code)
        return menu

    def _offer(self, menu: QMenu, code: Code) -> None:
        """Add one kind to a menu, grey where the place has it already."""
        taken = code.key in self._taken
        act = menu.addAction(text(PRESENT.filled(work=code.words) if taken else code.words))
        act.setEnabled(not taken)
        act.triggered.connect(lambda _=False, kind=code.key: self.added.emit(kind))

    def _ask_kind(self) -> None:
        self.kinds_menu().popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _ask_stage(self) -> None:
        menu, work = QMenu(self), self.picked
        act = menu.addAction(text(AS_PROJECT))
        act.triggered.connect(lambda: self.moved.emit(work, None))
        for each in stages.STAGES:
            act = menu.addAction(glyphs.icon(stages.bucket(each.bucket)), text(each.words))
            act.triggered.connect(lambda _=False, key=each.key: self.moved.emit(work, key))
        menu.popup(self.stage.mapToGlobal(self.stage.rect().bottomLeft()))
