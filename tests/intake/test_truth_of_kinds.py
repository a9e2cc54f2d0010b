"""The registers of visits, lifts, money and readings come in equal to their truth, as practised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from renewtrack.domain import codes
from renewtrack.store import health, history, records, totals
from tests.intake.facts import Take

pytestmark = pytest.mark.shared
PLACES = ("示范区2025年老旧小区改造台账.xlsx", "示范区楼栋普查表.csv")
VISITS = "上地东里小区入户预约登记.xlsx"
LIFTS = "示范区加装电梯进度表.xlsx"
MONEY = "示范区资金拨付登记表.xlsx"
READINGS = "示范区公厕监测_2025年10月.csv"
KINDS = (VISITS, LIFTS, MONEY, READINGS)


@pytest.fixture
def truth(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "sheets/truth.json").read_text("utf-8"))
    return found


@pytest.fixture
def places(take: Take, shared: Path) -> None:
    for name in PLACES:
        take(shared / "sheets" / name)


def test_every_household_has_its_answer_items_and_visit(
    db: Database, take: Take, shared: Path, truth: dict[str, Any], places: None
) -> None:
    plan = take(shared / "sheets" / VISITS)
    home = ("building", "stairwell", "room")
    found = {tuple(each[key] for key in home): each for each in records.query(db, "households")}
    visits = {tuple(each[key] for key in home): each for each in records.query(db, "appointments")}
    for row in truth[VISITS]["households"]:
        key = (row["building"], row["unit"], row["room"])
        assert (found[key]["agree"], found[key]["items"]) == (row["agree"], row["items"]), key
        visit = visits.get(key, {})
        assert visit.get("date") == row["date"], key
        half = codes.code("halves", visit["half"]) if visit else None
        assert (half.words.zh if half else None) == row["half"], key
    assert len(found) == len(truth[VISITS]["households"])
    assert plan.rows_read == truth[VISITS]["data_rows"]
    bad = [row for row in plan.rows if row.state == "rejected"]
    assert [row.row for row in bad] == [row["row"] for row in truth[VISITS]["bad"]]
    assert {issue.kind for issue in bad[0].issues} == {"no_building_near", "unreadable"}
    assert sum(issue.kind == "unsure_tick" for issue in plan.issues) == 162


def test_every_lift_has_its_group_consent_and_cost(
    db: Database, take: Take, shared: Path, truth: dict[str, Any], places: None
) -> None:
    take(shared / "sheets" / LIFTS)
    place = ("street", "estate", "building", "stairwell")
    found = {tuple(each[key] for key in place): each for each in records.query(db, "lifts")}
    for row in truth[LIFTS]["lifts"]:
        lift = found[row["street"], row["estate"], row["building"], row["unit"]]
        group = codes.code("lift_groups", lift["group"])
        assert group is not None
        assert group.words.zh == row["group"]
        assert lift["consent_ok"] is row["consent_ok"]
        assert lift["cost"] == row["cost_wan"] * 10_000
    assert len(found) == truth[LIFTS]["data_rows"]


@pytest.mark.parametrize("known", [True, False], ids=["with_projects", "without"])
def test_money_adds_up_by_source_and_kind(
    db: Database, take: Take, shared: Path, truth: dict[str, Any], known: bool
) -> None:
    if known:
        take(shared / "sheets" / PLACES[0])
    plan = take(shared / "sheets" / MONEY)
    sums = totals.by(db, "source")
    for source, wanted in truth[MONEY]["yuan_by_source"].items():
        assert {kind: sums[source][kind] for kind in wanted} == wanted, source
    assert plan.counts["new"] == truth[MONEY]["data_rows"]


def test_every_reading_alarm_and_follow_up_is_there(
    db: Database, take: Take, shared: Path, truth: dict[str, Any]
) -> None:
    plan = take(shared / "sheets" / READINGS)
    assert plan.counts["new"] == truth[READINGS]["rows"]
    assert len(list(records.query(db, "alarms"))) == truth[READINGS]["alarms"]
    ratings = list(records.query(db, "ratings", fields=["follow_up"]))
    assert sum(each["follow_up"] for each in ratings) == truth[READINGS]["follow_ups"]
    assert sum(1 for _ in records.query(db, "readings")) == 8 * truth[READINGS]["rows"]


def test_all_again_is_the_same_and_all_can_be_taken_back(
    db: Database, take: Take, shared: Path, places: None
) -> None:
    for name in KINDS:
        take(shared / "sheets" / name)
    for name in KINDS:
        counts = take(shared / "sheets" / name).counts
        assert (counts["new"], counts["changed"]) == (0, 0), name
    assert health.findings(db) == ()
    for _ in KINDS:
        history.undo(db, "测试")
    for what in ("households", "appointments", "lifts", "payments", "readings", "ratings"):
        assert list(records.query(db, what)) == [], what
    assert health.findings(db) == ()
