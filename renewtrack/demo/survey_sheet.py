"""The practice survey of buildings: a text file in GB18030 with Baidu's coordinates."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

from renewtrack.demo import shapes
from renewtrack.demo.ground import written
from renewtrack.demo.values import InventedBuilding, InventedDistrict, InventedEstate
from renewtrack.domain import codes, datum

_ESTATES = 4


def write(path: Path, district: InventedDistrict, rng: Random) -> None:
    """Write a survey of Dongli and of the estates with most buildings not yet on the map."""
    others = sorted(district.estates[1:], key=_not_placed, reverse=True)
    surveyed = (district.estates[0], *others[: _ESTATES - 1])
    with path.open("w", encoding="gb18030", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(written("plans")["survey"]["heads"])
        number = 0
        for estate in surveyed:
            for building in estate.buildings:
                number += 1
                area = (district.street(estate), district.community(estate), estate.name)
                sheet.writerow([number, *area, *_said(building, rng)])


def _not_placed(estate: InventedEstate) -> int:
    return sum(building.known != "outline" for building in estate.buildings)


def _said(building: InventedBuilding, rng: Random) -> list[object]:
    """Return what a surveyor wrote of a building, in the manner of that day."""
    centre = shapes.middle(_box(building))
    x, y = datum.from_wgs84(*shapes.degrees(centre), "bd09")
    structure = codes.code("structures", building.structure)
    assert structure is not None
    return [
        building.number + rng.choice(("#", "号楼", "栋", "")),
        rng.choice((building.storeys, f"{building.storeys}层")),
        structure.words.zh + rng.choice(("", "", "结构")),
        building.household_count,
        f"{x:.7f}",
        f"{y:.7f}",
        _graded(building, rng),
        building.year_built,
    ]


def _graded(building: InventedBuilding, rng: Random) -> str:
    """Return the grade as known, or now and then one that was assessed since."""
    if building.danger_grade is None:
        return "B级" if rng.random() < 0.15 else rng.choice(("", "未鉴定"))
    return building.danger_grade + rng.choice(("", "级"))


def _box(building: InventedBuilding) -> shapes.Ring:
    """Return the corners of a footprint's bounds, whose middle stands for its place."""
    if building.known == "point":
        return building.ring
    xs, ys = zip(*building.ring, strict=True)
    return ((min(xs), min(ys)), (max(xs), max(ys)))
