"""Who owns which flats, and how many owners that makes where votes are counted."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

WHOLE = Fraction(1)
_FINEST = 10_000  # thirds are typed as 0.3333: three of them are a whole flat
_SLACK = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner of a flat; ``share`` is his part of it, None where nobody said."""

    ownership_id: int
    owner_id: int
    name: str
    phone: str | None = None
    share: float | None = None
    flats: int = 1  # that he owns in all


def numbered(groups: Mapping[int, frozenset[Hashable]]) -> dict[int, int]:
    """Return the number of the owner of each flat, from 1; flats of the same owners have the same.

    A flat counts once however many own it together, and those who own several flats count once
    (Civil Code of the People's Republic of China, article 278). A flat of nobody on record
    counts for itself.
    """
    known: dict[frozenset[Hashable], int] = {}
    found: dict[int, int] = {}
    last = 0
    for flat, group in groups.items():
        number = known.get(group) if group else None
        if number is None:
            last += 1
            number = last
            if group:
                known[group] = number
        found[flat] = number
    return found


def count(groups: Mapping[int, frozenset[Hashable]]) -> int:
    """Return how many owners some flats have."""
    return len({*numbered(groups).values()})


def fits(shares: Iterable[float | None], more: float | None = None) -> bool:
    """Tell whether shares of a flat, and one more, are no more than the whole."""
    given = [Fraction(each).limit_denominator(_FINEST) for each in (*shares, more) if each]
    return sum(given, Fraction()) <= WHOLE + _SLACK
