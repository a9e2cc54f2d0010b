"""Invented lifts of a few stairwells, from the vote to the use, with the ballots of their flats."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING

from renewtrack.demo.naming import uid
from renewtrack.domain import lift_gates
from renewtrack.store import rows, votes

if TYPE_CHECKING:
    from sqlite_utils import Database

_BUILDINGS = 12
_STOREYS = (5, 7)
_ABREAST = 2  # flats of a floor of one stairwell
_STEPS = ("E01", "E02", "E02", "E05", "E05", "E06", "E07", "E11", "E12", "E15", "E15", "E17")
_AGREED = ("E05", "E06", "E07", "E11", "E12", "E15", "E17")  # behind them a vote that passed


def fill(db: Database, rng: Random, today: dt.date) -> None:
    """Divide some buildings into stairwells and give the first of each a lift with its vote."""
    least, most = _STOREYS
    storeys = {row["id"]: row["storeys"] or 0 for row in db["building"].rows}
    homes = defaultdict(list)
    for row in db["household"].rows_where(order_by="building_id, id"):
        high = storeys.get(row["building_id"], 0)
        if least <= high <= most:
            homes[row["building_id"]].append({**row, "storeys": high})
    chosen = sorted(homes)[:: max(1, len(homes) // _BUILDINGS)][:_BUILDINGS]
    for building_id, step in zip(chosen, _STEPS, strict=False):
        first = _stairwells(db, building_id, homes[building_id], rng)
        _lift(db, first, step, (rng, today))


def _stairwells(db: Database, building_id: int, homes: list[rows.Row], rng: Random) -> int:
    """Put the flats of a building into stairwells of two abreast; return the first stairwell."""
    held: dict[int, list[int]] = defaultdict(list)
    for home in homes:
        held[(int(home["room"][-2:]) - 1) // _ABREAST + 1].append(home["id"])
    ids = {}
    for number, inside in sorted(held.items()):
        stairwell = {
            "uid": uid(rng),
            "building_id": building_id,
            "number": str(number),
            "storeys": homes[0]["storeys"],
            "household_count": len(inside),
        }
        ids[number] = rows.add(db, "stairwell", stairwell)
        rows.change_many(db, "household", inside, {"stairwell_id": [ids[number]] * len(inside)})
    return ids[min(ids)]


def _lift(db: Database, stairwell_id: int, step: str, drawn: tuple[Random, dt.date]) -> None:
    rng, today = drawn
    begun = today - dt.timedelta(rng.randint(60, 400))
    running = step in ("E15", "E17")
    cost = rng.randint(520, 720) * 100_000
    lift = rows.add(
        db,
        "lift",
        {
            "uid": uid(rng),
            "stairwell_id": stairwell_id,
            "step": step,
            "kind": "added",
            "entry_type": rng.choice(("level", "half")),
            "shaft": "steel",
            "cost_fen": cost,
            "subsidy_fen": 20_000_000,
            "share_preset": "G1",
            "share_by": "flat",
            "contractor": "示范电梯工程有限公司" if step >= "E10" else None,
            "start_actual": str(begun + dt.timedelta(50)) if step >= "E11" else None,
            "finish_actual": str(today - dt.timedelta(20)) if running else None,
            "reg_no": f"梯11示范{rng.randint(1000, 9999)}" if running else None,
            "maint_unit": "示范电梯维保中心" if step == "E17" else None,
            "remark": "示范数据：虚构。",
        },
    )
    for place, passed in enumerate(lift_gates.steps()):
        if passed > step:
            break
        day = str(begun + dt.timedelta(12 * place))
        event = {"uid": uid(rng), "lift_id": lift, "step": passed, "date": day}
        rows.add(db, "lift_event", event)
    if step > "E01":
        _vote(db, lift, step, (rng, begun))


def _vote(db: Database, lift: int, step: str, drawn: tuple[Random, dt.date]) -> None:
    rng, begun = drawn
    round_id = votes.open_round(db, "lift", lift, str(begun + dt.timedelta(12)))
    ballots = votes.ballots(db, round_id)
    passed = step in _AGREED
    ids, answers = [], []
    for number, ballot in enumerate(ballots):
        said = rng.choices(("yes", "no", None), (80, 12, 8) if passed else (50, 15, 35))[0]
        if passed and number < len(ballots) * 4 // 5:
            said = "yes"
        ids.append(ballot["id"])
        answers.append(said)
    day = str(begun + dt.timedelta(20))
    columns: dict[str, list[object]] = {
        "uid": [uid(rng) for _ in ids],
        "answer": list(answers),
        "date": [day if said else None for said in answers],
    }
    rows.change_many(db, "ballot", ids, columns)
    votes.count(db, round_id)
    values: dict[str, object] = {"uid": uid(rng)}
    if step >= "E05":
        values |= {
            "notice_from": str(begun + dt.timedelta(48)),
            "notice_to": str(begun + dt.timedelta(57)),
        }
    rows.change(db, "consent_round", round_id, values)
    if step == "E06":
        objection = {
            "uid": uid(rng),
            "round_id": round_id,
            "date": str(begun + dt.timedelta(55)),
            "text": "一层住户担心采光和噪声",
            "state": "open",
        }
        rows.add(db, "objection", objection)
