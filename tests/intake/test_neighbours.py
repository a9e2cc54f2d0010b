"""Names are alike only where their numbers are equal, and only within their street."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.intake import neighbours
from renewtrack.intake.neighbours import HOMOPHONE, SIMILAR, Neighbours


def known() -> Neighbours:
    found = Neighbours()
    for number, (street, name) in enumerate(
        [("甲", "上地东里小区"), ("甲", "百旺1区"), ("乙", "上地东里小区"), (None, "上地西里")], 1
    ):
        found.add(street, name, number)
    return found


def test_the_nearest_of_the_street_stands_first() -> None:
    found = known().of("甲", "上地东里")
    assert [one.id for one in found] == [1, 4]
    assert found[0].score >= SIMILAR > found[1].score


def test_without_a_street_every_street_is_searched() -> None:
    assert {one.id for one in known().of(None, "上地东里")} == {1, 3, 4}


def test_other_numbers_are_never_near() -> None:
    assert known().of("甲", "百旺2区") == ()
    assert [one.id for one in known().of("甲", "百望1区")] == [2]


def test_a_name_that_sounds_the_same_is_near() -> None:
    (first, *_) = known().of("甲", "尚弟懂丽小区")
    assert (first.id, first.score) == (1, HOMOPHONE)


@pytest.mark.parametrize("name", ["", "小区", "园"])
def test_short_names_do_no_harm(name: str) -> None:
    assert known().of("甲", name) == ()


@given(st.text("上地东西里小区园1一", max_size=8), st.sampled_from(["甲", "乙", None]))
def test_scores_fall_and_equal_numbers_hold(name: str, street: str | None) -> None:
    found = known().of(street, name)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.id for one in found}) == len(found)
    for one in found:
        known_name = ["上地东里小区", "百旺1区", "上地东里小区", "上地西里"][one.id - 1]
        assert neighbours.numbers(known_name) == neighbours.numbers(name)
