"""Votes in the file: who is on the roll, what the answers add up to, and when it passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import consent
from renewtrack.store import actions, file, history, households, lifts, rows, stairwells, votes
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def lift(db: Database, dongli: Dongli) -> int:
    """A lift of a stairwell with twelve flats of 100 m2, each of another owner."""
    with actions.act(db, "edit", "李工"):
        stairwell = stairwells.add(db, building_id=dongli.buildings[0], number="1")
        for number in range(12):
            _flat(db, dongli, stairwell, f"{number // 2 + 1}0{number % 2 + 1}", f"业主{number}")
        return lifts.add(db, stairwell_id=stairwell, step="E01")


def _flat(db: Database, dongli: Dongli, stairwell: int, room: str, holder: str | None) -> int:
    return households.add(
        db,
        building_id=dongli.buildings[0],
        stairwell_id=stairwell,
        room=room,
        holder=holder,
        phone="13800000000" if holder else None,
        floor_area_m2=100.0,
    )


def _stairwell(db: Database, lift_id: int) -> int:
    found = lifts.get(db, lift_id)
    assert found is not None
    return found.stairwell_id


def _open(db: Database, lift_id: int, day: str = "2025-05-01") -> int:
    with actions.act(db, "vote", "李工"):
        return votes.open_round(db, "lift", lift_id, day)


def _answer(db: Database, round_id: int, *said: str | None) -> None:
    """Write answers to the first ballots of a roll, one each."""
    roll = votes.ballots(db, round_id)
    with actions.act(db, "vote", "李工"):
        for ballot, each in zip(roll, said, strict=False):
            votes.answer(db, [ballot["id"]], each, "2025-05-20")


def _reached(db: Database, lift_id: int) -> bool | None:
    return consent.reached(votes.of(db, "lift", lift_id)[-1])


@pytest.mark.parametrize(
    ("yes", "no", "passed"),
    [
        (6, 2, True),  # 8 of 12 take part, 6 of 8 agree
        (7, 0, False),  # 7 take part
        (5, 3, False),  # 5 of 8 agree
        (7, 1, True),
        (6, 3, False),  # 6 of 9
        (7, 2, True),  # 7 of 9
        (9, 3, True),  # 9 of 12
        (8, 4, False),
        (12, 0, True),
        (0, 12, False),
        (0, 0, False),
    ],
)
def test_a_vote_passes_at_the_limits_and_not_beside_them(
    db: Database, lift: int, yes: int, no: int, passed: bool
) -> None:
    round_id = _open(db, lift)
    _answer(db, round_id, *["yes"] * yes, *["no"] * no)
    assert _reached(db, lift) is passed


@pytest.mark.parametrize(
    ("figures", "passed"),
    [
        ((120000, 80000, 60000), True),
        ((120000, 79999, 79999), False),
        ((120000, 80000, 59999), False),
        ((120001, 80000, 80000), False),
        ((120000, 80001, 60000), False),
    ],
)
def test_area_is_held_to_its_limits_to_the_square_decimetre(
    db: Database, lift: int, figures: tuple[int, int, int], passed: bool
) -> None:
    total, part, agree = figures
    round_id = _open(db, lift)
    areas = [agree, part - agree, total - part]
    roll = votes.ballots(db, round_id)
    with actions.act(db, "vote", "李工"):
        for ballot in roll[3:]:
            rows.remove(db, "ballot", ballot["id"])
        for ballot, area in zip(roll[:3], areas, strict=True):
            rows.change(db, "ballot", ballot["id"], {"area_dm2": area})
        votes.answer(db, [roll[0]["id"]], "yes", "2025-05-20")
        votes.answer(db, [roll[1]["id"]], "no", "2025-05-20")
    found = votes.tally(db, round_id)
    assert (found.area_total_dm2, found.area_part_dm2, found.area_agree_dm2) == figures
    with actions.act(db, "vote", "李工"):  # by count everybody agrees
        rows.change(
            db, "consent_round", round_id, {"owners_part": 3, "owners_agree": 3, "owners_total": 3}
        )
    assert _reached(db, lift) is passed


def test_an_owner_of_several_flats_counts_once_and_his_area_flat_by_flat(
    db: Database, dongli: Dongli, lift: int
) -> None:
    with actions.act(db, "edit", "李工"):
        for room in ("701", "702"):
            _flat(db, dongli, _stairwell(db, lift), room, "业主0")
    round_id = _open(db, lift)
    mine = [each["id"] for each in votes.ballots(db, round_id) if each["owner"] == "业主0"]
    assert len(mine) == 3
    with actions.act(db, "vote", "李工"):
        votes.answer(db, mine, "yes", "2025-05-20")
    found = votes.tally(db, round_id)
    assert (found.owners_total, found.owners_part, found.owners_agree) == (12, 1, 1)
    assert (found.area_total_dm2, found.area_agree_dm2) == (140000, 30000)


def test_a_flat_enrolled_later_counts_to_the_owner_on_the_roll(
    db: Database, dongli: Dongli, lift: int
) -> None:
    round_id = _open(db, lift)
    with actions.act(db, "vote", "李工"):
        _flat(db, dongli, _stairwell(db, lift), "701", "业主0")
        _flat(db, dongli, _stairwell(db, lift), "702", "新业主")
        assert votes.enrol(db, round_id, "lift", lift) == 2
        assert votes.enrol(db, round_id, "lift", lift) == 0
    assert votes.tally(db, round_id).owners_total == 13


def test_flats_without_an_owner_on_record_count_each(
    db: Database, dongli: Dongli, lift: int
) -> None:
    with actions.act(db, "edit", "李工"):
        for room in ("701", "702"):
            _flat(db, dongli, _stairwell(db, lift), room, None)
    assert votes.tally(db, _open(db, lift)).owners_total == 14


def test_an_owner_whose_flats_differ_takes_part_and_does_not_agree(
    db: Database, dongli: Dongli, lift: int
) -> None:
    with actions.act(db, "edit", "李工"):
        _flat(db, dongli, _stairwell(db, lift), "701", "业主0")
    round_id = _open(db, lift)
    mine = [each for each in votes.ballots(db, round_id) if each["owner"] == "业主0"]
    with actions.act(db, "vote", "李工"):
        votes.answer(db, [mine[0]["id"]], "yes", "2025-05-20")
        votes.answer(db, [mine[1]["id"]], "no", "2025-05-20")
    found = votes.tally(db, round_id)
    assert (found.owners_part, found.owners_agree) == (1, 0)
    assert found.split == (mine[0]["owner_no"],)


def test_the_figures_of_the_vote_follow_every_answer(db: Database, lift: int) -> None:
    round_id = _open(db, lift)
    for said in (["yes"] * 8, ["no", "abstain", None]):
        _answer(db, round_id, *said)
        assert votes.summed(votes.of(db, "lift", lift)[0]) == votes.tally(db, round_id)
    assert votes.tally(db, round_id).owners_part == 7


def test_an_answer_taken_back_leaves_no_date(db: Database, lift: int) -> None:
    round_id = _open(db, lift)
    _answer(db, round_id, "yes")
    _answer(db, round_id, None)
    first = votes.ballots(db, round_id)[0]
    assert (first["answer"], first["date"]) == (None, None)


def test_typed_figures_stand_where_there_are_no_ballots(db: Database, lift: int) -> None:
    with actions.act(db, "vote", "李工"):
        round_id = lifts.vote(db, lift_id=lift, rule_set="art278", owners_total=12, owners_part=9)
        votes.count(db, round_id)
    assert votes.summed(votes.of(db, "lift", lift)[0]).owners_part == 9


@pytest.mark.parametrize(("day", "rule"), [("2020-12-31", "art76"), ("2021-01-01", "art278")])
def test_a_vote_is_held_under_the_rule_of_its_day(
    db: Database, lift: int, day: str, rule: str
) -> None:
    _open(db, lift, day)
    assert votes.of(db, "lift", lift)[0].rule_set == rule


def test_a_project_asks_all_households_of_its_estates(
    db: Database, dongli: Dongli, lift: int
) -> None:
    with actions.act(db, "vote", "李工"):
        households.add(db, building_id=dongli.buildings[1], room="101")
        for_project = votes.open_round(db, "project", dongli.project, None)
        for_work = votes.open_round(db, "work", dongli.work, None)
    asked = [votes.tally(db, each).owners_total for each in (for_project, for_work)]
    assert asked == [13, 13]


def test_answers_are_taken_back_after_the_file_was_opened_anew(
    project: ProjectFile, lift: int
) -> None:
    round_id = _open(project.db, lift)
    before = votes.ballots(project.db, round_id)
    with actions.act(project.db, "vote", "李工"):
        votes.answer(project.db, [each["id"] for each in before], "yes", "2025-05-20")
    after = votes.ballots(project.db, round_id)
    project.close()
    again = file.open_file(project.path)
    try:
        history.undo(again.db, "李工")
        assert votes.ballots(again.db, round_id) == before
        assert votes.of(again.db, "lift", lift)[0].owners_agree == 0
        history.redo(again.db, "李工")
        assert votes.ballots(again.db, round_id) == after
    finally:
        again.close()
