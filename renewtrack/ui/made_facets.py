"""Facets that the map makes: the classes of a theme, and the stages of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.maps.theme import Theme
    from renewtrack.maps.timeline import Timeline
    from renewtrack.store.choosing import Linked

ON_DAY = Words("{day}的进度", "Stage on {day}")
LATE_ON_DAY = Words("{day}是否逾期", "Lateness on {day}")
LATE = Words("逾期", "Late")


class MadeFacet(Protocol):
    """A facet that no list has by itself."""

    @property
    def key(self) -> str:
        """What it is chosen by."""

    @property
    def words(self) -> Words:
        """What it is called."""

    def value_words(self, value: str) -> Words:
        """Return the words of one value."""

    def linked(self, kind: str, mark: str, values: Iterable[str]) -> Linked:
        """Return how a list of a kind is filtered by some values."""


@dataclass(frozen=True, slots=True)
class ThemeFacet:
    """The classes of a theme."""

    theme: Theme

    @property
    def key(self) -> str:
        """What it is chosen by."""
        return self.theme.filtered_by

    @property
    def words(self) -> Words:
        """What it is called."""
        return self.theme.words

    def value_words(self, value: str) -> Words:
        """Return the words of one class."""
        return self.theme.classes[self.theme.index(value)].words

    def linked(self, kind: str, mark: str, values: Iterable[str]) -> Linked:
        """Return how a list is filtered by the classes of its buildings."""
        from renewtrack.store import map_values

        return map_values.linked(self.theme.classing, kind, mark)


@dataclass(frozen=True, slots=True)
class DayFacet:
    """The stages in which buildings were, or are to be, on one day."""

    timeline: Timeline
    day: int
    iso: str

    @property
    def key(self) -> str:
        """What it is chosen by."""
        return f"day:{self.iso}"

    @property
    def words(self) -> Words:
        """What it is called."""
        return ON_DAY.filled(day=self.iso)

    def value_words(self, value: str) -> Words:
        """Return the words of one stage."""
        from renewtrack.maps.timeline import DAY

        return DAY.classes[DAY.index(value)].words

    def linked(self, kind: str, mark: str, values: Iterable[str]) -> Linked:
        """Return how a list is filtered by the stages of its buildings on the day."""
        from renewtrack.store import map_values

        ids = {value: self.timeline.ids_on(self.day, value) for value in values}
        return map_values.linked_ids(ids, kind, mark)


@dataclass(frozen=True, slots=True)
class LateFacet:
    """Which buildings were overdue on one day."""

    timeline: Timeline
    day: int
    iso: str

    @property
    def key(self) -> str:
        """What it is chosen by."""
        return f"late:{self.iso}"

    @property
    def words(self) -> Words:
        """What it is called."""
        return LATE_ON_DAY.filled(day=self.iso)

    def value_words(self, value: str) -> Words:
        """Return the words of its one value."""
        return LATE

    def linked(self, kind: str, mark: str, values: Iterable[str]) -> Linked:
        """Return how a list is filtered by what was overdue on the day."""
        from renewtrack.store import map_values

        ids = {value: self.timeline.late_on(self.day) for value in values}
        return map_values.linked_ids(ids, kind, mark)
