"""The households of a few invented estates: whether they agree, and what they choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from renewtrack.demo.ground import written
from renewtrack.demo.naming import uid
from renewtrack.demo.values import InventedBuilding, InventedEstate, InventedHousehold
from renewtrack.domain import stages

_ASKED = 4  # estates, the ones with the fewest households
_NAMED = 20  # households of an estate whose holder is known
_ITEMS = 1  # works that the households of the first estate choose from
# How the buildings of one estate think: shares that agree and, of the others, that were not asked.
_MOODS = ((1.0, 0.0), (0.9, 0.4), (0.8, 0.3), (0.71, 0.5), (0.58, 0.4), (0.35, 0.8), (0.0, 1.0))


def invent(found: tuple[InventedEstate, ...], rng: Random) -> tuple[InventedEstate, ...]:
    """Return the estates, a few of them with every household."""
    asked = sorted(filter(_is_asked, found), key=lambda estate: estate.sums[1])[:_ASKED]
    return tuple(
        replace(estate, households=_households(estate, estate is asked[0], rng))
        if estate in asked
        else estate
        for estate in found
    )


def _is_asked(estate: InventedEstate) -> bool:
    """Tell whether the works are planned or under way: the time in which people are asked."""
    last = stages.stage("S80").order
    return any(stages.stage(project.stage).order < last for project in estate.projects)


def _households(
    estate: InventedEstate, chooses: bool, rng: Random
) -> tuple[InventedHousehold, ...]:
    kinds = dict.fromkeys(work.kind for work in estate.projects[-1].works if work.number is None)
    items = tuple(kinds)[:_ITEMS] if chooses else ()
    persons = written("plans")["words"]["persons"]
    found = [
        household
        for building in estate.buildings
        for household in _of_building(building, items, rng)
    ]
    for place in rng.sample(range(len(found)), min(_NAMED, len(found))):
        phone = f"1990000{rng.randint(0, 9999):04d}"
        found[place] = replace(found[place], holder=rng.choice(persons), phone=phone)
    return tuple(found)


def _of_building(
    building: InventedBuilding, items: tuple[str, ...], rng: Random
) -> Iterator[InventedHousehold]:
    agree, silent = rng.choice(_MOODS)
    count = building.household_count
    size = round(building.floor_area_m2 / count, 1)
    for place in range(count):
        said = _said(agree, silent, rng)
        wants = tuple((uid(rng), item, rng.random() < 0.7) for item in items) if said else ()
        yield InventedHousehold(
            uid=uid(rng),
            number=building.number,
            room=f"{place % building.storeys + 1}{place // building.storeys + 1:02d}",
            floor_area_m2=size,
            agree=said,
            wants=wants,
        )


def _said(agree: float, silent: float, rng: Random) -> str | None:
    """Return what a household says; None where it was not asked yet."""
    if rng.random() < agree:
        return "yes"
    if rng.random() < silent:
        return None
    return rng.choice(("no", "undecided", "undecided"))
