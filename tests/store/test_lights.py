"""The light in SQL is the light of the domain, for every case of dates and stages."""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from contextlib import closing

from renewtrack.domain import lateness
from renewtrack.domain.lateness import Schedule
from renewtrack.store import lights

TODAY = dt.date(2025, 10, 15)
STAGES = (None, "S00", "S65", "S70", "S78", "S80", "S95", "X1")
PERCENTS = (None, 0.0, 40.0, 48.9, 50.0, 100.0)
STARTS = (None, "2025", "2025-03", "2025-09-29", "2025-10-14", "2026-01")
FINISHES = (None, "2024", "2025-09", "2025-09-29", "2025-09-30", "2025-10-14", "2025-10-15", "2026")
FORECASTS = (None, "2025-10-10", "2026-03", "1985/1990")


def test_the_light_in_sql_is_that_of_the_domain() -> None:
    cases = list(itertools.product(STAGES, PERCENTS, STARTS, FINISHES, FORECASTS))
    column = {name: name for name in lights.COLUMNS}
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute(f"CREATE TABLE work ({', '.join(lights.COLUMNS)})")
        conn.executemany("INSERT INTO work VALUES (?, ?, ?, ?, ?)", cases)
        found = conn.execute(
            f"SELECT {lights.light(column)} FROM work ORDER BY rowid", {"today": str(TODAY)}
        ).fetchall()
    differing = [
        (case, said)
        for case, (said,) in zip(cases, found, strict=True)
        if said != lateness.light(Schedule(*case), TODAY)
    ]
    assert not differing
    assert {said for (said,) in found} == set(lateness.LIGHTS)
