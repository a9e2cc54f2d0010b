"""Stairwells, rooms, visits, votes and measurements are read as offices write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from renewtrack.domain import codes, consent, facilities, homes, lifts, measures, visits
from renewtrack.domain.lifts import ConsentRound
from renewtrack.domain.reading_results import Unreadable
from renewtrack.domain.visits import Visit


@pytest.mark.parametrize(
    "words", ["4单元", "四单元", "4", "04门", "4.0", "第4单元", "单元4", "4门洞"]
)
def test_one_stairwell_has_many_spellings(words: str) -> None:
    assert homes.stairwell_number(words) == "4"


@pytest.mark.parametrize(
    ("words", "room"), [("601室", "601"), ("601.0", "601"), ("0601", "0601"), ("12a号", "12A")]
)
def test_a_room_keeps_its_own_zeros(words: str, room: str) -> None:
    assert homes.room_number(words) == room


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("9号楼4单元601", ("9", "4", "601")),
        ("9-4-601", ("9", "4", "601")),
        ("9#601室", ("9", None, "601")),
        ("甲1号楼2门302", ("甲1", "2", "302")),
        ("601", None),
    ],
)
def test_building_stairwell_and_room_in_one_cell(words: str, parts: object) -> None:
    assert homes.glued(words) == parts


@pytest.mark.parametrize(
    ("words", "day", "half"),
    [
        ("5月6日下午", "2025-05-06", "pm"),
        ("2026/6/10 上午", "2026-06-10", "am"),
        ("2026-06-10 9:30", "2026-06-10", "am"),
        ("2026年6月10日14:00-16:00", "2026-06-10", "pm"),
        ("6月10日", "2025-06-10", None),
    ],
)
def test_a_visit_is_a_day_and_half_of_it(words: str, day: str, half: str | None) -> None:
    found = visits.read_visit(words, 2025)
    assert isinstance(found, Visit)
    assert (found.date.iso, found.half) == (day, half)


@pytest.mark.parametrize("words", ["未预约", "待约", "另行通知", "尚未联系", "不需要"])
def test_words_for_no_visit_are_none(words: str) -> None:
    assert visits.read_visit(words, 2025) is None


def test_a_day_that_no_calendar_has_is_no_visit() -> None:
    assert isinstance(visits.read_visit("2025年6月31日上午", 2025), Unreadable)


VOTE = ConsentRound(
    id=1,
    uid="",
    lift_id=1,
    rule_set="art278",
    owners_total=12,
    area_total_dm2=90_000,
    owners_part=8,
    area_part_dm2=60_000,
    owners_agree=6,
    area_agree_dm2=45_000,
)


def test_two_thirds_take_part_and_three_quarters_of_them_agree_to_the_last_hundredth() -> None:
    assert consent.reached(VOTE) is True
    for short in (
        {"owners_part": 7, "owners_agree": 6},
        {"area_part_dm2": 59_999, "area_agree_dm2": 45_000},
        {"owners_agree": 5},
        {"area_agree_dm2": 44_999},
    ):
        assert consent.reached(replace(VOTE, **short)) is False, short  # type: ignore[arg-type]


def test_a_vote_that_lacks_a_figure_is_open_unless_another_is_missed() -> None:
    assert consent.reached(replace(VOTE, area_agree_dm2=None)) is None
    assert consent.reached(replace(VOTE, area_agree_dm2=None, owners_agree=5)) is False


def test_every_step_of_a_lift_counts_to_a_group() -> None:
    for step in codes.table("lift_steps"):
        assert lifts.group_of(step.key) in lifts.GROUPS
    assert {group.key for group in codes.table("lift_groups")} == {*lifts.GROUPS}


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2025/10/01 00:00", "2025-10-01T00:00"),
        ("2025年10月1日8时", "2025-10-01T08:00"),
        ("2025-10-01T05:30:00Z", "2025-10-01T05:30"),
        ("2025-10-01 24:00", "2025-10-02T00:00"),
        ("2025.10.1", "2025-10-01"),
        (datetime(2025, 10, 1, 6, 7), "2025-10-01T06:07"),
        (45931.25, "2025-10-01T06:00"),
        ("2025-02-30 01:00", None),
        ("上午", None),
    ],
)
def test_times_are_read_to_the_minute(cell: object, time: str | None) -> None:
    assert measures.read_time(cell) == time


@pytest.mark.parametrize("words", ["低于检出限", "未检出", "ND", "<0.01", "≤0.005"])
def test_what_a_sensor_cannot_see_is_no_zero(words: str) -> None:
    found = measures.read_words(words)
    assert found is not None
    assert (found.value, found.qualifier) == (None, measures.BELOW)


@pytest.mark.parametrize(
    ("quantity", "value", "unit", "stored"),
    [
        ("nh3", 1.0, "ppm", 0.696),
        ("h2s", 1.0, "ppm", 1.393),
        ("nh3", 300.0, "μg/m³", 0.3),
        ("nh3", 0.3, "", 0.3),
        ("water_use", 500.0, "L", 0.5),
        ("nh3", 1.0, "斤", None),
        ("temperature", 20.0, "℃", 20.0),
    ],
)
def test_values_are_stored_in_one_unit(
    quantity: str, value: float, unit: str, stored: float | None
) -> None:
    assert measures.stored(quantity, value, unit) == stored


@pytest.mark.parametrize(
    ("rating", "state"), [("very_good", None), ("good", None), ("fair", "open"), ("bad", "open")]
)
def test_a_fair_rating_is_looked_after_already(rating: str, state: str | None) -> None:
    assert facilities.follow_up_of(rating) == state


@pytest.mark.parametrize(
    ("room", "floor"),
    [
        ("101", 1),
        ("301", 3),
        ("1204", 12),
        ("2-301", 3),
        ("301A", 3),
        ("302室", 3),
        ("12", None),
        ("10304", None),
        ("001", None),
        ("甲", None),
    ],
)
def test_a_room_number_says_its_floor(room: str, floor: int | None) -> None:
    assert homes.floor_of(room) == floor
