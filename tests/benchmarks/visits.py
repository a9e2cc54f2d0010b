"""How long the board of visits and a booking take in an estate of 5,000 households.

Run it by hand: ``python -m tests.benchmarks.visits``; it prints ratios to the bare SQL of the same
rows, and shares of the goals (0.3 s for the board, 50 ms for a booking), and judges nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from renewtrack.store import actions, bookings, crews, file, rows, visit_boards, visit_lists
from renewtrack.store.bookings import Booking
from renewtrack.store.choosing import Filter
from renewtrack.ui.week_board import WeekBoard
from tests.benchmarks import big_estate

if TYPE_CHECKING:
    from sqlite_utils import Database

HOMES, BOOKED, ROUNDS = 5_000, 600, 9
BOARD, BOOKING = 0.3, 0.05  # goals in seconds
TODAY = dt.date(2026, 11, 23)
_BARE = """
SELECT household.id, room, agree, appointment.date, appointment.state FROM household
LEFT JOIN appointment ON appointment.household_id = household.id
"""


def timed(job: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return how long each of some rounds takes, in seconds, the shortest first."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        job()
        found.append(time.perf_counter() - start)
    return sorted(found)


def fill(db: Database) -> None:
    """Book a part of the homes with four crews."""
    with actions.act(db, "book", "测量"):
        for visit in rows.column(db, "SELECT id FROM appointment ORDER BY id"):
            rows.remove(db, "appointment", visit)
        for number in range(4):
            crews.add(db, f"{number + 1}组", 8)
        homes = rows.column(db, "SELECT id FROM household ORDER BY id LIMIT ?", (BOOKED,))
        for place, home in enumerate(homes):
            first = TODAY + dt.timedelta(place // 40)
            slot, crew = bookings.next_free(db, home, first)
            bookings.book(db, Booking(home, slot, crew.id))


def main() -> None:
    """Print the table."""
    app = QApplication.instance() or QApplication([])
    folder = tempfile.TemporaryDirectory()
    copy = shutil.copy(big_estate.project(HOMES), Path(folder.name) / "大城.gpkg")
    opened = file.open_file(Path(copy), who="测量")
    db = opened.db
    fill(db)
    bare = timed(lambda: db.conn.execute(_BARE).fetchall())[0]
    whole = Filter(today=str(TODAY))
    read = timed(lambda: visit_boards.read(db, TODAY, TODAY, whole))
    week, board = visit_boards.read(db, TODAY, TODAY, whole), WeekBoard()
    board.resize(900, 900)

    def paint() -> None:
        board.show_week(week)
        board.grab()

    painted = timed(paint)
    waiting = iter([line.household_id for line in week.waiting])

    def book() -> None:
        with actions.act(db, "book", "测量"):
            home = next(waiting)
            slot, crew = bookings.next_free(db, home, TODAY)
            bookings.book(db, Booking(home, slot, crew.id))
        board.show_week(visit_boards.visits_again(db, week))
        board.grab()

    booked = timed(book, 60)
    found = timed(lambda: visit_lists.find(db, "3-2-301"))
    shown = read[0] + painted[0]
    median, worst = statistics.median(booked), booked[-1]
    lines = (
        f"{HOMES:,} homes, {BOOKED} booked; bare SQL of the same rows = 1",
        f"board read             {read[0] / bare:6.2f} of bare {read[0] / BOARD:6.2f} of goal",
        f"board read and painted {shown / bare:6.2f} of bare {shown / BOARD:6.2f} of goal",
        f"booking: free half day found, stored, painted: median {median / BOOKING:.2f} of goal,"
        f" slowest of {len(booked)} {worst / BOOKING:.2f}",
        f"home found by its number {found[0] / BOOKING:.2f} of the goal of a booking",
    )
    print("\n".join(lines))  # noqa: T201
    opened.close()
    folder.cleanup()
    del app


if __name__ == "__main__":
    main()
