"""The view of visits: a week of crews and half days, the homes that wait, what became of visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import icons, plain, visit_tables
from renewtrack.ui.filtering import Choice
from renewtrack.ui.flow import FlowLayout, FlowPage
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.visit_deeds import VisitDeeds
from renewtrack.ui.week_board import WeekBoard
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.visit_boards import Week

BACK, ON, NOW = Words("上周", "Week before"), Words("下周", "Next week"), Words("本周", "This week")
SPAN = Words("{first} 至 {last}", "{first} to {last}")
BOOK, MOVE = Words("登记预约…", "Book…"), Words("整天改期…", "Move a day…")
CALENDAR = Words("班组与日历…", "Crews and calendar…")
PAPERS, ICS = Words("打印单据…", "Print papers…"), Words("日历文件…", "Calendar file…")
WAITING = Words("待约 {count} 户", "{count} homes to book")
FIRST_FEW = Words(
    "待约 {count} 户，列出前 {shown} 户", "{count} homes to book, the first {shown} listed"
)
NONE_WAITS = Words(
    "待约 0 户（住户在“住户”页登记，或从表格导入）",
    "No homes to book (enter them in “Homes”, or import a sheet)",
)
INTO, FREE = Words("约到所选半天", "Into this half day"), Words("找空档", "Next free")
LISTS = {
    "cell": Words("所选半天", "This half day"),
    "due": Words("待提醒 {count}", "To remind {count}"),
    "trouble": Words("有问题 {count}", "Troubles {count}"),
}
SHOWN = Words("列出", "List")
KEPT, MISSED = Words("已入户(K)", "Visited (K)"), Words("未遇(M)", "Not met (M)")
ANEW = Words("未遇改约(N)", "Rebook (N)")
REMINDED, OFF = Words("已提醒(R)", "Reminded (R)"), Words("取消(Del)", "Call off (Del)")
KEYS = Words(
    "方向键换半天，回车到下面的名单；拖动或 Ctrl+方向键改期；名单里 K、M、N、R",
    "Arrows change the half day, Enter goes to its list; drag or Ctrl+arrows move; K, M, N, R",
)

Deed = Callable[[], object]


class VisitsScreen(Screen):
    """One week at a time; what is written from here is undone like all else."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.week: Week | None = None
        today = dt.date.fromisoformat(session.today)
        self.monday = today - dt.timedelta(today.weekday())
        self.board, self.span, self.around = WeekBoard(), plain.label(), QScrollArea()
        self.queue, self.list = visit_tables.queue(), visit_tables.visits()
        self.waiting, self.told, self.which = plain.label(), plain.label(), QComboBox()
        self.keys = plain.label()
        self.deeds = VisitDeeds(self)
        self.buttons: dict[str, QPushButton] = {}
        self._build()

    def show_now(self) -> None:
        """Read the week in front and the queue."""
        first, today = self.monday, dt.date.fromisoformat(self.session.today)
        wanted = self.choice.filter("buildings", self.session.today)
        self.board.today = today

        def job(db: Database, _: object) -> Week:
            from renewtrack.store import visit_boards

            return visit_boards.read(db, first, today, wanted)

        self.read(job, self._arrived)

    def show_written(self) -> None:
        """Show the week's visits as they are now, before queue and troubles are read again."""
        from renewtrack.store import visit_boards

        if self.week is not None:
            self.board.show_week(visit_boards.visits_again(self.session.db, self.week))

    def by_weeks(self, step: int) -> None:
        """Go some weeks on; 0 is the present one."""
        today = dt.date.fromisoformat(self.session.today)
        here = today - dt.timedelta(today.weekday())
        self.monday = here if step == 0 else self.monday + dt.timedelta(7 * step)
        self.show_now()

    # -- build

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.addLayout(self._bar(), 1)
        box.addLayout(bar)
        scroll = self.around
        scroll.setWidget(self.board)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self._left())
        below.addWidget(self._right())
        below.setChildrenCollapsible(False)
        below.setSizes([330, 420])
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(scroll)
        parts.addWidget(below)
        parts.setChildrenCollapsible(False)
        parts.setSizes([360, 260])
        box.addWidget(parts, 1)
        self.keys.setProperty("role", "dim")
        self.keys.setContentsMargins(8, 0, 8, 4)
        self.keys.setWordWrap(True)
        say(self.keys.setText, KEYS)
        box.addWidget(self.keys)
        self.board.moved.connect(self._front)
        self.board.shown.connect(self._scroll_to)
        self.board.by_weeks.connect(self.by_weeks)
        self.board.opened.connect(self._to_list)
        self.board.dropped_visits.connect(self.deeds.move_to)
        self.board.dropped_homes.connect(self.deeds.book_homes)
        self.board.shifted.connect(self.deeds.shift)
        speech.switched.connect(self._spoken)
        self._spoken()
        self._enable()
        self.setFocusProxy(self.board)

    def _bar(self) -> FlowLayout:
        bar = FlowLayout()
        for key, words, icon, step in (
            ("back", BACK, "previous", -1),
            ("on", ON, "next", 1),
            ("now", NOW, "calendar", 0),
        ):
            bar.addWidget(self._button(key, words, icon, partial(self.by_weeks, step)))
        self.span.setProperty("role", "title")
        self.span.setMinimumHeight(28)
        bar.addWidget(self.span)
        for key, words, icon, deed in (
            ("book", BOOK, "add", self.deeds.ask_booking),
            ("move", MOVE, "time-line", self.deeds.ask_day),
            ("calendar", CALENDAR, "people", self.deeds.open_calendar),
            ("papers", PAPERS, "print", self.deeds.ask_papers),
            ("ics", ICS, "save", self.deeds.save_calendar),
        ):
            bar.addWidget(self._button(key, words, icon, deed))
        return bar

    def _left(self) -> QWidget:
        page, box = QWidget(), QVBoxLayout()
        page.setLayout(box)
        box.setContentsMargins(8, 4, 4, 4)
        box.setSpacing(4)
        self.waiting.setWordWrap(True)
        box.addWidget(self.waiting)
        box.addWidget(self.queue, 1)
        row = QHBoxLayout()
        row.addWidget(self._button("into", INTO, "add", self.deeds.book_marked))
        row.addWidget(self._button("free", FREE, "search", self.deeds.book_free))
        row.addStretch(1)
        box.addLayout(row)
        self.queue.activated.connect(lambda _: self.deeds.book_marked())
        self.queue.keys = {
            Qt.Key.Key_B: self.deeds.book_marked,
            Qt.Key.Key_F: self.deeds.book_free,
            Qt.Key.Key_Insert: self.deeds.ask_booking,
        }
        self.queue.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        return page

    def _right(self) -> QWidget:
        page = FlowPage()
        box = page.box
        box.setContentsMargins(4, 4, 8, 4)
        for key in LISTS:
            self.which.addItem("", key)
        say(self.which.setAccessibleName, SHOWN)
        self.which.currentIndexChanged.connect(lambda _: self._front())
        head = QHBoxLayout()
        head.addWidget(self.which)
        self.told.setWordWrap(True)
        self.told.setProperty("role", "dim")
        head.addWidget(self.told, 1)
        box.addLayout(head)
        box.addWidget(self.list, 1)
        row = FlowLayout()
        deeds: dict[str, tuple[Words, Qt.Key, Deed]] = {
            "kept": (KEPT, Qt.Key.Key_K, partial(self.deeds.mark, "kept")),
            "missed": (MISSED, Qt.Key.Key_M, partial(self.deeds.mark, "missed")),
            "anew": (ANEW, Qt.Key.Key_N, self.deeds.rebook),
            "reminded": (REMINDED, Qt.Key.Key_R, self.deeds.remind),
            "off": (OFF, Qt.Key.Key_Delete, partial(self.deeds.mark, "off")),
        }
        for key, (words, sign, deed) in deeds.items():
            row.addWidget(self._button(key, words, "", deed))
            self.list.keys[sign] = deed
        box.addLayout(row)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._picked())
        return page

    def _button(self, key: str, words: Words, icon: str, deed: Deed) -> QPushButton:
        made = self.buttons[key] = QPushButton()
        say(made.setText, words)
        if icon:
            icons.give(made.setIcon, icon)
        made.clicked.connect(lambda _=False: deed())
        return made

    # -- what is shown

    def _arrived(self, week: Week) -> None:
        self.week = week
        self.board.show_week(week)
        self.queue.show_lines(week.waiting, "household_id")
        self._spoken()
        self._front()

    def _front(self) -> None:
        """Show the visits of the half day in front, or of the list that is chosen."""
        if self.week is None:
            return
        lists = {
            "cell": self.board.visits(),
            "due": self.week.due,
            "trouble": self.week.troubled,
        }
        key = str(self.which.currentData() or "cell")
        self.list.show_lines(lists[key], "id")
        self._picked()

    def _picked(self) -> None:
        self._enable()
        marked = self.list.marked()
        said = self.board.described(self.board.cell)
        if self.week is not None and self.which.currentData() == "trouble" and marked:
            said = text(self.week.troubles[marked[0].id])
        self.told.setText(said)
        if marked and self.list.hasFocus():
            self.picked.emit("buildings", sorted({line.building_id for line in marked}))

    def _scroll_to(self, box: QRect) -> None:
        """Scroll the board until a half day is in sight."""
        middle = box.center()
        self.around.ensureVisible(middle.x(), middle.y(), box.width() // 2, box.height() // 2)

    def _to_list(self) -> None:
        self.which.setCurrentIndex(0)
        (self.list if self.board.visits() else self.queue).setFocus()

    def _enable(self) -> None:
        may = self.session.file is not None and self.session.may("editor")
        marked = self.list.marked()
        planned = bool(marked) and all(line.state == "planned" for line in marked)
        held = self.board.visits()
        for key in ("kept", "missed", "off", "anew", "reminded"):
            self.buttons[key].setEnabled(may and bool(marked))
        self.buttons["anew"].setEnabled(may and len(marked) == 1)
        self.buttons["reminded"].setEnabled(may and planned)
        waiting = bool(self.queue.marked())
        for key in ("into", "free"):
            self.buttons[key].setEnabled(may and waiting)
        self.buttons["book"].setEnabled(may)
        self.buttons["move"].setEnabled(may and self.week is not None)
        for key in ("papers", "ics"):
            self.buttons[key].setEnabled(self.week is not None)
        self.board.setEnabled(self.week is not None or not held)

    def _spoken(self, _: str = "") -> None:
        last = self.monday + dt.timedelta(6)
        self.span.setText(text(SPAN.filled(first=str(self.monday), last=str(last))))
        week = self.week
        counts = (0, len(week.due), len(week.troubled)) if week is not None else (0, 0, 0)
        for place, (words, count) in enumerate(zip(LISTS.values(), counts, strict=True)):
            self.which.setItemText(place, text(words.filled(count=count)))
        if week is not None:
            shown = len(week.waiting)
            words = WAITING if shown == week.every else FIRST_FEW
            words = words if shown else NONE_WAITS
            self.waiting.setText(text(words.filled(count=f"{week.every:,}", shown=f"{shown:,}")))
