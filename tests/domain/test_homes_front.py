"""The grid of a building's front, and rates by heads and by area."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import homes_front
from renewtrack.domain.homes_front import AGREE, Home

ROOMS = st.builds(
    Home,
    id=st.integers(1, 10_000),
    stairwell=st.sampled_from((None, "1", "2", "10")),
    floor=st.one_of(st.none(), st.integers(-1, 33)),
    room=st.one_of(st.from_regex(r"[1-9]\d{2,3}", fullmatch=True), st.just("门卫")),
    agree=st.sampled_from((None, "yes", "no", "undecided")),
    area_m2=st.one_of(st.none(), st.floats(10, 200)),
)


@given(st.lists(ROOMS, max_size=40))
def test_every_home_stands_in_exactly_one_cell(found: list[Home]) -> None:
    front = homes_front.front(found)
    placed = [home for held in front.cells.values() for home in held]
    assert sorted(placed, key=repr) == sorted(found, key=repr)
    assert {key[0] for key in front.cells} == set(front.stairwells)
    assert {key[1] for key in front.cells} == set(front.floors)


def test_floors_go_down_and_stairwells_across_in_the_order_of_their_numbers() -> None:
    found = [
        Home(1, "10", None, "101"),
        Home(2, "2", None, "1102"),
        Home(3, "2", None, "1101"),
        Home(4, None, None, "门卫"),
        Home(5, "2", 2, "甲"),
    ]
    front = homes_front.front(found)
    assert front.stairwells == ("2", "10", None)
    assert front.floors == (11, 2, 1, None)
    assert [home.room for home in front.cells["2", 11]] == ["1101", "1102"]
    assert front.abreast("2") == 2


@pytest.mark.parametrize(
    ("state", "count", "heads", "share"),
    [("yes", 2, 50.0, 75.0), ("no", 1, 25.0, 25.0), ("", 1, 25.0, 0.0), ("undecided", 0, 0, 0)],
)
def test_rates_are_told_by_heads_and_by_the_area_that_is_known(
    state: str, count: int, heads: float, share: float
) -> None:
    found = [
        Home(1, "1", 1, "101", "yes", area_m2=100),
        Home(2, "1", 1, "102", "yes", area_m2=50),
        Home(3, "1", 2, "201", "no", area_m2=50),
        Home(4, "1", 2, "202"),
    ]
    rate = homes_front.rate(found, AGREE, state)
    assert (rate.count, rate.by_heads, rate.by_area) == (count, heads, share)
    assert (rate.every, rate.every_m2, rate.without_area) == (4, 200, 1)


def test_nobody_has_no_rate() -> None:
    rate = homes_front.rate([], AGREE, "yes")
    assert (rate.by_heads, rate.by_area) == (None, None)
