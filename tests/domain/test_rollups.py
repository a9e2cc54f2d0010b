"""Percentages stand on what they say, and wholes are sum by sum, halves up, last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import rollups
from renewtrack.domain.rollups import Measured, Part


@pytest.mark.parametrize(
    ("basis", "work", "percent"),
    [
        ("quantity", Measured("S70", None, 300, 100), 33.33),
        ("quantity", Measured("S70", None, 3, 2), 66.67),
        ("quantity", Measured("S70", None, 300, None), None),
        ("quantity", Measured("S70", None, 0, 5), None),
        ("quantity", Measured("S70", None, 100, 130), 100),
        ("money", Measured("S70", None, None, None, 200, 25), 12.5),
        ("money", Measured("S70", None, None, None, 0, 25), None),
        ("money", Measured("S70", None, None, None, 200, -25), 0),
        ("milestones", Measured("S75"), 60),
        ("milestones", Measured("X1"), None),
        ("stated", Measured("S70", 45), 45),
        ("stated", Measured("S70"), None),
        ("stated", Measured("S80", 45), 100),
        ("quantity", Measured("S90", None, 300, 100), 100),
    ],
)
def test_a_percentage_by_its_basis(basis: str, work: Measured, percent: float | None) -> None:
    assert rollups.percent_by(basis, work) == percent


@pytest.mark.parametrize(
    ("parts", "percent", "weight"),
    [
        ([Part(50, 100), Part(100, 300)], 87.5, "budget"),
        ([Part(50, 100), Part(100)], 75, "equal"),
        ([Part(50, 100, 10), Part(100, None, 30)], 87.5, "area"),
        ([Part(50, None, 0, 1), Part(100, None, 30, 3)], 87.5, "households"),
        ([Part(0, 3), Part(1, 1)], 0.25, "budget"),
        ([Part(0, 199), Part(1, 1)], 0.01, "budget"),  # 0.005 is rounded up
        ([], None, "equal"),
        ([Part(None, 100)], None, "equal"),
    ],
)
def test_a_whole_is_weighed_by_what_every_part_has(
    parts: list[Part], percent: float | None, weight: str
) -> None:
    found = rollups.whole(parts)
    assert (found.percent, found.weight) == (percent, weight)


def test_parts_without_a_percentage_are_counted_out() -> None:
    assert rollups.whole([Part(50, 1), Part(None, 9)]).left_out == 1
    assert rollups.whole([Part(50, 1), Part(None, 9)]).percent == 50


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, 10**12)), min_size=1, max_size=30))
def test_a_whole_stands_between_its_parts(given_parts: list[tuple[float, int]]) -> None:
    found = rollups.whole(Part(percent, budget) for percent, budget in given_parts)
    assert found.percent is not None
    least, most = min(p for p, _ in given_parts), max(p for p, _ in given_parts)
    assert least - 0.005 <= found.percent <= most + 0.005


def test_every_basis_and_weight_has_its_words() -> None:
    assert set(rollups.BASIS_WORDS) == set(rollups.BASES)
    assert set(rollups.WEIGHT_WORDS) == set(rollups.WEIGHTS)
