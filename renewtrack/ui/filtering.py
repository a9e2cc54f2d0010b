"""What the person has filtered by, shared by the tables, the panel, the chips and the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from renewtrack.domain import lateness, stages
from renewtrack.ui import cells
from renewtrack.ui.made_facets import MadeFacet
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.choosing import Linked
    from renewtrack.store.listing import Filter

FACETS = {
    "stage": Words("状态", "Stage"),
    "lateness": Words("是否逾期", "Lateness"),
    "light": Words("督办灯", "Light"),
    "plan_year": Words("计划年度", "Plan year"),
    "street": Words("街道", "Street"),
    "community": Words("社区", "Community"),
    "work": Words("改造内容", "Works"),
    "structure": Words("结构", "Structure"),
    "danger_grade": Words("危房等级", "Danger grade"),
    "decade": Words("建成年代", "Decade built"),
}
NOT_KNOWN = Words("未填", "Not known")
LATENESS = {
    "overdue": Words("逾期", "Late"),
    "on_time": Words("未逾期", "On time"),
}
DECADE = Words("{decade}年代", "{decade}s")
LISTS = {"work": "work_types", "structure": "structures", "danger_grade": "danger_grades"}


class Choice(QObject):
    """The search text and the chosen values of every facet; of ``stage``, keys of buckets."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.chosen: dict[str, frozenset[str]] = {}
        self.only: tuple[str, frozenset[int]] | None = None  # kind, ids; None = all
        self.made: dict[str, MadeFacet] = {}  # by their keys

    @property
    def empty(self) -> bool:
        """Tell whether nothing is filtered."""
        return not self.text and not self.chosen and self.only is None

    def know(self, facet: MadeFacet) -> None:
        """Take note of a facet that the map makes, before its values are chosen."""
        self.made[facet.key] = facet

    def move(self, key: str, to: MadeFacet) -> None:
        """Choose the same values of another facet in place of those of a facet."""
        if key != to.key and key in self.chosen:
            self.know(to)
            self.chosen = {to.key if each == key else each: v for each, v in self.chosen.items()}
            self.changed.emit()

    def head(self, facet: str) -> Words:
        """Return what a facet is called."""
        return FACETS[facet] if facet in FACETS else self.made[facet].words

    def words(self, facet: str, value: str) -> Words:
        """Return the words of one value of a facet."""
        return value_words(facet, value) if facet in FACETS else self.made[facet].value_words(value)

    def search(self, text: str) -> None:
        """Look for a text."""
        if text.strip() != self.text:
            self.text = text.strip()
            self.changed.emit()

    def toggle(self, facet: str, value: str) -> None:
        """Take a value of a facet in or out."""
        held = self.chosen.get(facet, frozenset())
        self.choose(facet, held ^ {value})

    def choose(self, facet: str, values: frozenset[str]) -> None:
        """Choose exactly these values of a facet; none = all."""
        if values == self.chosen.get(facet, frozenset()):
            return
        self.chosen = {key: held for key, held in self.chosen.items() if key != facet}
        if values:
            self.chosen[facet] = values
        self.changed.emit()

    def keep(self, kind: str, ids: Iterable[int]) -> None:
        """Show only these rows of a kind; none = all again."""
        kept = frozenset(ids)
        self.only = (kind, kept) if kept else None
        self.changed.emit()

    def only_rows(self, kind: str, ids: Iterable[int]) -> None:
        """Show only these rows of a kind and filter by nothing else, though there be none."""
        self.text, self.chosen, self.only = "", {}, (kind, frozenset(ids))
        self.changed.emit()

    def clear(self) -> None:
        """Filter by nothing."""
        if not self.empty:
            self.text, self.chosen, self.only = "", {}, None
            self.changed.emit()

    def filter(self, kind: str, today: str) -> Filter:
        """Return it as the store understands it; facets that a kind lacks are left out."""
        from renewtrack.store.choosing import SOURCES
        from renewtrack.store.listing import Filter

        known = {*SOURCES[kind].facets, *SOURCES[kind].linked}
        linked = self._linked(kind)
        chosen = {
            facet: _stage_keys(values) if facet == "stage" else values
            for facet, values in self.chosen.items()
            if facet in known or facet in linked
        }
        only = self.only[1] if self.only is not None and self.only[0] == kind else None
        return Filter(self.text, chosen, only, today, linked)

    def _linked(self, kind: str) -> dict[str, Linked]:
        """Return how a list is filtered by the facets that the map makes."""
        return {
            facet: self.made[facet].linked(kind, f"made{place}_", values)
            for place, (facet, values) in enumerate(self.chosen.items())
            if facet not in FACETS
        }


def _stage_keys(buckets: frozenset[str]) -> frozenset[str]:
    """Return the stages of some buckets; a place without a project has the empty stage."""
    keys = {each.key for each in stages.STAGES if each.bucket in buckets}
    return frozenset(keys | {""} if stages.NO_PROJECT.key in buckets else keys)


def by_bucket(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts of stages summed by the buckets in which they are drawn."""
    summed = {each.key: 0 for each in (*stages.BUCKETS, stages.NO_PROJECT)}
    for key, count in counts.items():
        summed[stages.bucket_of(key).key] += count
    return summed


def value_words(facet: str, value: str) -> Words:
    """Return the words of one value of a facet."""
    if facet == "stage":
        return stages.bucket(value).words
    if not value:
        return NOT_KNOWN
    if facet == "lateness":
        return LATENESS.get(value, Words(value, value))
    if facet == "light":
        return lateness.LIGHT_WORDS.get(value, Words(value, value))
    if facet == "decade":
        return DECADE.filled(decade=value.removesuffix("s"))
    if facet in LISTS:
        return cells.code_words(LISTS[facet], value)
    return Words(value, value)
