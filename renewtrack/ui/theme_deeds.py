"""The commands of the map's themes and time line, and the menu in which a theme is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from renewtrack.ui.command_table import MAP, MAP_THEME
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.maps.theme import Theme
    from renewtrack.ui.commands import Commands
    from renewtrack.ui.main_window import MainWindow

ENTRY = Words("地图专题：{name}", "Map theme: {name}")


class ThemeDeeds(QObject):
    """Does what the commands of themes and days say, on one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pane = window.workspace.map
        self._pane.theme_bar.own_asked.connect(self.open_own)

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        time = self._pane.time
        return {
            "map_theme": self.choose,
            "own_theme": self.open_own,
            "time_line": time.toggle,
            "compare_swipe": lambda: time.open("swipe"),
            "compare_beside": lambda: time.open("beside"),
        }

    def dress(self, commands: Commands) -> None:
        """Give the themes a menu of their own, and the palette an entry each."""
        self._commands = commands
        self._menu = commands.menus[MAP].addMenu("")
        say(self._menu.setTitle, MAP_THEME)
        self._group = QActionGroup(self)
        themes = self._pane.themes
        themes.listed.connect(self._fill)
        themes.chosen.connect(self._tick)
        self._pane.time.shown.connect(commands.actions["time_line"].setChecked)

    def choose(self) -> None:
        """Let a theme be chosen below the map."""
        self._pane.show()
        self._window.commands.actions["map_panel"].setChecked(True)
        self._pane.theme_bar.open_chooser()

    def open_own(self) -> None:
        """Show the themes of one's own."""
        from renewtrack.ui.theme_dialog import ThemeDialog

        ThemeDialog(self._window.session, self._pane.themes, self._window).exec()

    def _fill(self) -> None:
        for act in (*self._group.actions(), *(each for each, _ in self._commands.extra)):
            act.deleteLater()
        self._group = QActionGroup(self)
        self._menu.clear()
        self._commands.extra = []
        if self._window.session.file is None:
            return
        themes = self._pane.themes
        for theme in themes.every():
            if theme in themes.own[:1]:
                self._menu.addSeparator()
            self._add(theme)
        self._tick()

    def _add(self, theme: Theme) -> None:
        act = self._action(theme, theme.words, self._menu)
        act.setCheckable(True)
        act.setData(theme.key)
        self._group.addAction(act)
        self._menu.addAction(act)
        entry = ENTRY.filled(name=theme.words)
        self._commands.extra.append((self._action(theme, entry, self), entry))

    def _action(self, theme: Theme, words: Words, parent: QObject) -> QAction:
        act = QAction(parent)
        say(act.setText, words)
        act.triggered.connect(lambda _=False: self._pane.themes.choose(theme.key))
        return act

    def _tick(self) -> None:
        chosen = self._pane.themes.theme.key
        for act in self._group.actions():
            act.setChecked(act.data() == chosen)
