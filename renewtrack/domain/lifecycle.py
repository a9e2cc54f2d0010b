"""What a stage means for planning and counting: its group, and begun, completed, accepted, held.

Each of these is defined here and nowhere else; ``store.stages`` says the same in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.domain import stages, tables
from renewtrack.words import Words

STARTED = "S70"  # the works have begun on site
COMPLETED = "S80"  # 完工: the works are finished
ACCEPTED = "S85"  # 竣工验收: finished and accepted
PLANNED = "S30"  # 计划下达: the yearly plan is issued
ON_HOLD, CANCELLED, BLOCKED = SIDE = ("X1", "X2", "X3")

# The dates that coming to a stage tells; no other date can be known from it.
TOLD_BY: dict[str, tuple[str, ...]] = {
    "S70": ("start_actual",),
    "S80": ("finish_actual",),
    "S85": ("finish_actual", "accept_date"),
    "S90": ("handover_date",),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the journey from plan to operation; ``first`` is the key of its first stage."""

    key: str
    words: Words
    first: str


HELD, UNPLACED = "held", "unplaced"  # where no group stands
GROUPS = tuple(
    Group(row["key"], Words(row["zh"], row["en"]), row["first"])
    for row in tables.document("lifecycle")["group"]
)


def group_of(stage: str | None) -> Group | None:
    """Return the group that a stage stands in; None for the side states and for no stage."""
    if stage is None or is_held(stage):
        return None
    return next((group for group in reversed(GROUPS) if group.first <= stage), None)


def standing(stage: str | None) -> str:
    """Return the key of a stage's group, ``HELD`` for the side states, ``UNPLACED`` for none."""
    if is_held(stage):
        return HELD
    group = group_of(stage)
    return group.key if group is not None else UNPLACED


def is_held(stage: str | None) -> bool:
    """Tell whether a stage is a side state: on hold, cancelled or blocked."""
    return stage in SIDE


def is_started(stage: str | None) -> bool:
    """Tell whether the works have begun (S70 or later)."""
    return _reached(stage, STARTED)


def is_completed(stage: str | None) -> bool:
    """Tell whether the works are completed (完工, S80 or later)."""
    return _reached(stage, COMPLETED)


def is_accepted(stage: str | None) -> bool:
    """Tell whether the works are completed and accepted (竣工验收, S85 or later)."""
    return _reached(stage, ACCEPTED)


def goes_back(stage: str | None, to: str) -> bool:
    """Tell whether a move leads to an earlier stage; what is held stands nowhere."""
    return stage is not None and not is_held(stage) and not is_held(to) and to < stage


def may_have_percent(stage: str | None) -> bool:
    """Tell whether 1 to 99 % goes with a stage: only while the works are under way (S70 to S78)."""
    return is_started(stage) and not is_completed(stage)


def forward(stage: str) -> tuple[str, ...]:
    """Return the stages of the journey after one, nearest first; () for a side state."""
    if is_held(stage):
        return ()
    return tuple(each.key for each in stages.STAGES if each.key not in SIDE and each.key > stage)


def _reached(stage: str | None, least: str) -> bool:
    return stage is not None and stage not in SIDE and stage >= least
