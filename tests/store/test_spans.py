"""The bars of the Gantt chart: which days each means, in which order, beside which baseline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import lateness
from renewtrack.store import actions, baselines, projects, rows, spans, works
from renewtrack.store.choosing import Filter
from renewtrack.store.spans import Bar, Span
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = Filter(today="2025-06-30")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _span(start: str | None, finish: str | None) -> Span:
    return Span(_day(start) if start else None, _day(finish) if finish else None)


def _change(db: Database, dongli: Dongli, **values: object) -> None:
    with actions.act(db, "edit", "李工"):
        projects.change(db, dongli.project, values)


def _freeze(db: Database, year: int = 2025) -> None:
    with actions.act(db, "baseline", "李工", str(year)):
        baselines.freeze(db, year, "李工", "2025-01-01T00:00:00Z")


def _bar(db: Database, kind: spans.Kind, row_id: int) -> Bar:
    return next(bar for bar in spans.read(db, kind, TODAY, 100) if bar.id == row_id)


@pytest.mark.parametrize(
    ("start", "finish", "expected"),
    [
        (None, None, _span(None, None)),
        ("2025", "2025", _span("2025-01-01", "2025-12-31")),
        ("2025-02", "2025-02", _span("2025-02-01", "2025-02-28")),
        ("2024-02", "2024-02", _span("2024-02-01", "2024-02-29")),
        ("2025-03-07", None, _span("2025-03-07", None)),
        (None, "2025-03-07", _span(None, "2025-03-07")),
        ("2025/2026", "2025/2026", _span("2025-01-01", "2026-12-31")),
    ],
)
def test_dates_mean_their_first_and_their_last_day(
    start: str | None, finish: str | None, expected: Span
) -> None:
    assert spans.span(start, finish) == expected


def test_a_project_is_a_bar_under_its_street(db: Database, dongli: Dongli) -> None:
    _change(
        db,
        dongli,
        name="一期",
        start_plan="2025-03",
        finish_plan="2025-09",
        start_actual="2025-04-02",
        finish_forecast="2025-10",
    )
    (bar,) = spans.read(db, "projects", TODAY, 100)
    assert (bar.id, bar.kind, bar.name, bar.group) == (dongli.project, "", "一期", "上地街道")
    assert (bar.planned, bar.actual, bar.forecast) == (
        _span("2025-03-01", "2025-09-30"),
        _span("2025-04-02", None),
        _day("2025-10-31"),
    )


def test_a_work_takes_the_planned_days_it_lacks_from_its_project(
    db: Database, dongli: Dongli
) -> None:
    _change(db, dongli, start_plan="2025-03", finish_plan="2025-09", start_actual="2025-04-02")
    with actions.act(db, "edit", "李工"):
        works.change(db, dongli.work, {"finish_plan": "2025-05-20"})
    bar = _bar(db, "works", dongli.work)
    assert bar.planned == _span("2025-03-01", "2025-05-20")
    assert bar.actual == _span(None, None)
    assert (bar.kind, bar.stage) == ("W15", "S70")


@pytest.mark.parametrize(
    ("days", "light"),
    [
        (0, lateness.GREEN),
        (lateness.limits()[lateness.YELLOW].days, lateness.GREEN),
        (lateness.limits()[lateness.YELLOW].days + 1, lateness.YELLOW),
        (lateness.limits()[lateness.RED].days, lateness.YELLOW),
        (lateness.limits()[lateness.RED].days + 1, lateness.RED),
    ],
)
def test_a_bar_has_the_light_of_its_lateness(
    db: Database, dongli: Dongli, days: int, light: str
) -> None:
    due = (_day("2025-06-30") - dt.timedelta(days)).isoformat()
    _change(db, dongli, stage="S70", percent=None, start_plan=None, finish_plan=due)
    assert _bar(db, "projects", dongli.project).light == light


def test_works_stand_project_by_project_and_the_placeless_last(
    db: Database, dongli: Dongli
) -> None:
    with actions.act(db, "add_work", "李工"):
        site = rows.add(db, "site", {"kind": "garden", "name": "游园"})
        without_place = works.add(db, kind="W06", site_id=site)
        late = works.add(
            db, kind="B01", estate_id=dongli.estate, project_id=dongli.project, start_plan="2025-08"
        )
        early = works.add(
            db, kind="B01", estate_id=dongli.estate, project_id=dongli.project, start_plan="2025-02"
        )
    ids = [bar.id for bar in spans.read(db, "works", TODAY, 100)]
    assert ids == [dongli.work, early, late, without_place]


@pytest.mark.parametrize("most", [0, 1, 3])
def test_no_more_bars_come_than_are_asked_for(db: Database, dongli: Dongli, most: int) -> None:
    with actions.act(db, "add_work", "李工"):
        for _ in range(5):
            works.add(db, kind="B01", estate_id=dongli.estate)
    assert len(spans.read(db, "works", TODAY, most)) == most


def test_a_baseline_keeps_the_days_that_were_frozen(db: Database, dongli: Dongli) -> None:
    _change(db, dongli, start_plan="2025-03", finish_plan="2025-09")
    _freeze(db)
    _change(db, dongli, start_plan="2025-05", finish_plan="2025-12")
    frozen = _span("2025-03-01", "2025-09-30")
    assert spans.baseline(db, "projects") == {dongli.project: frozen}
    assert spans.baseline(db, "works") == {dongli.work: frozen}
    assert _bar(db, "projects", dongli.project).planned == _span("2025-05-01", "2025-12-31")


def test_the_latest_version_of_a_year_counts(db: Database, dongli: Dongli) -> None:
    _change(db, dongli, start_plan="2025-03", finish_plan="2025-09")
    _freeze(db)
    _change(db, dongli, finish_plan="2025-12")
    _freeze(db)
    assert spans.baseline(db, "projects")[dongli.project].finish == _day("2025-12-31")


def test_what_the_latest_version_no_longer_holds_has_no_baseline(
    db: Database, dongli: Dongli
) -> None:
    _change(db, dongli, start_plan="2025-03", finish_plan="2025-09")
    _freeze(db)
    _change(db, dongli, plan_year=2026)
    _freeze(db)
    assert spans.baseline(db, "projects") == {}


def test_records_that_are_gone_or_were_never_frozen_have_no_baseline(
    db: Database, dongli: Dongli
) -> None:
    _freeze(db)
    with actions.act(db, "add_work", "李工"):
        works.remove(db, dongli.work)
        works.add(db, kind="B01", estate_id=dongli.estate, project_id=dongli.project)
    assert spans.baseline(db, "works") == {}


def test_the_ends_hold_plans_actual_days_forecasts_and_baselines(
    db: Database, dongli: Dongli
) -> None:
    base = {"start_plan": "2025-03-01", "finish_plan": "2025-09-30"}
    _change(db, dongli, **base)
    bars = spans.read(db, "projects", TODAY, 100)
    assert spans.ends(bars, {}) == _span("2025-03-01", "2025-09-30")
    frozen = {dongli.project: _span("2025-02-01", None)}
    assert spans.ends(bars, frozen) == _span("2025-02-01", "2025-09-30")
    _change(db, dongli, start_actual="2025-01-15", finish_forecast="2026-01")
    bars = spans.read(db, "projects", TODAY, 100)
    assert spans.ends(bars, frozen) == _span("2025-01-15", "2026-01-31")


def test_nothing_has_no_ends() -> None:
    assert spans.ends([], {}) == Span(None, None)


@pytest.mark.parametrize(
    ("stage", "percent", "share"),
    [("S75", None, 0.0), ("S75", 62.0, 0.62), ("S80", None, 1.0), ("S92", 100.0, 1.0),
     (None, None, 0.0), ("X1", 30.0, 0.3)],
)  # fmt: skip
def test_what_is_completed_without_a_figure_is_wholly_done(
    db: Database, dongli: Dongli, stage: str | None, percent: float | None, share: float
) -> None:
    _change(db, dongli, stage=stage, percent=percent)
    assert _bar(db, "projects", dongli.project).share == share
