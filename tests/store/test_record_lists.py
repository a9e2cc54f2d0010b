"""Households, lifts, payments, readings and ratings are listed, masked, summed and taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain.persons import Person
from renewtrack.store import (
    actions,
    appointments,
    buildings,
    erasing,
    estates,
    facilities,
    health,
    history,
    households,
    lifts,
    money_events,
    projects,
    record_lists,
    records,
    stairwells,
    titles,
    totals,
)
from renewtrack.store.file import ProjectFile
from renewtrack.store.records import Reveal
from renewtrack.store.refusing import UnknownColumn, UnknownTable
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

KEYS = {
    "lifts": "street estate building stairwell step group consent_ok cost",
    "households": "estate building stairwell room agree items",
    "appointments": "estate building stairwell room date half",
    "payments": "project date kind source amount",
    "readings": "facility time quantity value unit",
    "alarms": "facility time quantity level",
    "ratings": "facility time rating follow_up",
}
BELOW_A_BUILDING = ("stairwell", "household", "item_choice", "need", "appointment", "lift")


@pytest.fixture
def lived_in(db: Database, dongli: Dongli) -> Database:
    """A household, a lift and money of 上地东里, and a public toilet that is measured."""
    with actions.act(db, "edit", "测试"):
        stairwell = stairwells.add(db, building_id=dongli.buildings[1], number="4")
        household = households.add(
            db,
            building_id=dongli.buildings[1],
            stairwell_id=stairwell,
            room="601",
            holder="谢敏敏",
            phone="18250200311",
            agree="yes",
            remark="谢敏敏要求周末",
        )
        households.choose(db, household, "空调移机", True)
        households.choose(db, household, "W15", True)
        households.choose(db, household, "外窗护栏", False)
        appointments.add(db, household_id=household, date="2025-05-06", half="pm")
        lift = lifts.add(db, stairwell_id=stairwell, step="E09", cost_fen=54_000_000)
        lifts.vote(
            db,
            lift_id=lift,
            rule_set="art278",
            owners_total=14,
            area_total_dm2=107_800,
            owners_part=12,
            area_part_dm2=87_884,
            owners_agree=9,
            area_agree_dm2=65_913,
        )
        for kind, fen in (("allocated", 300), ("paid", 200), ("paid", 50)):
            money_events.add(
                db, project_id=dongli.project, source="bond", kind=kind, amount_fen=fen * 100
            )
        _measure(db)
    return db


def _measure(db: Database) -> None:
    toilet = facilities.add(db, kind="public_toilet", name="河滨1号公厕", grade="1")
    sensor = facilities.add_sensor(db, facility_id=toilet, quantity="nh3", unit="mg/m3")
    for hour, value in enumerate((0.3, 0.301, None)):
        facilities.read(
            db,
            sensor_id=sensor,
            time=f"2025-10-01T0{hour}:00",
            value=value,
            qualifier=None if value else "below_limit",
        )
    facilities.rate(db, facility_id=toilet, time="2025-10-01T00:00", rating="bad", follow_up="open")
    facilities.rate(db, facility_id=toilet, time="2025-10-01T01:00", rating="good")


@pytest.mark.parametrize("what", KEYS)
def test_every_promised_key_is_there_in_plain_json(lived_in: Database, what: str) -> None:
    found = list(records.query(lived_in, what))
    assert found
    assert json.loads(json.dumps(found)) == found
    assert found[0].keys() >= {*KEYS[what].split()}
    assert tuple(found[0]) == record_lists.keys(what)


def test_a_household_gives_its_place_and_what_it_wants(lived_in: Database) -> None:
    (found,) = records.query(lived_in, "households", fields=KEYS["households"].split())
    assert found == {
        "estate": "上地东里小区",
        "building": 2,
        "stairwell": 4,
        "room": "601",
        "agree": "yes",
        "items": ["空调移机", "加装电梯"],
    }


def test_persons_of_households_are_masked_unless_somebody_says_why(lived_in: Database) -> None:
    (masked,) = records.query(lived_in, "households", fields=["holder", "phone", "remark"])
    assert masked == {"holder": "谢**", "phone": "182****0311", "remark": "谢**要求周末"}
    (plain,) = records.query(lived_in, "appointments", reveal=Reveal("王工", "入户"))
    assert (plain["holder"], plain["phone"]) == ("谢敏敏", "18250200311")


def test_a_lift_gives_group_consent_and_cost_in_yuan(lived_in: Database) -> None:
    (found,) = records.query(lived_in, "lifts")
    assert (found["group"], found["consent_ok"], found["cost"]) == ("building", True, 540_000.0)
    assert found["area_part"] == 878.84


def test_money_of_a_source_is_summed_by_what_happened_to_it(lived_in: Database) -> None:
    sums = totals.by(lived_in, "source")
    assert sums["bond"] == {
        "planned": None,
        "allocated": 300.0,
        "received": 0.0,
        "paid": 250.0,
        "settled": 0.0,
        "audited": 0.0,
    }
    assert sums["central"]["paid"] is None


def test_only_what_is_above_the_limit_of_its_class_is_an_alarm(lived_in: Database) -> None:
    (alarm,) = records.query(lived_in, "alarms")
    assert (alarm["time"], alarm["level"]) == ("2025-10-01T01:00", "over_limit")
    with actions.act(lived_in, "edit", "测试"):
        facilities.change(lived_in, 1, {"grade": "2"})
    assert list(records.query(lived_in, "alarms")) == []


def test_a_bad_rating_opens_a_follow_up(lived_in: Database) -> None:
    found = list(records.query(lived_in, "ratings", fields=["rating", "follow_up"]))
    assert found == [
        {"rating": "bad", "follow_up": True},
        {"rating": "good", "follow_up": False},
    ]


@pytest.mark.parametrize(
    ("kind", "words", "count"),
    [
        ("households", "东里 2号楼 601", 1),
        ("households", "不同意", 0),
        ("households", "同意", 1),
        ("households", "谢敏敏", 1),
        ("ratings", "不满意", 1),
        ("payments", "专项债券 支付", 2),
        ("readings", "氨气 河滨", 3),
        ("lifts", "管线迁改", 1),
        ("lifts", "'; DROP TABLE lift; --", 0),
    ],
)
def test_a_list_is_searched_by_texts_and_by_words_of_code_lists(
    lived_in: Database, kind: str, words: str, count: int
) -> None:
    assert len(record_lists.ids(lived_in, kind, words)) == count


def test_a_list_is_sorted_by_any_of_its_columns_unknown_last(lived_in: Database) -> None:
    up = record_lists.ids(lived_in, "readings", sort=("value", True))
    down = record_lists.ids(lived_in, "readings", sort=("value", False))
    assert [row["value"] for row in record_lists.some(lived_in, "readings", up)] == [
        0.3,
        0.301,
        None,
    ]
    assert down == [up[1], up[0], up[2]]


def test_unknown_lists_and_columns_are_refused_by_name(lived_in: Database) -> None:
    with pytest.raises(UnknownTable):
        record_lists.ids(lived_in, "seal")
    with pytest.raises(UnknownColumn):
        record_lists.ids(lived_in, "lifts", sort=("uid; DROP TABLE lift", True))


def test_a_building_takes_all_below_it_along_and_undo_brings_it_back(
    lived_in: Database, dongli: Dongli
) -> None:
    def counts() -> list[int]:
        return [
            lived_in.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
            for table in (*BELOW_A_BUILDING, "consent_round")
        ]

    before, lists = counts(), {what: list(records.query(lived_in, what)) for what in KEYS}
    assert all(before[:3] + before[4:])
    with actions.act(lived_in, "delete", "李工"):
        buildings.remove(lived_in, dongli.buildings[1])
    assert not any(counts())
    assert health.findings(lived_in) == ()
    history.undo(lived_in, "李工")
    assert counts() == before
    assert {what: list(records.query(lived_in, what)) for what in KEYS} == lists


def test_an_estate_and_a_project_go_with_all_that_is_theirs(
    lived_in: Database, dongli: Dongli
) -> None:
    with actions.act(lived_in, "delete", "李工"):
        projects.remove(lived_in, dongli.project)
        estates.remove(lived_in, dongli.estate)
    for what in ("households", "lifts", "appointments", "payments"):
        assert list(records.query(lived_in, what)) == []
    assert health.findings(lived_in) == ()


def test_a_facility_goes_with_sensors_readings_and_ratings(lived_in: Database) -> None:
    with actions.act(lived_in, "delete", "李工"):
        facilities.remove(lived_in, 1)
    assert list(records.query(lived_in, "readings")) == []
    assert health.findings(lived_in) == ()
    history.undo(lived_in, "李工")
    assert len(list(records.query(lived_in, "readings"))) == 3


def test_an_erased_holder_stands_nowhere_any_more(project: ProjectFile, lived_in: Database) -> None:
    with actions.act(lived_in, "edit", "李工"):
        households.change(lived_in, 1, {"remark": "谢敏敏改到周日"})
    person = Person(name="谢敏敏", phone="18250200311")
    done = erasing.erase(lived_in, person, "李工", "本人要求")
    assert "household" in {trace.table for trace in done.counts}
    assert erasing.find(lived_in, person) == ()
    history.undo(lived_in, "李工")
    assert erasing.find(lived_in, person) == ()


def test_history_names_a_household_by_estate_building_stairwell_and_room(
    lived_in: Database,
) -> None:
    assert titles.title(lived_in, "household", 1).zh == "住户“上地东里小区2号楼4单元601室”"
    assert titles.title(lived_in, "item_choice", 1).zh == "改造意向“上地东里小区2号楼4单元601室”"
    assert titles.title(lived_in, "lift", 1).zh == "电梯“上地东里小区2号楼4单元”"
    assert titles.title(lived_in, "reading", 1).zh == "监测读数“河滨1号公厕”"
