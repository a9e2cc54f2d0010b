"""Where a picture belongs: by its names, by the place it was taken at, and whether that is near."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from renewtrack.domain import addresses, distances, tables, text
from renewtrack.domain.distances import Box
from renewtrack.domain.photo_names import Told

CELL = 0.002  # degrees, of the net that buildings are found in
BY_NAME, BY_FOLDER, BY_POSITION = "name", "folder", "exif"  # keys of photo_placings
ESTATE, BUILDING, HOUSEHOLD = "estate", "building", "household"
_SURNAMES = ("小区", "社区")  # that people leave away or add


@dataclass(frozen=True, slots=True)
class Ground:
    """One building that pictures may show; ``box`` in degrees, None without a position."""

    id: int
    estate_id: int
    number: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Match:
    """The record that a picture belongs to, and how it was found (a key of photo_placings)."""

    owner: str
    owner_id: int
    by: str


@dataclass(slots=True)
class Guide:
    """The places that pictures may belong to: buildings, estates by name, homes by room."""

    grounds: Iterable[Ground]
    estates: Mapping[str, frozenset[int]]  # ids by folded name or alias
    homes: Mapping[tuple[int, str, str], int] = field(default_factory=dict)  # unit "" for any
    _cells: dict[tuple[int, int], list[tuple[Box, Ground]]] = field(default_factory=dict)
    _numbers: dict[str, list[Ground]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        near = setting("near_m")
        for ground in self.grounds:
            self._numbers.setdefault(ground.number, []).append(ground)
            if ground.box is None:
                continue
            reach = west, east, south, north = distances.widened(ground.box, near)
            across = range(int(west // CELL), int(east // CELL) + 1)
            down = range(int(south // CELL), int(north // CELL) + 1)
            for cell in itertools.islice(itertools.product(across, down), 2_500):
                self._cells.setdefault(cell, []).append((reach, ground))

    def match(self, told: Sequence[Told], lon: float | None, lat: float | None) -> Match | None:
        """Return where a picture belongs, None where nothing says it.

        ``told`` is what its name tells, then its folders, the innermost first; what one leaves open
        the next ones and the position fill in.
        """
        whole, strange = Told(), False
        for each in told:
            if each.estate and not self.estates_of(each.estate):
                strange = strange or bool(each.building and not whole.building)
                each = replace(each, estate=None)
            whole = whole.filled(each)
        named = told[0] if told else Told()
        by = BY_NAME if named.building or self.estates_of(named.estate) else BY_FOLDER
        place = self._numbered(whole, strange, lon, lat)
        if place is not None:
            return self._home(place, whole, by)
        known = self.estates_of(whole.estate)
        near = self.nearest(lon, lat, known)
        if near is not None and not whole.building:
            return Match(BUILDING, near.id, BY_POSITION)
        if len(known) == 1:
            return Match(ESTATE, min(known), by)
        return None

    def nearest(
        self, lon: float | None, lat: float | None, within: frozenset[int] = frozenset()
    ) -> Ground | None:
        """Return the building nearest to a place, None where none is near; of estates if given."""
        if lon is None or lat is None:
            return None
        near = []
        for box, each in self._cells.get((int(lon // CELL), int(lat // CELL)), ()):
            if not (box[0] <= lon <= box[1] and box[2] <= lat <= box[3]) or each.box is None:
                continue  # most are told by this alone
            if not within or each.estate_id in within:
                away = distances.to_box(lon, lat, each.box)
                near.append((away, _from_middle(lon, lat, each.box), each.id, each))
        best = min(near, default=None)
        return best[3] if best is not None and best[0] <= setting("near_m") else None

    def estates_of(self, words: str | None) -> frozenset[int]:
        """Return the estates that some words mean: their name, or the end of the words is one."""
        if not words:
            return frozenset()
        for spelling in _spellings(words):
            if spelling in self.estates:
                return self.estates[spelling]
        return frozenset()

    def _numbered(
        self, told: Told, strange: bool, lon: float | None, lat: float | None
    ) -> Ground | None:
        """Return the one building of a number in the estate told, or nearest to the position.

        Of an estate that nobody knows (``strange``) only the position tells the building.
        """
        if not told.building:
            return None
        wanted = addresses.building_number(told.building)
        known = self.estates_of(told.estate)
        found = [each for each in self._numbers.get(wanted, ()) if each.estate_id in known]
        if told.estate is None:
            found = self._numbers.get(wanted, [])
        if len(found) == 1 and not strange:
            return found[0]
        if lon is None or lat is None:
            return None
        reach = [
            (distances.to_box(lon, lat, each.box), each.id, each)
            for each in found
            if each.box is not None
        ]
        best = min(reach, default=None)
        return best[2] if best is not None and best[0] <= setting("same_number_m") else None

    def _home(self, ground: Ground, told: Told, by: str) -> Match:
        room = told.room or told.loose
        if room is not None:
            home = self.homes.get((ground.id, told.unit or "", room))
            if home is not None:
                return Match(HOUSEHOLD, home, by)
        return Match(BUILDING, ground.id, by)


def names_of(estates: Iterable[tuple[int, str, Iterable[str]]]) -> dict[str, frozenset[int]]:
    """Return the ids of estates by every spelling that means them: id, name, aliases."""
    found: dict[str, set[int]] = {}
    for estate_id, name, aliases in estates:
        for words in (name, *aliases):
            folded = text.fold(words)
            for spelling in {folded, _bare(folded)}:
                if spelling:
                    found.setdefault(spelling, set()).add(estate_id)
    return {spelling: frozenset(ids) for spelling, ids in found.items()}


def homes_of(rooms: Iterable[tuple[int, int, str, str]]) -> dict[tuple[int, str, str], int]:
    """Return homes (id, building, stairwell, room) by building, stairwell and room.

    Without a stairwell a room counts where the building has it only once.
    """
    found: dict[tuple[int, str, str], int] = {}
    several: set[tuple[int, str, str]] = set()
    for home_id, building_id, unit, room in rooms:
        if unit:
            found[building_id, unit, room] = home_id
        anywhere = (building_id, "", room)
        if anywhere in found:
            several.add(anywhere)
        found[anywhere] = home_id
    return {key: home_id for key, home_id in found.items() if key not in several}


def is_far(distance_m: float | None) -> bool:
    """Tell whether a picture was taken so far from its place that somebody should look."""
    return distance_m is not None and distance_m > setting("far_m")


def setting(name: str) -> float:
    """Return a number of ``photos.toml``."""
    found: Any = tables.document("photos")[name]
    return float(found)


def _spellings(words: str) -> Iterable[str]:
    """Yield a text and its ends, the longest first: 上地街道上地东里 ends with the estate."""
    folded = text.fold(words).replace("-", "")
    for start in range(max(len(folded) - 1, 1)):
        yield folded[start:]
        yield _bare(folded[start:])


def _bare(folded: str) -> str:
    for word in _SURNAMES:
        if folded.endswith(word) and len(folded) > len(word) + 1:
            return folded.removesuffix(word)
    return folded


def _from_middle(lon: float, lat: float, box: Box) -> float:
    west, east, south, north = box
    return distances.metres(lon, lat, (west + east) / 2, (south + north) / 2)
