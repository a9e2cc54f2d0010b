"""Stages of many projects or works moved at once, with dates told, lacks and reasons kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import gates, lifecycle
from renewtrack.errors import UserError
from renewtrack.store import gating, rows
from renewtrack.store.gating import Table
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_TOLD = tuple(dict.fromkeys(column for told in lifecycle.TOLD_BY.values() for column in told))
_AT_ONCE = 10_000


class ReasonNeeded(UserError):
    """A stage was to be forced, left or given up without a reason."""

    words = Words(
        "这次调整需要写明理由：{what}。没有改动任何内容。",
        "This move needs a reason: {what}. Nothing was changed.",
    )


@dataclass(frozen=True, slots=True)
class Move:
    """A move to a stage on a date (ISO, or None), with its reason where one is asked for.

    ``fills``: the dates and the 100 % that the stage tells are written where they are empty.
    """

    stage: str
    date: str | None = None
    reason: str = ""
    fills: bool = True


@dataclass(frozen=True, slots=True)
class Moved:
    """How many records moved, and how many of them lacked something."""

    moved: int
    forced: int


def needs_reason(stage: str, lacks: Mapping[int, Sequence[str]]) -> Words | None:
    """Return why a move asks for a reason; None where it does not."""
    if lifecycle.is_held(stage):
        return Words("暂缓、取消或受阻", "put on hold, cancelled or blocked")
    if not lacks:
        return None
    return gates.listed(tuple(gating.counted(lacks)))


def move(db: Database, table: Table, ids: Sequence[int], to: Move) -> Moved:
    """Move records to a stage inside the action under way; those already there stay.

    An event is kept with the stage left, the reason and what lacked. Raises ReasonNeeded, KeyError
    for an unknown stage, RuntimeError outside an action.
    """
    starts = gating.stages_of(db, table, ids)
    going = [each for each in dict.fromkeys(ids) if each in starts and starts[each] != to.stage]
    lacks: dict[int, tuple[str, ...]] = {}
    for start in range(0, len(going), _AT_ONCE):
        lacks |= gating.lacking(db, table, going[start : start + _AT_ONCE], to.stage)
    why = needs_reason(to.stage, lacks)
    if why is not None and going and not to.reason.strip():
        raise ReasonNeeded(what=why)
    _write(db, table, going, to)
    rows.add_many(
        db,
        "stage_event",
        {
            f"{table}_id": going,
            "stage": [to.stage] * len(going),
            "date": [to.date] * len(going),
            "from_stage": [starts[each] for each in going],
            "reason": [to.reason.strip() or None] * len(going),
            "lacking": [gating.stored(lacks.get(each, ())) for each in going],
        },
    )
    return Moved(len(going), len(lacks))


def to_year(
    db: Database, project_ids: Sequence[int], year: int, reason: str, date: str | None = None
) -> int:
    """Move projects to another plan year inside the action under way; return how many moved.

    The reason stands in an event of each. Raises ReasonNeeded, RuntimeError outside an action.
    """
    if not reason.strip():
        raise ReasonNeeded(what=Words("调整计划年度", "another plan year"))
    found = rows.fetch(
        db,
        f"""
        SELECT id, plan_year, stage FROM project
        WHERE id IN ({",".join(str(int(each)) for each in project_ids)})
          AND plan_year IS NOT :year ORDER BY id
        """,
        {"year": year},
    )
    ids = [row["id"] for row in found]
    rows.change_many(db, "project", ids, {"plan_year": [year] * len(ids)})
    rows.add_many(
        db,
        "stage_event",
        {
            "project_id": ids,
            "stage": [row["stage"] or "S00" for row in found],
            "date": [date] * len(ids),
            "from_stage": [row["stage"] for row in found],
            "reason": [reason.strip()] * len(ids),
            "from_year": [row["plan_year"] for row in found],
            "to_year": [year] * len(ids),
        },
    )
    return len(ids)


def before_hold(db: Database, table: Table, ids: Sequence[int]) -> dict[int, str]:
    """Return by id the stage at which a held record was last on its journey, to go on from there.

    A record whose events never knew a stage of the journey is not in it.
    """
    listed = ",".join(str(int(each)) for each in ids)
    side = ",".join(f"'{key}'" for key in lifecycle.SIDE)
    found = rows.fetch(
        db,
        f"""
        SELECT {table}_id AS id, CASE WHEN stage IN ({side}) THEN from_stage ELSE stage END AS stage
        FROM stage_event
        WHERE {table}_id IN ({listed})
          AND (stage NOT IN ({side}) OR COALESCE(from_stage, 'X') NOT LIKE 'X%')
        ORDER BY stage_event.id
        """,
    )
    return {row["id"]: row["stage"] for row in found if row["stage"]}


def _write(db: Database, table: Table, ids: Sequence[int], to: Move) -> None:
    """Write the stage, and what it tells: its dates, the percentage of what is completed."""
    rows.change_many(db, table, ids, {"stage": [to.stage] * len(ids)})
    if not to.fills:
        return
    told = lifecycle.TOLD_BY.get(to.stage, ())
    stood = {
        row["id"]: row
        for row in rows.fetch(
            db,
            f"""
            SELECT id, percent, {", ".join(_TOLD)} FROM {table}
            WHERE id IN ({",".join(str(int(each)) for each in ids)})
            """,
        )
    }
    for column in told if to.date else ():
        empty = [each for each in ids if stood[each][column] is None]
        rows.change_many(db, table, empty, {column: [to.date] * len(empty)})
    if lifecycle.is_completed(to.stage):
        short = [each for each in ids if (stood[each]["percent"] or 0) < 100]
        rows.change_many(db, table, short, {"percent": [100.0] * len(short)})
