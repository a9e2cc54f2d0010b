"""Rounds: one ballot a home, counted by heads and area, decided for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, consultations, households, needs, rows
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2026-06-10"


@pytest.fixture(autouse=True)
def _writing(db: Database, dongli: Dongli) -> Iterator[None]:
    with actions.act(db, "edit", "李工"):
        yield


@pytest.fixture
def homes(db: Database, dongli: Dongli, _writing: None) -> list[int]:
    return [
        households.add(
            db, building_id=dongli.buildings[0], room=room, floor_area_m2=area, holder="谢敏敏"
        )
        for room, area in (("101", 60.0), ("102", 40.0), ("103", None))
    ]


@pytest.fixture
def round_id(db: Database, dongli: Dongli, homes: list[int]) -> int:
    values = {"title": "外墙颜色", "options": "米黄，浅灰\n浅灰", "opened_on": "2026-06-01"}
    return consultations.add(db, {"estate_id": dongli.estate}, values)


def test_ballots_are_counted_by_heads_and_by_area(
    db: Database, homes: list[int], round_id: int
) -> None:
    consultations.answer(db, round_id, homes[0], "米黄", TODAY)
    consultations.answer(db, round_id, homes[1], "米黄", TODAY)
    consultations.answer(db, round_id, homes[1], "浅灰", TODAY)  # the home's only ballot
    found = consultations.count(db, round_id)
    assert (found.homes, found.answered, found.without_area) == (3, 2, 1)
    assert found.heads == {"米黄": 1, "浅灰": 1}
    assert (found.by_area("米黄"), found.by_area("浅灰")) == (60.0, 40.0)
    consultations.answer(db, round_id, homes[1], None, TODAY)
    assert consultations.count(db, round_id).answered == 1


def test_the_round_of_a_project_asks_the_homes_of_its_estates(
    db: Database, dongli: Dongli, homes: list[int]
) -> None:
    made = consultations.add(db, {"project_id": dongli.project}, {"title": "方案"})
    assert [each.id for each in consultations.asked(db, made)] == homes
    found = consultations.one(db, made)
    assert found is not None
    assert found.place == "上地东里小区"


def test_what_cannot_be_is_refused(
    db: Database, dongli: Dongli, homes: list[int], round_id: int
) -> None:
    with pytest.raises(consultations.WhyNotDecided):
        consultations.change(db, round_id, {"decided": "米黄"})
    with pytest.raises(consultations.NoSuchOption):
        consultations.answer(db, round_id, homes[0], "大红", TODAY)
    other = consultations.add(db, {"estate_id": dongli.other}, {"title": "x", "options": ["米黄"]})
    with pytest.raises(consultations.NotOfRound):
        consultations.answer(db, other, homes[0], "米黄", TODAY)
    consultations.answer(db, round_id, homes[0], "米黄", TODAY)
    with pytest.raises(consultations.OptionInUse):
        consultations.change(db, round_id, {"options": "浅灰"})
    consultations.change(db, round_id, {"decided": "米黄", "why": "多数住户选择"})
    consultations.change(db, round_id, {"remark": "已公示"})


def test_a_round_that_goes_takes_ballots_and_meetings_and_leaves_its_needs(
    db: Database, dongli: Dongli, homes: list[int], round_id: int
) -> None:
    consultations.answer(db, round_id, homes[0], "米黄", TODAY)
    rows.add(db, "meeting", {"consultation_id": round_id, "notes": "谢敏敏13812345678主张米黄"})
    need = needs.add(db, {"household_id": homes[0]}, "少刷灰", consultation_id=round_id)
    assert [line.id for line in needs.of_round(db, round_id)] == [need]
    said = repr(consultations.meetings(db, round_id))
    assert "谢敏敏" not in said
    assert "13812345678" not in said
    consultations.remove(db, round_id)
    counts = [
        rows.value(db, f"SELECT COUNT(*) FROM {table}")
        for table in ("consultation", "consultation_ballot", "meeting", "need")
    ]
    assert counts == [0, 0, 0, 1]
