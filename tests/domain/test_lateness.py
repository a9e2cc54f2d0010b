"""How late a work is, and its light, at each limit and one beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from renewtrack.domain import lateness
from renewtrack.domain.lateness import Schedule

TODAY = dt.date(2025, 10, 15)


def _at(days: int) -> str:
    """Return the planned finish that is so many days over."""
    return (TODAY - dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-05-31", "2025-05-31", "2025-05-31"),
        ("1985/1990", "1985-01-01", "1990-12-31"),
        ("2025-12", "2025-12-01", "2025-12-31"),
    ],
)
def test_a_date_spans_what_it_can_mean(date: str, first: str, last: str) -> None:
    assert str(lateness.first_day(date)) == first
    assert str(lateness.last_day(date)) == last


@pytest.mark.parametrize("date", [None, "", "待定", "2025-13", "2025-02-30"])
def test_what_is_no_date_spans_nothing(date: str | None) -> None:
    assert lateness.first_day(date) is None
    assert lateness.last_day(date) is None


@pytest.mark.parametrize(
    ("days", "light"),
    [(-1, "green"), (0, "green"), (1, "yellow"), (15, "yellow"), (16, "red")],
)
def test_the_light_of_a_missed_finish(days: int, light: str) -> None:
    schedule = Schedule("S75", None, None, _at(days))
    assert lateness.days_late(schedule, TODAY) == max(0, days)
    assert lateness.light(schedule, TODAY) == light


@pytest.mark.parametrize(
    ("percent", "light"),
    [(50, "green"), (49, "green"), (48.9, "yellow"), (40, "yellow"), (39.9, "red")],
)
def test_the_light_of_a_percentage_behind_an_even_course(percent: float, light: str) -> None:
    half = Schedule("S70", percent, "2025-10-05", "2025-10-25")
    assert lateness.light(half, TODAY) == light


@pytest.mark.parametrize(
    ("schedule", "light"),
    [
        (Schedule("S70"), "none"),
        (Schedule("X1", None, "2025-01", "2025-03"), "none"),
        (Schedule("S80", 100, "2025-01", "2025-03"), "green"),
        (Schedule("S90", 100, "2025-01", "2025-03"), "green"),
        # Not begun though the start was planned: late by the start.
        (Schedule("S60", None, "2025-09", "2025-12"), "yellow"),
        (Schedule("S60", None, "2025-08", "2025-12"), "red"),
        (Schedule("S70", None, "2025-08", "2025-12"), "green"),
        # The forecast says what will be missed.
        (Schedule("S70", None, "2025-08", "2025-12-01", "2025-12-10"), "yellow"),
        (Schedule("S70", None, "2025-08", "2025-12-01", "2026-01"), "red"),
        (Schedule("S70", None, "2025-08", "2025-12-01", "2025-11"), "green"),
        # As precise as known: October may last until its end.
        (Schedule("S75", None, None, "2025-10"), "green"),
        (Schedule("S75", None, None, "2025"), "green"),
        (Schedule("S75", None, None, "2025-09"), "yellow"),
        (Schedule(None, None, None, "2025-09-01"), "red"),
    ],
)
def test_lights(schedule: Schedule, light: str) -> None:
    assert lateness.light(schedule, TODAY) == light


def test_every_light_has_its_words() -> None:
    assert set(lateness.LIGHT_WORDS) == set(lateness.LIGHTS)
