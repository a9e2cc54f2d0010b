"""The invented projects: stages, dates that fit them, works and money by source."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from renewtrack.demo import money, schedules, works
from renewtrack.demo.ground import written
from renewtrack.demo.naming import uid
from renewtrack.demo.schedules import Schedule
from renewtrack.demo.values import InventedEstate, InventedProject

_WITHOUT = 5  # estates that no plan has reached yet
_SHARED = 2  # projects that serve two estates each
_TWICE = 5  # estates that were renewed once before


def invent(found: list[InventedEstate], today: dt.date, rng: Random) -> list[InventedEstate]:
    """Return the estates with their projects; Dongli's stands first."""
    others = list(range(1, len(found)))
    rng.shuffle(others)
    planned = list(found)
    planned[0] = replace(found[0], projects=(_dongli(found[0], today, rng),))
    guests = others[_WITHOUT : _WITHOUT + _SHARED]
    hosts = others[_WITHOUT + _SHARED :]
    for place, (stage, year) in zip(hosts, _stages(len(hosts), today, rng), strict=True):
        schedule = schedules.drawn(stage, year, today, rng)
        planned[place] = replace(found[place], projects=(_project(found[place], schedule, rng),))
    for guest, host in zip(guests, hosts, strict=False):
        planned[guest] = replace(found[guest], joins=planned[host].projects[0].uid)
    for place in hosts[_SHARED : _SHARED + _TWICE]:
        schedule = schedules.drawn("S92", today.year - 3, today, rng)
        earlier = _project(found[place], schedule, rng)
        projects = tuple(
            project
            for project in (earlier, *planned[place].projects)
            if project is earlier or project.plan_year > earlier.plan_year
        )
        planned[place] = replace(planned[place], projects=projects)
    return planned


def _stages(count: int, today: dt.date, rng: Random) -> list[tuple[str, int]]:
    """Return a stage and a plan year for so many projects; every stage comes up."""
    groups = written("plans")["project"]
    drawn = [
        (stage, today.year - rng.choice(group["years_ago"]))
        for group in groups
        for stage in group["stages"].split()
    ]
    while len(drawn) < count:
        group = rng.choices(groups, (5, 3, 4, 2, 0))[0]
        drawn.append(
            (rng.choice(group["stages"].split()), today.year - rng.choice(group["years_ago"]))
        )
    return drawn[:count]


def _project(estate: InventedEstate, schedule: Schedule, rng: Random) -> InventedProject:
    words = written("plans")["words"]
    planned = works.invent(estate, schedule, rng)
    kinds = sum(1 for work in planned if work.number is None)
    total = money.total(float(str(estate.columns["floor_area_m2"])), kinds, rng)
    held = schedule.stage.startswith("X")
    columns = {
        "name": f"{estate.name}{schedule.plan_year}年改造",
        "code": f"SF{schedule.plan_year}-{rng.randint(1000, 9999)}",
        "batch": f"{schedule.plan_year}年{rng.choice(('第一批', '第二批'))}",
        "percent_basis": "形象进度" if schedule.percent is not None else None,
        "invest_done_fen": money.done(total, schedule.stage, schedule.percent, rng),
        "lead_unit": rng.choice(words["lead_units"]),
        "owner_org": rng.choice(words["owners"]),
        "designer": rng.choice(words["designers"]) if schedule.reached("S50") else None,
        "contractor": rng.choice(words["contractors"]) if schedule.reached("S65") else None,
        "supervisor": rng.choice(words["supervisors"]) if schedule.reached("S65") else None,
        "leader": rng.choice(words["persons"]),
        "contact": rng.choice(words["persons"]),
        "phone": f"1990000{rng.randint(0, 9999):04d}",
        "problem": rng.choice(words["held" if held else "problems"])
        if held or rng.random() < 0.3
        else None,
        "next_step": rng.choice(words["next_steps"]) if rng.random() < 0.3 else None,
        "livelihood": words["livelihood"] if rng.random() < 0.25 else None,
        "remark": "示范数据：虚构项目。",
        **schedule.columns(),
    }
    return InventedProject(
        uid=uid(rng),
        columns=columns,
        stage=schedule.stage,
        plan_year=schedule.plan_year,
        invest_fen=total,
        funding={source: (uid(rng), fen) for source, fen in money.shared(total, rng).items()},
        events=tuple((uid(rng), stage, day) for stage, day in schedule.events),
        works=planned,
    )


def _dongli(estate: InventedEstate, today: dt.date, rng: Random) -> InventedProject:
    begun = dt.date.fromisoformat(written("district")["dongli"]["begun"])
    schedule = schedules.under_way("S75", 62.0, begun, today, rng)
    return _project(estate, schedule, rng)
