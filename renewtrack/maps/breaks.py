"""Limits between classes of figures: as many in each, equal steps, natural gaps."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from renewtrack.words import Words

Floats = npt.NDArray[np.float64]
_MOST_VALUES = 400  # different values that the search for natural gaps looks at
_NEAR = 0.06  # of a step, that an equal step may be moved by to be round
_SIGNS = 3  # significant digits of a limit, where so few still tell the classes apart


@dataclass(frozen=True, slots=True)
class Method:
    """One way to find limits."""

    key: str  # stored in a theme's settings; never renamed
    words: Words
    limits: Callable[[Floats, int], Floats]
    stepped: bool = False  # its limits have places of their own, whatever the figures are


def find(method: str, values: Sequence[float], count: int) -> tuple[float, ...]:
    """Return ascending limits that part figures into at most ``count`` classes.

    Fewer where the figures have fewer different values. Limits are round where that moves no
    figure into another class.
    """
    known = np.sort(np.asarray(values, dtype=np.float64))
    known = known[np.isfinite(known)]
    different = np.unique(known)
    if len(different) < 2 or count < 2:
        return ()
    if len(different) <= count:
        return tuple(_rounded(float(limit), different) for limit in different[1:])
    chosen = next(each for each in METHODS if each.key == method)
    found = chosen.limits(known, count)
    inside = found[(found > different[0]) & (found <= different[-1])]
    near = _NEAR * (different[-1] - different[0]) / count if chosen.stepped else math.inf
    return tuple(sorted({_rounded(float(limit), different, float(near)) for limit in inside}))


def _quantiles(values: Floats, count: int) -> Floats:
    """Return the figures before which a class ends that has its share of all."""
    at = (np.arange(1, count) * len(values)) // count
    return values[at]


def _equal(values: Floats, count: int) -> Floats:
    return np.linspace(values[0], values[-1], count + 1)[1:-1]


def _natural(values: Floats, count: int) -> Floats:
    """Return the limits of the classes with the least squares about their means.

    Fisher (1958), On grouping for maximum homogeneity, exactly, over the different values; of
    very many values, over as many steps of equal width.
    """
    points, weights = np.unique(values, return_counts=True)
    if len(points) > _MOST_VALUES:
        points, weights = _steps(values)
    begins = _parted(points, weights.astype(np.float64), count)
    return points[begins]


def _steps(values: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return the least value of each step that holds any, and how many it holds."""
    edges = np.linspace(values[0], values[-1], _MOST_VALUES + 1)
    step = np.minimum(np.searchsorted(edges, values, side="right") - 1, _MOST_VALUES - 1)
    held, first, counts = np.unique(step, return_index=True, return_counts=True)
    assert len(held)
    return values[first], counts


def _parted(points: Floats, weights: Floats, count: int) -> list[int]:
    """Return the places where the second and every later class begins."""
    size = len(points)
    sums = [np.r_[0.0, np.cumsum(weights * points**power)] for power in (0, 1, 2)]
    begin = np.arange(size)[:, None]
    end = np.arange(1, size + 1)[None, :]
    weight, total, squares = (each[end] - each[begin] for each in sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = np.where(end > begin, squares - total**2 / weight, np.inf)
    best, chosen = cost[0], []
    for _ in range(count - 1):
        through = best[:-1, None] + cost[1:]  # the last class begins after each place
        chosen.append(through.argmin(axis=0) + 1)
        best = through.min(axis=0)
    places, at = [], size
    for begins in reversed(chosen):
        at = int(begins[at - 1])
        places.append(at)
    return places[::-1]


def _rounded(limit: float, values: Floats, near: float = math.inf) -> float:
    """Return the roundest number that parts the figures as the limit does, and lies near it."""
    below = values[values < limit]
    least = float(below[-1]) if len(below) else -math.inf
    above = float(values[values >= limit][0])
    size = max(abs(limit), abs(above), 1e-9)
    for digits in range(1, _SIGNS + 6):
        unit = 10.0 ** (math.floor(math.log10(size)) + 1 - digits)
        tried = round(math.ceil(least / unit - 1e-9) * unit, 9) if least > -math.inf else limit
        for each in (round(round(limit / unit) * unit, 9), tried, round(tried + unit, 9)):
            if least < each <= above and abs(each - limit) <= near:
                return each
    return limit


METHODS = (
    Method("quantile", Words("各类数量相同", "As many in each class"), _quantiles),
    Method("equal", Words("等间距", "Equal steps"), _equal, stepped=True),
    Method("natural", Words("自然间断", "Natural gaps"), _natural),
)
OWN = "own"  # the person's own limits
