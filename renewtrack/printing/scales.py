"""Round scales of a map on paper: the list, the choice and the bar."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.errors import UserError
from renewtrack.words import Words

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


LARGEST, SMALLEST = 100, 5_000_000  # 1:n, from one yard to half the country


class ScaleOutOfReach(UserError):
    """A map cannot be drawn at this scale."""

    words = Words(
        "比例尺 1:{scale} 超出范围，没有出图。请在 1:{largest} 到 1:{smallest} 之间选择。",
        "The scale 1:{scale} is out of reach and nothing was drawn. "
        "Choose one from 1:{largest} to 1:{smallest}.",
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """A scale bar: its length on paper in mm, on the ground in m, and its number of fields."""

    length: float
    ground: float
    fields: int


def check(scale: int | None) -> None:
    """Raise ScaleOutOfReach for a scale 1:n that no map is drawn at; None is the fitting one."""
    if scale is not None and not LARGEST <= scale <= SMALLEST:
        raise ScaleOutOfReach(scale=scale, largest=LARGEST, smallest=SMALLEST)


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
