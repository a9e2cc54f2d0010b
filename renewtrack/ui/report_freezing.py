"""Freezing the period that is shown, and opening it again for a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import asking
from renewtrack.ui.record_history import local
from renewtrack.ui.report_fields import FROZEN, PUBLIC, SURVEY, ReportFields
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.ui.session import Session
    from renewtrack.ui.tasks import Task

FREEZING = Words("正在锁定…", "Freezing…")
UNFREEZING = Words("正在解除锁定…", "Opening the period…")
FREEZE_TITLE = Words("锁定本期", "Freeze the period")
FREEZE_ASK = Words(
    "锁定{period}以后，再打印这一期永远是现在这些数；以后对台账的更正只作为调整列出。"
    "请在上报时锁定。",
    "Once {period} is frozen its report prints these figures for good; later corrections of the "
    "ledger show as adjustments. Freeze when you hand the report in.",
)
EARLY = Words(
    "这一期还没有结束。锁定以后到期末的变化都算作调整。",
    "The period has not ended; what changes until its end will count as an adjustment.",
)
BOTH = Words("{first}\n\n{second}", "{first}\n\n{second}")
FREEZE_YES = Words("锁定", "Freeze")
UNFREEZE_TITLE = Words("解除锁定", "Open the period again")
UNFREEZE_ASK = Words(
    "解除锁定{period}以后，原先上报的数不再保留，报表重新按台账现在的记录计算。解除人和理由会记入"
    "审计记录。请填写理由：",
    "What was reported of {period} is no longer kept, and its report is reckoned anew from the "
    "ledger. Who opened it and why goes into the audit log. Reason:",
)
NOBODY = Words("未署名", "nobody named")


class Freezing(QObject):
    """Freezes or opens the period that the fields show, and marks the frozen ones."""

    done = Signal()  # a period was frozen or opened
    refused = Signal(object)  # the UserError that says why not

    def __init__(self, session: Session, fields: ReportFields, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._fields, self._window = session, fields, window
        self._task: Task | None = None

    def read(self) -> None:
        """Mark in the fields which periods are frozen."""
        from renewtrack.store import periods

        self._fields.show_frozen(
            {
                each.key: FROZEN.filled(when=local(each.frozen_at), who=each.who or NOBODY)
                for each in periods.all(self._session.db)
            }
        )

    def allow(self, ready: bool) -> None:
        """Let the person freeze or open where the role covers it."""
        role = "manager" if self._fields.is_frozen else "editor"
        kind = self._fields.kind.key
        self._fields.freeze.setEnabled(
            ready
            and self._task is None
            and kind not in (SURVEY, PUBLIC)
            and self._session.may(role)
        )

    def toggle(self) -> None:
        """Ask, and freeze the period or open it again."""
        if self._fields.is_frozen:
            self._ask_unfreeze()
        else:
            self._ask_freeze()

    def freeze(self) -> None:
        """Freeze the period in a thread."""
        wanted, today, who = self._fields.wanted(), self._session.today, self._session.who

        def job(db: Database, _: Task) -> int:
            from renewtrack.reports import figures

            return figures.freeze(db, wanted.period, today, who, office=wanted.office, person=who)

        self._run(job, FREEZING)

    def unfreeze(self, reason: str) -> None:
        """Open the period again in a thread."""
        period, who = self._fields.wanted().period, self._session.who

        def job(db: Database, _: Task) -> None:
            from renewtrack.store import periods

            periods.unfreeze(db, period, who, reason)

        self._run(job, UNFREEZING)

    def _ask_freeze(self) -> None:
        period = self._fields.wanted().period
        question = FREEZE_ASK.filled(period=period.words)
        if period.last > self._session.today:
            question = BOTH.filled(first=question, second=EARLY)
        if asking.confirmed(self._window, FREEZE_TITLE, question, FREEZE_YES):
            self.freeze()

    def _ask_unfreeze(self) -> None:
        words = UNFREEZE_ASK.filled(period=self._fields.wanted().period.words)
        reason = asking.line(self._window, UNFREEZE_TITLE, words)
        if reason:
            self.unfreeze(reason)

    def _run(self, job: Callable[[Database, Task], object], words: Words) -> None:
        self._task = self._session.run_write(job, self._ended, self._failed, words=words)
        self.allow(False)

    def _ended(self, _: object) -> None:
        if not isValid(self):
            return
        self._task = None
        self.read()
        self.done.emit()

    def _failed(self, error: Exception) -> None:
        if isValid(self):
            self._task = None
            self.allow(True)
        if isinstance(error, UserError) and isValid(self):
            self.refused.emit(error)
        elif not isinstance(error, Cancelled):
            raise error
