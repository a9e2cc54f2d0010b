"""Works that dig at one place: which two are told, how far apart, and at which month no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import codes, tables
from renewtrack.store import actions, clashes, projects, works
from renewtrack.store.clashes import Clash
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2025-03-01"


def _work(
    db: Database, estate: int | None, start: str | None, finish: str | None, **values: object
) -> int:
    given = {"kind": "B01", "start_plan": start, "finish_plan": finish, **values}
    if estate is not None:
        given["estate_id"] = estate
    with actions.act(db, "add_work", "李工"):
        return works.add(db, **given)


def _days(db: Database, today: str = TODAY) -> list[int]:
    return [each.days for each in clashes.all(db, today)]


def test_two_works_on_one_estate_are_told_with_place_and_kinds(
    db: Database, dongli: Dongli
) -> None:
    first = _work(db, dongli.estate, "2025-04-01", "2025-04-30")
    second = _work(db, dongli.estate, "2025-05-10", "2025-06-30", kind="B06")
    assert clashes.all(db, TODAY) == [Clash(first, second, ("B01", "B06"), "上地东里小区", 10)]


@pytest.mark.parametrize(
    ("start", "days"),
    [
        ("2025-04-15", [0]),  # they overlap
        ("2025-04-30", [0]),  # on the last day
        ("2025-05-01", [1]),
        ("2025-10-30", [183]),  # six months on
        ("2025-10-31", []),
    ],
)
def test_six_months_lie_between_at_most(
    db: Database, dongli: Dongli, start: str, days: list[int]
) -> None:
    assert tables.document("lifecycle")["clash"]["months"] == 6
    _work(db, dongli.estate, "2025-04-01", "2025-04-30")
    _work(db, dongli.estate, start, "2026-01-31")
    assert _days(db) == days


@pytest.mark.parametrize(
    ("today", "days"), [("2025-10-30", [0]), ("2025-10-31", [])], ids=["six_months", "over"]
)
def test_a_work_that_ended_long_ago_is_no_longer_told(
    db: Database, dongli: Dongli, today: str, days: list[int]
) -> None:
    _work(db, dongli.estate, "2025-04-01", "2025-04-30")
    _work(db, dongli.estate, "2025-04-10", "2026-04-30")
    assert _days(db, today) == days


@pytest.mark.parametrize("kind", [code.key for code in codes.table("work_types")])
def test_only_kinds_that_dig_clash(db: Database, dongli: Dongli, kind: str) -> None:
    _work(db, dongli.estate, "2025-04-01", "2025-04-30")
    _work(db, dongli.estate, "2025-04-10", "2025-06-30", kind=kind)
    assert len(clashes.all(db, TODAY)) == (kind in clashes.digging())


@pytest.mark.parametrize(
    ("stage", "told"), [("S70", 1), ("S80", 0), ("S90", 0), ("X1", 0), (None, 1)]
)
def test_a_work_that_is_completed_or_held_is_left_out(
    db: Database, dongli: Dongli, stage: str | None, told: int
) -> None:
    _work(db, dongli.estate, "2025-04-01", "2025-04-30", stage=stage)
    _work(db, dongli.estate, "2025-04-10", "2025-06-30")
    assert len(clashes.all(db, TODAY)) == told


@pytest.mark.parametrize("finish", [None, "2025-04"])
def test_dates_less_precise_mean_their_first_and_last_day(
    db: Database, dongli: Dongli, finish: str | None
) -> None:
    _work(db, dongli.estate, "2025-04", finish)
    _work(db, dongli.estate, "2025-05-02", "2025-06-30")
    assert _days(db) == [31 if finish is None else 2]


def test_a_work_without_dates_is_left_out(db: Database, dongli: Dongli) -> None:
    _work(db, dongli.estate, None, None)
    _work(db, dongli.estate, "2025-05-02", "2025-06-30")
    assert _days(db) == []


def test_another_estate_is_another_place_and_a_building_is_its_estate(
    db: Database, dongli: Dongli
) -> None:
    first = _work(db, dongli.estate, "2025-04-01", "2025-04-30")
    _work(db, dongli.other, "2025-04-02", "2025-04-30")
    third = _work(db, None, "2025-04-03", "2025-04-30", building_id=dongli.buildings[0])
    assert [(each.first, each.second) for each in clashes.all(db, TODAY)] == [(first, third)]


@pytest.mark.parametrize(("start", "told"), [("2025-04-30", 0), ("2025-05-01", 1)])
def test_works_of_one_project_clash_only_one_after_the_other(
    db: Database, dongli: Dongli, start: str, told: int
) -> None:
    own = {"project_id": dongli.project, "stage": "S20"}
    _work(db, dongli.estate, "2025-04-01", "2025-04-30", **own)
    _work(db, dongli.estate, start, "2025-06-30", **own)
    assert len(clashes.all(db, TODAY)) == told


def test_works_that_begin_on_one_day_are_told_once(db: Database, dongli: Dongli) -> None:
    for _ in range(3):
        _work(db, dongli.estate, "2025-04-01", "2025-04-30")
    assert _days(db) == [0, 0, 0]


def test_one_project_sees_its_own_clashes_only(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "add_project", "李工"):
        other = projects.add(db, [dongli.other], stage="S20")
    _work(db, dongli.estate, "2025-04-01", "2025-04-30")
    _work(db, dongli.estate, "2025-04-02", "2025-04-30", project_id=dongli.project, stage="S20")
    _work(db, dongli.other, "2025-04-01", "2025-04-30", project_id=other)
    _work(db, dongli.other, "2025-04-02", "2025-04-30")
    places = [
        [each.place for each in clashes.all(db, TODAY, project)]
        for project in (None, dongli.project, other)
    ]
    assert places == [["上地东里小区", "福雅里"], ["上地东里小区"], ["福雅里"]]


def test_a_work_without_end_is_told_as_any_other(db: Database, dongli: Dongli) -> None:
    _work(db, dongli.estate, "2025-04-01", "9999-12-31")  # 长期, as sheets write it
    _work(db, dongli.estate, "2025-10-31", "9999-12-31")
    assert _days(db) == [0]
