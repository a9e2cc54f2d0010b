"""What the page asks when something is done on the map by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from renewtrack.maps.asks import Ask

SHAPES = ("point", "line", "polygon")
TABLES = ("building", "site")
MOST_CORNERS = 100_000
MOST_SEEN = 2_000
_MOST_RINGS = 10_000
_LARGEST_ID = 2**31 - 1
_LONGEST_WORD = 32

Place = tuple[float, float]
Parts = tuple[tuple[tuple[Place, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing(Ask):
    """A shape in the making, to be measured; ``steps`` and ``back`` can be undone and redone."""

    purpose: str
    shape: str
    parts: Parts
    steps: int
    back: int


@dataclass(frozen=True, slots=True)
class Drawn(Ask):
    """A shape is done; ``parts`` hold rings of longitude and latitude, none closed."""

    purpose: str
    shape: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class PenOff(Ask):
    """The person has laid the tool down."""


@dataclass(frozen=True, slots=True)
class SitePicked(Ask):
    """A site was clicked; 0 is none any more."""

    id: int


@dataclass(frozen=True, slots=True)
class Facts(Ask):
    """The pointer rests on something of which the card should say more."""

    table: str
    id: int


@dataclass(frozen=True, slots=True)
class GroundSeen(Ask):
    """The ground in view: west, south, east, north in degrees."""

    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Seen(Ask):
    """These are in view, nearest to the middle first where there are more than can be listed."""

    ids: tuple[int, ...]
    sites: tuple[int, ...]
    count: int


def _drawing(message: Mapping[str, object]) -> Drawing | None:
    if set(message) != {"purpose", "shape", "parts", "steps", "back"}:
        return None
    drawn = _shape_of(message)
    steps, back = message["steps"], message["back"]
    if drawn is None or not _is_count(steps) or not _is_count(back):
        return None
    assert isinstance(steps, int)
    assert isinstance(back, int)
    return Drawing(*drawn, steps, back)


def _drawn(message: Mapping[str, object]) -> Drawn | None:
    drawn = _shape_of(message) if set(message) == {"purpose", "shape", "parts"} else None
    return None if drawn is None else Drawn(*drawn)


def _shape_of(message: Mapping[str, object]) -> tuple[str, str, Parts] | None:
    purpose, shape = message["purpose"], message["shape"]
    if not isinstance(purpose, str) or len(purpose) > _LONGEST_WORD:
        return None
    if not isinstance(shape, str) or shape not in SHAPES:
        return None
    parts = _parts(message["parts"])
    return None if parts is None else (purpose, shape, parts)


def _parts(given: object) -> Parts | None:
    """Return rings of places; None for anything else, or for more than anybody draws."""
    if not isinstance(given, list) or not 0 < len(given) <= _MOST_RINGS:
        return None
    parts, left = [], MOST_CORNERS
    for part in given:
        if not isinstance(part, list) or not 0 < len(part) <= _MOST_RINGS:
            return None
        rings = []
        for ring in part:
            left -= len(ring) if isinstance(ring, list) else left + 1
            if left < 0 or not all(map(_is_place, ring)):
                return None
            rings.append(tuple((float(lon), float(lat)) for lon, lat in ring))
        parts.append(tuple(rings))
    return tuple(parts)


def _is_place(given: object) -> bool:
    return isinstance(given, list) and len(given) == 2 and all(map(_is_degree, given))


def _is_degree(given: object) -> bool:
    return type(given) in (int, float) and abs(given) <= 1e4  # type: ignore[arg-type]


def _is_count(given: object) -> bool:
    return type(given) is int and 0 <= given <= _LARGEST_ID


def _pen_off(message: Mapping[str, object]) -> PenOff | None:
    return PenOff() if not message else None


def _site(message: Mapping[str, object]) -> SitePicked | None:
    one = message.get("id")
    if set(message) != {"id"} or not _is_count(one):
        return None
    assert isinstance(one, int)
    return SitePicked(one)


def _facts(message: Mapping[str, object]) -> Facts | None:
    table, one = message.get("table"), message.get("id")
    if set(message) != {"table", "id"} or table not in TABLES or not _is_count(one):
        return None
    assert isinstance(table, str)
    assert isinstance(one, int)
    return Facts(table, one)


def _seen(message: Mapping[str, object]) -> Seen | None:
    if set(message) != {"ids", "sites", "count"} or not _is_count(message["count"]):
        return None
    ids, sites, count = message["ids"], message["sites"], message["count"]
    for listed in (ids, sites):
        if not isinstance(listed, list) or len(listed) > MOST_SEEN:
            return None
        if not all(map(_is_count, listed)):
            return None
    assert isinstance(ids, list)
    assert isinstance(sites, list)
    assert isinstance(count, int)
    return Seen(tuple(ids), tuple(sites), count)


def _ground(message: Mapping[str, object]) -> GroundSeen | None:
    bounds = message.get("bounds")
    if set(message) != {"bounds"} or not isinstance(bounds, list) or len(bounds) != 4:
        return None
    if not all(map(_is_degree, bounds)):
        return None
    west, south, east, north = (float(each) for each in bounds)
    sound = -180 <= west < east <= 180 and -90 < south < north < 90
    return GroundSeen((west, south, east, north)) if sound else None


READERS: dict[str, Callable[[Mapping[str, object]], Ask | None]] = {
    "sketch": _drawing,
    "drawn": _drawn,
    "pen_off": _pen_off,
    "site": _site,
    "facts": _facts,
    "seen": _seen,
    "ground": _ground,
}
