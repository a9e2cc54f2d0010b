"""The names that a template may use in a report of any period, whatever it has on record."""

from __future__ import annotations

TABLES = (*(f"R{number}" for number in range(1, 12)), "W1", "W2")
FIGURES = (
    *("estates", "buildings", "households", "area", "projects", "streets", "problems", "late"),
    *("started_now", "started", "start_rate", "finished_now", "finished", "finish_rate"),
    *("plan", "done_now", "done", "done_rate", "funding", "received", "received_rate", "paid"),
    *("lifts", "lifts_in_use", "year"),
)
