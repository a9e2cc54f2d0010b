"""Contracts with their variations: what each has become, and what a project's add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, belonging, contracts, history, projects, rows
from renewtrack.store.contracts import ContractSums
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def works(db: Database, dongli: Dongli) -> int:
    """A contract of 1000 yuan with two variations, paid twice, once back, and settled."""
    with actions.act(db, "edit", "李工"):
        contract = _contract(db, dongli.project, amount_fen=100000, signed_on="2025-03-01")
        for fen in (20000, -5000):
            rows.add(
                db,
                "variation",
                {"contract_id": contract, "amount_fen": fen, "reason": "现场签证"},
            )
        for kind, fen in (("paid", 30000), ("paid", 7000), ("paid", -7000), ("settled", 115000)):
            _money(db, dongli.project, contract, kind, fen)
    return contract


def _contract(db: Database, project_id: int, **values: object) -> int:
    return rows.add(db, "contract", {"project_id": project_id, "kind": "works", **values})


def _money(db: Database, project_id: int, contract: int | None, kind: str, fen: int) -> None:
    event = {"project_id": project_id, "contract_id": contract, "source": "city"}
    rows.add(db, "money_event", {**event, "kind": kind, "amount_fen": fen})


def test_a_contract_stands_with_its_variations_and_payments(
    db: Database, dongli: Dongli, works: int
) -> None:
    (found,) = contracts.of_project(db, dongli.project)
    assert found["id"] == works
    assert (found["present_fen"], found["variations"], found["paid_fen"]) == (115000, 2, 30000)


def test_sums_of_a_project_without_contracts_are_nought(db: Database, dongli: Dongli) -> None:
    assert contracts.sums(db, dongli.project) == ContractSums(0, 0, 0, 0)
    assert contracts.of_project(db, dongli.project) == []


def test_sums_add_contract_by_contract_and_no_row_twice(
    db: Database, dongli: Dongli, works: int
) -> None:
    with actions.act(db, "edit", "李工"):
        second = _contract(db, dongli.project, amount_fen=50000)
        _money(db, dongli.project, second, "paid", 1000)
        _money(db, dongli.project, None, "paid", 999)
        _money(db, dongli.project, works, "received", 888)
    found = contracts.sums(db, dongli.project)
    assert found == ContractSums(150000, 15000, 31000, 115000)
    assert found.present_fen == 165000


def test_another_projects_contracts_do_not_count(db: Database, dongli: Dongli, works: int) -> None:
    with actions.act(db, "edit", "李工"):
        other = projects.add(db, [dongli.other])
        _contract(db, other, amount_fen=1)
    assert contracts.sums(db, dongli.project).signed_fen == 100000
    assert contracts.sums(db, other) == ContractSums(1, 0, 0, 0)


def test_a_contract_without_a_price_has_no_present_sum(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        contract = _contract(db, dongli.project)
        rows.add(db, "variation", {"contract_id": contract, "amount_fen": 5, "reason": "签证"})
    (found,) = contracts.of_project(db, dongli.project)
    assert (found["present_fen"], found["variations"]) == (None, 1)


def test_contracts_stand_by_the_day_they_were_signed_the_unsigned_last(
    db: Database, dongli: Dongli
) -> None:
    days = (None, "2025-06", "2025-01-01", "2025-06-02")
    with actions.act(db, "edit", "李工"):
        for day in days:
            _contract(db, dongli.project, signed_on=day)
    found = [each["signed_on"] for each in contracts.of_project(db, dongli.project)]
    assert found == ["2025-01-01", "2025-06", "2025-06-02", None]


def test_a_deleted_contract_takes_its_variations_leaves_its_money_and_comes_back(
    db: Database, dongli: Dongli, works: int
) -> None:
    before = contracts.of_project(db, dongli.project), contracts.sums(db, dongli.project)
    with actions.act(db, "delete", "李工"):
        belonging.remove(db, "contract", works)
    assert rows.value(db, "SELECT COUNT(*) FROM variation") == 0
    assert rows.column(db, "SELECT contract_id FROM money_event ORDER BY id") == [None] * 4
    history.undo(db, "李工")
    assert (contracts.of_project(db, dongli.project), contracts.sums(db, dongli.project)) == before
