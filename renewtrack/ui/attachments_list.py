"""The files attached to a record: add, look, save, take off, find again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import icons, plain, plain_list
from renewtrack.ui.attachment_deeds import AttachmentDeeds
from renewtrack.ui.look import light
from renewtrack.ui.picture_phase import PicturePhase
from renewtrack.ui.record_history import local
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.attachments import Attachment

HEADS = (Words("附件", "Attachment"), Words("大小", "Size"), Words("添加", "Added"))
LIST = Words("附件清单", "List of attachments")
NONE = Words(
    "还没有附件。批复、图纸、照片等文件可以拖到这里，或点“添加”。",
    "Nothing is attached yet. Drop approvals, drawings or photos here, or press Add.",
)
ADD = Words("添加…", "Add…")
OPEN = Words("打开", "Open")
SAVE = Words("另存为…", "Save as…")
REMOVE = Words("移除", "Remove")
RELINK = Words("找回…", "Find again…")
MISSING = Words("{name}（缺失）", "{name} (missing)")
MISSING_TIP = Words(
    "登记还在，但附件文件夹里没有它的内容：{folder}",
    "It is recorded, but its content is not in the folder of attachments: {folder}",
)
ADDED = Words("{name}\n{at} {who}", "{name}\n{at} {who}")
PICTURE = Words("所选图片", "The selected picture")
UNITS = ("B", "KB", "MB", "GB")
LOOK = 220, 140  # pixels of a picture


class AttachmentsList(QWidget):
    """Lists what is attached to the record in front."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.closed = False  # nothing may be changed here
        self.deeds = AttachmentDeeds(session, self)
        self._owner: tuple[str, int] | None = None
        self._shown: Sequence[Attachment] = ()
        self.list = QTreeWidget()
        self.none = plain.label()
        self.picture, self.phase = QLabel(), PicturePhase()
        self.add, self.open, self.save = QPushButton(), QPushButton(), QPushButton()
        self.remove, self.relink = QPushButton(), QPushButton()
        self._prepare()
        speech.switched.connect(self._draw)
        light.switched.connect(self._draw)

    def _prepare(self) -> None:
        tree = self.list
        plain_list.prepare(tree, LIST, len(HEADS), 0)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        tree.itemSelectionChanged.connect(self._picked_other)
        tree.itemActivated.connect(lambda _: self._on(self.deeds.open))
        self.none.setProperty("role", "dim")
        self.none.setWordWrap(True)
        say(self.none.setText, NONE)
        say(self.picture.setAccessibleName, PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.picture.hide()
        self.phase.hide()
        self.phase.told.connect(self._told)
        self.setAcceptDrops(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.none)
        box.addWidget(tree, 1)
        box.addWidget(self.picture)
        box.addWidget(self.phase)
        box.addLayout(
            self._bar(((self.add, ADD, "add"), (self.open, OPEN, ""), (self.save, SAVE, "")))
        )
        box.addLayout(self._bar(((self.remove, REMOVE, "remove"), (self.relink, RELINK, "search"))))
        self.add.clicked.connect(self._ask_add)
        self.open.clicked.connect(lambda: self._on(self.deeds.open))
        self.save.clicked.connect(lambda: self._on(self.deeds.ask_save))
        self.remove.clicked.connect(lambda: self._on(self.deeds.remove))
        self.relink.clicked.connect(lambda: self.deeds.ask_relink())

    @staticmethod
    def _bar(buttons: Sequence[tuple[QPushButton, Words, str]]) -> QHBoxLayout:
        bar = QHBoxLayout()
        for button, words, sign in buttons:
            say(button.setText, words)
            if sign:
                icons.give(button.setIcon, sign)
            bar.addWidget(button)
        bar.addStretch(1)
        return bar

    def show_owner(self, owner: str, owner_id: int) -> None:
        """Show what is attached to a record, such as ``estate`` 12."""
        from renewtrack.store import attachments

        self._owner = owner, owner_id
        session = self.session
        self._shown = attachments.of(session.db, session.path, owner, owner_id)
        self._draw()

    def _draw(self) -> None:
        kept = self._picked()
        self.list.clear()
        self.list.setHeaderLabels([text(words) for words in HEADS])
        for each in self._shown:
            self._add_item(each, kept is not None and kept.id == each.id)
        self.none.setVisible(not self._shown)
        self.relink.setVisible(any(not each.there for each in self._shown))
        self._picked_other()

    def _add_item(self, each: Attachment, current: bool) -> None:
        from renewtrack.store import exports

        own = exports.mask(self.session.db).free(each.name)  # often called after who lives there
        name = own if each.there else text(MISSING.filled(name=own))
        when = local(each.added_at) if each.added_at else ""
        item = QTreeWidgetItem(self.list, [name, _size(each.size), when[:10]])
        item.setData(0, Qt.ItemDataRole.UserRole, each.id)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        tip = text(ADDED.filled(name=own, at=when, who=each.who or ""))
        if not each.there:
            tip = text(MISSING_TIP.filled(folder=self.deeds.folder()))
            item.setForeground(0, QColor(light.tones.bad))
        item.setToolTip(0, plain.plain_tip(tip))
        if current:
            self.list.setCurrentItem(item)

    def _picked(self) -> Attachment | None:
        item = self.list.currentItem()
        wanted = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        return next((each for each in self._shown if each.id == wanted), None)

    def _picked_other(self) -> None:
        each = self._picked()
        for button in (self.open, self.save):
            button.setEnabled(each is not None and each.there)
        self.add.setEnabled(not self.closed)
        self.remove.setEnabled(each is not None and not self.closed)
        picture = self.deeds.look(each, *LOOK) if each is not None and each.there else None
        self.picture.setVisible(picture is not None)
        self.phase.show_of(each if picture is not None else None, self.closed)
        if picture is not None:
            self.picture.setPixmap(picture)

    def _told(self, phase: str, day: str) -> None:
        each = self._picked()
        if each is not None:
            self.deeds.tell(each, phase or None, day or None)

    def _on(self, deed: object) -> None:
        each = self._picked()
        if each is not None and callable(deed):
            deed(each)

    def _ask_add(self) -> None:
        if self._owner is not None:
            self.deeds.ask_add(*self._owner)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._owner is not None and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = _dropped(event)
        if files and self._owner is not None:
            event.acceptProposedAction()
            self.deeds.add(*self._owner, files)


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _size(count: int) -> str:
    """Return a number of bytes as people read it: 18 KB, 2.4 MB."""
    value, unit = float(count), 0
    while value >= 1024 and unit < len(UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return (
        f"{value:,.0f} {UNITS[unit]}" if value >= 10 or not unit else f"{value:.1f} {UNITS[unit]}"
    )
