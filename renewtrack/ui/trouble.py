"""What the person sees when something goes wrong: a plain sentence and a diagnosis to copy."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from types import TracebackType

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from renewtrack import diagnosing, paths
from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import icons, plain
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

LOG_SIZE, LOGS = 2_000_000, 10
TITLE = Words("没有完成", "Not done")
BUG_TITLE = Words("程序出错了", "Something went wrong")
BUG = Words(
    "程序遇到了意料之外的错误，刚才这一步没有写入，已有数据不受影响。\n"
    "可以继续工作；如反复出现，请复制诊断信息发给技术支持。",
    "The program met an error that nobody foresaw. This step was not written; your data is safe.\n"
    "You can go on. If it comes again, copy the diagnosis and send it to support.",
)
COPY = Words("复制诊断信息", "Copy the diagnosis")
CLOSE = Words("关闭", "Close")
DIAGNOSIS = Words("诊断信息（不含个人信息）", "Diagnosis (no personal details)")
LOG_AT = Words("技术日志：{path}", "Technical log: {path}")
log = logging.getLogger("renewtrack")


class _Log(logging.handlers.RotatingFileHandler):
    """A log that is given up without a word where its disk is full or its folder gone."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Lose a line of the log rather than trouble the person with it."""


class TroubleDialog(QDialog):
    """Tells of one error in plain words."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ours = isinstance(error, UserError)
        say(self.setWindowTitle, TITLE if ours else BUG_TITLE)
        self.message = plain.label()
        self.message.setWordWrap(True)
        self.message.setText(sentence(error))
        sign = QLabel()
        sign.setPixmap(icons.pixmap("info", light.tones.accent if ours else light.tones.bad, 28))
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.message, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addLayout(top)
        self.details = QPlainTextEdit(diagnosis(error))
        self.buttons = QDialogButtonBox()
        close = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        say(close.setText, CLOSE)
        close.clicked.connect(self.reject)
        if not ours:
            self._add_details(box)
        box.addWidget(self.buttons)
        close.setDefault(True)
        self.setMinimumWidth(460)

    def _add_details(self, box: QVBoxLayout) -> None:
        self.details.setReadOnly(True)
        say(self.details.setAccessibleName, DIAGNOSIS)
        self.details.setFixedHeight(150)
        where = plain.label()
        where.setProperty("role", "dim")
        where.setWordWrap(True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        say(where.setText, LOG_AT.filled(path=paths.log_folder() / "renewtrack.log"))
        copy = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        say(copy.setText, COPY)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.details.toPlainText()))
        box.addWidget(self.details)
        box.addWidget(where)


def sentence(error: BaseException) -> str:
    """Return what to tell the person about an error."""
    return error.in_(speech.language) if isinstance(error, UserError) else text(BUG)


def diagnosis(error: BaseException) -> str:
    """Return where an error came from: files, lines and its kind; never values or messages."""
    return diagnosing.diagnosis(error, f"Qt {qVersion()}")


def show(error: BaseException, parent: QWidget | None = None) -> None:
    """Log an error and tell the person of it; a cancelled job needs no words."""
    if isinstance(error, Cancelled):
        return
    log.error("%s", diagnosis(error))
    TroubleDialog(error, parent).exec()


def keep_log() -> None:
    """Write the technical log into the person's log folder, at most ten files of 2 MB."""
    try:
        handler = _Log(
            paths.log_folder() / "renewtrack.log",
            maxBytes=LOG_SIZE,
            backupCount=LOGS - 1,
            encoding="utf-8",
            delay=True,
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def catch_all() -> None:
    """Tell the person of every exception that nobody caught, and go on."""

    def caught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show(error, QApplication.activeWindow() if QApplication.instance() else None)

    sys.excepthook = caught
