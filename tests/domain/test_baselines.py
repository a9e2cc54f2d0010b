"""What changed in an annual plan since it was frozen."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import baselines
from renewtrack.domain.baselines import Adjustment

LINE: dict[str, Any] = {
    "uid": "a",
    "name": "甲",
    "plan_year": 2025,
    "estates": 1,
    "buildings": 3,
    "households": 120,
    "floor_area_m2": 9000.5,
    "invest_total_fen": 10_000,
    "works": 2,
    "start_plan": "2025-03",
    "finish_plan": "2025-11",
}


def compared(
    frozen: dict[str, Any], present: dict[str, Any], years: dict[str, int | None]
) -> list[Adjustment]:
    return list(baselines.adjustments(frozen, present, years))


def test_a_plan_that_is_as_it_was_has_no_adjustments() -> None:
    assert compared({"a": LINE}, {"a": dict(LINE)}, {"a": 2025}) == []


def test_every_number_date_and_sum_that_differs_is_told() -> None:
    for what in baselines.COMPARED:
        now = {**LINE, what: None}
        found = compared({"a": LINE}, {"a": now}, {"a": 2025})
        assert found == [Adjustment("changed", "a", "甲", what, LINE[what], None)]


def test_a_name_or_stage_that_differs_is_no_adjustment() -> None:
    assert compared({"a": LINE}, {"a": {**LINE, "name": "乙", "stage": "S70"}}, {"a": 2025}) == []


def test_projects_come_go_and_move_to_another_year() -> None:
    assert compared({}, {"a": LINE}, {"a": 2025}) == [Adjustment("added", "a", "甲")]
    assert compared({"a": LINE}, {}, {}) == [Adjustment("dropped", "a", "甲")]
    moved = compared({"a": LINE}, {}, {"a": 2026})
    assert moved == [Adjustment("moved", "a", "甲", "", 2025, 2026)]


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_present_is_frozen_with_its_adjustments(old: list[int], new: list[int]) -> None:
    frozen = {str(at): {**LINE, "uid": str(at)} for at in old}
    present = {str(at): {**LINE, "uid": str(at)} for at in new}
    found = compared(frozen, present, dict.fromkeys(present, 2025))
    added = {each.uid for each in found if each.kind == "added"}
    dropped = {each.uid for each in found if each.kind == "dropped"}
    assert set(present) == (set(frozen) | added) - dropped


def test_sums_hold_the_four_audited_numbers() -> None:
    found = baselines.sums({"a": LINE, "b": {**LINE, "households": None}})
    assert found["projects"] == 2
    assert (found["estates"], found["buildings"], found["households"]) == (2, 6, 120)
    assert found["floor_area_m2"] == 18_001.0


def test_an_estate_of_two_projects_counts_once_its_money_twice() -> None:
    one = {**LINE, "members": [["e", 3, 120, 9000.5]]}
    other = {**one, "uid": "b", "estates": 2, "members": [*one["members"], ["f", None, 30, 10.0]]}
    found = baselines.sums({"a": one, "b": other})
    assert (found["projects"], found["estates"], found["buildings"]) == (2, 2, 3)
    assert (found["households"], found["floor_area_m2"]) == (150, 9010.5)
    assert found["invest_total_fen"] == 20_000


def test_an_area_that_differs_in_its_last_bits_is_the_same() -> None:
    one, other = 0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1
    assert one != other
    frozen, now = {**LINE, "floor_area_m2": one}, {**LINE, "floor_area_m2": other}
    assert compared({"a": frozen}, {"a": now}, {"a": 2025}) == []
