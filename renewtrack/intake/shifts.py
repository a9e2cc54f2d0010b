"""How far a sheet's positions lie from known ones of the same places, by coordinate system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from renewtrack.domain import datum, systems, zones
from renewtrack.domain.control_points import Fit
from renewtrack.intake import positions, sentences
from renewtrack.intake.plans import QUESTION, Issue
from renewtrack.intake.positions import Position, Reference
from renewtrack.store import gpkg
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.intake.rows import Surroundings

FIELDS = ("lon", "lat", "coord_x", "coord_y", "geometry")
KINDS = (
    *("shifted", "likely_system", "likely_meridian", "which_system", "two_systems", "astray"),
    "old_datum",
)
LEAST_POINTS = 3
LEAST_M = 100.0  # survey points and footprints of one building may well be so far apart
BETTER = 4  # times nearer, from which another system is likelier than the one that is said
FARTHEST_M = 150_000.0  # from the middle of a district to its farthest building
MOST_POINTS = 500
_FEW = 50  # points that tell whether a sheet is far from the district
_GEOGRAPHIC = ("wgs84", "gcj02", "bd09")  # CGCS2000 lies within centimetres of WGS 84
_MERIDIANS = range(75, 136, 3)


@dataclass(frozen=True, slots=True)
class Stood:
    """A row's coordinates, x east and y north, beside the known position of the same place.

    ``crs`` is the system they were placed by, "" where none is known; ``lon`` and ``lat`` are
    None for a place that the file has no position of.
    """

    row: int  # zero-based
    x: float
    y: float
    crs: str
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One place for a small map: where the sheet has it and where the file has it, WGS 84."""

    row: int  # the sheet's own number, from 1
    lon: float
    lat: float
    known_lon: float
    known_lat: float


@dataclass(frozen=True, slots=True)
class Shift:
    """What comparing a sheet's positions with known ones shows.

    ``said`` is the system that was followed, "" for none; ``metres`` the median distance by
    system; ``best`` the system with the least. Systems are those of ``positions.option``.
    """

    said: str
    best: str
    metres: dict[str, float]
    count: int
    points: tuple[Point, ...]

    @property
    def doubtful(self) -> bool:
        """Tell whether another system is much likelier than the one that was followed."""
        if self.said == self.best or self.metres[self.best] > LEAST_M:
            return False
        return not self.said or self.metres[self.said] > max(
            LEAST_M, BETTER * self.metres[self.best]
        )


def compare(around: Surroundings) -> Shift | None:
    """Compare the positions of the rows with the known ones; None for too few of them."""
    stood = [one for one in around.stood if one.lon is not None]
    if len(stood) < LEAST_POINTS:
        return None
    said = stood[0].crs
    stood = [one for one in stood if one.crs == said]
    sample = stood[:: len(stood) // MOST_POINTS + 1]
    metres, fits = {}, around.options.fits
    for system in _systems(sample, said, fits):
        away = [found for one in sample if (found := _away(one, system, fits)) is not None]
        if len(away) == len(sample):
            metres[system] = median(away)
    if not metres:
        return None
    best = min(metres, key=lambda system: (metres[system], system != said))
    if said in metres and metres[said] - metres[best] < 1:
        best = said
    return Shift(said, best, metres, len(stood), _points(stood, said or best, fits))


def meridian(around: Surroundings) -> int | None:
    """Return the central meridian by which metres without a zone fall into the district.

    None where there are none such, where the file has no position to tell it from, or where no
    meridian brings them there.
    """
    metric = [one for one in around.stood if not one.crs and 1e5 <= one.x < 1e6]
    middle = centre(around) if metric else None
    if middle is None:
        return None
    one = metric[len(metric) // 2]
    away = {}
    for degrees in _MERIDIANS:
        found = positions.place(one.x, one.y, Reference("cgcs2000", degrees))
        if isinstance(found, Position):
            away[degrees] = datum.metres_between((found.lon, found.lat), middle)
    best = min(away, key=away.__getitem__, default=None)
    return best if best is not None and away[best] <= FARTHEST_M else None


@dataclass(frozen=True, slots=True)
class Astray:
    """Another system brings positions into the district that lie far from it as they were read."""

    said: str
    best: str
    km: int


def astray(around: Surroundings) -> Astray | None:
    """Tell of another belt that brings the positions near the district; None where all is well.

    Asked where no place of the sheet is known, so that nothing finer can be told.
    """
    told = [one for one in around.stood if one.crs and one.lon is None][:_FEW]
    middle = centre(around) if told else None
    if middle is None:
        return None
    said, fits = told[0].crs, around.options.fits

    def away(system: str) -> float:
        placed = [_placed(one, system, fits) for one in told]
        found = [datum.metres_between((p.lon, p.lat), middle) for p in placed if p is not None]
        return median(found) if len(found) == len(told) else float("inf")

    km = away(said)
    if km <= FARTHEST_M:
        return None
    best = min(_systems(told, said, fits), key=away)
    return Astray(said, best, round(km / 1000)) if away(best) <= FARTHEST_M else None


def centre(around: Surroundings) -> tuple[float, float] | None:
    """Return the middle of the district, or of the file's positions; None without either."""
    if around.known.district is not None:
        return gpkg.centre(around.known.district)
    known = known_points(around)
    return (median(lon for lon, _ in known), median(lat for _, lat in known)) if known else None


def known_points(around: Surroundings) -> list[tuple[float, float]]:
    """Return the middle of every building and estate that the file has a position of."""
    standing = [building.geom for building in around.known.buildings.values()]
    standing += [estate.geom for estate in around.known.estates.values()]
    return [gpkg.centre(geom) for geom in standing if geom is not None]


def issues(around: Surroundings, shift: Shift | None) -> Iterator[Issue]:
    """Ask about the coordinate system where known positions speak for another one, or for one."""
    if shift is not None and shift.doubtful:
        yield _issue(
            around,
            "shifted" if shift.said else "likely_system",
            said=name(shift.said),
            best=name(shift.best),
            count=shift.count,
            metres=round(shift.metres.get(shift.said, 0)),
            rest=round(shift.metres[shift.best]),
        )
    elif shift is None and (degrees := meridian(around)) is not None:
        best = name(_belt(degrees))
        yield _issue(around, "likely_meridian", meridian=degrees, best=best)
    elif shift is None and (far := astray(around)) is not None:
        yield _issue(around, "astray", said=name(far.said), best=name(far.best), km=far.km)


def name(system: str) -> Words:
    """Return a coordinate system as people call it."""
    return systems.name(system)


def _issue(around: Surroundings, kind: str, **values: object) -> Issue:
    column = next(filter(None, map(around.layout.column, FIELDS)), None)
    return sentences.issue(around.layout, -1, kind, column, level=QUESTION, **values)


def _systems(stood: Sequence[Stood], said: str, fits: Mapping[str, Fit]) -> list[str]:
    """Return the systems that figures may be of, the one that is said first."""
    if max(abs(stood[0].x), abs(stood[0].y)) <= 180:
        others = list(_GEOGRAPHIC)
    else:
        others = [_belt(degrees) for degrees in _MERIDIANS]
        others += [each.key for each in systems.WEB]
    others += fits
    return [said, *(one for one in others if one != said)] if said else others


def _belt(degrees: int) -> str:
    zone = zones.of_meridian(degrees)
    assert zone is not None  # every third degree has one
    return zone.key


def _away(one: Stood, system: str, fits: Mapping[str, Fit]) -> float | None:
    found = _placed(one, system, fits)
    if found is None or one.lon is None or one.lat is None:
        return None
    return datum.metres_between((found.lon, found.lat), (one.lon, one.lat))


def _placed(one: Stood, system: str, fits: Mapping[str, Fit]) -> Position | None:
    found = positions.place(one.x, one.y, positions.option(system, fits))
    return found if isinstance(found, Position) else None


def _points(stood: Sequence[Stood], system: str, fits: Mapping[str, Fit]) -> tuple[Point, ...]:
    placed = ((one, _placed(one, system, fits)) for one in stood[:MOST_POINTS])
    return tuple(
        Point(one.row + 1, found.lon, found.lat, one.lon, one.lat)
        for one, found in placed
        if found is not None and one.lon is not None and one.lat is not None
    )
