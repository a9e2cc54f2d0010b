"""The report dialog: which report on the left, its tables on the right, and where it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import fitting, report_files
from renewtrack.ui.report_fields import ReportFields
from renewtrack.ui.report_foot import NOTHING, ReportFoot
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
GATHERING = Words("正在汇总…", "Adding up…")


class ReportDialog(QDialog):
    """Shows the tables of a period, freezes it, and writes the report."""

    made = Signal()  # the tables show what the fields say, or it was told why they cannot

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Open on a session with an open file."""
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self._task: Task | None = None
        self.report: Report | None = None  # that the tables show
        self._note = NOTHING  # to be said once the tables are there
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._gather)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        say(self.setWindowTitle, TITLE)
        self.fields, self.tables = ReportFields(session), ReportTables()
        self.foot = ReportFoot(session)
        self.freezing = Freezing(session, self.fields, self)
        self._lay_out()
        self._wire()
        self.resize(fitting.low(self, 1240, 720))
        self.freezing.read()
        self.foot.show_ways(self.fields.kind.key)
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
        whole = QVBoxLayout(self)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)

    def _wire(self) -> None:
        fields, foot = self.fields, self.foot
        fields.edited.connect(self._wait)
        fields.freeze_asked.connect(self.freezing.toggle)
        fields.choose_asked.connect(lambda: self._guarded(self._choose_template))
        fields.save_asked.connect(lambda: self._guarded(self._save_template))
        self.freezing.done.connect(self._gather)
        self.freezing.refused.connect(foot.complain)
        foot.asked.connect(self._ask)
        foot.written.connect(lambda: self._allow(not self._timer.isActive()))
        foot.closed.connect(self.close)

    # -- the tables in sight

    def _wait(self) -> None:
        """Gather again after a pause; until then nothing old can be put out."""
        self.foot.show_ways(self.fields.kind.key)
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
        self.foot.tell(GATHERING)
        self._task = self._session.run_read(
            job,
            lambda report: self._take(asked, report),
            lambda error: self._refuse(asked, error),
            words=GATHERING,
        )

    def _take(self, asked: int, report: Report) -> None:
        if not isValid(self) or asked != self._asked:
            return
        self._task, self.report = None, report
        self.tables.show_report(report)
        self.foot.tell(self._note)
        self._note = NOTHING
        self._allow(not self._timer.isActive())
        self.made.emit()

    def _refuse(self, asked: int, error: Exception) -> None:
        if not isValid(self) or asked != self._asked or isinstance(error, Cancelled):
            return
        self._task = None
        if not isinstance(error, UserError):
            raise error
        self.foot.complain(error)
        self.made.emit()

    def _allow(self, ready: bool) -> None:
        self.foot.allow(ready and self.report is not None)
        self.freezing.allow(ready and not self.foot.busy)

    # -- out into a file

    def _ask(self, end: str) -> None:
        path = report_files.ask_where(self, self._session, self.fields.wanted(), end)
        if path is not None:
            self.save(path)

    def save(self, path: Path) -> None:
        """Write what the tables show; the kind and the end of the name say how."""
        if self.report is None or self.foot.busy:
            return
        wanted = self.fields.wanted()
        self.fields.keep()
        self.foot.write(report_files.job(self._session, self.report, wanted, path))
        self.freezing.allow(False)

    # -- templates

    def _choose_template(self) -> None:
        found = report_files.ask_template(self, self._session, self.fields.wanted())
        if found is not None:
            self.fields.use(found)

    def _save_template(self) -> None:
        saved = report_files.save_template(self, self._session, self.fields.wanted())
        if saved is not None:
            self.fields.use(saved)
            self._note = report_files.TEMPLATE_SAVED.filled(name=saved.name)

    def _guarded(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except UserError as error:
            self.foot.complain(error)

    # -- the end

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
        self.foot.give_up()
        if self._task is not None:
            self._task.cancel()
            self._task = None
