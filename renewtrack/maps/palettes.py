"""Colours, glyphs and hatches for as many classes as a theme has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from renewtrack.domain import tables
from renewtrack.maps.theme_class import ThemeClass
from renewtrack.words import Words

ORDERED, NAMED = "ordered", "named"
MOST_ORDERED, MOST_NAMED = 6, 8
_READABLE = 4.5  # contrast of words on white, WCAG 2.1 AA


@dataclass(frozen=True, slots=True)
class Dress:
    """How one class looks, whatever it is called."""

    light: str
    dark: str
    glyph: str
    hatch: str


def dress(scale: str, count: int) -> tuple[Dress, ...]:
    """Return the looks of ``count`` classes of a scale; ValueError for more than it has."""
    fitting = min((each for each in _scales(scale) if len(each) >= count), key=len, default=())
    if not fitting:
        raise ValueError(f"no scale {scale!r} of {count}")
    if scale == NAMED or count == len(fitting):
        return fitting[:count]
    return tuple(fitting[round(at * (len(fitting) - 1) / max(1, count - 1))] for at in range(count))


def classes(entries: Sequence[Mapping[str, str]], scale: str) -> tuple[ThemeClass, ...]:
    """Return classes with their looks; an entry without a key is what is not known.

    An entry has ``key``, ``zh``, ``en`` and may bring a look of its own.
    """
    plain = [each for each in entries if each["key"] and "light" not in each]
    looks = iter(dress(scale, len(plain)) if plain else ())
    return tuple(_class(each, looks_of(each) or next(looks, None) or NONE) for each in entries)


def looks_of(entry: Mapping[str, str]) -> Dress | None:
    """Return the look that an entry brings with it; that of what is not known without a key."""
    if not entry["key"]:
        return NONE
    if "light" not in entry:
        return None
    return Dress(entry["light"], entry["dark"], entry["glyph"], entry["hatch"])


def readable(colour: str) -> str:
    """Return a colour made dark enough for words on white."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    while 1.05 / (_luminance(parts) + 0.05) < _READABLE:
        parts = [int(part * 0.95) for part in parts]
    return "#" + "".join(f"{part:02X}" for part in parts)


def _class(entry: Mapping[str, str], look: Dress) -> ThemeClass:
    words = Words(entry["zh"], entry["en"])
    light_text = readable(look.light)
    return ThemeClass(
        entry["key"], words, look.glyph, look.light, light_text, look.dark, look.hatch
    )


def _luminance(parts: Sequence[int]) -> float:
    """Return the relative luminance of an sRGB colour, WCAG 2.1."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in parts)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def _scales(key: str) -> tuple[tuple[Dress, ...], ...]:
    return tuple(_dresses(row) for row in _document()["scale"] if row["key"] == key)


def _dresses(row: Mapping[str, Any]) -> tuple[Dress, ...]:
    columns = (row["light"], row["dark"], row["glyphs"], row["hatches"])
    return tuple(Dress(*each) for each in zip(*columns, strict=True))


def _document() -> Mapping[str, Any]:
    return tables.document("map_palettes")


NONE = Dress(**_document()["none"])
