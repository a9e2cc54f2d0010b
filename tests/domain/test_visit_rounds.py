"""In which order homes are visited: every home once, floors upwards, no longer than as given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import visit_rounds
from renewtrack.domain.visit_rounds import Stop

EAST = 0.001  # degrees, some 85 m at 40 degrees north


def at(number: int, east: float, room: str = "101", floor: int = 1) -> Stop:
    return Stop(number, f"{east}", 116.0 + east * EAST, 40.0, "1", floor, room)


def test_the_round_goes_from_building_to_building_and_up_the_stairs() -> None:
    stops = [at(1, 5), at(2, 0, "301", 3), at(3, 2), at(4, 0, "201", 2), at(5, 0, "1002", 10)]
    assert [stop.id for stop in visit_rounds.in_order(stops)] == [4, 2, 5, 3, 1]


def test_a_building_without_a_position_comes_last() -> None:
    lost = Stop(9, "无坐标", room="101")
    assert [each.id for each in visit_rounds.in_order([lost, at(1, 1), at(2, 0)])] == [2, 1, 9]
    assert visit_rounds.apart(lost, at(1, 1)) is None


def test_homes_a_long_way_apart_are_told_of() -> None:
    assert not visit_rounds.far([at(1, 0), at(2, 3)])
    assert visit_rounds.far([at(1, 0), at(2, 12)])
    assert visit_rounds.spread_m([at(1, 0), at(2, 10)]) == pytest.approx(853, rel=0.01)


PLACES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=9, unique=True
)


@given(PLACES)
def test_every_home_is_visited_once_and_no_way_is_longer_than_by_the_nearest(
    places: list[tuple[int, int]],
) -> None:
    stops = [
        Stop(number, place, 116 + place[0] * EAST, 40 + place[1] * EAST)
        for number, place in enumerate(places)
    ]
    found = visit_rounds.in_order(stops)
    assert sorted(stop.id for stop in found) == list(range(len(places)))
    assert (
        visit_rounds.length_m(found) <= visit_rounds.length_m(visit_rounds._nearest(stops)) + 1e-6
    )
