"""Asks how old the details must be that are removed from the history, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from renewtrack.ui import asking, cells, plain
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.thinning import Thinned

TITLE = Words("精简历史", "Thin the history")
ABOUT = Words(
    "改动明细（原值和新值）会随时间越积越多。这里可以删除某天以前的明细：那些操作仍列在历史里，"
    "但不能再撤销，也看不到当时的原值。最近 {days} 天的明细必须保留。删除前会自动备份。",
    "The details of changes, old value and new, pile up over the years. Those before a day can be "
    "removed here: the actions stay listed, but can be undone no more, and their old values are "
    "gone. The details of the last {days} days stay. A backup is made before.",
)
BEFORE = Words("删除哪天以前的明细", "Remove the details before")
REASON = Words("理由（留在文件里）", "Reason (stays in the file)")
COUNT = Words("确认请输入要删除的条数", "To confirm, type how many go")
WOULD = Words(
    "将删除 {groups} 项操作的 {entries} 条明细，保留 {kept} 条。",
    "This removes {entries} details of {groups} actions; {kept} stay.",
)
NOTHING = Words("这一天以前没有明细。", "There are no details before that day.")
LATEST = Words("最晚只能填 {latest}。", "{latest} is the latest day that can be given.")
NO_DATE = Words("请填写日期，例如 2025-1-1。", "Please give a day, such as 2025-1-1.")
REMOVE = Words("删除明细", "Remove the details")


class ThinDialog(QDialog):
    """Shows what would go while the day is typed; the button works once all is filled in."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        from renewtrack.store import thinning

        super().__init__(parent)
        self._session = session
        self._latest = thinning.latest_date(session.db)
        self._found: Thinned | None = None
        self.day = QLineEdit(self._latest.isoformat())
        self.why, self.count = QLineEdit(), QLineEdit()
        self.told = plain.label()
        self.buttons = asking.buttons(REMOVE)
        say(self.setWindowTitle, TITLE)
        self._lay(thinning.KEPT_DAYS)
        self._look()

    def _lay(self, days: int) -> None:
        about = plain.label()
        about.setWordWrap(True)
        say(about.setText, ABOUT.filled(days=days))
        self.told.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for words, field in ((BEFORE, self.day), (REASON, self.why), (COUNT, self.count)):
            name = plain.label()
            say(name.setText, words)
            say(field.setAccessibleName, words)
            name.setBuddy(field)
            form.addRow(name, field)
        self.day.textChanged.connect(lambda _: self._look())
        for field in (self.why, self.count):
            field.textChanged.connect(lambda _: self._enable())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addWidget(about)
        box.addLayout(form)
        box.addWidget(self.told)
        box.addWidget(self.buttons)
        self.setMinimumWidth(520)

    def before(self) -> dt.date | None:
        """Return the day before which details go; None where none is typed."""
        read = cells.typed(asking.DATE, self.day.text().strip())
        try:
            return dt.date.fromisoformat(str(read))
        except ValueError:
            return None

    def reason(self) -> str:
        """Return why."""
        return self.why.text().strip()

    def _look(self) -> None:
        """Tell what would go before the day that is typed."""
        from renewtrack.store import thinning

        day = self.before()
        self._found = None
        if day is None:
            said = NO_DATE
        elif day > self._latest:
            said = LATEST.filled(latest=self._latest.isoformat())
        else:
            found = thinning.would_remove(self._session.db, day)
            self._found = found if found.entries else None
            said = NOTHING
            if found.entries:
                said = WOULD.filled(
                    groups=f"{found.groups:,}", entries=f"{found.entries:,}", kept=f"{found.kept:,}"
                )
        self.told.setText(text(said))
        self._enable()

    def _enable(self) -> None:
        wanted = str(self._found.entries) if self._found is not None else ""
        typed = self.count.text().strip().replace(",", "")
        ready = bool(wanted) and typed == wanted and bool(self.reason())
        self.buttons.button(self.buttons.StandardButton.Ok).setEnabled(ready)
