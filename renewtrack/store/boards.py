"""The board: which works or projects stand in which group of stages, by their planned finish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from renewtrack.domain import lifecycle
from renewtrack.store import choosing
from renewtrack.store.choosing import PLACE, Filter

if TYPE_CHECKING:
    from sqlite_utils import Database

Kind = Literal["projects", "works"]
COLUMNS = (*(group.key for group in lifecycle.GROUPS), lifecycle.HELD, lifecycle.UNPLACED)
_STAGE = {"projects": "project.stage", "works": choosing.WORK_OWN["stage"]}
_MONEY = {"projects": "project.invest_total_fen", "works": "work.budget_fen"}
_DUE = {"projects": "project.finish_plan", "works": choosing.WORK_OWN["finish_plan"]}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board: its records by planned finish, the unknown last, and their money.

    ``key`` is that of a group of stages, ``held`` for the side states, ``unplaced`` for none.
    """

    key: str
    ids: tuple[int, ...]
    fen: int


def read(db: Database, kind: Kind, wanted: Filter) -> tuple[Column, ...]:
    """Return the columns in the order of the journey; a record stands in exactly one."""
    source = choosing.SOURCES[kind]
    where, parameters = choosing.conditions(source, wanted)
    found = db.conn.execute(
        f"""
        {PLACE} SELECT {source.key}, {_STAGE[kind]}, {_MONEY[kind]} FROM {source.rows}
        WHERE {where} ORDER BY {_DUE[kind]} IS NULL, {_DUE[kind]}, {source.key}
        """,
        parameters,
    ).fetchall()
    ids: dict[str, list[int]] = {key: [] for key in COLUMNS}
    money = dict.fromkeys(COLUMNS, 0)
    known: dict[str | None, str] = {}
    for row_id, stage, fen in found:
        key = known.get(stage)
        if key is None:
            key = known[stage] = lifecycle.standing(stage)
        ids[key].append(row_id)
        money[key] += fen or 0
    return tuple(Column(key, tuple(ids[key]), money[key]) for key in COLUMNS)
