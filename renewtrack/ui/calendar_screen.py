"""The view of due dates: a month of days, and the lines of the day in front."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from renewtrack.ui import icons, plain
from renewtrack.ui.calendar_grid import CalendarGrid
from renewtrack.ui.columns import KIND_WORDS
from renewtrack.ui.filtering import Choice
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.due_dates import Due

SHOWN = Words("日期属于", "Dates of")
BACK, ON = Words("上个月", "Month before"), Words("下个月", "Month after")
TODAY = Words("今天", "Today")
LINE = Words("{kind} {count}", "{count} {kind}")  # the end may be cut, the count may not
WHAT, COUNT = Words("到期事项", "Due"), Words("条数", "Records")
OPEN = Words("在表里打开", "Open in the table")
OF_DAY = Words("{day} 到期：{count} 项", "Due on {day}: {count}")
DAY = Words("所选日期的到期事项", "Due on the selected day")
COLOURS = {
    "start": "#1E88E5",
    "finish": "#D32F2F",
    "forecast": "#F57C00",
    "contract": "#6D4C41",
    "notice": "#8E24AA",
    "defect": "#C2185B",
    "warranty": "#607D8B",
    "visit": "#2E7D32",
}


class CalendarScreen(Screen):
    """A month, a day in it, and what is due on it; every line leads to its rows."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.which, self.head = QComboBox(), plain.label()
        self.back, self.on, self.now = QPushButton(), QPushButton(), QPushButton()
        self.open, self.of_day = QPushButton(), plain.label()
        self.grid = CalendarGrid(dt.date.fromisoformat(session.today))
        self.due: list[Due] = []
        self.model: LinesModel[Due] = LinesModel(
            (
                Head(WHAT, 260, _what),
                Head(COUNT, 90, lambda line: f"{len(line.ids):,}", right=True),
            )
        )
        self.table = LinesTable(DAY)
        self._build()

    @property
    def kind(self) -> str:
        """Return whose starts and finishes are shown."""
        return str(self.which.currentData() or "projects")

    def show_now(self) -> None:
        """Read what falls due in the month in front."""
        kind, wanted = self.kind, self.choice.filter(self.kind, self.session.today)
        self.grid.today = dt.date.fromisoformat(self.session.today)
        first, last = str(self.grid.first), str(self.grid.last)

        def job(db: Database, _: object) -> list[Due]:
            from renewtrack.store import due_dates

            return due_dates.read(db, kind, wanted, first, last)  # type: ignore[arg-type]

        self.read(job, self._arrived)

    # -- build

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        for button, words, icon, deed in (
            (self.back, BACK, "previous", lambda: self.grid.by_months(-1)),
            (self.on, ON, "next", lambda: self.grid.by_months(1)),
            (self.now, TODAY, "calendar", lambda: self.grid.go_to(self.grid.today)),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.clicked.connect(lambda _=False, do=deed: do())
            bar.addWidget(button)
        self.head.setProperty("role", "title")
        bar.addWidget(self.head)
        bar.addStretch(1)
        for kind in ("projects", "works"):
            self.which.addItem("", kind)
        say(self.which.setAccessibleName, SHOWN)
        self.which.currentIndexChanged.connect(lambda _: self.show_now())
        bar.addWidget(self.which)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.grid)
        parts.addWidget(self._below())
        parts.setSizes([460, 170])
        parts.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(parts, 1)
        self.grid.moved.connect(self._moved)
        self.grid.opened.connect(lambda _: self._open())
        speech.switched.connect(self._spoken)
        self._spoken()
        self.setFocusProxy(self.grid)

    def _below(self) -> QWidget:
        self.table.take(self.model, wide=0)
        self.table.activated.connect(lambda _: self._open())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._picked())
        say(self.open.setText, OPEN)
        icons.give(self.open.setIcon, "table")
        self.open.clicked.connect(self._open)
        page = QWidget()
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.addWidget(self.of_day)
        bar.addStretch(1)
        bar.addWidget(self.open)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.table, 1)
        return page

    # -- what is shown and where it leads

    def _arrived(self, found: list[Due]) -> None:
        self.due = found
        by_day: dict[dt.date, list[tuple[str, Words]]] = {}
        for due in found:
            words = LINE.filled(kind=_what(due), count=f"{len(due.ids):,}")
            day = dt.date.fromisoformat(due.day)
            by_day.setdefault(day, []).append((COLOURS[due.kind], words))
        self.grid.show_due(by_day)
        self._show_day()

    def _moved(self, day: dt.date) -> None:
        self._name()
        self._show_day()
        self.show_now()

    def _show_day(self) -> None:
        lines = [due for due in self.due if due.day == str(self.grid.day)]
        self.model.show_lines(lines)
        if lines:
            self.table.selectRow(0)
        count = sum(len(due.ids) for due in lines)
        self.of_day.setText(text(OF_DAY.filled(day=str(self.grid.day), count=f"{count:,}")))
        self._enable()

    def _picked(self) -> None:
        """Show on the map what the line under the cursor is about."""
        self._enable()
        place = self.table.currentIndex().row()
        if self.table.hasFocus() and 0 <= place < len(self.model.lines):
            due = self.model.lines[place]
            self.picked.emit(due.rows, list(due.ids))

    def _enable(self) -> None:
        self.open.setEnabled(self.table.currentIndex().isValid())

    def _open(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.model.lines):
            due = self.model.lines[place]
            self.drilled.emit(due.rows, list(due.ids), _what(due))

    def _name(self) -> None:
        day = self.grid.day
        zh, en = f"{day.year} 年 {day.month} 月", f"{day:%Y-%m}"
        self.head.setText(text(Words(zh, en)))

    def _spoken(self, _: str = "") -> None:
        for place in range(self.which.count()):
            self.which.setItemText(place, text(KIND_WORDS[str(self.which.itemData(place))]))
        self._name()


def _what(due: Due) -> Words:
    from renewtrack.store import due_dates

    return due_dates.KINDS[due.kind]
