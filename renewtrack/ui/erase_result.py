"""What an erasing did, and which copies and exports still hold the person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import UserError
from renewtrack.ui import asking, plain, trouble
from renewtrack.ui.record_history import local
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.erasing import Erased
    from renewtrack.store.exports import Export

TITLE = Words("清除完成", "Erased")
DONE = Words(
    "已从文件里清除：改写 {rows} 行。文件已重新整理，逐字节核对，不再含有所清除的个人信息。",
    "Erased from the file: {rows} rows rewritten. The file was packed and its bytes checked; they "
    "hold the personal details no more.",
)
COPIES = Words(
    "仍含有这些个人信息的旧副本（{count} 个）", "Older copies that still hold them ({count})"
)
NO_COPIES = Words(
    "旁边没有仍含有这些个人信息的备份或旧副本。",
    "No backup or older copy beside the file holds them.",
)
COPIES_ELSEWHERE = Words(
    "复制到其他磁盘或交给他人的副本请另行处理。",
    "Copies on other disks or with other people have to be dealt with there.",
)
EXPORTS = Words(
    "此前含完整个人信息的导出（{count} 次），请逐一收回或销毁：",
    "Exports in full before this ({count}); call back or destroy them:",
)
EXPORT = Words("{at}  {who}  {file}  理由：{reason}", "{at}  {who}  {file}  reason: {reason}")
REPLACE = Words("做新备份，并删除这些旧副本…", "Make a new backup and delete these…")
REPLACE_TITLE = Words("删除旧副本", "Delete older copies")
REPLACE_ASK = Words(
    "先做一份新备份并核对，成功后覆盖并删除 {count} 个旧副本，删除后不能再恢复到那些日子。"
    "确认请输入 {count}：",
    "A new backup is made and checked first; then {count} older copies are overwritten and "
    "deleted, and nothing can be restored from them any more. Type {count} to confirm:",
)
REPLACING = Words("正在更换备份…", "Replacing backups…")
REPLACED = Words("已做新备份，旧副本已删除。", "A new backup was made; the older copies are gone.")
CLOSE = Words("关闭", "Close")


class EraseResult(QDialog):
    """Tells what is done, and offers to replace the backups on purpose."""

    def __init__(self, session: Session, erased: Erased, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.copies: tuple[Path, ...] = erased.backups_holding
        self.told = plain.label()
        self.listed = QListWidget()
        self.replace, self.shut = QPushButton(), QPushButton()
        say(self.setWindowTitle, TITLE)
        self._lay(erased)
        self._list()
        self.resize(QSize(680, 460))

    def _lay(self, erased: Erased) -> None:
        rows = sum(trace.count for trace in erased.counts)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(12)
        box.addWidget(_label(DONE.filled(rows=f"{rows:,}")))
        self.told.setWordWrap(True)
        box.addWidget(self.told)
        self.listed.setWordWrap(True)
        say(self.listed.setAccessibleName, COPIES.filled(count=len(self.copies)))
        box.addWidget(self.listed, 1)
        box.addWidget(_label(COPIES_ELSEWHERE, "dim"))
        if erased.exports_since:
            self._add_exports(box, erased.exports_since)
        say(self.replace.setText, REPLACE)
        say(self.shut.setText, CLOSE)
        self.replace.clicked.connect(self._ask)
        self.shut.clicked.connect(self.accept)
        self.replace.setAutoDefault(False)
        self.shut.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(self.replace)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        box.addLayout(foot)

    def _add_exports(self, box: QVBoxLayout, given: tuple[Export, ...]) -> None:
        box.addWidget(_label(EXPORTS.filled(count=len(given))))
        listed = QListWidget()
        say(listed.setAccessibleName, EXPORTS.filled(count=len(given)))
        listed.setWordWrap(True)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in given:
            words = EXPORT.filled(
                at=local(each.at), who=each.who or "", file=each.file, reason=each.reason or ""
            )
            listed.addItem(text(words))
        box.addWidget(listed, 1)

    def _list(self) -> None:
        self.listed.clear()
        self.listed.addItems([str(copy) for copy in self.copies])
        self.listed.setVisible(bool(self.copies))
        self.replace.setVisible(bool(self.copies))
        say(
            self.told.setText,
            COPIES.filled(count=len(self.copies)) if self.copies else NO_COPIES,
        )

    def _ask(self) -> None:
        count = len(self.copies)
        if asking.number(self, REPLACE_TITLE, REPLACE_ASK.filled(count=count), count):
            self.replace_copies()

    def replace_copies(self) -> Task:
        """Make a new backup and delete the copies that were listed, in a thread."""
        path, copies, who = self._session.path, self.copies, self._session.who
        self.replace.setEnabled(False)

        def job(_: Database, __: Task) -> None:
            from renewtrack.store import erased_copies

            erased_copies.replace(path, copies, who)

        return self._session.run_read(job, self._replaced, self._failed, words=REPLACING)

    def _replaced(self, _: None) -> None:
        self.copies = ()
        self._list()
        say(self.told.setText, REPLACED)

    def _failed(self, error: Exception) -> None:
        self.replace.setEnabled(True)
        if not isinstance(error, UserError):
            trouble.show(error, self)
            return
        say(self.told.setText, Words(error.in_("zh"), error.in_("en")))


def _label(words: Words, role: str = "") -> QWidget:
    label = plain.label()
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    say(label.setText, words)
    return label
