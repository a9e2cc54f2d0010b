"""Needs of homes, buildings and estates: decided, referred, linked, answered, delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import need_states
from renewtrack.store import (
    actions,
    belonging,
    consultations,
    history,
    households,
    map_revision,
    map_values,
    merging_buildings,
    need_delivery,
    needs,
    needs_alike,
    projects,
    rows,
    satisfaction,
    todo_residents,
    works,
)
from renewtrack.store.choosing import Filter
from tests.store.conftest import LAT, LON, Dongli, square

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2026-06-10"


@pytest.fixture
def _writing(db: Database, dongli: Dongli) -> Iterator[None]:
    with actions.act(db, "edit", "李工"):
        yield


def home(db: Database, dongli: Dongli, room: str = "101", **values: object) -> int:
    return households.add(db, building_id=dongli.buildings[0], room=room, **values)


def every(db: Database) -> list[needs.NeedLine]:
    return needs.all(db, Filter(), Filter(), TODAY)


@pytest.mark.usefixtures("_writing")
def test_needs_of_home_building_and_estate_are_in_one_list_open_ones_first(
    db: Database, dongli: Dongli
) -> None:
    one = needs.add(db, {"household_id": home(db, dongli)}, "换窗")
    two = needs.add(db, {"building_id": dongli.buildings[0]}, "楼道灯")
    three = needs.add(db, {"estate_id": dongli.estate}, "充电桩")
    needs.add(db, {"estate_id": dongli.other}, "福雅里的绿化")
    needs.decide(db, [one], True)
    found = needs.of_estate(db, dongli.estate, TODAY)
    assert {(line.id, line.room, line.building) for line in found} == {
        (one, "101", "1"),
        (two, None, "1"),
        (three, None, None),
    }
    assert found[-1].id == one
    assert {line.id for line in every(db)} > {one, two, three}
    only = Filter(only=frozenset({dongli.buildings[0]}))
    assert {line.id for line in needs.all(db, only, Filter(), TODAY)} == {one, two, three}
    other = Filter(only=frozenset({dongli.other}))
    assert [line.estate for line in needs.all(db, Filter(), other, TODAY)] == ["福雅里"]


@pytest.mark.usefixtures("_writing")
@pytest.mark.parametrize(
    ("due", "source", "adopted", "replied", "late"),
    [
        ("2026-06-09", None, None, None, 1),
        ("2026-06-10", None, None, None, 0),
        ("2026-05", "desk", None, None, 1),
        ("2026-06", "desk", None, None, 0),
        ("2026-06-09", "desk", True, None, 0),
        ("2026-06-09", "hotline", True, None, 1),
        ("2026-06-09", "hotline", True, "2026-06-08", 0),
        (None, "hotline", None, None, 0),
    ],
)
def test_a_need_is_overdue_until_decided_and_a_hotline_one_until_answered(  # noqa: PLR0913
    db: Database,
    dongli: Dongli,
    due: str | None,
    source: str | None,
    adopted: bool | None,
    replied: str | None,
    late: int,
) -> None:
    given = {"due": due, "source": source, "adopted": adopted, "replied_on": replied}
    need = needs.add(db, {"estate_id": dongli.estate}, "充电桩", **given)
    assert needs.some(db, [need], TODAY)[0].overdue == late


@pytest.mark.usefixtures("_writing")
def test_a_linked_need_follows_the_first_and_the_first_follows_it(
    db: Database, dongli: Dongli
) -> None:
    one, two, three = (needs.add(db, {"estate_id": dongli.estate}, text) for text in "甲乙丙")
    needs.decide(db, [one], False, "不在范围")
    needs.link(db, [two], one)
    needs.link(db, [three], two)  # to the first, not to a linked one
    found = {line.id: line for line in every(db)}
    assert (found[two].same_as_id, found[three].same_as_id) == (one, one)
    assert (found[two].why, found[one].linked) == ("不在范围", 2)
    needs.decide(db, [three], True)
    assert {line.state for line in every(db)} == {"adopted"}
    needs.unlink(db, [three])
    needs.decide(db, [one], None)
    assert needs.some(db, [three], TODAY)[0].state == "adopted"


@pytest.mark.usefixtures("_writing")
def test_what_cannot_be_is_refused(db: Database, dongli: Dongli) -> None:
    one = needs.add(db, {"estate_id": dongli.estate}, "甲")
    other = needs.add(db, {"estate_id": dongli.other}, "甲")
    with pytest.raises(needs.NotTheSame):
        needs.link(db, [one], other)
    with pytest.raises(needs.NotTheSame):
        needs.link(db, [one], one)
    with pytest.raises(needs.ReferredNowhere):
        needs.refer(db, [one], " ")
    with pytest.raises(needs.NothingAsked):
        needs.add(db, {"estate_id": dongli.other}, "  ")
    with pytest.raises(needs.WhyNotNeeded):
        needs.decide(db, [one], False)


@pytest.mark.usefixtures("_writing")
def test_likely_duplicates_are_offered_within_the_estate_only(db: Database, dongli: Dongli) -> None:
    one = needs.add(db, {"estate_id": dongli.estate}, "希望在小区里增加充电桩")
    same = needs.add(db, {"building_id": dongli.buildings[0]}, "小区增加充电桩")
    needs.add(db, {"estate_id": dongli.estate}, "楼上漏水")
    needs.add(db, {"estate_id": dongli.other}, "希望在小区里增加充电桩")
    assert [found.need.id for found in needs_alike.of(db, one)] == [same]


def test_a_category_is_suggested_by_the_longest_known_words() -> None:
    assert need_states.suggested("老人上下楼要加装电梯") == "accessible"
    assert need_states.suggested("厨房漏水") == "water"
    assert need_states.suggested("谢谢") is None


@pytest.mark.usefixtures("_writing")
def test_promises_are_held_against_the_finished_works_of_their_place(
    db: Database, dongli: Dongli
) -> None:
    own = works.add(db, kind="B14", building_id=dongli.buildings[0], stage="S70")
    done = works.add(db, kind="B01", building_id=dongli.buildings[0], stage="S80")
    place = {"building_id": dongli.buildings[0]}
    working, ready, nothing, kept, refused, elsewhere = (
        needs.add(db, at, "需求", item=item)
        for at, item in (
            (place, "B14"),
            (place, "B01"),
            (place, None),
            (place, "B14"),
            (place, "B14"),
            ({"building_id": dongli.buildings[1]}, "B01"),
        )
    )
    needs.decide(db, [working, ready, nothing, kept, elsewhere], True)
    needs.decide(db, [refused], False, "不在范围")
    needs.deliver(db, [kept], TODAY, "已换")
    found = need_delivery.promises(db, every(db))
    assert {each.need.id: each.state for each in found} == {
        working: "working",
        ready: "ready",
        nothing: "no_work",
        kept: "done",
        elsewhere: "no_work",
    }
    assert need_delivery.counts(found) == {"done": 1, "ready": 1, "working": 1, "no_work": 2}
    assert own != done


def test_an_answered_sequence_is_taken_back_step_by_step(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        need = needs.add(db, {"estate_id": dongli.estate}, "充电桩")
    steps: list[Callable[[], None]] = [
        lambda: needs.refer(db, [need], "街道办", "2026-06-20"),
        lambda: needs.decide(db, [need], True),
        lambda: needs.reply(db, [need], "年内建成", TODAY),
        lambda: needs.deliver(db, [need], TODAY, "建成 6 个"),
    ]
    seen = []
    for step in steps:
        seen.append(belonging.one(db, "need", need))
        with actions.act(db, "edit", "李工"):
            step()
    assert belonging.one(db, "need", need)["delivered_how"] == "建成 6 个"
    for before in reversed(seen):
        history.undo(db, "李工")
        assert belonging.one(db, "need", need) == before


@pytest.mark.usefixtures("_writing")
def test_persons_in_every_text_of_a_need_are_masked(db: Database, dongli: Dongli) -> None:
    one = home(db, dongli, holder="谢敏敏")
    canary = "谢敏敏13812345678"
    need = needs.add(db, {"household_id": one}, canary, delivered_how=canary, why=canary)
    needs.refer(db, [need], f"物业{canary}")
    needs.reply(db, [need], canary, TODAY)
    said = repr(needs.some(db, [need], TODAY))
    assert "谢敏敏" not in said
    assert "13812345678" not in said


@pytest.mark.usefixtures("_writing")
def test_contentment_is_counted_by_heads_before_and_after(db: Database, dongli: Dongli) -> None:
    homes = [home(db, dongli, room) for room in ("101", "102", "103", "104")]
    for each, rating in zip(homes, ("good", "bad", "bad", "very_bad"), strict=True):
        satisfaction.answer(db, each, "before", rating, TODAY)
    satisfaction.answer(db, homes[0], "after", "very_good", TODAY)
    satisfaction.answer(db, homes[1], "after", "good", TODAY)
    satisfaction.answer(db, homes[1], "after", "fair", TODAY)  # in place of the first answer
    satisfaction.answer(db, homes[2], "before", None, TODAY)
    (found,) = satisfaction.of_buildings(db, dongli.buildings)
    assert (found.homes, found.answered("before"), found.content("before")) == (4, 3, 1)
    assert (found.rate("before"), found.rate("after")) == (100 / 3, 50.0)
    whole = satisfaction.total([found, found], "合计")
    assert (whole.homes, whole.rate("after")) == (8, 50.0)
    with pytest.raises(KeyError):
        satisfaction.answer(db, homes[0], "after", "super", TODAY)
    assert rows.value(db, "SELECT COUNT(*) FROM satisfaction") == 5


@pytest.mark.usefixtures("_writing")
def test_the_map_counts_needs_of_a_building_and_its_homes_once(
    db: Database, dongli: Dongli
) -> None:
    one = home(db, dongli)
    first = needs.add(db, {"household_id": one}, "换窗")
    second = needs.add(db, {"building_id": dongli.buildings[0]}, "楼道灯")
    same = needs.add(db, {"household_id": one}, "换窗户")
    needs.add(db, {"estate_id": dongli.estate}, "充电桩")
    needs.link(db, [same], first)
    needs.decide(db, [second], True)
    assert sorted(map_values.figures(db, "needs_told", TODAY)) == [0.0, 0.0, 2.0]
    assert sorted(map_values.figures(db, "needs_open", TODAY)) == [0.0, 0.0, 1.0]


def test_the_map_is_read_again_where_a_need_has_changed(db: Database, dongli: Dongli) -> None:
    before = map_revision.revision(db)
    with actions.act(db, "edit", "李工"):
        needs.add(db, {"household_id": home(db, dongli)}, "换窗")
    assert map_revision.estates_touched(db, before) == frozenset({dongli.estate})


def todo_keys(db: Database) -> dict[str, tuple[str, tuple[int, ...]]]:
    found = [*todo_residents.of_needs(db, TODAY), *todo_residents.of_rounds(db, TODAY, 14)]
    return {key: (urgency, ids) for key, _, urgency, _, ids in found if ids}


@pytest.mark.usefixtures("_writing")
def test_needs_that_wait_are_overdue_or_promised_are_told_and_then_not(
    db: Database, dongli: Dongli
) -> None:
    building = {"building_id": dongli.buildings[0]}
    waits = needs.add(db, building, "楼道灯", said_on="2026-05-20")
    needs.add(db, building, "新的", said_on="2026-06-01")
    late = needs.add(db, {"estate_id": dongli.estate}, "充电桩", said_on="2026-06-01")
    needs.refer(db, [late], "街道办", "2026-06-09")
    kept = needs.add(db, building, "换窗")
    needs.decide(db, [kept], True)
    projects.change(db, dongli.project, {"handover_date": "2026-06-10"})
    assert todo_keys(db) == {
        "needs_waiting_buildings": ("yellow", (dongli.buildings[0],)),
        "needs_overdue_estates": ("red", (dongli.estate,)),
        "needs_promised_buildings": ("yellow", (dongli.buildings[0],)),
    }
    needs.decide(db, [waits], False, "已有")
    needs.decide(db, [late], True)
    needs.deliver(db, [kept, late], TODAY)
    assert todo_keys(db) == {}


@pytest.mark.usefixtures("_writing")
@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"notice_from": "2026-06-04"}, "rounds_ending_estates"),  # so long as it has to
        ({"notice_from": "2026-06-01", "notice_to": "2026-06-24"}, "rounds_ending_estates"),
        ({"notice_from": "2026-06-01", "notice_to": "2026-06-25"}, None),
        ({"notice_from": "2026-05-01", "notice_to": "2026-05-10"}, "rounds_undecided_estates"),
        ({"notice_to": "2026-05-10", "decided": "米黄", "why": "多数"}, None),
        ({}, None),
    ],
)
def test_notices_of_rounds_that_end_are_told(
    db: Database, dongli: Dongli, values: dict[str, str], key: str | None
) -> None:
    consultations.add(db, {"estate_id": dongli.estate}, {"title": "颜色", **values})
    assert list(todo_keys(db)) == ([key] if key else [])


@pytest.mark.usefixtures("_writing")
def test_the_needs_of_buildings_that_are_merged_move_to_the_one_that_stays(
    db: Database, dongli: Dongli
) -> None:
    kept, other, _ = dongli.buildings
    need = needs.add(db, {"building_id": other}, "楼道灯")
    merging_buildings.merge(db, kept, [other], square(LON, LAT))
    assert needs.some(db, [need], TODAY)[0].building_id == kept
