"""Money spread over months, what is unusual among unit costs, central sources used at once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import funds

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
TODAY = dt.date(2025, 10, 15)


@given(st.integers(-(10**12), 10**12), DAYS, DAYS)
def test_what_is_spread_sums_to_the_amount(fen: int, one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    found = funds.spread(fen, first, last)
    assert sum(found.values()) == fen
    assert len(found) == (last.year - first.year) * 12 + last.month - first.month + 1
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("fen", "first", "last", "months"),
    [
        (100, (2025, 11, 30), (2026, 1, 1), {"2025-11": 33, "2025-12": 33, "2026-01": 34}),
        (7, (2025, 12, 1), (2025, 12, 31), {"2025-12": 7}),
        (7, (2025, 12, 1), (2025, 11, 1), {"2025-12": 7}),
    ],
)
def test_money_is_spread_by_month(
    fen: int, first: tuple[int, int, int], last: tuple[int, int, int], months: dict[str, int]
) -> None:
    assert funds.spread(fen, dt.date(*first), dt.date(*last)) == months


def test_what_is_overdue_or_without_an_end_is_needed_this_month() -> None:
    found = funds.needs(
        [
            (300, dt.date(2025, 12, 5)),
            (50, dt.date(2024, 1, 1)),
            (5, None),
            (0, None),
            (-9, dt.date(2026, 1, 1)),
            (7, dt.date(9999, 12, 31)),
        ],
        TODAY,
    )
    assert found == {"2025-10": 162, "2025-11": 100, "2025-12": 100}


def test_a_unit_cost_far_from_the_median_is_unusual() -> None:
    costs = {1: 100.0, 2: 102.0, 3: 98.0, 4: 101.0, 5: 99.0, 6: 300.0}
    middle, away = funds.unusual(costs)
    assert middle == 100.5
    assert set(away) == {6}


def test_few_or_equal_unit_costs_are_not_judged() -> None:
    assert funds.unusual({1: 1.0, 2: 900.0}) == (450.5, {})
    assert funds.unusual(dict.fromkeys(range(6), 5.0) | {9: 900.0}) == (5.0, {})
    assert funds.unusual({}) == (None, {})


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (("central", "district"), ()),
        (("central", "bond"), ("central", "bond")),
        (("cbi", "ultra", "resident"), ("cbi", "ultra")),
        ((), ()),
    ],
)
def test_several_central_sources_are_told(sources: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert funds.doubled(sources) == found
