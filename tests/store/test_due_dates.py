"""What falls due on which day, and what does not any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import notice_clock
from renewtrack.store import actions, due_dates, lifts, projects, rows, votes, works
from renewtrack.store.choosing import Filter
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2025-10-15"
Found = list[tuple[str, str, str, tuple[int, ...]]]


@pytest.fixture(autouse=True)
def _writing(db: Database, dongli: Dongli) -> Iterator[None]:
    with actions.act(db, "edit", "李工"):
        projects.change(
            db, dongli.project, {"start_plan": None, "finish_plan": None, "stage": "S10"}
        )
        yield


def due(
    db: Database, kind: str = "projects", first: str = "2025-10-01", last: str = "2025-10-31"
) -> Found:
    found = due_dates.read(db, kind, Filter(today=TODAY), first, last)  # type: ignore[arg-type]
    return [(each.day, each.kind, each.rows, each.ids) for each in found]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"start_plan": "2025-10-20", "stage": "S60"}, ("2025-10-20", "start")),
        ({"start_plan": "2025-10-20", "stage": "S70"}, None),
        ({"start_plan": "2025-10", "stage": "S60"}, ("2025-10-31", "start")),
        ({"finish_plan": "2025-10-01", "stage": "S78"}, ("2025-10-01", "finish")),
        ({"finish_plan": "2025-10-31", "stage": None}, ("2025-10-31", "finish")),
        ({"finish_plan": "2025-10-31", "stage": "S80"}, None),
        ({"finish_plan": "2025-10-31", "stage": "X1"}, None),
        ({"finish_plan": "2025-11-01", "stage": "S78"}, None),
        ({"finish_plan": "2025-09-30", "stage": "S78"}, None),
        ({"finish_forecast": "2025-10-15", "stage": "S75"}, ("2025-10-15", "forecast")),
        ({"warranty_until": "2025-10-15", "stage": "S95"}, ("2025-10-15", "warranty")),
    ],
)
def test_a_date_is_due_until_its_stage_is_reached(
    db: Database,
    dongli: Dongli,
    values: dict[str, object],
    expected: tuple[str, str] | None,
) -> None:
    projects.change(db, dongli.project, values)
    wanted = [] if expected is None else [(*expected, "projects", (dongli.project,))]
    assert due(db) == wanted


def test_a_work_has_the_dates_of_its_project_unless_its_own(db: Database, dongli: Dongli) -> None:
    projects.change(db, dongli.project, {"finish_plan": "2025-10-20"})
    own = works.add(db, kind="B01", estate_id=dongli.estate, finish_plan="2025-10-25")
    assert due(db, "works") == [
        ("2025-10-20", "finish", "works", (dongli.work,)),
        ("2025-10-25", "finish", "works", (own,)),
    ]


def test_contracts_defects_notices_and_visits_are_due_too(db: Database, dongli: Dongli) -> None:
    project = dongli.project
    rows.add(db, "contract", {"project_id": project, "kind": "works", "finish_plan": "2025-10-02"})
    defect = {"project_id": project, "severity": "minor", "text": "色差"}
    rows.add(db, "defect", {**defect, "due": "2025-10-03"})
    rows.add(db, "defect", {**defect, "due": "2025-10-03", "fixed_on": "2025-10-01"})
    building = dongli.buildings[0]
    stairwell = rows.add(db, "stairwell", {"building_id": building, "number": "1"})
    lift = lifts.add(db, stairwell_id=stairwell)
    vote = votes.open_round(db, "lift", lift, "2025-09-01")
    rows.change(db, "consent_round", vote, {"notice_to": "2025-10-04"})
    home = rows.add(db, "household", {"building_id": building, "room": "101"})
    for state in ("planned", "kept", "off"):
        visit = {"household_id": home, "date": "2025-10-05", "state": state}
        rows.add(db, "appointment", visit)
    assert due(db) == [
        ("2025-10-02", "contract", "projects", (project,)),
        ("2025-10-03", "defect", "projects", (project,)),
        ("2025-10-04", "notice", "buildings", (building,)),
        ("2025-10-05", "visit", "buildings", (building,)),
    ]


def test_a_filter_keeps_to_its_rows(db: Database, dongli: Dongli) -> None:
    projects.change(db, dongli.project, {"finish_plan": "2025-10-20"})
    wanted = Filter(today=TODAY, only=frozenset())
    assert due_dates.read(db, "projects", wanted, "2025-10-01", "2025-10-31") == []


@pytest.mark.parametrize(
    ("begins", "ends", "day"),
    [
        ("2025-10-01", "2025-10", "2025-10-31"),
        ("2025-10-09", None, "2025-10-15"),
        ("2025-09-01", "2025-09", None),
        (None, None, None),
    ],
)
def test_a_notice_ends_on_its_last_day(
    db: Database, dongli: Dongli, begins: str | None, ends: str | None, day: str | None
) -> None:
    assert notice_clock.least_days() == 7
    values = {"notice_from": begins, "notice_to": ends, "rule_set": "art278"}
    rows.add(db, "consent_round", {"project_id": dongli.project, **values})
    wanted = [] if day is None else [(day, "notice", "projects", (dongli.project,))]
    assert due(db) == wanted
