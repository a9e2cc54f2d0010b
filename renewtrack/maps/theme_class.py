"""One class of a map theme, told by colour, glyph and hatch."""

from __future__ import annotations

from dataclasses import dataclass

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
