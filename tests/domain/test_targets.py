"""What counts to a target: each place once, in its window, by the day it was finished."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import targets
from renewtrack.domain.targets import Thing

TODAY = dt.date(2025, 10, 15)


def thing(number: int = 1, done: str | None = "2025-05-01", **values: object) -> Thing:
    kept: dict[str, object] = {"is_done": done is not None, "amount": 1.0, **values}
    return Thing(("site", number), ("works", number), done=done, **kept)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "place"),
    [
        (thing(done="2025-01-01"), "done"),
        (thing(done="2025-10-15"), "done"),
        (thing(done="2025-10"), "done"),
        (thing(done="2025"), "done"),
        (thing(done="2025-10-16"), "expected"),
        (thing(done="2024-12-31"), ""),
        (thing(done="2026-01-01"), ""),
        (thing(done=None, is_done=True), "undated"),
        (thing(done=None, due="2025-12-31"), "expected"),
        (thing(done=None, due="2025"), "expected"),
        (thing(done=None, due="2026-01-01"), ""),
        (thing(done=None, due="2024-06"), ""),
        (thing(done=None), ""),
    ],
)
def test_a_thing_counts_in_the_year_it_was_finished(made: Thing, place: str) -> None:
    found = targets.count([made], targets.window(2021, 2030, 2025), TODAY)
    assert {
        "done": len(found.done),
        "expected": len(found.expected),
        "undated": len(found.undated),
    } == {key: int(key == place) for key in ("done", "expected", "undated")}


def test_nothing_is_expected_any_more_of_a_year_that_is_over() -> None:
    late = [thing(done=None, due="2024-06-30")]
    assert targets.count(late, targets.window(2024, 2024, None), TODAY).expected == ()
    assert targets.count(late, targets.window(2021, 2025, None), TODAY).expected == tuple(late)


def test_a_place_with_several_works_counts_once_by_the_first_that_was_finished() -> None:
    works = [
        thing(done="2025-08-01"),
        thing(done="2024-03-01"),
        thing(done=None, due="2025-11-01"),
        thing(done="2026-02-01"),
    ]
    for order in (works, works[::-1]):
        counted = targets.count(order, targets.window(2024, 2024, None), TODAY)
        assert [each.done for each in counted.done] == ["2024-03-01"]
        later = targets.count(order, targets.window(2025, 2025, None), TODAY)
        assert later.done == ()
        assert later.expected == ()


def test_what_was_finished_on_an_unknown_day_counts_without_a_window_only() -> None:
    one = [thing(done=None, is_done=True)]
    assert len(targets.count(one, targets.window(None, None, None), TODAY).done) == 1
    assert len(targets.count(one, targets.window(2020, None, None), TODAY).undated) == 1


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5),
            st.one_of(st.none(), st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31)).map(str)),
            st.booleans(),
        ),
        max_size=20,
    )
)
def test_no_place_ever_counts_twice(made: list[tuple[int, str | None, bool]]) -> None:
    things = [
        thing(number, done=day if finished else None, is_done=finished, due=day)
        for number, day, finished in made
    ]
    found = targets.count(things, targets.window(2023, 2026, None), TODAY)
    keys = [each.key for part in (found.done, found.expected, found.undated) for each in part]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("metric", "quantity", "unit", "amount"),
    [
        ("green_ha", 25_000, "㎡", 2.5),
        ("green_ha", 3, "公顷", 3),
        ("green_ha", 15, "亩", 1.0),
        ("green_ha", 3, "m", None),
        ("greenway_km", 1500, "m", 1.5),
        ("greenway_km", 2, "km", 2),
        ("greenway_km", 2, "㎡", None),
        ("pipes_km", 1500, "m", 1.5),
        ("pipes_km", 2, "公里", 2),
        ("pipes_km", 2, "处", None),
        ("parking", 30, "个", 30),
        ("parking", 30, "m", None),
        ("parking", None, "个", None),
    ],
)
def test_a_quantity_adds_in_the_unit_of_the_metric_or_not_at_all(
    metric: str, quantity: float | None, unit: str, amount: float | None
) -> None:
    found = targets.amount(targets.metrics()[metric], quantity, unit)
    assert found == (None if amount is None else pytest.approx(amount))


def test_units_are_said_in_both_languages() -> None:
    said = {each.unit: each.unit_words.en for each in targets.metrics().values()}
    assert (said["公顷"], said["公里"], said["处"]) == ("ha", "km", "")
    assert all(english.isascii() for english in said.values())
