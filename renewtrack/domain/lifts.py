"""Lifts that are added to stairwells, step by step, and the votes on them."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.domain import codes

GROUPS = ("preliminary", "building", "in_use", "stopped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """One lift of one stairwell; ``step`` is a key of ``lift_steps``, money is integer fen."""

    id: int
    uid: str
    stairwell_id: int
    step: str | None = None
    kind: str | None = None
    project_id: int | None = None
    cost_fen: int | None = None
    cost_pipe_fen: int | None = None
    subsidy_fen: int | None = None
    start_actual: str | None = None
    finish_actual: str | None = None
    contractor: str | None = None
    entry_type: str | None = None
    shaft: str | None = None
    stops: int | None = None
    load_kg: int | None = None
    speed_m_s: float | None = None
    agent: str | None = None
    brand: str | None = None
    share_preset: str | None = None
    share_by: str | None = None
    share_factors: str | None = None
    review_date: str | None = None
    permit_no: str | None = None
    permit_date: str | None = None
    inspect_date: str | None = None
    reg_no: str | None = None
    reg_date: str | None = None
    maint_unit: str | None = None
    maint_until: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRound:
    """One vote of the owners by count and by area, in whole dm2 (0.01 m2).

    It is on exactly one lift, work or project. ``rule_set`` is a key of ``consent_rules``; an
    ``objection`` is in words; dates are ISO.
    """

    id: int
    uid: str
    rule_set: str
    lift_id: int | None = None
    work_id: int | None = None
    project_id: int | None = None
    name: str | None = None
    opened_on: str | None = None
    closed_on: str | None = None
    owners_total: int | None = None
    area_total_dm2: int | None = None
    owners_part: int | None = None
    area_part_dm2: int | None = None
    owners_agree: int | None = None
    area_agree_dm2: int | None = None
    objection: str | None = None
    notice_from: str | None = None
    notice_to: str | None = None
    remark: str | None = None


def group_of(step: str | None) -> str | None:
    """Return which of ``GROUPS`` a step counts to; None for no step or an unknown one."""
    entry = codes.code("lift_steps", step) if step else None
    return entry.group if entry else None
