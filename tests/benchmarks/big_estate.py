"""A project file with one estate of very many households, invented, to measure with."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.store import actions, areas, file, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

STAIRWELLS, FLOORS, ABREAST = 5, 5, 2  # of a building: 50 homes
ITEMS = ("B01", "B02", "B14", "B16", "W14", "W15", "南窗", "北窗")
AGREED = ("yes", "yes", "no", "undecided", None)
WANTED = (1, 1, 1, 0, None)
VISITS = ("planned", "kept", "missed", "off")


def project(homes: int) -> Path:
    """Return a project file with so many homes, made once and kept in the temporary folder."""
    path = Path(tempfile.gettempdir()) / f"renewtrack-homes-{homes}-7.gpkg"
    if not path.exists():
        part = path.with_suffix(".part.gpkg")
        part.unlink(missing_ok=True)
        opened, rng = file.create(part, "大城"), random.Random(7)
        with actions.act(opened.db, "create_demo", "测试"):
            _fill(opened.db, homes, rng)
        opened.close()
        part.rename(path)
    return path


def _fill(db: Database, homes: int, rng: random.Random) -> None:
    district = areas.ensure(db, "district", "大城")
    street = areas.ensure(db, "street", "上地街道", district)
    (estate,) = rows.add_many(db, "estate", {"name": ["东里"], "area_id": [street]})
    count = homes // (STAIRWELLS * FLOORS * ABREAST)
    numbers = [str(one) for one in range(1, count + 1)]
    made = rows.add_many(db, "building", {"estate_id": [estate] * count, "number": numbers})
    which = [(building, one) for building in made for one in range(1, STAIRWELLS + 1)]
    stairwells = rows.add_many(
        db,
        "stairwell",
        {"building_id": [each[0] for each in which], "number": [str(each[1]) for each in which]},
    )
    _homes(db, [(each[0], one) for each, one in zip(which, stairwells, strict=True)], rng)


def _homes(db: Database, stairwells: list[tuple[int, int]], rng: random.Random) -> None:
    places = [
        (*each, floor, f"{floor}{flat:02}")
        for each in stairwells
        for floor in range(1, FLOORS + 1)
        for flat in range(1, ABREAST + 1)
    ]
    households = rows.add_many(
        db,
        "household",
        {
            "building_id": [each[0] for each in places],
            "stairwell_id": [each[1] for each in places],
            "floor": [each[2] for each in places],
            "room": [each[3] for each in places],
            "floor_area_m2": [rng.choice((48.5, 62.0, 75.3, None)) for _ in places],
            "agree": [rng.choice(AGREED) for _ in places],
        },
    )
    said = [(home, item) for home in households for item in ITEMS if rng.random() < 0.9]
    rows.add_many(
        db,
        "item_choice",
        {
            "household_id": [each[0] for each in said],
            "item": [each[1] for each in said],
            "wanted": [rng.choice(WANTED) for _ in said],
            "quantity": [rng.choice((None, 0, 1, 2, 3)) for _ in said],
        },
    )
    days = [f"2026-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}" for _ in households]
    rows.add_many(
        db,
        "appointment",
        {
            "household_id": list(households),
            "date": days,
            "half": [rng.choice(("am", "pm")) for _ in days],
            "state": [rng.choice(VISITS) for _ in days],
        },
    )
