"""What reading one cell may give instead of a value."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that says something, but nothing of the kind that was wanted."""

    raw: str
    words: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A cell that could mean several things: ``suggestion`` is the likeliest, ``other`` less so."""

    kind: str
    raw: str
    words: Words
    suggestion: object
    other: object = None


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A word about the stage of work where a date was wanted."""

    raw: str
