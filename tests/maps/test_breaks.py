from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renewtrack.maps import breaks

FIGURES = st.lists(st.floats(-1e6, 1e6, allow_nan=False), max_size=60)


@pytest.mark.parametrize("method", [each.key for each in breaks.METHODS])
@settings(max_examples=40, deadline=None)
@given(figures=FIGURES, count=st.integers(1, 6))
def test_limits_rise_and_leave_no_class_empty_at_the_ends(
    method: str, figures: list[float], count: int
) -> None:
    limits = breaks.find(method, figures, count)
    assert list(limits) == sorted(set(limits))
    assert len(limits) < max(count, 2)
    if limits:
        assert min(figures) < limits[0]
        assert limits[-1] <= max(figures)


def test_quantiles_put_as_many_into_each_class() -> None:
    limits = breaks.find("quantile", list(range(100)), 4)
    assert limits == (25, 50, 75)


def test_equal_steps_part_the_range() -> None:
    assert breaks.find("equal", [0, 1, 2, 3, 100], 2) == (50,)


def test_natural_gaps_are_found_where_the_figures_are_apart() -> None:
    low, middle, high = [1, 2, 3, 2, 1], [50, 51, 49], [98, 99, 100]
    first, second = breaks.find("natural", [*high, *low, *middle], 3)
    assert 3 < first <= 49
    assert 51 < second <= 98


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=4, max_size=12))
def test_natural_gaps_have_the_least_squares_of_all(figures: list[int]) -> None:
    values = sorted(set(figures))
    limits = breaks.find("natural", figures, 3)
    if len(values) > 3:

        def squares(parted: tuple[float, ...]) -> float:
            places = np.digitize(figures, parted)
            groups = [np.array(figures)[places == at] for at in set(places.tolist())]
            return float(sum(((group - group.mean()) ** 2).sum() for group in groups))

        best = min(squares(each) for each in combinations(values[1:], 2))
        assert squares(limits) == pytest.approx(best, abs=1e-9)


def test_a_limit_is_round_where_that_moves_nothing() -> None:
    assert breaks.find("quantile", [1203.7, 1890.2, 2410.9, 3777.0], 2) == (2000,)


def test_figures_that_are_all_the_same_are_one_class() -> None:
    assert breaks.find("natural", [7, 7, 7], 5) == ()
    assert breaks.find("quantile", [], 5) == ()
    assert breaks.find("quantile", [float("nan"), float("inf"), 1.0], 5) == ()
