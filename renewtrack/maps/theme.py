"""What a map shows by colour, glyph and hatch: themes and their classes."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.domain import stages
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class ThemeClass:
    """One class of a theme; colours as #rrggbb.

    ``light`` and ``dark`` fill on a light and on a dark ground, ``light_text`` is dark enough for
    words on white, ``hatch`` is what a black-and-white printer shows.
    """

    key: str
    words: Words
    glyph: str
    light: str
    light_text: str
    dark: str
    hatch: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One way to colour the map; the last class takes whatever no other class takes."""

    key: str
    words: Words
    classes: tuple[ThemeClass, ...]

    def index(self, key: str | None) -> int:
        """Return the place of a class; the last for a key that the theme does not have."""
        for place, each in enumerate(self.classes):
            if each.key == key:
                return place
        return len(self.classes) - 1


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
)
THEMES = (STAGE,)
