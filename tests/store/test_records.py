"""Scripts read stable keys and plain values; persons stay masked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, estates, projects, records, totals, works
from renewtrack.store.record_lists import LISTS
from renewtrack.store.records import Reveal
from renewtrack.store.refusing import UnknownColumn, UnknownTable
from tests.store.conftest import LAT, LON, Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

KEYS = {
    "estates": "uid street community name address year_built building_count household_count"
    " floor_area_m2 lon lat",
    "buildings": "uid street estate number storeys structure household_count danger_grade"
    " year_built lon lat",
    "projects": "uid street community estate stage percent content start_plan start_actual"
    " finish_plan finish_actual invest_total funding",
}


@pytest.mark.parametrize("what", KEYS)
def test_the_promised_keys_come_first(db: Database, dongli: Dongli, what: str) -> None:
    record = next(records.query(db, what))
    promised = [key for key in KEYS[what].split() if key in record]
    assert promised == KEYS[what].split()


@pytest.mark.parametrize("what", [each for each in records.KINDS if each not in LISTS])
def test_every_record_is_plain_json(db: Database, dongli: Dongli, what: str) -> None:
    found = list(records.query(db, what))
    assert found
    assert json.loads(json.dumps(found)) == found


def test_a_building_gives_number_and_position(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"remark": "x"})
    found = list(
        records.query(db, "buildings", {"estate": "上地东里小区"}, ["number", "lon", "lat"])
    )
    assert [record["number"] for record in found] == [1, 2, 12]
    assert found[0]["lon"] == pytest.approx(LON + 0.0005)
    assert found[0]["lat"] == pytest.approx(LAT + 0.0005)


def test_a_project_gives_content_and_money(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "add_work", "李工"):
        for kind, remark in (("B14", None), ("other", "自家井\x1f\x1e改造"), ("W15", None)):
            works.add(
                db,
                kind=kind,
                remark=remark,
                estate_id=dongli.estate,
                project_id=dongli.project,
            )
    (record,) = records.query(db, "projects")
    assert record["content"] == ["加装电梯", "屋面防水", "自家井\x1f\x1e改造"]
    assert record["funding"] == {"central": 530347.0, "city": 0.0}
    assert (record["invest_total"], record["percent"]) == (1591040.0, 18)
    assert list(records.query(db, "projects", {"content": "屋面防水"})) == [record]


def test_persons_are_masked_unless_a_reason_is_recorded(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        projects.change(
            db,
            dongli.project,
            {
                "leader": "张三丰",
                "contact": "李四",
                "phone": "13812345678",
                "problem": "找李四13812345678",
            },
        )
    (masked,) = records.query(db, "projects")
    assert "三丰" not in str(masked)
    assert "13812345678" not in str(masked)
    (plain,) = records.query(db, "projects", reveal=Reveal("王工", "核对联系人"))
    assert (plain["leader"], plain["phone"]) == ("张三丰", "13812345678")
    logged = db.execute("SELECT who, reason, what FROM reveal_log").fetchall()
    assert logged == [("王工", "核对联系人", "projects")]


@pytest.mark.parametrize("reveal", [Reveal("王工", " "), Reveal("", "核对")])
def test_no_reason_no_persons(db: Database, dongli: Dongli, reveal: Reveal) -> None:
    with pytest.raises(records.ReasonMissing):
        records.query(db, "projects", reveal=reveal)


def test_unknown_names_are_refused(db: Database) -> None:
    with pytest.raises(UnknownTable):
        records.query(db, "change_log")
    with pytest.raises(UnknownColumn):
        records.query(db, "estates", {"geom": "x"})
    with pytest.raises(UnknownColumn):
        records.query(db, "estates", fields=["name; DROP TABLE estate"])


def test_what_is_not_known_is_asked_for_by_nothing(db: Database, dongli: Dongli) -> None:
    found = list(records.query(db, "estates", {"year_built": ""}, ["name", "year_built"]))
    assert found == [{"name": "福雅里", "year_built": None}]


def test_totals_are_sums_of_leaves(db: Database, dongli: Dongli) -> None:
    street = totals.by(db, "street")["上地街道"]
    assert (street["estates"], street["projects"], street["households"]) == (2, 1, 2972)
    assert (street["buildings_known"], street["invest_total"]) == (3, 1591040.0)
    assert totals.by(db, "stage")["S70"]["projects"] == 1
    assert totals.by(db, "source")["central"]["planned"] == 530347.0
    assert totals.by(db, "type")["W15"] == {
        "label": "加装电梯",
        "works": 1,
        "estates": 1,
        "buildings": 0,
    }
    with pytest.raises(UnknownTable):
        totals.by(db, "person")


@pytest.mark.parametrize("what", totals.KINDS)
def test_totals_of_an_empty_file_are_empty(db: Database, what: str) -> None:
    assert totals.by(db, what) == {}
