"""A project file with very many works, payments and projects, invented, to measure with."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain import codes
from renewtrack.store import actions, areas, file, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

STAGES = ("S10", "S30", "S40", "S50", "S60", "S65", "S70", "S75", "S78", "S80", "S85", "S90", "X1")
WORKS_OF_PROJECT = 25
EVENTS_OF_PROJECT = 50


def project(works: int) -> Path:
    """Return a project file of so many works, made once and kept in the temporary folder."""
    path = Path(tempfile.gettempdir()) / f"renewtrack-works-{works}-6.gpkg"
    if not path.exists():
        part = path.with_suffix(".part.gpkg")
        part.unlink(missing_ok=True)
        _fill(part, works)
        part.rename(path)
    return path


def _fill(path: Path, works: int) -> None:
    opened, rng = file.create(path, "大城"), random.Random(7)
    projects = works // WORKS_OF_PROJECT
    with actions.act(opened.db, "create_demo", "测试"):
        db = opened.db
        district = areas.ensure(db, "district", "大城")
        streets = [areas.ensure(db, "street", f"第{one}街道", district) for one in range(1, 31)]
        estates = rows.add_many(
            db,
            "estate",
            {
                "name": [f"东里{one}区" for one in range(projects)],
                "area_id": [streets[one % 30] for one in range(projects)],
            },
        )
        starts = [dt.date(2025, 1, 1) + dt.timedelta(rng.randrange(500)) for _ in range(projects)]
        made = rows.add_many(
            db,
            "project",
            {
                "name": [f"改造{one}" for one in range(projects)],
                "plan_year": [start.year for start in starts],
                "stage": [rng.choice(STAGES) for _ in range(projects)],
                "start_plan": [str(start) for start in starts],
                "finish_plan": [str(start + dt.timedelta(240)) for start in starts],
                "invest_total_fen": [rng.randrange(10**7, 10**10) for _ in range(projects)],
            },
        )
        rows.add_many(db, "project_estate", {"project_id": made, "estate_id": estates})
        _works(opened.db, made, estates, starts, rng)
        _money(opened.db, made, rng)
    opened.close()


def _works(
    db: rows.Any, made: range, estates: range, starts: list[dt.date], rng: random.Random
) -> None:
    kinds = [code.key for code in codes.table("work_types")]
    which = [one for one in range(len(made)) for _ in range(WORKS_OF_PROJECT)]
    begins = [starts[one] + dt.timedelta(rng.randrange(90)) for one in which]
    ends = [begin + dt.timedelta(rng.randrange(20, 200)) for begin in begins]
    rows.add_many(
        db,
        "work",
        {
            "kind": [rng.choice(kinds) for _ in which],
            "project_id": [made[one] for one in which],
            "estate_id": [estates[one] for one in which],
            "stage": [rng.choice((None, *STAGES)) for _ in which],
            "percent": [rng.randrange(101) for _ in which],
            "quantity": [rng.randrange(1, 5000) for _ in which],
            "quantity_done": [rng.randrange(1, 5000) for _ in which],
            "budget_fen": [rng.randrange(10**5, 10**8) for _ in which],
            "start_plan": [str(begin) for begin in begins],
            "finish_plan": [str(end) for end in ends],
            "finish_forecast": [
                str(end + dt.timedelta(30)) if rng.random() < 0.1 else None for end in ends
            ],
        },
    )


def _money(db: Database, made: range, rng: random.Random) -> None:
    sources = [code.key for code in codes.table("fund_sources")]
    which = [one for one in made for _ in range(EVENTS_OF_PROJECT)]
    kinds = ("allocated", "received", "paid", "settled")
    rows.add_many(
        db,
        "money_event",
        {
            "project_id": which,
            "source": [rng.choice(sources) for _ in which],
            "kind": [rng.choice(kinds) for _ in which],
            "amount_fen": [rng.randrange(10**4, 10**8) for _ in which],
            "date": [f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}" for _ in which],
        },
    )
    pairs = [(one, source) for one in made for source in rng.sample(sources, 4)]
    rows.add_many(
        db,
        "funding",
        {
            "project_id": [one for one, _ in pairs],
            "source": [source for _, source in pairs],
            "planned_fen": [rng.randrange(10**6, 10**9) for _ in pairs],
        },
    )
