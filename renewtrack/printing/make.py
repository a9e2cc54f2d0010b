"""Gathering a status map from the project file."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import stages
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.status_map import (
    BUILDINGS,
    ESTATES,
    Boundary,
    EstateLabel,
    Feature,
    StatusMap,
    StreetTotals,
)
from renewtrack.store import areas, batches, gpkg, listing, map_values, on_map, projects
from renewtrack.store.listing import EstateRow, Filter
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("{place}老旧小区改造进度图", "{place}: status of estate renewal")
THEME_TITLE = Words("{place}老旧小区改造专题图：{theme}", "{place}: {theme}")
DISTRICT = Words("本区", "The district")
SOURCE = Words("本单位更新台账", "the office's renewal ledger")
NO_STREET = Words("（未填街道）", "(no street)")
MOST_NUMBERED = 5_000  # buildings; with more of them on one sheet no footprint holds its number
STARTED = frozenset({"building", "done"})


@dataclass(frozen=True, slots=True)
class Options:
    """What the sheet shows and says; what is empty is taken from the project file.

    ``street`` keeps to one street by name; ``kind`` and ``only`` keep to some ids of a list of
    ``listing.KINDS``. Dates are ISO; ``today`` is the day that lateness counts from. ``theme`` is
    what the buildings are coloured by.
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


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of the range: its estates, and the ids of its buildings by estate."""

    estates: list[EstateRow]
    buildings: frozenset[int]
    whole_estates: bool


ALL = Options()


def status_map(db: Database, options: Options = ALL) -> StatusMap:
    """Gather everything that a status map shows of a range."""
    today = options.today or datetime.date.today().isoformat()
    chosen = _chosen(db, options, today)
    numbers, per_estate = _buildings(db, chosen, today)
    by_building = bool(chosen.buildings) or not chosen.estates
    if by_building:
        wanted, drawn = chosen.buildings, on_map.buildings(db, today)
    else:  # a ledger without a survey: the estates themselves are drawn and counted
        wanted, drawn = frozenset(row.id for row in chosen.estates), on_map.estates(db, today)
    keys = _classes(db, options.theme, today, "buildings" if by_building else "estates")
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
        if each.id in wanted
    )
    counts = {
        row.id: row.buildings_known if chosen.whole_estates else per_estate.get(row.id, 0)
        for row in chosen.estates
    }
    return StatusMap(
        features=features,
        theme=options.theme,
        facts=facts(db, options, today),
        boundaries=tuple(_boundaries(db, options.street)),
        labels=tuple(_labels(chosen.estates, counts, options.language)),
        streets=tuple(_streets(chosen.estates, counts, options.language)),
        unplaced=len(wanted) - len(features),
        counted=BUILDINGS if by_building else ESTATES,
    )


def facts(db: Database, options: Options, today: str) -> PaperFacts:
    """Return what the sheet says of itself, the empty ones filled from the file."""
    place = _district(db) or DISTRICT.in_(options.language)
    return PaperFacts(
        title=options.title or _title(options, place + options.street),
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
    )


def _title(options: Options, place: str) -> str:
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


def _chosen(db: Database, options: Options, today: str) -> Chosen:
    """Return the rows of the range in the order of the ledger."""
    street = {"street": frozenset({options.street})} if options.street else {}
    only = _of_projects(db, options) if options.kind == "projects" else options.only
    if options.kind == "buildings" and only is not None:
        ids = listing.ids(db, "buildings", Filter(chosen=street, only=only, today=today))
        rows = listing.rows(db, "buildings", ids, today)
        homes = frozenset(row.estate_id for row in rows if row.estate_id is not None)
        estates = listing.ids(db, "estates", Filter(only=homes, today=today))
    else:
        estates = listing.ids(db, "estates", Filter(chosen=street, only=only, today=today))
        ids = listing.ids(db, "buildings", Filter(chosen=street, today=today))
    found = listing.rows(db, "estates", estates, today)
    whole = options.kind != "buildings" or only is None
    if whole and only is not None:
        ids = _within(db, ids, frozenset(estates), today)
    return Chosen(found, frozenset(ids), whole)


def _of_projects(db: Database, options: Options) -> frozenset[int] | None:
    """Return the estates of the projects that the range keeps to."""
    if options.only is None:
        return None
    return frozenset(
        estate for project in options.only for estate in projects.estates_of(db, project)
    )


def _within(db: Database, ids: list[int], estates: frozenset[int], today: str) -> list[int]:
    rows = listing.rows(db, "buildings", ids, today)
    return [row.id for row in rows if row.estate_id in estates]


def _buildings(db: Database, chosen: Chosen, today: str) -> tuple[dict[int, str], Counter[int]]:
    """Return the buildings' numbers and how many of the range each estate has."""
    if chosen.whole_estates and len(chosen.buildings) > MOST_NUMBERED:
        return {}, Counter()
    rows = listing.rows(db, "buildings", sorted(chosen.buildings), today)
    numbers = {row.id: row.number for row in rows}
    return numbers, Counter(row.estate_id for row in rows if row.estate_id is not None)


def _boundaries(db: Database, street: str) -> Iterable[Boundary]:
    """Return the outlines of streets and communities; those of the range bear their names."""
    inside: set[int] = set()
    for area in areas.streets(db):
        if not street or area.name == street:
            inside.add(area.id)
        if area.geom is not None:
            yield Boundary("street", area.name, gpkg.to_wkb(area.geom), area.id in inside)
    for area in areas.communities(db):
        if area.geom is not None and area.parent_id in inside:
            yield Boundary("community", area.name, gpkg.to_wkb(area.geom))


def _labels(
    estates: list[EstateRow], counts: dict[int, int], language: str
) -> Iterable[EstateLabel]:
    for row in estates:
        words = stages.stage(row.stage).words if row.stage else stages.NO_PROJECT.words
        street = row.street or NO_STREET.in_(language)
        yield EstateLabel(row.id, street, row.name, counts[row.id], words)


def _streets(
    estates: list[EstateRow], counts: dict[int, int], language: str
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
