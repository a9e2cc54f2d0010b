"""Project files with very many buildings, invented or after real footprints, to measure with."""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
import shapely.affinity

from renewtrack.store import actions, file, gpkg
from tests.maps.district import LAT, LON, METRE_LAT, METRE_LON

REAL = (
    "footprints/liechtenstein/buildings.geojson",
    "footprints/kunming/buildings.wgs84.geojson",
)
EACH = 50  # buildings of an estate
STAGES = ("S10", "S20", "S30", "S40", "S50", "S60", "S70", "S80", "S90", "X1", None)
_ADD = "INSERT INTO building (uid, estate_id, number, geom) VALUES (?, ?, ?, ?)"
_ADD_ESTATE = "INSERT INTO estate (id, uid, name) VALUES (?, ?, ?)"
_ADD_PROJECT = (
    "INSERT INTO project (id, uid, name, stage, plan_year, finish_plan)"
    " VALUES (?, ?, ?, ?, 2026, ?)"
)
_LINK = "INSERT INTO project_estate (project_id, estate_id) VALUES (?, ?)"


def data_folder() -> Path | None:
    """Return the folder of real data; None where it is absent."""
    place = Path(os.environ.get("RENEWTRACK_DATA", Path(__file__).parents[3] / "shared" / "data"))
    return place if (place / REAL[0]).exists() else None


def project(count: int, real: bool = False) -> Path:
    """Return a project file of so many buildings, made once and kept in the temporary folder."""
    kind = "real" if real else "invented"
    path = Path(tempfile.gettempdir()) / f"renewtrack-map-{kind}-{count}-2.gpkg"
    if not path.exists():
        part = path.with_suffix(".part.gpkg")
        part.unlink(missing_ok=True)
        _fill(part, real_blobs(count) if real else invented_blobs(count))
        part.rename(path)
    return path


def real_footprints() -> list[Any]:
    """Return the real footprints as shapely geometries."""
    folder = data_folder()
    assert folder is not None
    found = []
    for name in REAL:
        for feature in json.loads((folder / name).read_text("utf-8"))["features"]:
            found.append(shapely.geometry.shape(feature["geometry"]))
    return found


def real_blobs(count: int) -> Iterator[bytes]:
    """Yield the real footprints, again and again on a grid of their own where more are wanted."""
    every = np.array(real_footprints()[: 3723 if count > 4000 else None])
    lonlat = shapely.get_coordinates(shapely.centroid(every))
    wide, high = np.ptp(lonlat, axis=0) * 1.02
    side = math.ceil(math.sqrt(math.ceil(count / len(every))))
    given = 0
    for copy in range(side * side):
        shift = np.array([(copy % side) * wide, -(copy // side) * high])
        moved = shapely.transform(every, lambda xy, by=shift: xy + by)
        for one in shapely.to_wkb(moved).tolist():
            if given == count:
                return
            given += 1
            yield gpkg.from_wkb(one)


def invented_blobs(count: int) -> Iterator[bytes]:
    """Yield slabs, towers, angles and courtyards in estates on a loose grid, no two alike."""
    rng = np.random.default_rng(7)
    wide = math.ceil(math.sqrt(count / EACH * 1.3))
    for estate in range(math.ceil(count / EACH)):
        corner = np.array([(estate % wide) * 640, (estate // wide) * 460]) + rng.uniform(-40, 40, 2)
        turn = math.radians(rng.choice([0, 0, 4, -6, 12]))
        number = min(EACH, count - estate * EACH)
        shapes = [_footprint(rng) for _ in range(number)]
        for place, shape in enumerate(shapes):
            at = np.array([(place % 7) * 78, (place // 7) * 48]) + rng.uniform(-3, 3, 2)
            yield _blob(shape, at, turn, corner)


def _footprint(rng: np.random.Generator) -> list[npt.NDArray[np.float64]]:
    """Return the rings of one footprint in metres about its middle."""
    long, deep = rng.uniform(30, 64), rng.uniform(11, 14)
    kind = rng.random()
    if kind < 0.12:
        long = deep = rng.uniform(22, 28)
    x, y = long / 2, deep / 2
    if 0.12 <= kind < 0.2:
        far = y + rng.uniform(8, 14)
        return [np.array([(-x, -y), (x, -y), (x, y), (-x + 12, y), (-x + 12, far), (-x, far)])]
    outer = np.array([(-x, -y), (x, -y), (x, y), (-x, y)])
    if 0.2 <= kind < 0.22:
        return [outer * [1, 2], np.array([(-5, -6), (-5, 6), (5, 6), (5, -6)])]
    return [outer]


def _blob(
    rings: list[npt.NDArray[np.float64]],
    at: npt.NDArray[np.float64],
    turn: float,
    corner: npt.NDArray[np.float64],
) -> bytes:
    c, s = math.cos(turn), math.sin(turn)
    placed = [
        ((ring + at) @ np.array([[c, s], [-s, c]]) + corner) * [METRE_LON, METRE_LAT] + [LON, LAT]
        for ring in rings
    ]
    return gpkg.from_wkb(shapely.to_wkb(shapely.Polygon(placed[0], placed[1:])))


def _fill(path: Path, blobs: Iterator[bytes]) -> None:
    opened = file.create(path, "大城")
    geoms = list(blobs)
    estates = range(1, math.ceil(len(geoms) / EACH) + 1)
    with actions.act(opened.db, "create_demo", "测试"):
        put = opened.db.conn.executemany
        put(_ADD_ESTATE, [(one, f"e-{one}", f"东里{one}区") for one in estates])
        ends = ("2025-06", "2027")
        put(
            _ADD_PROJECT,
            [
                (one, f"p-{one}", f"改造{one}", STAGES[one * 7 % len(STAGES)], ends[one % 2])
                for one in estates
            ],
        )
        put(_LINK, [(one, one) for one in estates])
        put(
            _ADD,
            (
                (f"b-{place}", place // EACH + 1, f"{place % EACH + 1}", geom)
                for place, geom in enumerate(geoms)
            ),
        )
    opened.close()
