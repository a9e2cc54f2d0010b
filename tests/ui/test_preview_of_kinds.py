"""The preview shows what a register of visits would write in words, its persons masked."""

from __future__ import annotations

from renewtrack.intake.plans import CellChange
from renewtrack.ui import import_wizard_values


def _shown(table: str, column: str, value: object, language: str = "zh") -> str:
    change = CellChange(table, column, "A2", None, value, str(value))
    return import_wizard_values.shown(change, value, language)


def test_a_householder_and_a_telephone_are_masked_before_they_are_stored() -> None:
    assert _shown("household", "holder", "周小明") == "周**"
    assert _shown("household", "phone", "13912345678") == "139****5678"


def test_keys_of_code_lists_are_shown_by_their_words() -> None:
    assert _shown("household", "agree", "undecided") == "未定"
    assert _shown("money_event", "kind", "paid", "en") == "Paid"
    assert _shown("lift", "step", "E12") == "电梯安装"
    assert _shown("consent_round", "area_part_dm2", 87_884) == "878.84 ㎡"


def test_a_choice_is_shown_as_yes_or_no() -> None:
    assert _shown("item_choice", "wanted", 1) == "是"
    assert _shown("item_choice", "wanted", 0, "en") == "No"


def test_money_of_a_register_has_its_unit() -> None:
    assert _shown("money_event", "amount_fen", 23_800_000) == "23.80 万元"
    assert _shown("lift", "cost_fen", 54_000_000, "en") == "540,000.00 yuan"
