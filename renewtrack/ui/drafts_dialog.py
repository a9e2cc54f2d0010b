"""What was typed and not saved before the program ended, offered again one by one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from renewtrack.ui import asking, draft_places, draft_return, plain
from renewtrack.ui.draft_places import EXPORT, Place
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.drafts import Draft
    from renewtrack.ui.main_window import MainWindow

KEY = "drafts"  # of the banner
TITLE = Words("没有保存的输入", "Unsaved input")
LEFT = Words(
    "上次有 {count} 处输入没来得及保存，可以接着写，也可以放弃。",
    "Typed and not saved last time: {count}. Go on with it or discard it.",
)
LOOK = Words("看一看…", "Look…")
LATER = Words("以后再说", "Later")
ASK = Words(
    "这些是上次输入了但没有保存的内容；台账里仍是原来的值。个人信息已遮盖。",
    "This was typed last time and not saved; the ledger still holds the former values. Personal "
    "details are masked.",
)
HEADS = (
    Words("位置", "Where"),
    Words("输入的内容", "Typed"),
    Words("时间", "When"),
    Words("操作人", "Who"),
)
LIST = Words("没有保存的输入清单", "List of unsaved inputs")
WHOLE = Words("输入的内容（全文）", "Typed (in full)")
GO = Words("回到原处", "Go there")
DISCARD = Words("放弃这一条", "Discard it")
DISCARD_ALL = Words("全部放弃", "Discard all")
DISCARD_ASK = Words(
    "放弃全部 {count} 处没有保存的输入？放弃后不能找回。",
    "Discard all {count} unsaved inputs? They cannot be brought back.",
)
NOTHING = Words("没有上次未保存的输入", "Nothing was left unsaved")
EMPTY = Words("（清空）", "(cleared)")
GONE = Words("{place}（记录已不在）", "{place} (the record is gone)")
AGAIN = Words("{place}（下次填写时自动带出）", "{place} (filled in when asked again)")
NO_WAY = Words(
    "现在不能在那里填写，输入的内容仍然留着。", "It cannot be filled in there now; the words stay."
)


def offer(window: MainWindow) -> None:
    """Say over the table how much was left unsaved, as long as something is."""
    count = len(window.session.drafts.left())
    if not count:
        window.banners.drop(KEY)
        return
    deeds = (LOOK, lambda: show(window)), (LATER, lambda: window.banners.drop(KEY))
    window.banners.tell(KEY, LEFT.filled(count=count), *deeds)


def show(window: MainWindow) -> None:
    """List what was left unsaved, or say that nothing was."""
    if window.session.drafts.left():
        DraftsDialog(window).exec()
    else:
        window.tell(NOTHING)


class DraftsDialog(QDialog):
    """Lists what was left, with the way back to each."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._drafts = window, window.session.drafts
        say(self.setWindowTitle, TITLE)
        head = plain.label()
        head.setWordWrap(True)
        say(head.setText, ASK)
        self.list = QTreeWidget()
        self.whole = QPlainTextEdit()
        self.go, self.discard, self.discard_all, self.later = (QPushButton() for _ in range(4))
        self._prepare()
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 14)
        box.setSpacing(10)
        box.addWidget(head)
        box.addWidget(self.list, 1)
        box.addWidget(self.whole)
        box.addLayout(self._buttons())
        self.resize(720, 420)
        self.fill()

    def _prepare(self) -> None:
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([text(words) for words in HEADS])
        say(self.list.setAccessibleName, LIST)
        heads = self.list.header()
        heads.setStretchLastSection(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.list.itemSelectionChanged.connect(self._picked)
        self.list.itemActivated.connect(lambda *_: self._go())
        self.whole.setReadOnly(True)
        self.whole.setFixedHeight(86)
        say(self.whole.setAccessibleName, WHOLE)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for button, words, deed in (
            (self.discard_all, DISCARD_ALL, self._discard_all),
            (self.discard, DISCARD, self._discard),
            (self.go, GO, self._go),
            (self.later, LATER, self.reject),
        ):
            say(button.setText, words)
            button.clicked.connect(deed)
            row.addWidget(button)
        row.insertStretch(1, 1)
        self.go.setDefault(True)
        return row

    def fill(self) -> None:
        """List what is left now; with nothing left there is nothing to ask."""
        self.list.clear()
        left = self._drafts.left()
        for group, found in left.items():
            newest = max(found.values(), key=lambda draft: draft.at)
            words = draft_places.words(self._window.session.db, group)
            there = draft_return.possible(self._window, group)
            if not there:
                words = (AGAIN if group.column == EXPORT else GONE).filled(place=words)
            where = text(words)
            line = [
                where[:1].upper() + where[1:],
                self._typed(found).replace("\n", " "),
                _when(newest),
                newest.who,
            ]
            item = QTreeWidgetItem(self.list, line)
            item.setData(0, Qt.ItemDataRole.UserRole, (group, there))
            for place, shown in enumerate(line):
                item.setToolTip(place, plain.plain_tip(shown))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.discard_all.setEnabled(bool(left))
        if not left:
            self.accept()

    @staticmethod
    def _typed(found: dict[Place, Draft]) -> str:
        lines = [
            draft_places.shown(place, draft.text)
            for place, draft in found.items()
            if place.column != "estate"  # a number of the file; the list in the dialog names it
        ]
        return "\n".join(lines) if any(lines) else text(EMPTY)

    def _group(self) -> tuple[Place | None, bool]:
        item = self.list.currentItem()
        return item.data(0, Qt.ItemDataRole.UserRole) if item is not None else (None, False)

    def _picked(self) -> None:
        group, there = self._group()
        self.go.setEnabled(there)
        self.discard.setEnabled(group is not None)
        found = self._drafts.left().get(group, {}) if group is not None else {}
        self.whole.setPlainText(self._typed(found) if found else "")

    def _go(self) -> None:
        group, there = self._group()
        if group is None or not there:
            return
        texts = {place: draft.text for place, draft in self._drafts.left()[group].items()}
        self.accept()
        if not draft_return.go(self._window, group, texts):
            self._window.tell(NO_WAY)

    def _discard(self) -> None:
        group, _ = self._group()
        if group is not None:
            self._drafts.drop_group(group)
            self.fill()

    def _discard_all(self) -> None:
        left = self._drafts.left()
        question = DISCARD_ASK.filled(count=len(left))
        if asking.confirmed(self, TITLE, question, DISCARD_ALL):
            for group in left:
                self._drafts.drop_group(group)
            self.fill()


def _when(draft: Draft) -> str:
    """Return when words were typed, in the time of this machine."""
    at = dt.datetime.fromisoformat(draft.at.replace("Z", "+00:00"))
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
