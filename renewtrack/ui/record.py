"""One record with all that the detail panel shows of it, read in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Funding, Project, Work
from renewtrack.ui import cells
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.history import Change
    from renewtrack.store.listing import BuildingRow, EstateRow, ProjectRow, WorkRow
    from renewtrack.store.reveals import Look
    from renewtrack.store.works import Place

LATEST = 200  # changes shown


@dataclass(frozen=True, slots=True)
class Record:
    """An estate, a building, a project or a work; ``row`` is how the table shows it."""

    kind: str
    row: EstateRow | BuildingRow | ProjectRow | WorkRow
    place: Estate | Building | Work | None
    project: Project | None  # its own, or that of its estate
    works: tuple[Work, ...]
    funding: tuple[Funding, ...]
    changes: tuple[Change, ...]
    looks: tuple[Look, ...]  # at its personal details
    names: Mapping[tuple[str, int], Words]  # of the works and sources in the changes
    taken: frozenset[str]  # kinds of work that its place has already


def read(db: Database, kind: str, row_id: int, today: str) -> Record | None:
    """Return a record, or None where it is gone."""
    from renewtrack.store import buildings, estates, funding, listing, projects, reveals, works

    found = listing.rows(db, kind, [row_id], today)
    if not found:
        return None
    row = found[0]
    place: Estate | Building | Work | None = None
    if kind == "estates":
        place = estates.get(db, row_id)
        project = next(iter(projects.of_estate(db, row_id)), None)
        done = works.of_estate(db, row_id)
    elif kind == "buildings":
        place = buildings.get(db, row_id)
        estate_id = getattr(row, "estate_id", None)
        project = next(iter(projects.of_estate(db, estate_id)), None) if estate_id else None
        done = works.of_building(db, row_id)
    elif kind == "works":
        place = works.get(db, row_id)
        project = projects.get(db, place.project_id) if place and place.project_id else None
        done = [place] if place is not None else []
    else:
        project = projects.get(db, row_id)
        done = works.of_project(db, row_id)
    own = project if kind in ("estates", "projects") else None
    money = funding.of_project(db, own.id) if own is not None else ()
    names = _names(db, kind, row_id, own)
    changes = _changes(db, {(kind[:-1], row_id), *names}, own)
    return Record(
        kind=kind,
        row=row,
        place=place,
        project=project,
        works=tuple(done),
        funding=tuple(money),
        changes=changes,
        looks=tuple(reveals.of(db, reveals.of_project(own.uid))) if own is not None else (),
        names=names,
        taken=_taken(db, kind, project, done),
    )


def _taken(
    db: Database, kind: str, project: Project | None, done: Sequence[Work]
) -> frozenset[str]:
    """Return the kinds of work that are there; a project adds to the first of its estates."""
    from renewtrack.store import projects

    mine = None if project is None else project.id
    held = projects.estates_of(db, mine)[:1] if kind == "projects" and mine else []
    return frozenset(
        work.kind
        for work in done
        if work.project_id in (None, mine) and (not held or work.estate_id in held)
    )


def _names(
    db: Database, kind: str, row_id: int, project: Project | None
) -> dict[tuple[str, int], Words]:
    """Return what the works and the sources of a record are called, gone ones as well."""
    from renewtrack.store import funding, works

    if kind == "works":
        return {}
    place: Place = f"{kind[:-1]}_id"  # type: ignore[assignment]
    names = {
        ("work", key): cells.code_words("work_types", work)
        for key, work in works.kinds_ever(db, place, row_id).items()
    }
    if project is not None:
        for key, source in funding.sources_ever(db, project.id).items():
            names["funding", key] = cells.code_words("fund_sources", source)
    return names


def _changes(
    db: Database, about: set[tuple[str, int]], project: Project | None
) -> tuple[Change, ...]:
    """Return the changes of a record and of the project, works and money shown with it."""
    from renewtrack.store import history

    if project is not None:
        about = about | {("project", project.id)}
    found = [change for table, key in about for change in history.of_record(db, table, key)]
    return tuple(sorted(found, key=lambda change: change.id, reverse=True)[:LATEST])
