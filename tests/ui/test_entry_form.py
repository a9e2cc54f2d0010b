"""Amounts of payments as offices type them, below zero as well."""

from __future__ import annotations

import pytest

from renewtrack.ui import entry_form
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import Column
from renewtrack.words import Words

AMOUNT = Column("amount_fen", Words("金额", "Amount"), 0, "yuan_fen")


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,234.56", 123_456),
        ("１２３４．５６元", 123_456),
        ("-3", -300),
        ("−3.5", -350),
        ("12万", 12_000_000),
        ("12.5万元", 12_500_000),
        ("-12万", -12_000_000),
        ("一百万", 100_000_000),
        ("0", 0),
        ("", None),
    ],
)
def test_an_amount_is_read_to_the_fen(qapp: object, typed: str, fen: int | None) -> None:
    field = entry_form.made(AMOUNT, None)
    field.setText(typed)  # type: ignore[union-attr]
    assert entry_form.read(AMOUNT, field) == fen


@pytest.mark.parametrize("typed", ["十几万", "约", "1.2.3"])
def test_what_is_no_amount_is_refused(qapp: object, typed: str) -> None:
    field = entry_form.made(AMOUNT, None)
    field.setText(typed)  # type: ignore[union-attr]
    assert isinstance(entry_form.read(AMOUNT, field), Refusal)
