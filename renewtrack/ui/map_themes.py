"""Which theme colours the map, which there are, and what a click in its legend filters by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from renewtrack.ui.filtering import Choice
from renewtrack.ui.made_facets import MadeFacet, ThemeFacet
from renewtrack.ui.session import Session

if TYPE_CHECKING:
    from renewtrack.maps.theme import Theme

LATE = "overdue"  # the legend's line of what is overdue
LATENESS = "lateness"  # the facet that it filters by


class Dated(Protocol):
    """The map on a chosen day: its theme, and what a click in its legend filters by."""

    @property
    def theme(self) -> Theme:
        """The theme of the stages on a day."""

    @property
    def facet(self) -> MadeFacet:
        """The facet of the stages on the chosen day."""

    @property
    def late_facet(self) -> MadeFacet:
        """The facet of what was overdue on the chosen day."""


class MapThemes(QObject):
    """The themes of the open file; one of them colours the map."""

    chosen = Signal()  # another theme, or the same with other classes
    listed = Signal()  # there are other themes to choose from

    def __init__(self, session: Session, choice: Choice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.choice = session, choice
        self._own: tuple[Theme, ...] = ()
        self.dated: Dated | None = None  # while the map shows a chosen day
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

    @property
    def shown(self) -> Theme:
        """Return the theme that the map wears: the chosen one, or the stages of a day."""
        return self.theme if self.dated is None else self.dated.theme

    @property
    def facet(self) -> MadeFacet:
        """Return the facet that the legend chooses values of."""
        return ThemeFacet(self.theme) if self.dated is None else self.dated.facet

    def date(self, dated: Dated | None) -> None:
        """Show the stages of a day in place of the chosen theme; None: the theme again."""
        if dated is not self.dated:
            self.dated = dated
            self.chosen.emit()

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
        if found is None or (found == self.theme and self.dated is None):
            return
        self.dated = None
        self._take(found)
        self.session.prefer(map_theme=key)

    def toggle(self, key: str) -> None:
        """Filter by a line of the legend, or no longer."""
        facet: MadeFacet = self.facet
        if key == LATE and self.dated is None:
            self.choice.toggle(LATENESS, LATE)
            return
        if key == LATE and self.dated is not None:
            facet = self.dated.late_facet
        self.choice.know(facet)
        self.choice.toggle(facet.key, key)

    def pressed(self) -> set[str]:
        """Return the lines of the legend that are filtered by."""
        keys = set(self.choice.chosen.get(self.facet.key, ()))
        if self.choice.chosen.get(self._lateness) == frozenset((LATE,)):
            keys.add(LATE)
        return keys

    @property
    def alone(self) -> bool:
        """Tell whether nothing but the legend filters: its other lines keep their counts."""
        choice = self.choice
        others = {key for key in choice.chosen if key != self.facet.key}
        if choice.chosen.get(self._lateness) == frozenset((LATE,)):
            others.discard(self._lateness)
        return not choice.text and choice.only is None and not others

    @property
    def _lateness(self) -> str:
        """Return the facet that the legend's line of what is overdue stands for, if it has one."""
        if self.dated is not None:
            return self.dated.late_facet.key
        return LATENESS if self.shown.rims else ""

    def _take(self, theme: Theme) -> None:
        self._theme = theme
        self.chosen.emit()

    def _find(self, key: str) -> Theme | None:
        return next((each for each in self.every() if each.key == key), None)

    def _opened(self) -> None:
        """Take the themes of another file; whoever draws it asks for the theme by itself."""
        self._read()
        self._theme = None
        self.listed.emit()

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
