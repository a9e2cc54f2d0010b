"""A small office's file that every flow of the bench starts from."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.store import (
    actions,
    areas,
    buildings,
    estates,
    file,
    funding,
    gpkg,
    projects,
    works,
)
from tests.faults import clock

if TYPE_CHECKING:
    from sqlite_utils import Database

WHO = "李工"
NAME = "示范区.gpkg"
ESTATES, BUILDINGS = 10, 4
LON, LAT = 116.306863, 40.031353


def square(lon: float, lat: float, side: float = 0.001) -> bytes:
    """Return a square footprint as a GeoPackage blob."""
    east, north = lon + side, lat + side
    ring = (lon, lat, east, lat, east, north, lon, north, lon, lat)
    return gpkg.from_wkb(struct.pack("<BIII10d", 1, 3, 1, 5, *ring))


def lay(folder: Path, at: str | None = None) -> Path:
    """Make the file in a folder, with one action that can be undone on top; ``at`` is its time."""
    path = folder / NAME
    made = file.create(path, "示范区", "110199")
    if at is not None:
        clock.set_to(made.db, at)
    with actions.act(made.db, "create_demo", WHO):
        _fill(made.db)
    with actions.act(made.db, "edit", WHO):
        estates.change(made.db, 1, {"remark": "王小明 13800138000 来电"})
    made.close()
    return path


def _fill(db: Database) -> None:
    district = areas.ensure(db, "district", "示范区")
    street = areas.ensure(db, "street", "上地街道", district)
    for number in range(1, ESTATES + 1):
        estate = estates.add(
            db, name=f"上地{number}里小区", area_id=street, household_count=100 + number
        )
        for block in range(1, BUILDINGS + 1):
            buildings.add(
                db,
                estate_id=estate,
                number=str(block),
                geom=square(LON + number / 100, LAT + block / 100),
            )
        _plan(db, estate, number)


def _plan(db: Database, estate: int, number: int) -> None:
    project = projects.add(
        db,
        [estate],
        name=f"{number}里改造",
        plan_year=2025,
        stage="S70",
        leader="王小明",
        phone="13800138000",
        invest_total_fen=number * 1_000_000_00,
    )
    works.add(db, kind="W15", estate_id=estate, project_id=project)
    funding.set_planned(db, project, {"central": number * 400_000_00, "city": 0})
