"""The invented district as values: the same seed and day always give the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from renewtrack.demo import asked, estates, ground, money, plans
from renewtrack.demo.ground import Plot, written
from renewtrack.demo.naming import uid
from renewtrack.demo.values import (
    InventedArea,
    InventedDistrict,
    InventedEstate,
    InventedSite,
)

SEED = 20240914
TODAY = dt.date(2026, 11, 23)  # the day that stages and dates refer to, unless another is given


def invent(seed: int = SEED, today: dt.date = TODAY) -> InventedDistrict:
    """Return the whole district that belongs to a seed and a day."""
    rng = Random(seed)
    table = written("district")
    plots = ground.plots(rng)
    return InventedDistrict(
        uid=uid(rng),
        name=table["name"],
        ring=ground.boundary(""),
        streets=_areas(table["streets"], rng),
        communities=_areas(table["communities"], rng),
        sites=_sites(plots, rng),
        estates=_lived_in(tuple(plans.invent(estates.invent(plots, rng), today, rng)), seed, today),
    )


def _lived_in(
    found: tuple[InventedEstate, ...], seed: int, today: dt.date
) -> tuple[InventedEstate, ...]:
    """Return the estates with what households said and what became of the money."""
    rng = Random(seed + 1)
    flowing = (
        replace(
            estate,
            projects=tuple(
                replace(project, money=money.flowed(project, today, rng))
                for project in estate.projects
            ),
        )
        for estate in found
    )
    return asked.invent(tuple(flowing), rng)


def _areas(names: dict[str, str], rng: Random) -> tuple[InventedArea, ...]:
    return tuple(
        InventedArea(uid=uid(rng), key=key, name=name, ring=ground.boundary(key))
        for key, name in names.items()
    )


def _sites(plots: list[Plot], rng: Random) -> tuple[InventedSite, ...]:
    found = []
    for space in written("district")["open_space"]:
        ground_for_it = [plot for plot in plots if plot.sign == space["sign"]]
        for plot, name in zip(ground_for_it, space["names"], strict=True):
            found.append(
                InventedSite(
                    uid=uid(rng),
                    kind=space["kind"],
                    name=name,
                    community=plot.community,
                    ring=plot.ring,
                )
            )
    return tuple(found)
