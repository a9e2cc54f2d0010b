"""The invented works: what is done to an estate, and how far each building has come."""

from __future__ import annotations

from random import Random

from renewtrack.demo.ground import written
from renewtrack.demo.naming import uid
from renewtrack.demo.schedules import Schedule
from renewtrack.demo.values import InventedBuilding, InventedEstate, InventedWork
from renewtrack.domain import codes, stages
from renewtrack.domain.codes import Code

_LIFT_FROM = 5  # storeys
_PHASES = ("S60", "S70", "S75", "S78", "S80")


def invent(estate: InventedEstate, schedule: Schedule, rng: Random) -> tuple[InventedWork, ...]:
    """Return the works of a project: two or three of the estate's needs of each group."""
    table = written("plans")["contents"]
    names = rng.sample(table["basic"], rng.randint(2, 3))
    names += rng.sample(table["improving"], rng.randint(1, 2))
    names += rng.sample(table["upgrading"], rng.choice((0, 1, 1)))
    main = next((name for name in table["by_building"] if name in names), None)
    if main is None and stages.stage(schedule.stage).bucket == "building":
        main = rng.choice(table["by_building"])
        names.append(main)
    found = [_on_estate(_kind(name), estate, rng) for name in names]
    if main is not None and stages.stage(schedule.stage).bucket == "building":
        found += _building_by_building(_kind(main), estate, schedule, rng)
    if table["lift"] in names and schedule.reached("S50"):
        found += _lifts(_kind(table["lift"]), estate, schedule, rng)
    return tuple(found)


def _kind(name: str) -> Code:
    kind = codes.recognise("work_types", name)
    if kind is None:
        raise LookupError(f"no work type is called {name}")
    return kind


def _on_estate(kind: Code, estate: InventedEstate, rng: Random) -> InventedWork:
    """Return a work on the estate as a whole; it stands where its project stands."""
    size = {"m": 9.0, "m2": 120.0, "户": 40.0}.get(kind.unit, 0.4)
    count = max(1, round(size * len(estate.buildings) * rng.uniform(0.5, 1.4)))
    return InventedWork(uid=uid(rng), kind=kind.key, quantity=float(count), unit=kind.unit)


def _building_by_building(
    kind: Code, estate: InventedEstate, schedule: Schedule, rng: Random
) -> list[InventedWork]:
    """Let the works go through the estate house by house, as far as its percent says."""
    count = len(estate.buildings)
    share = (schedule.percent or 0) / 100
    found = []
    for place, building in enumerate(estate.buildings):
        ahead = share - place / count + rng.uniform(-0.06, 0.06)
        stage = _PHASES[max(0, min(4, round(2 + ahead * 8)))]
        percent = {"S70": 10.0, "S75": 50.0, "S78": 90.0, "S80": 100.0}.get(stage)
        quantity = float(round(building.floor_area_m2 / building.storeys))
        found.append(
            InventedWork(
                uid=uid(rng),
                kind=kind.key,
                number=building.number,
                stage=stage,
                percent=percent,
                quantity=quantity if kind.unit == "m2" else float(building.unit_count),
                unit=kind.unit,
            )
        )
    return found


def _lifts(
    kind: Code, estate: InventedEstate, schedule: Schedule, rng: Random
) -> list[InventedWork]:
    """Put lifts into a few of the houses that are high enough; they come a step later."""
    high = [building for building in estate.buildings if _may_have_a_lift(building)]
    chosen = rng.sample(high, min(len(high), max(1, len(high) // 8)))
    done = stages.stage(schedule.stage).bucket == "done"
    return [
        InventedWork(
            uid=uid(rng),
            kind=kind.key,
            number=building.number,
            stage="S85" if done else rng.choice(("S45", "S50", "S60")),
            quantity=float(building.unit_count),
            unit=kind.unit,
        )
        for building in sorted(chosen, key=lambda building: estate.buildings.index(building))
    ]


def _may_have_a_lift(building: InventedBuilding) -> bool:
    return _LIFT_FROM <= building.storeys < 9
