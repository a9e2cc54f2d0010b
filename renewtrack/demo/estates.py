"""The invented estates with their buildings: figures that follow from the footprints."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

from renewtrack.demo import blocks, shapes
from renewtrack.demo.blocks import Block, Manner
from renewtrack.demo.ground import Plot, written
from renewtrack.demo.naming import Namer, uid
from renewtrack.demo.values import InventedBuilding, InventedEstate

DONGLI_SIGN = "D"
_KEPT_WHOLE = 14  # estates of fewer buildings lose none when the district is cut to size
_YEARS = ((1958, 1967), (1968, 1979), (1980, 1989), (1990, 1997), (1998, 2005))
_SHARES = (8, 12, 34, 30, 16)  # of a hundred estates, from each of those times
_OWNERSHIP = ("reformed", "reformed", "public_unit", "commodity", "pooled", "mixed")
_NICKNAMES = ("红砖楼", "青砖楼", "专家楼", "单身楼")
_PROPERTY = ("none", "community", "institution", "company", "residents")


def invent(plots: list[Plot], rng: Random) -> list[InventedEstate]:
    """Return an estate for every plot that is no open space; Dongli first."""
    table = written("district")
    namer = Namer(rng, {table["dongli"]["name"]})
    sites = [plot for plot in plots if plot.sign.isdigit()]
    years = [rng.randint(*_time(rng)) for _ in sites]
    laid = [
        blocks.filled(plot, blocks.manner(rng, year), rng)
        for plot, year in zip(sites, years, strict=True)
    ]
    _cut_to_size(laid, table["buildings"] - table["dongli"]["buildings"], rng)
    dongli = next(plot for plot in plots if plot.sign == DONGLI_SIGN)
    found = [_dongli(dongli, rng)]
    for plot, year, standing in zip(sites, years, laid, strict=True):
        name = namer.estate(year)
        columns = _columns(plot, year, namer, rng)
        columns["aliases"] = namer.aliases(name)
        found.append(_estate(plot, name, columns, _buildings(standing, year, rng), rng))
    return _restated(_named_alike(found), rng)


def _time(rng: Random) -> tuple[int, int]:
    return rng.choices(_YEARS, _SHARES)[0]


def _cut_to_size(laid: list[list[Block]], wanted: int, rng: Random) -> None:
    """Take single blocks out of the larger estates, as kindergartens and yards do."""
    while sum(map(len, laid)) > wanted:
        standing = max(rng.sample(laid, 3), key=len)
        if len(standing) > _KEPT_WHOLE:
            standing.pop(rng.randrange(len(standing)))


def _columns(plot: Plot, year: int, namer: Namer, rng: Random) -> dict[str, object]:
    table = written("district")
    street = table["streets"][plot.community[:2]]
    return {
        "address": namer.address(street),
        "year_built": year,
        "year_built_to": year + rng.choice((1, 2, 3)) if rng.random() < 0.15 else None,
        "ownership": rng.choice(_OWNERSHIP),
        "property_mgmt": rng.choice(_PROPERTY),
        "remark": table["remark"],
    }


def _estate(
    plot: Plot,
    name: str,
    columns: dict[str, object],
    standing: tuple[InventedBuilding, ...],
    rng: Random,
) -> InventedEstate:
    """Return an estate whose stated counts are what its buildings add up to."""
    estate = InventedEstate(
        uid=uid(rng),
        name=name,
        community=plot.community,
        ring=plot.ring,
        columns=columns,
        buildings=standing,
    )
    count, households, floor_area = estate.sums
    stated = {
        "building_count": count,
        "household_count": households,
        "floor_area_m2": float(floor_area),
        "population": round(households * rng.uniform(2.2, 2.8)),
        "land_area_m2": float(round(shapes.area(plot.ring))),
    }
    return replace(estate, columns={**columns, **stated})


def _buildings(standing: list[Block], year: int, rng: Random) -> tuple[InventedBuilding, ...]:
    found = []
    for number, block in enumerate(standing, 1):
        area = round(shapes.area(block.ring) * block.storeys)
        found.append(_building(str(number), block, (area, _flats(area, rng)), year, rng))
    if len(found) > 20 and rng.random() < 0.3:
        found[-1] = replace(found[-1], number=f"甲{found[0].number}")
    return tuple(found)


def _flats(floor_area: int, rng: Random) -> int:
    """Return a number of flats of 55 to 86 square metres each."""
    return max(1, round(floor_area / rng.uniform(55, 86)))


def _building(
    number: str, block: Block, size: tuple[int, int], year: int, rng: Random
) -> InventedBuilding:
    floor_area, households = size
    built = min(2005, max(1958, year + rng.choice((0, 0, 0, 1, -1, 2))))
    return InventedBuilding(
        uid=uid(rng),
        number=number,
        ring=block.ring,
        known=rng.choices(("outline", "point", "nothing"), (968, 22, 10))[0],
        aliases=(rng.choice(_NICKNAMES),) if rng.random() < 0.02 else (),
        storeys=block.storeys,
        unit_count=_stairwells(block),
        structure=block.structure,
        household_count=households,
        floor_area_m2=floor_area,
        year_built=built,
        danger_grade=_grade(built, rng),
    )


def _stairwells(block: Block) -> int:
    if block.shape == "tower":
        return 1
    return max(1, round(shapes.area(block.ring) / 210))


def _grade(year: int, rng: Random) -> str | None:
    """Return a danger grade: mostly not assessed or B; C and D among the oldest."""
    if rng.random() < 0.45:
        return None
    weights = (18, 62, 15, 5) if year < 1975 else (24, 73, 3, 0) if year < 1990 else (42, 58, 0, 0)
    return rng.choices("ABCD", weights)[0]


def _dongli(plot: Plot, rng: Random) -> InventedEstate:
    """Return the estate with Dongli's public figures, all of them to the unit."""
    table = written("district")["dongli"]
    built = Manner("rows", (5, 6, 6, 6), (59, 59), 12.8, 0.0, ("brick_concrete",))
    laid: list[Block] = []
    while len(laid) < table["buildings"]:
        laid = blocks.filled(plot, built, rng)
    while len(laid) > table["buildings"]:
        laid.pop(rng.randrange(len(laid) // 4, 3 * len(laid) // 4))
    laid = _stretched(laid, table["floor_area_m2"])
    areas = _shared(
        table["floor_area_m2"], [shapes.area(block.ring) * block.storeys for block in laid]
    )
    flats = _shared(table["households"], [float(area) for area in areas])
    standing = tuple(
        replace(
            _building(str(number), block, size, table["year_built"], rng),
            known="outline",
            year_built=table["year_built"],
        )
        for number, (block, size) in enumerate(
            zip(laid, zip(areas, flats, strict=True), strict=True), 1
        )
    )
    columns = {
        "address": table["address"],
        "aliases": tuple(table["aliases"]),
        "year_built": table["year_built"],
        "ownership": "reformed",
        "property_mgmt": "community",
        "remark": table["remark"],
    }
    return _estate(plot, table["name"], columns, standing, rng)


def _stretched(laid: list[Block], floor_area: int) -> list[Block]:
    """Scale all footprints alike until they add up to a floor area."""
    total = sum(shapes.area(block.ring) * block.storeys for block in laid)
    by = math.sqrt(floor_area / total)
    scaled = []
    for block in laid:
        x, y = shapes.middle(block.ring)
        ring = tuple((x + (px - x) * by, y + (py - y) * by) for px, py in block.ring)
        scaled.append(replace(block, ring=ring))
    return scaled


def _shared(total: int, weights: list[float]) -> list[int]:
    """Share a whole number out by weights; the largest remainders get what is left."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [math.floor(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_rest[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _named_alike(found: list[InventedEstate]) -> list[InventedEstate]:
    """Let two old estates of different streets bear the same name, as institutions' do."""
    old = [estate for estate in found[1:] if int(str(estate.columns["year_built"])) < 1980]
    first = old[0]
    second = next(estate for estate in old if estate.community[:2] != first.community[:2])
    name = written("district")["names"]["twice"]
    return [
        replace(estate, name=name) if estate.uid in (first.uid, second.uid) else estate
        for estate in found
    ]


def _restated(found: list[InventedEstate], rng: Random) -> list[InventedEstate]:
    """Let three estates state other counts than their buildings add up to."""
    changes: tuple[tuple[str, int | float], ...] = (
        ("building_count", 1),
        ("household_count", -6),
        ("floor_area_m2", 380.0),
    )
    off = dict(zip(rng.sample(range(1, len(found)), len(changes)), changes, strict=True))
    restated = []
    for place, estate in enumerate(found):
        columns = dict(estate.columns)
        if place in off:
            name, by = off[place]
            columns[name] = type(by)(str(columns[name])) + by
        restated.append(replace(estate, columns=columns))
    return restated
