"""The command palette: every enabled command and every record, found by words or initials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import icons, ledger
from renewtrack.ui.columns import KIND_WORDS
from renewtrack.ui.look import light
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.commands import Commands

ASK = Words("输入命令、小区、楼号或拼音首字母", "Type a command, an estate, a number or initials")
FOUND = Words("找到的命令和记录", "Commands and records found")
RECORDS = 8  # of each kind
SIGNS = {"estates": "estate", "buildings": "building", "projects": "project", "works": "works"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette: a command or a record."""

    words: str
    aside: str
    sign: str = ""
    action: QAction | None = None
    kind: str = ""
    row_id: int = 0


class CommandPalette(QDialog):
    """A line to type into, over a list of what it may mean."""

    record_chosen = Signal(str, int)

    def __init__(self, session: Session, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._session, self._commands = session, commands
        self.line, self.list = QLineEdit(), QTreeWidget()
        self.entries: list[Entry] = []
        say(self.line.setPlaceholderText, ASK)
        say(self.line.setAccessibleName, ASK)
        say(self.list.setAccessibleName, FOUND)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.line.textChanged.connect(self.look)
        self.line.installEventFilter(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addWidget(self.line)
        box.addWidget(self.list)
        self.resize(560, 420)
        self.look("")

    def open_over(self, window: QWidget) -> None:
        """Show it in the upper middle of the window."""
        place = window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 70))
        self.move(place)
        self.show()
        self.line.setFocus()

    def look(self, typed: str) -> None:
        """List what the typed words may mean."""
        wanted = typed.strip().lower()
        self.entries = [*self._actions(wanted), *self._records(wanted)]
        self.list.clear()
        for entry in self.entries:
            item = QTreeWidgetItem(self.list, [entry.words, entry.aside])
            item.setIcon(0, icons.icon(entry.sign or "palette"))
            item.setForeground(1, QColor(light.tones.dim))
        if self.entries:
            self._put(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            count = len(self.entries)
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._put((self._place() + step) % count)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)

    def _place(self) -> int:
        item = self.list.currentItem()
        return self.list.indexOfTopLevelItem(item) if item is not None else -1

    def _put(self, place: int) -> None:
        item = self.list.topLevelItem(place)
        if item is not None:
            self.list.setCurrentItem(item)

    def _choose(self) -> None:
        place = self._place()
        if not 0 <= place < len(self.entries):
            return
        entry = self.entries[place]
        self.close()
        if entry.action is not None:
            entry.action.trigger()
        else:
            self.record_chosen.emit(entry.kind, entry.row_id)

    def _actions(self, wanted: str) -> list[Entry]:
        found = []
        for action, words in self._commands.entries():
            initials = _initials(words.zh) if wanted.isascii() and wanted else ""
            spelled = f"{words.zh} {words.en} {initials}".lower()
            if action.isEnabled() and (not wanted or wanted in spelled):
                name = action.text().replace("&", "")
                sign = action.objectName() if not action.icon().isNull() else ""
                found.append(Entry(name, action.shortcut().toString(), _sign(sign), action))
        return found

    def _records(self, wanted: str) -> list[Entry]:
        if not wanted or self._session.file is None:
            return []
        from renewtrack.store import listing

        found: list[Entry] = []
        db, today = self._session.db, self._session.today
        for kind in listing.KINDS:
            ids = listing.ids(db, kind, listing.Filter(text=wanted, today=today))[:RECORDS]
            rows: Sequence[object] = listing.rows(db, kind, ids, today)
            for row_id, row in zip(ids, rows, strict=True):
                street = getattr(row, "street", None) or ""
                aside = f"{KIND_WORDS[kind].in_(speech.language)}  {street}".strip()
                name = ledger.row_name(row)
                found.append(Entry(name, aside, SIGNS[kind], None, kind, row_id))
        return found


def _sign(key: str) -> str:
    from renewtrack.ui.command_table import COMMANDS

    return next((command.icon for command in COMMANDS if command.key == key), "")


@cache
def _initials(words: str) -> str:
    """Return the pinyin initials of a command's words."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(words, style=Style.FIRST_LETTER))
