"""In which order a crew goes from home to home, by straight distances between the buildings."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from renewtrack.domain import distances, tables

_TURNS = 200  # improvements of a round that are tried at most


@dataclass(frozen=True, slots=True)
class Stop:
    """One home to be visited; ``place`` is its building, ``lon`` and ``lat`` are in degrees."""

    id: int
    place: Hashable
    lon: float | None = None
    lat: float | None = None
    stairwell: str = ""
    floor: int | None = None
    room: str = ""


@cache
def settings() -> dict[str, Any]:
    """Return what ``visits.toml`` says."""
    return tables.document("visits")


def apart(one: Stop, other: Stop) -> float | None:
    """Return the straight distance of two homes in metres; None where a position is missing."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return distances.metres(one.lon, one.lat, other.lon, other.lat)


def in_order(stops: Iterable[Stop]) -> list[Stop]:
    """Return the homes in the order of a short round.

    Buildings follow each other by the nearest next one, and crossings are undone; in a building
    stairwells follow each other and floors go up. Buildings without a position come last.
    """
    homes: dict[Hashable, list[Stop]] = {}
    for stop in stops:
        homes.setdefault(stop.place, []).append(stop)
    firsts = [held[0] for held in homes.values()]
    known = [stop for stop in firsts if stop.lon is not None and stop.lat is not None]
    lost = [stop for stop in firsts if stop not in known]
    route = [*_untangled(_nearest(known)), *lost]
    return [home for stop in route for home in sorted(homes[stop.place], key=_upwards)]


def length_m(stops: Sequence[Stop]) -> float:
    """Return how far the round is in straight lines, in metres."""
    return sum(apart(one, two) or 0.0 for one, two in itertools.pairwise(stops))


def spread_m(stops: Sequence[Stop]) -> float:
    """Return the distance of the two homes that lie farthest apart, in metres."""
    one_each = list({stop.place: stop for stop in stops}.values())
    return max(
        (apart(one, two) or 0.0 for at, one in enumerate(one_each) for two in one_each[at + 1 :]),
        default=0.0,
    )


def far(stops: Sequence[Stop]) -> bool:
    """Tell whether the homes of one half day lie so far apart that the way is worth a thought."""
    return spread_m(stops) > float(settings()["far_m"])


def _upwards(stop: Stop) -> tuple[int, str, int, int, str]:
    floor = stop.floor if stop.floor is not None else 0
    return len(stop.stairwell), stop.stairwell, floor, len(stop.room), stop.room


def _nearest(stops: list[Stop]) -> list[Stop]:
    """Return a round that goes to the nearest next building, from the westernmost on."""
    left = sorted(stops, key=lambda stop: (stop.lon or 0.0, stop.lat or 0.0, stop.id))
    route = left[:1]
    left = left[1:]
    while left:
        near = min(left, key=lambda stop: (apart(route[-1], stop) or 0.0, stop.id))
        left.remove(near)
        route.append(near)
    return route


def _untangled(route: list[Stop]) -> list[Stop]:
    """Turn round parts of a round as long as that makes it shorter."""
    for _ in range(_TURNS):
        shorter = _turned(route)
        if shorter is None:
            break
        route = shorter
    return route


def _turned(route: list[Stop]) -> list[Stop] | None:
    length = length_m(route)
    for start in range(len(route) - 1):
        for end in range(start + 2, len(route) + 1):
            other = [*route[:start], *reversed(route[start:end]), *route[end:]]
            if length_m(other) < length - 1e-6:
                return other
    return None
