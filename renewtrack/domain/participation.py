"""What homes say to the items of a renewal: four answers, their rates by heads and by area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from renewtrack.domain.homes_front import Rate
from renewtrack.words import Words

YES, NO, UNDECIDED, NOT_CONCERNED, NOT_ASKED = ANSWERS = (
    *("yes", "no", "undecided", "not_concerned", "not_asked"),
)
STAIRWELL, BUILDING, ESTATE = LEVELS = ("stairwell", "building", "estate")
ANSWER_WORDS = {
    YES: Words("参与", "Takes part"),
    NO: Words("不参与", "Does not"),
    UNDECIDED: Words("未定", "Undecided"),
    NOT_CONCERNED: Words("不涉及", "Not concerned"),
    NOT_ASKED: Words("未征询", "Not asked"),
}
SIGNS = {YES: "✓", NO: "✗", UNDECIDED: "？", NOT_CONCERNED: "—", NOT_ASKED: ""}
PER_HOME = "户"  # the unit of items of which a home has one
_NOTHING = (0, 0, 0, 0, 0)
_BY_WANTED = {1: YES, 0: NO, None: UNDECIDED}
_WANTED = {answer: wanted for wanted, answer in _BY_WANTED.items()}

T = TypeVar("T", int, float)


def answer(wanted: int | None, quantity: float | None) -> str:
    """Return what a record says; undecided about none at all is not concerned."""
    if wanted is None and quantity == 0:
        return NOT_CONCERNED
    return _BY_WANTED[wanted]


def stored(said: str, quantity: float | None = None) -> tuple[int | None, float | None]:
    """Return how an answer is kept: ``wanted`` and ``quantity``; KeyError for NOT_ASKED.

    Not to be asked at all is no record. A number is kept where the home has any.
    """
    if said == NOT_CONCERNED:
        return None, 0
    return _WANTED[said], quantity or None


@dataclass(frozen=True, slots=True)
class Spot:
    """A stairwell with homes, the building and the estate it stands in; None = no stairwell."""

    estate_id: int | None
    estate: str
    building_id: int | None = None
    building: str = ""
    stairwell_id: int | None = None
    stairwell: str | None = None

    def at(self, level: str) -> Spot:
        """Return the place of a level that it stands in."""
        if level == STAIRWELL:
            return self
        if level == BUILDING:
            return Spot(self.estate_id, self.estate, self.building_id, self.building)
        return Spot(self.estate_id, self.estate)


@dataclass(frozen=True, slots=True)
class Tally:
    """Homes, their known area, and the homes without one, by answer in the order of ANSWERS.

    ``quantity`` is how many those who agree want; ``uncounted`` of them told no number.
    """

    homes: tuple[int, ...] = _NOTHING
    areas: tuple[float, ...] = _NOTHING
    without_area: tuple[int, ...] = _NOTHING
    quantity: float = 0.0
    uncounted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return total((self, other))

    @property
    def every(self) -> int:
        """The number of all homes."""
        return sum(self.homes)

    def of(self, said: str) -> int:
        """Return how many homes say something."""
        return self.homes[ANSWERS.index(said)]

    @property
    def rate(self) -> Rate:
        """The rate of those who agree among all whom the item concerns, asked or not."""
        agree, aside = ANSWERS.index(YES), ANSWERS.index(NOT_CONCERNED)
        return Rate(
            self.homes[agree],
            self.every - self.homes[aside],
            self.areas[agree],
            sum(self.areas) - self.areas[aside],
            sum(self.without_area) - self.without_area[aside],
        )

    def amount(self, unit: str) -> float | None:
        """Return how many are wanted together; None where homes agree and none told a number.

        Of what is counted by homes, a home that told no number wants one.
        """
        if unit == PER_HOME:
            return self.quantity + self.uncounted
        if self.uncounted and not self.quantity:
            return None
        return self.quantity

    def missing(self, unit: str) -> int:
        """Return how many homes agree whose number is still to be asked."""
        return 0 if unit == PER_HOME else self.uncounted


def one(said: str, area_m2: float | None = None, quantity: float | None = None) -> Tally:
    """Return the tally of a single home."""
    place = ANSWERS.index(said)
    wants = said == YES
    return Tally(
        _only(place, 1),
        _only(place, area_m2 or 0.0),
        _only(place, int(not area_m2)),
        (quantity or 0.0) if wants else 0.0,
        int(wants and not quantity),
    )


def total(found: Iterable[Tally]) -> Tally:
    """Return the tally of all homes of some tallies."""
    held = list(found)
    if not held:
        return Tally()
    return Tally(  # column by column: an estate has thousands
        tuple(map(sum, zip(*(each.homes for each in held), strict=True))),
        tuple(map(sum, zip(*(each.areas for each in held), strict=True))),
        tuple(map(sum, zip(*(each.without_area for each in held), strict=True))),
        sum(each.quantity for each in held),
        sum(each.uncounted for each in held),
    )


def rolled(found: Mapping[tuple[Spot, str], Tally], level: str) -> dict[tuple[Spot, str], Tally]:
    """Return the tallies of the places of a level: sums of what stands in them, never means."""
    if level == STAIRWELL:
        return dict(found)
    places = {spot: spot.at(level) for spot in {spot for spot, _ in found}}
    parts: dict[tuple[Spot, str], list[Tally]] = {}
    for (spot, item), tally in found.items():
        parts.setdefault((places[spot], item), []).append(tally)
    return {key: total(held) for key, held in parts.items()}


def _only(place: int, value: T) -> tuple[T, ...]:
    return tuple(value if at == place else type(value)(0) for at in range(len(ANSWERS)))
