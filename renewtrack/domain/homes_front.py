"""The front of a building as a grid of its homes, and the rates of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renewtrack.domain import homes

AGREE, VISIT = MODES = ("agree", "visit")
UNKNOWN = ""  # nobody was asked, nothing is booked


@dataclass(frozen=True, slots=True)
class Home:
    """One household as the grid shows it; ``visit`` is the state of its latest appointment."""

    id: int
    stairwell: str | None
    floor: int | None
    room: str
    agree: str | None = None
    visit: str | None = None
    date: str | None = None
    area_m2: float | None = None
    needs: int = 0
    care: tuple[str, ...] = ()  # keys of ``vulnerable``
    access: str = ""  # how to be let in, persons masked
    added_why: str = ""  # why it is on record though the survey did not have it

    def state(self, mode: str) -> str:
        """Return what a mode shows of it."""
        return (self.agree if mode == AGREE else self.visit) or UNKNOWN


@dataclass(frozen=True, slots=True)
class Front:
    """Stairwells from left to right with their flats; ``cells`` are (stairwell, floor) -> homes.

    ``floors`` go from the top down; None is the row of homes whose floor is not known.
    """

    stairwells: tuple[str | None, ...]
    floors: tuple[int | None, ...]
    cells: dict[tuple[str | None, int | None], tuple[Home, ...]]

    def abreast(self, stairwell: str | None) -> int:
        """Return how many homes the widest floor of a stairwell has."""
        return max(
            (len(held) for (own, _), held in self.cells.items() if own == stairwell), default=0
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """How many homes say something, and their area: of all, and of those whose area is known."""

    count: int
    every: int
    area_m2: float
    every_m2: float
    without_area: int

    @property
    def by_heads(self) -> float | None:
        """The share of homes in per cent."""
        return 100 * self.count / self.every if self.every else None

    @property
    def by_area(self) -> float | None:
        """The share of area in per cent, of the homes whose area is known."""
        return 100 * self.area_m2 / self.every_m2 if self.every_m2 else None


def front(found: Iterable[Home]) -> Front:
    """Return the grid of a building's homes."""
    cells: dict[tuple[str | None, int | None], list[Home]] = {}
    for home in found:
        floor = home.floor if home.floor is not None else homes.floor_of(home.room)
        cells.setdefault((home.stairwell, floor), []).append(home)
    floors = {floor for _, floor in cells}
    known = sorted((floor for floor in floors if floor is not None), reverse=True)
    return Front(
        tuple(sorted({stairwell for stairwell, _ in cells}, key=_in_order)),
        (*known, *([None] if None in floors else [])),
        {key: tuple(sorted(held, key=_by_room)) for key, held in cells.items()},
    )


def in_order(found: Iterable[Home]) -> list[Home]:
    """Return homes by stairwell and room, 2 before 10."""
    return sorted(found, key=lambda home: (_in_order(home.stairwell), _by_room(home)))


def rate(found: Sequence[Home], mode: str, state: str) -> Rate:
    """Return how many homes, and how much of their area, are in a state."""
    held = [home for home in found if home.state(mode) == state]
    known = [home.area_m2 for home in found if home.area_m2]
    return Rate(
        len(held),
        len(found),
        sum(home.area_m2 or 0.0 for home in held),
        sum(known),
        len(found) - len(known),
    )


def _in_order(stairwell: str | None) -> tuple[bool, int, str]:
    return stairwell is None, len(stairwell or ""), stairwell or ""


def _by_room(home: Home) -> tuple[int, str]:
    return len(home.room), home.room
