"""The steps of a lift: what stands of their needs, and what a move writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import lift_gates, notice_clock
from renewtrack.store import (
    actions,
    history,
    households,
    lift_steps,
    lifts,
    record_lists,
    rows,
    stairwells,
)
from renewtrack.store.moving import Move, ReasonNeeded
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2025-06-30"
PASSED = {
    **dict.fromkeys(("owners_total", "owners_part", "owners_agree"), 12),
    **dict.fromkeys(("area_total_dm2", "area_part_dm2", "area_agree_dm2"), 120000),
}


@pytest.fixture
def lift(db: Database, dongli: Dongli) -> int:
    with actions.act(db, "edit", "李工"):
        stairwell = stairwells.add(db, building_id=dongli.buildings[0], number="1")
        return lifts.add(db, stairwell_id=stairwell, step="E01")


def _vote(db: Database, lift_id: int, **values: object) -> int:
    with actions.act(db, "vote", "李工"):
        return lifts.vote(db, lift_id=lift_id, rule_set="art278", **{**PASSED, **values})


def _move(db: Database, lift_id: int, to: Move) -> None:
    with actions.act(db, "move_stage", "李工"):
        lift_steps.move(db, lift_id, to, TODAY)


def _events(db: Database, lift_id: int) -> list[rows.Row]:
    return rows.fetch(db, "SELECT * FROM lift_event WHERE lift_id = ? ORDER BY id", (lift_id,))


def test_a_new_lift_has_nothing_but_no_objection(db: Database, lift: int) -> None:
    assert lift_steps.have(db, lift, TODAY) == {"objections"}


def test_a_lift_that_is_gone_has_nothing(db: Database, lift: int) -> None:
    assert lift_steps.have(db, lift + 1, TODAY) == frozenset()


@pytest.mark.parametrize("name", ["contractor", "reg_no", "maint_unit"])
def test_a_field_that_is_filled_stands(db: Database, lift: int, name: str) -> None:
    with actions.act(db, "edit", "李工"):
        lifts.change(db, lift, {name: "甲"})
    assert f"field:{name}" in lift_steps.have(db, lift, TODAY)


@pytest.mark.parametrize(("agree", "stands"), [(9, True), (8, False)])
def test_consent_stands_from_three_quarters_on(
    db: Database, lift: int, agree: int, stands: bool
) -> None:
    _vote(db, lift, owners_agree=agree)
    have = lift_steps.have(db, lift, TODAY)
    assert ("round" in have, "consent" in have) == (True, stands)


def test_only_the_latest_vote_counts(db: Database, lift: int) -> None:
    _vote(db, lift)
    _vote(db, lift, owners_agree=0)
    assert "consent" not in lift_steps.have(db, lift, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "stands"),
    [
        ("2025-06-23", "2025-06-29", True),  # seven days, over since yesterday
        ("2025-06-24", "2025-06-30", False),  # the last day is today
        ("2025-06-23", "2025-06-28", False),  # six days
        ("2025-06-23", None, True),
        ("2025-06-24", None, False),
        (None, None, False),
    ],
)
def test_a_notice_stands_when_it_has_hung_long_enough(
    db: Database, lift: int, first: str | None, last: str | None, stands: bool
) -> None:
    assert notice_clock.least_days() == 7
    _vote(db, lift, notice_from=first, notice_to=last)
    assert ("notice" in lift_steps.have(db, lift, TODAY)) is stands


@pytest.mark.parametrize(("state", "stands"), [("open", 0), ("settled", 1), ("upheld", 1)])
def test_an_open_objection_shuts_the_gate(db: Database, lift: int, state: str, stands: int) -> None:
    vote = _vote(db, lift)
    with actions.act(db, "vote", "李工"):
        rows.add(db, "objection", {"round_id": vote, "text": "挡光", "state": state})
    assert ("objections" in lift_steps.have(db, lift, TODAY)) is bool(stands)
    assert lift_steps.open_objections(db, lift) == 1 - stands


@pytest.mark.parametrize("step", lift_gates.needs())
def test_each_step_lacks_its_needs_until_they_stand(db: Database, lift: int, step: str) -> None:
    before = lift_gates.steps()[lift_gates.steps().index(step) - 1]
    needs = lift_gates.needs()[step]
    with actions.act(db, "edit", "李工"):
        lifts.change(db, lift, {"step": before})
    lacks = set(lift_steps.lacking(db, lift, step, TODAY))
    assert lacks == set(needs) - {"objections"}
    vote = {"notice_from": "2025-06-01"} if {"round", "consent", "notice"} & set(needs) else None
    if vote is not None:
        _vote(db, lift, **vote)
    with actions.act(db, "edit", "李工"):
        for need in needs:
            kind, _, name = need.partition(":")
            if kind == "paper":
                rows.add(db, "paper", {"lift_id": lift, "kind": name})
            elif kind == "field":
                lifts.change(db, lift, {name: "甲"})
    assert lift_steps.lacking(db, lift, step, TODAY) == ()


def test_a_forced_step_needs_a_reason_and_keeps_what_lacked(db: Database, lift: int) -> None:
    with pytest.raises(ReasonNeeded):
        _move(db, lift, Move("E03", "2025-06-01", "  "))
    assert not _events(db, lift)
    _move(db, lift, Move("E03", "2025-06-01", " 纸质票后补 "))
    (event,) = _events(db, lift)
    assert (event["step"], event["date"], event["reason"]) == ("E03", "2025-06-01", "纸质票后补")
    assert json.loads(event["lacking"]) == ["round", "consent"]


def test_a_step_that_lacks_nothing_needs_no_reason(db: Database, lift: int) -> None:
    _vote(db, lift)
    _move(db, lift, Move("E03", "2025-06-01"))
    (event,) = _events(db, lift)
    assert (event["reason"], event["lacking"]) == (None, None)


@pytest.mark.parametrize("step", ["X1", "X2"])
def test_a_stop_needs_a_reason_and_tells_no_date(db: Database, lift: int, step: str) -> None:
    with pytest.raises(ReasonNeeded):
        _move(db, lift, Move(step, "2025-06-01"))
    _move(db, lift, Move(step, "2025-06-01", "资金未到位"))
    found = lifts.get(db, lift)
    assert found is not None
    assert (found.step, found.start_actual) == (step, None)


@pytest.mark.parametrize(
    ("step", "column"),
    [
        ("E07", "review_date"),
        ("E11", "start_actual"),
        ("E13", "inspect_date"),
        ("E15", "reg_date"),
    ],
)
def test_a_step_tells_its_date_where_it_is_empty(
    db: Database, lift: int, step: str, column: str
) -> None:
    _move(db, lift, Move(step, "2025-06-02", "补录"))
    _move(db, lift, Move("E01", "2025-06-03", ""))
    _move(db, lift, Move(step, "2025-06-09", "补录"))
    assert getattr(lifts.get(db, lift), column) == "2025-06-02"


def test_undo_takes_back_step_date_and_event(db: Database, lift: int) -> None:
    before = lifts.get(db, lift)
    _move(db, lift, Move("E11", "2025-06-02", "补录"))
    history.undo(db, "李工")
    assert lifts.get(db, lift) == before
    assert not _events(db, lift)


def test_flats_stand_from_the_ground_up_and_the_unknown_last(
    db: Database, dongli: Dongli, lift: int
) -> None:
    found = lifts.get(db, lift)
    assert found is not None
    place = {"building_id": dongli.buildings[0], "stairwell_id": found.stairwell_id}
    with actions.act(db, "edit", "李工"):
        households.add(db, **place, room="1001", floor_area_m2=60.25)
        households.add(db, **place, room="甲")
        households.add(db, **place, room="201", floor=3)
        households.add(db, **place, room="101")
        households.add(db, building_id=dongli.buildings[0], room="901")
    flats = lift_steps.flats(db, lift)
    assert [(each["room"], each["floor"], each["area_dm2"]) for each in flats] == [
        ("101", 1, None),
        ("201", 3, None),
        ("1001", 10, 6025),
        ("甲", None, None),
    ]


@pytest.mark.parametrize(("answer", "stands"), [("no", False), (None, False), ("yes", True)])
def test_a_vote_does_not_pass_without_a_flat_whose_part_is_occupied(
    db: Database, lift: int, answer: str | None, stands: bool
) -> None:
    vote = _vote(db, lift)
    with actions.act(db, "vote", "李工"):
        ballot = {"round_id": vote, "room": "101", "owner_no": 1, "needed": 1, "answer": answer}
        rows.add(db, "ballot", ballot)
    assert ("consent" in lift_steps.have(db, lift, TODAY)) is stands
    (listed,) = record_lists.all(db, "lifts")
    assert listed["consent_ok"] is stands
