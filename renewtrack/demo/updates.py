"""This year's invented projects as a ledger newer than the file tells of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from renewtrack.demo.ground import written
from renewtrack.demo.values import InventedDistrict, InventedEstate, InventedProject
from renewtrack.domain import codes, stages

_RECENT = 20  # days in which projects have moved on


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One estate's row: ``said`` by the key of its column, money in fen by source."""

    street: str
    community: str
    name: str
    said: dict[str, object]
    funding: dict[str, int] = field(default_factory=dict)


def lines(district: InventedDistrict, today: dt.date, rng: Random) -> list[LedgerLine]:
    """Return this year's projects by street and community, some of them further on."""
    found = [
        _line(district, estate, project)
        for estate in district.estates
        for project in estate.projects
        if project.plan_year == today.year
    ]
    for line in rng.sample(found, len(found) // 3):
        _move_on(line, today, rng)
    names = written("plans")["ledger"]["new_estates"]
    found += [_new(district, name, today.year + 1, rng) for name in names]
    order = [street.name for street in district.streets]
    return sorted(found, key=lambda line: (order.index(line.street), line.community))


def _line(
    district: InventedDistrict, estate: InventedEstate, project: InventedProject
) -> LedgerLine:
    names = ("address", "year_built", "year_built_to", "building_count", "household_count")
    said = {name: estate.columns.get(name) for name in names}
    said["floor_area_m2"] = estate.columns["floor_area_m2"]
    said |= project.columns
    said["content"] = _content(project)
    said["invest_fen"] = project.invest_fen
    funding = {source: fen for source, (_, fen) in project.funding.items()}
    return LedgerLine(
        district.street(estate), district.community(estate), estate.name, said, funding
    )


def _content(project: InventedProject) -> list[str]:
    kinds = dict.fromkeys(work.kind for work in project.works if work.number is None)
    found = (codes.code("work_types", kind) for kind in kinds)
    return [kind.words.zh for kind in found if kind is not None]


def _move_on(line: LedgerLine, today: dt.date, rng: Random) -> None:
    """Let a project come a step further, as a month brings it."""
    said, stage = line.said, str(line.said["stage"])
    order = stages.stage(stage).order
    day = (today - dt.timedelta(days=rng.randint(1, _RECENT))).isoformat()
    if stage.startswith("X"):
        said["problem"] = "正在协调"
    elif order < stages.stage("S65").order:
        following = [key.key for key in stages.STAGES if key.order > order]
        said["stage"] = following[0]
    elif order < stages.stage("S70").order:
        said |= {"stage": "S70", "percent": 5.0, "start_actual": day}
    elif stage == "S78":
        said |= {"stage": "S80", "percent": None, "finish_actual": day}
    elif order < stages.stage("S80").order:
        said["percent"] = min(97.0, float(str(said["percent"])) + rng.randint(6, 14))
    else:
        said["next_step"] = "组织回访"


def _new(district: InventedDistrict, name: str, year: int, rng: Random) -> LedgerLine:
    """Return an estate that the demo file lacks."""
    community = rng.choice(district.communities)
    street = next(area.name for area in district.streets if community.key.startswith(area.key))
    buildings = rng.randint(4, 9)
    households = buildings * rng.randint(36, 60)
    fen = households * 2_400_000
    said: dict[str, object] = {
        "address": f"{street.removesuffix('街道').removesuffix('镇')}北路{rng.randint(2, 90)}号",
        "year_built": rng.randint(1982, 1999),
        "building_count": buildings,
        "household_count": households,
        "floor_area_m2": float(households * rng.randint(60, 80)),
        "content": ["供水管网", "楼道整治", "停车位"],
        "invest_fen": fen,
        "stage": "S20",
        "start_plan": f"{year}-03",
        "finish_plan": f"{year}-11",
        "lead_unit": "区住建局（示范）",
        "contact": "示例甲",
        "phone": "19900000001",
        "remark": "练习数据：虚构",
    }
    return LedgerLine(
        street, community.name, name, said, {"central": fen // 2, "district": fen // 2}
    )
