"""Money of the invented projects, in fen that add up to the fen."""

from __future__ import annotations

import datetime as dt
from random import Random

from renewtrack.demo.ground import written
from renewtrack.demo.naming import uid
from renewtrack.demo.values import InventedMoney, InventedProject
from renewtrack.domain import stages

_SHEET_STEP = 10_000  # fen: the office writes 万元 with two decimals
_BY_DOCUMENT = ("central", "province", "city")  # sources that allocate before they send
_MORE = {"S70": 3.0, "S78": 0.85}  # came for what is paid: early at first, short at the end
_DONE = {"S70": 0.1, "S75": 0.4, "S78": 0.85}


def total(floor_area: float, kinds: int, rng: Random) -> int:
    """Return an investment of 250 to 900 yuan a square metre, more for more kinds of work."""
    per_m2 = rng.uniform(180, 320) + 75 * kinds
    return round(floor_area * per_m2 * 100 / _SHEET_STEP) * _SHEET_STEP


def shared(fen: int, rng: Random) -> dict[str, int]:
    """Return the investment by source; the parts add up to it exactly."""
    table = written("plans")["sources"]
    sources = [*table["always"], *rng.sample(table["often"], rng.randint(1, 3))]
    if rng.random() < 0.45:
        sources.append(rng.choice(table["seldom"]))
    weights = [rng.uniform(1, 4) for _ in sources]
    steps = fen // _SHEET_STEP
    parts = {
        source: int(steps * weight / sum(weights)) * _SHEET_STEP
        for source, weight in zip(sources, weights, strict=True)
    }
    parts[sources[0]] += fen - sum(parts.values())
    return parts


def done(fen: int, stage: str, percent: float | None, rng: Random) -> int | None:
    """Return what has been spent by now; None before the works."""
    if stage.startswith("X") or stages.stage(stage).order < stages.stage("S70").order:
        return None
    share = (percent or 0) / 100 if stage in _DONE else 1.0
    return round(fen * min(1.0, share * rng.uniform(0.85, 1.05)) / _SHEET_STEP) * _SHEET_STEP


def flowed(project: InventedProject, today: dt.date, rng: Random) -> tuple[InventedMoney, ...]:
    """Return what came of each source and what of it was paid: together what is spent.

    Nothing flows before the design is done, nor to a project that is held.
    """
    order = stages.stage(project.stage).order
    if project.stage.startswith("X") or order < stages.stage("S50").order:
        return ()
    paid = _paid(project)
    share = rng.choice((0.0, 0.2, 0.4)) if not any(paid.values()) else 0.0
    more = _MORE.get(project.stage, rng.choice((1.0, 1.15, 1.3)))
    days = {stage: day for _, stage, day in project.events}
    first = project.events[0][2]
    found = []
    for source, (_, fen) in project.funding.items():
        came = paid[source] if more == 1.0 else min(fen, _stepped(paid[source] * more))
        came = came or _stepped(fen * share)
        arrived = _day(first, today, rng)
        amounts = {"received": (came, arrived)}
        if source in _BY_DOCUMENT:
            amounts["allocated"] = (came, arrived - dt.timedelta(days=rng.randint(6, 30)))
        begun = max(days.get("S70", first), arrived)
        amounts["paid"] = (paid[source], _day(begun, today, rng))
        found += [
            InventedMoney(uid=uid(rng), source=source, kind=kind, fen=some, day=day.isoformat())
            for kind, (some, day) in amounts.items()
            if some > 0
        ]
    return tuple(found)


def _paid(project: InventedProject) -> dict[str, int]:
    """Return what was spent by source; the parts add up to it exactly."""
    spent = int(str(project.columns["invest_done_fen"] or 0))
    parts = {
        source: _stepped(fen * spent / project.invest_fen)
        for source, (_, fen) in project.funding.items()
    }
    parts[next(iter(parts))] += spent - sum(parts.values())
    return parts


def _stepped(fen: float) -> int:
    return int(fen / _SHEET_STEP) * _SHEET_STEP


def _day(first: dt.date, today: dt.date, rng: Random) -> dt.date:
    return first + dt.timedelta(days=rng.randint(0, max(0, min(220, (today - first).days))))
