"""The report dialog: which report on the left, its tables on the right, and where it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import plain, report_files
from renewtrack.ui.report_fields import MONTH, PUBLIC, SURVEY, WEEK, ReportFields
from renewtrack.ui.report_freezing import Freezing
from renewtrack.ui.report_tables import ReportTables
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.reports.tables import Report
    from renewtrack.ui.session import Session
    from renewtrack.ui.tasks import Task

PAUSE = 120  # ms without a key before the figures are gathered again
TITLE = Words("报表", "Reports")
TO_WORD = Words("导出 Word(&W)…", "Export &Word…")
TO_EXCEL = Words("导出 Excel(&E)…", "&Export Excel…")
TO_SURVEY = Words("导出调查表(&E)…", "&Export the forms…")
TO_FOLDER = Words("导出网页文件夹(&E)…", "&Export the folder…")
STOP = Words("停止(&S)", "&Stop")
CLOSE = Words("关闭(&C)", "&Close")
GATHERING = Words("正在汇总…", "Adding up…")
PROGRESS = Words("进度", "Progress")
NOTHING = Words("", "")
BUTTONS = {  # of each kind, the ends of the files it makes
    MONTH: (".docx", ".xlsx"),
    WEEK: (".docx", ".xlsx"),
    SURVEY: (".survey",),
    PUBLIC: (".folder",),
}


class ReportDialog(QDialog):
    """Shows the tables of a period, freezes it, and writes the report."""

    made = Signal()  # the tables show what the fields say, or it was told why they cannot
    written = Signal()  # a report went out, or it was told why it did not

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Open on a session with an open file."""
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self._report: Report | None = None
        self._task: Task | None = None  # gathers
        self._writing: Task | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._gather)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        say(self.setWindowTitle, TITLE)
        self.fields, self.tables = ReportFields(session), ReportTables()
        self.freezing = Freezing(session, self.fields, self)
        self.message, self.bar = plain.label(), QProgressBar()
        self.stop, self.shut = QPushButton(), QPushButton()
        self.ways = {end: QPushButton() for end in (".docx", ".xlsx", ".survey", ".folder")}
        self._lay_out()
        self._wire()
        self.resize(1240, 720)
        self.freezing.read()
        self._show_ways()
        self._gather()

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidget(self.fields)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(330)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(scroll)
        middle.addWidget(self.tables, 1)
        self.message.setWordWrap(True)
        say(self.bar.setAccessibleName, PROGRESS)
        self.bar.setRange(0, 100)
        self.bar.setFixedWidth(160)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        foot.addWidget(self.bar)
        for button, words, deed in (
            (self.stop, STOP, self._stop_writing),
            (self.ways[".docx"], TO_WORD, lambda: self._ask(".docx")),
            (self.ways[".xlsx"], TO_EXCEL, lambda: self._ask(".xlsx")),
            (self.ways[".survey"], TO_SURVEY, lambda: self._ask(".survey")),
            (self.ways[".folder"], TO_FOLDER, lambda: self._ask(".folder")),
            (self.shut, CLOSE, self.close),
        ):
            say(button.setText, words)
            button.setAutoDefault(False)
            button.clicked.connect(deed)
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        whole.addLayout(middle, 1)
        whole.addLayout(foot)
        self._busy(False)

    def _wire(self) -> None:
        fields = self.fields
        fields.edited.connect(self._wait)
        fields.freeze_asked.connect(self.freezing.toggle)
        fields.choose_asked.connect(lambda: self._guarded(self._choose_template))
        fields.save_asked.connect(lambda: self._guarded(self._save_template))
        self.freezing.done.connect(self._gather)
        self.freezing.refused.connect(self._complain)

    # -- the tables in sight

    def _wait(self) -> None:
        """Gather again after a pause; until then nothing old can be put out."""
        self._show_ways()
        self._allow(False)
        self._timer.start()

    def _gather(self) -> None:
        """Add up in a thread; only the latest answer counts."""
        self._timer.stop()
        self._asked += 1
        asked, wanted = self._asked, self.fields.wanted()
        today, who = self._session.today, self._session.who
        if self._task is not None:
            self._task.cancel()

        def job(db: Database, task: Task) -> Report:
            from renewtrack.domain import secrecy
            from renewtrack.reports import figures

            preset = secrecy.preset(wanted.secrecy)
            return figures.build(
                db, wanted.period, today, preset, office=wanted.office, person=who, progress=task
            )

        self._allow(False)
        self._say(GATHERING)
        self._task = self._session.run_read(
            job,
            lambda report: self._take(asked, report),
            lambda error: self._refuse(asked, error),
            words=GATHERING,
        )

    def _take(self, asked: int, report: Report) -> None:
        if not isValid(self) or asked != self._asked:
            return
        self._task, self._report = None, report
        self.tables.show_report(report)
        self._say(NOTHING)
        self._allow(not self._timer.isActive())
        self.made.emit()

    def _refuse(self, asked: int, error: Exception) -> None:
        if not isValid(self) or asked != self._asked or isinstance(error, Cancelled):
            return
        self._task = None
        if not isinstance(error, UserError):
            raise error
        self._complain(error)
        self.made.emit()

    def _show_ways(self) -> None:
        """Show the buttons of what the chosen kind is written as."""
        shown = BUTTONS[self.fields.kind.key]
        for end, button in self.ways.items():
            button.setVisible(end in shown)
            button.setDefault(end == shown[0])

    def _allow(self, ready: bool) -> None:
        for button in self.ways.values():
            button.setEnabled(ready and self._writing is None)
        self.freezing.allow(ready and self._writing is None)

    # -- out into a file

    def _ask(self, end: str) -> None:
        path = report_files.ask_where(self, self._session, self.fields.wanted(), end)
        if path is not None:
            self.save(path)

    def save(self, path: Path) -> None:
        """Write what the tables show, in a thread, with progress; the end of the name says how."""
        if self._report is None or self._writing is not None:
            return
        wanted = self.fields.wanted()
        job = report_files.job(self._session, self._report, wanted, path)
        readonly = self._session.file is not None and self._session.file.readonly
        self._say(report_files.WRITING)
        self._busy(True)
        self._writing = self._session.tasks.run(
            self._session.connected(job, readonly=readonly),
            self._wrote,
            self._not_written,
            self._move,
            report_files.WRITING,
        )
        self._allow(False)

    def _move(self, share: float) -> None:
        if isValid(self):
            self.bar.setValue(round(share * 100))

    def _wrote(self, told: Words) -> None:
        self._session.recorded.emit()
        if not isValid(self):  # it was closed just as the file was there
            return
        self._end_writing()
        self.fields.keep()
        self._say(told)
        self.written.emit()

    def _not_written(self, error: Exception) -> None:
        if not isValid(self) and isinstance(error, UserError | Cancelled):
            return
        self._end_writing()
        if isinstance(error, Cancelled):
            self._say(report_files.STOPPED)
        elif isinstance(error, UserError):
            self._complain(error)
        self.written.emit()
        if not isinstance(error, UserError | Cancelled):
            raise error

    def _end_writing(self) -> None:
        self._writing = None
        self._busy(False)
        self._allow(self._report is not None)

    def _stop_writing(self) -> None:
        if self._writing is not None:
            self._writing.cancel()

    def _busy(self, busy: bool) -> None:
        self.bar.setValue(0)
        self.bar.setVisible(busy)
        self.stop.setVisible(busy)

    # -- templates

    def _choose_template(self) -> None:
        found = report_files.ask_template(self, self._session, self.fields.wanted())
        if found is not None:
            self.fields.use(found)

    def _save_template(self) -> None:
        saved = report_files.save_template(self, self._session, self.fields.wanted())
        if saved is not None:
            self.fields.use(saved)
            self._say(report_files.TEMPLATE_SAVED.filled(name=saved.name))

    def _guarded(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except UserError as error:
            self._complain(error)

    # -- words and the end

    def _complain(self, error: UserError) -> None:
        self._say(Words(error.in_("zh"), error.in_("en")), "refusal")

    def _say(self, words: Words, role: str = "dim") -> None:
        say(self.message.setText, words)
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            self.message.style().unpolish(self.message)
            self.message.style().polish(self.message)

    def done(self, result: int) -> None:
        self._stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)

    def _stop(self) -> None:
        """Let go of what is being gathered or written."""
        self._timer.stop()
        self._asked += 1
        for task in (self._task, self._writing):
            if task is not None:
                task.cancel()
        self._task = None
