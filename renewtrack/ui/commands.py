"""The window's actions, made from the table of commands, in menus and on the toolbar."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from renewtrack.ui import icons
from renewtrack.ui.command_table import (
    COMMANDS,
    LANGUAGE,
    LANGUAGE_NAMES,
    MENUS,
    THEME,
    THEMES,
    TOOLBAR,
    VIEW,
    Command,
)
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

BAR = Words("工具栏", "Toolbar")
ALTERNATIVES = {"redo": "Ctrl+Shift+Z"}
TIP = Words("{name}（{key}）", "{name} ({key})")


class Commands(QObject):
    """Holds every action by its key."""

    def __init__(self, window: QMainWindow, deeds: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(window)
        self._window = window
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self.extra: list[tuple[QAction, Words]] = []  # of menus that change, for the palette
        self.bar = QToolBar()
        for command in COMMANDS:
            self._make(command, deeds[command.key])
        self._make_menus()
        self._make_bar()

    def choose(self, made: Mapping[str, Callable[[str], object]]) -> None:
        """Add the menus of language and light; ``made`` has a callable for each."""
        self.languages = self._choices(LANGUAGE, dict(LANGUAGE_NAMES), made["language"])
        self.themes = self._choices(THEME, dict(THEMES), made["theme"])

    def enable(self, has_file: bool) -> None:
        """Let those commands be used that make sense with or without a file."""
        for command in COMMANDS:
            if command.needs_file:
                self.actions[command.key].setEnabled(has_file)

    def entries(self) -> list[tuple[QAction, Words]]:
        """Return every action with its words, for the palette."""
        fixed = [(self.actions[command.key], command.words) for command in COMMANDS]
        return [*fixed, *self.extra]

    def _make(self, command: Command, deed: Callable[[], object]) -> None:
        act = QAction(self._window)
        act.setObjectName(command.key)
        act.setCheckable(command.checkable)
        keys = [key for key in (command.shortcut, ALTERNATIVES.get(command.key)) if key]
        act.setShortcuts([QKeySequence(key) for key in keys])
        act.setMenuRole(QAction.MenuRole.NoRole)
        if command.icon:
            icons.give(act.setIcon, command.icon)
        say(act.setText, command.words)
        if command.short is not None:
            say(act.setIconText, command.short)
        say(lambda words: act.setToolTip(_tip(words, command.shortcut)), command.words, act)
        act.triggered.connect(lambda _=False: deed())
        self._window.addAction(act)
        self.actions[command.key] = act

    def _make_menus(self) -> None:
        for key, words in MENUS.items():
            menu = self._window.menuBar().addMenu("")
            say(menu.setTitle, words)
            self.menus[key] = menu
            for command in (each for each in COMMANDS if each.menu == key):
                if command.gap:
                    menu.addSeparator()
                menu.addAction(self.actions[command.key])

    def _make_bar(self) -> None:
        bar = self.bar
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        say(bar.setWindowTitle, BAR)
        say(bar.setAccessibleName, BAR)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for place, keys in enumerate(TOOLBAR):
            if place == 2:
                gap = QWidget()
                gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                bar.addWidget(gap)
            elif place:
                bar.addSeparator()
            for key in keys:
                bar.addAction(self.actions[key])
                button = bar.widgetForAction(self.actions[key])
                if isinstance(button, QToolButton):
                    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                    if place == 1:
                        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._window.addToolBar(bar)

    def _choices(
        self, head: Words, entries: dict[str, Words | str], deed: Callable[[str], object]
    ) -> dict[str, QAction]:
        menu = self.menus[VIEW].addMenu("")
        say(menu.setTitle, head)
        group = QActionGroup(self)
        made = {}
        for key, words in entries.items():
            act = menu.addAction(words if isinstance(words, str) else "")
            act.setProperty("native", isinstance(words, str))
            act.setCheckable(True)
            if isinstance(words, Words):
                say(act.setText, words)
            act.triggered.connect(lambda _=False, chosen=key: deed(chosen))
            group.addAction(act)
            made[key] = act
        return made


def _tip(words: str, shortcut: str) -> str:
    plain = words.replace("…", "").replace("...", "")
    if not shortcut:
        return plain
    return text(TIP.filled(name=plain, key=shortcut)) if speech.language else plain
