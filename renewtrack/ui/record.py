"""One record with all that the detail panel shows of it, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Funding, Project, Work

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.history import Change
    from renewtrack.store.listing import BuildingRow, EstateRow, ProjectRow

LATEST = 200  # changes shown


@dataclass(frozen=True, slots=True)
class Record:
    """An estate, a building or a project; ``row`` is how the table shows it."""

    kind: str
    row: EstateRow | BuildingRow | ProjectRow
    place: Estate | Building | None
    project: Project | None  # its own, or that of its estate
    works: tuple[Work, ...]
    funding: tuple[Funding, ...]
    changes: tuple[Change, ...]


def read(db: Database, kind: str, row_id: int, today: str) -> Record | None:
    """Return a record, or None where it is gone."""
    from renewtrack.store import buildings, estates, funding, listing, projects, works

    found = listing.rows(db, kind, [row_id], today)
    if not found:
        return None
    row = found[0]
    place: Estate | Building | None = None
    if kind == "estates":
        place = estates.get(db, row_id)
        project = next(iter(projects.of_estate(db, row_id)), None)
        done = works.of_estate(db, row_id)
    elif kind == "buildings":
        place = buildings.get(db, row_id)
        estate_id = getattr(row, "estate_id", None)
        project = next(iter(projects.of_estate(db, estate_id)), None) if estate_id else None
        done = works.of_building(db, row_id)
    else:
        project = projects.get(db, row_id)
        done = works.of_project(db, row_id)
    money = funding.of_project(db, project.id) if project and kind != "buildings" else ()
    changes = _changes(db, kind, row_id, project, money)
    return Record(kind, row, place, project, tuple(done), tuple(money), changes)


def _changes(
    db: Database, kind: str, row_id: int, project: Project | None, money: tuple[Funding, ...]
) -> tuple[Change, ...]:
    """Return the changes of a record and of the project and money shown with it."""
    from renewtrack.store import history

    about = {(kind[:-1], row_id)}
    if project is not None and kind != "buildings":
        about.add(("project", project.id))
        about |= {("funding", each.id) for each in money}
    found = [change for table, key in about for change in history.of_record(db, table, key)]
    return tuple(sorted(found, key=lambda change: change.id, reverse=True)[:LATEST])
