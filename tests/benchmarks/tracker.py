"""How long the views of 100,000 works take, beside the bare SQL of the same rows.

Run it by hand: ``python -m tests.benchmarks.tracker``; it prints ratios and judges nothing. Every
figure is the least of three. A frame of the chart is measured beside 1/60 s of the same clock.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from renewtrack.analysis import reaching
from renewtrack.store import (
    boards,
    clashes,
    connecting,
    dashboards,
    due_dates,
    listing,
    money_checks,
    money_matrix,
    spans,
    todo,
)
from renewtrack.store.choosing import Filter
from tests.benchmarks import many_works

if TYPE_CHECKING:
    from sqlite_utils import Database

WORKS, BARS, ROUNDS = 100_000, 5_000, 3
TODAY = "2025-10-15"
WHOLE = Filter(today=TODAY)
STREET = Filter(today=TODAY, chosen={"street": frozenset({"第7街道"})})
RED = Filter(today=TODAY, chosen={"light": frozenset({"red"})})
GOAL, DASHBOARD = 0.2, 0.5  # seconds that the views should answer within
FRAME = 1 / 60

_ROWS = """
SELECT work.id, work.stage, work.budget_fen, work.finish_plan, estate.area_id FROM work
LEFT JOIN project ON project.id = work.project_id
LEFT JOIN building ON building.id = work.building_id
LEFT JOIN estate ON estate.id = COALESCE(work.estate_id, building.estate_id)
"""
_GROUPED = "SELECT stage, COUNT(*), SUM(budget_fen) FROM work GROUP BY stage"
_MONEY = """
SELECT project_id, source, SUM(amount_fen) FROM money_event WHERE kind = 'paid' GROUP BY 1, 2
"""


def least(job: Callable[[], object]) -> float:
    """Return the least of some rounds, in seconds."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        job()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    """Print the table."""
    db = connecting.connect(many_works.project(WORKS), readonly=True)
    bare = {
        "rows": least(lambda: db.conn.execute(_ROWS).fetchall()),
        "groups": least(lambda: db.conn.execute(_GROUPED).fetchall()),
        "money": least(lambda: db.conn.execute(_MONEY).fetchall()),
    }
    print(f"{WORKS:,} works, 4,000 projects, 200,000 payments; bare SQL = 1")  # noqa: T201
    print(f"{'view':36} {'beside':8} {'ratio':>7} {'of its goal':>12}")  # noqa: T201
    for name, (beside, goal, job) in _jobs(db).items():
        took = least(job)
        print(f"{name:36} {beside:8} {took / bare[beside]:7.2f} {took / goal:12.2f}")  # noqa: T201
    _chart(db)


def _jobs(db: Database) -> dict[str, tuple[str, float, Callable[[], object]]]:
    matrix: dict[str, Callable[[], object]] = {
        f"money matrix by {by}": lambda by=by: money_matrix.read(db, by, "paid", WHOLE)
        for by in ("project", "street", "year")
    }
    return {
        "works, all ids": ("rows", GOAL, lambda: listing.ids(db, "works", WHOLE)),
        "works of a street": ("rows", GOAL, lambda: listing.ids(db, "works", STREET)),
        "works far behind": ("rows", GOAL, lambda: listing.ids(db, "works", RED)),
        "counts of every facet": ("rows", GOAL, lambda: listing.facets(db, "works", WHOLE)),
        "sums of a filter": ("rows", GOAL, lambda: listing.sums(db, "works", STREET)),
        "board of works": ("rows", GOAL, lambda: boards.read(db, "works", WHOLE)),
        "board of projects": ("groups", GOAL, lambda: boards.read(db, "projects", WHOLE)),
        "5,000 bars of the chart": ("rows", GOAL, lambda: spans.read(db, "works", WHOLE, BARS)),
        "a month of the calendar": (
            "rows",
            GOAL,
            lambda: due_dates.read(db, "works", WHOLE, "2025-09-29", "2025-11-09"),
        ),
        **{name: ("money", GOAL, job) for name, job in matrix.items()},
        "money checks": ("money", GOAL, lambda: money_checks.findings(db)),
        "places dug twice": ("rows", GOAL, lambda: clashes.all(db, TODAY)),
        "what needs somebody today": ("rows", DASHBOARD, lambda: todo.read(db, TODAY)),
        "dashboard": (
            "rows",
            DASHBOARD,
            lambda: (dashboards.read(db, WHOLE, WHOLE), reaching.read(db, TODAY)),
        ),
    }


def _chart(db: Database) -> None:
    """Scroll a chart of many bars and print the slowest frames beside 1/60 s."""
    from renewtrack.ui.gantt_view import ROW, GanttView

    app = QApplication.instance() or QApplication([])
    bars = spans.read(db, "works", WHOLE, BARS)
    view = GanttView()
    view.resize(1366, 768)
    view.show_bars(bars, spans.ends(bars, {}), {}, dt.date.fromisoformat(TODAY))
    view.show()
    frames = []
    for step in range(240):
        start = time.perf_counter()
        view.verticalScrollBar().setValue(step * ROW * 3)
        view.viewport().repaint()
        app.processEvents()
        frames.append(time.perf_counter() - start)
    frames.sort()
    for name, at in (("median", 0.5), ("95 in 100", 0.95), ("slowest", 1)):
        share = frames[min(len(frames) - 1, int(at * len(frames)))] / FRAME
        print(f"{f'frame of {len(bars):,} bars, {name}':36} {'1/60 s':8} {share:7.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
