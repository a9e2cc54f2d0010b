"""How long the views of an estate of 5,000 households take, beside the bare SQL of the same rows.

Run it by hand: ``python -m tests.benchmarks.homes``; it prints ratios and shares of the
goal (0.3 s) and judges nothing. Every figure is the least of five.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from renewtrack.domain import homes_front
from renewtrack.store import (
    connecting,
    homes_grid,
    homes_items,
    participation,
    participation_scope,
)
from renewtrack.store.choosing import Filter
from tests.benchmarks import big_estate

if TYPE_CHECKING:
    from sqlite_utils import Database

HOMES, ROUNDS, GOAL = 5_000, 5, 0.3
ITEM = "W14"
WHOLE = Filter(today="2026-11-28")

_HOMES = "SELECT * FROM household"
_CHOICES = """
SELECT household.building_id, choice.item, choice.wanted, choice.quantity FROM item_choice AS choice
JOIN household ON household.id = choice.household_id
"""
_ONE = "SELECT * FROM household WHERE building_id = 1"


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
    app = QApplication.instance() or QApplication([])
    db = connecting.connect(big_estate.project(HOMES), readonly=True)
    bare = {
        name: least(lambda query=query: db.conn.execute(query).fetchall())  # type: ignore[misc]
        for name, query in (("homes", _HOMES), ("choices", _CHOICES), ("one", _ONE))
    }
    print(f"{HOMES:,} homes, 100 buildings, 500 stairwells, 36,000 answers; bare SQL = 1")  # noqa: T201
    print(f"{'view':40} {'beside':8} {'ratio':>7} {'of its goal':>12}")  # noqa: T201
    for name, (beside, job) in (_jobs(db) | _shown(db)).items():
        took = least(job)
        print(f"{name:40} {beside:8} {took / bare[beside]:7.2f} {took / GOAL:12.3f}")  # noqa: T201
    app.processEvents()


def _jobs(db: Database) -> dict[str, tuple[str, Callable[[], object]]]:
    buildings = participation.buildings(db, WHOLE)
    one = buildings[0]
    return {
        "list of the buildings": ("homes", lambda: homes_grid.buildings(db, WHOLE)),
        "front of a building": (
            "one",
            lambda: homes_front.front(homes_grid.of_building(db, one)),
        ),
        "matrix of a building": (
            "one",
            lambda: (homes_items.of_building(db, one), homes_items.counts(db, one)),
        ),
        "rates of every stairwell": (
            "choices",
            lambda: participation.rates(db, participation.buildings(db, WHOLE)),
        ),
        "matrix of the estate": ("choices", lambda: participation.matrix(db, buildings)),
        "homes behind a figure": (
            "homes",
            lambda: participation.behind(db, ITEM, buildings, ["yes"]),
        ),
        "preview of the scope": (
            "choices",
            lambda: participation_scope.preview(db, buildings, ITEM),
        ),
    }


def _shown(db: Database) -> dict[str, tuple[str, Callable[[], object]]]:
    """Return the same with the widgets that show it, read and painted."""
    from renewtrack.ui.homes_view import HomesView
    from renewtrack.ui.items_table import ItemsTable
    from renewtrack.ui.participation_rates import RatesTable

    view, items, rates = HomesView(), ItemsTable(), RatesTable()
    for widget in (view, items, rates):
        widget.resize(1100, 700)
        widget.show()
    buildings = participation.buildings(db, WHOLE)

    def grid() -> None:
        view.show_front(homes_front.front(homes_grid.of_building(db, buildings[0])))
        view.grab()

    def matrix() -> None:
        homes = homes_front.in_order(homes_grid.of_building(db, buildings[0]))
        kinds, choices = homes_items.of_building(db, buildings[0])
        items.show_items(homes, kinds, choices, homes_items.counts(db, buildings[0]))
        items.grab()

    def of_estate() -> None:
        found = participation.rates(db, participation.buildings(db, WHOLE))
        rates.show_rates(found, "stairwell", ITEM)
        rates.grab()

    return {
        "grid, read and painted": ("one", grid),
        "matrix, read and painted": ("one", matrix),
        "rates by stairwell, read and painted": ("choices", of_estate),
    }


if __name__ == "__main__":
    main()
