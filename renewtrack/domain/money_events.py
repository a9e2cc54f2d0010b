"""What happened to a project's money: allocated, received, paid, settled, audited."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("allocated", "received", "paid", "settled", "audited")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyEvent:
    """One amount of money on its way, in integer fen, from a source of ``fund_sources``.

    ``project_name`` is the project as the sheet wrote it; ``kind`` one of ``KINDS``. An event that
    corrects another names it; amounts may be below zero.
    """

    id: int
    uid: str
    source: str
    kind: str
    amount_fen: int
    project_id: int | None = None
    project_name: str | None = None
    date: str | None = None
    document_no: str | None = None
    payee: str | None = None
    work_id: int | None = None
    contract_id: int | None = None
    corrects_id: int | None = None
    remark: str | None = None
