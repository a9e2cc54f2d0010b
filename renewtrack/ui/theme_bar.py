"""The bar below the map on which its theme is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from renewtrack.ui import icons, plain
from renewtrack.ui.map_themes import MapThemes
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

BAR = Words("地图专题", "Theme of the map")
OWN = Words("自定义专题…", "Themes of your own…")
TIME = Words("时间轴：看某一天的进度", "Time line: the stages on any day")
WIDEST = 340  # pixels; a list of short words needs no more


class ThemeBar(QFrame):
    """The chooser of themes, and the ways to own themes and to the time line."""

    own_asked = Signal()
    time_asked = Signal()

    def __init__(self, themes: MapThemes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.setProperty("role", "strip")
        say(self.setAccessibleName, BAR)
        self.chooser = QComboBox()
        self.chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chooser.setMinimumContentsLength(8)
        self.chooser.setMaxVisibleItems(24)
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        say(self.chooser.setAccessibleName, BAR)
        plain.say_tip(self.chooser, BAR)
        self.own = _button("theme", OWN, self.own_asked.emit)
        self.time = _button("time-line", TIME, self.time_asked.emit)
        self.time.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        self.chooser.setMaximumWidth(WIDEST)
        row.addWidget(self.chooser, 1)
        row.addWidget(self.own)
        row.addWidget(self.time)
        row.addStretch()
        self.chooser.activated.connect(lambda _: themes.choose(str(self.chooser.currentData())))
        themes.listed.connect(self.fill)
        themes.chosen.connect(self._show)
        speech.switched.connect(self.fill)

    def fill(self) -> None:
        """List the themes in the present language."""
        chooser = self.chooser
        chooser.blockSignals(True)
        chooser.clear()
        for theme in self._themes.every():
            if theme in self._themes.own[:1]:
                chooser.insertSeparator(chooser.count())
            chooser.addItem(text(theme.words), theme.key)
        chooser.blockSignals(False)
        self._show()

    def open_chooser(self) -> None:
        """Let a theme be chosen with the keyboard."""
        self.chooser.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.chooser.showPopup()

    def _show(self) -> None:
        place = self.chooser.findData(self._themes.theme.key)
        if place >= 0:
            self.chooser.setCurrentIndex(place)
        self.time.setChecked(self._themes.dated is not None)


def _button(icon: str, words: Words, deed: Callable[[], object]) -> QToolButton:
    made = QToolButton()
    icons.give(made.setIcon, icon)
    made.setIconSize(QSize(16, 16))
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    plain.say_tip(made, words)
    say(made.setAccessibleName, words)
    made.clicked.connect(lambda _=False: deed())
    return made
