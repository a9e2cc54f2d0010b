"""Rates of what homes take part in: sums over sums at every level, never means of rates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import participation, scope
from renewtrack.domain.participation import (
    ANSWERS,
    BUILDING,
    ESTATE,
    LEVELS,
    NO,
    NOT_ASKED,
    NOT_CONCERNED,
    UNDECIDED,
    YES,
    Spot,
    Tally,
)
from renewtrack.domain.scope import ScopeLine

AREAS = st.one_of(st.none(), st.sampled_from((0.0, 48.5, 60.0, 87.25)))
HOMES = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(1, 3),
        st.sampled_from(ANSWERS),
        AREAS,
        st.sampled_from((None, 1.0, 2.0, 5.0)),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("said", "quantity", "kept"),
    [
        (YES, None, (1, None)),
        (YES, 3.0, (1, 3.0)),
        (YES, 0, (1, None)),  # agreeing, it does concern the home after all
        (NO, 2.0, (0, 2.0)),
        (UNDECIDED, None, (None, None)),
        (UNDECIDED, 2.0, (None, 2.0)),
        (UNDECIDED, 0, (None, None)),
        (NOT_CONCERNED, 4.0, (None, 0)),
    ],
)
def test_an_answer_is_kept_and_read_back(
    said: str, quantity: float | None, kept: tuple[int | None, float | None]
) -> None:
    assert participation.stored(said, quantity) == kept
    assert participation.answer(*kept) == said


def test_who_was_not_asked_has_no_record() -> None:
    with pytest.raises(KeyError):
        participation.stored(NOT_ASKED)


def test_a_rate_leaves_out_whom_the_item_does_not_concern_and_keeps_whom_nobody_asked() -> None:
    tally = participation.total(
        (
            participation.one(YES, 60.0),
            participation.one(NO, 40.0),
            participation.one(NOT_ASKED, 100.0),
            participation.one(NOT_CONCERNED, 500.0),
            participation.one(UNDECIDED),
        )
    )
    assert (tally.rate.count, tally.rate.every) == (1, 4)
    assert tally.rate.by_heads == 25
    assert tally.rate.by_area == 30
    assert tally.rate.without_area == 1


def test_a_rate_of_nobody_is_not_known() -> None:
    assert Tally().rate.by_heads is None
    assert participation.one(NOT_CONCERNED, 50).rate.by_area is None


def test_the_rate_of_a_building_is_no_mean_of_its_stairwells() -> None:
    one, two = Spot(1, "东里", 7, "2", 1, "1"), Spot(1, "东里", 7, "2", 2, "2")
    small = participation.one(YES, 50.0)
    big = participation.total(participation.one(NO, 50.0) for _ in range(9))
    made = participation.rolled({(one, "W14"): small, (two, "W14"): big}, BUILDING)
    (tally,) = made.values()
    assert tally.rate.by_heads == 10  # the mean of 100 % and 0 % is 50 %


@given(HOMES)
def test_every_level_holds_every_home_once(
    homes: list[tuple[int, int, str, float | None, float | None]],
) -> None:
    spots: dict[tuple[Spot, str], Tally] = {}
    for building, stairwell, said, area, quantity in homes:
        spot = Spot(1, "东里", building, str(building), stairwell, str(stairwell))
        tally = participation.one(said, area, quantity)
        spots[spot, "W14"] = spots.get((spot, "W14"), Tally()) + tally
    for level in LEVELS:
        made = participation.total(participation.rolled(spots, level).values())
        agreed = [home for home in homes if home[2] == YES]
        assert made.every == len(homes)
        assert made.of(YES) == len(agreed)
        assert made.areas[0] == pytest.approx(sum(home[3] or 0 for home in agreed))
        assert made.quantity == sum(home[4] or 0 for home in agreed)
        assert made.uncounted == sum(home[4] is None for home in agreed)
    if homes:
        ((estate, _),) = participation.rolled(spots, ESTATE)
        assert estate == Spot(1, "东里")


def test_a_number_that_nobody_told_is_no_naught() -> None:
    silent = participation.one(YES, 50.0)
    assert silent.amount("扇") is None
    assert (silent + participation.one(YES, 50.0, 3)).amount("扇") == 3
    assert (silent + participation.one(YES, 50.0, 3)).missing("扇") == 1
    assert participation.one(NO, 50.0, 3).amount("扇") == 0


def test_of_what_is_counted_by_homes_a_home_wants_one() -> None:
    tally = participation.one(YES) + participation.one(YES, quantity=2)
    assert (tally.amount("户"), tally.missing("户")) == (3, 0)


LINE = ScopeLine(7, "上地东里", "2", 3, (11,), 12.0, "m2", 12.0, "m2")


@pytest.mark.parametrize(
    ("line", "step"),
    [
        (LINE, scope.SAME),
        (replace(LINE, old=12.0000001), scope.SAME),
        (replace(LINE, old=11.0), scope.CHANGE),
        (replace(LINE, old=None), scope.CHANGE),
        (replace(LINE, old_unit=None), scope.CHANGE),
        (replace(LINE, old_unit="㎡"), scope.SAME),
        (replace(LINE, old_unit="平方米", old=3.0), scope.CHANGE),
        (replace(LINE, old_unit="扇"), scope.UNIT),
        (replace(LINE, old_unit="公顷"), scope.UNIT),
        (replace(LINE, old_unit="扇", unit=""), scope.SAME),
        (replace(LINE, works=(), old=None), scope.ADD),
        (replace(LINE, works=(), old=None, above=True), scope.ABOVE),
        (replace(LINE, works=(), old=None, homes=0, new=0.0), scope.SAME),
        (replace(LINE, works=(11, 12)), scope.SEVERAL),
        (replace(LINE, new=None), scope.UNCOUNTED),
        (replace(LINE, homes=0, new=0.0), scope.NOBODY),
        (replace(LINE, homes=0, new=0.0, old=None), scope.SAME),
    ],
)
def test_what_is_to_be_done_with_a_buildings_work(line: ScopeLine, step: str) -> None:
    assert line.step == step
