"""Who may see what goes out, the line that says so, and what is left out for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from renewtrack.domain import tables
from renewtrack.words import Words

INTERNAL, PUBLIC = "internal", "public"
PIPELINES, HOUSEHOLDS, SENSORS, PERSONS, PROBLEMS = (
    "pipelines",
    "households",
    "sensors",
    "persons",
    "problems",
)


@dataclass(frozen=True, slots=True)
class Secrecy:
    """One preset of ``secrecy.toml``; ``least`` is the smallest count that is told, 0 any."""

    key: str
    words: Words
    line: Words
    public: bool
    hides: frozenset[str]
    least: int
    watermark: bool

    def hidden(self, what: str) -> bool:
        """Tell whether pipelines, households, sensors, persons or problems are left out."""
        return what in self.hides

    def count(self, number: int | None) -> str:
        """Return a count as it may be told: "" not known, "<5" where few are easily found."""
        if number is None:
            return ""
        return f"<{self.least}" if 0 < number < self.least else str(number)

    def counts(self, numbers: Sequence[int | None]) -> list[str]:
        """Return counts whose sum is printed beside them.

        Where one alone would be hidden, it could be reckoned from the sum, so the smallest of
        the others is hidden with it.
        """
        told = [self.count(number) for number in numbers]
        hidden = [place for place, text in enumerate(told) if text.startswith("<")]
        if len(hidden) == 1:
            others = [
                (number, place)
                for place, number in enumerate(numbers)
                if number and place not in hidden
            ]
            if others:
                told[min(others)[1]] = "*"
        return told


@cache
def presets() -> tuple[Secrecy, ...]:
    """Return the presets in their own order."""
    return tuple(
        Secrecy(
            row["key"],
            Words(row["zh"], row["en"]),
            Words(row["line_zh"], row["line_en"]),
            row["public"],
            frozenset(row["hides"]),
            row["least"],
            row["watermark"],
        )
        for row in tables.document("secrecy")["preset"]
    )


def preset(key: str) -> Secrecy:
    """Return the preset of a key; KeyError where there is none."""
    for each in presets():
        if each.key == key:
            return each
    raise KeyError(key)
