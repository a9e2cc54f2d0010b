"""Money reconciles to the fen whatever is entered, corrected or moved, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renewtrack.domain.money_events import KINDS
from renewtrack.store import (
    actions,
    funding,
    money_checks,
    money_events,
    money_matrix,
    projects,
    works,
)
from renewtrack.store.choosing import Filter
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

SOURCES = ("central", "province", "district", "resident")
FEN = st.integers(-(10**9), 10**11)
DEEDS = st.lists(
    st.one_of(
        st.tuples(
            st.just("add"), st.integers(0, 3), st.sampled_from(SOURCES), st.sampled_from(KINDS), FEN
        ),
        st.tuples(st.just("correct"), st.integers(0, 30), FEN),
        st.tuples(st.just("move"), st.integers(0, 30), st.integers(0, 2)),
        st.tuples(st.just("remove"), st.integers(0, 30)),
    ),
    max_size=25,
)


@pytest.fixture(autouse=True)
def _writing(project: ProjectFile, dongli: Dongli) -> Iterator[None]:
    with actions.act(project.db, "edit", "李工"):
        yield


def test_sums_by_project_and_by_source_agree_after_any_deeds(
    project: ProjectFile, dongli: Dongli
) -> None:
    db = project.db
    held = [
        dongli.project,
        projects.add(db, name="甲"),
        projects.add(db, name="乙", plan_year=2025),
    ]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(DEEDS)
    def run(deeds: list[tuple[object, ...]]) -> None:
        db.conn.execute("SAVEPOINT deeds")
        try:
            expected = _done(db, held, deeds)
            _reconciles(db, expected)
        finally:
            db.conn.execute("ROLLBACK TO deeds")
            db.conn.execute("RELEASE deeds")

    run()


Known = dict[int, tuple[int | None, str, str, int]]  # event -> project, source, kind, fen


def _done(db: Database, held: list[int], deeds: list[tuple[object, ...]]) -> Known:
    """Do the deeds and return what each event and its corrections should come to."""
    known: Known = {}
    for deed, *given_ in deeds:
        if deed == "add":
            at, source, kind, fen = given_
            owner = held[at] if at < len(held) else None  # type: ignore[operator, index]
            made = money_events.add(
                db, project_id=owner, source=source, kind=kind, amount_fen=fen, date="2025-10-01"
            )
            known[made] = (owner, str(source), str(kind), int(str(fen)))
        elif known:
            event = list(known)[int(str(given_[0])) % len(known)]
            owner, source, kind, fen = known[event]
            if deed == "correct":
                money_events.correct(db, event, int(str(given_[1])), "核对", "2025-10-09")
                known[event] = (owner, source, kind, int(str(given_[1])))
            elif deed == "move":
                to = held[int(str(given_[1]))]
                money_events.move(db, [event], to)
                known[event] = (to, source, kind, fen)
            else:
                money_events.remove(db, event)
                del known[event]
    return known


def _reconciles(db: Database, expected: Known) -> None:
    for kind in KINDS:
        cells: Counter[tuple[int | None, str]] = Counter()
        for owner, source, of, fen in expected.values():
            if of == kind:
                cells[owner, source] += fen
        total = sum(cells.values())
        for by in ("project", "street", "year"):
            matrix = money_matrix.read(db, by, kind, Filter())  # type: ignore[arg-type]
            assert sum(row.total for row in matrix.rows) == total
            assert sum(matrix.sums().values()) == total
        matrix = money_matrix.read(db, "project", kind, Filter())
        for row in matrix.rows:
            owner = row.ids[0] if row.ids else None
            for source in SOURCES:
                assert row.fen.get(source, 0) == cells[owner, source]
        by_source = {source: found[kind] for source, found in money_events.sums(db).items()}
        assert sum(by_source.values()) == total


def test_a_correction_keeps_what_was_reported_and_says_the_difference(
    project: ProjectFile, dongli: Dongli
) -> None:
    db = project.db
    event = money_events.add(
        db,
        project_id=dongli.project,
        source="central",
        kind="paid",
        amount_fen=1000,
        payee="甲公司",
    )
    first = money_events.correct(db, event, 800, "票据核对", "2025-10-09")
    second = money_events.correct(db, event, 900, "再次核对", "2025-10-10")
    rows = {each.id: each for each in money_events.all(db)}
    assert rows[event].amount_fen == 1000
    assert first is not None
    assert second is not None
    assert (rows[first].amount_fen, rows[first].corrects_id) == (-200, event)
    assert (rows[second].amount_fen, rows[second].remark) == (100, "再次核对")
    assert rows[second].payee == "甲公司"
    assert money_events.correct(db, event, 900, "没有变化", "2025-10-11") is None


def test_corrections_follow_the_source_and_kind_of_what_they_correct(
    project: ProjectFile, dongli: Dongli
) -> None:
    db, owner = project.db, dongli.project
    event = money_events.add(db, project_id=owner, source="city", kind="paid", amount_fen=100)
    money_events.correct(db, event, 70, "核对", "2025-10-09")
    money_events.change(db, event, {"source": "district", "kind": "received"})
    money_events.align(db, owner)
    assert money_events.sums(db)["district"]["received"] == 70
    assert "city" not in money_events.sums(db)


def test_money_that_does_not_go_together_is_found(project: ProjectFile, dongli: Dongli) -> None:
    db, owner = project.db, dongli.project
    projects.change(db, owner, {"invest_total_fen": 1_000_000_00, "percent": 10, "plan_year": 2025})
    funding.set_planned(db, owner, {"central": 900_000_000_00, "bond": 100})
    for kind, fen in (("received", 200), ("paid", 900_000_00)):
        money_events.add(db, project_id=owner, source="bond", kind=kind, amount_fen=fen)
    money_events.add(db, project_name="不知名", source="central", kind="paid", amount_fen=5)
    found = {each.key: each for each in money_checks.findings(db)}
    assert set(found) == {"sum", "double", "received", "paid", "ahead", "ceiling", "unplaced"}
    assert found["ahead"].words.zh == "支付 90.0%，形象进度 10%"
    assert all(found[key].ids == (owner,) for key in found if key != "unplaced")


def test_money_that_goes_together_is_not_found(project: ProjectFile, dongli: Dongli) -> None:
    db, owner = project.db, dongli.project
    projects.change(db, owner, {"invest_total_fen": 1000, "percent": 50, "plan_year": 2025})
    funding.set_planned(db, owner, {"central": 600, "district": 400})
    money_events.add(db, project_id=owner, source="central", kind="received", amount_fen=600)
    money_events.add(db, project_id=owner, source="central", kind="paid", amount_fen=600)
    assert money_checks.findings(db) == []


def test_what_is_left_is_needed_until_the_planned_end(project: ProjectFile, dongli: Dongli) -> None:
    db, owner = project.db, dongli.project
    projects.change(db, owner, {"invest_total_fen": 1000, "finish_plan": "2025-12", "stage": "S70"})
    money_events.add(db, project_id=owner, source="central", kind="paid", amount_fen=400)
    found = money_checks.needs(db, "2025-10-15")
    assert found == {"2025-10": 200, "2025-11": 200, "2025-12": 200}
    projects.change(db, owner, {"stage": "X2"})
    assert money_checks.needs(db, "2025-10-15") == {}


def test_a_dear_work_stands_out_among_its_kind(project: ProjectFile, dongli: Dongli) -> None:
    db = project.db
    ids = [
        works.add(
            db, building_id=dongli.buildings[0], kind="B01", unit="㎡", quantity=10, budget_fen=fen
        )
        for fen in (100_000, 101_000, 99_000, 102_000, 98_000, 900_000)
    ]
    found = next(each for each in money_checks.unit_costs(db) if each.kind == "B01")
    assert (found.count, found.median_yuan) == (6, 100.5)
    assert found.unusual == {ids[-1]: 900.0}


def test_what_a_payment_stands_at_is_told_for_each_of_its_corrections(
    project: ProjectFile, dongli: Dongli
) -> None:
    db = project.db
    event = money_events.add(db, source="central", kind="paid", amount_fen=1000)
    first = money_events.correct(db, event, 800, "票据核对", "2025-10-09")
    assert first is not None
    assert {money_events.stands(db, each) for each in (event, first)} == {800}
    money_events.correct(db, first, -50, "退回", "2025-10-10")
    assert {money_events.stands(db, each) for each in (event, first)} == {-50}
