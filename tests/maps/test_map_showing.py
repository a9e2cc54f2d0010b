from __future__ import annotations

from dataclasses import replace

import pytest

from renewtrack.maps import packing
from renewtrack.maps.showing import Message, Showing
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.words import Words
from tests.maps.district import Building, areas, building, buildings, drawing_of, look_of

ROW = [building(number) for number in range(1, 6)]


def deeds(messages: list[Message]) -> list[object]:
    return [message["do"] for message in messages]


def shown() -> Showing:
    showing = Showing()
    showing.show_drawing(drawing_of(ROW))
    return showing


def body(showing: Showing, name: str) -> bytes:
    answer = showing.site.answer(name)
    assert answer is not None
    return answer.body()


def test_new_features_are_fetched_as_one_pack() -> None:
    assert deeds(Showing().show_drawing(drawing_of(ROW))) == ["features"]


def test_a_changed_stage_is_told_as_one_row() -> None:
    done = STAGE.index("done")
    assert shown().patch([3], [done], [True]) == [{"do": "patch", "rows": [(3, done, True)]}]


def test_a_change_of_what_is_not_shown_tells_nothing() -> None:
    assert shown().patch([4711], [0], [False]) == []


def test_showing_all_again_tells_only_what_differs() -> None:
    again = [*ROW[:4], replace(ROW[4], bucket="done")]
    assert deeds(shown().show_drawing(drawing_of(again))) == ["patch"]
    assert shown().show_drawing(drawing_of(list(ROW))) == []


@pytest.mark.parametrize(
    "changed",
    [
        [replace(ROW[0], geom=ROW[1].geom), *ROW[1:]],
        [replace(ROW[0], label="西里小区1号楼"), *ROW[1:]],
        [*ROW, building(99)],
        ROW[1:],
    ],
    ids=["moved", "renamed", "new", "removed"],
)
def test_a_building_of_another_place_or_name_needs_a_new_pack(changed: list[Building]) -> None:
    assert deeds(shown().show_drawing(drawing_of(changed))) == ["features"]


def test_another_theme_recolours_and_sends_no_shapes() -> None:
    other = Theme("other", Words("另", "Other"), STAGE.classes)
    told = shown().show_look(look_of(ROW, other))
    assert deeds(told) == ["recolour"]
    assert told[0]["look"]["theme"] == "other"  # type: ignore[index]


def test_many_changes_are_fetched_and_few_are_told() -> None:
    many = buildings(estates=50, each=50)
    showing = Showing()
    showing.show_drawing(drawing_of(many))
    every = look_of([replace(each, bucket="done", overdue=True) for each in many])
    assert deeds(showing.show_look(every)) == ["recolour"]


def test_a_page_opened_after_an_edit_fetches_the_edited_state() -> None:
    showing = shown()
    showing.patch([1], [STAGE.index("done")], [False])
    showing.everything()
    fresh = drawing_of([replace(ROW[0], bucket="done"), *ROW[1:]])
    assert body(showing, "/features.bin") == fresh.pack.body
    assert body(showing, "/look.bin") == packing.pack_look(fresh.look, fresh.pack.order)


def test_many_marked_features_are_fetched_as_a_byte_each() -> None:
    many = buildings(estates=50, each=50)
    showing = Showing()
    showing.show_drawing(drawing_of(many))
    (told,) = showing.filter_to(range(1, 2301))
    assert set(told) == {"do", "revision", "chosen"}
    assert sum(body(showing, "/only.bin")) == 2300


def test_features_that_come_under_a_filter_are_filtered() -> None:
    showing = shown()
    showing.filter_to([1])
    assert deeds(showing.show_drawing(drawing_of(ROW[1:]))) == ["features", "filter"]


def test_a_new_page_is_told_everything_in_an_order_that_works() -> None:
    showing = shown()
    assert deeds(showing.everything()) == ["look", "ground", "features", "filter", "select"]


def test_selecting_what_is_selected_tells_nothing() -> None:
    showing = shown()
    assert deeds(showing.select([1, 2])) == ["select"]
    assert showing.select([2, 1]) == []


def test_what_the_page_picked_is_not_told_back() -> None:
    showing = shown()
    showing.picked([3], extend=False)
    showing.picked([4], extend=True)
    assert showing.select([3, 4]) == []


def test_a_pick_of_something_that_is_not_there_is_dropped() -> None:
    assert shown().picked([1, 4711], extend=False) == [1]


def test_the_same_ground_is_not_packed_again() -> None:
    showing, ground = shown(), areas()
    assert deeds(showing.show_ground(ground)) == ["ground"]
    assert showing.show_ground(list(ground)) == []
