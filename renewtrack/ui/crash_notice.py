"""What the person is told at the start after a crash: what is safe, and a diagnosis to copy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import icons, plain
from renewtrack.ui.crash_watch import Crash
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say
from renewtrack.ui.trouble import CLOSE, COPY, DIAGNOSIS, log
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow

TITLE = Words("上次没有正常关闭", "Not closed properly last time")
WHEN = Words(
    "上次没有正常关闭（{when} 打开的窗口）。",
    "The window opened at {when} was not closed properly last time.",
)
SOME_TIME = Words("上次没有正常关闭。", "The program was not closed properly last time.")
SAFE = Words(
    "已保存的修改都在：每次修改当场写入文件。做到一半的导入或批量操作整个没有写入，可以再做一次。",
    "Every saved change is there: each is written to the file at once. An import or a bulk change "
    "that was under way was not written at all and can be done again.",
)
TYPED = Words(
    "没来得及保存的输入，打开那个台账后会逐条列出，可以接着写，也可以放弃。",
    "What was typed and not saved is listed when that ledger is opened: go on with it or discard "
    "it.",
)
SEND = Words(
    "如反复出现，请复制诊断信息发给技术支持。",
    "If it comes again, copy the diagnosis and send it to support.",
)
NO_STACK = Words(
    "没有留下出错位置：程序是被外部结束的，例如断电、关机或强行终止。",
    "It left no place of an error: it was ended from outside, as by a power cut, a shutdown or a "
    "forced stop.",
)
REOPEN = Words("打开上次的台账", "Open the last ledger")


def tell(window: MainWindow, crashes: Sequence[Crash], opening: Path | None = None) -> None:
    """Log the crashes that were found at the start and tell the person, who may go on meanwhile.

    The ledger used last is offered where none is being opened.
    """
    if not crashes:
        return
    for crash in crashes:
        log.error("a window was not closed properly\n%s", crash.diagnosis)
    recent = window.session.preferences.recent
    last = Path(recent[0]) if recent and opening is None else None
    notice = CrashNotice(crashes, last if last is not None and last.exists() else None, window)
    if last is not None:
        notice.reopen_asked.connect(lambda: window.files.open_path(last))
    notice.open()


class CrashNotice(QDialog):
    """Tells of the windows that did not end properly; the person goes on when ready."""

    reopen_asked = Signal()

    def __init__(
        self, crashes: Sequence[Crash], last: Path | None, parent: QWidget | None = None
    ) -> None:
        """Tell of crashes; ``last`` is the ledger to offer, None where one is open or known."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self.setWindowTitle, TITLE)
        self.diagnosis = QPlainTextEdit("\n\n".join(crash.diagnosis for crash in crashes))
        self.diagnosis.setReadOnly(True)
        self.diagnosis.setFixedHeight(130 if any(crash.stack for crash in crashes) else 64)
        say(self.diagnosis.setAccessibleName, DIAGNOSIS)
        when = "、".join(crash.started for crash in crashes if crash.started)
        told = [WHEN.filled(when=when) if when else SOME_TIME, SAFE, TYPED]
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addLayout(self._top(told))
        unclear = not any(crash.stack for crash in crashes)
        for words in (*((NO_STACK,) if unclear else ()), SEND):
            label = plain.label()
            label.setWordWrap(True)
            label.setProperty("role", "dim")
            say(label.setText, words)
            box.addWidget(label)
        box.addWidget(self.diagnosis)
        box.addLayout(self._buttons(last))
        self.first.setFocus()
        self.setMinimumWidth(520)

    def _top(self, told: Sequence[Words]) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(icons.pixmap("info", light.tones.accent, 28))
        sentences = QVBoxLayout()
        sentences.setSpacing(8)
        for words in told:
            label = plain.label()
            label.setWordWrap(True)
            say(label.setText, words)
            sentences.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(sentences, 1)
        return top

    def _buttons(self, last: Path | None) -> QHBoxLayout:
        row = QHBoxLayout()
        self.copy, self.close_it = QPushButton(), QPushButton()
        say(self.copy.setText, COPY)
        self.copy.clicked.connect(
            lambda: QApplication.clipboard().setText(self.diagnosis.toPlainText())
        )
        say(self.close_it.setText, CLOSE)
        self.close_it.clicked.connect(self.reject)
        row.addWidget(self.copy)
        row.addStretch(1)
        self.first = self.close_it
        if last is not None:
            self.first = QPushButton()
            say(self.first.setText, REOPEN)
            self.first.setToolTip(plain.plain_tip(str(last)))
            self.first.clicked.connect(self.accept)
            self.first.clicked.connect(self.reopen_asked)
            row.addWidget(self.first)
        row.addWidget(self.close_it)
        self.first.setDefault(True)
        return row
