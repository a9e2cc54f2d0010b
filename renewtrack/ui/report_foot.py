"""The foot of the report dialog: what is being done, and the ways into a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget
from shiboken6 import isValid

from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import plain
from renewtrack.ui.report_fields import MONTH, PUBLIC, SURVEY, WEEK
from renewtrack.ui.report_files import STOPPED, WRITING
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.ui.session import Session
    from renewtrack.ui.tasks import Task

WAYS = {  # by the ends of the files they make
    ".docx": Words("导出 Word(&W)…", "Export &Word…"),
    ".xlsx": Words("导出 Excel(&E)…", "&Export Excel…"),
    ".survey": Words("导出调查表(&E)…", "&Export the forms…"),
    ".folder": Words("导出网页文件夹(&E)…", "&Export the folder…"),
}
SHOWN = {
    MONTH: (".docx", ".xlsx"),
    WEEK: (".docx", ".xlsx"),
    SURVEY: (".survey",),
    PUBLIC: (".folder",),
}
STOP = Words("停止(&S)", "&Stop")
CLOSE = Words("关闭(&C)", "&Close")
PROGRESS = Words("进度", "Progress")
NOTHING = Words("", "")


class ReportFoot(QWidget):
    """Says what goes on, and writes a file at a time, with progress and a stop."""

    asked = Signal(str)  # a way that was chosen, by the end of its files
    closed = Signal()
    written = Signal()  # a report went out, or it was told why it did not

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ready = False
        self._writing: Task | None = None
        self.message, self.bar = plain.label(), QProgressBar()
        self.stop, self.shut = QPushButton(), QPushButton()
        self.ways = {end: QPushButton() for end in WAYS}
        self._lay_out()
        self._busy(False)

    def _lay_out(self) -> None:
        self.message.setWordWrap(True)
        say(self.bar.setAccessibleName, PROGRESS)
        self.bar.setRange(0, 100)
        self.bar.setFixedWidth(160)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.message, 1)
        row.addWidget(self.bar)
        buttons = [(self.stop, STOP), *((self.ways[end], words) for end, words in WAYS.items())]
        for button, words in (*buttons, (self.shut, CLOSE)):
            say(button.setText, words)
            button.setAutoDefault(False)
            row.addWidget(button)
        self.stop.clicked.connect(self.give_up)
        self.shut.clicked.connect(self.closed.emit)
        for end, button in self.ways.items():
            button.clicked.connect(lambda _=False, end=end: self.asked.emit(end))

    @property
    def busy(self) -> bool:
        """Tell whether something is being written."""
        return self._writing is not None

    def show_ways(self, kind: str) -> None:
        """Show the buttons of what a kind of report is written as."""
        shown = SHOWN[kind]
        for end, button in self.ways.items():
            button.setVisible(end in shown)
            button.setDefault(end == shown[0])

    def allow(self, ready: bool) -> None:
        """Let a report be written, or not yet."""
        self._ready = ready
        for button in self.ways.values():
            button.setEnabled(ready and not self.busy)

    def write(self, job: Callable[[Database, Task], Words]) -> None:
        """Write in a thread; the job returns what to say of it."""
        readonly = self._session.file is not None and self._session.file.readonly
        self.tell(WRITING)
        self._busy(True)
        self._writing = self._session.tasks.run(
            self._session.connected(job, readonly=readonly),
            self._wrote,
            self._not_written,
            self._move,
            WRITING,
        )
        self.allow(self._ready)

    def give_up(self) -> None:
        """Stop what is being written; nothing of it is left."""
        if self._writing is not None:
            self._writing.cancel()

    def tell(self, words: Words, role: str = "dim") -> None:
        """Say something in plain, or as a refusal."""
        say(self.message.setText, words)
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            self.message.style().unpolish(self.message)
            self.message.style().polish(self.message)

    def complain(self, error: UserError) -> None:
        """Say why something is not done."""
        self.tell(Words(error.in_("zh"), error.in_("en")), "refusal")

    def _move(self, share: float) -> None:
        if isValid(self):
            self.bar.setValue(round(share * 100))

    def _wrote(self, told: Words) -> None:
        self._session.recorded.emit()
        if isValid(self):  # else the dialog was closed just as the file was there
            self._end()
            self.tell(told)
            self.written.emit()

    def _not_written(self, error: Exception) -> None:
        if isValid(self):
            self._end()
            if isinstance(error, Cancelled):
                self.tell(STOPPED)
            elif isinstance(error, UserError):
                self.complain(error)
            self.written.emit()
        if not isinstance(error, UserError | Cancelled):
            raise error

    def _end(self) -> None:
        self._writing = None
        self._busy(False)
        self.allow(self._ready)

    def _busy(self, busy: bool) -> None:
        self.bar.setValue(0)
        self.bar.setVisible(busy)
        self.stop.setVisible(busy)
