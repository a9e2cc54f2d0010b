"""Many records move to a stage at once; what lacks asks for a reason, which is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, gating, history, moving, projects, rows, works
from renewtrack.store.moving import Move
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def forty(db: Database, dongli: Dongli) -> list[int]:
    """Forty works of one project, without stages of their own."""
    with actions.act(db, "add_work", "李工"):
        return [
            works.add(db, kind="B01", estate_id=dongli.estate, project_id=dongli.project)
            for _ in range(40)
        ]


def _paper(db: Database, dongli: Dongli, *kinds: str) -> None:
    with actions.act(db, "edit", "李工"):
        for kind in kinds:
            rows.add(db, "paper", {"project_id": dongli.project, "kind": kind})


def _events(db: Database, work_id: int) -> list[rows.Row]:
    return rows.fetch(db, "SELECT * FROM stage_event WHERE work_id = ? ORDER BY id", (work_id,))


def test_forty_works_move_as_one_action_and_one_undo(
    db: Database, dongli: Dongli, forty: list[int]
) -> None:
    with actions.act(db, "move_stage", "李工"):
        moved = moving.move(db, "work", forty, Move("S80", "2025-10-08", "月底补录"))
    assert (moved.moved, moved.forced) == (40, 40)
    found = [works.get(db, each) for each in forty]
    assert {(w.stage, w.finish_actual, w.percent) for w in found if w} == {
        ("S80", "2025-10-08", 100.0)
    }
    history.undo(db, "李工")
    assert {w.stage for each in forty if (w := works.get(db, each))} == {None}
    assert not _events(db, forty[0])


def test_an_event_keeps_where_from_why_and_what_lacked(
    db: Database, dongli: Dongli, forty: list[int]
) -> None:
    with actions.act(db, "move_stage", "李工"):
        projects.change(db, dongli.project, {"stage": "S60"})
        moving.move(db, "work", forty[:1], Move("S65", "2025-05", "中标通知书后补"))
    (event,) = _events(db, forty[0])
    assert (event["from_stage"], event["stage"], event["date"]) == ("S60", "S65", "2025-05")
    assert event["reason"] == "中标通知书后补"
    assert json.loads(event["lacking"]) == ["paper:award"]


def test_a_forced_stage_without_a_reason_changes_nothing(
    db: Database, dongli: Dongli, forty: list[int]
) -> None:
    with (
        pytest.raises(moving.ReasonNeeded) as refused,
        actions.act(db, "move_stage", "李工"),
    ):
        moving.move(db, "work", forty, Move("S90", "2025-10"))
    assert "移交书" in refused.value.in_("zh")
    assert {w.stage for each in forty if (w := works.get(db, each))} == {None}


def test_what_stands_asks_for_no_reason(db: Database, dongli: Dongli, forty: list[int]) -> None:
    with actions.act(db, "edit", "李工"):
        projects.change(db, dongli.project, {"stage": "S60"})
    _paper(db, dongli, "award")
    with actions.act(db, "move_stage", "李工"):
        moved = moving.move(db, "work", forty, Move("S65", "2025-05"))
    assert (moved.moved, moved.forced) == (40, 0)
    assert _events(db, forty[0])[0]["lacking"] is None


@pytest.mark.parametrize("stage", ["X1", "X2", "X3"])
def test_a_side_state_asks_for_a_reason(
    db: Database, dongli: Dongli, forty: list[int], stage: str
) -> None:
    with pytest.raises(moving.ReasonNeeded), actions.act(db, "move_stage", "李工"):
        moving.move(db, "work", forty, Move(stage, "2025-05", "  "))


def test_a_held_work_goes_on_where_it_stood(db: Database, dongli: Dongli, forty: list[int]) -> None:
    one = forty[:1]
    with actions.act(db, "move_stage", "李工"):
        moving.move(db, "work", one, Move("S70", "2025-05", "先进场"))
        moving.move(db, "work", one, Move("X1", "2025-06", "汛期停工"))
        moving.move(db, "work", one, Move("X3", "2025-07", "居民反对"))
    assert moving.before_hold(db, "work", one) == {one[0]: "S70"}


def test_records_that_stand_there_already_leave_no_event(
    db: Database, dongli: Dongli, forty: list[int]
) -> None:
    with actions.act(db, "move_stage", "李工"):
        moving.move(db, "work", forty, Move("S20", "2025-05", "补"))
        again = moving.move(db, "work", [*forty, 999_999], Move("S20", "2025-06", "补"))
    assert again.moved == 0
    assert len(_events(db, forty[0])) == 1


def test_a_date_that_stands_is_not_overwritten(
    db: Database, dongli: Dongli, forty: list[int]
) -> None:
    with actions.act(db, "edit", "李工"):
        projects.change(db, dongli.project, {"stage": "S65"})
        works.change(db, forty[0], {"start_actual": "2025-03-01"})
    with actions.act(db, "move_stage", "李工"):
        moving.move(db, "work", forty[:2], Move("S70", "2025-05-09", "补"))
    dates = [w.start_actual for each in forty[:2] if (w := works.get(db, each))]
    assert dates == ["2025-03-01", "2025-05-09"]


def test_a_project_moves_to_another_year_for_a_reason(db: Database, dongli: Dongli) -> None:
    with pytest.raises(moving.ReasonNeeded), actions.act(db, "edit", "李工"):
        moving.to_year(db, [dongli.project], 2026, "")
    with actions.act(db, "edit", "李工"):
        assert moving.to_year(db, [dongli.project], 2026, "资金未到位", "2025-11-01") == 1
        assert moving.to_year(db, [dongli.project], 2026, "资金未到位") == 0
    event = rows.fetch(db, "SELECT * FROM stage_event ORDER BY id DESC LIMIT 1")[0]
    assert (event["from_year"], event["to_year"], event["reason"]) == (2025, 2026, "资金未到位")
    project = projects.get(db, dongli.project)
    assert project is not None
    assert project.plan_year == 2026


def test_an_open_major_defect_and_an_item_not_passed_shut_the_acceptance(
    db: Database, dongli: Dongli
) -> None:
    assert {"defects:closed", "acceptance:passed"} <= gating.have(db, "project", [dongli.project])[
        dongli.project
    ]
    with actions.act(db, "edit", "李工"):
        defect = rows.add(
            db,
            "defect",
            {"project_id": dongli.project, "severity": "major", "text": "屋面渗漏"},
        )
        item = rows.add(db, "acceptance_item", {"project_id": dongli.project, "item": "闭水试验"})
    shut = gating.have(db, "project", [dongli.project])[dongli.project]
    assert not shut & {"defects:closed", "acceptance:passed"}
    with actions.act(db, "edit", "李工"):
        rows.change(db, "defect", defect, {"checked_on": "2025-10-01"})
        rows.change(db, "acceptance_item", item, {"result": "pass"})
    opened = gating.have(db, "project", [dongli.project])[dongli.project]
    assert {"defects:closed", "acceptance:passed"} <= opened


def test_a_vote_that_passed_is_consent_and_a_failed_one_after_it_is_not(
    db: Database, dongli: Dongli
) -> None:
    passed = {
        "project_id": dongli.project,
        "rule_set": "art278",
        "owners_total": 12,
        "area_total_dm2": 1200,
        "owners_part": 12,
        "area_part_dm2": 1200,
        "owners_agree": 12,
        "area_agree_dm2": 1200,
    }
    with actions.act(db, "edit", "李工"):
        rows.add(db, "consent_round", passed)
    assert "consent" in gating.have(db, "project", [dongli.project])[dongli.project]
    with actions.act(db, "edit", "李工"):
        rows.add(db, "consent_round", {**passed, "owners_agree": 1})
    assert "consent" not in gating.have(db, "project", [dongli.project])[dongli.project]


def test_money_opens_its_gates(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        db.execute("DELETE FROM funding")
    assert "fund:planned" not in gating.have(db, "project", [dongli.project])[dongli.project]
    with actions.act(db, "fund", "李工"):
        rows.add(db, "funding", {"project_id": dongli.project, "source": "city", "planned_fen": 1})
        event = {"project_id": dongli.project, "source": "city", "kind": "received"}
        rows.add(db, "money_event", {**event, "amount_fen": 100})
    have = gating.have(db, "project", [dongli.project])[dongli.project]
    assert {"fund:planned", "fund:received"} <= have
    with actions.act(db, "fund", "李工"):
        rows.add(db, "money_event", {**event, "amount_fen": -100})
    assert "fund:received" not in gating.have(db, "project", [dongli.project])[dongli.project]


def test_a_project_lacks_consent_while_a_flat_that_has_to_agree_does_not(
    db: Database, dongli: Dongli
) -> None:
    sums = {f"owners_{name}": 12 for name in ("total", "part", "agree")}
    areas = {f"area_{name}_dm2": 1200 for name in ("total", "part", "agree")}
    with actions.act(db, "vote", "李工"):
        vote = {"project_id": dongli.project, "rule_set": "art278", **sums, **areas}
        made = rows.add(db, "consent_round", vote)
        ballot = {"round_id": made, "room": "101", "owner_no": 1, "needed": 1, "answer": "no"}
        one = rows.add(db, "ballot", ballot)
    assert "consent" not in gating.have(db, "project", [dongli.project])[dongli.project]
    with actions.act(db, "vote", "李工"):
        rows.change(db, "ballot", one, {"answer": "yes"})
    assert "consent" in gating.have(db, "project", [dongli.project])[dongli.project]
