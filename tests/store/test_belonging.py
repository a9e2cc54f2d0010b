"""What goes with a deleted record, what stays without it, and how all of it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, belonging, file, history, rows
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = (
    *("project", "work", "lift", "household", "stairwell", "contract", "variation", "paper"),
    *("site_log", "defect", "acceptance_item", "consent_round", "ballot", "objection"),
    *("lift_event", "money_event", "plan", "target", "attachment"),
    *("item_choice", "need", "appointment", "satisfaction", "owner", "ownership"),
    *("consultation", "consultation_ballot", "meeting", "crew", "slot", "quiet_rule"),
    *("privacy_text", "privacy_consent"),
)
# What a row of each table needs beside its owner.
LEAST: dict[str, dict[str, object]] = {
    "paper": {"kind": "design"},
    "contract": {"kind": "works"},
    "variation": {"amount_fen": 1, "reason": "签证"},
    "site_log": {"date": "2025-05-01", "text": "开挖"},
    "defect": {"severity": "minor", "text": "渗漏"},
    "acceptance_item": {"item": "闭水试验"},
    "consent_round": {"rule_set": "art278"},
    "ballot": {"room": "101", "owner_no": 1},
    "objection": {"text": "挡光"},
    "lift_event": {"step": "E02"},
    "lift": {},
    "money_event": {"source": "city", "kind": "paid", "amount_fen": 1},
    "plan": {"level": "yearly", "name": "年度计划"},
    "target": {"metric": "estates", "planned": 1},
    "project": {},
    "work": {"kind": "B01"},
    "household": {"room": "101"},
    "stairwell": {"number": "1"},
    "item_choice": {"item": "W14"},
    "need": {"text": "晾衣架"},
    "appointment": {},
    "satisfaction": {"phase": "before", "rating": "good"},
    "owner": {"name": "赵一"},
    "ownership": {},
    "consultation": {"title": "停车位怎么划"},
    "consultation_ballot": {"choice": "同意"},
    "meeting": {"notes": "议定"},
    "crew": {"name": "入户一组", "capacity": 6},
    "slot": {"date": "2026-06-01", "half": "am", "capacity": 0},
    "quiet_rule": {"first_day": "2026-06-07", "last_day": "2026-06-10", "why": "高考"},
    "privacy_text": {"version": "1", "text": "告知"},
    "privacy_consent": {"given_on": "2026-06-01"},
    "estate": {"name": "西里小区"},
    "building": {"number": "77"},
}
PLACES = {"household_id", "building_id", "estate_id"}  # one of them tells where a need is
PROJECTS = ("contract", "site_log", "defect", "acceptance_item", "consent_round")
NEEDED = {  # whose row each row needs
    "lift": (("stairwell_id", "stairwell"),),
    "variation": (("contract_id", "contract"),),
    "ballot": (("round_id", "consent_round"),),
    "objection": (("round_id", "consent_round"),),
    "item_choice": (("household_id", "household"),),
    "need": (("household_id", "household"),),
    "appointment": (("household_id", "household"),),
    "satisfaction": (("household_id", "household"),),
    "ownership": (("owner_id", "owner"), ("household_id", "household")),
    "consultation_ballot": (("consultation_id", "consultation"), ("household_id", "household")),
    "meeting": (("consultation_id", "consultation"),),
    "slot": (("crew_id", "crew"),),
    "privacy_consent": (("household_id", "household"), ("text_id", "privacy_text")),
    "building": (("estate_id", "estate"),),
}
GOES = [
    (table, child, column) for table, below in belonging.GOES.items() for child, column in below
]
STAYS = [
    (table, child, column) for table, below in belonging.STAYS.items() for child, column in below
]


def _add(db: Database, dongli: Dongli, table: str, **owner: object) -> int:
    """Add a row of a table, with an owner of its own where it needs another one."""
    given: dict[str, object] = {**LEAST[table], **owner}
    if table in PROJECTS and not (table == "consent_round" and owner):
        given.setdefault("project_id", dongli.project)
    elif table in ("household", "stairwell"):
        given["building_id"] = dongli.buildings[0]
    elif table in ("work", "consultation") and "project_id" not in owner:
        given.setdefault("estate_id", dongli.estate)
    if table == "household":
        given["room"] = str(101 + len(rows.column(db, "SELECT id FROM household")))
    for column, parent in NEEDED.get(table, ()):
        if column not in given and not (table == "need" and PLACES & owner.keys()):
            given[column] = _add(db, dongli, parent)
    return rows.add(db, table, given)


def _pair(db: Database, dongli: Dongli, table: str, child: str, column: str) -> tuple[int, int]:
    with actions.act(db, "edit", "李工"):
        above = _add(db, dongli, table)
        return above, _add(db, dongli, child, **{column: above})


def _stored(db: Database) -> dict[str, list[rows.Row]]:
    return {each: rows.fetch(db, f"SELECT * FROM {each} ORDER BY id") for each in TABLES}


@pytest.mark.parametrize(("table", "child", "column"), GOES)
def test_what_goes_with_a_record_goes_and_comes_back(
    db: Database, dongli: Dongli, table: str, child: str, column: str
) -> None:
    above, below = _pair(db, dongli, table, child, column)
    before = _stored(db)
    with actions.act(db, "delete", "李工"):
        belonging.remove(db, table, above)
    assert (belonging.one(db, table, above), belonging.one(db, child, below)) == ({}, {})
    history.undo(db, "李工")
    assert _stored(db) == before


@pytest.mark.parametrize(("table", "child", "column"), STAYS)
def test_what_stays_is_let_go_of_and_tied_again(
    db: Database, dongli: Dongli, table: str, child: str, column: str
) -> None:
    above, below = _pair(db, dongli, table, child, column)
    before = _stored(db)
    with actions.act(db, "delete", "李工"):
        belonging.remove(db, table, above)
    assert belonging.one(db, child, below)[column] is None
    history.undo(db, "李工")
    assert _stored(db) == before


def test_every_reference_of_a_deleted_record_is_told_of(db: Database) -> None:
    for table in TABLES:
        _told_of(db, table)


def _told_of(db: Database, table: str) -> None:
    told = {*belonging.GOES.get(table, ()), *belonging.STAYS.get(table, ())}
    pointing = {
        (child, row["from"])
        for child in TABLES
        for row in rows.fetch(db, "SELECT * FROM pragma_foreign_key_list(?)", (child,))
        if row["table"] == table
    }
    # Deleted by the module of the record itself, which asks for more than this one does.
    elsewhere = {
        "project": {("work", "project_id"), ("money_event", "project_id")},
        "stairwell": {("household", "stairwell_id"), ("lift", "stairwell_id")},
    }
    files = {("attachment", f"{table}_id")}
    assert pointing - told - files - elsewhere.get(table, set()) == set()


def test_a_whole_tree_goes_at_once_and_comes_back_after_opening_anew(
    project: ProjectFile, dongli: Dongli
) -> None:
    db = project.db
    with actions.act(db, "edit", "李工"):
        lift = _add(db, dongli, "lift")
        vote = _add(db, dongli, "consent_round", lift_id=lift)
        ballot = _add(db, dongli, "ballot", round_id=vote)
        paper = _add(db, dongli, "paper", lift_id=lift)
        for column, owner in (("lift_id", lift), ("ballot_id", ballot), ("paper_id", paper)):
            rows.add(db, "attachment", {column: owner, "sha256": "0" * 64, "size": 1, "name": "a"})
        kept = _add(db, dongli, "ballot")
    before = _stored(db)
    with actions.act(db, "delete", "李工"):
        belonging.remove(db, "lift", lift)
    counts = {each: len(found) for each, found in _stored(db).items()}
    assert (counts["ballot"], counts["paper"], counts["attachment"]) == (1, 0, 0)
    assert belonging.one(db, "ballot", kept)
    project.close()
    again = file.open_file(project.path)
    try:
        history.undo(again.db, "李工")
        assert _stored(again.db) == before
    finally:
        again.close()


def test_rows_of_a_record_stand_as_they_were_added(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        added = [_add(db, dongli, "paper", project_id=dongli.project) for _ in range(3)]
        _add(db, dongli, "paper", work_id=dongli.work)
    found = belonging.of(db, "paper", "project_id", dongli.project)
    assert [each["id"] for each in found] == added
