"""What the dossier of one estate or building tells: its works, projects, money and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Project, Work
from renewtrack.store import attachments, buildings, estates, projects, recalling, rows, works
from renewtrack.store.attachments import Attachment
from renewtrack.store.recalling import Group, HistoryFilter

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = ("estate", "building")
LATEST = 12  # actions


@dataclass(frozen=True, slots=True)
class SourceMoney:
    """Money of one source over all projects of a place, in fen; None is not known."""

    source: str
    planned: int | None
    allocated: int | None
    received: int | None
    paid: int | None
    settled: int | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on record of one place; ``buildings`` are those of an estate."""

    kind: str
    place: Estate | Building
    estate: Estate | None
    buildings: tuple[Building, ...]
    works: tuple[Work, ...]
    projects: tuple[Project, ...]
    money: tuple[SourceMoney, ...]
    pictures: tuple[Attachment, ...]
    history: tuple[Group, ...]
    around: tuple[Work, ...] = ()  # of a building: the works on its estate as a whole


def read(db: Database, project: Path, kind: str, place_id: int) -> Dossier | None:
    """Return the dossier of an estate or building of a project file; None where it is gone."""
    if kind == "estate":
        estate = estates.get(db, place_id)
        return None if estate is None else _of_estate(db, project, estate)
    building = buildings.get(db, place_id)
    return None if building is None else _of_building(db, project, building)


def _of_estate(db: Database, project: Path, estate: Estate) -> Dossier:
    own = tuple(buildings.of_estate(db, estate.id))
    served = tuple(projects.of_estate(db, estate.id))
    done = works.of_estate(db, estate.id)
    for building in own:
        done += works.of_building(db, building.id)
    found = attachments.of(db, project, "estate", estate.id)
    for building in own:
        found += attachments.of(db, project, "building", building.id)
    found += _of_works(db, project, done, served)
    done = _as_projects(db, done)
    money = tuple(_money(db, [each.id for each in served]))
    history = _history(db, "estate", estate.id)
    return Dossier("estate", estate, estate, own, tuple(done), served, money, tuple(found), history)


def _of_building(db: Database, project: Path, building: Building) -> Dossier:
    served = tuple(projects.of_estate(db, building.estate_id)) if building.estate_id else ()
    done = works.of_building(db, building.id)
    found = attachments.of(db, project, "building", building.id)
    found += _of_works(db, project, done, ())
    estate = estates.get(db, building.estate_id) if building.estate_id else None
    done = _as_projects(db, done)
    money = tuple(_money(db, [each.id for each in served]))
    history = _history(db, "building", building.id)
    around = _as_projects(db, works.of_estate(db, estate.id)) if estate is not None else []
    works_of = (tuple(done), served, money, tuple(found), history, tuple(around))
    return Dossier("building", building, estate, (), *works_of)


def _as_projects(db: Database, done: Sequence[Work]) -> list[Work]:
    """Return works with the stage and the planned dates of their projects where they have none."""
    owners = {each: projects.get(db, each) for each in {one.project_id for one in done} if each}
    return [_as_project(work, owners.get(work.project_id or 0)) for work in done]


def _as_project(work: Work, own: Project | None) -> Work:
    if own is None:
        return work
    return replace(
        work,
        stage=work.stage or own.stage,
        start_plan=work.start_plan or own.start_plan,
        finish_plan=work.finish_plan or own.finish_plan,
    )


def _of_works(
    db: Database, project: Path, done: Sequence[Work], served: Sequence[Project]
) -> list[Attachment]:
    found: list[Attachment] = []
    for work in done:
        found += attachments.of(db, project, "work", work.id)
    for each in served:
        found += attachments.of(db, project, "project", each.id)
    return found


def _history(db: Database, table: str, row_id: int) -> tuple[Group, ...]:
    return tuple(recalling.groups(db, HistoryFilter(table=table, row_id=row_id), LATEST))


def _money(db: Database, ids: list[int]) -> list[SourceMoney]:
    """Return the money of some projects by source."""
    marks = ",".join(str(int(one)) for one in ids)
    found = rows.fetch(
        db,
        f"""
        SELECT source, SUM(CASE kind WHEN 'planned' THEN amount END) AS planned,
               SUM(CASE kind WHEN 'allocated' THEN amount END) AS allocated,
               SUM(CASE kind WHEN 'received' THEN amount END) AS received,
               SUM(CASE kind WHEN 'paid' THEN amount END) AS paid,
               SUM(CASE kind WHEN 'settled' THEN amount END) AS settled
        FROM (
            SELECT source, 'planned' AS kind, planned_fen AS amount FROM funding
            WHERE project_id IN ({marks})
            UNION ALL
            SELECT source, kind, amount_fen FROM money_event WHERE project_id IN ({marks})
        ) GROUP BY source ORDER BY source
        """,
    )
    return rows.as_values(SourceMoney, found)
