"""What needs somebody today, and that it goes away when it is done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import gates
from renewtrack.store import actions, money_events, moving, projects, rows, todo, works
from renewtrack.store.moving import Move
from renewtrack.store.todo import ToDo
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2025-10-15"


@pytest.fixture(autouse=True)
def _writing(db: Database, dongli: Dongli) -> Iterator[None]:
    with actions.act(db, "edit", "李工"):
        works.remove(db, dongli.work)
        quiet = {"start_plan": None, "finish_plan": None, "stage": "S10", "percent": None}
        projects.change(db, dongli.project, quiet)
        rows.change_many(db, "funding", _funding(db), {"planned_fen": [None] * len(_funding(db))})
        yield


def _funding(db: Database) -> list[int]:
    return rows.column(db, "SELECT id FROM funding ORDER BY id")


def lines(db: Database) -> dict[str, ToDo]:
    return {line.key: line for line in todo.read(db, TODAY)}


def test_a_quiet_file_needs_nobody(db: Database) -> None:
    assert lines(db) == {}


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"finish_plan": "2025-09-29", "stage": "S60"}, "projects_red"),
        ({"finish_plan": "2025-10-14", "stage": "S60"}, "projects_yellow"),
        ({"finish_plan": "2025-10-20", "stage": "S60"}, "due_finish"),
        ({"start_plan": "2025-10-29", "stage": "S60"}, "due_start"),
        ({"start_plan": "2025-10-30", "stage": "S60"}, None),
        ({"warranty_until": "2025-10-20", "stage": "S95"}, "due_warranty"),
    ],
)
def test_dates_that_press_are_told(
    db: Database, dongli: Dongli, values: dict[str, object], key: str | None
) -> None:
    projects.change(db, dongli.project, values)
    found = lines(db)
    assert list(found) == ([] if key is None else [key])
    if key is not None:
        assert found[key].ids == (dongli.project,)


def test_the_pressing_comes_first(db: Database, dongli: Dongli) -> None:
    values = {"finish_plan": "2025-09-01", "stage": "S60", "warranty_until": "2025-10-20"}
    projects.change(db, dongli.project, values)
    assert [line.urgency for line in todo.read(db, TODAY)] == ["red", ""]


def test_a_defect_is_told_until_it_is_fixed(db: Database, dongli: Dongli) -> None:
    defect = {"project_id": dongli.project, "severity": "critical", "text": "开裂"}
    made = rows.add(db, "defect", {**defect, "due": "2025-10-01"})
    assert set(lines(db)) == {"defect_late", "defect_critical"}
    rows.change(db, "defect", made, {"fixed_on": "2025-10-10"})
    assert lines(db) == {}


def test_a_forced_stage_is_told_until_its_papers_are_there(db: Database, dongli: Dongli) -> None:
    paper = next(
        need for needs in gates.needs().values() for need in needs if need.startswith(gates.PAPER)
    )
    event = {"project_id": dongli.project, "stage": "S60", "date": "2025-10-01"}
    rows.add(db, "stage_event", {**event, "lacking": json.dumps([paper])})
    assert set(lines(db)) == {"forced"}
    kind = paper.removeprefix(gates.PAPER)
    rows.add(db, "paper", {"project_id": dongli.project, "kind": kind, "date": "2025-10-02"})
    assert lines(db) == {}


def test_money_and_digging_that_clash_are_told(db: Database, dongli: Dongli) -> None:
    owner = dongli.project
    money_events.add(db, project_id=owner, source="bond", kind="received", amount_fen=5)
    money_events.add(db, project_id=owner, source="bond", kind="paid", amount_fen=9)
    other = projects.add(db, name="二期")
    dates = {"start_plan": "2025-11-01", "finish_plan": "2025-12-01", "stage": "S10"}
    digs = [
        works.add(db, kind=kind, estate_id=dongli.estate, project_id=of, **dates)
        for kind, of in (("B01", owner), ("B02", other))
    ]
    found = lines(db)
    assert found["money_paid"].ids == (owner,)
    assert found["clashes"].ids == tuple(digs)
    assert found["clashes"].rows == "works"


def test_a_defect_due_in_a_month_is_late_when_the_month_is_over(
    db: Database, dongli: Dongli
) -> None:
    defect = {"project_id": dongli.project, "severity": "major", "text": "开裂"}
    made = rows.add(db, "defect", {**defect, "due": "2025-10"})
    assert "defect_late" not in lines(db)
    rows.change(db, "defect", made, {"due": "2025-09"})
    assert "defect_late" in lines(db)


@pytest.mark.parametrize("owner", ["project", "work"])
def test_an_objection_to_any_vote_is_told_until_it_is_settled(
    db: Database, dongli: Dongli, owner: str
) -> None:
    of = dongli.project if owner == "project" else works.add(db, kind="W04", estate_id=dongli.other)
    vote = rows.add(db, "consent_round", {f"{owner}_id": of, "rule_set": "art278"})
    made = rows.add(db, "objection", {"round_id": vote, "text": "挡光", "state": "open"})
    (line,) = lines(db).values()
    assert (line.key, line.rows, line.ids) == (f"objections_{owner}s", f"{owner}s", (of,))
    rows.change(db, "objection", made, {"state": "settled"})
    assert lines(db) == {}


def test_a_forced_work_is_told_until_its_papers_are_there(db: Database, dongli: Dongli) -> None:
    made = works.add(db, kind="W04", estate_id=dongli.estate, project_id=dongli.project)
    works.change(db, made, {"stage": "S60"})
    moving.move(db, "work", [made], Move("S65", "2025-10-01", "通知书后补"))
    found = lines(db)
    assert (found["forced_works"].rows, found["forced_works"].ids) == ("works", (made,))
    rows.add(db, "paper", {"project_id": dongli.project, "kind": "award"})
    assert "forced_works" not in lines(db)


@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_as_well(db: Database, today: str) -> None:
    assert todo.read(db, today) == []


def test_a_forced_step_of_a_lift_is_told_until_its_paper_is_there(
    db: Database, dongli: Dongli
) -> None:
    building = dongli.buildings[0]
    stairwell = rows.add(db, "stairwell", {"building_id": building, "number": "1"})
    lift = rows.add(db, "lift", {"stairwell_id": stairwell, "step": "E08"})
    event = {"lift_id": lift, "step": "E08", "date": "2025-10-01"}
    rows.add(db, "lift_event", {**event, "lacking": json.dumps(["paper:drawings"])})
    assert lines(db)["forced_lifts"].ids == (building,)
    rows.add(db, "paper", {"lift_id": lift, "kind": "drawings", "date": "2025-10-02"})
    assert "forced_lifts" not in lines(db)


def test_visits_and_details_whose_time_is_over_are_told_of(db: Database, dongli: Dongli) -> None:
    home = {"building_id": dongli.buildings[0], "room": "101", "holder": "赵一"}
    household = rows.add(db, "household", {**home, "keep_until": "2026-05-01"})
    for day in ("2026-06-02", "2026-05-20"):
        rows.add(db, "appointment", {"household_id": household, "date": day, "half": "am"})
    found = {line.key: line for line in todo.read(db, "2026-06-01")}
    for key in ("visits_remind", "visits_trouble", "kept_over"):
        assert (found[key].rows, found[key].ids) == ("buildings", (dongli.buildings[0],))
        assert "1" in found[key].words.zh
