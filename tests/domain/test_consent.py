"""Consent at each limit and one beside it, with whole numbers, and what lacks to pass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import consent
from renewtrack.domain.consent import Ballot, Tally
from renewtrack.domain.lifts import ConsentRound

RULE = consent.rule_of("art278")
OLD = consent.rule_of("art76")


def _vote(owners: tuple[int, int, int], area: tuple[int, int, int], rule: str = "art278") -> bool:
    found = consent.reached(
        ConsentRound(
            id=0,
            uid="",
            rule_set=rule,
            owners_total=owners[0],
            owners_part=owners[1],
            owners_agree=owners[2],
            area_total_dm2=area[0],
            area_part_dm2=area[1],
            area_agree_dm2=area[2],
        )
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("counts", "passed"),
    [
        # Two thirds of 12 take part, three quarters of those agree: 8 and 6.
        ((12, 8, 6), True),
        ((12, 7, 7), False),
        ((12, 8, 5), False),
        ((12, 9, 7), True),
        ((12, 9, 6), False),
        ((12, 12, 9), True),
        ((12, 12, 8), False),
        # Two thirds of 13 are 8.67: 9 have to take part.
        ((13, 9, 7), True),
        ((13, 8, 8), False),
        ((13, 9, 6), False),
        # Numbers that a float would round to the limit.
        ((3 * 10**16, 2 * 10**16, 15 * 10**15), True),
        ((3 * 10**16, 2 * 10**16 - 1, 2 * 10**16 - 1), False),
        ((3 * 10**16, 2 * 10**16, 15 * 10**15 - 1), False),
        ((1, 1, 1), True),
        ((1, 0, 0), False),
    ],
)
def test_limits_hold_for_owners_and_for_area_alike(
    counts: tuple[int, int, int], passed: bool
) -> None:
    fine = (12, 12, 12)
    assert _vote(counts, fine) is passed
    assert _vote(fine, counts) is passed


@pytest.mark.parametrize(
    ("counts", "passed"), [((12, 8, 8), True), ((12, 12, 7), False), ((9, 6, 6), True)]
)
def test_the_older_rule_measures_by_all(counts: tuple[int, int, int], passed: bool) -> None:
    assert _vote(counts, counts, "art76") is passed


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2020-12-31", "art76"),
        ("2021-01-01", "art278"),
        (None, "art278"),
        ("1999-01-01", "art76"),
        ("2021", "art278"),
        ("2021-01", "art278"),
        ("2020-12", "art76"),
        ("2020", "art76"),
    ],
)
def test_a_rule_holds_from_its_day(day: str | None, rule: str) -> None:
    assert consent.rule_at(day).key == rule


def test_a_figure_that_lacks_leaves_it_open_unless_another_decides() -> None:
    vote = ConsentRound(id=0, uid="", rule_set="art278", owners_total=12, owners_part=12)
    assert consent.reached(replace(vote, owners_agree=12)) is None
    assert consent.reached(replace(vote, owners_agree=8)) is False


def test_an_owner_of_several_flats_counts_once_and_his_areas_all() -> None:
    found = consent.tally([Ballot(1, 5000, "yes"), Ballot(1, 6000, "yes"), Ballot(2, 7000, None)])
    assert found == Tally(2, 1, 1, 18000, 11000, 11000)


def test_an_owner_whose_flats_differ_takes_part_and_does_not_agree() -> None:
    found = consent.tally([Ballot(1, 5000, "yes"), Ballot(1, 6000, "no"), Ballot(2, 7000, "yes")])
    assert (found.owners_part, found.owners_agree, found.split) == (2, 1, (1,))
    assert found.area_agree_dm2 == 12000


def test_who_abstains_takes_part_and_does_not_agree() -> None:
    found = consent.tally([Ballot(1, 5000, "abstain")])
    assert (found.owners_part, found.owners_agree) == (1, 0)


def test_a_flat_whose_part_is_occupied_must_agree_itself() -> None:
    ballots = [Ballot(number, 100, "yes") for number in range(1, 12)]
    found = consent.tally([*ballots, Ballot(12, 100, None, needed=True)])
    lacks = consent.missing(found, RULE)
    assert (lacks.owners, lacks.area_dm2, lacks.needed_flats) == (0, 0, 1)
    assert not lacks.nothing


def test_an_area_that_is_not_known_tells_no_area() -> None:
    found = consent.tally([Ballot(1, None, "yes"), Ballot(2, 100, "yes")])
    assert (found.area_total_dm2, found.area_part_dm2) == (None, None)
    assert consent.missing(found, RULE).area_dm2 is None


@pytest.mark.parametrize(
    ("counts", "owners"),
    [
        ((12, 8, 6), 0),
        ((12, 7, 5), 1),
        ((12, 0, 0), 8),
        ((12, 8, 5), 4),  # with 11 taking part 8 are too few: all 12, and 9 agree
        ((12, 6, 2), None),
        ((0, 0, 0), None),
    ],
)
def test_what_lacks_is_told_in_owners(counts: tuple[int, int, int], owners: int | None) -> None:
    total, part, agree = counts
    found = consent.missing(Tally(total, part, agree, total, part, agree), RULE)
    assert found.owners == owners


@given(st.integers(1, 60), st.data())
def test_what_lacks_is_just_enough(total: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, total))
    agree = data.draw(st.integers(0, part))
    for rule in (RULE, OLD):
        lacks = consent.missing(Tally(total, part, agree, total, part, agree), rule).owners

        def passes(more: int, rule_key: str = rule.key) -> bool:
            counts = (total, part + more, agree + more)
            return _vote(counts, counts, rule_key)

        enough = [more for more in range(total - part + 1) if passes(more)]
        assert lacks == (enough[0] if enough else None)
