"""The invented district put into a project file, as one action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from renewtrack.demo import district, residents, shapes, tracker
from renewtrack.demo.values import (
    InventedBuilding,
    InventedDistrict,
    InventedEstate,
    InventedHousehold,
    InventedProject,
    InventedWork,
)
from renewtrack.store import (
    actions,
    areas,
    backup_places,
    buildings,
    digests,
    estates,
    file,
    funding,
    projects,
    rows,
    sites,
    works,
)
from renewtrack.store.file import ProjectFile

if TYPE_CHECKING:
    from sqlite_utils import Database

Progress = Callable[[float, float], object]
WHO = "示范数据"


def make(
    path: Path,
    seed: int = district.SEED,
    progress: Progress | None = None,
    today: dt.date = district.TODAY,
) -> ProjectFile:
    """Make a project file that holds the invented district, and open it.

    ``progress(done, total)`` may raise Cancelled; then no file is left. Raises the UserErrors of
    ``store.file.create``.
    """
    invented = district.invent(seed, today)
    made = file.create(Path(path), invented.name, demo=True)
    try:
        with actions.act(made.db, "create_demo", WHO):
            _store(made.db, invented, progress or (lambda done, total: None))
            tracker.fill(made.db, Random(seed + 2), today)
            residents.fill(made.db, Random(seed + 3), today)
    except BaseException:
        made.close()
        for left in (Path(path), Path(f"{path}-journal")):
            left.unlink(missing_ok=True)
        digests.forget(Path(path))
        with suppress(OSError):
            backup_places.beside(Path(path)).rmdir()
        raise
    return made


def _store(db: Database, invented: InventedDistrict, progress: Progress) -> None:
    communities = _store_areas(db, invented)
    for site in invented.sites:
        sites.add(
            db,
            uid=site.uid,
            kind=site.kind,
            name=site.name,
            area_id=communities[site.community],
            geom=shapes.polygon(site.ring),
            remark="示范数据：虚构。",
        )
    by_uid: dict[str, int] = {}
    guests: list[tuple[str, int]] = []
    for place, estate in enumerate(invented.estates):
        progress(place, len(invented.estates))
        estate_id = _store_estate(db, estate, communities[estate.community], by_uid)
        if estate.joins:
            guests.append((estate.joins, estate_id))
    for project_uid, estate_id in guests:
        projects.link(db, by_uid[project_uid], estate_id)
    progress(1, 1)


def _store_areas(db: Database, invented: InventedDistrict) -> dict[str, int]:
    """Store district, streets and communities; return the ids of communities by key."""
    top = areas.add(
        db,
        uid=invented.uid,
        level="district",
        name=invented.name,
        geom=shapes.polygon(invented.ring),
    )
    ids: dict[str, int] = {}
    for level, found in (("street", invented.streets), ("community", invented.communities)):
        for area in found:
            ids[area.key] = areas.add(
                db,
                uid=area.uid,
                level=level,
                name=area.name,
                parent_id=ids[area.key[:2]] if level == "community" else top,
                geom=shapes.polygon(area.ring),
            )
    return ids


def _store_estate(
    db: Database, estate: InventedEstate, area_id: int, by_uid: dict[str, int]
) -> int:
    estate_id = estates.add(
        db,
        uid=estate.uid,
        name=estate.name,
        area_id=area_id,
        geom=shapes.polygon(estate.ring),
        **estate.columns,
    )
    ids = {
        building.number: _store_building(db, building, estate_id) for building in estate.buildings
    }
    for project in estate.projects:
        by_uid[project.uid] = _store_project(db, project, estate_id, ids)
    _store_households(db, estate.households, ids)
    return estate_id


def _store_building(db: Database, building: InventedBuilding, estate_id: int) -> int:
    return buildings.add(
        db,
        uid=building.uid,
        estate_id=estate_id,
        number=building.number,
        aliases=building.aliases,
        storeys=building.storeys,
        unit_count=building.unit_count,
        structure=building.structure,
        household_count=building.household_count,
        floor_area_m2=float(building.floor_area_m2),
        height_m=round(2.9 * building.storeys + 0.6, 1),
        year_built=building.year_built,
        danger_grade=building.danger_grade,
        **_position(building),
    )


def _position(building: InventedBuilding) -> dict[str, object]:
    """Return what the file has of a building's place: outline, a surveyed point or nothing."""
    if building.known == "nothing":
        return {}
    if building.known == "outline":
        return {"geom": shapes.polygon(building.ring)}
    centre = shapes.middle(building.ring)
    lon, lat = shapes.degrees(centre)
    return {
        "geom": shapes.point(centre),
        "source_x": lon,
        "source_y": lat,
        "source_crs": "wgs84",
    }


def _store_project(
    db: Database, project: InventedProject, estate_id: int, building_ids: dict[str, int]
) -> int:
    project_id = projects.add(
        db,
        (estate_id,),
        uid=project.uid,
        invest_total_fen=project.invest_fen,
        **project.columns,
    )
    for source, (uid, fen) in project.funding.items():
        funding.add(db, uid=uid, project_id=project_id, source=source, planned_fen=fen)
    for uid, stage, day in project.events:
        event = {"uid": uid, "project_id": project_id, "stage": stage, "date": day.isoformat()}
        rows.add(db, "stage_event", event)
    _store_money(db, project, project_id)
    for work in project.works:
        _store_work(db, work, project_id, (estate_id, building_ids))
    return project_id


def _store_money(db: Database, project: InventedProject, project_id: int) -> None:
    found = project.money
    contractor = project.columns.get("contractor")
    rows.add_many(
        db,
        "money_event",
        {
            "uid": [event.uid for event in found],
            "project_id": [project_id] * len(found),
            "source": [event.source for event in found],
            "kind": [event.kind for event in found],
            "amount_fen": [event.fen for event in found],
            "date": [event.day for event in found],
            "payee": [contractor if event.kind == "paid" else None for event in found],
        },
    )


def _store_households(
    db: Database, found: tuple[InventedHousehold, ...], building_ids: dict[str, int]
) -> None:
    ids = rows.add_many(
        db,
        "household",
        {
            "uid": [each.uid for each in found],
            "building_id": [building_ids[each.number] for each in found],
            "room": [each.room for each in found],
            "holder": [each.holder for each in found],
            "phone": [each.phone for each in found],
            "floor_area_m2": [each.floor_area_m2 for each in found],
            "agree": [each.agree for each in found],
        },
    )
    wants = [
        (household_id, *wish)
        for household_id, each in zip(ids, found, strict=True)
        for wish in each.wants
    ]
    names = ("household_id", "uid", "item", "wanted")
    chosen = dict(zip(names, zip(*wants, strict=True), strict=True)) if wants else {}
    rows.add_many(db, "item_choice", chosen)


def _store_work(
    db: Database, work: InventedWork, project_id: int, place: tuple[int, dict[str, int]]
) -> None:
    estate_id, building_ids = place
    where = (
        {"estate_id": estate_id}
        if work.number is None
        else {"building_id": building_ids[work.number]}
    )
    works.add(
        db,
        uid=work.uid,
        kind=work.kind,
        project_id=project_id,
        stage=work.stage,
        percent=work.percent,
        quantity=work.quantity,
        unit=work.unit,
        **where,
    )
