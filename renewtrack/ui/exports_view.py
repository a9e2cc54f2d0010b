"""The record of exports: every file and print that went out, who let it out, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import plain, plain_list
from renewtrack.ui.look import light
from renewtrack.ui.record_history import OUTSIDE, local
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.exports import Export

TITLE = Words("导出记录", "Record of exports")
LEAD = Words(
    "每一次导出和打印都记在这里，不能删除；撤销也不会去掉。文件交出去以后，程序无法再收回。",
    "Every export and print is on record here for good; no undo takes it away. What was handed "
    "over cannot be called back.",
)
HEADS = (
    Words("时间", "When"),
    Words("操作人", "Who"),
    Words("内容", "What"),
    Words("文件", "File"),
    Words("行/页", "Rows"),
    Words("个人信息", "Persons"),
    Words("理由", "Reason"),
)
SEARCH = Words("查找操作人、文件、理由、校验值…", "Find person, file, reason, checksum…")
WHICH = Words("个人信息", "Persons")
ALL, MASKED, CLEAR = "all", "masked", "clear"
KINDS = {
    ALL: Words("全部", "All"),
    MASKED: Words("已脱敏", "Masked"),
    CLEAR: Words("完整", "In full"),
}
HIDDEN = Words("已脱敏", "masked")
SHOWN = Words("✖ 完整", "✖ in full")
PRINTED = Words("（打印）", "(printed)")
SUM = Words("SHA-256 校验值：{sum}", "SHA-256 checksum: {sum}")
COUNT = Words("显示 {shown} / 共 {all}", "{shown} of {all} shown")
NONE = Words("还没有导出或打印过。", "Nothing has been exported or printed yet.")
NO_HIT = Words("没有符合条件的记录。", "Nothing meets the filter.")
LIST = Words("导出记录清单，新的在前", "Exports, newest first")
CLOSE = Words("关闭", "Close")


def open_over(session: Session, parent: QWidget) -> None:
    """Show what went out of the file."""
    ExportsView(session, parent).exec()


class ExportsView(QDialog):
    """Lists what went out, youngest first, with a search and a choice of masked or not."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._all: Sequence[Export] = ()
        self.search = QLineEdit()
        self.which = QComboBox()
        self.list = QTreeWidget()
        self.count, self.none = plain.label(), plain.label()
        say(self.setWindowTitle, TITLE)
        self._build()
        session.recorded.connect(self.refresh)
        speech.switched.connect(self._spoken)
        self.resize(QSize(980, 520))
        self._spoken()
        self.refresh()

    def _build(self) -> None:
        lead = plain.label()
        lead.setWordWrap(True)
        lead.setProperty("role", "dim")
        say(lead.setText, LEAD)
        say(self.search.setPlaceholderText, SEARCH)
        say(self.search.setAccessibleName, SEARCH)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._fill())
        say(self.which.setAccessibleName, WHICH)
        for key in KINDS:
            self.which.addItem("", key)
        self.which.currentIndexChanged.connect(lambda _: self._fill())
        name = plain.label()
        say(name.setText, WHICH)
        name.setBuddy(self.which)
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(self.search, 1)
        bar.addWidget(name)
        bar.addWidget(self.which)
        self.none.setProperty("role", "dim")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(12)
        box.addWidget(lead)
        box.addLayout(bar)
        box.addWidget(self.none)
        box.addWidget(self._tree(), 1)
        box.addLayout(self._foot())

    def _tree(self) -> QTreeWidget:
        tree = self.list
        plain_list.prepare(tree, LIST, len(HEADS), len(HEADS) - 1)
        heads = tree.header()
        heads.setSectionResizeMode(3, QHeaderView.ResizeMode.Interactive)
        heads.resizeSection(3, 230)
        return tree

    def _foot(self) -> QHBoxLayout:
        self.count.setProperty("role", "dim")
        close = QPushButton()
        say(close.setText, CLOSE)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(close)
        return foot

    def refresh(self) -> None:
        """Read the record again."""
        from renewtrack.store import exports

        self._all = exports.all(self._session.db) if self._session.file is not None else ()
        self._fill()

    def _spoken(self, _: str = "") -> None:
        self.list.setHeaderLabels([text(words) for words in HEADS])
        for place, words in enumerate(KINDS.values()):
            self.which.setItemText(place, text(words))
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for export in self._all:
            if self._wanted(export):
                self._add(export)
        shown = self.list.topLevelItemCount()
        self.count.setText(text(COUNT.filled(shown=f"{shown:,}", all=f"{len(self._all):,}")))
        self.none.setText(text(NO_HIT if self._all else NONE))
        self.none.setVisible(shown == 0)

    def _wanted(self, export: Export) -> bool:
        kind = self.which.currentData()
        if kind in (MASKED, CLEAR) and export.masked is not (kind == MASKED):
            return False
        told = (export.who, export.file, export.reason, export.sha256, *_what(export))
        sought = self.search.text().strip().lower()
        return any(sought in (part or "").lower() for part in told)

    def _add(self, export: Export) -> None:
        from renewtrack.store import exports

        printed = export.file == exports.PRINTER
        cells = [
            local(export.at),
            export.who or text(OUTSIDE),
            text(Words(*_what(export))),
            text(PRINTED) if printed else export.file,
            "" if export.rows is None else f"{export.rows:,}",
            text(HIDDEN if export.masked else SHOWN),
            export.reason or "",
        ]
        item = QTreeWidgetItem(self.list, cells)
        item.setTextAlignment(4, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not export.masked:
            item.setForeground(5, QColor(light.tones.bad))
        for place, cell in enumerate(cells):
            item.setToolTip(place, plain.plain_tip(cell))
        if export.sha256:
            item.setToolTip(3, plain.plain_tip(text(SUM.filled(sum=export.sha256))))


def _what(export: Export) -> tuple[str, str]:
    """Return both names of what went out; the stored key where a later version named it."""
    from renewtrack.store import exports

    words = exports.WHATS.get(export.what, Words(export.what, export.what))
    return words.zh, words.en
