from __future__ import annotations

from dataclasses import replace

from renewtrack.maps import drawing
from renewtrack.maps.showing import Message, Showing
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.words import Words
from tests.maps.district import areas, building

ROW = [building(number) for number in range(1, 6)]


def deeds(messages: list[Message]) -> list[object]:
    return [message["do"] for message in messages]


def shown() -> Showing:
    showing = Showing()
    showing.show(ROW, STAGE)
    return showing


def test_new_features_are_fetched_as_one_pack() -> None:
    assert deeds(Showing().show(ROW, STAGE)) == ["look", "features"]


def test_a_changed_stage_is_told_as_one_row() -> None:
    changed = replace(ROW[2], bucket="done", overdue=True)
    assert shown().update([changed]) == [{"do": "patch", "rows": [(3, STAGE.index("done"), True)]}]


def test_showing_all_again_tells_only_what_differs() -> None:
    again = [*ROW[:4], replace(ROW[4], bucket="done")]
    assert deeds(shown().show(again, STAGE)) == ["patch"]
    assert shown().show(list(ROW), STAGE) == []


def test_a_moved_renamed_or_new_building_needs_a_new_pack() -> None:
    for changed in (
        replace(ROW[0], geom=ROW[1].geom),
        replace(ROW[0], label="西里小区1号楼"),
        building(99),
    ):
        assert deeds(shown().update([changed])) == ["look", "features"]


def test_a_removed_building_needs_a_new_pack() -> None:
    assert deeds(shown().show(ROW[1:], STAGE)) == ["look", "features"]


def test_another_theme_needs_a_new_pack() -> None:
    other = Theme("other", Words("另", "Other"), STAGE.classes)
    assert deeds(shown().show(ROW, other)) == ["look", "features"]


def test_a_page_opened_after_an_edit_fetches_the_edited_state() -> None:
    showing = shown()
    showing.update([replace(ROW[0], bucket="done")])
    showing.everything()
    fresh = drawing.prepare([replace(ROW[0], bucket="done"), *ROW[1:]], STAGE)
    answer = showing.site.answer("/features.bin")
    assert answer is not None
    assert answer.body() == fresh.body


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
