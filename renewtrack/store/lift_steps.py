"""The steps of a lift: what stands of what each needs, and moves with dates and reasons."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from renewtrack.domain import consent, homes, lift_gates, notice_clock
from renewtrack.store import gating, lifts, rows, votes
from renewtrack.store.moving import Move, ReasonNeeded
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_FIELDS = ("contractor", "reg_no", "maint_unit")
_DATED = {"E07": "review_date", "E11": "start_actual", "E13": "inspect_date", "E15": "reg_date"}


def have(db: Database, lift_id: int, today: str) -> frozenset[str]:
    """Return the needs of ``domain.lift_gates`` that stand for a lift."""
    papers = rows.column(db, "SELECT kind FROM paper WHERE lift_id = ? ORDER BY id", (lift_id,))
    found = {f"paper:{kind}" for kind in papers}
    lift = lifts.get(db, lift_id)
    if lift is None:
        return frozenset()
    found |= {f"field:{name}" for name in _FIELDS if getattr(lift, name)}
    held = votes.of(db, "lift", lift_id)
    if held:
        latest = held[-1]
        found.add("round")
        if votes.passed(db, latest):
            found.add("consent")
        day = dt.date.fromisoformat(today)
        if notice_clock.clock(latest.notice_from, latest.notice_to, day).state == "ended":
            found.add("notice")
    if not open_objections(db, lift_id):
        found.add("objections")
    return frozenset(found)


def lacking(db: Database, lift_id: int, step: str, today: str) -> tuple[str, ...]:
    """Return the needs that lack for a move of a lift to a step."""
    lift = lifts.get(db, lift_id)
    start = lift.step if lift is not None else None
    return lift_gates.lacking(start, step, have(db, lift_id, today))


def move(db: Database, lift_id: int, to: Move, today: str) -> None:
    """Move a lift to a step inside the action under way, with what lacked and why.

    The stage of ``to`` is a key of ``lift_steps``. The date that the step tells is filled where it
    is empty. Raises ReasonNeeded.
    """
    step, reason = to.stage, to.reason
    lacks = lacking(db, lift_id, step, today)
    stopped = not step.startswith("E")
    if (lacks or stopped) and not reason.strip():
        held = Words("暂停或中止", "put on hold or stopped")
        raise ReasonNeeded(what=held if stopped else lift_gates.listed(lacks))
    values: dict[str, object] = {"step": step}
    lift = lifts.get(db, lift_id)
    told = _DATED.get(step)
    if told is not None and lift is not None and getattr(lift, told) is None:
        values[told] = to.date
    rows.change(db, "lift", lift_id, values)
    event = {"lift_id": lift_id, "step": step, "date": to.date, "reason": reason.strip() or None}
    rows.add(db, "lift_event", {**event, "lacking": gating.stored(lacks)})


def open_objections(db: Database, lift_id: int) -> int:
    """Return how many objections to the votes on a lift are still open."""
    return int(
        rows.value(
            db,
            """
            SELECT COUNT(*) FROM objection JOIN consent_round ON consent_round.id = round_id
            WHERE consent_round.lift_id = ? AND state = 'open'
            """,
            (lift_id,),
        )
    )


def flats(db: Database, lift_id: int) -> list[rows.Row]:
    """Return the flats of a lift's stairwell: id, room, floor and area in dm2, from the ground up.

    The floor is the one on record, else the one that the room's number says; None = not known.
    """
    found = rows.fetch(
        db,
        """
        SELECT household.id, room, floor, floor_area_m2 FROM household
        JOIN lift ON lift.stairwell_id = household.stairwell_id WHERE lift.id = ?
        ORDER BY LENGTH(room), room, household.id
        """,
        (lift_id,),
    )
    for row in found:
        area = row.pop("floor_area_m2")
        row["area_dm2"] = None if area is None else consent.dm2(area)
        row["floor"] = row["floor"] or homes.floor_of(row["room"])
    return sorted(found, key=lambda row: (row["floor"] is None, row["floor"] or 0))
