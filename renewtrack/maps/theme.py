"""What a map shows by colour, glyph and hatch: themes and their classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renewtrack.domain import stages, tables
from renewtrack.maps import palettes
from renewtrack.maps.theme_class import ThemeClass
from renewtrack.store.classing import Classing
from renewtrack.words import Words

__all__ = ["BY_KEY", "STAGE", "THEMES", "Theme", "ThemeClass"]


@dataclass(frozen=True, slots=True)
class Theme:
    """One way to colour the map; the last class takes whatever no other class takes.

    ``column`` is what a building is coloured by, ``limits`` are those between classes of figures;
    ``facet`` is the filter of the ledger that its classes are values of, if there is one;
    ``rims`` says that what is overdue bears a rim, which hides the colours of small buildings.
    """

    key: str
    words: Words
    classes: tuple[ThemeClass, ...]
    column: str = "bucket"
    limits: tuple[float, ...] = ()
    facet: str = ""
    rims: bool = False

    def index(self, key: str | None) -> int:
        """Return the place of a class; the last for a key that the theme does not have."""
        for place, each in enumerate(self.classes):
            if each.key == key:
                return place
        return len(self.classes) - 1

    @property
    def filtered_by(self) -> str:
        """Return the facet that a click in the legend chooses a value of."""
        return self.facet or f"theme:{self.key}"

    @property
    def classing(self) -> Classing:
        """Return how the store sorts buildings into the classes."""
        return Classing(self.column, tuple(each.key for each in self.classes), self.limits)


def _read(row: Mapping[str, Any]) -> Theme:
    return Theme(
        row["key"],
        Words(row["zh"], row["en"]),
        palettes.classes(row["class"], row.get("scale", palettes.NAMED)),
        row["column"],
        tuple(float(limit) for limit in row.get("limits", ())),
        row.get("facet", ""),
        row.get("rims", False),
    )


STAGE = Theme(
    "stage",
    Words("改造进度", "Stage of renewal"),
    tuple(
        ThemeClass(
            bucket.key,
            bucket.words,
            bucket.glyph,
            bucket.light,
            bucket.light_text,
            bucket.dark,
            bucket.hatch,
        )
        for bucket in (*stages.BUCKETS, stages.NO_PROJECT)
    ),
    facet="stage",
    rims=True,
)
THEMES = (STAGE, *map(_read, tables.document("map_themes")["theme"]))
BY_KEY = {theme.key: theme for theme in THEMES}
