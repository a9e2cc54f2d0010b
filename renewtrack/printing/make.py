"""Gathering a status map from the project file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from renewtrack.domain import stages
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.printing import ranges, site_shapes
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.status_map import (
    BUILDINGS,
    ESTATES,
    Before,
    Boundary,
    EstateLabel,
    Feature,
    SiteShape,
    StatusMap,
    StreetTotals,
)
from renewtrack.store import areas, batches, gpkg, map_values, on_map, sound_shapes
from renewtrack.store.listing import EstateRow
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("{place}老旧小区改造进度图", "{place}: status of estate renewal")
THEME_TITLE = Words("{place}老旧小区改造专题图：{theme}", "{place}: {theme}")
DISTRICT = Words("本区", "The district")
SOURCE = Words("本单位更新台账", "the office's renewal ledger")
NO_STREET = Words("（未填街道）", "(no street)")
STARTED = frozenset({"building", "done"})
NEAR = 0.002  # degrees: how far round a single point its neighbours are drawn


@dataclass(frozen=True, slots=True)
class Options:
    """What the sheet shows and says; what is empty is taken from the project file.

    ``street`` keeps to one street by name; ``kind`` and ``only`` keep to some ids of a list of
    ``listing.KINDS``. Dates are ISO; ``today`` is the day that lateness counts from. ``theme`` is
    what the buildings are coloured by. ``before`` is an earlier day to compare with; ``bounds`` is
    the ground to show: west, south, east, north in degrees.
    """

    title: str = ""
    subtitle: str = ""
    language: str = "zh"
    black_and_white: bool = False
    street: str = ""
    kind: str = "buildings"
    only: frozenset[int] | None = None
    compiled_by: str = ""
    checked_by: str = ""
    source: str = ""
    cutoff: str = ""
    secrecy: str = "internal"
    approval: str = ""
    made_on: str = ""
    today: str = ""
    theme: Theme = STAGE
    before: str = ""
    bounds: tuple[float, float, float, float] | None = None
    sites: bool = True
    watermark: tuple[str, ...] = ()


ALL = Options()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of a range, once, for as many sheets as are wanted of it.

    ``homes`` is the estate of every building of the range; ``bounds`` (n, 4) are west, south,
    east, north of the features, in degrees.
    """

    options: Options
    place: str
    facts: PaperFacts
    features: tuple[Feature, ...]
    bounds: NDArray[np.float64]
    boundaries: tuple[Boundary, ...]
    estates: tuple[EstateRow, ...]
    counts: Mapping[int, int]
    homes: Mapping[int, int]
    sites: tuple[SiteShape, ...]
    counted: Words
    before: Mapping[int, str]


def status_map(db: Database, options: Options = ALL) -> StatusMap:
    """Gather everything that a status map shows of a range."""
    return of(gather(db, options))


def gather(db: Database, options: Options = ALL) -> Gathered:
    """Read everything that sheets of a range show."""
    today = options.today or datetime.date.today().isoformat()
    chosen = ranges.chosen(db, options, today)
    numbers, per_estate = ranges.numbers(db, chosen, today)
    by_building = bool(chosen.buildings) or not chosen.estates
    if by_building:
        drawn, known = on_map.buildings(db, today), on_map.homes(db)
        homes = {one: known.get(one) or 0 for one in chosen.buildings}
    else:  # a ledger without a survey: the estates themselves are drawn and counted
        drawn, homes = on_map.estates(db, today), {row.id: row.id for row in chosen.estates}
    before = _classes_on(db, options.before, today) if options.before and by_building else {}
    keys = _now(db, options, today, "buildings" if by_building else "estates", bool(before))
    features = tuple(
        Feature(
            each.id,
            each.estate_id,
            keys.get(each.id, ""),
            each.overdue and options.theme.rims,
            gpkg.to_wkb(each.geom),
            numbers.get(each.id, "") if by_building else "",
        )
        for each in drawn
        if each.id in homes
    )
    counts = {
        row.id: row.buildings_known if chosen.whole_estates else per_estate.get(row.id, 0)
        for row in chosen.estates
    }
    return Gathered(
        options,
        place_of(db, options),
        facts(db, options, today),
        features,
        shapely.bounds(sound_shapes.of_wkb([each.wkb for each in features])).reshape(-1, 4),
        tuple(_boundaries(db, options.street)),
        tuple(chosen.estates),
        counts,
        homes,
        tuple(site_shapes.read(db, options.secrecy)) if options.sites else (),
        BUILDINGS if by_building else ESTATES,
        before,
    )


def of(
    gathered: Gathered,
    estates: frozenset[int] | None = None,
    title: str = "",
    inside: frozenset[int] | None = None,
) -> StatusMap:
    """Return the status map of all that was gathered, or of some of its estates.

    The neighbours of those estates are dimmed. ``inside`` are the ids of the areas that are the
    unit itself; None keeps what the range says.
    """
    options, language = gathered.options, gathered.options.language
    rows = [row for row in gathered.estates if estates is None or row.id in estates]
    features = gathered.features
    dimmed: tuple[bytes, ...] = ()
    if estates is not None:
        own = np.array([each.estate_id in estates for each in features] or [False], bool)
        features, dimmed = _parted(gathered, own)
    wanted = sum(estates is None or home in estates for home in gathered.homes.values())
    told = gathered.facts if not title else replace(gathered.facts, title=title)
    boundaries = gathered.boundaries
    if inside is not None:
        boundaries = tuple(replace(each, inside=each.id in inside) for each in boundaries)
    return StatusMap(
        features=features,
        theme=_theme(gathered),
        facts=told,
        boundaries=boundaries,
        labels=tuple(_labels(rows, gathered.counts, language)),
        streets=tuple(_streets(rows, gathered.counts, language)),
        unplaced=wanted - len(features),
        counted=gathered.counted,
        dimmed=dimmed,
        sites=gathered.sites,
        before=Before(options.before, gathered.before) if gathered.before else None,
        bounds=options.bounds if estates is None else None,
    )


def _parted(
    gathered: Gathered, own: NDArray[np.bool_]
) -> tuple[tuple[Feature, ...], tuple[bytes, ...]]:
    """Part the features of a unit from those that lie near it."""
    features = tuple(each for each, inside in zip(gathered.features, own, strict=False) if inside)
    if not features:
        return (), ()
    west, south = gathered.bounds[own][:, :2].min(axis=0)
    east, north = gathered.bounds[own][:, 2:].max(axis=0)
    reach_x, reach_y = max(east - west, NEAR), max(north - south, NEAR)
    box = gathered.bounds
    near = (
        ~own
        & (box[:, 2] > west - reach_x)
        & (box[:, 0] < east + reach_x)
        & (box[:, 3] > south - reach_y)
        & (box[:, 1] < north + reach_y)
    )
    return features, tuple(gathered.features[place].wkb for place in np.nonzero(near)[0].tolist())


def _theme(gathered: Gathered) -> Theme:
    if not gathered.before:
        return gathered.options.theme
    from renewtrack.maps import timeline

    return timeline.DAY


def _classes_on(db: Database, day: str, today: str) -> dict[int, str]:
    """Return the stage group of every building on a day."""
    from renewtrack.maps import courses, timeline

    known = timeline.read(db, today)
    keys = [each.key for each in timeline.DAY.classes]
    places = known.classes_on(courses.day_of(day))
    return {int(one): keys[place] for one, place in zip(known.ids, places, strict=True)}


def _now(db: Database, options: Options, today: str, of: str, by_day: bool) -> Mapping[int, str]:
    """Return the class of every feature: by its theme, or by its day where two are compared."""
    if by_day:
        return _classes_on(db, today, today)
    return _classes(db, options.theme, today, of)


def facts(db: Database, options: Options, today: str) -> PaperFacts:
    """Return what the sheet says of itself, the empty ones filled from the file."""
    place = place_of(db, options)
    return PaperFacts(
        title=options.title or title_of(options, place + options.street),
        subtitle=options.subtitle,
        compiled_by=options.compiled_by,
        checked_by=options.checked_by,
        source=options.source or SOURCE.in_(options.language),
        cutoff=options.cutoff or stated_cutoff(db) or today,
        made_on=options.made_on or datetime.date.today().isoformat(),
        secrecy=options.secrecy,
        approval=options.approval,
        language=options.language,
        black_and_white=options.black_and_white,
        watermark=options.watermark,
    )


def place_of(db: Database, options: Options) -> str:
    """Return what the district is called on a sheet."""
    return _district(db) or DISTRICT.in_(options.language)


def title_of(options: Options, place: str) -> str:
    """Return what a sheet of a place is called."""
    words = TITLE if options.theme is STAGE else THEME_TITLE
    return words.filled(place=place, theme=options.theme.words).in_(options.language)


def _classes(db: Database, theme: Theme, today: str, of: str) -> dict[int, str]:
    """Return the class of every building, or estate, under a theme."""
    found = map_values.sort_into(db, theme.classing, today, of)
    keys = [each.key for each in theme.classes]
    return {one: keys[place] for one, place in zip(found.ids, found.places, strict=True)}


def stated_cutoff(db: Database) -> str:
    """Return the cut-off date of the latest import that states one; empty where none does."""
    return next((each.cutoff_date for each in batches.all(db) if each.cutoff_date), "")


def _district(db: Database) -> str:
    """Return the district's name, of its own area or as the file was made for it."""
    area = areas.district(db)
    stated = db.table("renewtrack_meta").get("district_name")["value"]
    return area.name if area else str(stated or "")


def _boundaries(db: Database, street: str) -> Iterable[Boundary]:
    """Return the outlines of streets and communities; those of the range bear their names."""
    inside: set[int] = set()
    for area in areas.streets(db):
        if not street or area.name == street:
            inside.add(area.id)
        if area.geom is not None:
            yield Boundary("street", area.name, gpkg.to_wkb(area.geom), area.id in inside, area.id)
    for area in areas.communities(db):
        if area.geom is not None and area.parent_id in inside:
            yield Boundary("community", area.name, gpkg.to_wkb(area.geom), id=area.id)


def _labels(
    estates: list[EstateRow], counts: Mapping[int, int], language: str
) -> Iterable[EstateLabel]:
    for row in estates:
        words = stages.stage(row.stage).words if row.stage else stages.NO_PROJECT.words
        street = row.street or NO_STREET.in_(language)
        yield EstateLabel(row.id, street, row.name, counts[row.id], words)


def _streets(
    estates: list[EstateRow], counts: Mapping[int, int], language: str
) -> Iterable[StreetTotals]:
    """Sum estates by street; an estate on hold that had begun counts as started."""
    by_street: dict[str, list[EstateRow]] = {}
    for row in estates:
        by_street.setdefault(row.street or NO_STREET.in_(language), []).append(row)
    for street, rows in by_street.items():
        homes = [row.household_count for row in rows if row.household_count is not None]
        ground = [row.floor_area_m2 for row in rows if row.floor_area_m2 is not None]
        yield StreetTotals(
            street,
            len(rows),
            sum(counts[row.id] for row in rows),
            sum(homes) if homes else None,
            sum(ground) if ground else None,
            sum(bool(row.start_actual) or _bucket(row) in STARTED for row in rows),
            sum(_bucket(row) == "done" for row in rows),
        )


def _bucket(row: EstateRow) -> str:
    return stages.bucket_of(row.stage).key
