"""The figures of the dashboard, and that each opens just the rows it counts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import lateness, stages
from renewtrack.store import (
    actions,
    dashboards,
    funding,
    listing,
    money_events,
    projects,
    rows,
    works,
)
from renewtrack.store.choosing import Filter
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2025-10-15"
WHOLE = Filter(today=TODAY)
TESTS = ("", "started", "completed", "accepted", "held", *lateness.LIGHTS)


@pytest.fixture(autouse=True)
def _many(db: Database, dongli: Dongli) -> Iterator[None]:
    """Forty works and ten projects of all stages and dates, with money."""
    rng = random.Random(7)
    keys = [None, *(stage.key for stage in stages.STAGES)]
    with actions.act(db, "edit", "李工"):
        for number in range(10):
            owner = projects.add(
                db,
                name=f"项目{number}",
                stage=rng.choice(keys),
                plan_year=2025,
                start_plan=rng.choice((None, "2025-03", "2025-12-01")),
                finish_plan=rng.choice((None, "2025-09", "2026-05-01")),
                invest_total_fen=rng.randrange(10**9),
            )
            if number % 2:
                link = {"project_id": owner, "estate_id": dongli.estate}
                rows.add(db, "project_estate", link)
            funding.set_planned(db, owner, {"central": rng.randrange(10**8)})
            for kind in ("received", "paid"):
                money_events.add(
                    db,
                    project_id=owner,
                    source=rng.choice(("central", "city")),
                    kind=kind,
                    amount_fen=rng.randrange(10**8),
                    date=rng.choice(("2025-10-01", "2025-02-03", "2023-01-01")),
                )
            for _ in range(4):
                works.add(
                    db,
                    kind="B01",
                    project_id=owner,
                    estate_id=dongli.estate,
                    stage=rng.choice(keys),
                    budget_fen=rng.randrange(10**7),
                )
        yield


@pytest.mark.parametrize("kind", ["projects", "works"])
@pytest.mark.parametrize("test", TESTS)
def test_a_figure_opens_as_many_rows_as_it_counts(db: Database, kind: str, test: str) -> None:
    found = dashboards.read(db, WHOLE, WHOLE)
    groups = found.projects if kind == "projects" else found.works
    ids = dashboards.ids(db, kind, WHOLE, lambda of: dashboards.passes(of, test))
    assert found.count(groups, test) == len(ids)
    if not test:
        assert sorted(ids) == sorted(listing.ids(db, kind, WHOLE))
    if test in lateness.LIGHTS:
        wanted = Filter(chosen={"light": frozenset({test})}, today=TODAY)
        assert sorted(ids) == sorted(listing.ids(db, kind, wanted))


def test_what_is_held_up_after_its_works_began_counts_as_started(
    db: Database, dongli: Dongli
) -> None:
    found = dashboards.read(db, WHOLE, WHOLE)
    before = found.count(found.projects, "started")
    begun = projects.add(db, [dongli.estate], stage="X3", start_actual="2025-04")
    for start in (None, "2099-01-01", "月底"):
        projects.add(db, [dongli.estate], stage="X3", start_actual=start)
    found = dashboards.read(db, WHOLE, WHOLE)
    assert found.count(found.projects, "started") == before + 1
    assert begun in dashboards.ids(
        db, "projects", WHOLE, lambda of: dashboards.passes(of, "started")
    )


def test_money_equals_sql_and_the_months_are_the_last_twelve(db: Database) -> None:
    found = dashboards.read(db, WHOLE, WHOLE)
    for measure in ("received", "paid"):
        total = rows.value(db, "SELECT SUM(amount_fen) FROM money_event WHERE kind = ?", (measure,))
        assert sum(found.money[measure].values()) == total
    assert next(iter(found.paid)) == "2024-11"
    assert list(found.paid)[-1] == "2025-10"
    for month, fen in found.paid.items():
        paid = rows.value(
            db,
            """
            SELECT COALESCE(SUM(amount_fen), 0) FROM money_event
            WHERE kind = 'paid' AND date LIKE ?
            """,
            (f"{month}%",),
        )
        assert fen == paid


def test_a_filter_keeps_every_figure_to_its_projects(db: Database) -> None:
    wanted = Filter(chosen={"street": frozenset({"上地街道"})}, today=TODAY)
    found = dashboards.read(db, wanted, wanted)
    ids = listing.ids(db, "projects", wanted)
    assert found.count(found.projects) == len(ids)
    marks = ",".join(str(each) for each in ids)
    total = rows.value(
        db,
        f"SELECT SUM(amount_fen) FROM money_event WHERE kind = 'paid' AND project_id IN ({marks})",
    )
    assert sum(found.money["paid"].values()) == total
    assert set(dashboards.paying(db, wanted, ("paid", "", ""))) <= set(ids)


def test_lifts_are_those_of_the_estates_of_a_filter(db: Database, dongli: Dongli) -> None:
    for building in dongli.buildings[:2]:
        stairwell = rows.add(db, "stairwell", {"building_id": building, "number": "1"})
        rows.add(db, "lift", {"stairwell_id": stairwell, "step": "E01"})
    here, nowhere = (
        Filter(chosen={"street": frozenset({street})}, today=TODAY)
        for street in ("上地街道", "永定镇")
    )
    for wanted, expected in ((WHOLE, 2), (here, 2), (nowhere, 0)):
        assert sum(dashboards.read(db, wanted, wanted).lifts.values()) == expected
        assert len(dashboards.with_lifts(db, wanted)) == expected


@pytest.mark.parametrize("source", ["central", "city", "other"])
def test_a_source_opens_the_projects_that_have_it(db: Database, source: str) -> None:
    expected = rows.column(
        db,
        """
        SELECT DISTINCT project_id FROM money_event WHERE kind = 'paid' AND source = ?
        ORDER BY project_id
        """,
        (source,),
    )
    assert dashboards.paying(db, WHOLE, ("paid", source, "")) == expected


def test_works_behind_a_street_filter_are_counted_by_place(db: Database) -> None:
    nowhere = Filter(chosen={"street": frozenset({"不存在街道"})}, today=TODAY)
    found = dashboards.read(db, nowhere, nowhere)
    assert (found.count(found.works), found.households) == (0, 0)
