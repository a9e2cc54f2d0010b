"""Which picture of before goes with which of after, and which places lack one of the two."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from renewtrack.domain import distances

BEFORE, AFTER = "before", "after"
Place = tuple[str, int]  # table and id of a record
_STEP_M = 10.0  # positions of phones are no better
_UNKNOWN_M = 1e6
_MOST = 400  # pictures of one place and item that are compared


@dataclass(frozen=True, slots=True)
class Shot:
    """What counts of a picture for pairing."""

    id: int
    phase: str | None
    place: Place | None
    item: str | None = None
    taken: str | None = None  # ISO
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """A place, with its item, that has pictures of one phase and lacks the other."""

    place: Place
    item: str | None
    phase: str  # the one that is missing


def suggest(shots: Iterable[Shot], paired: Collection[int] = ()) -> list[tuple[int, int]]:
    """Return pairs (before, after) of pictures that are in none yet; each picture once.

    Both are of one place and item, else of one place where one of them tells no item; those taken
    nearest to each other on the ground go together, then those nearest in time.
    """
    free = [shot for shot in shots if shot.place is not None and shot.id not in paired]
    found: list[tuple[int, int]] = []
    used: set[int] = set()
    for key in (_place_and_item, _place_alone):
        groups: dict[object, tuple[list[Shot], list[Shot]]] = defaultdict(lambda: ([], []))
        for shot in free:
            if shot.id not in used and shot.phase in (BEFORE, AFTER):
                groups[key(shot)][shot.phase == AFTER].append(shot)
        for before, after in groups.values():
            for one, other in _nearest(before[:_MOST], after[:_MOST]):
                found.append((one, other))
                used |= {one, other}
    return found


def lacking(shots: Iterable[Shot]) -> list[Lack]:
    """Return the places that have a picture of before without one of after, or the other way."""
    phases: dict[tuple[Place, str | None], set[str]] = defaultdict(set)
    for shot in shots:
        if shot.place is not None and shot.phase in (BEFORE, AFTER):
            phases[shot.place, shot.item].add(str(shot.phase))
    return [
        Lack(place, item, AFTER if BEFORE in there else BEFORE)
        for (place, item), there in phases.items()
        if len(there) == 1 and not _elsewhere(phases, place, item, there)
    ]


def _elsewhere(
    phases: dict[tuple[Place, str | None], set[str]],
    place: Place,
    item: str | None,
    there: set[str],
) -> bool:
    """Tell whether another picture of the place stands in: one of them shows no item alone."""
    if item is not None:
        return bool(phases.get((place, None), set()) - there)
    return any(seen - there for (where, _), seen in phases.items() if where == place)


def _place_and_item(shot: Shot) -> object:
    return shot.place, shot.item


def _place_alone(shot: Shot) -> object:
    return shot.place


def _nearest(before: Sequence[Shot], after: Sequence[Shot]) -> Iterable[tuple[int, int]]:
    reach = sorted(
        (*_apart(one, other), one.id, other.id)
        for one in before
        for other in after
        if one.item == other.item or None in (one.item, other.item)
    )
    used: set[int] = set()
    for *_, one_id, other_id in reach:
        if one_id not in used and other_id not in used:
            used |= {int(one_id), int(other_id)}
            yield int(one_id), int(other_id)


def _apart(one: Shot, other: Shot) -> tuple[float, float]:
    """Return how far apart two pictures are on the ground, in steps, and in time, in days."""
    ground = _UNKNOWN_M
    if None not in (one.lon, one.lat, other.lon, other.lat):
        ground = distances.metres(one.lon, one.lat, other.lon, other.lat)  # type: ignore[arg-type]
    days = 0.0
    if one.taken and other.taken:
        first, second = (_day(each.taken or "") for each in (one, other))
        days = abs((second - first).days) if first and second else 0.0
    return ground // _STEP_M, days


def _day(iso: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(iso[:10])
    except ValueError:
        return None
