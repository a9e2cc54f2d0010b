"""An invented district: estates of slab buildings in rows, streets and communities about them."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from renewtrack.maps import drawing, looks
from renewtrack.maps.drawing import Drawing
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.store import gpkg
from renewtrack.store.on_map import Placed

LON, LAT = 116.30, 40.03
METRE_LON = 1 / (111_320 * math.cos(math.radians(LAT)))
METRE_LAT = 1 / 111_132
BUCKETS = ("not_started", "preliminary", "building", "done", "blocked", "none")
NAMES = (
    *("东里", "西里", "南里", "北里", "望江里", "上地佳园", "树村", "农大南路"),
    *("信息路", "马连洼", "菊园", "竹园", "梅园", "兰园", "永丰"),
)


@dataclass(frozen=True, slots=True)
class Building:
    """A feature as the store gives it."""

    id: int
    estate_id: int
    label: str
    bucket: str
    overdue: bool
    geom: bytes
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """An area as the store gives it."""

    level: str
    name: str
    geom: bytes | None


def placed_of(features: Sequence[Building]) -> Placed:
    """Features as the store gives them: columns in ascending id."""
    rows = sorted(features, key=lambda each: each.id)
    return Placed(
        [each.id for each in rows],
        [each.estate_id for each in rows],
        [each.label for each in rows],
        [each.geom for each in rows],
    )


def look_of(features: Sequence[Building], theme: Theme = STAGE) -> looks.Look:
    """How features look under a theme."""
    rows = sorted(features, key=lambda each: each.id)
    return looks.of_keys(theme, [each.bucket for each in rows], [each.overdue for each in rows])


def drawing_of(features: Sequence[Building], theme: Theme = STAGE) -> Drawing:
    """Features made ready for a map."""
    return drawing.prepare(placed_of(features), look_of(features, theme))


def blob(geometry: shapely.Geometry) -> bytes:
    return gpkg.from_wkb(shapely.to_wkb(geometry))


def at(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the district's corner as degrees."""
    return LON + x * METRE_LON, LAT + y * METRE_LAT


def slab(x: float, y: float, turn: float = 0.0, long: float = 58, deep: float = 12.5) -> bytes:
    """A footprint about a place, metres; ``turn`` in degrees."""
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    corners = [
        (-long / 2, -deep / 2),
        (long / 2, -deep / 2),
        (long / 2, deep / 2),
        (-long / 2, deep / 2),
    ]
    return blob(shapely.Polygon([at(x + a * c - b * s, y + a * s + b * c) for a, b in corners]))


def building(number: int, **changes: object) -> Building:
    """One building of a row, 80 m from the next."""
    made = Building(number, 1, f"东里小区{number}号楼", "building", False, slab(80 * number, 0))
    return replace(made, **changes)  # type: ignore[arg-type]


def buildings(estates: int = 30, each: int = 47, seed: int = 7) -> list[Building]:
    """Estates on a loose grid, each with rows of slabs and a few towers."""
    chance = random.Random(seed)
    wide = math.ceil(math.sqrt(estates * 1.3))
    made: list[Building] = []
    for estate in range(estates):
        name = f"{NAMES[estate % len(NAMES)]}{'一二三四五六七八九'[estate // len(NAMES) % 9]}区"
        left = (estate % wide) * 820 + chance.uniform(-60, 60)
        low = (estate // wide) * 760 + chance.uniform(-60, 60)
        made += _estate(chance, (estate + 1, name, left, low, each), len(made))
    return made


def _estate(
    chance: random.Random, estate: tuple[int, str, float, float, int], before: int
) -> list[Building]:
    number, name, left, low, each = estate
    columns = max(3, round(math.sqrt(each / 2.2)))
    turn = chance.choice([0, 0, 0, 4, -6, 12])
    mood = chance.choices(BUCKETS, [4, 3, 4, 4, 1, 1])[0]
    made = []
    for i in range(each):
        x, y = left + (i % columns) * 78, low + (i // columns) * 41
        long, deep = (26, 24) if chance.random() < 0.12 else (chance.choice([46, 58, 64]), 12.5)
        bucket = mood if chance.random() < 0.75 else chance.choice(BUCKETS)
        late = bucket == "building" and chance.random() < 0.12
        label = f"{name}{i + 1}号楼"
        shape = slab(x, y, turn, long, deep)
        made.append(Building(before + i + 1, number, label, bucket, late, shape))
    return made


def areas() -> list[Area]:
    """A district of four streets with three communities each."""
    xs, ys = (-450, 2450, 5600), (-400, 1750, 4250)
    streets = ["上地街道", "马连洼街道", "清河街道", "西北旺镇"]
    made = [Area("district", "海淀示范区", _bent(xs[0], ys[0], xs[2], ys[2]))]
    for i, name in enumerate(streets):
        x0, x1 = xs[i % 2], xs[i % 2 + 1]
        y0, y1 = ys[i // 2], ys[i // 2 + 1]
        made.append(Area("street", name, _bent(x0, y0, x1, y1)))
        third = (x1 - x0) / 3
        made += [
            Area(
                "community",
                f"{name[:2]}第{'一二三'[j]}社区",
                _bent(x0 + j * third, y0, x0 + (j + 1) * third, y1),
            )
            for j in range(3)
        ]
    return made


def _bent(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A quadrilateral whose corners are shifted the same way for all that share them."""

    def corner(x: float, y: float) -> tuple[float, float]:
        return at(x + 90 * math.sin(y / 700), y + 110 * math.sin(x / 900))

    steps = [i / 12 for i in range(12)]
    ring = [corner(x0 + (x1 - x0) * t, y0) for t in steps]
    ring += [corner(x1, y0 + (y1 - y0) * t) for t in steps]
    ring += [corner(x1 - (x1 - x0) * t, y1) for t in steps]
    ring += [corner(x0, y1 - (y1 - y0) * t) for t in steps]
    return blob(shapely.Polygon(ring))
