"""What an office keeps beside its ledger: works with dates and budgets, papers, lifts, targets."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING

from renewtrack.demo import lifts_votes, plans_sites
from renewtrack.demo.naming import uid
from renewtrack.domain import gates, lateness, lifecycle
from renewtrack.store import belonging, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

_FILED = 0.85  # share of the papers that are on file
_DEFECTS = (
    ("minor", "楼道墙面色差"),
    ("minor", "绿化苗木缺株"),
    ("major", "屋面防水闭水试验渗漏"),
    ("major", "雨水井周边沉降"),
)
_LOGS = ("管沟开挖，原有燃气管线已探明", "路面基层碾压", "外墙脚手架拆除", "检查井砌筑完成")


def fill(db: Database, rng: Random, today: dt.date) -> None:
    """Give the works, projects and stairwells of the district what an office keeps of them."""
    projects = list(db["project"].rows_where(order_by="id"))
    works = defaultdict(list)
    for work in db["work"].rows_where(order_by="id"):
        works[work["project_id"]].append(work)
    for project in projects:
        _works(db, project, works[project["id"]], rng)
        _papers(db, project, rng)
    _contracts(db, projects, rng)
    _sites(db, projects, (rng, today))
    plans_sites.fill(db, rng, today)
    lifts_votes.fill(db, rng, today)


def _works(
    db: Database,
    project: rows.Row,
    works: list[rows.Row],
    rng: Random,
) -> None:
    """Give a project's works their part of its money, their dates within its own, what is done."""
    if not works:
        return
    weights = [rng.randint(2, 20) for _ in works]
    total = (project["invest_total_fen"] or 0) * 9 // 10
    budgets = [total * weight // sum(weights) // 1_000_000 * 1_000_000 for weight in weights]
    start = lateness.first_day(project["start_plan"])
    finish = lateness.last_day(project["finish_plan"])
    columns: dict[str, list[object]] = {
        key: []
        for key in ("budget_fen", "start_plan", "finish_plan", "quantity_done", "finish_forecast")
    }
    for work, budget in zip(works, budgets, strict=True):
        stage = work["stage"] or project["stage"]
        columns["budget_fen"].append(budget)
        begins, ends = _within(start, finish, rng)
        columns["start_plan"].append(begins)
        columns["finish_plan"].append(ends)
        columns["quantity_done"].append(_done(work, stage, rng))
        late = lifecycle.may_have_percent(stage) and finish is not None and rng.random() < 0.15
        days = dt.timedelta(rng.choice((10, 25, 60)))
        columns["finish_forecast"].append(str(finish + days) if late and finish else None)
    rows.change_many(db, "work", [work["id"] for work in works], columns)


def _within(
    start: dt.date | None, finish: dt.date | None, rng: Random
) -> tuple[str | None, str | None]:
    if start is None or finish is None or finish <= start:
        return None, None
    days = (finish - start).days
    first = start + dt.timedelta(rng.randint(0, days // 3))
    last = finish - dt.timedelta(rng.randint(0, days // 4))
    return str(first), str(max(first, last))


def _done(work: rows.Row, stage: str | None, rng: Random) -> float | None:
    planned = work["quantity"]
    if planned is None or not lifecycle.is_started(stage):
        return None
    if lifecycle.is_completed(stage):
        return round(float(planned) * rng.uniform(0.97, 1.03), 0)
    return round(float(planned) * rng.uniform(0.1, 0.9), 0)


def _papers(db: Database, project: rows.Row, rng: Random) -> None:
    """File most of the papers that a project must have shown on its way to its stage."""
    stage = project["stage"]
    if stage is None or lifecycle.is_held(stage):
        return
    days = {
        row["stage"]: row["date"]
        for row in belonging.of(db, "stage_event", "project_id", project["id"])
    }
    found = [
        (need.removeprefix(gates.PAPER), days.get(at))
        for at, needs in sorted(gates.needs().items())
        for need in needs
        if at <= stage and need.startswith(gates.PAPER) and rng.random() < _FILED
    ]
    year = project["plan_year"]
    rows.add_many(
        db,
        "paper",
        {
            "uid": [uid(rng) for _ in found],
            "project_id": [project["id"]] * len(found),
            "kind": [kind for kind, _ in found],
            "number": [f"示范更新〔{year}〕{rng.randint(1, 299)}号" for _ in found],
            "date": [day for _, day in found],
        },
    )


def _contracts(db: Database, projects: list[rows.Row], rng: Random) -> None:
    for project in projects:
        stage = project["stage"] or ""
        if not lifecycle.is_started(stage) and stage != "S65":
            continue
        contract = rows.add(
            db,
            "contract",
            {
                "uid": uid(rng),
                "project_id": project["id"],
                "kind": "works",
                "number": f"SF{project['plan_year']}-{rng.randint(100, 999)}",
                "name": f"{project['name']}施工合同",
                "party": project["contractor"],
                "amount_fen": (project["invest_total_fen"] or 0) * 92 // 100,
                "signed_on": project["start_plan"],
                "start_plan": project["start_plan"],
                "finish_plan": project["finish_plan"],
            },
        )
        if lifecycle.is_completed(stage) and rng.random() < 0.4:
            share = rng.randint(-30, 60)
            rows.add(
                db,
                "variation",
                {
                    "uid": uid(rng),
                    "contract_id": contract,
                    "number": "变更-01",
                    "date": project["finish_actual"],
                    "amount_fen": (project["invest_total_fen"] or 0) * share // 1000,
                    "reason": "现场管线与图纸不符，调整工程量",
                },
            )


def _sites(db: Database, projects: list[rows.Row], drawn: tuple[Random, dt.date]) -> None:
    """Keep a site log and some defects of the works under way, and who took over the finished."""
    rng, today = drawn
    for project in projects:
        stage = project["stage"]
        if lifecycle.is_accepted(stage) and stage >= "S90":
            ended = lateness.last_day(project["handover_date"]) or today
            values = {"keeper": "示范区老旧小区物业服务中心", "warranty_until": _years(ended, 2)}
            rows.change(db, "project", project["id"], values)
        if not lifecycle.may_have_percent(stage):
            continue
        day = today - dt.timedelta(rng.randint(1, 20))
        log = {"uid": uid(rng), "project_id": project["id"], "date": str(day)}
        rows.add(
            db,
            "site_log",
            {**log, "text": rng.choice(_LOGS), "weather": "晴", "hands": rng.randint(6, 40)},
        )
        if rng.random() < 0.6:
            severity, text = rng.choice(_DEFECTS)
            found = {"uid": uid(rng), "project_id": project["id"], "severity": severity}
            due = day + dt.timedelta(rng.randint(-5, 20))
            rows.add(
                db,
                "defect",
                {**found, "text": text, "found_on": str(day), "due": str(max(due, day))},
            )


def _years(day: dt.date, years: int) -> str:
    return str(day.replace(year=day.year + years, day=min(day.day, 28)))
