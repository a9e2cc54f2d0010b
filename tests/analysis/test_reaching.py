"""Targets of plans against what is finished on the ground, none of it counted twice."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from renewtrack.analysis import reaching
from renewtrack.analysis.reaching import Reached
from renewtrack.domain.baselines import sums
from renewtrack.domain.stages import STAGES
from renewtrack.store import (
    actions,
    baselines,
    gpkg,
    lifts,
    moving,
    plans,
    projects,
    rows,
    sites,
    stairwells,
    works,
)
from renewtrack.store.moving import Move
from tests.store.conftest import Dongli, db, dongli, project, square

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["db", "dongli", "project"]
TODAY = "2025-10-15"
SIDE = 0.001  # degrees: about 111 m by 85 m at this latitude


@pytest.fixture(autouse=True)
def _writing(db: Database, dongli: Dongli) -> Iterator[None]:
    with actions.act(db, "plan", "李工"):
        yield


def target(db: Database, metric: str, planned: float = 10, **values: object) -> Reached:
    plan = plans.add(db, level="special", name="专项规划", **values)
    made = rows.add(db, "target", {"plan_id": plan, "metric": metric, "planned": planned})
    return next(each for each in reaching.read(db, TODAY) if each.id == made)


def park(db: Database, lon: float, kind: str = "park", **values: object) -> int:
    site = sites.add(db, kind=kind, name=f"{lon}", geom=square(lon, 40.0, SIDE))
    kept = {"stage": "S85", "finish_actual": "2025-06-01", **values}
    works.add(db, kind="W02", site_id=site, **kept)
    return site


def line(db: Database, lon: float, far: float) -> int:
    wkb = struct.pack("<BII4d", 1, 2, 2, lon, 40.0, lon + far, 40.0)
    site = sites.add(db, kind="greenway", name="绿道", geom=gpkg.from_wkb(wkb))
    works.add(db, kind="W17", site_id=site, stage="S90", finish_actual="2025-06-01")
    return site


ONE = 0.9485  # hectares of a square of SIDE at 40 degrees north, by the ellipsoid


def test_green_is_the_ground_covered_once(db: Database) -> None:
    park(db, 116.0)
    assert target(db, "green_ha").done == pytest.approx(ONE, abs=0.001)
    park(db, 116.0, kind="pocket_park")  # the same ground again
    assert target(db, "green_ha").done == pytest.approx(ONE, abs=0.001)
    park(db, 116.0005, kind="leisure_park")  # half of it is new
    assert target(db, "green_ha").done == pytest.approx(1.5 * ONE, abs=0.001)


def test_a_pocket_park_counts_to_both_metrics_once_in_each(db: Database) -> None:
    site = park(db, 116.0, kind="pocket_park")
    works.add(db, kind="W03", site_id=site, stage="S90", finish_actual="2025-07-01")
    assert target(db, "pocket_parks").done == 1
    assert target(db, "leisure_parks").done == 0
    assert target(db, "green_ha").done == pytest.approx(ONE, abs=0.001)


def test_a_greenway_is_as_long_as_its_line_and_walked_once(db: Database) -> None:
    line(db, 116.0, 0.01)
    line(db, 116.0, 0.01)
    assert target(db, "greenway_km").done == pytest.approx(0.8539, abs=0.001)


@pytest.mark.parametrize("stage", [stage.key for stage in STAGES])
def test_only_finished_works_count(db: Database, stage: str) -> None:
    park(db, 116.0, stage=stage)
    assert (target(db, "green_ha").done > 0) == ("S80" <= stage < "X")


def test_what_should_be_finished_this_year_is_in_the_forecast(db: Database) -> None:
    park(db, 116.0)
    park(db, 116.1, stage="S70", finish_actual=None, finish_plan="2025-12-20")
    park(
        db,
        116.2,
        stage="S70",
        finish_actual=None,
        finish_plan="2025-12-20",
        finish_forecast="2026-02",
    )
    park(db, 116.3, stage="X1", finish_actual=None, finish_plan="2025-12-20")
    found = target(db, "green_ha")
    assert found.done == pytest.approx(ONE, abs=0.001)
    assert found.forecast == pytest.approx(2 * ONE, abs=0.001)


def test_a_site_without_a_shape_adds_its_quantity_or_is_told(db: Database) -> None:
    for quantity, unit in ((30_000, "㎡"), (5, "处")):
        site = sites.add(db, kind="park", name=unit)
        works.add(
            db,
            kind="W02",
            site_id=site,
            stage="S80",
            finish_actual="2025",
            quantity=quantity,
            unit=unit,
        )
    found = target(db, "green_ha")
    assert (found.done, found.unmeasured) == (3.0, 1)


def test_a_target_of_an_area_counts_what_lies_in_it(db: Database, dongli: Dongli) -> None:
    site = park(db, 116.0)
    assert target(db, "green_ha", area_id=dongli.street).done == 0
    sites.change(db, site, {"area_id": dongli.community})
    assert target(db, "green_ha", area_id=dongli.street).done > 0


def test_an_estate_of_two_finished_projects_counts_once(db: Database, dongli: Dongli) -> None:
    projects.change(db, dongli.project, {"stage": "S85", "finish_actual": "2025-03-01"})
    second = projects.add(db, name="二期", stage="S90", finish_actual="2025-09-01")
    rows.add(db, "project_estate", {"project_id": second, "estate_id": dongli.estate})
    found = target(db, "estates")
    assert found.done == 1
    assert found.rows == (("projects", dongli.project),)


def test_the_base_is_part_of_what_is_reached(db: Database) -> None:
    park(db, 116.0, kind="pocket_park")
    plan = plans.add(db, level="special", name="口袋公园", year_from=2025, year_to=2025)
    values = {"plan_id": plan, "metric": "pocket_parks", "planned": 50, "base": 9}
    made = rows.add(db, "target", values)
    found = next(each for each in reaching.read(db, TODAY) if each.id == made)
    assert (found.done, found.share, found.forecast) == (1, 20.0, 10)


def test_a_frozen_year_keeps_its_numbers_and_tells_what_changed(
    db: Database, dongli: Dongli
) -> None:
    projects.change(db, dongli.project, {"plan_year": 2025, "invest_total_fen": 100})
    assert baselines.adjustments(db, 2025) == []
    assert baselines.freeze(db, 2025, "李工", "2025-01-10T08:00:00Z", "计划下达") == 1
    assert baselines.adjustments(db, 2025) == []
    projects.change(db, dongli.project, {"invest_total_fen": 250})
    new = projects.add(db, name="追加项目", plan_year=2025)
    found = baselines.adjustments(db, 2025)
    assert [(each.kind, each.what, each.before, each.after) for each in found] == [
        ("changed", "invest_total_fen", 100, 250),
        ("added", "", None, None),
    ]
    assert baselines.freeze(db, 2025, "李工", "2025-07-10T08:00:00Z", "年中调整") == 2
    assert baselines.adjustments(db, 2025) == []
    assert len(baselines.adjustments(db, 2025, 1)) == 2
    projects.change(db, new, {"plan_year": 2026})
    moved = baselines.adjustments(db, 2025)
    assert [(each.kind, each.before, each.after) for each in moved] == [("moved", 2025, 2026)]
    assert [row["number"] for row in baselines.versions(db, 2025)] == [2, 1]


def test_the_day_a_lift_was_put_on_hold_is_not_the_day_it_was_finished(
    db: Database, dongli: Dongli
) -> None:
    stairwell = stairwells.add(db, building_id=dongli.buildings[0], number="1")
    lift = lifts.add(db, stairwell_id=stairwell, step="E15")
    for step, date in (("X1", "2023-03-01"), ("E15", "2025-05-01")):
        rows.add(db, "lift_event", {"lift_id": lift, "step": step, "date": date})
    assert target(db, "lifts", year_from=2025, year_to=2025).done == 1
    assert target(db, "lifts", year_from=2023, year_to=2023).done == 0


def test_a_frozen_year_is_listed_when_its_last_project_has_left_it(
    db: Database, dongli: Dongli
) -> None:
    projects.change(db, dongli.project, {"plan_year": 2025})
    baselines.freeze(db, 2025, "李工", "2025-01-10T08:00:00Z")
    projects.change(db, dongli.project, {"plan_year": 2026})
    assert baselines.years(db) == [2026, 2025]
    (line,) = baselines.adjustments(db, 2025)
    assert (line.kind, line.after) == ("moved", 2026)


def test_a_plan_counts_an_estate_of_two_projects_once(db: Database, dongli: Dongli) -> None:
    projects.change(db, dongli.project, {"plan_year": 2025})
    projects.add(db, name="二期", plan_year=2025, estate_ids=(dongli.estate,))
    found = sums(baselines.present(db, 2025))
    assert (found["projects"], found["estates"], found["households"]) == (2, 1, 2888)
    baselines.freeze(db, 2025, "李工", "2025-01-10T08:00:00Z")
    kept = baselines.frozen(db, 2025)
    assert kept is not None
    assert sums(kept) == found
    assert baselines.adjustments(db, 2025) == []


@pytest.mark.parametrize("year", [0, -5, 99999])
def test_a_year_that_no_calendar_has_does_not_stop_the_others(db: Database, year: int) -> None:
    assert target(db, "estates", year_from=year, year_to=year).done == 0


def test_a_move_to_another_year_does_not_date_what_was_finished(
    db: Database, dongli: Dongli
) -> None:
    values = {"stage": "S85", "plan_year": 2024, "finish_actual": None}
    projects.change(db, dongli.project, values)
    moving.to_year(db, [dongli.project], 2025, "结转", "2025-03-01")
    found = target(db, "estates", year_from=2025, year_to=2025)
    assert (found.done, found.undated) == (0, 1)


def test_a_work_without_a_stage_is_finished_on_the_day_of_its_project(
    db: Database, dongli: Dongli
) -> None:
    projects.change(db, dongli.project, {"stage": "S75", "finish_actual": None})
    works.add(db, kind="W06", estate_id=dongli.estate, project_id=dongli.project, quantity=30)
    moving.move(db, "project", [dongli.project], Move("S80", "2025-04-01", "补录", fills=False))
    found = target(db, "parking", year_from=2025, year_to=2025)
    assert (found.done, found.undated) == (30, 0)


def test_areas_that_contain_each_other_do_not_hang(db: Database, dongli: Dongli) -> None:
    rows.change(db, "area", dongli.street, {"parent_id": dongli.community})
    projects.change(db, dongli.project, {"stage": "S85", "finish_actual": "2025-05-01"})
    assert target(db, "estates", area_id=dongli.street).done == 1
