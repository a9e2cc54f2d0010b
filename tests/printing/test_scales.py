"""Scales are round, bars are true."""

from __future__ import annotations

import pytest

from renewtrack.printing import layouts, scales


@pytest.mark.parametrize(
    ("east", "north", "scale"),
    [(2_590, 100, 10_000), (2_610, 100, 12_500), (100, 2_240, 12_500), (90, 90, 500)],
)
def test_the_fitted_scale_is_the_next_round_one(east: float, north: float, scale: int) -> None:
    assert scales.fit(east, north, 260, 220) == scale


@pytest.mark.parametrize("scale", [*scales.FIXED, *scales.ROUND[:40]])
def test_a_bar_is_a_round_distance_at_true_length(scale: int) -> None:
    bar = scales.bar(scale, 100.0)
    assert bar.length == pytest.approx(bar.ground * 1000 / scale)
    assert 38 <= bar.length <= 100.0
    assert f"{bar.ground:.0f}".rstrip("0") in ("1", "2", "5")


def test_a_paper_that_does_not_exist_is_refused_with_the_known_ones() -> None:
    with pytest.raises(layouts.UnknownPaper) as refused:
        layouts.load("a3-status", "B5", "landscape")
    assert "A4 A3 A2 A1 A0" in refused.value.in_("zh")
