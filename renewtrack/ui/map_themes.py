"""Which theme colours the map, which there are, and what a click in its legend filters by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from renewtrack.ui.filtering import Choice
from renewtrack.ui.session import Session

if TYPE_CHECKING:
    from renewtrack.maps.theme import Theme

LATE = "overdue"  # the legend's line of what is overdue
LATENESS = "lateness"  # the facet that it filters by


class MapThemes(QObject):
    """The themes of the open file; one of them colours the map."""

    chosen = Signal()  # another theme, or the same with other classes
    listed = Signal()  # there are other themes to choose from

    def __init__(self, session: Session, choice: Choice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.choice = session, choice
        self._own: tuple[Theme, ...] = ()
        self._theme: Theme | None = None  # the theme module reads its tables: not before it must
        session.opened.connect(self._opened)
        session.changed.connect(self._changed)

    @property
    def theme(self) -> Theme:
        """Return the theme that colours the map."""
        if self._theme is None:
            from renewtrack.maps.theme import STAGE

            self._theme = self._find(self.session.preferences.map_theme) or STAGE
        return self._theme

    def every(self) -> tuple[Theme, ...]:
        """Return the themes that can be chosen, those of the office's people last."""
        from renewtrack.maps.theme import THEMES

        return (*THEMES, *self._own)

    @property
    def own(self) -> tuple[Theme, ...]:
        """Return the themes that people of the office made."""
        return self._own

    def choose(self, key: str) -> None:
        """Colour the map by another theme; an unknown key changes nothing."""
        found = self._find(key)
        if found is None or found == self.theme:
            return
        self._take(found)
        self.session.prefer(map_theme=key)

    def toggle(self, key: str) -> None:
        """Filter by a line of the legend, or no longer."""
        if key == LATE:
            self.choice.toggle(LATENESS, LATE)
            return
        theme = self.theme
        self.choice.know(theme)
        self.choice.toggle(theme.filtered_by, key)

    def pressed(self) -> set[str]:
        """Return the lines of the legend that are filtered by."""
        keys = set(self.choice.chosen.get(self.theme.filtered_by, ()))
        if self.choice.chosen.get(LATENESS) == frozenset((LATE,)):
            keys.add(LATE)
        return keys

    def _take(self, theme: Theme) -> None:
        self._theme = theme
        self.chosen.emit()

    def _find(self, key: str) -> Theme | None:
        return next((each for each in self.every() if each.key == key), None)

    def _opened(self) -> None:
        self._read()
        kept = self._find(self.session.preferences.map_theme)
        if self._theme is not None and kept is not None:
            self._theme = kept
        self.listed.emit()
        self.chosen.emit()

    def _changed(self, tables: frozenset[str]) -> None:
        """Read the office's own themes anew; the one on the map may be another or gone."""
        before = self._own
        self._read()
        if self._own == before:
            return
        self.listed.emit()
        for each in before:
            if each not in self._own:
                self.choice.choose(each.filtered_by, frozenset())
        if self._theme is not None and self._theme not in self.every():
            from renewtrack.maps.theme import STAGE

            self._take(self._find(self._theme.key) or STAGE)

    def _read(self) -> None:
        """Read the themes of the file; where it has none this costs one look at a table."""
        self._own = ()
        if self.session.file is None:
            return
        from renewtrack.store import map_styles

        if map_styles.all(self.session.db):
            from renewtrack.maps import own_themes

            self._own = tuple(own_themes.all_themes(self.session.db))
