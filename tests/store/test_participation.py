"""Answers of homes over many buildings: counted, found again, summed into the works."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renewtrack.domain import participation, scope
from renewtrack.domain.participation import ANSWERS, BUILDING, ESTATE, NOT_ASKED, Tally
from renewtrack.maps.theme import BY_KEY
from renewtrack.store import (
    actions,
    history,
    homes_items,
    households,
    map_values,
    rows,
    works,
)
from renewtrack.store import participation as answers
from renewtrack.store import participation_scope as scopes
from renewtrack.store.choosing import Filter
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

Said = Sequence[tuple[int, str, float | None, float | None]]  # building, answer, number, area
ITEM, WORDS = "W14", "南向外窗（含阳台）'\"; --"


def live(db: Database, dongli: Dongli, said: Said, item: str = ITEM) -> list[int]:
    """Put homes into the buildings that answer to an item."""
    made = []
    stairwells = {
        (building, number): rows.add(
            db, "stairwell", {"building_id": dongli.buildings[building], "number": str(number)}
        )
        for building in sorted({each[0] for each in said})
        for number in (1, 2)
    }
    for place, (building, answer, number, area) in enumerate(said):
        home = households.add(
            db,
            building_id=dongli.buildings[building],
            stairwell_id=(stairwells[building, 1], stairwells[building, 2], None)[place % 3],
            room=f"{place + 101}",
            floor_area_m2=area,
        )
        if number:
            homes_items.count(db, home, item, number)
        homes_items.answer(db, home, item, answer)
        made.append(home)
    return made


SAID: Said = (
    *((0, "yes", 3.0, 60.0), (0, "yes", None, 50.0), (0, "no", None, 70.0)),
    *((0, "not_concerned", None, 90.0), (0, "undecided", 2.0, None), (0, "not_asked", None, 80.0)),
    *((1, "yes", 4.0, 55.0), (1, "no", 2.0, 45.0)),
)


def by_level(db: Database, level: str) -> dict[str, Tally]:
    found = answers.rates(db, answers.buildings(db, Filter()))
    rolled = participation.rolled(found.tallies, level)
    return {spot.building or spot.estate: tally for (spot, _), tally in rolled.items()}


def test_a_home_says_one_of_five_things_to_an_item(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "测试"):
        (home,) = live(db, dongli, [(0, "yes", 3.0, 60.0)])
    query = "SELECT wanted, quantity FROM item_choice WHERE household_id = ? AND item = ?"
    for answer, kept in (
        ("no", [{"wanted": 0, "quantity": 3.0}]),
        ("undecided", [{"wanted": None, "quantity": 3.0}]),
        ("not_concerned", [{"wanted": None, "quantity": 0}]),
        ("not_asked", []),
        ("not_asked", []),
        ("not_concerned", [{"wanted": None, "quantity": 0}]),
        ("yes", [{"wanted": 1, "quantity": None}]),
    ):
        with actions.act(db, "edit", "测试"):
            homes_items.answer(db, home, ITEM, answer)
        assert rows.fetch(db, query, (home, ITEM)) == kept, answer
        found = answers.behind(db, ITEM, dongli.buildings)
        assert [each.answer for each in found] == [answer]


def test_a_number_means_that_a_home_takes_part(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "测试"):
        (home,) = live(db, dongli, [(0, "not_asked", None, 60.0)])
    for number, told in (
        (2.5, ("yes", 2.5)),
        (None, ("yes", None)),
        (0, ("not_concerned", 0)),
        (None, ("not_concerned", 0)),
        (4, ("yes", 4)),
    ):
        with actions.act(db, "edit", "测试"):
            homes_items.count(db, home, ITEM, number)
        (found,) = answers.behind(db, ITEM, dongli.buildings)
        assert (found.answer, found.quantity) == told


def test_answers_are_counted_by_building_and_estate(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "测试"):
        live(db, dongli, SAID)
    one = by_level(db, BUILDING)["1"]
    assert one.homes == (2, 1, 1, 1, 1)
    assert (one.quantity, one.uncounted) == (3.0, 1)
    rate = one.rate
    assert (rate.count, rate.every, rate.without_area) == (2, 5, 1)
    assert (rate.area_m2, rate.every_m2) == (110.0, 260.0)
    whole = by_level(db, ESTATE)["上地东里小区"]
    assert whole.homes == (3, 2, 1, 1, 1)
    assert whole.rate.by_heads == pytest.approx(300 / 7)


def test_every_figure_leads_to_just_its_homes(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "测试"):
        live(db, dongli, SAID)
        live(db, dongli, [(2, "yes", 1.0, 1.0)], WORDS)
    found = answers.rates(db, answers.buildings(db, Filter()))
    assert set(found.items) == {ITEM, WORDS}
    for (spot, item), tally in found.tallies.items():
        for answer in ANSWERS:
            homes = answers.behind(db, item, [spot.building_id or 0], [answer], spot.stairwell_id)
            assert len(homes) == tally.of(answer), (spot, item, answer)


def test_a_filter_keeps_to_its_buildings(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "测试"):
        live(db, dongli, SAID)
    kept = answers.buildings(db, Filter(only=frozenset({dongli.buildings[1]})))
    assert kept == [dongli.buildings[1]]
    assert {spot.building for spot, _ in answers.rates(db, kept).tallies} == {"2"}


def test_the_matrix_holds_every_home_with_its_answers(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "测试"):
        live(db, dongli, SAID)
    items, lines = answers.matrix(db, answers.buildings(db, Filter()))
    assert items == (ITEM,)
    assert [line.number for line in lines] == ["1"] * 6 + ["2"] * 2
    assert sorted(line.answers.get(ITEM, (NOT_ASKED, None))[0] for line in lines) == sorted(
        each[1] for each in SAID
    )


def test_the_scope_is_shown_and_written_as_one_action(db: Database, dongli: Dongli) -> None:
    one, two, three = dongli.buildings
    with actions.act(db, "edit", "测试"):
        live(db, dongli, [*SAID, (2, "no", None, 60.0)])
        held = works.add(db, kind=ITEM, building_id=one, quantity=9, unit="m2", stage="S40")
        works.add(db, kind=ITEM, building_id=three, quantity=5, unit="m2")
        before = {each.id: each for each in works.of_building(db, one)}
    lines = scopes.preview(db, dongli.buildings, ITEM)
    assert [(line.number, line.step, line.old, line.new, line.missing) for line in lines] == [
        ("1", scope.CHANGE, 9, 3, 1),
        ("2", scope.ADD, None, 4, 0),
        ("12", scope.NOBODY, 5, 0, 0),
    ]
    with actions.act(db, "edit", "测试") as group:
        assert scopes.write(db, ITEM, lines[:2]) == 2
    (added,) = works.of_building(db, two)
    assert (added.quantity, added.unit, added.project_id) == (4, "m2", dongli.project)
    (changed,) = works.of_building(db, one)
    assert (changed.id, changed.quantity, changed.stage) == (held, 3, "S40")
    assert scopes.preview(db, [one, two], ITEM)[0].step == scope.SAME
    history.undo_group(db, group, "测试")
    assert {each.id: each for each in works.of_building(db, one)} == before
    assert works.of_building(db, two) == []


def test_an_item_in_the_offices_own_words_is_a_work_of_no_listed_kind(
    db: Database, dongli: Dongli
) -> None:
    one = dongli.buildings[0]
    with actions.act(db, "edit", "测试"):
        live(db, dongli, [(0, "yes", 4.0, 60.0)], WORDS)
        scopes.write(db, WORDS, scopes.preview(db, [one], WORDS))
    (work,) = works.of_building(db, one)
    assert (work.kind, work.remark, work.quantity, work.unit) == ("other", WORDS, 4, None)
    assert scopes.preview(db, [one], WORDS)[0].step == scope.SAME
    assert WORDS in homes_items.of_building(db, one)[0]
    assert "other" not in homes_items.of_building(db, one)[0]


def test_what_stands_in_several_works_or_in_the_estates_stays(db: Database, dongli: Dongli) -> None:
    one, two, _ = dongli.buildings
    with actions.act(db, "edit", "测试"):
        live(db, dongli, SAID)
        works.add(db, kind=ITEM, building_id=one, quantity=1)
        works.add(db, kind=ITEM, building_id=one, quantity=2)
        works.add(db, kind=ITEM, estate_id=dongli.estate, quantity=24_000)
    lines = scopes.preview(db, dongli.buildings, ITEM)
    assert [line.step for line in lines] == [scope.SEVERAL, scope.ABOVE]
    with actions.act(db, "edit", "测试"):
        scopes.write(db, ITEM, [line for line in lines if line.step in scope.USUAL])
    assert [each.quantity for each in works.of_building(db, one)] == [1, 2]
    assert works.of_building(db, two) == []


_HOME = st.tuples(
    st.integers(0, 2),
    st.sampled_from(ANSWERS),
    st.sampled_from((None, 1.0, 2.0, 3.5, 12.0)),
    st.just(60.0),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_HOME, min_size=1, max_size=20), st.sampled_from((ITEM, "B12", WORDS)))
def test_the_matrix_summed_up_equals_the_scope(
    db: Database, dongli: Dongli, said: Said, item: str
) -> None:
    with actions.act(db, "edit", "测试"):
        _empty(db)
        live(db, dongli, said, item)
        kind = {"kind": "other", "remark": item} if item == WORDS else {"kind": item}
        for building in random.Random(len(said)).sample(dongli.buildings, 2):
            works.add(db, building_id=building, quantity=7, **kind)
            works.add(db, building_id=building, quantity=3, kind="other", remark="别的")
    lines = scopes.preview(db, dongli.buildings, item)
    with actions.act(db, "edit", "测试"):
        scopes.write(db, item, lines)
    for place, building in enumerate(dongli.buildings):
        agreed = [each for each in said if each[0] == place and each[1] == "yes"]
        numbers = [1 if number is None and item == "B12" else number for _, _, number, _ in agreed]
        told = [each for each in numbers if each is not None]
        if agreed and not told:
            continue  # nobody told a number: nothing is written over what stands there
        found = [each for each in works.of_building(db, building) if each.remark != "别的"]
        held = sum(each.quantity or 0 for each in found)
        asked = any(each[0] == place and each[1] != NOT_ASKED for each in said)
        assert held == (sum(told) if asked else held)
    again = {line.step for line in scopes.preview(db, dongli.buildings, item)}
    assert again <= {scope.SAME, scope.UNCOUNTED}


def test_the_map_tells_who_takes_part_at_all_and_in_one_item(db: Database, dongli: Dongli) -> None:
    one, two, three = dongli.buildings
    with actions.act(db, "edit", "测试"):
        homes = live(db, dongli, [*SAID, (2, "not_concerned", None, 60.0)])
        homes_items.answer(db, homes[2], "B14", "yes")
    theme = BY_KEY["participation"]
    found = map_values.sort_into(db, theme.classing, "2026-11-20")
    classes = [theme.classes[place].key for place in found.places]
    assert dict(zip(found.ids, classes, strict=True)) == {one: "half", two: "half", three: "less"}
    assert map_values.figures(db, "participation_percent") == [0, 50, 50]
    assert map_values.figures(db, f"item:{ITEM}") == [40, 50]  # the last one is not concerned


def _empty(db: Database) -> None:
    for table in ("item_choice", "household", "stairwell", "stage_event"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM work WHERE building_id IS NOT NULL")
