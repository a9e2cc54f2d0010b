"""Round scales of a map on paper: the list, the choice and the bar."""

from __future__ import annotations

from dataclasses import dataclass

# What the dialog offers; the first of these that holds the map is what "fit" takes.
FIXED = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 25_000, 50_000)
ROUND: tuple[int, ...] = tuple(
    sorted(
        round(step * 10.0**power)
        for power in range(2, 7)
        for step in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8)
        if step * 10**power >= 500
    )
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A scale bar: its length on paper in mm, on the ground in m, and its number of fields."""

    length: float
    ground: float
    fields: int


def fit(east: float, north: float, width: float, height: float) -> int:
    """Return the largest round scale 1:n at which a ground extent in m fits a frame in mm."""
    needed = max(east / width, north / height) * 1000
    return next((scale for scale in ROUND if scale >= needed), ROUND[-1])


def bar(scale: int, longest: float) -> Bar:
    """Return the longest bar of 1, 2 or 5 times a power of ten metres that fits, in mm."""
    steps = [(step * 10.0**power, step) for power in range(6) for step in (1, 2, 5)]
    ground, step = max(pair for pair in steps if pair[0] * 1000 / scale <= longest or pair[0] == 1)
    return Bar(ground * 1000 / scale, ground, 5 if step == 5 else 4)


def ratio(scale: int) -> str:
    """Return the scale as offices write it, without blanks or separators."""
    return f"1:{scale}"
