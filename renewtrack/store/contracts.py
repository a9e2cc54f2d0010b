"""Contracts of projects with their variations: what was agreed, and what it has become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class ContractSums:
    """Fen of a project's contracts: as signed, by variations, paid and settled against them."""

    signed_fen: int
    variations_fen: int
    paid_fen: int
    settled_fen: int

    @property
    def present_fen(self) -> int:
        """Return the sum as it stands with all variations."""
        return self.signed_fen + self.variations_fen


def of_project(db: Database, project_id: int) -> list[rows.Row]:
    """Return a project's contracts with ``present_fen``, ``paid_fen`` and the number of variations.

    ``present_fen`` is None where no price is known.
    """
    return rows.fetch(
        db,
        """
        SELECT contract.*, contract.amount_fen + COALESCE(
            (SELECT SUM(amount_fen) FROM variation WHERE contract_id = contract.id), 0
        ) AS present_fen, (
            SELECT COUNT(*) FROM variation WHERE contract_id = contract.id
        ) AS variations, (
            SELECT SUM(amount_fen) FROM money_event
            WHERE contract_id = contract.id AND kind = 'paid'
        ) AS paid_fen
        FROM contract WHERE project_id = :project ORDER BY signed_on IS NULL, signed_on, id
        """,
        {"project": project_id},
    )


def sums(db: Database, project_id: int) -> ContractSums:
    """Return what a project's contracts add up to."""
    found = rows.fetch(
        db,
        """
        SELECT COALESCE(SUM(amount_fen), 0) AS signed_fen, COALESCE(SUM((
            SELECT SUM(amount_fen) FROM variation WHERE contract_id = contract.id
        )), 0) AS variations_fen, COALESCE(SUM((
            SELECT SUM(amount_fen) FROM money_event
            WHERE contract_id = contract.id AND kind = 'paid'
        )), 0) AS paid_fen, COALESCE(SUM((
            SELECT SUM(amount_fen) FROM money_event
            WHERE contract_id = contract.id AND kind = 'settled'
        )), 0) AS settled_fen
        FROM contract WHERE project_id = :project
        """,
        {"project": project_id},
    )
    return ContractSums(**found[0])
