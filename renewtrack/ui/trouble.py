"""What the person sees when something goes wrong: a plain sentence and a diagnosis to copy."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
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
from renewtrack.ui import icons, plain, technical_log
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

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


AGAIN = 3.0  # seconds in which the same bug, such as one of every repaint, is told once
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


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
        say(where.setText, LOG_AT.filled(path=_log_place()))
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
    handler = technical_log.handler()
    if handler is not None:
        log.addHandler(handler)
        log.setLevel(logging.INFO)


def _log_place() -> str:
    """Return where the log of this window stands."""
    kept = [each for each in log.handlers if isinstance(each, technical_log.TechnicalLog)]
    return str(kept[-1].path if kept else paths.log_folder())


class Catcher(QObject):
    """Tells the person, in the window's thread, of what nobody caught in any thread."""

    arrived = Signal(object)  # the exception

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._telling = False
        self._told: tuple[str, float] = "", 0.0
        self.arrived.connect(self._tell)

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take an exception where the interpreter would print it with all its values."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.arrived.emit(error)

    def _tell(self, error: BaseException) -> None:
        """Show one sentence at a time: what comes meanwhile, or at once again, is only logged."""
        if isinstance(error, Cancelled):
            return
        found = diagnosis(error)
        again = found == self._told[0] and self._clock() - self._told[1] < AGAIN
        if self._telling or again or QApplication.instance() is None:
            log.error("%s", found)
            return
        self._telling = True
        try:
            show(error, QApplication.activeWindow())
        finally:
            self._telling, self._told = False, (found, self._clock())


def catch_all() -> Catcher:
    """Tell the person of every exception that nobody caught, and go on.

    What Qt and the browser inside have to say goes to the log in their own words alone.
    """
    catcher = Catcher()
    sys.excepthook = catcher.caught
    diagnosing.catch_strays(catcher.arrived.emit, lambda error: log.error("%s", diagnosis(error)))
    qInstallMessageHandler(_heard)
    return catcher


def _heard(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = str(getattr(context, "category", None) or "default")
    log.log(LEVELS.get(kind, logging.WARNING), "Qt %s", diagnosing.of_message(category, message))
