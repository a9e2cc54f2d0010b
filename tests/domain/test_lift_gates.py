"""A step of a lift needs what stands before it; its notice runs by days."""

from __future__ import annotations

import datetime as dt

import pytest

from renewtrack.domain import lift_gates, notice_clock


@pytest.mark.parametrize(
    ("start", "to", "lacks"),
    [
        (None, "E01", ()),
        ("E01", "E02", ("round",)),
        ("E02", "E03", ("consent",)),
        (None, "E03", ("round", "consent")),
        ("E06", "E07", ("notice", "objections")),
        ("E15", "E17", ("paper:lift_registration", "field:reg_no", "field:maint_unit")),
        ("E10", "E05", ()),
        ("E05", "X2", ()),
    ],
)
def test_a_step_needs_what_stands_before_it(
    start: str | None, to: str, lacks: tuple[str, ...]
) -> None:
    assert lift_gates.lacking(start, to, ()) == lacks


def test_every_need_has_a_name_and_every_gate_a_step() -> None:
    assert set(lift_gates.needs()) <= set(lift_gates.steps())
    for needs in lift_gates.needs().values():
        assert all(lift_gates.words_of(need).zh != need for need in needs)


@pytest.mark.parametrize(
    ("start", "end", "state", "day"),
    [
        (None, None, "not_yet", 0),
        ("2025-10-16", None, "not_yet", 0),
        ("2025-10-15", None, "running", 1),
        ("2025-10-09", None, "running", 7),
        ("2025-10-08", None, "ended", 7),
        ("2025-10-01", "2025-10-07", "ended", 7),
        ("2025-10-01", "2025-10-06", "short", 6),
        ("2025-10-01", "2025-10-20", "running", 15),
        ("2025-10-10", "2025-10-01", "short", 0),
    ],
)
def test_the_clock_of_a_notice(start: str | None, end: str | None, state: str, day: int) -> None:
    found = notice_clock.clock(start, end, dt.date(2025, 10, 15))
    assert (found.state, found.day) == (state, day)
