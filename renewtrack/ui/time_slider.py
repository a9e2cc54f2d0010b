"""The time line below the map: a day to look at, and a second one to compare it with."""

from __future__ import annotations

from PySide6.QtCore import QDate, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import icons, plain
from renewtrack.ui.flow import FlowLayout
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

BAR = Words("时间轴", "Time line")
SLIDER = Words(
    "日期：左右键一天，PageUp/PageDown 一个月", "Day: arrows by a day, PgUp/PgDn by a month"
)
DAY = Words("看这一天", "The day shown")
OTHER = Words("与这一天比较", "The day to compare with")
PLAY = Words("按月播放", "Play month by month")
TODAY = Words("今天", "Today")
CLOSE = Words("关闭时间轴", "Close the time line")
MODE = Words("比较两天", "Compare two days")
MODES = {
    "one": Words("只看一天", "One day"),
    "swipe": Words("卷帘比较", "Swipe"),
    "beside": Words("并排比较", "Side by side"),
}
MONTH = 30  # days a step of the playing
PACE = 350  # milliseconds between its steps
_EPOCH = QDate(1970, 1, 1)


def date_of(day: int) -> QDate:
    """Return the date so many days after 1970-01-01."""
    return _EPOCH.addDays(day)


class TimeBar(QFrame):
    """Tells which days are asked for; knows no map."""

    moved = Signal()  # another day, another other day, or another way to compare
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        say(self.setAccessibleName, BAR)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.day, self.other = QDateEdit(), QDateEdit()
        self.mode = QComboBox()
        self.state = plain.label()
        self.play = _button("play", PLAY)
        self.play.setCheckable(True)
        self.today = QToolButton()
        self.cross = _button("close", CLOSE)
        self._today = 0
        self._clock = QTimer(self)
        self._clock.setInterval(PACE)
        self._prepare()
        self._lay()
        self._connect()

    @property
    def days(self) -> tuple[int, int]:
        """Return the day shown and the one to compare with, days since 1970-01-01."""
        return self.slider.value(), _EPOCH.daysTo(self.other.date())

    @property
    def how(self) -> str:
        """Return the way to compare: a key of ``MODES``."""
        return str(self.mode.currentData())

    def compare(self, how: str) -> None:
        """Compare in another way."""
        self.mode.setCurrentIndex(self.mode.findData(how))

    def reach(self, first: int, today: int, last: int) -> None:
        """Let days from the first to the last be looked at, and begin with today."""
        fresh = self._today != today or not self.slider.maximum()
        self._today = today
        with QSignalBlocker(self.slider), QSignalBlocker(self.day), QSignalBlocker(self.other):
            self.slider.setRange(first, last)
            for edit in (self.day, self.other):
                edit.setDateRange(date_of(first), date_of(last))
            if fresh:
                self.slider.setValue(today)
                self.other.setDate(date_of(min(last, today + 365)))
            self.day.setDate(date_of(self.slider.value()))

    def show_state(self, words: Words) -> None:
        """Say what the map shows: records, today or the plan."""
        say(self.state.setText, words)

    def stop(self) -> None:
        """Play no longer."""
        self.play.setChecked(False)

    def _prepare(self) -> None:
        self.slider.setPageStep(MONTH)
        self.slider.setMaximum(0)
        for widget, words in (
            (self.slider, SLIDER),
            (self.day, DAY),
            (self.other, OTHER),
            (self.mode, MODE),
        ):
            say(widget.setAccessibleName, words)
            plain.say_tip(widget, words)
        for edit in (self.day, self.other):
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setCalendarPopup(True)
        for key in MODES:
            self.mode.addItem("", key)
        say(self.today.setText, TODAY)
        say(self.today.setAccessibleName, TODAY)
        self.today.setAutoRaise(True)
        self.today.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.state.setProperty("role", "dim")
        self.state.setMinimumHeight(self.mode.sizeHint().height())
        self._speak()
        speech.switched.connect(self._speak)
        self.other.hide()

    def _lay(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self.play)
        above.addWidget(self.slider, 1)
        above.addWidget(self.day)
        above.addWidget(self.cross)
        below = FlowLayout(gap=6)
        for widget in (self.mode, self.other, self.today, self.state):
            below.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 4, 8, 4)
        box.setSpacing(4)
        box.addLayout(above)
        box.addLayout(below)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._slid)
        self.day.dateChanged.connect(lambda date: self.slider.setValue(_EPOCH.daysTo(date)))
        self.other.dateChanged.connect(lambda _: self.moved.emit())
        self.mode.currentIndexChanged.connect(self._chosen)
        self.today.clicked.connect(lambda: self.slider.setValue(self._today))
        self.play.toggled.connect(self._played)
        self._clock.timeout.connect(self._step)
        self.cross.clicked.connect(self.closed)

    def _slid(self, day: int) -> None:
        with QSignalBlocker(self.day):
            self.day.setDate(date_of(day))
        self.moved.emit()

    def _chosen(self) -> None:
        self.other.setVisible(self.how != "one")
        self.moved.emit()

    def _played(self, on: bool) -> None:
        if on and self.slider.value() >= self.slider.maximum():
            self.slider.setValue(self.slider.minimum())
        if on:
            self._clock.start()
        else:
            self._clock.stop()

    def _step(self) -> None:
        self.slider.setValue(self.slider.value() + MONTH)
        if self.slider.value() >= self.slider.maximum():
            self.stop()

    def _speak(self) -> None:
        for place, words in enumerate(MODES.values()):
            self.mode.setItemText(place, text(words))


def _button(icon: str, words: Words) -> QToolButton:
    made = QToolButton()
    icons.give(made.setIcon, icon)
    made.setIconSize(QSize(14, 14))
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    plain.say_tip(made, words)
    say(made.setAccessibleName, words)
    return made
