"""An invented district of plain values for the tests of the sheet: no file, no database."""

from __future__ import annotations

import random
import struct
from dataclasses import replace

from renewtrack.domain import stages
from renewtrack.maps.theme import STAGE
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.status_map import (
    Boundary,
    EstateLabel,
    Feature,
    StatusMap,
    StreetTotals,
)

LON, LAT = 116.3075, 40.0365
STREETS = ("上地街道", "清河街道", "学院路街道", "花园路街道")
FIRST = ("上地", "清河", "东升", "龙岗", "永泰", "安宁", "毛纺", "花园", "北太平", "牡丹园")
SECOND = ("东里", "西里", "南里小区", "家属院", "新村", "一区", "二区", "宿舍", "公寓", "胡同甲院")
FACTS = PaperFacts(
    title="海淀区老旧小区改造进度图",
    subtitle="2025年度计划项目",
    compiled_by="区住房和城乡建设委员会城市更新科",
    checked_by="王建国",
    source="各街道月报、楼栋普查（2025年5月）",
    cutoff="2025-05-31",
    made_on="2025-06-03",
)
METRE_LAT = 1 / 111_132
METRE_LON = 1 / 85_390


def polygon(*rings: list[tuple[float, float]]) -> bytes:
    """Return WKB of a polygon from closed rings of longitude, latitude."""
    content = b"".join(
        struct.pack("<I", len(ring)) + b"".join(struct.pack("<2d", *point) for point in ring)
        for ring in rings
    )
    return struct.pack("<BII", 1, 3, len(rings)) + content


def point(lon: float, lat: float) -> bytes:
    """Return WKB of a point."""
    return struct.pack("<BI2d", 1, 1, lon, lat)


def block(east: float, north: float, width: float, depth: float) -> bytes:
    """Return a rectangle, its lower left corner so many metres from the district's middle."""
    west, south = LON + east * METRE_LON, LAT + north * METRE_LAT
    right, top = west + width * METRE_LON, south + depth * METRE_LAT
    return polygon([(west, south), (right, south), (right, top), (west, top), (west, south)])


def line(*places: tuple[float, float]) -> bytes:
    """Return WKB of a line through places so many metres east and north of the middle."""
    points = [(LON + east * METRE_LON, LAT + north * METRE_LAT) for east, north in places]
    content = b"".join(struct.pack("<2d", *point) for point in points)
    return struct.pack("<BII", 1, 2, len(points)) + content


def make(estates: int = 30, seed: int = 7) -> StatusMap:
    """Return a district of estates in rows of blocks, every class of the theme among them."""
    chance = random.Random(seed)
    keys = [kind.key for kind in STAGE.classes]
    columns = max(1, round((estates * 1.5) ** 0.5))
    features: list[Feature] = []
    labels: list[EstateLabel] = []
    for at in range(estates):
        east = (at % columns - columns / 2) * 420 + chance.uniform(-40, 40)
        north = (at // columns - estates / columns / 2) * 380 + chance.uniform(-40, 40)
        key = keys[at % len(keys)]
        count = chance.randint(12, 54)
        for number in range(count):
            own = key if chance.random() < 0.8 else chance.choice(keys)
            place = block(east + number % 4 * 72, north + number // 4 * 24, 58, 13)
            late = own == "building" and chance.random() < 0.3
            features.append(Feature(len(features) + 1, at + 1, own, late, place, str(number + 1)))
        name = FIRST[at % 10] + SECOND[at // 10 % 10] + ("" if at < 100 else str(at))
        labels.append(
            EstateLabel(at + 1, STREETS[at * 4 // estates], name, count, stages.bucket(key).words)
        )
    return StatusMap(
        tuple(features),
        STAGE,
        FACTS,
        boundaries(columns, estates),
        tuple(labels),
        street_totals(labels),
        unplaced=17,
    )


def boundaries(columns: int, estates: int) -> tuple[Boundary, ...]:
    """Return four streets as bands from south to north, each of two communities."""
    wide, high = columns * 420 + 60.0, (estates / columns + 1) * 380.0
    west, south = -columns / 2 * 420 - 50, -estates / columns / 2 * 380 - 60
    found = []
    for at, street in enumerate(STREETS):
        low = south + high * at / 4
        found.append(Boundary("street", street, block(west, low, wide, high / 4)))
        for half, name in enumerate(("第一社区", "第二社区")):
            found.append(
                Boundary(
                    "community",
                    street[:2] + name,
                    block(west + half * wide / 2, low, wide / 2, high / 4),
                )
            )
    return tuple(found)


def street_totals(labels: list[EstateLabel]) -> tuple[StreetTotals, ...]:
    """Return totals with areas that round apart from their sum."""
    totals = []
    for street in STREETS:
        own = [label for label in labels if label.street == street]
        totals.append(
            StreetTotals(
                street,
                len(own),
                sum(label.buildings for label in own),
                sum(label.buildings for label in own) * 48,
                len(own) * 31_234.5,
                sum(label.stage in _words("building", "done") for label in own),
                sum(label.stage in _words("done") for label in own),
            )
        )
    return tuple(totals)


def _words(*keys: str) -> list[object]:
    return [stages.bucket(key).words for key in keys]


def dressed(status_map: StatusMap, **facts: object) -> StatusMap:
    """Return the same map with other facts."""
    return replace(status_map, facts=replace(status_map.facts, **facts))  # type: ignore[arg-type]
