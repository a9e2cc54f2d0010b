"""Invented plans with their targets, and the parks and greenways whose works count for them."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING

from renewtrack.demo import shapes
from renewtrack.demo.naming import uid
from renewtrack.store import gpkg, rows, sites

if TYPE_CHECKING:
    from sqlite_utils import Database

_TARGETS = (  # metric, for all years, for this year
    ("green_ha", 200, 24),
    ("leisure_parks", 15, 2),
    ("pocket_parks", 50, 6),
    ("greenway_km", 101, 4),
)
_POCKETS = (
    *("西坡口袋公园", "柏林小游园", "和福街头绿地"),
    *("永宁口袋公园", "清荷小微绿地", "文苑小游园"),
)
_LEISURE = ("北坡休闲公园", "河湾休闲公园")
_WAYS = ("柏林河绿道", "环山绿道一期", "文苑林荫绿道")
_SIDE = {"pocket_park": 48.0, "leisure_park": 210.0}  # metres
_STAGES = ("S90", "S80", "S85", "S75", "S60", "S90")


def fill(db: Database, rng: Random, today: dt.date) -> None:
    """Add plans of four levels, their targets, and sites with works at different stages."""
    year = today.year
    last = 0
    for level, name, first, end in (
        ("strategic", "示范区城市更新战略规划", 2021, 2035),
        ("special", "示范区绿地与慢行系统专项规划", year - 2, year + 2),
        ("area", "柏林片区更新策划", year - 1, year + 1),
        ("yearly", f"{year}年度实施计划", year, year),
    ):
        plan = {
            "uid": uid(rng),
            "level": level,
            "name": name,
            "year_from": first,
            "year_to": end,
            "parent_id": last or None,
            "remark": "示范数据：虚构。",
        }
        last = rows.add(db, "plan", plan)
        if level not in ("special", "yearly"):
            continue
        for metric, whole, own in _TARGETS:
            target = {"uid": uid(rng), "plan_id": last, "metric": metric}
            rows.add(db, "target", {**target, "planned": own if level == "yearly" else whole})
    for metric, planned in (("estates", 12), ("lifts", 3), ("parking", 600)):
        target = {"uid": uid(rng), "plan_id": last, "metric": metric, "planned": planned}
        rows.add(db, "target", {**target, "year": year})
    ids = [row["id"] for row in db["project"].rows_where("plan_year = ?", (year,), order_by="id")]
    rows.change_many(db, "project", ids, {"plan_id": [last] * len(ids)})
    _sites(db, rng, today)


def _sites(db: Database, rng: Random, today: dt.date) -> None:
    """Add parks as squares and greenways as lines, each with one work."""
    found = [
        (row["area_id"], gpkg.centre(row["geom"]))
        for row in db["estate"].rows_where("geom IS NOT NULL", order_by="id")
    ]
    made: list[tuple[str, str]] = [("pocket_park", name) for name in _POCKETS]
    made += [("leisure_park", name) for name in _LEISURE]
    made += [("greenway", name) for name in _WAYS]
    parks = list(db["site"].rows_where("kind = 'park'", order_by="id"))
    targets = [(row["id"], "W02") for row in parks]
    for (kind, name), (area_id, centre) in zip(made, rng.sample(found, len(made)), strict=True):
        site = sites.add(
            db,
            uid=uid(rng),
            kind=kind,
            name=name,
            area_id=area_id,
            geom=_shape(kind, centre, rng),
            remark="示范数据：虚构。",
        )
        targets.append((site, "W02" if kind != "greenway" else "W17"))
    for place, (site_id, work_kind) in enumerate(targets):
        stage = _STAGES[place % len(_STAGES)]
        start = today - dt.timedelta(rng.randint(200, 420))
        finish = start + dt.timedelta(rng.randint(120, 300))
        done = stage >= "S80"
        rows.add(
            db,
            "work",
            {
                "uid": uid(rng),
                "kind": work_kind,
                "site_id": site_id,
                "stage": stage,
                "percent": 100 if done else 60 if stage == "S75" else None,
                "start_plan": str(start),
                "finish_plan": str(finish),
                "start_actual": str(start) if stage >= "S70" else None,
                "finish_actual": str(min(finish, today)) if done else None,
                "remark": "示范数据：虚构。",
            },
        )


def _shape(kind: str, at: tuple[float, float], rng: Random) -> bytes:
    x, y = shapes.place_of(*at)
    x, y = x + rng.uniform(-60, 60), y + rng.uniform(-60, 60)
    if kind == "greenway":
        length = rng.uniform(700, 1900)
        return shapes.line([(x + length * share, y + 40 * share) for share in (0.0, 0.4, 1.0)])
    side = _SIDE[kind] * rng.uniform(0.8, 1.2) / 2
    corners = ((-side, -side), (side, -side), (side, side), (-side, side))
    return shapes.polygon([(x + across, y + up) for across, up in corners])
