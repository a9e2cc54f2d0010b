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
    finish_plan: str | None = None
    finish_actual: str | None = None
    accept_date: str | None = None
    handover_date: str | None = None
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
    """One kind of work on exactly one place; ``stage`` None means as its project."""

    id: int
    uid: str
    kind: str
    project_id: int | None = None
    estate_id: int | None = None
    building_id: int | None = None
    site_id: int | None = None
    stage: str | None = None
    percent: float | None = None
    percent_basis: str | None = None
    quantity: float | None = None
    unit: str | None = None
    start_plan: str | None = None
    start_actual: str | None = None
    finish_plan: str | None = None
    finish_actual: str | None = None
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
    """A project or a work reached a stage on a date."""

    id: int
    uid: str
    stage: str
    project_id: int | None = None
    work_id: int | None = None
    date: str | None = None
    remark: str | None = None
