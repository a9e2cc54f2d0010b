"""When crews can come: never on a day off or in a quiet time, never over capacity, the earliest."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import slots, workdays
from renewtrack.domain.slots import Crew, Quiet, Rules, Slot

MONDAY = dt.date(2026, 6, 1)
USUAL = workdays.usual()
CREW = Crew(1, "一组", 2)


def slot(day: str, half: str = "am") -> Slot:
    return Slot(dt.date.fromisoformat(day), half)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-06-01", True),
        ("2026-06-06", False),
        ("2026-06-07", False),
        ("2026-06-19", False),  # 端午
        ("2026-05-09", True),  # a Saturday worked in place of a holiday
        ("2025-10-08", False),
        ("2025-10-11", True),
    ],
)
def test_holidays_are_off_and_days_in_their_place_are_worked(day: str, worked: bool) -> None:
    assert USUAL.holds(dt.date.fromisoformat(day)) == worked


def test_a_year_whose_holidays_are_not_known_says_so() -> None:
    assert USUAL.knows(MONDAY)
    assert not USUAL.knows(dt.date(2031, 1, 1))


EXAMS = Quiet(dt.date(2026, 6, 7), dt.date(2026, 6, 10), "高考", estates=frozenset({7}))
REST = Quiet(dt.date(2026, 1, 1), dt.date(2026, 12, 31), "午休安静", half="pm")


@pytest.mark.parametrize(
    ("wanted", "estate", "said"),
    [
        (slot("2026-06-08"), 7, "2026-06-08 不宜入户：高考"),
        (slot("2026-06-08"), 8, None),
        (slot("2026-06-11"), 7, None),
        (slot("2026-06-11", "pm"), 7, "2026-06-11 不宜入户：午休安静"),
        (slot("2026-06-06"), 8, "2026-06-06 不上班"),
        (slot("2026-06-12"), 8, "班组“一组”2026-06-12 不出工"),
        (slot("2026-06-15"), 8, "班组“一组”2026-06-15 已约满 2 户"),
    ],
)
def test_a_half_day_is_refused_with_its_reason(wanted: Slot, estate: int, said: str | None) -> None:
    crew = Crew(1, "一组", 2, {slot("2026-06-12"): 0})
    booked = {(1, slot("2026-06-15")): 2, (2, slot("2026-06-11")): 9}
    found = slots.refusal(wanted, crew, booked, Rules(USUAL, (EXAMS, REST)), estate)
    assert (found.zh if found else None) == said


def test_the_next_free_half_day_passes_over_the_exam_week() -> None:
    rules = Rules(USUAL, (EXAMS,))
    found = slots.next_free(dt.date(2026, 6, 5), [CREW], {(1, slot("2026-06-05")): 2}, rules, 7)
    assert found == (slot("2026-06-05", "pm"), CREW)
    full = {(1, slot("2026-06-05", half)): 2 for half in ("am", "pm")}
    assert slots.next_free(dt.date(2026, 6, 5), [CREW], full, rules, 7) == (
        slot("2026-06-11"),
        CREW,
    )


def test_of_several_crews_the_one_with_fewest_homes_comes() -> None:
    crews = [Crew(1, "一组", 4), Crew(2, "二组", 4)]
    booked = {(1, slot("2026-06-01")): 2, (2, slot("2026-06-01")): 1}
    found = slots.next_free(MONDAY, crews, booked, Rules(USUAL), None)
    assert found == (slot("2026-06-01"), crews[1])


def test_nobody_comes_where_nobody_can() -> None:
    assert slots.next_free(MONDAY, [], {}, Rules(USUAL), None) is None
    assert slots.next_free(MONDAY, [Crew(1, "一组", 0)], {}, Rules(USUAL), None) is None


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(
    lambda span: (MONDAY + dt.timedelta(span[0]), MONDAY + dt.timedelta(sum(span)))
)
QUIET = st.builds(
    lambda span, half, estates: Quiet(span[0], span[1], "安静", half, frozenset(estates)),
    SPANS,
    st.sampled_from(("", "am", "pm")),
    st.lists(st.integers(1, 3), max_size=2),
)
CREWS = st.lists(st.integers(0, 3), min_size=1, max_size=3).map(
    lambda sizes: [Crew(at, f"{at}组", size) for at, size in enumerate(sizes, 1)]
)


@given(st.lists(QUIET, max_size=5), CREWS, st.lists(st.integers(1, 3), max_size=25))
def test_whatever_is_booked_is_free_worked_and_the_earliest(
    quiet: list[Quiet], crews: list[Crew], estates: list[int]
) -> None:
    rules, booked = Rules(USUAL, tuple(quiet)), Counter[tuple[int, Slot]]()
    for estate in estates:
        found = slots.next_free(MONDAY, crews, booked, rules, estate)
        if found is None:
            assert all(crew.capacity == 0 for crew in crews) or quiet
            continue
        when, crew = found
        assert booked[crew.id, when] < crew.capacity
        assert USUAL.holds(when.day)
        assert not any(rule.holds(when, estate) for rule in quiet)
        for earlier in slots.slots(MONDAY):
            if earlier >= when:
                break
            for each in crews:
                assert slots.refusal(earlier, each, booked, rules, estate) is not None
        booked[crew.id, when] += 1
    assert all(count <= crews[at - 1].capacity for (at, _), count in booked.items())


def test_a_home_visited_twice_at_once_is_a_clash() -> None:
    planned = [(1, slot("2026-06-01")), (2, slot("2026-06-01")), (1, slot("2026-06-01"))]
    assert slots.clashing(planned) == {1}
    assert slots.clashing([(1, slot("2026-06-01")), (1, slot("2026-06-01", "pm"))]) == set()


def test_a_quiet_weekday_is_quiet_on_that_weekday_alone() -> None:
    rule = Quiet(dt.date(2026, 6, 1), dt.date(2026, 6, 30), "例会", weekdays=frozenset({3}))
    assert rule.holds(slot("2026-06-03"), None)
    assert not rule.holds(slot("2026-06-04"), None)


@given(
    st.lists(QUIET, max_size=4), CREWS, st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)))
)
def test_moved_visits_are_never_double_booked_nor_in_a_quiet_time(
    quiet: list[Quiet], crews: list[Crew], given_visits: list[tuple[int, int]]
) -> None:
    rules, was = Rules(USUAL, tuple(quiet)), slot("2026-05-29")
    visits = [
        slots.Planned(at, was, crew, estate) for at, (crew, estate) in enumerate(given_visits)
    ]
    places, left = slots.moved(MONDAY, visits, crews, {}, rules)
    assert sorted([*places, *left]) == list(range(len(visits)))
    held = Counter((crew.id, when) for when, crew in places.values())
    for (crew_id, when), count in held.items():
        assert count <= crews[crew_id - 1].homes_in(when)
    estates = {visit.id: visit.estate_id for visit in visits}
    for visit_id, (when, _) in places.items():
        assert USUAL.holds(when.day)
        assert when.day >= MONDAY
        assert not any(rule.holds(when, estates[visit_id]) for rule in quiet)
