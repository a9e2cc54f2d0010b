"""The percentage of works by their basis, of projects by their works, and that it is told how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, money_events, moving, progress, projects, rows, works
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture(autouse=True)
def _writing(db: Database, dongli: Dongli) -> Iterator[None]:
    with actions.act(db, "edit", "李工"):
        works.remove(db, dongli.work)
        projects.change(db, dongli.project, {"stage": "S70", "percent": None})
        yield


def work(db: Database, dongli: Dongli, **values: object) -> int:
    kept: dict[str, object] = {"kind": "B01", "stage": "S70", **values}
    return works.add(db, estate_id=dongli.estate, project_id=dongli.project, **kept)


def percent(db: Database, table: str, row_id: int) -> float | None:
    return rows.fetch(db, f'SELECT percent FROM "{table}" WHERE id = ?', (row_id,))[0]["percent"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"percent_basis": "quantity", "quantity": 300, "quantity_done": 100}, 33.33),
        ({"percent_basis": "quantity", "quantity": 300, "quantity_done": 400}, 100),
        ({"percent_basis": "quantity", "quantity": 300}, None),
        ({"percent_basis": "milestones"}, 20),
        ({"percent_basis": "money", "budget_fen": 1000}, 25),
        ({"percent_basis": "stated", "percent": 41}, 41),
        ({"percent": 41}, 41),
    ],
)
def test_a_work_is_as_far_as_its_basis_says(
    db: Database, dongli: Dongli, values: dict[str, object], expected: float | None
) -> None:
    one = work(db, dongli, **values)
    money_events.add(
        db, project_id=dongli.project, work_id=one, source="city", kind="paid", amount_fen=250
    )
    progress.reckon(db, [dongli.project])
    assert percent(db, "work", one) == expected
    assert percent(db, "project", dongli.project) == expected


def test_a_project_is_weighted_by_budget_where_every_work_has_one(
    db: Database, dongli: Dongli
) -> None:
    work(db, dongli, percent=10, budget_fen=300)
    work(db, dongli, percent=50, budget_fen=100)
    rolled = progress.of_projects(db, [dongli.project])[dongli.project]
    assert (rolled.whole.percent, rolled.whole.weight, rolled.works) == (20.0, "budget", 2)
    work(db, dongli, percent=90)
    rolled = progress.of_projects(db, [dongli.project])[dongli.project]
    assert rolled.whole.weight in ("area", "households", "equal")
    assert rolled.whole.percent == 50.0
    progress.reckon(db, [dongli.project])
    kept = rows.fetch(db, "SELECT percent_basis FROM project WHERE id = ?", (dongli.project,))[0]
    assert kept["percent_basis"] == rolled.whole.words.zh


def test_held_works_do_not_count_and_unknown_ones_are_told(db: Database, dongli: Dongli) -> None:
    work(db, dongli, percent=40)
    work(db, dongli, percent=None)
    work(db, dongli, percent=0, stage="X1")
    rolled = progress.of_projects(db, [dongli.project])[dongli.project]
    assert (rolled.whole.percent, rolled.whole.left_out, rolled.works) == (40.0, 1, 2)


@pytest.mark.parametrize(("stage", "written"), [("S65", False), ("S75", True), ("S80", False)])
def test_only_what_is_under_way_is_written(
    db: Database, dongli: Dongli, stage: str, written: bool
) -> None:
    projects.change(db, dongli.project, {"stage": stage, "percent": 7})
    one = work(db, dongli, stage=stage, percent=None, percent_basis="milestones")
    progress.reckon(db, [dongli.project])
    assert (percent(db, "work", one) is not None) == written
    assert (percent(db, "project", dongli.project) != 7) == written


def test_once_reckoned_nothing_changes_again(db: Database, dongli: Dongli) -> None:
    work(db, dongli, percent_basis="quantity", quantity=3, quantity_done=1)
    assert progress.reckon(db, [dongli.project]) == 2
    assert progress.reckon(db, [dongli.project]) == 0


def test_a_project_moves_to_another_year_with_its_reason(db: Database, dongli: Dongli) -> None:
    projects.change(db, dongli.project, {"plan_year": 2025})
    with pytest.raises(moving.ReasonNeeded):
        moving.to_year(db, [dongli.project], 2026, " ")
    assert moving.to_year(db, [dongli.project], 2026, "资金未落实", "2025-10-15") == 1
    assert moving.to_year(db, [dongli.project], 2026, "资金未落实", "2025-10-15") == 0
    event = rows.fetch(db, "SELECT * FROM stage_event ORDER BY id DESC LIMIT 1")[0]
    assert (event["from_year"], event["to_year"], event["reason"]) == (2025, 2026, "资金未落实")
