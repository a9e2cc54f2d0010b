"""Needs, consultations and satisfaction as scripts read them: plain, masked, searched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import (
    actions,
    consultations,
    households,
    needs,
    record_lists,
    records,
    satisfaction,
)
from renewtrack.store.records import Reveal
from renewtrack.store.resident_sources import RESIDENTS
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

CANARY = "谢敏敏13812345678"


@pytest.fixture
def kept(db: Database, dongli: Dongli) -> Database:
    with actions.act(db, "edit", "李工"):
        home = households.add(db, building_id=dongli.buildings[0], room="101", holder="谢敏敏")
        asked = consultations.add(
            db,
            {"estate_id": dongli.estate},
            {"title": f"颜色{CANARY}", "options": ["米黄", CANARY], "text": CANARY},
        )
        consultations.answer(db, asked, home, "米黄", "2026-06-01")
        need = needs.add(
            db, {"household_id": home}, f"{CANARY}要换窗", consultation_id=asked, source="hotline"
        )
        needs.refer(db, [need], CANARY, "2026-06-20")
        needs.reply(db, [need], CANARY, "2026-06-10")
        satisfaction.answer(db, home, "before", "bad", "2026-01-02")
    return db


@pytest.mark.parametrize("what", RESIDENTS)
def test_records_are_plain_masked_and_shown_in_full_for_a_reason(kept: Database, what: str) -> None:
    (found,) = records.query(kept, what)
    said = json.dumps(found, ensure_ascii=False)
    assert json.loads(said) == found
    assert tuple(found) == record_lists.keys(what)
    assert found["estate"] == "上地东里小区"
    assert "谢敏敏" not in said
    assert "13812345678" not in said
    (full,) = records.query(kept, what, reveal=Reveal("王工", "核对"))
    assert (CANARY in json.dumps(full, ensure_ascii=False)) == (what != "satisfaction")


def test_states_places_and_options_are_told_in_words_of_the_lists(kept: Database) -> None:
    (need,) = records.query(kept, "needs")
    (asked,) = records.query(kept, "consultations")
    assert (need["state"], need["building"], need["room"]) == ("referred", 1, "101")
    assert need["consultation"] == asked["uid"]
    assert (asked["options"][0], asked["ballots"]) == ("米黄", 1)


@pytest.mark.parametrize(
    ("what", "words"),
    [("needs", "hotline 换窗"), ("consultations", "颜色"), ("satisfaction", "不满意")],
)
def test_words_find_texts_and_codes(kept: Database, what: str, words: str) -> None:
    assert len(record_lists.ids(kept, what, words)) == 1
    assert record_lists.ids(kept, what, "没有这样的") == []
