"""Projects with their works, stages and money."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One yearly renewal project (项目) on one estate or several.

    Dates are ISO text as precise as known, money is integer fen, ``percent`` is 0 to 100 of
    the basis that ``percent_basis`` names. ``leader``, ``contact``, ``phone`` are personal.
    """

    id: int
    uid: str
    name: str | None = None
    code: str | None = None
    batch: str | None = None
    plan_year: int | None = None
    stage: str | None = None
    percent: float | None = None
    percent_basis: str | None = None
    start_plan: str | None = None
    start_actual: str | None = None
    start_forecast: str | None = None
    finish_plan: str | None = None
    finish_actual: str | None = None
    finish_forecast: str | None = None
    accept_date: str | None = None
    handover_date: str | None = None
    keeper: str | None = None
    warranty_until: str | None = None
    plan_id: int | None = None
    invest_total_fen: int | None = None
    invest_done_fen: int | None = None
    lead_unit: str | None = None
    owner_org: str | None = None
    designer: str | None = None
    contractor: str | None = None
    supervisor: str | None = None
    leader: str | None = None
    contact: str | None = None
    phone: str | None = None
    problem: str | None = None
    next_step: str | None = None
    livelihood: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One kind of work on exactly one place; ``stage`` None means as its project.

    On a building, ``stairwell_id`` and ``household_id`` say where in it. ``quantity`` is planned,
    ``quantity_done`` is done, both in ``unit``; ``budget_fen`` is what it may cost.
    """

    id: int
    uid: str
    kind: str
    project_id: int | None = None
    estate_id: int | None = None
    building_id: int | None = None
    site_id: int | None = None
    stairwell_id: int | None = None
    household_id: int | None = None
    stage: str | None = None
    percent: float | None = None
    percent_basis: str | None = None
    quantity: float | None = None
    quantity_done: float | None = None
    unit: str | None = None
    budget_fen: int | None = None
    start_plan: str | None = None
    start_actual: str | None = None
    start_forecast: str | None = None
    finish_plan: str | None = None
    finish_actual: str | None = None
    finish_forecast: str | None = None
    accept_date: str | None = None
    handover_date: str | None = None
    warranty_until: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Planned money of a project from one source (a key of ``fund_sources``), in fen."""

    id: int
    uid: str
    project_id: int
    source: str
    planned_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEvent:
    """A project or a work reached a stage on a date, or another plan year.

    ``lacking`` are the keys of the gates that were forced, as JSON; ``reason`` says why.
    """

    id: int
    uid: str
    stage: str
    project_id: int | None = None
    work_id: int | None = None
    date: str | None = None
    from_stage: str | None = None
    reason: str | None = None
    lacking: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    remark: str | None = None
