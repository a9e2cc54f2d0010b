"""Plans, contracts, papers, logs, defects, ballots and objections as scripts read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from renewtrack.store import actions, lifts, plans, record_lists, records, rows, votes
from renewtrack.store.records import Reveal
from renewtrack.store.tracked_sources import TRACKED
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def kept(db: Database, dongli: Dongli) -> Database:
    """A file with one or more of everything that an office keeps."""
    project, building = dongli.project, dongli.buildings[0]
    with actions.act(db, "edit", "李工"):
        plan = plans.add(
            db, level="special", name="专项规划", year_from=2024, area_id=dongli.street
        )
        rows.add(db, "target", {"plan_id": plan, "metric": "green_ha", "planned": 200})
        contract = rows.add(
            db,
            "contract",
            {"project_id": project, "kind": "works", "number": "SG-1", "amount_fen": 10_050},
        )
        change = {"contract_id": contract, "amount_fen": -50, "reason": "减项"}
        rows.add(db, "variation", change)
        rows.add(db, "paper", {"project_id": project, "kind": "approval", "number": "区发改〔1〕"})
        log = {"project_id": project, "date": "2025-10-01", "text": "沟槽开挖 13812345678"}
        rows.add(db, "site_log", {**log, "work_id": dongli.work})
        rows.add(db, "defect", {"project_id": project, "severity": "major", "text": "渗漏"})
        stairwell = rows.add(db, "stairwell", {"building_id": building, "number": "1"})
        home = {"building_id": building, "stairwell_id": stairwell, "room": "101"}
        rows.add(db, "household", {**home, "holder": "谢敏敏", "floor_area_m2": 71.4})
        lift = lifts.add(db, stairwell_id=stairwell)
        vote = votes.open_round(db, "lift", lift, "2025-09-01")
        objection = {"round_id": vote, "text": "谢敏敏担心采光", "state": "open"}
        rows.add(db, "objection", objection)
    return db


def one(db: Database, what: str, **more: Any) -> dict[str, Any]:
    (found,) = records.query(db, what, **more)
    return found


@pytest.mark.parametrize("what", TRACKED)
def test_every_record_is_plain_json_with_the_promised_keys(kept: Database, what: str) -> None:
    found = one(kept, what)
    assert json.loads(json.dumps(found)) == found
    assert tuple(found) == record_lists.keys(what)
    assert found["uid"]


def test_a_contract_tells_its_price_with_variations_in_yuan(kept: Database) -> None:
    found = one(kept, "contracts")
    assert (found["amount"], found["present"], found["number"]) == (100.5, 100.0, "SG-1")


def test_a_ballot_tells_its_place_and_hides_its_owner(kept: Database) -> None:
    found = one(kept, "ballots")
    place = ("estate", "building", "stairwell", "room", "area")
    assert [found[key] for key in place] == ["上地东里小区", 1, 1, "101", 71.4]
    assert found["holder"] == "谢**"
    assert one(kept, "ballots", reveal=Reveal("王工", "核对表决票"))["holder"] == "谢敏敏"


def test_persons_in_free_text_are_hidden(kept: Database) -> None:
    assert "13812345678" not in one(kept, "site_logs")["text"]
    assert "谢敏敏" not in one(kept, "objections")["remark"]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("contracts", "SG-1"),
        ("papers", "区发改"),
        ("site_logs", "开挖"),
        ("defects", "渗漏"),
        ("ballots", "东里"),
        ("objections", "采光"),
        ("plans", "专项"),
        ("targets", "专项规划"),
    ],
)
def test_words_find_the_record(kept: Database, what: str, words: str) -> None:
    assert len(record_lists.ids(kept, what, words)) == 1
    assert record_lists.ids(kept, what, f"{words}没有这个") == []
