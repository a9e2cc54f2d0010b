"""Shares of a lift sum to the fen, whoever pays and however it is weighed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import cost_shares
from renewtrack.domain.cost_shares import Flat

PRESETS = cost_shares.presets()
SIX = [Flat(floor, 6000 + floor * 100) for floor in range(1, 7) for _ in range(2)]


@pytest.mark.parametrize(
    ("key", "factors"),
    [
        ("G1", [0, 0.5, 1, 1.2, 1.4, 1.6, 1.8]),
        ("G2", [0, 0, 1, 1.3, 1.6, 1.9, 2.2]),
        ("G3", [0, 0, 0.7, 0.8, 0.9, 1.0, 1.1]),
        ("G4", [1, 1, 1, 1, 1, 1, 1]),
    ],
)
def test_the_factors_of_the_presets(key: str, factors: list[float]) -> None:
    found = [cost_shares.factor(PRESETS[key], floor) for floor in range(1, 8)]
    assert found == [Decimal(str(each)) for each in factors]


def test_a_share_by_floor() -> None:
    # 12 flats: factors 0 .5 1 1.2 1.4 1.6, twice: 11.4 in all.
    paid = cost_shares.shares(SIX, PRESETS["G1"], 114_000_00)
    assert paid == [0, 0, 500000, 500000, 1000000, 1000000, 1200000, 1200000, 1400000, 1400000,
                    1600000, 1600000]  # fmt: skip


def test_the_cents_left_go_to_the_top_floor() -> None:
    paid = cost_shares.shares([Flat(1), Flat(2), Flat(3)], PRESETS["G4"], 100)
    assert paid == [33, 33, 34]
    paid = cost_shares.shares([Flat(3), Flat(1), Flat(3)], PRESETS["G4"], 101)
    assert paid == [34, 33, 34]


def test_a_subsidy_above_the_cost_leaves_nothing_to_pay() -> None:
    assert set(cost_shares.shares(SIX, PRESETS["G1"], -5)) == {0}


def test_own_factors_by_floor() -> None:
    own = cost_shares.own_factors('{"2": 0.3, "3": "1"}')
    paid = cost_shares.shares([Flat(1), Flat(2), Flat(3)], PRESETS["G5"], 1300, own=own)
    assert paid == [0, 300, 1000]


@pytest.mark.parametrize("written", [None, "", "[]", "{", '{"a": 1}', '{"1": "x"}'])
def test_factors_that_cannot_be_read_are_none(written: str | None) -> None:
    assert cost_shares.own_factors(written) == {}


def test_nobody_paying_is_refused() -> None:
    with pytest.raises(cost_shares.NobodyPays):
        cost_shares.shares([Flat(1), Flat(1)], PRESETS["G1"], 100)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(1, 20_000)), min_size=1, max_size=60),
    st.integers(0, 10**12),
    st.sampled_from(["G1", "G2", "G3", "G4"]),
    st.sampled_from(["area", "flat"]),
)
def test_shares_sum_to_the_cent(
    flats: list[tuple[int, int]], amount: int, key: str, by: str
) -> None:
    every = [Flat(*flat) for flat in flats]
    try:
        paid = cost_shares.shares(every, PRESETS[key], amount, by)
    except cost_shares.NobodyPays:
        assert all(cost_shares.factor(PRESETS[key], flat.floor) == 0 for flat in every)
        return
    assert sum(paid) == amount
    assert min(paid) >= 0
    for flat, share in zip(every, paid, strict=True):
        assert share == 0 or cost_shares.factor(PRESETS[key], flat.floor) > 0


@pytest.mark.parametrize(
    "factor", ["-1", "NaN", "sNaN", "Infinity", "-Infinity", "1001", "1e999999", "1e-7", "-0.5"]
)
def test_a_factor_that_is_none_is_refused(factor: str) -> None:
    own = {2: Decimal(factor), 3: Decimal(2)}
    with pytest.raises(cost_shares.BadFactor) as refused:
        cost_shares.shares([Flat(2), Flat(3)], PRESETS["G5"], 1000, own=own)
    assert "2" in refused.value.in_("zh")


def test_shares_of_long_factors_and_great_amounts_sum_to_the_fen() -> None:
    own = {1: Decimal("0.333333"), 2: Decimal("999.999999"), 3: Decimal("0.000001")}
    flats = [Flat(floor, 10**9 + floor) for floor in (1, 2, 3) for _ in range(7)]
    paid = cost_shares.shares(flats, PRESETS["G5"], 10**24 + 1, "area", own)
    assert sum(paid) == 10**24 + 1
    assert min(paid) >= 0
