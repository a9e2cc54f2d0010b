"""The views at the left of the map: the ledger and what is made of its works, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from renewtrack.ui import icons
from renewtrack.ui.filtering import Choice
from renewtrack.ui.ledger import Ledger
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say
from renewtrack.words import Words

LEDGER = "ledger"
LEDGER_WORDS = Words("台账", "Ledger")
VIEWS = Words("视图", "Views")


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """One view; ``make`` imports and builds it when it is first looked at."""

    key: str
    words: Words
    icon: str
    make: Callable[[Session, Choice], Screen]


def _board(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.board_screen import BoardScreen

    return BoardScreen(session, choice)


def _gantt(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.gantt_screen import GanttScreen

    return GanttScreen(session, choice)


def _money(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.money_screen import MoneyScreen

    return MoneyScreen(session, choice)


def _calendar(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.calendar_screen import CalendarScreen

    return CalendarScreen(session, choice)


def _dashboard(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.dashboard_screen import DashboardScreen

    return DashboardScreen(session, choice)


def _homes(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.homes_screen import HomesScreen

    return HomesScreen(session, choice)


def _needs(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.needs_screen import NeedsScreen

    return NeedsScreen(session, choice)


def _visits(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.visits_screen import VisitsScreen

    return VisitsScreen(session, choice)


def _photos(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.photos_screen import PhotosScreen

    return PhotosScreen(session, choice)


def _today(session: Session, choice: Choice) -> Screen:
    from renewtrack.ui.today_screen import TodayScreen

    return TodayScreen(session, choice)


SCREENS: tuple[ScreenEntry, ...] = (
    ScreenEntry("today", Words("今天", "Today"), "today", _today),
    ScreenEntry("dashboard", Words("总览", "Overview"), "dashboard", _dashboard),
    ScreenEntry("board", Words("看板", "Board"), "columns", _board),
    ScreenEntry("gantt", Words("进度", "Schedule"), "time-line", _gantt),
    ScreenEntry("calendar", Words("日历", "Calendar"), "calendar", _calendar),
    ScreenEntry("money", Words("资金", "Money"), "money", _money),
    ScreenEntry("homes", Words("住户", "Homes"), "people", _homes),
    ScreenEntry("needs", Words("需求", "Needs"), "detail", _needs),
    ScreenEntry("photos", Words("照片", "Pictures"), "camera", _photos),
    ScreenEntry("visits", Words("入户", "Visits"), "calendar", _visits),
)


class Screens(QWidget):
    """Shows the ledger or one of the views, which are made when they are first asked for."""

    switched = Signal(str)  # key of the view in front
    drilled = Signal(str, object, object)
    picked = Signal(str, object)
    opened = Signal(str, int)  # kind and id of a record whose details are wanted
    move_asked = Signal(str, object, str)  # kind, ids, stage or ""
    printed = Signal(str)

    def __init__(self, session: Session, choice: Choice, ledger: Ledger) -> None:
        super().__init__()
        self._session, self._choice, self.ledger = session, choice, ledger
        self.made: dict[str, Screen] = {}
        self.tabs, self._pages = QTabBar(), QStackedWidget()
        self._pages.addWidget(ledger)
        say(self.tabs.setAccessibleName, VIEWS)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self._add(LEDGER_WORDS, "table")
        for entry in SCREENS:
            self._add(entry.words, entry.icon)
        self.tabs.currentChanged.connect(self._turned)
        self.tabs.setVisible(bool(SCREENS))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.tabs)
        box.addWidget(self._pages, 1)

    @property
    def key(self) -> str:
        """Return the key of the view in front."""
        place = self.tabs.currentIndex()
        return LEDGER if place <= 0 else SCREENS[place - 1].key

    def show_view(self, key: str) -> None:
        """Bring a view to the front and give it the keyboard."""
        keys = [LEDGER, *(entry.key for entry in SCREENS)]
        self.tabs.setCurrentIndex(keys.index(key))
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Give the keyboard to the view in front."""
        page = self._pages.currentWidget()
        if page is self.ledger:
            self.ledger.table.setFocus()
        elif page is not None:
            page.setFocus()

    def _add(self, words: Words, icon: str) -> None:
        place = self.tabs.addTab("")
        owner = QObject(self)  # one a tab: what is said and drawn again is known by its owner
        icons.give_by(lambda made: self.tabs.setTabIcon(place, made), owner, icon)
        say(lambda said: self.tabs.setTabText(place, said), words, owner)

    def _turned(self, _: int) -> None:
        key = self.key
        if key == LEDGER:
            self._pages.setCurrentWidget(self.ledger)
        else:
            self._pages.setCurrentWidget(self._screen(key))
        self.switched.emit(key)

    def _screen(self, key: str) -> Screen:
        if key not in self.made:
            entry = next(entry for entry in SCREENS if entry.key == key)
            screen = entry.make(self._session, self._choice)
            screen.drilled.connect(self.drilled)
            screen.picked.connect(self.picked)
            screen.opened.connect(self.opened)
            screen.move_asked.connect(self.move_asked)
            screen.printed.connect(self.printed)
            self._pages.addWidget(screen)
            self.made[key] = screen
        return self.made[key]
