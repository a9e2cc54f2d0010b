"""A small district in a real project file."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
from renewtrack.store.file import ProjectFile

if TYPE_CHECKING:
    from sqlite_utils import Database

LON, LAT = 116.306863, 40.031353


@dataclass(frozen=True)
class Dongli:
    """上地东里 with three buildings and a project, and 福雅里 without any."""

    street: int
    community: int
    estate: int
    other: int
    buildings: tuple[int, ...]  # 1, 2, 12
    project: int
    work: int


def square(lon: float, lat: float, side: float = 0.001) -> bytes:
    """Return a square footprint as a GeoPackage blob."""
    east, north = lon + side, lat + side
    ring = (lon, lat, east, lat, east, north, lon, north, lon, lat)
    return gpkg.from_wkb(struct.pack("<BIII10d", 1, 3, 1, 5, *ring))


@pytest.fixture
def project(blank_file: Path, tmp_path: Path) -> Iterator[ProjectFile]:
    opened = file.open_file(Path(shutil.copy(blank_file, tmp_path / "示范区.gpkg")))
    yield opened
    opened.close()


@pytest.fixture
def db(project: ProjectFile) -> Database:
    return project.db


@pytest.fixture
def dongli(db: Database) -> Dongli:
    with actions.act(db, "create_demo", "测试"):
        district = areas.ensure(db, "district", "示范区")
        street = areas.ensure(db, "street", "上地街道", district)
        community = areas.ensure(db, "community", "上地第一社区", street)
        estate = estates.add(
            db,
            name="上地东里小区",
            area_id=community,
            aliases=("东里",),
            year_built=1993,
            building_count=54,
            household_count=2888,
            floor_area_m2=248600.1,
        )
        other = estates.add(db, name="福雅里", area_id=street, household_count=84)
        numbers = tuple(
            buildings.add(db, estate_id=estate, number=number, geom=square(LON + step, LAT))
            for step, number in ((0.01, "12"), (0.0, "1"), (0.005, "2"))
        )
        renewal = projects.add(
            db, [estate], plan_year=2025, stage="S70", percent=18, invest_total_fen=1591040_00
        )
        work = works.add(db, kind="W15", estate_id=estate, project_id=renewal)
        funding.set_planned(db, renewal, {"central": 530347_00, "city": 0})
    return Dongli(
        street, community, estate, other, (numbers[1], numbers[2], numbers[0]), renewal, work
    )


@pytest.fixture
def fingerprint() -> Callable[[Path], str]:
    return lambda path: hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def outside(project: ProjectFile) -> Iterator[sqlite3.Connection]:
    """Another program's connection: a bare sqlite3 with the functions that GDAL supplies."""
    conn = sqlite3.connect(project.path, isolation_level=None)
    gpkg.supply_functions(conn)
    yield conn
    conn.close()
