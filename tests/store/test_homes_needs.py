"""Needs of homes: adopted, refused for a reason only, masked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, homes_items, homes_needs, households, rows
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture(autouse=True)
def _writing(db: Database, dongli: Dongli) -> Iterator[None]:
    with actions.act(db, "edit", "李工"):
        yield


def home(db: Database, dongli: Dongli, room: str = "101", **values: object) -> int:
    return households.add(db, building_id=dongli.buildings[0], room=room, **values)


def test_what_waits_comes_first_and_persons_are_masked(db: Database, dongli: Dongli) -> None:
    one = home(db, dongli, holder="谢敏敏")
    first = homes_needs.add(db, one, "加扶手")
    second = homes_needs.add(db, one, "谢敏敏13812345678要求修门")
    homes_needs.decide(db, [first], True)
    found = homes_needs.of_building(db, dongli.buildings[0])
    assert [need.id for need in found] == [second, first]
    assert "谢敏敏" not in found[0].text
    assert "13812345678" not in found[0].text


def test_a_need_is_refused_for_a_reason_only(db: Database, dongli: Dongli) -> None:
    need = homes_needs.add(db, home(db, dongli), "加扶手")
    with pytest.raises(homes_needs.WhyNotNeeded):
        homes_needs.decide(db, [need], False, "  ")
    homes_needs.decide(db, [need], False, "不在范围")
    kept = homes_needs.of_building(db, dongli.buildings[0])[0]
    assert (kept.adopted, kept.why) == (0, "不在范围")
    homes_needs.decide(db, [need], None)
    kept = homes_needs.of_building(db, dongli.buildings[0])[0]
    assert (kept.adopted, kept.why) == (None, None)


def test_items_are_those_asked_about_and_those_of_the_works(db: Database, dongli: Dongli) -> None:
    one, two = home(db, dongli), home(db, dongli, "102")
    homes_items.choose(db, [one, two], ["B14"], True)
    homes_items.choose(db, [two], ["自家窗"], False)
    items, choices = homes_items.of_building(db, dongli.buildings[0])
    assert items[0] == "B14"
    assert set(items) == {"B14", "自家窗", "W15"}  # the work on the estate was asked of nobody yet
    assert choices == {(one, "B14"): 1, (two, "B14"): 1, (two, "自家窗"): 0}
    homes_items.choose(db, [two], ["B14"], None)
    assert homes_items.of_building(db, dongli.buildings[0])[1][two, "B14"] is None
    assert rows.value(db, "SELECT COUNT(*) FROM item_choice") == 3
