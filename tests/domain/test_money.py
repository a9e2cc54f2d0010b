from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import money


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [(2.675, 2, "2.68"), (0.125, 2, "0.13"), (Decimal("-2.5"), 0, "-3"), (1, 2, "1.00")],
)
def test_rounding_is_half_up(number: Decimal, places: int, rounded: str) -> None:
    assert str(money.half_up(number, places)) == rounded


def test_amounts_are_whole_fen_and_print_in_yuan_and_wan() -> None:
    amount = money.fen(Decimal("15910.4") * 10000)
    assert amount == 15_910_400_000
    assert money.yuan_text(amount) == "159104000.00"
    assert money.wan_text(amount) == "15910.40"


@given(st.integers(-(10**14), 10**14))
def test_fen_come_back_from_their_text(amount: int) -> None:
    assert money.fen(Decimal(money.yuan_text(amount))) == amount


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 4))
def test_rounding_is_never_off_by_more_than_half(number: Decimal, places: int) -> None:
    assert abs(money.half_up(number, places) - number) <= Decimal(1).scaleb(-places) / 2
